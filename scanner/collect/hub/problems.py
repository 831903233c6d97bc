"""Answers that are refusals → one line that says what to do next. huggingface-hub decides what a refusal means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.errors import ProblemKind, TargetError

if TYPE_CHECKING:
    from scanner.collect.hub.wire import Answer

OFFLINE_HINT = "to judge from the cache or the built-in catalog instead, add --offline"


def unreachable(base: str, why: str) -> TargetError:
    """No answer came."""
    why = " ".join(why.split())[:200]
    return TargetError("unreachable", f"{base} cannot be reached ({why}): check the network or --hub; {OFFLINE_HINT}")


def busy(base: str, pause: float) -> TargetError:
    """The rate limit stands for longer than we wait."""
    return TargetError(
        "rate_limited",
        f"{base} limits requests for another {pause:.0f} s: try again then, or give a token (HF_TOKEN); {OFFLINE_HINT}",
    )


def failing(base: str, status: int) -> TargetError:
    """The Hub itself fails."""
    return TargetError("unreachable", f"{base} keeps answering {status}: try again later; {OFFLINE_HINT}")


def refusal(answer: Answer, what: str, base: str, has_token: bool) -> TargetError:
    """What a status other than 200 means for ``what`` (``the model org/name``, ``this file``)."""
    kind, words = _meaning(answer, has_token)
    absent = answer.headers.get("x-error-code") in _GONE and answer.status in (401, 404)
    return TargetError(kind, words.format(what=what, base=base, status=answer.status), absent=absent)


#: The codes by which the Hub itself says that there is no such thing; a bare status may be anybody's.
_GONE = ("RepoNotFound", "RevisionNotFound", "EntryNotFound")


_UNSEEN = "{base} knows no {what}, or it is private: check the spelling, or give a token that may see it (HF_TOKEN)"
_HIDDEN = "{base} knows no {what}, or your token may not see it: check the spelling and the token's rights"
_MESSAGES: dict[str, tuple[ProblemKind, str]] = {
    "GatedRepoError": (
        "no_access",
        "{what} is gated: accept its conditions on the Hub, then give your token (HF_TOKEN or --token)",
    ),
    "DisabledRepoError": ("disabled", "{what} is disabled by the Hub: nobody can use it; choose another"),
    "RevisionNotFoundError": (
        "revision_not_found",
        "{what}: the Hub has no such revision; check the branch, tag or commit after '@'",
    ),
}


def _meaning(answer: Answer, has_token: bool) -> tuple[ProblemKind, str]:
    name, message = _library_error(answer)
    if name in _MESSAGES:
        return _MESSAGES[name]
    if "Invalid credentials" in message:
        return "no_access", "{base} refuses the token: renew it (hf auth login), or unset HF_TOKEN"
    if name == "RepositoryNotFoundError" or answer.status in (401, 404):
        return "not_found", _HIDDEN if has_token else _UNSEEN
    if answer.status == 403:
        return "no_access", "{base} denies access to {what}: use a token with access (HF_TOKEN or --token)"
    if answer.status in (410, 451):
        return "disabled", "{what} was withdrawn from the Hub ({status}): choose another"
    return "bad_data", "{base} answered {status} for {what}: check the id and --hub"


def _library_error(answer: Answer) -> tuple[str, str]:
    """The class name of the error that huggingface-hub makes of an answer, and the server's own words."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]

    body = answer.body[:10_000]
    kept = {name: value for name, value in answer.headers.items() if name.startswith(("x-", "content-type"))}
    request = httpx2.Request("GET", answer.url)
    try:
        hf_raise_for_status(httpx2.Response(answer.status, headers=kept, content=body, request=request))
    except HfHubHTTPError as error:
        said = answer.headers.get("x-error-message", "")
        return type(error).__name__, f"{said} {error.server_message or ''}"
    except (ValueError, TypeError, AttributeError, KeyError):
        # The library trips over bodies of an unexpected shape.
        return "", ""
    return "", ""
