"""The terms on a screen: whether the use is granted, what has to be answered, what is owed."""

import re
from collections.abc import Mapping

from scanner.model.frozen import dataclass
from scanner.model.report import Style
from scanner.report.layout import COLORS, LABEL, block, cells, paint, row, symbol
from scanner.report.view import DutyView, Origin, Question, View
from scanner.text.counted import counted

#: Narrower than this, duties are counted.
ROOMY = 60
#: From this tightness on, several licences are lettered.
LETTERED = 4
#: Reasons that are shown without -v.
_REASONS = 3
_KINDS = {
    "attribution": "credit the author",
    "notice": "keep the notices",
    "license_copy": "pass on the licence text",
    "policy_copy": "pass on the use policy",
    "pass_on_terms": "bind recipients to the terms",
    "same_license": "license derivatives alike",
    "mark_changes": "mark changes",
    "display": "display",
    "name_prefix": "begin names of derivatives with",
    "name_ban": "keep off protected names",
    "source_offer": "offer the source",
    "documentation": "document",
    "disclose_ai_generated": "disclose that outputs are made by AI",
    "registration": "register",
    "report": "report to the licensor",
}


def commercial(shown: View, style: Style, tight: int, use: str) -> list[str]:
    """The status of the ``use`` that is stated, then every condition as a question."""
    label = use.removesuffix(" use") if cells(use) < LABEL + cells(" use") else "Use"
    asked = [question for question in shown.questions if question.mark != "met" or style.verbosity > 0]
    status = shown.commercial.upper()
    names = legend(shown, tight)
    limit = len(shown.reasons) if style.verbosity > 0 else _REASONS
    lines = row(label, status + _why(shown, asked, names.head, limit) + _met(shown, asked), style)
    lines[0] = lines[0].replace(status, paint(status, COLORS.get(shown.commercial, "magenta"), style), 1)
    moot = shown.commercial == "forbidden" and tight > 2
    return lines + [line for question in asked for line in _question(question, names, style, tight, moot=moot)]


@dataclass(frozen=True, slots=True)
class Legend:
    """How the licences are named at each question: said once beside the status where that saves room."""

    names: Mapping[str, str]
    head: str

    def where(self, item: Question | DutyView) -> str:
        """``[clause 2]``, ``[(a) clause 2]`` or ``[llama3.1 clause 2, via org/base]``."""
        parts = [self._one(origin) for origin in item.origins]
        text = "; ".join(part for part in parts if part)
        return f" [{text}]" if text else ""

    def _one(self, origin: Origin) -> str:
        known = self.names.get(origin.licence)
        return origin.whole if known is None else f"{known} {origin.clause}".strip()


def legend(shown: View, tight: int) -> Legend:
    """One licence is said once; several are lettered when room is short, else named at each question."""
    asked: tuple[Question | DutyView, ...] = (*shown.questions, *(shown.duties if tight < LETTERED else ()))
    via: dict[str, str] = {}
    for origin in (origin for item in asked for origin in item.origins):
        via[origin.licence] = max(via.get(origin.licence, ""), origin.via, key=len)
    whole = {name: f"{name}, via {way}" if way else name for name, way in via.items()}
    if len(whole) == 1:
        return Legend(dict.fromkeys(whole, ""), f" by {next(iter(whole.values()))}")
    if tight < LETTERED or not whole:
        return Legend({}, "")
    letters = {name: f"({_letter(number)})" for number, name in enumerate(whole)}
    return Legend(letters, " by " + "; ".join(f"{letters[name]} {text}" for name, text in whole.items()))


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else str(number + 1)


def _why(shown: View, asked: list[Question], head: str, limit: int) -> str:
    by = head if asked else ""
    number = sum(question.mark == "open" for question in asked)
    if number and shown.commercial == "conditional":
        return f"{by}: {counted(number, 'question')} to answer"
    if shown.reasons:
        beyond = len(shown.reasons) - limit
        reasons = [*shown.reasons[:limit], *([f"{counted(beyond, 'more reason')}: -v"] if beyond > 0 else [])]
        return ": " + "; ".join(reasons) + (f" · conditions so far{by}" if by else "")
    return by or (f" by {shown.effective}" if shown.effective and shown.commercial == "allowed" else "")


def _met(shown: View, asked: list[Question]) -> str:
    met = len(shown.questions) - len(asked)
    return f" · {counted(met, 'condition')} met by the stated use" if met else ""


def _question(question: Question, names: Legend, style: Style, tight: int, *, moot: bool) -> list[str]:
    """A question with its answers; ``moot`` leaves out the answers to what a forbidden use no longer turns on."""
    fail, met = symbol("fail", style), symbol("pass", style)
    sign = {"failed": fail, "open": "?", "duty": "-", "met": met}[question.mark]
    text = f"{_asked(question, style, tight)}{names.where(question)}"
    if moot and question.mark != "failed":
        return block(f"  {sign} ", text, style)
    if tight > 0:
        return block(f"  {sign} ", f"{text} · {_answers(question)}", style)
    return [*block(f"  {sign} ", text, style), *block("    ", _answers(question), style)]


def _asked(question: Question, style: Style, tight: int) -> str:
    if question.mark == "failed":
        detail = question.detail if tight < LETTERED + 1 else ""
        return f"{question.text} By the policy: no. {detail}".rstrip()
    return f"{question.text} {question.detail}".rstrip() if style.verbosity > 0 else question.text


def _answers(question: Question) -> str:
    if question.mark == "failed":
        return question.no
    if question.mark == "met":
        return f"by the policy: yes; {question.yes}"
    return f"yes: {question.yes} · no: {question.no}"


def duties(shown: View, style: Style, tight: int) -> list[str]:
    """What is owed: in full, or counted by kind."""
    if not shown.duties:
        return []
    if style.verbosity < 1 and (tight > 0 or style.width < ROOMY):
        return row("Duties", f"{owed(shown.duties)} (-v for all)", style)
    names = legend(shown, tight)
    listed = [f"{'' if duty.certain else 'if it applies: '}{duty.text}{names.where(duty)}" for duty in shown.duties]
    first = row("Duties", listed[0], style)
    return first + [line for text in listed[1:] for line in block(" " * LABEL, text, style)]


def owed(duties: tuple[DutyView, ...]) -> str:
    """Duties counted by kind: those that apply to the stated use, and those that may."""
    certain = [duty for duty in duties if duty.certain]
    perhaps = [duty for duty in duties if not duty.certain]
    parts = [f"{len(certain)} apply: {_kinds(certain)}"] if certain else []
    parts += [f"{len(perhaps)} may apply: {_kinds(perhaps)}"] if perhaps else []
    return " · ".join(parts)


def _kinds(owed: list[DutyView]) -> str:
    return ", ".join(dict.fromkeys(_kind(duty) for duty in owed))


def _kind(duty: DutyView) -> str:
    """What is owed in a few words, with the phrase that has to be shown, if any."""
    phrase = re.search('["“]([^"“”]{1,40})["”]', duty.text) if duty.kind in ("display", "name_prefix") else None
    return _KINDS.get(duty.kind, "other duties") + (f' "{phrase[1]}"' if phrase else "")
