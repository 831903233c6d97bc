"""Which models may stand in for others at all, by what they are; nothing is judged here."""

import re
from collections.abc import Iterable

from scanner.collect.nearest import folded
from scanner.judge.reading.made import converted_name
from scanner.judge.reading.sizes import stated
from scanner.knowledge.formats import formats
from scanner.knowledge.tasks import is_part, purposes
from scanner.model.fields import strings
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Repo
from scanner.runs.suggest.types import languages

_WORDS = re.compile(r"[a-z0-9]+")
#: Letters of a name that tell a model.
_TELLING = 6
_MADE_OF_ANOTHER = ("base_model:quantized:", "base_model:adapter:", "base_model:merge:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A model with what it is ranked by. ``fame`` grows with its downloads and with the sources that speak of it;
    ``vouched``: its house's own pages state its licence, as a source of the catalog has read them."""

    repo: Repo
    fame: int
    vouched: bool
    size: int | None
    languages: frozenset[str]
    purposes: frozenset[str]


def candidates(repos: Iterable[Repo], downloads: int) -> list[Candidate]:
    """The models that are known, themselves, and no part, conversion or adapter of another; the best known first."""
    found = [_candidate(repo) for repo in repos if _is_known(repo, downloads) and _is_itself(repo)]
    return sorted(found, key=lambda one: (-one.fame, one.repo.id))


def _candidate(repo: Repo) -> Candidate:
    return Candidate(
        repo=repo,
        fame=fame(repo),
        vouched=vouched(repo),
        size=stated(repo),
        languages=languages(repo),
        purposes=purposes(repo.id),
    )


def _is_known(repo: Repo, downloads: int) -> bool:
    """Whether many have seen its label; where nobody counts them, whether its house states it elsewhere as well."""
    counted = repo.info.get("downloads")
    return counted >= downloads if isinstance(counted, int) else vouched(repo)


def vouched(repo: Repo) -> bool:
    return any(isinstance(one, dict) and one.get("vendor") for one in repo.info.get("x_statements") or ())


def _is_itself(repo: Repo) -> bool:
    tags = strings(repo.info.get("tags"))
    return not (is_part(repo.id) or _conversion(repo.id) or any(tag.startswith(_MADE_OF_ANOTHER) for tag in tags))


def _conversion(name: str) -> bool:
    """Whether a name tells of another format or of fewer bits (``-GGUF``, ``-FP8``)."""
    known = formats().by_id.get(name.lower().replace("_", "-").rpartition("-")[2])
    return converted_name(name) or (known is not None and known.kind == "derived")


def fame(repo: Repo) -> int:
    """How well known a model is."""
    downloads = repo.info.get("downloads")
    sources = repo.info.get("x_statements")
    told = downloads if isinstance(downloads, int) else 0
    return told + 100_000 * (len(sources) if isinstance(sources, list) else 0)


def parts_of_name(repo: Repo) -> tuple[str, ...]:
    """What a name holds that may be another model's whole name (``dolphin-yi-1.5-34b``: ``yi1534b``), where the repo
    names no base: then it may be made of that one and does not say so."""
    if any(tag.startswith("base_model:") for tag in strings(repo.info.get("tags"))):
        return ()
    words = _WORDS.findall(repo.id.rpartition("/")[2].lower())
    runs = ("".join(words[begin:end]) for begin in range(len(words)) for end in range(begin + 2, len(words) + 1))
    return tuple(run for run in runs if len(run) >= _TELLING and not run.isalpha() and run != "".join(words))


def by_name(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by their names without the house."""
    found: dict[str, list[str]] = {}
    for name in ids:
        found.setdefault(folded(name), []).append(name)
    return found
