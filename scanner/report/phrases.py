"""A result's fields in plain words: what the text screen, Markdown and HTML all say the same way.

The words that may need explaining are the contract's own; ``modelscan explain WORD`` defines each.
"""

import re
import shlex
from collections.abc import Iterable

from scanner.judge.reading.datasets import NOT_THERE
from scanner.model.ids import RepoRef
from scanner.model.policy import Figure, Use
from scanner.model.report import Coverage
from scanner.model.result import (
    AccessSection,
    Ancestor,
    Conflict,
    DatasetItem,
    DatasetsSection,
    LicenseFile,
    LicenseSection,
    Openness,
    Profile,
    ReferenceOut,
    Result,
    TeacherOut,
    WaiverOut,
    WeightsSection,
)
from scanner.text.clean import bound, one_line
from scanner.text.counted import counted

#: Folders of models that a scan names.
_FOLDERS = 5
_SENTENCE = re.compile(r"(?<=[^\W\d_][.;])\s+|(?<=\][.;])\s+")
_SOURCES = {
    "hub": "live from the Hub{date}",
    "cache": "from this machine's cache{date}",
    "catalog": "NOT LIVE: catalog{date}",
    "bundle": "NOT LIVE: evidence bundle{date}",
    "local": "local folder{date}",
}
_WEIGHTS = {
    "available": "available",
    "gated": "gated",
    "partial": "partial",
    "missing": "missing: no weights among the repo's files",
    "unknown": "unknown: the list of files was not read",
    "not_applicable": "not applicable",
}
#: What is amiss with partial weights, by the rule that says so.
_PARTIAL = {
    "WGT003": "an adapter, which needs its base model",
    "WGT004": "files that the shard index names are missing",
    "WGT005": "a derived format; the original lies elsewhere",
}
_DATA = {
    "open": "open: every declared dataset is under an open licence",
    "restricted": "restricted: a declared dataset limits its use",
    "partial": "partial: {lacking}",
    "undisclosed": "undisclosed: the card declares no training data",
    "unknown": "unknown",
    "not_applicable": "not applicable",
}
_GATES = {"auto": "accepting the terms on the Hub opens it", "manual": "a person decides on each request"}
_MATCHES = {
    "exact": "is {id}, word for word",
    "equivalent": "is {id}",
    "changed": "is a changed {id}",
    "partial": "holds parts of {id}",
    "named": "names {id}, without its text",
    "unknown": "is not recognised",
}
_UNSTATED = {
    "modifies": "modification",
    "trains_on_outputs": "output training",
    "monthly_active_users": "users",
    "annual_revenue_usd": "revenue",
    "accepts_use_restrictions": "accepted use restrictions",
    "registered_with": "registrations",
}
_WAIVERS = {
    "valid": "waived until {day}",
    "expiring": "waived, EXPIRES {day}",
    "expired": "its waiver EXPIRED {day}, granted",
    "outgrown": "its waiver NO LONGER HOLDS (terms or texts changed since), granted",
    "baseline": "in the baseline",
    "inline": "ignored in the source",
    "documentation": "only documented",
}
_LIST_LENGTH = 3


def short(text: str, limit: int = 100) -> str:
    """What others wrote, on one line and of bounded length: nobody can flood a screen with a name."""
    return bound(one_line(text), limit)


