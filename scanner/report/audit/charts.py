"""What the charts show, as numbers and places; ``templates/audit_parts.html.j2`` draws them as SVG."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from scanner.model.frozen import dataclass
from scanner.model.words import VERDICTS
from scanner.report.phrases import short
from scanner.runs.audit.summary import Summary
from scanner.runs.audit.types import Audit

#: Widths in the units of the drawing: the labels' column, the bars', and the numbers' behind them.
LABEL, BAR, TAIL = 190, 360, 90
_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a bar: its colour's name, where it begins, how long it is, and what it counts."""

    color: str
    x: float
    width: float
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A labelled row; ``tail`` stands behind the bar."""

    label: str
    tail: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart. ``said`` is the whole of it in a sentence; ``legend`` the colours' names; ``mark`` a line (today)."""

    id: str
    title: str
    said: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    mark: float | None = None

    @property
    def height(self) -> int:
        """In the units of the drawing."""
        return 26 * max(len(self.bars), 1) + 8


def charts(audit: Audit, summary: Summary) -> tuple[Chart, ...]:
    """Every chart that has something to show."""
    made = (
        _verdicts(summary),
        _trend(audit, summary),
        _families(audit),
        _data(audit),
        _lineage(audit),
        _waivers(audit, summary),
    )
    return tuple(chart for chart in made if chart.bars)


def _stacked(label: str, counts: Mapping[str, int], most: int) -> Bar:
    x, parts = 0.0, []
    for name in VERDICTS:
        width = BAR * counts.get(name, 0) / max(most, 1)
        if width:
            parts.append(Part(color=name, x=round(x, 1), width=round(width, 1), value=counts[name]))
        x += width
    return Bar(label=label, tail=f"{sum(counts.get(name, 0) for name in VERDICTS):,}", parts=tuple(parts))


def _verdicts(summary: Summary) -> Chart:
    rows = (("Everything", summary.counts), ("In production", summary.production))
    most = sum(summary.counts.values())
    return Chart(
        id="verdicts",
        title="Verdicts",
        said="; ".join(f"{label}: {_said(counts)}" for label, counts in rows),
        bars=tuple(_stacked(label, counts, most) for label, counts in rows),
        legend=VERDICTS,
    )


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(name, 0):,} {name}" for name in VERDICTS)


def _trend(audit: Audit, summary: Summary) -> Chart:
    rows = [(one.as_of[:10], one.counts) for one in audit.trend[-7:]]
    rows.append((audit.report.generated_at[:10], summary.counts))
    most = max(sum(counts.get(name, 0) for name in VERDICTS) for _, counts in rows)
    bars = tuple(_stacked(label, counts, most) for label, counts in rows)
    return Chart(
        id="trend",
        title="Audit by audit",
        said="; ".join(f"{label}: {_said(counts)}" for label, counts in rows),
        bars=bars if len(bars) > 1 else (),
        legend=VERDICTS,
    )


def _plain(name: str, title: str, counts: Iterable[tuple[str, int]]) -> Chart:
    rows = [(label, count) for label, count in counts if count][:_ROWS]
    most = max((count for _, count in rows), default=1)
    bars = (
        Bar(
            label=short(label, 28),
            tail=f"{count:,}",
            parts=(Part(color="plain", x=0.0, width=round(BAR * count / most, 1), value=count),),
        )
        for label, count in rows
    )
    said = ", ".join(f"{short(label, 60)} {count:,}" for label, count in rows)
    return Chart(id=name, title=title, said=said, bars=tuple(bars))


def _families(audit: Audit) -> Chart:
    found: Counter[str] = Counter()
    for one in audit.judged:
        names = one.result.license.effective
        found.update({audit.families.get(name, "not recognised") for name in names} or {"none stated"})
    return _plain("families", "Licence families in effect", found.most_common())


def _data(audit: Audit) -> Chart:
    found: Counter[str] = Counter(one.result.datasets.status for one in audit.judged if one.result.repo_type == "model")
    order = ("open", "restricted", "partial", "undisclosed", "unknown")
    return _plain("data", "Openness of training data", ((name, found[name]) for name in order))


def _lineage(audit: Audit) -> Chart:
    labels = ("no base named", "one step from its base", "two steps", "three steps or more", "a base could not be read")
    found: Counter[str] = Counter()
    for one in audit.judged:
        if one.result.repo_type != "model" or one.result.lineage is None:
            continue
        depth = max((each.depth for each in one.result.lineage), default=0)
        unread = any(not each.resolved for each in one.result.lineage)
        found[labels[4] if unread else labels[min(depth, 3)]] += 1
    return _plain("lineage", "Lineage", ((label, found[label]) for label in labels))


def _waivers(audit: Audit, summary: Summary) -> Chart:
    """Half a year back and ahead; the line is today."""
    today, span = date.fromisoformat(audit.report.generated_at[:10]).toordinal(), 184

    def place(text: str) -> float:
        days = date.fromisoformat(text[:10]).toordinal() - today
        return round(BAR * (min(max(days, -span), span) + span) / (2 * span), 1)

    bars = []
    for row in summary.waivers[:_ROWS]:
        start, end = place(row.waiver.created), place(row.waiver.expires)
        part = Part(color=row.state.replace(" ", "-"), x=start, width=max(end - start, 2.0), value=row.left)
        name = short((row.waiver.model or row.waiver.license or "").rpartition("/")[2], 28)
        bars.append(Bar(label=name, tail=f"{row.state}", parts=(part,)))
    said = "; ".join(
        f"{row.waiver.rule} for {short(row.waiver.model or row.waiver.license or '')} until {row.waiver.expires}: "
        f"{row.state}"
        for row in summary.waivers[:_ROWS]
    )
    return Chart(id="waivers", title="Waivers, half a year back and ahead", said=said, bars=tuple(bars), mark=BAR / 2)
