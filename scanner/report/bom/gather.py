"""Results into a bill: every model and dataset once, whether it was judged or only named by one that was.

A model that was judged, named as an ancestor and named again is one item; a judged one wins.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from scanner.model.ids import one_name
from scanner.model.plain import to_plain
from scanner.model.report import AuditMark
from scanner.model.result import Ancestor, DatasetItem, FileOut, Result
from scanner.report.bom import licences
from scanner.report.bom.bill import Ancestry, Bill, Item, Kind, Licensed, TreePlace
from scanner.report.bom.elements import described, marks, told
from scanner.report.bom.facts import properties
from scanner.report.bom.links import changes, links, teacher
from scanner.report.bom.names import clean, commit, hub_url, local_id, moment, purl, split_id, web_url

#: Terms that say what the model may be used for: they belong in a model card's considerations.
_LIMITS = {
    "use_restrictions",
    "field_of_use",
    "no_competing_use",
    "eligibility",
    "non_commercial",
    "research_only",
    "evaluation_only",
}
Key: TypeAlias = tuple[str, str]


def make_bill(
    results: Sequence[Result], *, generated_at: str, tool_version: str, title: str, audit: AuditMark | None = None
) -> Bill:
    """The bill of these results. Raises ValueError when ``generated_at`` is no ISO 8601 time."""
    created = moment(generated_at)
    if created is None:
        raise ValueError(f"generated_at must be an ISO 8601 time, not {clean(generated_at, 60)!r}")
    judged = _judged(results)
    named = _named(judged)
    items = [marked(_root(ref, result, named)) for ref, result in judged.items()]
    roots = tuple(item.ref for item in items)
    named_only = sorted((item for item, _ in named.values() if item.ref not in judged), key=lambda item: item.ref)
    others = {item.ref: marked(item) for item in named_only}
    content = json.dumps([to_plain(result) for result in results], sort_keys=True, default=str)
    digest = hashlib.sha256(
        "\0".join((created, tool_version, title, content, *([audit.said] if audit else []))).encode(
            "utf-8", "surrogatepass"
        )
    ).hexdigest()
    return Bill(
        title=clean(title) or "modelscan",
        tool_version=clean(tool_version) or licences.NOASSERTION,
        created=created,
        items=(*items, *others.values()),
        roots=roots,
        digest=digest,
        audit=audit,
        links=links(judged, {key: item.ref for key, (item, _) in named.items()}),
    )


def marked(item: Item) -> Item:
    """An entry with what its documentation tells, and the G7's elements that it fills and lacks, as properties."""
    more = [(f"modelscan:told.{name}", text) for name, text in item.told]
    return replace(item, properties=(*item.properties, *more, *marks(item)))


def _judged(results: Sequence[Result]) -> dict[str, Result]:
    """The results by their ref; the same result twice is one, two that differ on the same sha stay two."""
    judged: dict[str, Result] = {}
    for result in results:
        base = ref = local_id(result.repo_type, result.model, result.revision)
        count = 1
        while ref in judged and judged[ref] != result:
            count += 1
            ref = f"{base}-{count}"
        judged[ref] = result
    return judged


def _key(kind: str, name: str) -> Key:
    return kind, one_name(name)


def _named(judged: dict[str, Result]) -> dict[Key, tuple[Item, bool]]:
    """Every model and dataset that the results name or are, by kind and id; True where it was judged itself."""
    named: dict[Key, tuple[Item, bool]] = {}
    for ref, result in judged.items():
        named.setdefault(_key(result.repo_type, result.model), (_bare(ref, result), True))
    for result in judged.values():
        for ancestor in result.lineage or ():
            _merge(named, _key("model", ancestor.id), _ancestor(ancestor))
        for dataset in result.datasets.items or ():
            _merge(named, _key("dataset", dataset.id), _dataset(dataset))
        for one in result.outputs_of or ():
            _merge(named, _key("teacher", one.id), teacher(one))
    return named


def _merge(named: dict[Key, tuple[Item, bool]], key: Key, item: Item) -> None:
    """Keep what was judged; else the first, unless a later one knows a licence that it does not."""
    held = named.get(key)
    if held is None or (not held[1] and not held[0].licensed.terms and item.licensed.terms):
        named[key] = (item, False)


def _line(text: str | None) -> str | None:
    return (clean(text) or None) if text else None


