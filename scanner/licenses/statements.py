"""Sentences about the licence in a card's body: used when nothing else is stated, and to catch contradictions."""

import re
from collections.abc import Iterator

from scanner.licenses.registry import Licenses
from scanner.model.result import Evidence
from scanner.model.snapshot import Card, Repo

_MAX_LINES = 20_000
_MENTIONS = re.compile(r"licen[cs]", re.IGNORECASE)
_UNDER = re.compile(
    r"\bunder\s+(?:the\s+|an?\s+)?(?:terms\s+of\s+(?:the\s+)?)?"
    r"(?P<name>[\w.+ -]{2,60}?)(?:\s+licen[cs]e\b|[,;()]|\.(?:\s|$)|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*licen[cs]e\s*[:=]\s*(?P<name>[\w.+ -]{2,60})\s*\.?$", re.IGNORECASE)
_LIMITS = re.compile(
    r"non-?commercial|research\s+(?:purposes?\s+|use\s+)?only|only\s+for\s+research|"
    r"(?:not|no)\s+(?:be\s+used\s+)?(?:for\s+)?commercial",
    re.IGNORECASE,
)
_ABOUT_TERMS = re.compile(r"licen[cs]|\buse[ds]?\b|\bpurposes?\b|permitted|allowed|intended", re.IGNORECASE)
_ABOUT_DATA = re.compile(r"\b(?:data|datasets?|corpus|corpora|images|texts?|code|scripts?)\b", re.IGNORECASE)


def license_statements(repo: Repo, licenses: Licenses) -> Iterator[tuple[str, Evidence]]:
    """``(value, evidence)`` of plain statements like "released under the Apache 2.0 license" that name a known one.

    A card that also speaks of a non-commercial or research limit yields nothing: its sentences do not agree.
    """
    found = list(_statements(repo, licenses))
    if found and not any(limits(repo)):
        yield from found


def limits(repo: Repo) -> Iterator[Evidence]:
    """Lines of the card's body that limit the use of the model to non-commercial or research purposes."""
    for number, line in _lines(repo.card):
        if _LIMITS.search(line) and _ABOUT_TERMS.search(line) and not _about_data(line):
            yield _evidence(repo, number, line)


def _about_data(line: str) -> bool:
    """A sentence whose subject is data or code, not the model."""
    before = _LIMITS.split(line, maxsplit=1)[0]
    return bool(_ABOUT_DATA.search(before)) and not re.search(r"\bmodels?\b|\bweights?\b", before, re.IGNORECASE)


def _statements(repo: Repo, licenses: Licenses) -> Iterator[tuple[str, Evidence]]:
    for number, line in _lines(repo.card):
        if not _MENTIONS.search(line) or _about_data(line):
            continue
        for pattern in (_LABEL, _UNDER):
            match = pattern.search(_plain(line))
            if match and licenses.get(match["name"]) is not None:
                yield match["name"].strip(), _evidence(repo, number, line)
                break


def _lines(card: Card | None) -> Iterator[tuple[int, str]]:
    """The body's lines outside code blocks, bounded in number and length."""
    fenced = False
    for number, line in enumerate((card.body if card else "").split("\n")[:_MAX_LINES], card.body_line if card else 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            yield number, line[:1000]


def _plain(line: str) -> str:
    """A line without Markdown's links and emphasis."""
    line = re.sub(r"\[([^\]]{1,200})\]\([^)]{0,500}\)", r"\1", line)
    return re.sub(r"[*_`#>]", "", line).strip()


def _evidence(repo: Repo, number: int, line: str) -> Evidence:
    return Evidence(origin=repo.id, path="README.md", line=number, revision=repo.revision, value=line.strip()[:300])
