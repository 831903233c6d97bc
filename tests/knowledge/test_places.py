"""Countries and groups by any of their names; what is none is refused."""

import pytest
from iso3166 import countries

from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.places import EEA, EU, GROUPS, code_of, expand, places_in
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.vocabulary import own_licence


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DE", "DE"), ("de", "DE"), ("DEU", "DE"), ("Germany", "DE"), (" germany ", "DE"),
        ("UK", "GB"), ("United Kingdom", "GB"), ("Great Britain", "GB"), ("England", "GB"),
        ("USA", "US"), ("U.S.A.", "US"), ("United States", "US"), ("the United States of America", "US"),
        ("South Korea", "KR"), ("Republic of Korea", "KR"), ("Korea, Republic of", "KR"), ("North Korea", "KP"),
        ("NO", "NO"), ("Norway", "NO"), ("Turkey", "TR"), ("Türkiye", "TR"), ("Czech Republic", "CZ"),
        ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("Ivory Coast", "CI"), ("Bolivia", "BO"), ("Russia", "RU"),
        ("St. Lucia", "LC"), ("Hong Kong", "HK"), ("Vietnam", "VN"), ("Georgia", "GE"), ("Trinidad & Tobago", "TT"),
        ("EU", "EU"), ("European Union", "EU"), ("eea", "EEA"), ("Europe", "EUROPE"), ("worldwide", "WORLD"),
    ],
)  # fmt: skip
def test_a_place_by_any_of_its_names(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Germnay", r"did you mean 'DE' \(germany\)"),
        ("Untied Kingdom", "did you mean 'GB'"),
        ("Deutschland", "write ISO 3166 codes"),
        ("Virgin Islands", "did you mean 'V"),
        ("EUU", "is no country or group"),
        ("Korea", "is no country or group"),
        ("Gеrmany", "is no country or group"),  # a Cyrillic letter
        ("DЕ", "is no country or group"),
        ("America", "is no country or group"),
        ("US-CA", "is no country or group"),
        ("D E", "is no country or group"),
        ("ZZ", "is no country or group"),
        ("", "is no country or group"),
        ("日本", "is no country or group"),
        ("*", "is no country or group"),
    ],
)
def test_what_is_no_place_is_refused(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        code_of(name)


def test_each_country_by_each_of_its_names() -> None:
    for one in countries:
        assert {code_of(name) for name in (one.alpha2, one.alpha3, one.name, one.apolitical_name)} == {one.alpha2}


def test_groups_hold_countries_alone() -> None:
    known = {one.alpha2 for one in countries} | {"XK"}
    assert all(members <= known for members in GROUPS.values())
    assert EU < EEA < GROUPS["EUROPE"]
    assert "FR" in expand(["EU"]) and "RE" in expand(["EU"]) and "EU" not in expand(["EU"])
    assert expand(["UK", "Norway"]) == {"GB", "NO"}


def test_the_licences_that_ship_keep_to_the_vocabularies() -> None:
    records = list(load_licenses(rules_dir()))
    for record in records:
        own_licence(record)
    assert any(one.term == "territory" for record in records for one in record.conditions)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Not in the United States, South Korea or the U.K.", {"US", "KR", "GB"}),
        ("No user of it may be in US or IT.", set()),
        ("The Republic of Nowhere", set()),
    ],
)
def test_places_that_a_sentence_names(text: str, codes: set[str]) -> None:
    assert places_in(text) == codes


def test_a_group_in_a_sentence_is_its_members() -> None:
    assert places_in("Nobody in the European Union may use it.") == EU
