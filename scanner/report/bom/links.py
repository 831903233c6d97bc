"""How what a bill names hangs together: bases of bases, where terms changed, and teachers of models and data."""

from collections.abc import Iterator, Mapping

from scanner.model.ids import one_name
from scanner.model.result import Result, TeacherOut
from scanner.report.bom import licences
from scanner.report.bom.bill import BillLink, Item, Licensed
from scanner.report.bom.names import TEXT_LIMIT, clean, local_id
from scanner.report.lineage import tree

Key = tuple[str, str]


def changes(result: Result) -> dict[str, str]:
    """By ancestor: how the licences differ between it and what names it, or by which record its terms do not join."""
    told: dict[str, str] = {}
    for edge in tree(result).edges:
        if what := edge.apart or (f"terms changed: {edge.changed}" if edge.changed else ""):
            told.setdefault(edge.parent, clean(what, TEXT_LIMIT))
    return told


def teacher(one: TeacherOut) -> Item:
    """A model whose outputs were learnt from: a name, its provider, and what its terms say of that."""
    terms = licences.known([one.license] if one.license else [])
    facts = {"judged": "false", "train_models": one.train_models, "terms": one.terms, "clause": one.clause}
    return Item(
        ref=local_id("teacher", one.id, None),
        kind="model",
        id=clean(one.name) or "unnamed",
        group=clean(one.provider) if one.provider else None,
        name=clean(one.name) or "unnamed",
        revision=None,
        purl=None,
        url=None,
        created=None,
        licensed=Licensed(declared=licences.joined(terms, "unstated"), terms=terms),
        properties=tuple((f"modelscan:{name}", clean(value, TEXT_LIMIT)) for name, value in facts.items() if value),
        ancestors=None,
        datasets=None,
    )


def links(judged: Mapping[str, Result], refs: Mapping[Key, str]) -> tuple[BillLink, ...]:
    """The links that no judged item states of itself, each once. ``refs`` gives the ref of a kind and a folded id."""
    found = [link for ref, result in judged.items() for link in (*_steps(result, refs), *_lessons(ref, result, refs))]
    stated = {link for link in found if link.ref in judged and link.kind == "descendantOf"}
    return tuple(link for link in dict.fromkeys(found) if link not in stated and link.ref != link.to)


def _steps(result: Result, refs: Mapping[Key, str]) -> Iterator[BillLink]:
    """From each ancestor to the bases that it names itself."""
    for edge in tree(result).edges:
        child, base = refs.get(("model", one_name(edge.child))), refs.get(("model", one_name(edge.parent)))
        if child is not None and base is not None and not edge.hint:
            told = (edge.relation, f"named in {edge.origin}", edge.changed and f"terms changed: {edge.changed}")
            yield BillLink(
                ref=child, kind="descendantOf", to=base, note=clean(", ".join(filter(None, told)), TEXT_LIMIT)
            )


def _lessons(ref: str, result: Result, refs: Mapping[Key, str]) -> Iterator[BillLink]:
    """From the data set or the model that learnt from outputs to whose they were."""
    for one in result.outputs_of or ():
        data = refs.get(("dataset", one_name(one.from_)))
        own = ref if one_name(one.from_) == one_name(result.model) else refs.get(("model", one_name(one.from_)), ref)
        note = f"outputs of {one.name} are in {one.from_}; its terms on training with them: {one.train_models}"
        yield BillLink(
            ref=data or own,
            kind="generatedFrom" if data else "learntFrom",
            to=refs["teacher", one_name(one.id)],
            note=clean(note, TEXT_LIMIT),
        )
