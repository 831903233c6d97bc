"""The polite message that asks an author what a card leaves open, with evidence, to paste into a discussion."""

from dataclasses import replace

from scanner.model.ids import is_local
from scanner.model.result import Evidence, Result
from scanner.model.snapshot import CARD
from scanner.runs.card.lint import Remark, worded
from scanner.text.clean import bound, capital, one_line

_MOST = 5


def ask(result: Result, remarks: tuple[Remark, ...], named: str = CARD) -> str | None:
    """The message; None where there is nothing to ask. What is asked of a remark is its check's ``ask``."""
    asked = [one for one in remarks if one.check.ask is not None]
    if not asked:
        return None
    name = "this model" if is_local(result.model) else _said(result.model)
    licence = any(one.check.kind in ("conflict", "key") for one in asked)
    revision = f" (at commit {result.revision[:8]})" if result.revision else ""
    contradictions_first = sorted(asked, key=lambda one: one.check.kind != "conflict")[:_MOST]
    listed = "\n".join(
        f"{number}. {_question(one, result, named)}" for number, one in enumerate(contradictions_first, 1)
    )
    return (
        f"Title: Question about the {'licence' if licence else 'training data'} of {name}\n\n"
        f"Hello, and thank you for sharing {name}.\n\n"
        f"We would like to use it as its terms allow, and could not tell from the repository{revision}:\n\n"
        f"{listed}\n\n"
        "Could you tell us how it is meant, or add it to the card? Thank you for your time.\n"
    )


def _question(one: Remark, result: Result, named: str) -> str:
    conflicts = [its for its in result.license.conflicts if worded(its.detail, CARD, named) == one.message]
    evidence = [
        replace(at, path=named) if at.path == CARD else at for conflict in conflicts for at in conflict.evidence
    ]
    about = capital(one.message).replace(result.model, "the model") if is_local(result.model) else capital(one.message)
    return _said((one.check.ask or "").replace("{what}", about)) + _where(tuple(evidence))


def _where(evidence: tuple[Evidence, ...]) -> str:
    places = [f"{one.path or one.origin}{f', line {one.line}' if one.line else ''}" for one in evidence if one.value]
    quoted = [
        f"\n   - {_said(place)}: “{_said(one.value or '')}”" for place, one in zip(places, evidence, strict=False)
    ]
    return "".join(dict.fromkeys(quoted[:4]))


def _said(text: str) -> str:
    return bound(one_line(text), 400)
