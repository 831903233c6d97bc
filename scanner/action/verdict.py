"""The step ``verdict``, the last: it passes or fails the job.

The Hub's trouble is no verdict. By ``on-unassessed: neutral`` it passes the job, with a warning and the output
``verdict`` at ``unknown``; a model that is not there, or not to be seen, is another thing, and fails it.
"""

import os

from scanner.action.results import Results, read_results
from scanner.action.runner import choice, folder, say
from scanner.action.scan import FILES
from scanner.model.errors import ModelscanError
from scanner.text.clean import bound
from scanner.text.counted import first_of

_SHOWN = 3
_STATUSES = ("0", "1", "2", "3")


def run() -> int:
    """The step: the scan's own exit status, save for an outage that may pass."""
    results = read_results(folder() / FILES["json"], status())
    if results.status == 3:
        return _unassessed(results)
    if results.status == 2:
        say("error", "the scan did not come to an end: the step before says why", "modelscan: not assessed")
    elif results.status == 1:
        say("error", _counts(results), f"modelscan: {results.verdict}")
    return results.status


def status() -> int:
    """The scan's exit status, from the step ``scan``. Raises :class:`ModelscanError`."""
    found = os.environ.get("MODELSCAN_STATUS", "")
    if found not in _STATUSES:
        raise ModelscanError(f"MODELSCAN_STATUS: '{found[:20]}' is no exit status of a scan; the step 'scan' gives it")
    return int(found)


def why_unassessed(results: Results) -> str:
    """What could not be assessed, and why."""
    if not results.errors:
        return "nothing was found to judge; allow-empty: true says that this is meant"
    said = [f"{bound(name, 80)}: {bound(message, 200)}" for name, _, message in results.errors]
    return f"{len(said)} not assessed: {first_of(said, _SHOWN, '; ')}"


def _unassessed(results: Results) -> int:
    neutral = choice("on-unassessed", ("neutral", "fail")) == "neutral" and results.outage
    kind, end = ("warning", "; the job passes all the same: this is no pass") if neutral else ("error", "")
    say(kind, why_unassessed(results) + end, "modelscan: not assessed")
    return 0 if neutral else 3


def _counts(results: Results) -> str:
    told = ", ".join(f"{results.counts[name]} {name}" for name in ("fail", "unknown", "review") if results.counts[name])
    return f"of {results.models} judged: {told}; the summary says what and why"
