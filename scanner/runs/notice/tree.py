"""The models that a source tree uses, judged for the notice bundle: each under the policies of its places."""

from collections.abc import Iterator

from scanner.collect.gather import gather
from scanner.judge.evaluate import Engine, assess_under
from scanner.knowledge.resources import rules_dir
from scanner.model.frozen import dataclass
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot
from scanner.runs.scan.run import Scan
from scanner.runs.scan.usages import Usage, by_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a tree uses and no bundle can hold. ``open``: what it demands is not known, and not merely elsewhere."""

    what: str
    open: bool


def in_tree(run: Scan) -> Iterator[tuple[Snapshot, Result]]:
    """Every repository of the Hub that the tree names, judged once for each policy of its places."""
    found = [use for use in run.wanted if use.is_repo]
    for use, snapshot in zip(found, gather([use.target for use in found], run.options), strict=True):
        asked = [(policy, run.policies.engine(policy)) for policy, _ in by_policy(use, run.policies)]
        for result in assess_under(snapshot, asked):
            yield snapshot, result


def knowledge_of(run: Scan) -> Engine:
    """The licences of every policy that the tree's places ask for, in one engine."""
    policies = [policy for use in run.wanted for policy, _ in by_policy(use, run.policies)]
    own = dict.fromkeys(place for one in (run.policies.default, *policies) for place in one.license_dirs)
    return Engine(folder=rules_dir(), own_licenses=tuple(own))


def left_out(run: Scan) -> tuple[Left, ...]:
    """Closed APIs, models of other hosts, ids that only the running program knows; and files that were not read."""
    unread = (Left(what=f"not read: {one.path} ({one.reason})", open=False) for one in run.coverage.files_skipped)
    return (*(_left(use) for use in run.wanted if not use.is_repo), *unread)


def _left(use: Usage) -> Left:
    first = use.places[0]
    at = f"{first.path}:{first.line}"
    if use.kind == "closed-api":
        named = "/".join(part for part in (use.provider, use.id) if part)
        return Left(what=f"{named or first.text} ({at}) is a closed API: its provider's terms bind you", open=False)
    if use.id is not None:
        return Left(what=f"{use.id} ({at}) is not from the Hub: what it demands is not in the bundle", open=True)
    return Left(what=f"{at} loads a model that only run time tells: what it demands is not in the bundle", open=True)
