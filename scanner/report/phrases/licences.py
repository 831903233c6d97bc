"""Licences, contradictions, ancestors and teachers, training data and openness, in plain words."""

from scanner.judge.reading.datasets import NOT_THERE
from scanner.model.ids import RepoRef, one_name
from scanner.model.policy import Curation
from scanner.model.result import (
    Ancestor,
    Conflict,
    DatasetItem,
    DatasetsSection,
    LicenseFile,
    LicenseSection,
    Openness,
    Result,
    TeacherOut,
    cited,
)
from scanner.report.phrases.words import NOT_APPLICABLE, names, short, some, some_of
from scanner.text.clean import capital
from scanner.text.counted import counted

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
    text = f"{_texts(section.files)}{_told_elsewhere(section)}"
    return f"label {label}{name} · text {text} · concluded {concluded}{_effective(section)}{_by(section)}"


def in_effect(section: LicenseSection) -> str:
    """The licences in effect, and whether a person concluded any of them."""
    return names(section.effective) + (" (curated)" if section.curations else "")


def _by(section: LicenseSection) -> str:
    """Which part of it a person concluded in the policy, and on what evidence."""
    shown = [f"{short(one.model, 60)} is {short(one.said, 200)}" for one in section.curations]
    return f" · curated in the policy: {some(shown)}" if shown else ""


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
    if decided := _decided(result):
        return f"{detail}. A curation in the policy decides, and it alone is applied: {short(decided.said, 200)}"
    if status == "allowed":
        return f"{detail}. All that is named is taken to apply ({names(section.effective)}), and all allows the use."
    if found.kind == "several-declared":
        return _each(detail)
    label, instead = names(section.resolved or section.declared) or "the label", names(_instead(section, found))
    if status in ("forbidden", "conditional"):
        instead = instead or names(_besides(section) or [name for name in section.effective if name != "unknown"])
    if instead == label and found.kind == "text-changed":
        return f"{label} does not hold as it is known: its text was changed here. {detail}"
    if _label_decides(result):
        return _each(detail)
    return f"Do not rely on {label}: treat as {instead or 'unknown until settled'}. {detail}"


def _decided(result: Result) -> Curation | None:
    """What a person concluded of this very repo."""
    named = one_name(str(RepoRef(result.model, result.repo_type)))
    return next((one for one in result.license.curations if one_name(one.model) == named), None)


def _each(detail: str) -> str:
    return f"{detail}. Each is taken to apply, and the strictest decides."


def _label_decides(result: Result) -> bool:
    """Whether a condition of the label's own licence forbids the use or leaves it open; the other frees nobody."""
    use, met = result.commercial_use, {"forbidden": False, "conditional": None}
    deciding = {one.license for one in use.conditions if use.status in met and one.met is met[use.status]}
    return not deciding.isdisjoint(result.license.resolved)


def _instead(section: LicenseSection, found: Conflict) -> list[str]:
    if "unknown" in section.effective:
        return []
    if found.kind in ("declared-vs-text", "text-changed"):
        return sorted({file.id for file in section.files or () if file.id and file.id not in section.resolved})
    return _besides(section)


def _besides(section: LicenseSection) -> list[str]:
    """What is in effect beside the label, by name."""
    return [name for name in section.effective if name not in (*section.resolved, "unknown")]


def owed(result: Result) -> str:
    """What is to be said of duties where none applies for sure: that none is known is said of known terms alone."""
    if result.error is not None or "unknown" in result.license.effective or result.commercial_use.status == "unknown":
        return "not all known, as the terms are not"
    other = [one for one in result.obligations or () if one.applies is False]
    shown = "; ".join(f"{one.text.rstrip('.')} ({cited(one.license, one.clause)})" for one in other)
    return (
        f"none for the stated use. Where it is shipped, changed or served otherwise: {shown}" if other else "none known"
    )


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


_DATA = {
    "open": "open: every declared dataset is under an open licence",
    "restricted": "restricted: a declared dataset limits its use",
    "partial": "partial: {lacking}",
    "undisclosed": "undisclosed: the card declares no training data",
    "unknown": "unknown",
    "not_applicable": NOT_APPLICABLE,
}
#: The same of a catalog, which has the card's metadata alone.
_UNREAD = {"undisclosed": "undisclosed: the card's metadata names none; its text was not read"}
_ITEMS = {
    "gated": "gated",
    "unlicensed": "no licence stated",
    "unresolved": "not looked up",
}
_MOF = {"none": "below MOF class III", "unknown": "MOF class not settled"}
_OSAID = {"fails": "not open source (OSAID)", "candidate": "OSAID candidate", "unknown": "OSAID not settled"}


def data(section: DatasetsSection, *, card: bool = True) -> str:
    """What is known of the training data. ``card``: whether the card itself was read."""
    items = [f"{short(item.id)} ({_dataset(item)})" for item in section.items or ()]
    said = _DATA[section.status].format(lacking=_lacking(section))
    tail = {"stated": "the card says the list is complete", "unstated": "nobody says that the list is complete"}
    parts = [
        _UNREAD.get(section.status, said) if not card else said,
        some(items),
        tail[section.complete] if items else "",
    ]
    return " · ".join(part for part in parts if part)


def _seen(item: DatasetItem) -> str:
    """What was found of a data set that settles nothing: "not found" only where it was looked up."""
    gone = any((one.value or "").startswith(NOT_THERE) for one in item.evidence)
    return NOT_THERE if item.status == "unresolved" and gone else _ITEMS[item.status]


def _dataset(item: DatasetItem) -> str:
    """A data set's licence and status; of one that was not seen nothing else can be said."""
    if item.status in _ITEMS and not item.license:
        return _seen(item)
    return f"{short(item.license or 'no licence', 60)}, {item.status}"


def _lacking(section: DatasetsSection) -> str:
    """Why declared data is only partly open, by what was found of each."""
    found = [_seen(item) for item in section.items or () if item.status in _ITEMS]
    told = [f"{found.count(words)} {words}" for words in dict.fromkeys(found)]
    whole = counted(len(section.items or ()), "declared dataset")
    return f"of {whole}, {', '.join(told)}" if told else "some do not resolve"


def openness(section: Openness) -> str:
    """How open the release is by three measures, none of them part of the verdict, and why."""
    reasons = "; ".join(short(reason, 400) for reason in section.reasons or ())
    return " · ".join(part for part in (measures(section), reasons) if part)


def openness_line(result: Result) -> str:
    """One line on a model's openness, or on what a dataset's documentation tells."""
    if result.repo_type == "dataset":
        return "; ".join(short(reason, 300) for reason in result.openness.reasons or ())
    return measures(result.openness) if result.openness.mof_components else ""


def measures(section: Openness) -> str:
    """The three measures alone."""
    parts = [
        _MOF.get(section.mof_class, f"MOF class {section.mof_class}"),
        _OSAID[section.osaid],
        f"EU exemption {section.eu_exemption}",
    ]
    return " · ".join(parts)
