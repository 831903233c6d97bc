"""Training data and openness in plain words."""

from scanner.judge.reading.datasets import NOT_THERE
from scanner.model.result import (
    DatasetItem,
    DatasetsSection,
    Openness,
    Result,
)
from scanner.report.phrases.words import NOT_APPLICABLE, short, some
from scanner.text.counted import counted

_DATA = {
    "open": "open: every declared dataset is under an open licence",
    "restricted": "restricted: a declared dataset limits its use",
    "partial": "partial: {lacking}",
    "undisclosed": "undisclosed: the card declares no training data",
    "unknown": "unknown",
    "not_applicable": NOT_APPLICABLE,
}
_ITEMS = {
    "gated": "gated",
    "unlicensed": "no licence stated",
    "unresolved": "not looked up",
}
_MOF = {"none": "below MOF class III", "unknown": "MOF class not settled"}
_OSAID = {"fails": "not open source (OSAID)", "candidate": "OSAID candidate", "unknown": "OSAID not settled"}


def data(section: DatasetsSection) -> str:
    """What is known of the training data."""
    items = [f"{short(item.id)} ({_dataset(item)})" for item in section.items or ()]
    tail = {"stated": "the card says the list is complete", "unstated": "nobody says that the list is complete"}
    parts = [
        _DATA[section.status].format(lacking=_lacking(section)),
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
