"""The examples of docs/examples/: what the templates that ship make of the demonstration, so that none goes stale.

After a meant change: ``MODELSCAN_GOLDEN=write``, then read the diff."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.report.audit.formats import file_name, render
from scanner.runs.audit.types import Audit, Seal
from tests.runs.audit.making import demo

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/examples"
#: One that passes, one with duties, one that fails: a page each is enough to see what a form asks.
FEW = ("northwind/ticket-router", "meta-llama/Llama-3.1-8B-Instruct", "coqui/XTTS-v2")
SHIPPED = {"approval-form": FEW, "risk-sheet": FEW, "register-entry": (), "decisions-issue": ()}


def of(names: tuple[str, ...]) -> Audit:
    """The demonstration's audit, or only these models of it."""
    # The real id holds the hash of all that is known, and would change with every record.
    sealed = Seal(as_of=demo().report.generated_at, manifest="0" * 64, inventory="0" * 64)
    whole = replace(demo(), report=replace(demo().report, tool_version="0"), seal=sealed)
    if not names:
        return whole
    judged = tuple(one for name in names for one in whole.judged if one.result.model == name)
    report = replace(whole.report, results=tuple(one.result for one in judged), command="check")
    return replace(whole, judged=judged, report=report)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_example_is_what_the_template_makes(name: str) -> None:
    made = str(render(f"template:{name}", of(SHIPPED[name])))
    path = EXAMPLES / file_name(f"template:{name}")
    if os.environ.get("MODELSCAN_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="")
    assert made == path.read_text(encoding="utf-8"), f"{path.name} changed: MODELSCAN_GOLDEN=write rewrites it"


def test_every_example_is_shown_in_the_docs() -> None:
    page = (EXAMPLES.parent / "templates.md").read_text(encoding="utf-8")
    names = sorted(path.name for path in EXAMPLES.iterdir())
    assert names == sorted(file_name(f"template:{name}") for name in SHIPPED)
    assert all(f"(examples/{name})" in page for name in names)
