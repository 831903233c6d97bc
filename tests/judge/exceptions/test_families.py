"""Findings of one cause are one."""

from dataclasses import replace

from scanner.judge.exceptions.groups import group_findings
from scanner.model.result import (
    Ancestor,
    BasisOut,
    CommercialSection,
    LicenseSection,
    SettledCondition,
)
from tests.judge.exceptions.samples import finding, judged


def test_a_family_is_one_finding() -> None:
    condition = SettledCondition(
        term="user_threshold",
        effect="no-grant",
        basis=BasisOut(),
        value=700,
        met=False,
        license="llama3.1",
        clause="2",
        from_="meta-llama/Llama-3.1-8B",
    )
    family = [
        judged(
            f"acme/tuned-{number}",
            commercial_use=CommercialSection(status="forbidden", conditions=(condition,)),
            lineage=(
                Ancestor(
                    id="meta-llama/Llama-3.1-8B", relation="finetune", depth=1, license=("llama3.1",), origin="api:tags"
                ),
            ),
        )
        for number in range(40)
    ]
    groups = group_findings([*family, judged("acme/alone", finding("WGT001"))])
    assert [(g.rule, g.license, g.clause, len(g.models)) for g in groups] == [
        ("COM001", "llama3.1", "2", 40),
        ("WGT001", "", "", 1),
    ]
    assert groups[0].sources == ("meta-llama/Llama-3.1-8B",)


def test_a_family_s_lineage_findings_are_grouped_by_what_they_inherit() -> None:
    ancestor = Ancestor(id="a/base", relation="finetune", depth=1, license=("llama3.1",), origin="api:tags")
    other = Ancestor(id="a/free", relation="finetune", depth=1, license=("MIT",), origin="api:tags")
    terms = LicenseSection(effective=("Apache-2.0", "llama3.1"), resolved=("Apache-2.0",))
    inherits = judged("acme/tuned", finding("LIN001"), license=terms, lineage=(ancestor, other))
    (group,) = group_findings([inherits])
    assert (group.license, group.clause, group.sources) == ("llama3.1", "", ("a/base",))
    alone = judged("acme/own", finding("LIC001"), license=LicenseSection(effective=("MIT",), resolved=("MIT",)))
    assert [group.license for group in group_findings([alone])] == ["MIT"]


def test_a_duty_and_what_is_met_govern_no_finding() -> None:
    condition = SettledCondition(
        term="attribution",
        effect="duty",
        basis=BasisOut(),
        value=None,
        met=False,
        license="MIT",
        clause="1",
        from_="a/b",
    )
    met = replace(condition, effect="no-grant", met=True)
    open_ = replace(condition, effect="no-grant", met=None, license="llama3.1", clause="2")
    section = CommercialSection(status="conditional", conditions=(condition, met, open_))
    (group,) = group_findings([judged("acme/model", commercial_use=section)])
    assert (group.license, group.clause, group.sources) == ("llama3.1", "2", ("a/b",))


def test_what_is_unknown_for_two_reasons_is_two_things_to_decide() -> None:
    asked = finding("COM001", "unknown")
    other = replace(asked, title="Another thing is missing")
    assert len(group_findings([judged("acme/one", asked), judged("acme/two", other)])) == 2
    assert len(group_findings([judged("acme/one", asked), judged("acme/two", asked)])) == 1
