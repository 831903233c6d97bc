"""Conditions in words: the question each one asks, and what either answer does, from ``rules/terms.yaml``."""

from scanner.model.frozen import dataclass
from scanner.model.license import Condition
from scanner.model.snapshot import Json

_ENTITIES = {
    "licensee": "your company",
    "licensee_and_affiliates": "your company with its affiliates",
    "product": "the product",
}
#: Fields whose names are no nouns.
_NOUNS = {"military": "military use", "nuclear": "nuclear use"}
_DUTY_NO = "the duty applies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """A condition's question and what the answers do."""

    question: str
    if_yes: str
    if_no: str


def worded(condition: Condition, terms: Json) -> ConditionWords:
    """The words of a condition, its parameters filled in."""
    words = terms[condition.term]
    values = _values(condition)
    metric = condition.basis.metric if condition.basis else None
    question = words.get(f"question_{metric}", words["question"]).format(**values)
    if condition.term == "manual":
        question = f"Has a person read this and found it met: {condition.text}"
    duty = condition.effect == "duty"
    return ConditionWords(
        question=question, if_yes=words["if_yes"], if_no=_DUTY_NO if duty else words["if_no"].format(**values)
    )


def _values(condition: Condition) -> dict[str, str]:
    basis = condition.basis
    metric = (basis.metric or "") if basis else ""
    return {
        "value": shown(condition.value, metric).replace("-", " "),
        "metric": metric.removesuffix("_usd").replace("_", " "),
        "entity": _ENTITIES.get((basis.entity or "") if basis else "", "your company"),
        "as_of": f"(as of {basis.as_of})" if basis and basis.as_of else "(now)",
        "text": condition.text,
    }


def shown(value: int | tuple[str, ...] | None, metric: str = "") -> str:
    """A condition's value for people: ``700 million``, ``US$ 1 million``, ``EU, GB``."""
    if value is None:
        return "what it names"
    if isinstance(value, tuple):
        return ", ".join(_NOUNS.get(item, item).replace("_", " ") for item in value)
    money = "US$ " if metric.endswith("_usd") else ""
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if value >= size:
            return f"{money}{value / size:g} {name}"
    return f"{money}{value:,}"
