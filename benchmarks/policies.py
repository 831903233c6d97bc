"""How the built-in policies judge the bundled catalog, before its cap at ``review``, and how fast the rules are.

    python benchmarks/policies.py [--models N]

Prints the share of each verdict under each policy, what the unknown verdicts hang on, and the ten rules that fire most;
then the time to load all rule and licence files (compiled copy present) and to ask every rule about 10,000 models.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scanner.collect.catalog import Catalog
from scanner.judge.evaluate import Engine, engine_for
from scanner.judge.opinion import opine
from scanner.judge.reading.read import read
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.policy import builtin_names, load_policy
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.rules import load_rules
from scanner.model.facts import DecisionFacts
from scanner.model.policy import Policy
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from scanner.model.words import VERDICTS, Severity, Verdict, worst

_BAD = ("violated", "unknown")
_OUTSIDE = "a base model lies outside the catalog"
_NO_LIST = "the catalog reports no weights (no file list kept)"


@dataclass
class Tally:
    """Counts under one policy. ``whole`` counts only models whose ancestry and weights the catalog could tell."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    whole: Counter[Verdict] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, help="judge only the first N models of the catalog")
    options = parser.parse_args()
    catalog = Catalog.open()
    snapshots = [catalog.snapshot(Target(text=name, id=name)) for name in catalog.ids()[: options.models]]
    print(f"{len(snapshots):,} models of the catalog, before its cap at review")
    for name in builtin_names():
        policy = load_policy(name)
        show(name, tally(snapshots, policy, engine_for(policy)))
    speed(snapshots[:10_000])
    return 0


def tally(snapshots: Iterable[Snapshot], policy: Policy, engine: Engine) -> Tally:
    found = Tally()
    for snapshot in snapshots:
        facts = facts_of(snapshot, policy, engine)
        answers = {one.rule.id: one.ask(facts) for one in engine.rules.compiled if "model" in one.rule.targets}
        verdict = verdict_of(answers, engine, policy)
        found.verdicts[verdict] += 1
        found.rules.update(f"{rule} {answer}" for rule, answer in answers.items() if answer in _BAD)
        if whole(facts):
            found.whole[verdict] += 1
        if verdict == "unknown":
            found.causes[cause(facts)] += 1
    return found


def verdict_of(answers: Mapping[str, str], engine: Engine, policy: Policy) -> Verdict:
    severities: dict[str, str] = {rule.id: policy.rules.get(rule.id, rule.severity) for rule in engine.rules}
    return worst([worth(severities[rule], answer) for rule, answer in answers.items() if severities[rule] != "off"])


def worth(severity: Severity | str, answer: str) -> Verdict:
    if severity == "note" or answer not in _BAD:
        return "pass"
    if severity == "warning":
        return "review"
    return "fail" if answer == "violated" else "unknown"


def whole(facts: DecisionFacts) -> bool:
    """Whether the catalog could tell what a live check can: every ancestor, and the weights."""
    return facts.ancestors_resolved is True and facts.weights is not None


def facts_of(snapshot: Snapshot, policy: Policy, engine: Engine) -> DecisionFacts:
    reading = read(snapshot, engine.licenses)
    assert reading.own is not None
    return opine(reading, reading.own, policy, engine.licenses, engine.terms).facts


def cause(facts: DecisionFacts) -> str:
    if not facts.license_stated:
        return "the model states no licence"
    if not facts.license_recognised:
        return "the stated licence is not known here"
    if not facts.license_fixes_terms:
        return "the stated licence fixes no terms (other, cc ...)"
    if not facts.ancestors_resolved:
        return _OUTSIDE
    if not facts.ancestors_licensed:
        return "a base model states no sure licence"
    if facts.commercial_use is None:
        return "a licence record was not read from its text"
    return _NO_LIST if facts.weights is None else "other"


def show(name: str, found: Tally) -> None:
    print(f"\n{name}")
    print(f"  all             {shares(found.verdicts)}")
    limits = found.causes[_OUTSIDE] + found.causes[_NO_LIST]
    told = found.verdicts - Counter[Verdict]({"unknown": limits})
    print(f"  told            {shares(told)}   (without {limits:,} unknown by the catalog's own limits alone)")
    print(f"  fully known     {shares(found.whole)}   ({found.whole.total():,}: ancestry and weights in the catalog)")
    for text, count in found.causes.most_common():
        print(f"  unknown {count:6,}  {text}")
    for rule, count in found.rules.most_common(10):
        print(f"  {rule:18} {count:6,}")


def shares(counts: Counter[Verdict]) -> str:
    total = counts.total() or 1
    return "  ".join(f"{verdict} {100 * counts[verdict] / total:4.1f} %" for verdict in VERDICTS)


def speed(snapshots: list[Snapshot]) -> None:
    policy = load_policy()
    engine = engine_for(policy)
    facts = [facts_of(snapshot, policy, engine) for snapshot in snapshots]
    rules = load_rules(rules_dir())
    start = time.perf_counter()
    for one in facts:
        for rule in rules.compiled:
            rule.ask(one)
    took = time.perf_counter() - start
    print(f"\n{len(facts):,} models x {len(rules.compiled)} rules: {took:.2f} s (aim 4 s on one core)")
    print(f"loading rules and licences, warm: {1000 * min(loading() for _ in range(5)):.0f} ms (aim 60 ms)")


def loading() -> float:
    """Seconds to read, check and compile every rule and build every licence, the compiled copy being there."""
    start = time.perf_counter()
    load_rules(rules_dir())
    list(load_licenses(rules_dir()))
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
