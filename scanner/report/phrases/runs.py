"""Whose result it is, under what use, from where, and how it was waived, in plain words."""

from scanner.model.ids import RepoRef
from scanner.model.policy import Figure, Use
from scanner.model.report import Coverage
from scanner.model.result import (
    ReferenceOut,
    Result,
    WaiverOut,
)
from scanner.report.phrases.words import short, some_of
from scanner.text.counted import counted, first_of

#: Folders of models that a scan names.
_FOLDERS = 5
_SOURCES = {
    "hub": "live from the Hub{date}",
    "cache": "from this machine's cache{date}",
    "catalog": "NOT LIVE: catalog{date}",
    "bundle": "NOT LIVE: evidence bundle{date}",
    "local": "local folder{date}",
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


def asked(stated: Use) -> str:
    """What the status of ``commercial_use`` is of: ``Commercial use``, or another use that the policy states."""
    return f"{(stated.purpose or 'commercial').capitalize()} use"


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


def unjudged(coverage: Coverage) -> tuple[str, ...]:
    """What to check beside a scan: the models that lie in the tree, which no id names."""
    folders = coverage.model_folders
    if not folders:
        return ()
    import shlex

    named = first_of([shlex.quote(one) for one in folders], _FOLDERS, " ")
    return (f"{counted(len(folders), 'model folder')} here, not judged: modelscan check {named}",)


def used(references: tuple[ReferenceOut, ...] | None) -> str:
    """Where a source tree names the model: ``src/app.py:3, src/app.py:9``."""
    return ", ".join(some_of([f"{short(one.path)}:{one.line}" for one in references or ()]))


def waiver(said: WaiverOut | None) -> str:
    """Who waived a finding, until when and why; nothing when nobody did."""
    if said is None:
        return ""
    what = _WAIVERS[said.state].format(day=short(said.expires or "an unknown day", 30))
    who = f" by {short(said.approver, 60)}" if said.approver else ""
    ticket = f" ({short(said.ticket, 60)})" if said.ticket else ""
    return f"{what}{who}{ticket}: {short(said.reason, 200)}"
