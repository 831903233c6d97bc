"""Each lineage form and family by its own examples: what fires, and what must not."""

import pytest

from scanner.collect.relations import parents
from scanner.collect.relations.families import all_families, family_named
from scanner.collect.relations.prose import mentions
from scanner.knowledge.lineage_forms import Form, aside, asides, forms
from scanner.model.snapshot import Card
from tests.making import repo

FIRES = [
    pytest.param(form, text, id_, id=f"{form.id}-{text[:30]}")
    for form in forms()
    for text, id_ in (form.fires or {}).items()
]
NOT = [pytest.param(form, text, id=f"{form.id}-{text[:30]}") for form in forms() for text in form.not_]


def found(form: Form, text: str) -> set[str | None]:
    body = f"```yaml\n{text}\n```" if form.code else text
    return {
        one.id or (one.family and form.families and one.family.id) or None
        for one in mentions(Card(body=body))
        if one.form == form.id
    }


@pytest.mark.parametrize(("form", "text", "wanted"), FIRES)
def test_a_form_fires(form: Form, text: str, wanted: str) -> None:
    assert wanted in found(form, text)


@pytest.mark.parametrize(("form", "text"), NOT)
def test_a_form_stays_silent(form: Form, text: str) -> None:
    assert found(form, text) == set()


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_a_form_is_whole(form: Form) -> None:
    assert form.fires and form.not_ and form.needles and form.says
    assert [bool(form.lead), bool(form.label), bool(form.link), bool(form.column), bool(form.sentence)].count(True) == 1
    assert form.strength in ("stated", "hinted")


@pytest.mark.parametrize(("family", "name"), [(one, name) for one in all_families() for name in one.fires])
def test_a_family_is_recognised(family, name) -> None:  # type: ignore[no-untyped-def]
    found = family_named(name)
    assert found is not None and found.id == family.id


@pytest.mark.parametrize(("family", "name"), [(one, name) for one in all_families() for name in one.not_])
def test_another_family_is_not(family, name) -> None:  # type: ignore[no-untyped-def]
    found = family_named(name)
    assert found is None or found.id != family.id


@pytest.mark.parametrize("name", asides())
def test_an_aside_is_known_by_its_words(name: str) -> None:
    record = asides()[name]
    assert record["means"] and record["fires"] and record["not"]
    assert all(aside(name).search(text.lower()) for text in record["fires"])
    assert not any(aside(name).search(text.lower()) for text in record["not"])


def test_a_hint_at_a_family_is_followed_whatever_stands_before_it() -> None:
    lines = [f"We started from acme/base-{number}b." for number in range(1, 12)]
    body = "\n\n".join([*lines, "We started from CohereForAI/aya-23-8B."])
    named = [one.id for one in parents(repo("org/model", card=Card(body=body)))]
    assert len(named) == 9 and named[-1] == "CohereForAI/aya-23-8B"
