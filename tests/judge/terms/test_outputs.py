"""What teachers' terms come to: each answer by itself."""

from dataclasses import replace

import pytest

from scanner.judge.reading.teachers import Taught
from scanner.judge.terms.outputs import naming, outputs_of, shown_of, worst_teacher
from scanner.knowledge.teachers import Teacher
from scanner.model.result import Evidence, TeacherOut
from tests.making import engine

LICENSES = engine().licenses
SEEN = Evidence(origin="acme/model", path="README.md", line=3, value="distilled from it")
#: A teacher by a provider's terms.
CLOSED = Teacher(
    id="oracle", name="Oracle", pattern="oracle", words=("oracle",), provider="delphi", train_models="forbidden",
    terms="https://example.org/terms", clause="2.3",
)  # fmt: skip


def told(teacher: Teacher) -> TeacherOut:
    (out,) = outputs_of((Taught(teacher=teacher, via="acme/data", evidence=(SEEN,)),), LICENSES)
    return out


def under(licence: str) -> Teacher:
    return Teacher(id="open", name="Open", pattern="open", words=("open",), license=licence)


def test_a_provider_s_terms_are_the_teachers_own() -> None:
    out = told(CLOSED)
    assert (out.id, out.name, out.provider, out.license) == ("oracle", "Oracle", "delphi", None)
    assert (out.train_models, out.terms, out.clause) == ("forbidden", "https://example.org/terms", "2.3")
    assert (out.from_, out.evidence) == ("acme/data", (SEEN,))


@pytest.mark.parametrize(
    ("licence", "trains"),
    [("mit", "allowed"), ("llama3.1", "duty"), ("llama2", "forbidden"), ("LicenseRef-nobody-knows", "unknown")],
)
def test_a_licence_s_terms_stand_for_the_teacher(licence: str, trains: str) -> None:
    out = told(under(licence))
    assert out.train_models == trains
    record = LICENSES.get(licence)
    assert out.license == (record.id if record is not None else None)
    assert out.terms == (record.url if record is not None else None)
    assert out.clause == (record.outputs.clause if record is not None else None)


def test_a_licence_with_conditions_that_says_nothing_of_outputs_is_not_free() -> None:
    assert told(under("cc-by-nc-4.0")).train_models != "allowed"


def test_a_licence_decides_over_what_the_teacher_s_record_says() -> None:
    assert told(replace(under("mit"), train_models="forbidden")).train_models == "allowed"


def test_the_worst_teacher_counts() -> None:
    free, closed = told(under("mit")), told(CLOSED)
    assert worst_teacher(()) == "nobody"
    assert worst_teacher((free,)) == "free"
    assert worst_teacher((free, closed)) == "restricted"
    assert shown_of((free, closed)) == (SEEN, SEEN)


def test_naming_duties_come_from_licences_that_ask_for_them_and_nobody_knows_whether_they_apply() -> None:
    llama = told(under("llama3.1"))
    duties = naming((llama, llama), LICENSES)
    assert duties and {one.kind for one in duties} <= {"name_prefix", "display"}
    assert all(one.license == "llama3.1" and one.applies is None and one.from_ == "acme/data" for one in duties)
    assert all(
        one.id.startswith("outputs-") and one.text.startswith("Its data holds outputs of Open: ") for one in duties
    )
    assert len({one.id for one in duties}) == len(duties)
    assert naming((told(CLOSED), told(under("mit")), told(under("llama2"))), LICENSES) == ()


def test_silence_on_outputs_is_free_where_nothing_is_asked() -> None:
    silent = [one for one in LICENSES if one.outputs.train_models == "unknown" and one.fixes_terms]
    free, bound = ([one for one in silent if bool(one.conditions) is some] for some in (False, True))
    assert free and bound
    assert {told(under(one.id)).train_models for one in free} == {"allowed"}
    assert {told(under(one.id)).train_models for one in bound} == {"unknown"}
