"""``modelscan explain``: a rule, a licence, a condition, an obligation, a fact, a policy or a word, in plain words.

Everything said stands in ``rules/`` or in the table of facts; nothing is written twice.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from scanner.judge.evaluate import Engine
from scanner.judge.terms.wording import shown
from scanner.knowledge.licenses import fold
from scanner.knowledge.policy import builtin_names, load_policy, unstated
from scanner.knowledge.store import plain_files
from scanner.model.errors import ModelscanError
from scanner.model.facts import fact_about, fact_names, fact_type
from scanner.model.frozen import dataclass
from scanner.model.license import Condition, Duty, License
from scanner.model.rule import Rule
from scanner.model.snapshot import Json
from scanner.report.open_terms import explainable, explained
from scanner.text.counted import first_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one term means. ``body`` are lines of Markdown; ``also`` are its other meanings, for a word with several."""

    title: str
    kind: str
    body: tuple[str, ...]
    source: str
    also: tuple["Explanation", ...] = ()


def explain(term: str, engine: Engine) -> Explanation:
    """The meaning of a term, whatever its case. Raises :class:`ModelscanError` that names the nearest known ones."""
    found = _meanings(term, engine)
    if not found:
        raise ModelscanError(f"nothing is known as '{term[:80]}'{_suggestion(fold(term), engine)}")
    first, *others = found
    return Explanation(title=first.title, kind=first.kind, body=first.body, source=first.source, also=tuple(others))


def explain_each(words: Sequence[str], engine: Engine) -> Iterator[Explanation]:
    """What each word means; words that are a term together (``not looked up``) are taken as that. Raises as
    :func:`explain` does."""
    left = tuple(words)
    while left:
        many = next((n for n in range(len(left), 1, -1) if _meanings(" ".join(left[:n]), engine)), 1)
        yield explain(" ".join(left[:many]), engine)
        left = left[many:]


def _meanings(term: str, engine: Engine) -> list[Explanation]:
    return [explanation for reader in _READERS for explanation in reader(fold(term), engine)]


def terms(engine: Engine) -> tuple[str, ...]:
    """Every term that can be explained, sorted (licences by id only)."""
    words = {word for group in _words(engine).values() for word in (*group["words"],)}
    rules = {name for rule in engine.rules for name in (rule.id, rule.slug)}
    licences = {record.id for record in engine.licenses}
    duties = {duty.id for record in engine.licenses for duty in record.obligations}
    groups = set(_words(engine))
    return tuple(
        sorted(
            {
                *explainable(),
                *words,
                *groups,
                *rules,
                *licences,
                *duties,
                *engine.terms,
                *fact_names(),
                *_policies(),
            },
            key=str.lower,
        )
    )


def _suggestion(wanted: str, engine: Engine) -> str:
    known = {fold(name): name for name in terms(engine)}
    near = [known[name] for name in difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.6)]
    return f"; did you mean {' or '.join(near)}?" if near else "; 'modelscan rules' and 'modelscan licenses' list names"


def _words(engine: Engine) -> Mapping[str, Json]:
    return _words_of(engine.folder)


@cache
def _words_of(folder: Path) -> Mapping[str, Json]:
    found: Mapping[str, Json] = plain_files(folder)["words.yaml"]
    return found


@cache
def _policies() -> tuple[str, ...]:
    return builtin_names()


