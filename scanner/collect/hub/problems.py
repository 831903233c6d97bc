"""Answers that are refusals → one line that says what to do next. huggingface-hub decides what a refusal means."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from scanner.knowledge.patterns import recorded
from scanner.model.errors import ProblemKind, Refused, TargetError

if TYPE_CHECKING:
    from scanner.collect.hub.wire import Answer

_OFFLINE = "to judge from the cache or the built-in catalog instead, add --offline"


def unreachable(base: str, why: str) -> TargetError:
    """No answer came."""
    why = " ".join(why.split())[:200]
    said = f"{base} cannot be reached ({why}): check the network or --hub"
    return TargetError("unreachable", said, otherwise=_OFFLINE)


def busy(base: str, pause: float) -> TargetError:
    """The rate limit stands for longer than we wait."""
    return TargetError(
        "rate_limited",
        f"{base} limits requests for another {pause:.0f} s: try again then, or give a token (HF_TOKEN)",
        otherwise=_OFFLINE,
    )


def spent(base: str, budget: float) -> TargetError:
    """A target has used up its time."""
    return TargetError(
        "unreachable", f"{base} is too slow: the {budget:.0f} s that one target may take are over; try again later"
    )


def failing(base: str, status: int) -> TargetError:
    """The Hub itself fails."""
    return TargetError("unreachable", f"{base} keeps answering {status}: try again later", otherwise=_OFFLINE)


def refusal(answer: Answer, what: str, base: str, has_token: bool) -> TargetError:
    """What a status other than 200 means for ``what`` (``the model org/name``, ``this file``)."""
    kind, words, refused = _meaning(answer, has_token)
    absent = answer.headers.get("x-error-code") in _GONE and answer.status in (401, 404)
    said = words.format(what=what, base=base, status=answer.status)
    return TargetError(kind, said, absent=absent, private=absent and answer.status == 401, refused=refused)


#: The codes by which the Hub itself says that there is no such thing. A bare status may be anybody's; a repo that lacks
#: a revision is there.
_GONE = ("RepoNotFound", "EntryNotFound")


_UNSEEN = "{base} knows no {what}, or it is private: check the spelling, or give a token that may see it (HF_TOKEN)"
_HIDDEN = "{base} knows no {what}, or your token may not see it: check the spelling and the token's rights"
#: kind, words, and who refuses what is there.
_Meaning: TypeAlias = tuple[ProblemKind, str, Refused | None]
_MESSAGES: dict[str, _Meaning] = {
    "GatedRepoError": (
        "no_access",
        "{what} is gated: accept its conditions on the Hub, then give your token (HF_TOKEN or --token)",
        "gate",
    ),
    "DisabledRepoError": ("disabled", "{what} is disabled by the Hub: nobody can use it; choose another", "hub"),
    "RevisionNotFoundError": (
        "revision_not_found",
        "{what}: the Hub has no such revision; check the branch, tag or commit after '@'",
        None,
    ),
}
_NOT_LISTED = "{what} is gated and your token's account is not let in: ask its owner on the Hub, then run again"
_REGION = "{base} refuses {what} to this region: have it fetched where it is offered and licensed, or choose another"
_ORGANISATION = "your organisation's policy on the Hub refuses {what}: ask its administrators, or choose another"
_LAW = "{base} withholds {what} for legal reasons ({status}): choose another"
#: What answers say, in their codes, headers and words, of who refuses.
_SAYS_REGION = recorded("region-refused")
_SAYS_ORGANISATION = recorded("organisation-refused")


def _meaning(answer: Answer, has_token: bool) -> _Meaning:
    name, message = _library_error(answer)
    if name == "GatedRepoError" and has_token and answer.status == 403:
        return "no_access", _NOT_LISTED, "gate"
    if name in _MESSAGES:
        return _MESSAGES[name]
    if "Invalid credentials" in message:
        return "no_access", "{base} refuses the token: renew it (hf auth login), or unset HF_TOKEN", "token"
    refused = _refuser(f"{answer.headers.get('x-error-code', '')} {message}") if answer.status in (403, 451) else None
    if refused is not None:
        return "no_access" if answer.status == 403 else "disabled", *refused
    if name == "RepositoryNotFoundError" or answer.status in (401, 404):
        return "not_found", _HIDDEN if has_token else _UNSEEN, None
    return _of_status(answer.status)


def _of_status(status: int) -> _Meaning:
    """What a bare status means."""
    if status == 403:
        return "no_access", "{base} denies access to {what}: use a token with access (HF_TOKEN or --token)", "hub"
    if status == 451:
        return "disabled", _LAW, "law"
    if status == 410:
        return "disabled", "{what} was withdrawn from the Hub ({status}): choose another", "hub"
    return "bad_data", "{base} answered {status} for {what}: check the id and --hub", None


def _refuser(said: str) -> tuple[str, Refused] | None:
    """Who refuses, by the answer's own words; None where they do not tell."""
    if _SAYS_ORGANISATION.search(said):
        return _ORGANISATION, "organisation"
    return (_REGION, "region") if _SAYS_REGION.search(said) else None


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
