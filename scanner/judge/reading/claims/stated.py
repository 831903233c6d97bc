"""Licences that are stated in fields and in the heads of code without which a repo cannot be loaded: what loading needs
is under its terms too. Of code only what takes something away counts; what is free stays its own matter."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.collect.relations.code import CODE
from scanner.identify.copyright import uncredited
from scanner.identify.declared import spelled_out
from scanner.identify.links import license_of_link
from scanner.identify.prose import UNEXPLAINED, hear
from scanner.identify.texts import identify, text_index
from scanner.judge.reading.claims.types import Said, naming, said
from scanner.judge.reading.texts import added, line_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.model.fields import evidence_of, mapping, strings
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import Scope
from scanner.text.late import late
from scanner.text.recipes import is_modelfile

_SPDX = late(r"SPDX-License-Identifier:[ \t]*([^\n]{1,300})")
_JOINED = late(r"\s+(?:AND|OR|WITH)\s+|[()]", re.IGNORECASE)
#: Texts that are known word for word: what else stands there is told apart.
_READ = ("exact", "equivalent")
#: A stated licence of more words is a text.
_NAME = 12
#: How one of somebody's own is called.
_OWN = recorded("own-terms-named")


def of_code(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What the heads of needed files limit, and which licence a data set's loading script, what that left, or a
    Modelfile states."""
    for path, told in sorted(mapping(repo.info.get(CODE)).items()):
        at = evidence_of(repo, None, path)
        for text in strings(mapping(told).get("head")):
            yield from _of_text(repo, text, at, licenses)
        for value in strings(mapping(told).get("license")) if repo.repo_type == "dataset" else ():
            yield from _of_field(repo, value, at, licenses)
    for path, told in sorted(mapping(repo.info.get("x_recipes")).items()):
        for value in strings(mapping(told).get("license")) if is_modelfile(path) else ():
            yield from _of_text(repo, value, evidence_of(repo, None, path), licenses, free=True)


def _of_field(repo: Repo, value: str, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What people write of a data set's licence into a field for it: names, an address, a sentence or a text; a name
    that nobody knows where it is called as one."""
    at = replace(at, value=f"license: {value}")
    page = license_of_link(value, licenses)
    found = [page.id] if page is not None else _known(value, at, licenses)
    yield from (naming("file", "data", name, at, licenses) for name in found)
    told = [] if found else [*_of_text(repo, value, at, licenses, free=True)]
    yield from told
    if not (found or told) and _OWN.search(value) and len(value.split()) <= _NAME:
        yield naming("file", "data", value, at, licenses)


def _known(value: str, at: Evidence, licenses: Licenses) -> list[str]:
    spelled = spelled_out(value, licenses, at).licenses if len(value.split()) <= _NAME else ()
    return [one.id for one in spelled if one.record is not None and one.record.fixes_terms]


def _of_text(repo: Repo, text: str, at: Evidence, licenses: Licenses, *, free: bool = False) -> Iterator[Said]:
    """What a text withholds, by the licences that it is, labels or names, and in words; ``free``: which known licences
    it names at all."""
    scope: Scope = "data" if repo.repo_type == "dataset" else "weights"
    names, text = [*_labelled(text, licenses)], _SPDX.sub("", text)
    rows = [one for one in identify(text, text_index(licenses)) if one.match in _READ or one.pointer]
    names += [one.id or one.nearest or "" for one in rows]
    more, lines = added(one for row in rows for one in row.differences) if rows else (uncredited(text), ())
    heard = hear(more, "licence-file", repo=repo.id, licenses=licenses)
    names += [name for one in heard if one.says == "licence" and not one.other for name in one.licences]
    for name in dict.fromkeys(names):
        if withholds(name, licenses) or (free and licenses.get(name) is not None):
            yield naming("file", scope, name, replace(at, value=name), licenses)
    for one in heard:
        if one.says == "limit" and one.topic != UNEXPLAINED and not one.other:
            shown = replace(at, line=line_of(one.line, lines), value=one.sentence)
            yield said("file", replace(one, scope=scope), shown, licenses, "text")


def _labelled(text: str, licenses: Licenses) -> Iterator[str]:
    """What SPDX's labels name; of a choice nothing, where any part of it is free."""
    for found in _SPDX.finditer(text):
        names = [name.strip(" \t*/-") for name in _JOINED.split(found[1]) if name.strip(" \t*/-")]
        if " or " not in found[1].lower() or all(withholds(name, licenses) for name in names):
            yield from names


def withholds(name: str, licenses: Licenses) -> bool:
    """Whether a licence takes away what free ones grant, or is one of somebody's own that nobody knows."""
    record = licenses.get(name)
    if record is None:
        return name.lower().startswith("licenseref-")
    return any(condition.withholds for condition in record.conditions)
