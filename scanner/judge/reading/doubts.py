"""Why the terms that were named are not surely all that apply."""

from collections.abc import Iterator

from scanner.identify.declared import NamedLicence
from scanner.identify.prose import UNEXPLAINED
from scanner.judge.reading.claims import Said
from scanner.judge.reading.labels import only_labels
from scanner.judge.reading.texts import ReadText
from scanner.judge.reading.unread import why
from scanner.model.snapshot import Repo, Unread


def doubts(
    repo: Repo,
    named: list[NamedLicence],
    unread: tuple[Unread, ...],
    governing: list[ReadText],
    said: tuple[Said, ...],
    limits: tuple[Said, ...],
) -> Iterator[str]:
    """Why the terms that were named are not surely all that apply."""
    if reason := why(repo, unread):
        yield reason
    for read in governing:
        yield from _of_text(repo, read, said)
    if not named and not governing:
        yield _silence(repo)
    for one in limits:
        how = "limits the use" if one.topic != UNEXPLAINED else "may limit the use, in words that no pattern explains"
        yield f"{_where(repo, one)} {how}: «{one.claim.evidence.value or one.claim.value}»"


def _of_text(repo: Repo, read: ReadText, said: tuple[Said, ...]) -> Iterator[str]:
    """What is in doubt about one text. Sentences beside a licence's name are none where each of them only grants."""
    if read.match.match == "changed":
        yield f"{read.text.path} of {repo.id} differs in its words from {read.names}"
    elif not (read.known or read.pointer or read.role == "gate" or _only_grants(read, said) or only_labels(read, said)):
        what = f"bears the title of {read.names}, but not its words" if read.names else "is no licence text known here"
        yield f"{read.text.path} of {repo.id} {what}"


def _only_grants(read: ReadText, said: tuple[Said, ...]) -> bool:
    beside = [one.text for one in read.match.differences if one.kind == "added"]
    grants = [
        one.claim.value for one in said if one.claim.says == "grant" and one.claim.evidence.path == read.text.path
    ]
    only = read.names is not None and len(read.match.differences) == len(beside) > 0
    return only and all(any(_within(text, grant) for grant in grants) for text in beside)


def _within(text: str, sentence: str) -> bool:
    words = [word.strip(".,;:!").lower() for word in text.split()]
    return " ".join(words) in " ".join(word.strip(".,;:!").lower() for word in sentence.split())


def _where(repo: Repo, one: Said) -> str:
    at = one.claim.evidence
    place = f"{at.path}:{at.line}" if at.path and at.line else at.path or f"the {one.claim.kind}"
    return f"{place} of {repo.id}"


def _silence(repo: Repo) -> str:
    """Nothing was stated, or nobody whose statement is at hand spoke of the licence."""
    if any(unread.what == "cardData" for unread in repo.unread):
        return f"no source at hand tells the licence of {repo.id}"
    return f"{repo.id} states no licence"


def unsure(named: NamedLicence, read: bool) -> str | None:
    """Why the terms that go by a name are not surely known; None when they are. ``read``: its text was found."""
    if named.record is None:
        return f"the terms of '{named.id}' are not known here"
    if not named.record.fixes_terms:
        return f"'{named.id}' names no terms by itself"
    if named.record.confidence != "read":
        return f"the record of '{named.id}' was not read from its text ({named.record.confidence})"
    if named.record.needs_text and not read:
        return f"different texts go by the name '{named.id}', and none was found"
    return None
