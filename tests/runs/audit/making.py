"""Audits to render: the demonstration, hostile names, very many findings, and more than a thousand models."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from scanner.knowledge.policy import unstated
from scanner.model.policy import Waiver
from scanner.model.report import Report
from scanner.model.result import Result
from scanner.runs.audit.demo import NOTES, demonstrate
from scanner.runs.audit.history import seal
from scanner.runs.audit.types import Asset, Audit, AuditChange, Delta, Inventory, Judged
from tests.report import samples

EVIL = (
    'evil"><img src=x onerror=alert(1)><script>alert(2)</script>\n## H1\u202e`x` [a](javascript:alert(3)) '
    "| =cmd() </script> ${7*7} {{7*7}}"
)


@cache
def demo() -> Audit:
    """The demonstration's audit."""
    with TemporaryDirectory() as folder:
        done, inventory, frame = demonstrate(Path(folder), "1.2.3")
    report = Report(
        results=tuple(one.result for one in done.judged),
        policy_name=frame.policy.name,
        policy_sha256=frame.policy.sha256,
        use=frame.policy.use,
        tool_version="1.2.3",
        generated_at=frame.as_of,
        policy_use_unstated=unstated(frame.policy.use),
        rules=frame.engine.rules.by_id,
        command="audit",
    )
    return Audit(
        report=report,
        judged=done.judged,
        inventory=inventory,
        delta=done.delta,
        trend=done.trend,
        waivers=frame.exceptions.waivers,
        families={record.id: record.family for record in frame.engine.licenses},
        open_since=done.open_since,
        notes=NOTES,
        seal=seal(done.manifest),
    )


def audit_of(*results: Result, **more: object) -> Audit:
    """An audit over these results, each in production."""
    judged = tuple(
        Judged(
            key=(f"{result.model.lower()}#{number}", ""),
            result=result,
            raw=result.verdict,
            policy="commercial-saas",
            assets=(Asset(id=result.model, system="Shop", owner="Ada", environment="production", origins=("list",)),),
        )
        for number, result in enumerate(results)
    )
    made = Audit(report=samples.report(*results, command="audit"), judged=judged, inventory=Inventory())
    return replace(made, **more)  # type: ignore[arg-type]


def hostile() -> Audit:
    """Every text that others write is an attack."""
    waiver = Waiver(
        rule="COM001", reason=EVIL, approver=EVIL, created="2026-01-01", expires="2026-12-01", model=EVIL, ticket=EVIL
    )
    change = AuditChange(kind="terms", cause="upstream", model=EVIL, said=EVIL, words=(EVIL,))
    finding = replace(samples.CONDITIONAL.findings[0], message=EVIL, fix=EVIL, title=EVIL)
    bad = replace(samples.CONDITIONAL, model=f"acme/{EVIL}", findings=(finding,), notices=(EVIL,))
    made = audit_of(
        bad,
        samples.HOSTILE,
        samples.ERROR,
        samples.PASS,
        waivers=(waiver,),
        delta=Delta(since="2026-08-23T09:00:00Z", counts={"pass": 1}, changes=(change,)),
        notes=(EVIL,),
        inventory=Inventory(notes=(EVIL,)),
    )
    asset = Asset(id=EVIL, system=EVIL, owner=EVIL, environment="production", origins=(EVIL,))
    return replace(made, judged=(replace(made.judged[0], assets=(asset,)), *made.judged[1:]))


def many(count: int = 1500) -> Audit:
    """More models than a static page holds; the first two are hostile and failing."""
    plain = (replace(samples.PASS, model=f"acme/model-{number:05}") for number in range(count - 2))
    return audit_of(replace(samples.FORBIDDEN, model=f"acme/{EVIL}"), samples.CONDITIONAL, *plain)


def crowded() -> Audit:
    """Forty systems, names of two hundred letters, names from right to left, one decision with forty owners."""
    made = audit_of(samples.FORBIDDEN, samples.CONDITIONAL, samples.PASS, samples.ERROR)
    long = "Department of very many responsibilities and of one word " + "x" * 143
    owners = (
        long,
        "\u0645\u0646\u0649 \u0627\u0644\u062e\u0637\u064a\u0628",
        "\u05d3\u05e0\u05d4 \u05db\u05d4\u05df",
        "Ada",
    )
    systems = (long, "\u0645\u0633\u0627\u0639\u062f \u0627\u0644\u062f\u0639\u0645", "Shop")
    assets = tuple(
        Asset(
            id="acme/x",
            system=f"{systems[number % 3]} {number}",
            owner=owners[number % 4] + str(number),
            environment="production",
            origins=("list",),
        )
        for number in range(40)
    )
    return replace(made, judged=tuple(replace(one, assets=assets) for one in made.judged))