def _bare(ref: str, result: Result) -> Item:
    """A judged item without its edges."""
    hub = result.source != "local"
    group, name = split_id(result.model)
    profile, kind = result.profile, result.repo_type
    places = (TreePlace(path=clean(r.path), line=max(r.line, 0), text=clean(r.text)) for r in result.references or ())
    return Item(
        ref=ref,
        kind=kind,
        id=clean(result.model) or "unnamed",
        group=_line(group),
        name=clean(name) or "unnamed",
        revision=commit(result.revision) or _line(result.revision),
        purl=purl(result.model, result.revision) if kind == "model" and hub else None,
        url=hub_url(kind, result.model, result.revision) if kind != "closed-api" and hub else None,
        created=moment(profile.created),
        licensed=_licensed(result),
        properties=properties(result),
        gated=result.weights.gated,
        task=_line(profile.task),
        model_type=_line(profile.model_type),
        architecture=_line(profile.architecture),
        parameters=profile.parameters or result.weights.parameters,
        bytes=result.weights.bytes,
        files=_files(result),
        limits=tuple(c for c in result.commercial_use.conditions if c.term in _LIMITS),
        places=tuple(places),
        description=described(result),
        library=_line(profile.library),
        told=told(result),
        error=f"{result.error.kind}: {clean(result.error.message)}" if result.error else None,
    )


def _files(result: Result) -> tuple[FileOut, ...]:
    """The files with a sound hash, each path once."""
    sound = {
        f.path: f
        for f in result.files or ()
        if len(f.sha256) == 64 and set(f.sha256.lower()) <= set("0123456789abcdef")
    }
    return tuple(replace(f, path=clean(f.path) or "unnamed", sha256=f.sha256.lower()) for _, f in sorted(sound.items()))


def _root(ref: str, result: Result, named: dict[Key, tuple[Item, bool]]) -> Item:
    """A judged item with what it comes from and what it was trained on."""
    item = _bare(ref, result)
    if result.error is not None:
        return replace(item, ancestors=None, datasets=None)
    changed = changes(result)
    edges = [
        Ancestry(
            ref=named[_key("model", a.id)][0].ref,
            relation=a.relation,
            depth=a.depth,
            origin=clean(a.origin),
            changed=changed.get(a.id, ""),
        )
        for a in result.lineage or ()
    ]
    refs = [named[_key("dataset", d.id)][0].ref for d in result.datasets.items or ()]
    unsaid = result.lineage is None
    undisclosed = result.datasets.items is None or result.datasets.status in ("undisclosed", "unknown")
    return replace(
        item,
        ancestors=None if unsaid else tuple({e.ref: e for e in reversed(edges) if e.ref != ref}.values())[::-1],
        datasets=None if undisclosed and not refs else tuple(dict.fromkeys(r for r in refs if r != ref)),
        complete="complete" if result.datasets.complete == "stated" else "noAssertion",
    )


def _licensed(result: Result) -> Licensed:
    section = result.license
    raw = section.resolved or section.declared
    named = [section.name if text.lower() == "other" and section.name else text for text in raw]
    terms = licences.known(named)
    found = licences.known(f.id for f in section.files or () if f.id)
    return Licensed(
        declared=licences.joined(terms, section.operator),
        concluded=licences.expression(section.concluded),
        terms=terms,
        found=found,
        operator=section.operator,
        url=web_url(section.link),
        name=clean(section.name) if section.name else None,
    )


def _other(kind: Kind, name: str, revision: str | None, ids: Iterable[str], unlicensed: bool) -> Item:
    """An item that was named by another. A repo that was read and states no licence has the declared licence NONE."""
    group, short = split_id(name)
    terms = licences.known(ids)
    declared = licences.NONE if unlicensed and not terms else licences.joined(terms, "unstated")
    return Item(
        ref=local_id(kind, name, revision),
        kind=kind,
        id=clean(name) or "unnamed",
        group=_line(group),
        name=clean(short) or "unnamed",
        revision=commit(revision),
        purl=purl(name, revision) if kind == "model" else None,
        url=hub_url(kind, name, revision),
        created=None,
        licensed=Licensed(declared=declared, terms=terms),
        properties=(),
        ancestors=None,
        datasets=None,
    )


def _ancestor(ancestor: Ancestor) -> Item:
    known = _other("model", ancestor.id, ancestor.revision, ancestor.license, ancestor.resolved)
    return replace(
        known, properties=(("modelscan:judged", "false"), ("modelscan:resolved", str(ancestor.resolved).lower()))
    )


def _dataset(dataset: DatasetItem) -> Item:
    ids = [dataset.license] if dataset.license else []
    known = _other("dataset", dataset.id, dataset.revision, ids, dataset.status == "unlicensed")
    stated = [("modelscan:judged", "false"), ("modelscan:status", dataset.status)]
    gated = dataset.gated if dataset.gated is not None else (True if dataset.status == "gated" else None)
    if gated is not None:
        stated.append(("modelscan:gated", str(gated).lower()))
    if dataset.license:
        stated.append(("modelscan:license.declared", clean(dataset.license)))
    return replace(known, gated=gated, properties=tuple(stated))