def _rule(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for rule in engine.rules:
        if wanted in (fold(rule.id), fold(rule.slug), fold(f"{rule.id}-{rule.slug}")):
            yield _of_rule(rule)


def _of_rule(rule: Rule) -> Explanation:
    applies = (f"- asked when: `{rule.applies_when}`",) if rule.applies_when != "true" else ()
    return Explanation(
        title=f"{rule.id} {rule.title}",
        kind=f"rule ({rule.family}, {rule.severity})",
        body=(
            rule.rationale.strip(),
            "",
            f"- violated when: `{rule.fails_when}`",
            *applies,
            f"- what to do: {rule.fix}",
            f"- what would settle an unknown: {rule.unknown}",
            *(f"- violated by: {name}" for name in rule.fails),
            *(f"- not by: {name}" for name in rule.passes),
            *(f"- see: {reference}" for reference in rule.references),
        ),
        source=rule.path or "",
    )


def _condition(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for name, words in engine.terms.items():
        if wanted == fold(name):
            yield Explanation(
                title=words["title"],
                kind="condition of a licence",
                body=(
                    words["explain"],
                    "",
                    f"- it asks: {_plainly(words['question'])}",
                    f"- if yes: {words['if_yes']}",
                    f"- if no: {words['if_no']}",
                    f"- licences with it: {_with_term(engine, name)}",
                ),
                source="rules/terms.yaml",
            )


def _with_term(engine: Engine, term: str) -> str:
    return _having(engine, lambda record: any(condition.term == term for condition in record.conditions))


def _plainly(question: str) -> str:
    return question.replace("{entity}", "the company").format_map(_Anything())


class _Anything(dict[str, str]):
    """Every parameter of a question, in words."""

    def __missing__(self, key: str) -> str:
        said = {"value": "the licence's limit", "metric": "(users or revenue)", "as_of": "at its date"}
        return said.get(key, "what the licence says")


def _having(engine: Engine, test: Callable[[License], bool]) -> str:
    names = [record.id for record in engine.licenses if test(record)]
    names.sort(key=lambda name: (name.startswith("LicenseRef-"), name.lower()))
    return first_of(names, 20) or "none"


def _word(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for key, group in _words(engine).items():
        if wanted in (fold(key), fold(group["title"])):
            listed = (f"- `{word}`: {text}" for word, text in group["words"].items())
            yield Explanation(
                title=group["title"], kind=group["where"], body=(group["about"], "", *listed), source=group["source"]
            )
            continue
        for word, text in group["words"].items():
            if wanted in (fold(word), *(fold(f"{name} {word}") for name in (key, key.partition("_")[0]))):
                extra = _of_kind(engine, key, word)
                yield Explanation(
                    title=f"{group['title']}: {word}",
                    kind=group["where"],
                    body=(text, *extra, "", f"({group['about']})"),
                    source=group["source"],
                )


def _of_kind(engine: Engine, group: str, word: str) -> tuple[str, ...]:
    """Which licences a word of a licence record concerns."""
    if group == "family":
        return ("", f"- licences: {_having(engine, lambda r: r.family == word)}")
    if group == "obligation":
        return ("", f"- licences: {_having(engine, lambda r: any(d.kind == word for d in r.obligations))}")
    return ()


def _duty(wanted: str, engine: Engine) -> Iterator[Explanation]:
    found = [(r, d) for r in engine.licenses for d in r.obligations if fold(d.id) == wanted]
    if found:
        yield Explanation(
            title=found[0][1].id,
            kind="obligation",
            body=tuple(f"- {record.id} {duty.clause}: {_duty_line(duty)}" for record, duty in found[:20]),
            source=", ".join(sorted({record.path or "" for record, _ in found}))
            if len(found) < 4
            else "rules/licenses/",
        )


def _duty_line(duty: Duty) -> str:
    open_ = " (its reach to weights is unsettled in law)" if duty.unsettled else ""
    return f"{duty.text} [{duty.kind}, {duty.when.replace('_', ' ')}]{open_}"


def _fact(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for name in fact_names():
        if fold(name) == wanted:
            kind, choices = fact_type(name)
            about, listed = fact_about(name)
            rules = [rule.id for rule in engine.rules if name in rule.reads]
            yield Explanation(
                title=name,
                kind="fact that rules read",
                body=(
                    about,
                    "",
                    f"- values: {', '.join(choices) or (f'a set of {listed}' if kind == 'set' else 'true or false')}",
                    f"- read by: {', '.join(rules) or 'no rule'}",
                ),
                source="scanner/model/facts.py",
            )


def _openness(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for title, kind, body, source in explained(wanted):
        yield Explanation(title=title, kind=kind, body=body, source=source)


def _policy(wanted: str, engine: Engine) -> Iterator[Explanation]:
    for name in _policies():
        if fold(name) == wanted:
            policy = load_policy(name)
            yield Explanation(
                title=f"{name}: {policy.title}",
                kind="built-in policy",
                body=(
                    policy.description.strip(),
                    "",
                    f"- leaves unstated: {', '.join(unstated(policy.use)) or 'nothing'}",
                    *(f"- {rule}: {severity}" for rule, severity in policy.rules.items()),
                ),
                source=f"rules/policies/{name}.yaml",
            )


def _license(wanted: str, engine: Engine) -> Iterator[Explanation]:
    licenses = engine.licenses
    record = next((one for one in licenses if fold(one.id) == wanted), None) or licenses.get(wanted)
    if record is not None:
        yield Explanation(
            title=f"{record.id}: {record.name}",
            kind=f"licence ({record.family})",
            body=tuple(_of_license(record)),
            source=f"{record.path or ''}: {record.source} (confidence: {record.confidence})",
        )


def _of_license(record: License) -> Iterable[str]:
    if not record.fixes_terms:
        yield "This value names no terms by itself; the licence text behind it has to be found."
    yield "Conditions:" if record.conditions else "No conditions on use are recorded."
    yield from (f"- {condition_line(condition)}" for condition in record.conditions)
    yield "Obligations:" if record.obligations else "No obligations are recorded."
    yield from (f"- {duty.clause}: {_duty_line(duty)}" for duty in record.obligations)
    outputs = record.outputs
    yield (
        f"Derivatives: {record.derivatives.license}. Outputs: commercial use {outputs.commercial}, training other "
        f"models {_TRAINING[outputs.train_models]}. Amendment: {record.amendment}."
    )
    if record.termination:
        yield f"Termination: {record.termination}"
    if record.notes:
        yield f"Note: {record.notes}"
    if record.aliases:
        yield f"Also written: {', '.join(record.aliases[:12])}"


#: A duty is no answer to "may we?".
_TRAINING = {"duty": "allowed under a duty", "allowed": "allowed", "forbidden": "forbidden", "unknown": "unknown"}


def condition_line(condition: Condition) -> str:
    """A condition on one line: the term, its value and date, the clause, the text."""
    metric = (condition.basis.metric or "") if condition.basis else ""
    value = f" ({shown(condition.value, metric)})" if condition.value is not None else ""
    return f"`{condition.term}`{value}, {condition.clause}: {condition.text}"


_READERS: tuple[Callable[[str, Engine], Iterator[Explanation]], ...] = (
    _rule,
    _condition,
    _word,
    _duty,
    _openness,
    _policy,
    _license,
    _fact,
)
