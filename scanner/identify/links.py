"""Licence links: which licence a URL names, where its address alone says so."""

import re
from urllib.parse import unquote, urlsplit

from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed, recorded
from scanner.model.license import License
from scanner.text.late import late

#: Where Creative Commons' buttons lie: ``/l/by-nc/4.0/88x31.png``, ``/presskit/buttons/88x31/png/by-nc.png``.
_CC_HOST = "creativecommons.org"
_CC_BUTTONS = ("i.creativecommons.org", "licensebuttons.net", "mirrors.creativecommons.org")
_CC = late(
    r"/(?:(?:licenses|l)/(?P<kind>by[a-z-]*)/(?P<version>\d\.\d)(?P<igo>/igo)?|publicdomain/(?P<zero>zero|mark)|"
    r"presskit/(?:buttons/[\dx]+/\w+|icons)/(?:cc-)?(?P<button>by[a-z-]*|zero|nc(?:-eu|-jp)?)(?:\.eu)?\.(?:png|svg|eps|gif|jpe?g))"
)

#: The texts that the Hub and GitHub keep by key, to be linked to.
_CATALOGUE_COPY = late(
    r"^/(?:datasets/choosealicense/licenses|github/choosealicense\.com)/(?:blob|resolve|raw)/[^/]+/(?:markdown|_licenses)/"
    r"(?P<key>[\w.+-]+?)\.(?:md|txt)$"
)
#: ``/blob/main/`` of a forge: an alias names the file without it, whatever the branch.
_BRANCH = late(r"^(/[\w.-]+/[\w.-]+)/(?:blob|resolve|raw|tree)/[^/]+")
_FILE = late(r"/([\w.+-]*[-.\d][\w.+-]*)\.(?:md|txt|html?|pdf)$", re.IGNORECASE)


_TERMS_PAGE = recorded("terms-page")


def is_terms_page(link: str) -> bool:
    """Whether an address is one of a page that holds terms of somebody's own, as far as its words tell."""
    found = _TERMS_PAGE.search(link.strip())
    return found is not None and not (found["host"] or "").removeprefix("www.").endswith(
        (*listed("licence-catalogues"), _CC_HOST)
    )


def host_of(link: str) -> str:
    """The host of an address, without ``www.``; "" where it is no address."""
    try:
        return (urlsplit(link.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def license_of_link(link: str, licenses: Licenses) -> License | None:
    """The licence that a URL names, or None (a file of the repo, an unknown page, no URL at all).

    A licence's own pages are among its aliases (host and path, without ``www.``).
    """
    host = host_of(link)
    if not host or (url := urlsplit(link.strip())).scheme not in ("http", "https"):
        return None
    if host == _CC_HOST or host in _CC_BUTTONS:
        return _creative_commons(url.path, licenses)
    if host in ("huggingface.co", "hf.co", "github.com") and (copy := _CATALOGUE_COPY.search(url.path)):
        return licenses.get(copy["key"])
    path = _BRANCH.sub(r"\1", unquote(url.path)).rstrip("/")
    known = licenses.by_url(host + url.path) or licenses.get(host + path)
    return known or (
        licenses.get(_last_segment(path)) if host in listed("licence-catalogues") else _file_named(path, licenses)
    )


def _file_named(path: str, licenses: Licenses) -> License | None:
    """The licence with conditions that a file anywhere is called after: ``…/MNPL-0.1.md``."""
    name = _FILE.search(path)
    record = licenses.get(name[1]) if name else None
    return record if record is not None and record.conditions else None


def _creative_commons(path: str, licenses: Licenses) -> License | None:
    match = _CC.search(path.lower())
    if not match:
        return None
    if button := match["button"]:  # bears no version; the sign of "non-commercial" alone stands beside others
        return licenses.get(
            "cc0-1.0" if button == "zero" else "cc-by-nc" if button.startswith("nc") else f"cc-{button}"
        )
    if match["zero"]:
        return licenses.get("cc0-1.0" if match["zero"] == "zero" else "cc-pdm-1.0")
    return licenses.get(f"cc-{match['kind']}-{match['version']}{'-igo' if match['igo'] else ''}")


def _last_segment(path: str) -> str:
    segment = path.rstrip("/").rpartition("/")[2].lower()
    segment = re.sub(r"(\.en)?\.(html?|php|txt|md)$", "", segment)
    return {"license-2.0": "apache-2.0"}.get(segment, segment)
