"""What a finding says: a rule's message with the model's facts in it, the codes among them in words."""

from collections.abc import Mapping

from scanner.knowledge.store import shipped
from scanner.model.rule import FactValue, Rule
from scanner.model.snapshot import Json
from scanner.text.clean import within

_MAX_SHOWN = 300
#: Facts whose values are codes.
_CODED = frozenset(("failed_clauses", "open_clauses", "terms_failed", "terms_open", "license_conflicts"))


def words_for(terms: Json) -> Mapping[str, str]:
    """Words for the codes of terms (``rules/terms.yaml``) and of contradictions."""
    titles = {term: within(words["title"]) for term, words in terms.items()}
    return {**titles, **shipped("advice.yaml")["contradictions"]}


def message(rule: Rule, values: Mapping[str, FactValue], words: Mapping[str, str]) -> str:
    """A violated rule's message."""
    return rule.message.format_map(_Shown(values, words)).strip()


class _Shown(dict[str, FactValue]):
    """Facts as a message shows them, terms and contradictions in words; one that was not read is 'unknown'."""

    def __init__(self, values: Mapping[str, FactValue], words: Mapping[str, str]) -> None:
        super().__init__(values)
        self._words = words

    def __getitem__(self, name: str) -> str:
        value = self.get(name, "unknown")
        if name in _CODED and isinstance(value, tuple):
            value = tuple(_in_words(one, self._words) for one in value)
        if isinstance(value, tuple):
            return (", ".join(value) or "none")[:_MAX_SHOWN]
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)[:_MAX_SHOWN]


def _in_words(code: str, words: Mapping[str, str]) -> str:
    """``non_commercial (CC-BY-NC-4.0)`` as ``non-commercial use only (CC-BY-NC-4.0)``."""
    term, _, rest = code.partition(" ")
    return f"{words.get(term, term)} {rest}".rstrip()
