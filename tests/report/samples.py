"""Results as the engine makes them, written by hand: eight models a reader meets, and a report around them."""

from dataclasses import replace

from scanner.model.policy import Use
from scanner.model.report import Coverage, Report, Skipped
from scanner.model.result import (
    Ancestor,
    BasisOut,
    CommercialSection,
    Conflict,
    DatasetItem,
    DatasetsSection,
    ErrorInfo,
    Evidence,
    Finding,
    LicenseFile,
    LicenseSection,
    ObligationOut,
    ReferenceOut,
    Result,
    SettledCondition,
    WeightsSection,
)
from scanner.model.rule import Rule

SHA = "0e9e39f249a16976918f6564b8830bc894c89659"
NOW = "2026-11-23T09:00:00Z"
LLAMA = "meta-llama/Llama-3.1-8B"

USE = Use(purpose="commercial", delivery="hosted", modifies=True)
UNSTATED = ("monthly_active_users", "annual_revenue_usd", "territories", "accepts_use_restrictions")

RULE = Rule(
    id="COM002",
    slug="conditions-open",
    family="commercial",
    title="Conditions of the licence are open",
    severity="warning",
    fails_when='commercial_use == "conditional"',
    message="",
    rationale="A grant with an open condition is a grant on paper: somebody has to answer it.",
    fix="Answer each question and state the answer in the policy.",
    unknown="",
    references=("modelscan explain conditional",),
)


def finding(
    rule: str, title: str, severity: str, outcome: str, message: str, settle: str = "", **more: object
) -> Finding:
    return Finding(  # type: ignore[arg-type]
        rule=rule,
        title=title,
        severity=severity,
        outcome=outcome,
        message=message,
        fix=str(more.get("fix", "Ask the authors, or choose a model that says so.")),
        evidence=more.get("evidence", ()),
        fingerprint=f"{rule.lower()}-0001",
        settle=settle,
    )


def licence_file(id_: str | None, match: str, nearest: str | None = None) -> LicenseFile:
    return LicenseFile(  # type: ignore[arg-type]
        path="LICENSE",
        id=id_,
        scope="unstated",
        match=match,
        similarity=1.0 if id_ else None,
        text_sha256="ab" * 32,
        nearest=nearest,
    )


PASS = Result(
    model="mistralai/Mistral-7B-v0.1",
    repo_type="model",
    revision=SHA,
    source="hub",
    observed_at=NOW,
    verdict="pass",
    license=LicenseSection(
        declared=("apache-2.0",),
        resolved=("Apache-2.0",),
        operator="and",
        concluded="Apache-2.0",
        files=(licence_file("Apache-2.0", "exact"),),
        effective=("Apache-2.0",),
    ),
    commercial_use=CommercialSection(status="allowed", reasons=("Apache-2.0 grants the stated use of every part",)),
    weights=WeightsSection(
        status="available",
        formats=("safetensors",),
        files=2,
        bytes=14_483_498_037,
        gated=False,
        parameters=7_241_732_096,
    ),
    datasets=DatasetsSection(
        status="open", complete="stated", items=(DatasetItem(id="org/clean", status="open", license="CC0-1.0"),)
    ),
    obligations=(
        ObligationOut(
            id="license-copy",
            text="Hand over a copy of the licence with every copy of the model.",
            license="Apache-2.0",
            clause="4(a)",
            from_="mistralai/Mistral-7B-v0.1",
            applies=False,
        ),
    ),
    findings=(
        finding("COM001", "The terms forbid the stated use", "error", "satisfied", ""),
        finding("WGT001", "Weights run code when loaded", "warning", "waived", "Waived by counsel until 2027-01-31."),
    ),
)

USERS = SettledCondition(
    term="user_threshold",
    effect="no-grant",
    basis=BasisOut(entity="licensee_and_affiliates", metric="monthly_active_users", as_of="2024-07-23"),
    value=700_000_000,
    met=None,
    license="llama3.1",
    clause="2",
    from_=LLAMA,
    question="Did the licensee and its affiliates stay at or below 700,000,000 monthly active users on 2024-07-23?",
    if_yes="the grant covers it",
    if_no="a separate licence from the licensor is needed",
)
RESTRICTED = SettledCondition(
    term="use_restrictions",
    effect="prohibits",
    basis=BasisOut(),
    value=None,
    met=None,
    license="llama3.1",
    clause="1(b)(iv)",
    from_=LLAMA,
    question="Has a person read the use restrictions and found that the use respects them?",
    if_yes="record it under accepts_use_restrictions in the policy",
    if_no="have them read before relying on the grant",
)


def duty(id_: str, kind: str, clause: str, text: str, applies: bool | None = True) -> ObligationOut:
    return ObligationOut(id=id_, kind=kind, text=text, license="llama3.1", clause=clause, from_=LLAMA, applies=applies)


