"""Results for the tests of the bills: every kind of target, every state of a licence, and what went wrong."""

from scanner.model.result import (
    Ancestor,
    BasisOut,
    CommercialSection,
    DatasetItem,
    DatasetsSection,
    ErrorInfo,
    FileOut,
    LicenseFile,
    LicenseSection,
    ObligationOut,
    Profile,
    ReferenceOut,
    Result,
    SettledCondition,
    TeacherOut,
    WeightsSection,
)

WHEN = "2026-11-23T08:30:00Z"
SHA = "0e9e39f249a16976918f6564b8830bc894c89659"
BASE_SHA = "d04e592bb4f6aa9cfee91e2e20afa771667e1d4b"

LLAMA = Result(
    model="meta-llama/Llama-3.1-8B-Instruct",
    repo_type="model",
    revision=SHA,
    source="hub",
    observed_at="2026-11-23T08:00:00Z",
    verdict="review",
    license=LicenseSection(
        declared=("llama3.1",),
        resolved=("llama3.1",),
        concluded="LicenseRef-llama3.1",
        link="https://example.com/LICENSE",
        files=(
            LicenseFile(
                path="LICENSE", id="llama3.1", scope="weights", match="exact", similarity=1.0, text_sha256="a" * 64
            ),
        ),
        effective=("llama3.1",),
    ),
    commercial_use=CommercialSection(
        status="conditional",
        conditions=(
            SettledCondition(
                term="use_restrictions",
                effect="prohibits",
                basis=BasisOut(),
                value=None,
                met=None,
                license="llama3.1",
                clause="1(b)(iv)",
                from_="meta-llama/Llama-3.1-8B-Instruct",
                text="A policy forbids some uses.",
                question="Has a person read the policy?",
            ),
        ),
    ),
    weights=WeightsSection(status="gated", formats=("safetensors",), files=4, bytes=16_060_000_000, gated="manual"),
    datasets=DatasetsSection(
        status="partial",
        complete="stated",
        items=(
            DatasetItem(id="allenai/c4", status="open", license="odc-by", revision="1588ec454efa1a09f29cd18ddd04fe05"),
            DatasetItem(id="some/unlicensed", status="unlicensed", license=None),
            DatasetItem(id="some/gone", status="unresolved", license=None),
            DatasetItem(id="some/gated", status="gated", license="cc-by-nc-4.0", gated="auto"),
        ),
    ),
    lineage=(
        Ancestor(
            id="meta-llama/Llama-3.1-8B",
            relation="finetune",
            depth=1,
            license=("llama3.1",),
            origin="card",
            revision=BASE_SHA,
        ),
        Ancestor(id="some/vanished", relation="unknown", depth=2, license=(), origin="tags", resolved=False),
    ),
    obligations=(
        ObligationOut(
            id="built-with-llama",
            text="Show the phrase.",
            license="llama3.1",
            clause="1(b)(i)",
            from_="meta-llama/Llama-3.1-8B-Instruct",
            applies=True,
        ),
    ),
    profile=Profile(
        parameters=8_030_261_248,
        created="2024-07-18T08:56:00.000Z",
        task="text-generation",
        architecture="LlamaForCausalLM",
        model_type="llama",
    ),
    references=(
        ReferenceOut(
            path="src/app.py",
            line=7,
            column=4,
            text="from_pretrained",
            id=None,
            revision=None,
            kind="model",
            how="call",
        ),
    ),
    files=(
        FileOut(path="model-00001-of-00002.safetensors", sha256="b" * 64, size=5),
        FileOut(path="model-00002-of-00002.safetensors", sha256="C" * 64),
    ),
)
BARE = Result(
    model="gpt2",
    repo_type="model",
    revision=None,
    source="catalog",
    observed_at="2026-09-01",
    verdict="review",
    license=LicenseSection(declared=("mit",), resolved=("MIT",), concluded="MIT"),
    datasets=DatasetsSection(status="undisclosed"),
    lineage=None,
)
SEVERAL = Result(
    model="org/several",
    repo_type="model",
    revision=SHA,
    source="hub",
    observed_at=WHEN,
    verdict="fail",
    license=LicenseSection(
        declared=("mit", "apache-2.0"),
        resolved=("MIT", "Apache-2.0"),
        concluded="MIT OR (Apache-2.0 AND LicenseRef-house-terms)",
    ),
    lineage=(Ancestor(id="GPT2", relation="merge", depth=1, license=("MIT",), origin="config"),),
)
DATASET = Result(
    model="allenai/dolma",
    repo_type="dataset",
    revision=SHA,
    source="hub",
    observed_at=WHEN,
    verdict="pass",
    license=LicenseSection(declared=("odc-by",), resolved=("ODC-By-1.0",), concluded="ODC-By-1.0"),
    weights=WeightsSection(status="not_applicable", gated=False),
    profile=Profile(created="2023-06-30T20:14:39.000Z"),
)
CLOSED = Result(
    model="openai/gpt-4o",
    repo_type="closed-api",
    revision=None,
    source="local",
    observed_at=None,
    verdict="review",
    weights=WeightsSection(status="not_applicable"),
    references=(
        ReferenceOut(
            path="a.py", line=3, column=1, text="gpt-4o", id=None, revision=None, kind="closed-api", how="sdk"
        ),
    ),
)
GONE = Result(
    model="org/gone",
    repo_type="model",
    revision=None,
    source="hub",
    observed_at=None,
    verdict="unknown",
    error=ErrorInfo(kind="not_found", message="org/gone is not on the Hub: check the spelling"),
)
LOCAL = Result(
    model="my-folder",
    repo_type="model",
    revision=None,
    source="local",
    observed_at=None,
    verdict="unknown",
    license=LicenseSection(declared=("other",), name="House Terms", concluded="nonsense ((", files=None),
)
TAUGHT = Result(
    model="org/student",
    repo_type="model",
    revision="e" * 40,
    source="hub",
    observed_at="2026-11-23T08:00:00Z",
    verdict="fail",
    license=LicenseSection(declared=("apache-2.0",), resolved=("Apache-2.0",), effective=("Apache-2.0",)),
    datasets=DatasetsSection(status="open", items=(DatasetItem(id="org/chats", status="open", license="mit"),)),
    lineage=(
        Ancestor(
            id="mid/one",
            relation="finetune",
            depth=1,
            license=("Apache-2.0",),
            origin="card",
            named_by=("org/student",),
        ),
        Ancestor(
            id="top/nc", relation="quantized", depth=2, license=("CC-BY-NC-4.0",), origin="card", named_by=("mid/one",)
        ),
    ),
    outputs_of=(
        TeacherOut(
            id="openai-gpt",
            name="OpenAI GPT",
            provider="OpenAI",
            license=None,
            train_models="forbidden",
            from_="org/chats",
            terms="https://openai.com/policies/row-terms-of-use/",
            clause="What you cannot do",
        ),
        TeacherOut(
            id="llama-3.1",
            name="Llama 3.1",
            provider="Meta",
            license="llama3.1",
            train_models="duty",
            from_="org/student",
        ),
    ),
)
EVERY = (LLAMA, BARE, SEVERAL, DATASET, CLOSED, GONE, LOCAL, TAUGHT)
