"""What was not read of a repo, by what it would have told: silence of a part that was not read says nothing.

Records of the catalog are left out: they keep facts and no files, and their verdict is capped instead.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from scanner.collect.relations.code import is_code
from scanner.collect.relations.linked import linked_files
from scanner.knowledge.descriptions import is_description
from scanner.knowledge.licence_names import licence_documents, licence_like
from scanner.knowledge.lineage_places import states_base
from scanner.knowledge.page_names import is_page
from scanner.model.facts import DecisionFacts
from scanner.model.fields import evidence_of, mapping
from scanner.model.frozen import replace
from scanner.model.result import Evidence
from scanner.model.snapshot import CARD, NOT_THERE, Repo, Text, Unread
from scanner.text.bounds import bounded
from scanner.text.licence_files import is_pointer
from scanner.text.maps import NOT_AS_NAMED, mapped

#: Where the whole list would stand, or any part of it.
LISTS = frozenset({"siblings", "api:siblings", "api:tree"})
_NAMING = frozenset({"adapter_config.json", "config.json", "api:tags", "api:baseModels", CARD})
_FRONT_MATTER = frozenset({"cardData", "api:cardData"})
_MOST_NAMED = 3
_CUT = "longer than is read, or with holes in it"
_POINTED = "only a pointer of Git LFS or Xet stands there: fetch the file, as 'git lfs pull' does"
#: What facts say where nothing was found.
_SILENCE: Mapping[str, Any] = {
    "license_stated": False,
    "license_several": False,
    "license_conflicts": (),
    "license_text": "none",
    "relabelled": "no",
    "suspected_base": "no",
    "base_unnamed": False,
    "has_base": False,
    "ancestors_licensed": True,
}


def terms_unread(repo: Repo) -> tuple[Unread, ...]:
    """The parts that may hold terms, or name what terms come from: the card, its tags, licence texts, the list in which
    those would stand, and configurations that name a base."""
    if repo.source == "catalog":
        return ()
    cut = [Unread(what=text.path, reason=_why(text)) for text in repo.texts if text.truncated or _is_long_page(text)]
    if repo.card is not None and repo.card.truncated:
        cut.append(Unread(what=repo.card.path, reason=_CUT))
    if (there := _linked_card(repo)) is not None:
        cut.append(Unread(what=CARD, reason=f"it is a link to {there}"))
    cut += [Unread(what=text.path, reason=NOT_AS_NAMED) for text in repo.texts if mapped(text.path, text.text) is None]
    return (*(one for one in repo.unread if _holds_terms(repo, one)), *cut, *headers_unread(repo))


def _why(text: Text) -> str:
    """Why a text is not whole."""
    return _POINTED if is_pointer(text.text) else _CUT


def _linked_card(repo: Repo) -> str | None:
    """The file to which a card leads that is a link in git, and so holds nothing but a path of the repo."""
    said = repo.card.body.strip().removeprefix("./") if repo.card is not None and not repo.card.data else ""
    return next((file.path for file in repo.files or () if file.path == said), None) if said else None


def _is_long_page(text: Text) -> bool:
    return is_page(text.path) and len(bounded(text.text)) < len(text.text)


def headers_unread(repo: Repo) -> tuple[Unread, ...]:
    """Headers of weight files that were asked for and did not come, or are none: they may name a licence, and tell an
    adapter. What lies behind the gate is withheld from all, and a file that is listed and not there has none."""
    return tuple(
        Unread(what=path, reason=f"its header: {said.get('unread', 'it does not begin as such files do')}")
        for path, said in sorted(mapping(repo.info.get("x_headers")).items())
        if not said or ("unread" in said and said.get("refused") != "gate" and said["unread"] != NOT_THERE)
    )


def _holds_terms(repo: Repo, one: Unread) -> bool:
    what = one.what
    if one.gated and (what == "config.json" or is_code(what) or is_description(what)):
        # A gate withholds what it withholds from all: a path in the config is a hint, and no claim of the author's.
        return False
    if is_code(what) or is_description(what) or what in LISTS or what in _NAMING or states_base(what):
        return True
    # The front matter as the API tells it is that of the card: it stands where the card was read.
    if what in _FRONT_MATTER:
        return repo.card is None
    return is_licence(what) or any(what == led.at for led in linked_files(repo))


def names_unread(repo: Repo) -> bool:
    """Whether a part was not read that would name datasets: the card, or the tags that the Hub makes of it."""
    unread = {one.what for one in repo.unread} if repo.source != "catalog" else set()
    front = repo.card is None and not unread.isdisjoint(_FRONT_MATTER)
    return front or not unread.isdisjoint({CARD, "api:tags"}) or (repo.card is not None and repo.card.truncated)


@lru_cache(maxsize=1024)
def is_licence(what: str) -> bool:
    """Whether what was not read is a licence text, a use policy, a notice or a page beside the card by its name."""
    return bool(licence_like([what]) or licence_documents([what]) or is_page(what))


def why(repo: Repo, unread: tuple[Unread, ...]) -> str | None:
    """Why the terms of a repo may be more than what was read, in words; None when all was."""
    if not unread:
        return None
    named = "; ".join(f"{one.what} of {repo.id} was not read ({one.reason})" for one in unread[:_MOST_NAMED])
    return named + (f"; nor were {len(unread) - _MOST_NAMED} other parts" if len(unread) > _MOST_NAMED else "")


def shown(repo: Repo, unread: tuple[Unread, ...]) -> tuple[Evidence, ...]:
    """The unread parts as evidence."""
    return tuple(_shown(repo, one) for one in unread)


def _shown(repo: Repo, one: Unread) -> Evidence:
    value = f"not read: {one.reason}"
    if one.what.startswith("api:") or one.what in (LISTS | _FRONT_MATTER):
        return Evidence(origin=f"{repo.id} {one.what}", revision=repo.revision, value=value)
    return evidence_of(repo, value, one.what)


def without_silence(facts: DecisionFacts) -> DecisionFacts:
    """Facts, without those that only say that nothing was found: for where not all was read."""
    return replace(facts, **{name: None for name, value in _SILENCE.items() if getattr(facts, name) == value})