LLAMA_DUTIES = (
    duty(
        "license-copy",
        "license_copy",
        "1(b)(i)(A)",
        "Provide a copy of the agreement with the model, with derivatives, and with a product or service with them.",
    ),
    duty(
        "built-with-llama",
        "display",
        "1(b)(i)(B)",
        'Prominently display "Built with Llama" on a website, user interface, blogpost or product documentation.',
    ),
    duty(
        "llama-name-prefix",
        "name_prefix",
        "1(b)(i)",
        'Begin the name of a distributed model that was trained or improved with Llama or its outputs with "Llama".',
        None,
    ),
)

CONDITIONAL = Result(
    model="acme/Llama-3.1-8B-support",
    repo_type="model",
    revision=SHA,
    source="hub",
    observed_at=NOW,
    verdict="review",
    license=LicenseSection(
        declared=("llama3.1",),
        resolved=("llama3.1",),
        operator="and",
        concluded="LicenseRef-llama3.1",
        files=(licence_file("llama3.1", "exact"),),
        effective=("llama3.1",),
    ),
    commercial_use=CommercialSection(
        status="conditional", conditions=(USERS, RESTRICTED, replace(USERS, from_="acme/other"))
    ),
    weights=WeightsSection(
        status="available",
        formats=("safetensors",),
        files=4,
        bytes=16_060_522_496,
        gated=False,
        parameters=8_030_261_248,
    ),
    datasets=DatasetsSection(status="undisclosed"),
    lineage=(Ancestor(id=LLAMA, relation="finetune", depth=1, license=("llama3.1",), origin="card base_model"),),
    obligations=LLAMA_DUTIES,
    findings=(
        finding(
            "COM002",
            "Conditions of the licence are open",
            "warning",
            "violated",
            "llama3.1 grants the use on conditions that nothing stated settles: user_threshold, use_restrictions.",
            fix="Answer each question above and state the answer in the policy.",
            evidence=(
                Evidence(origin="acme/Llama-3.1-8B-support", path="README.md", line=3, revision=SHA, value="llama3.1"),
            ),
        ),
        finding(
            "DAT001", "The card declares no training data", "warning", "violated", "The model card names no dataset."
        ),
    ),
)

FORBIDDEN = replace(
    PASS,
    model="acme/noncommercial",
    verdict="fail",
    license=LicenseSection(
        declared=("cc-by-nc-4.0",),
        resolved=("CC-BY-NC-4.0",),
        operator="and",
        concluded="CC-BY-NC-4.0",
        files=(),
        effective=("CC-BY-NC-4.0",),
    ),
    commercial_use=CommercialSection(
        status="forbidden",
        conditions=(
            SettledCondition(
                term="non_commercial",
                effect="no-grant",
                basis=BasisOut(),
                value=None,
                met=False,
                license="CC-BY-NC-4.0",
                clause="2(a)(1)",
                from_="acme/noncommercial",
                text="The grant covers purposes that are not primarily directed at commercial advantage.",
                question="Is the use free of any commercial purpose?",
                if_yes="the grant covers it",
                if_no="the licence grants nothing; a separate licence is needed",
            ),
        ),
        reasons=("CC-BY-NC-4.0 withholds commercial use (2(a)(1))",),
    ),
    findings=(
        finding(
            "COM001",
            "The terms forbid the stated use",
            "error",
            "violated",
            "The effective terms (CC-BY-NC-4.0) withhold the stated use; failed non_commercial.",
            fix="Choose a model under other terms, or obtain a licence from the rights holder.",
            evidence=(
                Evidence(origin="acme/noncommercial", path="README.md", line=2, revision=SHA, value="cc-by-nc-4.0"),
            ),
        ),
    ),
)

UNKNOWN = Result(
    model="acme/nothing-said",
    repo_type="model",
    revision=SHA,
    source="cache",
    observed_at=NOW,
    verdict="unknown",
    commercial_use=CommercialSection(status="unknown", reasons=("no licence is stated and no licence text was found",)),
    weights=WeightsSection(status="missing", files=0),
    datasets=DatasetsSection(status="undisclosed"),
    findings=(
        finding(
            "LIC001",
            "The model states no licence",
            "error",
            "unknown",
            "Neither the card nor a file states a licence.",
            settle="A licence in the card's front matter, or a LICENSE file, would settle it.",
        ),
        finding("WGT002", "There are no weights", "warning", "violated", "The repo's files hold no weights."),
    ),
)

