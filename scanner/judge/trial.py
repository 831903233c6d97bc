"""Trying a policy out: what it says of a plain model under each licence, without asking anybody.

The model that stands for a licence is public, ungated, with safetensors weights and a card that says nothing else.
"""

from collections.abc import Iterable, Iterator

from scanner.judge.evaluate import Engine, assess, engine_for
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy, PolicyTest
from scanner.model.result import Result
from scanner.model.snapshot import CARD, Card, File, Repo, Snapshot
from scanner.model.verdict import weight
from scanner.model.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One expectation of a policy, and what the policy really says."""

    test: PolicyTest
    said: Verdict
    why: str

    @property
    def passed(self) -> bool:
        return self.test.expect == self.said


def plain_model(license_id: str, base: str | None = None) -> Snapshot:
    """A plain model under a licence (by any of its names), on a base under another."""
    info = {"gated": False, "disabled": False, "private": False, "tags": [], "pipeline_tag": "text-generation"}
    files = (
        File(path="model.safetensors", size=1_000_000),
        File(path=CARD, size=500),
        File(path="config.json", size=99),
    )
    front = {"license": license_id, **({"base_model": "trial/base"} if base else {})}
    body = "A plain model that stands for its licence. " * 6
    root = Repo(
        id="trial/model",
        repo_type="model",
        requested="trial/model",
        info=info,
        files=files,
        card=Card(data=front, body=body),
    )
    under = Repo(
        id="trial/base",
        repo_type="model",
        requested="trial/base",
        info=info,
        files=files,
        card=Card(data={"license": base}),
    )
    return Snapshot(target=license_id, root=root, related=(under,) if base else ())


def run_tests(policy: Policy) -> Iterator[Tested]:
    """Run the policy's own ``tests``."""
    results = assess([plain_model(test.license, test.base) for test in policy.tests], policy)
    for test, result in zip(policy.tests, results, strict=True):
        yield Tested(test=test, said=result.verdict, why=why(result))


def verdicts(policy: Policy, names: Iterable[str], engine: Engine | None = None) -> dict[str, Result]:
    """What a policy says of a plain model under each of some licences."""
    wanted = list(names)
    found = assess([plain_model(name) for name in wanted], policy, engine or engine_for(policy))
    return dict(zip(wanted, found, strict=True))


def why(result: Result) -> str:
    """The findings that made a verdict, in short."""
    spoken = [f"{one.rule} {one.title}" for one in result.findings if weight(one) != "pass"]
    return "; ".join(spoken) or "nothing stands against it"
