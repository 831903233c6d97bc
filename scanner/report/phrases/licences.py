"""Licences, contradictions, ancestors and teachers in plain words."""

from scanner.model.result import (
    Ancestor,
    Conflict,
    LicenseFile,
    LicenseSection,
    Result,
    TeacherOut,
)
from scanner.report.phrases.words import names, short, some, some_of
from scanner.text.clean import capital

_MATCHES = {
    "exact": "is {id}, word for word",
    "equivalent": "is {id}",
    "changed": "is a changed {id}",
    "partial": "holds parts of {id}",
    "named": "names {id}, without its text",
    "unknown": "is not recognised",
}


def licence(section: LicenseSection) -> str:
    """Label, text and conclusion in one sentence."""
    label = some([short(value, 60) for value in section.declared]) or "none"
    name = f" (named “{short(section.name, 60)}”)" if section.name else ""
    concluded = "none (NOASSERTION)" if section.concluded == "NOASSERTION" else section.concluded
    told = _told_elsewhere(section)
    return f"label {label}{name} · text {_texts(section.files)}{told} · concluded {concluded}{_effective(section)}"


def _told_elsewhere(section: LicenseSection) -> str:
    """Where a licence stands that neither a label nor a text tells."""
    if section.declared or section.files or section.concluded == "NOASSERTION":
        return ""
    at = [one.evidence for one in section.claims or () if one.says == "licence"]
    places = dict.fromkeys(f"{one.path or one.origin}{f':{one.line}' if one.line else ''}" for one in at)
    return f" · told by {', '.join(short(place, 60) for place in list(places)[:3])}" if places else ""


def _effective(section: LicenseSection) -> str:
    more = [name for name in section.effective if name not in (*section.resolved, section.concluded)]
    return f" · in effect {names(section.effective)}" if more else ""


def _texts(files: tuple[LicenseFile, ...] | None) -> str:
    if files is None:
        return "not read"
    shown = [
        f"{short(file.path, 60)} {_MATCHES[_match(file)].format(id=file.id or file.nearest or 'a known licence')}"
        for file in files
    ]
    return some(shown) or "none found"


def _match(file: LicenseFile) -> str:
    """A notice that names a licence holds nothing of its text."""
    return "named" if file.match == "partial" and file.kind == "notice" and file.similarity is None else file.match


def conflict(result: Result, found: Conflict) -> str:
    """A contradiction as advice: what not to rely on, what to treat the licence as, and why."""
    section, status = result.license, result.commercial_use.status
    detail = short(capital(found.detail), 400)
    if status == "allowed":
        return f"{detail}. All that is named is taken to apply ({names(section.effective)}), and all allows the use."
    if found.kind == "several-declared":
        return f"{detail}. Each is taken to apply, and the strictest decides."
    label = names(section.resolved or section.declared) or "the label"
    instead = names(_instead(section, found))
    if status == "forbidden":
        instead = instead or names(name for name in section.effective if name != "unknown")
    if instead == label:
        return f"{label} does not hold as it is known: its text was changed here. {detail}"
    return f"Do not rely on {label}: treat as {instead or 'unknown until settled'}. {detail}"


def _instead(section: LicenseSection, found: Conflict) -> list[str]:
    if "unknown" in section.effective:
        return []
    if found.kind in ("declared-vs-text", "text-changed"):
        return sorted({file.id for file in section.files or () if file.id and file.id not in section.resolved})
    return [name for name in section.effective if name not in section.resolved]


def lineage(ancestors: tuple[Ancestor, ...] | None) -> str:
    """The declared ancestry, nearest first."""
    if ancestors is None:
        return "not looked up"
    return " · ".join(some_of([_ancestor(one) for one in ancestors])) or "no base model declared"


def learnt(teachers: tuple[TeacherOut, ...] | None) -> str:
    """Whose outputs it or its data learnt from, and what their terms say of that."""
    said = {"forbidden": "forbids training competing models", "duty": "asks something", "allowed": "allows it"}
    shown = [f"{short(one.name)} ({said.get(one.train_models, 'terms not known')})" for one in teachers or ()]
    return " · ".join(some_of(list(dict.fromkeys(shown))))


def _ancestor(one: Ancestor) -> str:
    kind = "from" if one.relation == "unknown" else f"{one.relation} of"
    if not one.resolved:
        return f"{kind} {short(one.id)} (could not be read)"
    return f"{kind} {short(one.id)} ({names(one.license) or 'no licence'})"
