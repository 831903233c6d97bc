"""What the charts show, as numbers and places; ``templates/audit_parts.html.j2`` draws them as SVG.

Lengths are percentages of the drawing's width and heights are pixels, so that a chart fills its place at any width
while its letters stay as large as the page's. Each row has its words above the bar and, where a bar has several parts,
what they count below it: nothing can lie over anything.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from scanner.model.frozen import dataclass
from scanner.model.words import VERDICTS
from scanner.report.ladder import NOT_KNOWN, STEPS, ladder
from scanner.report.phrases import short
from scanner.runs.audit.summary import Summary
from scanner.runs.audit.types import Audit

_ROWS = 10
_ORDER = tuple(reversed(VERDICTS))
#: Heights of a row's pieces: the words above, the bar, the words below.
HEAD, BAR, FOOT, GAP = 18, 12, 17, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a bar: its colour's name, where it begins and how long it is in percent, and what it counts."""

    color: str
    x: float
    width: float
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row: ``label`` at the left above the bar, ``tail`` at the right, ``foot`` below it."""

    label: str
    tail: str
    parts: tuple[Part, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on the axis, in percent, and what stands there."""

    x: float
    text: str
    anchor: str
    today: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart. ``unit`` says what is counted, ``said`` the whole of it in a sentence, ``legend`` the
    names of its colours."""

    id: str
    title: str
    unit: str
    said: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    ticks: tuple[Tick, ...] = ()

    @property
    def step(self) -> int:
        """From row to row, in pixels."""
        return HEAD + BAR + GAP + (FOOT if any(bar.foot for bar in self.bars) else 0)

    @property
    def height(self) -> int:
        """In pixels."""
        return self.step * max(len(self.bars), 1) + (FOOT if self.ticks else 0)


def charts(audit: Audit, summary: Summary) -> tuple[Chart, ...]:
    """Every chart that has something to show."""
    made = (
        _verdicts(summary),
        _trend(audit, summary),
        _families(audit),
        _data(audit),
        _openness(audit),
        _lineage(audit),
        _waivers(audit, summary),
    )
    return tuple(chart for chart in made if chart.bars)


def strip(counts: Mapping[str, int]) -> tuple[Part, ...]:
    """One bar over its whole width, worst first."""
    return _stacked("", counts, sum(counts.get(name, 0) for name in _ORDER)).parts


def tally(counts: Mapping[str, int]) -> str:
    """``1 fail · 3 review``: what there is, worst first."""
    return " · ".join(f"{counts[name]:,} {name}" for name in _ORDER if counts.get(name))


def _stacked(label: str, counts: Mapping[str, int], most: int) -> Bar:
    x, parts = 0.0, []
    for name in _ORDER:
        width = 100 * counts.get(name, 0) / max(most, 1)
        if width:
            parts.append(Part(color=name, x=round(x, 2), width=round(width, 2), value=counts[name]))
        x += width
    total = sum(counts.get(name, 0) for name in _ORDER)
    return Bar(label=label, tail=f"{total:,}", parts=tuple(parts), foot=tally(counts))


def _chart(name: str, title: str, unit: str, rows: Iterable[tuple[str, Mapping[str, int]]]) -> Chart:
    """Bars of verdicts, all to one scale."""
    rows = [(short(label, 32), counts) for label, counts in rows]
    most = max((sum(counts.get(each, 0) for each in _ORDER) for _, counts in rows), default=1)
    return Chart(
        id=name,
        title=title,
        unit=unit,
        said="; ".join(f"{label}: {tally(counts) or 'none'}" for label, counts in rows),
        bars=tuple(_stacked(label, counts, most) for label, counts in rows),
        legend=_ORDER,
    )


def _verdicts(summary: Summary) -> Chart:
    return _chart("verdicts", "Verdicts", "models", (("In production", summary.production), ("All", summary.counts)))


def _trend(audit: Audit, summary: Summary) -> Chart:
    rows: list[tuple[str, Mapping[str, int]]] = [(one.as_of[:10], one.counts) for one in audit.trend[-7:]]
    rows.append((audit.report.generated_at[:10], summary.counts))
    return _chart("trend", "Audit by audit", "models", rows if len(rows) > 1 else ())


def _plain(name: str, title: str, unit: str, counts: Iterable[tuple[str, int]]) -> Chart:
    rows = [(label, count) for label, count in counts if count][:_ROWS]
    most = max((count for _, count in rows), default=1)
    bars = (
        Bar(
            label=short(label, 32),
            tail=f"{count:,}",
            parts=(Part(color="plain", x=0.0, width=round(100 * count / most, 2), value=count),),
        )
        for label, count in rows
    )
    said = ", ".join(f"{short(label, 60)} {count:,}" for label, count in rows)
    return Chart(id=name, title=title, unit=unit, said=said, bars=tuple(bars))


def _families(audit: Audit) -> Chart:
    found: Counter[str] = Counter()
    for one in audit.judged:
        names = one.result.license.effective
        found.update({audit.families.get(name, "not recognised") for name in names} or {"none stated"})
    return _plain("families", "Licence families in effect", "a model may stand in several", found.most_common())


def _data(audit: Audit) -> Chart:
    found: Counter[str] = Counter(one.result.datasets.status for one in audit.judged if one.result.repo_type == "model")
    order = ("open", "restricted", "partial", "undisclosed", "unknown")
    return _plain("data", "Training data", "models", ((name, found[name]) for name in order))


def _openness(audit: Audit) -> Chart:
    found = Counter(one.step for each in audit.judged if (one := ladder(each.result)) is not None)
    names = ((number, STEPS[number - 1] if number else NOT_KNOWN) for number in (*range(1, len(STEPS) + 1), 0))
    return _plain("openness", "How open", "models, by step of the ladder", ((name, found[at]) for at, name in names))


def _lineage(audit: Audit) -> Chart:
    labels = ("no base named", "one step from its base", "two steps", "three steps or more", "a base could not be read")
    found: Counter[str] = Counter()
    for one in audit.judged:
        if one.result.repo_type != "model" or one.result.lineage is None:
            continue
        depth = max((each.depth for each in one.result.lineage), default=0)
        unread = any(not each.resolved for each in one.result.lineage)
        found[labels[4] if unread else labels[min(depth, 3)]] += 1
    return _plain("lineage", "Lineage", "models", ((label, found[label]) for label in labels))


def _waivers(audit: Audit, summary: Summary) -> Chart:
    """Half a year back and ahead."""
    today, span = date.fromisoformat(audit.report.generated_at[:10]), 184

    def place(text: str) -> float:
        days = (date.fromisoformat(text[:10]) - today).days
        return round(100 * (min(max(days, -span), span) + span) / (2 * span), 2)

    bars = []
    for row in summary.waivers[:_ROWS]:
        start, end = place(row.waiver.created), place(row.waiver.expires)
        part = Part(color=row.state.replace(" ", "-"), x=start, width=max(end - start, 1.0), value=row.left)
        name = short((row.waiver.model or row.waiver.license or "").rpartition("/")[2], 28)
        ends = f"{row.state}, to {row.waiver.expires[:10]}"
        bars.append(Bar(label=f"{row.waiver.rule} {name}", tail="", parts=(part,), foot=ends))
    said = "; ".join(
        f"{row.waiver.rule} for {short(row.waiver.model or row.waiver.license or '')} until {row.waiver.expires}: "
        f"{row.state}"
        for row in summary.waivers[:_ROWS]
    )
    ticks = (
        Tick(x=0, text=str(today - timedelta(days=span)), anchor="start"),
        Tick(x=50, text=f"today, {today}", anchor="middle", today=True),
        Tick(x=100, text=str(today + timedelta(days=span)), anchor="end"),
    )
    return Chart(
        id="waivers", title="Waivers", unit="half a year back and ahead", said=said, bars=tuple(bars), ticks=ticks
    )
