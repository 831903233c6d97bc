"""Findings, results and waivers to try exceptions on."""

from datetime import date

from hypothesis import strategies as st

from scanner.judge.exceptions.applying import Exceptions
from scanner.model.policy import Waiver
from scanner.model.result import (
    Finding,
    LicenseFile,
    LicenseSection,
    Result,
)
from scanner.model.verdict import verdict_of

TODAY = date(2026, 11, 23)


def finding(rule: str = "COM001", outcome: str = "violated", severity: str = "error") -> Finding:
    return Finding(
        rule=rule,
        title=f"Title of {rule}",
        severity=severity,  # type: ignore[arg-type]
        outcome=outcome,  # type: ignore[arg-type]
        message="",
        fix="",
        fingerprint=f"{rule}-{outcome}",
    )


def judged(name: str = "acme/model", *findings: Finding, text: str = "a" * 64, **more: object) -> Result:
    found = findings or (finding(),)
    files = (
        LicenseFile(path="LICENSE", id="llama3.1", scope="weights", match="exact", similarity=1.0, text_sha256=text),
    )
    fields: dict[str, object] = {
        "model": name,
        "repo_type": "model",
        "revision": "c0ffee1" + "0" * 33,
        "source": "hub",
        "observed_at": None,
        "verdict": verdict_of(found, "hub"),
        "license": LicenseSection(effective=("llama3.1",), files=files),
        "findings": found,
    }
    return Result(**{**fields, **more})  # type: ignore[arg-type]


def waiver(**more: object) -> Waiver:
    fields = {
        "model": "acme/model",
        "rule": "COM001",
        "reason": "research only",
        "approver": "jane@example.com",
        "created": "2026-11-01",
        "expires": "2027-11-01",
    }
    return Waiver(**{**fields, **more})  # type: ignore[arg-type]


def exceptions(*waivers: Waiver, **more: object) -> Exceptions:
    return Exceptions(waivers=waivers, today=TODAY, use="commercial-saas", **more)  # type: ignore[arg-type]


RULES = st.sampled_from(["COM001", "COM002", "LIC001", "WGT001"])


FINDINGS = st.builds(
    finding,
    RULES,
    st.sampled_from(["violated", "unknown", "satisfied", "not_applicable"]),
    st.sampled_from(["error", "warning", "note"]),
)


WAIVERS = st.builds(
    waiver,
    rule=RULES,
    model=st.sampled_from(["acme/model", "acme/other"]),
    use=st.sampled_from([None, "commercial-saas", "internal-use"]),
    expires=st.sampled_from(["2026-11-01", "2026-11-30", "2027-11-01"]),
)
