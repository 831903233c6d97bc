"""Text: page one for a terminal."""

from collections.abc import Mapping

from scanner.model.words import VERDICTS
from scanner.report.audit.wording import excepted, standing
from scanner.report.screen import policy_line
from scanner.report.suggest import line
from scanner.runs.audit.summary import Exempt, Summary, summarise
from scanner.runs.audit.types import Audit
from scanner.text.clean import one_line
from scanner.text.counted import counted, first_of

_SHOWN = 5


def render(audit: Audit) -> str:
    """The whole page, ending in a newline."""
    found = summarise(audit)
    lines = [f"{audit.letterhead.title}, {audit.report.generated_at[:10]}", policy_line(audit.report), ""]
    lines += _tally(found)
    lines += ["", "Decisions that wait"] if found.decisions else ["", "No decision waits."]
    for one in found.decisions[:5]:
        lines.append(f"  {one.verdict}: {one.title} ({first_of(one.models, 3)})")
        lines.append(f"      owner {first_of(one.owners, 3) or 'not stated'}, by {one.due}: {one.todo}")
    lines += _alternatives(audit)
    lines += _changes(audit, found)
    for row in found.ending:
        lines.append(
            f"Waiver {row.end} {row.waiver.expires}: {row.waiver.rule} for {row.waiver.model or row.waiver.license}"
        )
    for curated in found.curations:
        lines.append(f"Curated by a person: {curated.curation.model} is {curated.curation.said}")
    if found.lacking:
        duties = counted(found.lacking, "duty applies", "duties apply")
        lines.append(
            f"{duties} to production and nobody says where {'it is' if found.lacking == 1 else 'they are'} met"
        )
    return "\n".join(_safe(line) for line in lines) + "\n"


def _tally(found: Summary) -> list[str]:
    def said(counts: Mapping[str, int], by_word: Exempt) -> str:
        return ", ".join(f"{counts[name]:,} {name}" for name in reversed(VERDICTS)) + excepted(by_word)

    lines = [f"{sum(found.counts.values()):,} judged: {said(found.counts, found.excepted)}"]
    lines.append(f"in production: {said(found.production, found.excepted_production)}")
    if found.counts["unknown"]:
        lines.append(standing(found, "unknown"))
    if found.unread:
        lines.append(f"{found.unread} could not be assessed at all")
    if found.not_live:
        lines.append(f"NOT LIVE: {found.not_live} judged on facts of a catalog or bundle")
    return lines


def _changes(audit: Audit, found: Summary) -> list[str]:
    if audit.delta is None:
        return ["", "No earlier audit to compare with."]
    parts = [f"{len(found.by_cause[cause])} {cause}" for cause in found.by_cause]
    return ["", f"Changes since {audit.delta.since[:10]}: {', '.join(parts)}"]


def _alternatives(audit: Audit) -> list[str]:
    """The best that is known in place of what fails, of the first few."""
    if not audit.alternatives:
        return []
    named = {key: found[0] for key, found in audit.alternatives.items()}
    ids = {one.key: one.result.model for one in audit.judged}
    lines = [f"  in place of {ids[key]}: {line(one)}" for key, one in list(named.items())[:_SHOWN]]
    more = [f"  and {len(named) - _SHOWN} more, in the other formats"] if len(named) > _SHOWN else []
    return ["", "What judges better than what fails, as far as is known here", *lines, *more]


def _safe(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + one_line(line)
