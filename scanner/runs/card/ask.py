"""The polite message that asks an author what a card leaves open, with evidence, to paste into a discussion."""

from scanner.model.ids import is_local
from scanner.model.result import Evidence, Result
from scanner.runs.card.lint import Remark
from scanner.text.clean import bound, capital, one_line

_MOST = 5
#: What is worth an author's time; the rest is for `card lint`.
_ASKED = ("error", "warning")


def ask(result: Result, remarks: tuple[Remark, ...]) -> str | None:
    """The message; None where there is nothing to ask."""
    questions = [*_contradictions(result), *_lacks(remarks)]
    if not questions:
        return None
    name = "this model" if is_local(result.model) else _said(result.model)
    subject = "the licence" if result.license.conflicts or not result.license.declared else "the model card"
    revision = f" (at commit {result.revision[:8]})" if result.revision else ""
    listed = "\n".join(f"{number}. {text}" for number, text in enumerate(questions[:_MOST], 1))
    return (
        f"Title: Question about {subject} of {name}\n\n"
        f"Hello, and thank you for sharing {name}.\n\n"
        f"We would like to use it as its terms allow, and could not tell from the repository{revision}:\n\n"
        f"{listed}\n\n"
        "Could you say how it is meant, or correct the card? Thank you for your time.\n"
    )


def _contradictions(result: Result) -> list[str]:
    return [
        f"{_said(capital(one.detail))}: which of them holds for the weights?{_where(one.evidence)}"
        for one in result.license.conflicts
    ]


def _lacks(remarks: tuple[Remark, ...]) -> list[str]:
    asked = [one for one in remarks if one.check.severity in _ASKED and one.check.kind not in ("conflict", "problems")]
    return [f"{_said(one.message)} {_said(one.check.fix)}" for one in asked]


def _where(evidence: tuple[Evidence, ...]) -> str:
    places = [f"{one.path or one.origin}{f', line {one.line}' if one.line else ''}" for one in evidence if one.value]
    quoted = [
        f"\n   - {_said(place)}: “{_said(one.value or '')}”" for place, one in zip(places, evidence, strict=False)
    ]
    return "".join(dict.fromkeys(quoted[:4]))


def _said(text: str) -> str:
    return bound(one_line(text), 300)
