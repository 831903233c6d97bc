"""Whether *we* may get it: exists, gate, this token, this region, who refuses, and what takes its place."""

from collections.abc import Mapping

from scanner.collect.relations.linked import is_linked
from scanner.judge.reading.weights import gating
from scanner.knowledge.store import shipped
from scanner.model.errors import REFUSERS, Refused
from scanner.model.fields import front_matter, mapping, strings
from scanner.model.result import AccessSection
from scanner.model.snapshot import CARD, Json, Repo
from scanner.model.words import Region, Token


def read_access(repo: Repo) -> AccessSection:
    """The access section of a target, also of one that could not be read at all."""
    refused = _refused(repo)
    return AccessSection(
        exists=_exists(repo),
        gated=gating(repo),
        token=_token(repo, refused),
        region=_region(repo, refused),
        refused_by=refused,
        superseded_by=superseded_by(repo),
        fix=_fix(repo, refused),
    )


def superseded_by(repo: Repo) -> str | None:
    """The newer version that the owner names (``new_version``); None where none is named."""
    found = version_named(front_matter(repo).get("new_version"))
    return None if found is None or found.lower() in (repo.id.lower(), repo.requested.lower()) else found[:300]


def version_named(value: Json) -> str | None:
    """What a ``new_version`` names."""
    return next((text.strip() for text in strings(value) if text.strip()), None)


def eu_refused(repo: Repo) -> bool | None:
    """Whether the gate refuses the European Union (``extra_gated_eu_disallowed``); None when no card was read."""
    silent = repo.card is None and repo.info.get("cardData") is None and repo.source != "catalog"
    if silent and repo.is_unread(CARD):
        return None
    return str(front_matter(repo).get("extra_gated_eu_disallowed")).lower() == "true"


def _refused(repo: Repo) -> Refused | None:
    if repo.problem is not None:
        return repo.problem.refused
    if repo.info.get("disabled") is True:
        return "hub"
    said = repo.info.get("x_refused")
    return next((one for one in REFUSERS if one == said), None)


def _exists(repo: Repo) -> bool | None:
    """Whether there is such a repo. That the Hub knows none is no proof: it hides private ones."""
    if repo.info.get("x_removed") is True:
        return False
    if repo.problem is None:
        return True
    return True if repo.problem.refused or repo.problem.kind == "revision_not_found" else None


def _token(repo: Repo, refused: Refused | None) -> Token:
    sent = repo.info.get("x_token")
    if refused == "token":
        return "invalid"
    if not isinstance(sent, bool):
        return "unknown"
    if not sent:
        return "absent"
    if refused is not None:
        return "no-access" if refused == "gate" else "unknown"
    if repo.problem is not None:
        return "unknown"
    return "granted" if not gating(repo) or _passed(repo) else "unknown"


def _passed(repo: Repo) -> bool:
    """Whether something from behind the gate was read; the card stands before it."""
    return (
        any(not text.path.startswith("README.md#") and not is_linked(text.path) for text in repo.texts)
        or "x_config" in repo.info
        or any(isinstance(one, dict) and "unread" not in one for one in mapping(repo.info.get("x_headers")).values())
    )


def _region(repo: Repo, refused: Refused | None) -> Region:
    if refused == "region":
        return "refused"
    if repo.problem is not None or repo.source not in ("hub", "cache") or eu_refused(repo):
        return "unknown"
    return "open"


def _fix(repo: Repo, refused: Refused | None) -> str:
    fixes: Mapping[str, str] = shipped("advice.yaml")["access"]
    if refused == "gate" and repo.info.get("x_token") is not True:
        return fixes["gated"]
    if refused is not None:
        return fixes[refused]
    if repo.problem is not None:
        return fixes["unseen"] if repo.problem.kind == "not_found" else ""
    return fixes["gated"] if gating(repo) and repo.info.get("x_token") is False else ""