def sentence(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE.split(one_line(text), maxsplit=1)[0]


def identity(result: Result) -> str:
    """``org/name@sha``, the sha short."""
    return str(RepoRef(short(result.model), result.repo_type, (result.revision or "")[:8]))


def source(result: Result) -> str:
    """Where the facts come from and on which day they were true."""
    if result.error:
        return "not assessed"
    if result.source == "local" and result.references is not None:
        return "named in the source; nothing to look up"
    day = (result.observed_at or "").split("T")[0]
    return _SOURCES[result.source].format(date=f", {day}" if day else ", date unknown")


def trouble(result: Result) -> str:
    """Why a target could not be judged, without repeating its name."""
    message = short(result.error.message, 400) if result.error else ""
    return message.removeprefix(f"{short(result.model)}: ")


def use(stated: Use) -> str:
    """The use a policy states, in a few words."""
    parts = [
        f"{stated.purpose} use" if stated.purpose else "",
        stated.delivery or "",
        {True: "modified", False: "unmodified", None: ""}[stated.modifies],
        "trains on outputs" if stated.trains_on_outputs else "",
        {True: "competes with model providers", False: "competes with no model provider", None: ""}[stated.competes],
        _figures("users a month", stated.monthly_active_users),
        _figures("USD a year", stated.annual_revenue_usd),
        "in " + ", ".join(stated.territories) if stated.territories else "",
        "for " + ", ".join(stated.fields) if stated.fields else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing of the use is stated"


def _figures(unit: str, figures: tuple[Figure, ...] | None) -> str:
    return " / ".join(f"{figure.value:,}" for figure in figures) + f" {unit}" if figures else ""


def unstated(names: tuple[str, ...]) -> str:
    """What of the use a policy leaves open, as words."""
    return ", ".join(_UNSTATED.get(name, name.replace("_", " ")) for name in names)


def licence(section: LicenseSection) -> str:
    """Label, text and conclusion in one sentence."""
    label = _some([short(value, 60) for value in section.declared]) or "none"
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
    more = [name for name in section.effective if name not in section.resolved]
    return f" · in effect {_names(section.effective)}" if more else ""


def _texts(files: tuple[LicenseFile, ...] | None) -> str:
    if files is None:
        return "not read"
    shown = [
        f"{short(file.path, 60)} {_MATCHES[_match(file)].format(id=file.id or file.nearest or 'a known licence')}"
        for file in files
    ]
    return _some(shown) or "none found"


def _match(file: LicenseFile) -> str:
    """A notice that names a licence holds nothing of its text."""
    return "named" if file.match == "partial" and file.kind == "notice" and file.similarity is None else file.match


def conflict(result: Result, found: Conflict) -> str:
    """A contradiction as advice: what not to rely on, what to treat the licence as, and why."""
    section, status = result.license, result.commercial_use.status
    detail = (
        short(found.detail[:1].upper() + found.detail[1:], 400)
        if found.detail.startswith("declared ")
        else short(found.detail, 400)
    )
    if status == "allowed":
        return f"{detail}. All that is named is taken to apply ({_names(section.effective)}), and all allows the use."
    if found.kind == "several-declared":
        return f"{detail}. Each is taken to apply, and the strictest decides."
    label = _names(section.resolved or section.declared) or "the label"
    instead = _names(_instead(section, found))
    if status == "forbidden":
        instead = instead or _names(name for name in section.effective if name != "unknown")
    return f"Do not rely on {label}: treat as {instead or 'unknown until settled'}. {detail}"


def _names(values: Iterable[str]) -> str:
    return ", ".join(short(value, 60) for value in values)


def _instead(section: LicenseSection, found: Conflict) -> list[str]:
    if "unknown" in section.effective:
        return []
    if found.kind in ("declared-vs-text", "text-changed"):
        return sorted({file.id for file in section.files or () if file.id and file.id not in section.resolved})
    return [name for name in section.effective if name not in section.resolved]


_REFUSED = {
    "gate": "the owner's gate is closed to this caller",
    "token": "the Hub refuses the token",
    "region": "refused to this region",
    "organisation": "refused by your organisation's policy",
    "law": "withheld for legal reasons",
    "hub": "refused by the Hub",
}


def access(section: AccessSection) -> str:
    """What stands between us and the files, and what to do; empty where nothing does."""
    said = _REFUSED.get(section.refused_by or "", "")
    parts = [
        said,
        f"superseded by {short(section.superseded_by)}" if section.superseded_by else "",
        section.fix if said or section.gated else "",
    ]
    return " · ".join(part for part in parts if part)


def weights(section: WeightsSection, why: str = "", *, reported: bool = False) -> str:
    """Whether the weights can be had, ``why`` not, in which formats and how large. ``reported``: by a catalog, which
    did not look at the files."""
    unseen = reported and section.status == "available"
    status = (
        ("reported" + ("; gate not known" if section.gated is None else "")) if unseen else _WEIGHTS[section.status]
    )
    parts = [
        status + why + _gate(section),
        ", ".join(section.formats),
        counted(section.files, "file") if section.files else "",
        size(section.bytes) if section.bytes else "",
        f"{amount(section.parameters)} parameters" if section.parameters else "",
    ]
    return " · ".join(part for part in parts if part)


def amiss(result: Result) -> str:
    """What the status of the weights is owed to, where it does not say so itself."""
    if result.repo_type == "closed-api":
        return ": the model stays with its provider"
    if result.weights.status != "partial":
        return ""
    violated = [finding.rule for finding in result.findings if finding.outcome in ("violated", "waived")]
    why = [_PARTIAL[rule] for rule in violated if rule in _PARTIAL]
    return f": {'; '.join(why)}" if why else ""


def _gate(section: WeightsSection) -> str:
    if section.gated not in ("auto", "manual"):
        return ""
    return f"{': ' if section.status == 'gated' else ', gated: '}{_GATES[section.gated]}"


def size(count: int) -> str:
    """Bytes in decimal units, as the Hub counts them."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} B"


def unjudged(coverage: Coverage) -> tuple[str, ...]:
    """What to check beside a scan: the models that lie in the tree, which no id names."""
    folders = coverage.model_folders
    if not folders:
        return ()
    more = f" and {len(folders) - _FOLDERS} more" if len(folders) > _FOLDERS else ""
    named = " ".join(shlex.quote(one) for one in folders[:_FOLDERS])
    return (f"{counted(len(folders), 'model folder')} here, not judged: modelscan check {named}{more}",)


def amount(count: int) -> str:
    """A number of parameters."""
    for unit, factor in (("T", 10**12), ("B", 10**9), ("M", 10**6)):
        if count >= factor * 0.9995:  # what rounds up to a whole of the next unit is said in it
            return f"{count / factor:.3g}{unit}"
    return f"{count:,}"


def data(section: DatasetsSection) -> str:
    """What is known of the training data."""
    items = [f"{short(item.id)} ({_dataset(item)})" for item in section.items or ()]
    tail = {"stated": "the card says the list is complete", "unstated": "nobody says that the list is complete"}
    parts = [
        _DATA[section.status].format(lacking=_lacking(section)),
        _some(items),
        tail[section.complete] if items else "",
    ]
    return " · ".join(part for part in parts if part)


_ITEMS = {
    "gated": "gated",
    "unlicensed": "no licence stated",
    "unresolved": "not looked up",
}


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
    return f"of {len(section.items or ())} declared datasets {', '.join(told)}" if told else "some do not resolve"


def lineage(ancestors: tuple[Ancestor, ...] | None) -> str:
    """The declared ancestry, nearest first."""
    if ancestors is None:
        return "not looked up"
    return " · ".join(_some_of([_ancestor(one) for one in ancestors])) or "no base model declared"


def learnt(teachers: tuple[TeacherOut, ...] | None) -> str:
    """Whose outputs it or its data learnt from, and what their terms say of that."""
    said = {"forbidden": "forbids training competing models", "duty": "asks something", "allowed": "allows it"}
    shown = [f"{short(one.name)} ({said.get(one.train_models, 'terms not known')})" for one in teachers or ()]
    return " · ".join(_some_of(list(dict.fromkeys(shown))))


def _ancestor(one: Ancestor) -> str:
    kind = "from" if one.relation == "unknown" else f"{one.relation} of"
    if not one.resolved:
        return f"{kind} {short(one.id)} (could not be read)"
    return f"{kind} {short(one.id)} ({_names(one.license) or 'no licence'})"


def used(references: tuple[ReferenceOut, ...] | None) -> str:
    """Where a source tree names the model: ``src/app.py:3, src/app.py:9``."""
    return ", ".join(_some_of([f"{short(one.path)}:{one.line}" for one in references or ()]))


_MOF = {"none": "below MOF class III", "unknown": "MOF class not settled"}
_OSAID = {"fails": "not open source (OSAID)", "candidate": "OSAID candidate", "unknown": "OSAID not settled"}


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


def waiver(said: WaiverOut | None) -> str:
    """Who waived a finding, until when and why; nothing when nobody did."""
    if said is None:
        return ""
    what = _WAIVERS[said.state].format(day=short(said.expires or "an unknown day", 30))
    who = f" by {short(said.approver, 60)}" if said.approver else ""
    ticket = f" ({short(said.ticket, 60)})" if said.ticket else ""
    return f"{what}{who}{ticket}: {short(said.reason, 200)}"


def profile(section: Profile) -> str:
    """Facts for choosing."""
    memory = section.memory_gb.weights if section.memory_gb else None
    parts = [
        short(section.task or "", 60),
        short(section.library or "", 60),
        f"{amount(section.parameters)} parameters" if section.parameters else "",
        f"weights take {memory:.1f} GB" if memory else "",
        f"created {short(section.created)[:10]}" if section.created else "",
        f"changed {short(section.last_modified)[:10]}" if section.last_modified else "",
        f"{section.downloads_30d:,} downloads in 30 days" if section.downloads_30d is not None else "",
        f"fine-tuning {section.fine_tuning}",
    ]
    return " · ".join(part for part in parts if part)


def _some_of(items: list[str]) -> list[str]:
    more = len(items) - _LIST_LENGTH
    return [*items[:_LIST_LENGTH], f"{more} more"] if more > 0 else items


def _some(items: list[str]) -> str:
    return "; ".join(_some_of(items))
