"""The rules: every file under ``rules/<family>/`` (and a company's own folders), checked, compiled and asked.

Each rule is asked once per distinct combination of the facts that it reads, which is what lets the same files judge one
model or millions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, TypeAlias

from scanner.knowledge.conditions import Expression, Undecided
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.errors import KnowledgeError
from scanner.model.facts import DecisionFacts, context, fact_names, fact_type
from scanner.model.frozen import dataclass
from scanner.model.plain import nearest
from scanner.model.rule import Example, FactValue, Rule
from scanner.model.snapshot import Json
from scanner.text.late import late

Answer: TypeAlias = Literal["violated", "satisfied", "not_applicable", "unknown"]

#: Folders of ``rules/`` that hold no rules.
_OTHERS = (
    "licenses/", "policies/", "prose/", "providers/", "catalog/", "formats/", "lineage-forms/", "lineage-families/",
    "publishers/", "teachers/", "dataset-audits/", "openness/", "card/",
)  # fmt: skip
_ID = late(r"[A-Z]{3}[0-9]{3}")
_MAX_REMEMBERED = 50_000


class CompiledRule:
    """A rule with its conditions compiled; remembers what it answered for each combination of facts."""

    def __init__(self, rule: Rule) -> None:
        self._applies = Expression(rule.applies_when)
        self._fails = Expression(rule.fails_when)
        self.rule = replace(rule, reads=tuple(sorted({*self._applies.reads, *self._fails.reads})))
        self._of: Callable[[DecisionFacts], Any] = attrgetter(*self.rule.reads) if self.rule.reads else lambda _: ()
        self._known: dict[Any, Answer] = {}

    def ask(self, facts: DecisionFacts) -> Answer:
        """What the rule says of these facts."""
        key = self._of(facts)
        answer = self._known.get(key)
        if answer is None:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            answer = self._known[key] = self.decide(context(facts, self.rule.reads))
        return answer

    def decide(self, values: Mapping[str, FactValue]) -> Answer:
        """What the rule says of some facts, given by name; a missing one was not read."""
        try:
            if not self._applies.holds(values):
                return "not_applicable"
            return "violated" if self._fails.holds(values) else "satisfied"
        except Undecided:
            return "unknown"


@dataclass(frozen=True)
class Rules:
    """All rules, in order of their ids."""

    compiled: tuple[CompiledRule, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return {one.rule.id: one.rule for one in self.compiled}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_id.values())


def load_rules(folder: Path, own_dirs: Iterable[Path] = ()) -> Rules:
    """Every rule of a rules folder and of a company's own. Raises :class:`KnowledgeError`.

    A company's own rules have their examples run here; the built-in ones have theirs run by the tests.
    """
    files = plain_files(folder)
    found = [_compile(name, files[name], folder / name) for name in files if _is_rule(name)]
    for place in own_dirs:
        for name, data in plain_files(place).items():
            found.append(_compile(name, data, place / name))
            check_examples(found[-1], place / name)
    _no_two_alike(found)
    return Rules(tuple(sorted(found, key=lambda one: one.rule.id)))


@cache
def _telling() -> Mapping[str, str]:
    files = plain_files(rules_dir())
    return {files[name]["id"]: files[name].get("tells", "") for name in files if _is_rule(name)}


def tells(rule: str) -> str:
    """What of a model the findings of a rule that ships tell, by its id (:data:`scanner.model.rule.Tells`)."""
    return _telling().get(rule, "")


def _is_rule(name: str) -> bool:
    return "/" in name and not name.startswith(_OTHERS)


def _compile(name: str, data: Json, path: Path) -> CompiledRule:
    plain = dict(data)
    examples = plain.pop("examples", {})
    rule = build(Rule, {**plain, **_tuples(examples), "path": f"rules/{name}"}, path)
    if not _ID.fullmatch(rule.id):
        raise KnowledgeError(f"{path}: the id '{rule.id}' must be three capitals and three digits, such as LIC001")
    if not rule.fails or not rule.passes:
        raise KnowledgeError(f"{path}: examples need at least one under 'fails' and one under 'passes'")
    try:
        compiled = CompiledRule(rule)
    except KnowledgeError as error:
        raise KnowledgeError(f"{path}: {error}") from error
    _known_facts(compiled.rule, path)
    return compiled


def _tuples(examples: Json) -> dict[str, dict[str, dict[str, FactValue]]]:
    """Examples with YAML's lists as the tuples that facts are."""
    return {
        kind: {
            name: {fact: tuple(value) if isinstance(value, list) else value for fact, value in example.items()}
            for name, example in (examples.get(kind) or {}).items()
        }
        for kind in ("fails", "passes")
    }


def _known_facts(rule: Rule, path: Path) -> None:
    known = fact_names()
    for name in (*rule.reads, *rule.shows):
        if name not in known:
            hint = nearest(name, known)
            raise KnowledgeError(f"{path}: no such fact '{name}'{hint}. The facts are: {', '.join(known)}")


def _fits(name: str, value: FactValue, path: Path) -> None:
    if name not in fact_names():
        raise KnowledgeError(
            f"{path}: an example gives the fact '{name}', which there is not{nearest(name, fact_names())}"
        )
    kind, choices = fact_type(name)
    fits = {"bool": isinstance(value, bool), "set": isinstance(value, tuple), "enum": value in choices}[kind]
    if not fits:
        raise KnowledgeError(
            f"{path}: an example gives {name}: {value!r}, which is no value of it ({', '.join(choices) or kind})"
        )


def check_examples(compiled: CompiledRule, path: Path) -> None:
    """Run a rule's own examples. Raises :class:`KnowledgeError` naming the first that gives a fact no value that it may
    have, or comes out otherwise."""
    rule = compiled.rule
    for wanted, examples in (("fails", rule.fails), ("passes", rule.passes)):
        for name, example in examples.items():
            for fact, value in example.items():
                _fits(fact, value, path)
            _check(compiled, wanted, name, example)


def _check(compiled: CompiledRule, wanted: str, name: str, example: Example) -> None:
    answer = compiled.decide({fact: value for fact, value in example.items() if fact in compiled.rule.reads})
    if (answer == "violated") != (wanted == "fails") or answer == "unknown":
        raise KnowledgeError(f"{compiled.rule.path}: the example '{name}' under '{wanted}' comes out as {answer}")


def _no_two_alike(found: list[CompiledRule]) -> None:
    seen: dict[str, str | None] = {}
    for one in found:
        if one.rule.id in seen:
            raise KnowledgeError(
                f"{one.rule.path}: the id {one.rule.id} is already taken by {seen[one.rule.id]}; choose another"
            )
        seen[one.rule.id] = one.rule.path
