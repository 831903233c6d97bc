"""Package URLs, links, times and licence ids, against the libraries that know them."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from scanner.report.bom import licences, names

SHA = "797174552AE47F449AB70B684CABCB6603E5E85E"


def test_purl_keeps_the_case_of_names_and_lowers_the_sha() -> None:
    assert names.purl("EleutherAI/gpt-neo-1.3B", SHA) == f"pkg:huggingface/EleutherAI/gpt-neo-1.3B@{SHA.lower()}"
    assert names.purl("org/name", "main") == "pkg:huggingface/org/name"
    assert names.purl("a/b/c", SHA) is None
    assert names.purl("with space/x", SHA) is None


@given(org=st.text(min_size=1, max_size=20), name=st.text(min_size=1, max_size=20))
def test_purl_reads_back(org: str, name: str) -> None:
    purl = names.purl(f"{org}/{name}", SHA)
    if purl is not None:
        parsed = PackageURL.from_string(purl)
        assert (parsed.type, parsed.namespace, parsed.name, parsed.version) == ("huggingface", org, name, SHA.lower())
        assert purl.isascii()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("LICENSE", None),
        ("javascript:alert(1)", None),
        ("https://[::1/", None),
        ("ftp://example.com/x", None),
    ],
)
def test_only_web_links_are_carried(text: str, url: str | None) -> None:
    assert names.web_url(text) == url


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2022-03-02T23:29:04.000Z", "2022-03-02T23:29:04Z"),
        ("2026-11-23T10:00:00+02:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23", "2026-11-23T00:00:00Z"),
        ("0001-01-01", None),
        ("soon", None),
        (None, None),
    ],
)
def test_times(text: str | None, when: str | None) -> None:
    assert names.moment(text) == when


def test_every_id_that_counts_as_spdx_is_in_cyclonedx_own_list() -> None:
    listed = json.loads((files("cyclonedx.schema") / "_res" / "spdx.SNAPSHOT.schema.json").read_text())["enum"]
    ids = {licences.spdx_id(text) for text in licences._index()[0]}
    assert len(ids) > 600
    assert ids <= set(listed)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("gpl-3.0+", "GPL-3.0-or-later"),
        ("GPL", "LicenseRef-GPL"),
        ("llama3.1", "LicenseRef-llama3.1"),
        ("licenseref-House", "LicenseRef-House"),
        ("ümlaut & more", "LicenseRef--mlaut---more"),
        ("???", "LicenseRef-unnamed"),
    ],
)
def test_terms(text: str, term: str) -> None:
    assert licences.term(text) == term


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("mit", "MIT"),
        ("mit or apache-2.0 and llama3", "MIT OR (Apache-2.0 AND LicenseRef-llama3)"),
        ("GPL-2.0-only WITH classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("MIT WITH made-up", "NOASSERTION"),
        ("MIT AND NOASSERTION", "NOASSERTION"),
        ("MIT AND", "NOASSERTION"),
        ("", "NOASSERTION"),
        ("NONE", "NONE"),
        ("(" * 5000 + "MIT" + ")" * 5000, "NOASSERTION"),
        ("(" * 500 + "MIT" + ")" * 500, "MIT"),
    ],
)
def test_expressions(text: str, expression: str) -> None:
    assert licences.expression(text) == expression
