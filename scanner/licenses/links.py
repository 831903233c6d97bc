"""Licence links: which licence a URL names, where its address alone says so."""

import re
from urllib.parse import urlsplit

from scanner.licenses.registry import Licenses
from scanner.model.license import License

#: Hosts whose last path segment is a licence's key.
_CATALOGUES = (
    "opensource.org",
    "choosealicense.com",
    "spdx.org",
    "gnu.org",
    "apache.org",
    "mozilla.org",
    "eclipse.org",
)
_CC = re.compile(r"/(?:licenses/(?P<kind>by[a-z-]*)/(?P<version>\d\.\d)|publicdomain/(?P<zero>zero|mark))")


def license_of_link(link: str, licenses: Licenses) -> License | None:
    """The licence that a URL names, or None (a file of the repo, an unknown page, no URL at all)."""
    try:
        url = urlsplit(link.strip())
    except ValueError:
        return None
    host = (url.hostname or "").removeprefix("www.")
    if not host or url.scheme not in ("http", "https"):
        return None
    if host == "creativecommons.org":
        return _creative_commons(url.path, licenses)
    known = licenses.by_url(host + url.path)
    return known or (licenses.get(_last_segment(url.path)) if host in _CATALOGUES else None)


def _creative_commons(path: str, licenses: Licenses) -> License | None:
    match = _CC.search(path.lower())
    if not match:
        return None
    return licenses.get("cc0-1.0" if match["zero"] else f"cc-{match['kind']}-{match['version']}")


def _last_segment(path: str) -> str:
    segment = path.rstrip("/").rpartition("/")[2].lower()
    segment = re.sub(r"(\.en)?\.(html?|php|txt|md)$", "", segment)
    return {"license-2.0": "apache-2.0", "license-2.0.txt": "apache-2.0"}.get(segment, segment)
