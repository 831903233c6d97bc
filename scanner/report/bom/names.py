"""Names as a bill can carry them: hostile text bounded, and every identifier made from the id and the sha alone."""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from scanner.model.ids import RepoRef, is_local
from scanner.text.clean import bound, one_line

HUB = "https://huggingface.co"
NAME_LIMIT = 500
TEXT_LIMIT = 4000
_SHA = re.compile(r"[0-9a-fA-F]{7,64}")
#: What a URI may hold as it stands (RFC 3986), plus the percent sign of what is encoded already.
_URI_SAFE = ":/?@!$&'()*+,;=%-._~"


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    """One line of visible text, at most ``limit`` characters."""
    return bound(one_line(text[: limit * 2]), limit)


def local_id(kind: str, name: str, revision: str | None) -> str:
    """A document-wide id of letters, digits, ``.`` and ``-``: readable, and unique by a hash of kind, id and sha."""
    digest = hashlib.sha256("\0".join((kind, name, revision or "")).encode("utf-8", "surrogatepass")).hexdigest()
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", name[:200]).strip("-")[:60].strip("-.")
    return "-".join(part for part in (kind, slug, digest[:12]) if part)


def split_id(model: str) -> tuple[str | None, str]:
    """``org/name`` as (org, name); a bare name has no org, and neither has a folder."""
    if is_local(model):
        return None, model
    group, _, name = model.partition("/")
    return (group, name) if name and group else (None, model)


def commit(revision: str | None) -> str | None:
    """The revision as a lower-case commit sha, or None when it is not one."""
    return revision.lower() if revision and _SHA.fullmatch(revision) else None


def on_hub(model: str) -> bool:
    """Whether this can be a Hub id: one or two segments, no white space."""
    parts = model.split("/")
    return len(parts) <= 2 and all(part and part.strip(".") and not re.search(r"[\s\x00-\x1f]", part) for part in parts)


def purl(model: str, revision: str | None) -> str | None:
    """The package URL of a model: its type keeps the case of names and lower-cases the sha (purl-spec, huggingface)."""
    if not on_hub(model) or len(model) > NAME_LIMIT:
        return None
    path = "/".join(_percent(part, ":") for part in model.split("/"))
    sha = commit(revision)
    return f"pkg:huggingface/{path}" + (f"@{sha}" if sha else "")


def hub_url(kind: str, model: str, revision: str | None) -> str | None:
    """Where the Hub shows this repo (at this sha), or None when the id cannot be a Hub id."""
    if not on_hub(model) or len(model) > NAME_LIMIT:
        return None
    name = "/".join(_percent(part, "") for part in model.split("/"))
    sha = commit(revision)
    return f"{HUB}/{RepoRef(name, 'dataset' if kind == 'dataset' else 'model')}" + (f"/tree/{sha}" if sha else "")


def _percent(text: str, safe: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe=safe)


def web_url(text: str | None) -> str | None:
    """An http(s) URL made of URI characters alone, or None: a link from a card is anybody's text."""
    if not text or len(text) > 2000:
        return None
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9.-]+\.[A-Za-z]{2,24}", host):
        return None
    tail = re.sub(
        r"%(?![0-9A-Fa-f]{2})", "%25", _percent(f"{parts.path}" + (f"?{parts.query}" if parts.query else ""), _URI_SAFE)
    )
    return f"{parts.scheme}://{host}{tail}"


def moment(text: str | None) -> str | None:
    """An ISO 8601 time or date as ``YYYY-MM-DDThh:mm:ssZ`` (UTC), or None when it is none."""
    try:
        when = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    if not 1970 <= when.year <= 9998:
        return None
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