CONFLICT = replace(
    CONDITIONAL,
    model="acme/relabelled",
    verdict="fail",
    license=LicenseSection(
        declared=("apache-2.0",),
        resolved=("Apache-2.0",),
        operator="and",
        files=(),
        effective=("Apache-2.0", "llama3.1"),
        conflicts=(
            Conflict(
                kind="declared-vs-base",
                detail=f"The card says apache-2.0, but the terms of {LLAMA} (llama3.1) travel with its derivatives.",
            ),
        ),
    ),
    findings=(
        finding(
            "LIN001",
            "The declared licence permits what a base model's does not",
            "error",
            "violated",
            f"apache-2.0 is declared over llama3.1 of {LLAMA}.",
        ),
        *CONDITIONAL.findings,
    ),
)

GATED = replace(
    CONDITIONAL,
    model=LLAMA,
    lineage=(),
    license=replace(CONDITIONAL.license, files=None, concluded="NOASSERTION"),
    commercial_use=CommercialSection(
        status="conditional", conditions=(replace(USERS, met=True), replace(RESTRICTED, from_=LLAMA))
    ),
    weights=replace(CONDITIONAL.weights, status="gated", gated="manual"),
    findings=(
        *CONDITIONAL.findings,
        finding(
            "LIC004",
            "The licence text could not be read",
            "warning",
            "unknown",
            "LICENSE is behind the gate.",
            settle="Request access and run the check with a token.",
        ),
    ),
)

CATALOG = replace(
    PASS,
    model="Qwen/Qwen2.5-7B",
    verdict="review",
    source="catalog",
    observed_at="2026-10-01",
    revision=None,
    notices=("Catalog record: Hub metadata dump of 2026-10-01, CC-BY-4.0.",),
    weights=WeightsSection(status="available", formats=("safetensors",), bytes=15_200_000_000),
    findings=(
        finding(
            "SRC001",
            "The facts are not live",
            "warning",
            "violated",
            "The record is from the bundled catalog.",
            fix="Check again with the Hub in reach.",
        ),
    ),
)

EVIL = (
    "evil\x1b[31m<img src=x onerror=alert(1)>\n## H1\u202e`x` "
    '[a](javascript:alert(1)) | =cmd() ::set-output name=x::y " {0}'
)
HOSTILE = replace(
    CONFLICT,
    model=f"acme/{EVIL}",
    license=replace(
        CONFLICT.license,
        declared=(EVIL,),
        name=EVIL,
        conflicts=(Conflict(kind="declared-vs-name", detail=EVIL),),
    ),
    lineage=(Ancestor(id=EVIL, relation="merge", depth=1, license=(EVIL,), origin="card", resolved=True),),
    datasets=DatasetsSection(status="partial", items=(DatasetItem(id=EVIL, status="unresolved", license=None),)),
    findings=(
        finding(
            "LIC009",
            EVIL,
            "error",
            "violated",
            EVIL,
            fix=EVIL,
            evidence=(Evidence(origin=EVIL, path=EVIL, line=1, value=EVIL),),
        ),
        finding("LIC010", EVIL, "warning", "unknown", EVIL, settle=EVIL),
    ),
    notices=(EVIL,),
)

ERROR = Result(
    model="acme/gone",
    repo_type="model",
    revision=None,
    source="hub",
    observed_at=None,
    verdict="unknown",
    error=ErrorInfo(
        kind="not_found",
        message="acme/gone: the Hub knows no such model; look for its new name, or give a token if it is private.",
    ),
)

RESULTS = {
    "pass": PASS,
    "conditional": CONDITIONAL,
    "forbidden": FORBIDDEN,
    "unknown": UNKNOWN,
    "conflict": CONFLICT,
    "gated": GATED,
    "catalog": CATALOG,
    "hostile": HOSTILE,
}


def reference(path: str, line: int, model: str) -> ReferenceOut:
    return ReferenceOut(
        path=path, line=line, column=9, text=f'"{model}"', id=model, revision=None, kind="model", how="from_pretrained"
    )


SCANNED = (
    replace(
        FORBIDDEN,
        references=(reference("src/app.py", 3, "acme/noncommercial"), reference("src/app.py", 9, "acme/noncommercial")),
    ),
    replace(HOSTILE, references=(reference("docs/a b,c:d\n::set-output name=x::y.py", 1, EVIL),)),
    replace(PASS, references=(reference("src/ok.py", 1, "mistralai/Mistral-7B-v0.1"),)),
    ERROR,
)
COVERAGE = Coverage(files_read=12, files_skipped=(Skipped(path="big.ipynb", reason="larger than 50 MB"),), references=4)


def report(*results: Result, **more: object) -> Report:
    made = Report(
        results=results,
        policy_name="commercial-saas",
        policy_sha256="cd" * 32,
        use=USE,
        policy_use_unstated=UNSTATED,
        tool_version="1.2.3",
        generated_at=NOW,
        rules={"COM002": RULE},
    )
    return replace(made, **more)  # type: ignore[arg-type]
