"""What a run compares with: the base of a pull request, of a merge group, or the commit before a push."""

import re
import subprocess
from pathlib import Path

from scanner.action.runner import choice, event, given, part, workspace
from scanner.discover import git
from scanner.model.errors import ModelscanError
from scanner.text.clean import bound, one_line

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SECONDS = 60
_DEEPER = (
    "the checkout lacks the base commit: give actions/checkout 'fetch-depth: 2' (0 when it checks out another ref)"
)


def base() -> str | None:
    """The commit to compare with; None for a whole tree. Raises :class:`ModelscanError` when the checkout lacks it."""
    scope = choice("scope", ("auto", "diff", "all"))
    if scope == "all":
        return None
    if given("base"):
        return given("base")
    found = _of_pull_request() or _of_event()
    if found is None and scope == "diff":
        raise ModelscanError("input scope: this event has no base to compare with; set the input 'base', or scope: all")
    return found


def _of_pull_request() -> str | None:
    happened = event()
    stated, head = (_sha(part(happened, "pull_request", side, "sha")) for side in ("base", "head"))
    if stated is None:
        return None
    _readable()
    # GitHub checks out a trial merge: its first parent is the base that the change was merged into.
    if head is not None and _commit("HEAD^2") == head and (merged := _commit("HEAD^1")) is not None:
        return merged
    if _commit(stated) is None:
        raise ModelscanError(_DEEPER)
    if head is not None and _commit("HEAD") == stated != head:
        raise ModelscanError(
            "the checkout is the base itself and holds nothing of the pull request (as on pull_request_target): use "
            "the event pull_request, which needs no secrets here"
        )
    return stated


def _of_event() -> str | None:
    """A merge group's base; with scope ``diff`` also the commit before a push."""
    happened = event()
    found = _sha(part(happened, "merge_group", "base_sha"))
    if found is None and given("scope") == "diff":
        found = _sha(part(happened, "before"))
    if found is not None and _commit(found) is None:
        raise ModelscanError(_DEEPER)
    return found


def _sha(value: object) -> str | None:
    """A commit's full name; None for anything else, and for the zeros of a branch that is new."""
    return value if isinstance(value, str) and _SHA.fullmatch(value) and value.strip("0") else None


def _commit(name: str) -> str | None:
    done = _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _readable() -> None:
    """Raises :class:`ModelscanError` with git's own reason when it will not read the checkout at all."""
    if not _root().exists():
        raise ModelscanError(f"input path: there is no {given('path')} in the checkout")
    done = _git("rev-parse", "--git-dir")
    if done.returncode != 0:
        reason = bound(one_line(git.refusal(done)), 200)
        raise ModelscanError(f"git will not read the checkout ({reason}): mend that, or scope: all")


def _git(*words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return git.run(_root(), *words, seconds=_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise ModelscanError(
            f"git could not be run ({error}): comparing with a base needs it; or scope: all"
        ) from error


def _root() -> Path:
    path = workspace() / (given("path") or ".")
    return path.parent if path.is_file() else path
