"""What the AI Act's thresholds make of a model, and how old its summary of training content may be. Indicative only."""

from collections.abc import Iterator
from datetime import date

from scanner.judge.reading.openness import Laid
from scanner.knowledge.openness import ai_act, general_purpose
from scanner.model.result import Disclosure

_SUMMARY = "training-content-summary"
_MONTH = 30.44


def duties(laid: Laid, told: tuple[Disclosure, ...]) -> Iterator[str]:
    """Each sentence begins with ``EU:``; none where nothing is known."""
    if (by_compute := _compute(laid)) is not None:
        yield f"EU: {by_compute}"
    summary = next((one for one in told if one.id == _SUMMARY), None)
    if summary is not None and (aged := _age(laid, summary)) is not None:
        yield f"EU: {aged}"


def _compute(laid: Laid) -> str | None:
    found, act = laid.compute, ai_act()["compute"]
    if found is None:
        return None
    general, systemic = float(act["general"]), float(act["systemic"])
    if found.flop <= general:
        once = " if each token was read once" if found.estimated else ""
        return f"{found.said} is not above 10^23{once}: indicatively no general-purpose model (guidelines)"
    if found.at_most:
        return f"{found.said} may be above 10^23: whether it is general-purpose is not settled (guidelines)"
    kind = (
        "indicatively general-purpose (guidelines)"
        if general_purpose(laid.tasks)
        else "general-purpose if it makes language, images or video"
    )
    if found.flop > systemic:
        return f"{found.said} is above 10^25: {kind}, and presumed to pose systemic risk (Art. 51(2))"
    return f"{found.said} is above 10^23: {kind}; not above 10^25, so nothing is presumed of systemic risk (Art. 51(2))"


def _age(laid: Laid, summary: Disclosure) -> str | None:
    """A file is at most as new as its repository's last change; a link's age is not told here."""
    months = ai_act()["renewed_months"]
    if summary.state == "claimed":
        return f"the summary of training content is linked; its age is not told here (renewed every {months} months)"
    if summary.state != "found" or laid.changed is None or laid.read_on is None:
        return None
    days = (date.fromisoformat(laid.read_on) - date.fromisoformat(laid.changed)).days
    old = f"the repository's last change was on {laid.changed}, so its summary of training content is no newer"
    return f"{old}: it was to be renewed within {months} months (Art. 53(1)(d))" if days > months * _MONTH else old
