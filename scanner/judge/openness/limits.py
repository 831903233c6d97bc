"""What the terms of a model and its bases limit, and whether they are known at all."""

from collections.abc import Iterator

from scanner.identify.declared import NamedLicence
from scanner.judge.reading.grant import USE_POLICY
from scanner.judge.reading.own import OwnLicense
from scanner.judge.terms.effective import Settlement
from scanner.model.once import once

#: What is said first where the terms themselves are in doubt.
DOUBT = "the terms are not surely known"
#: The term of a use policy in a file of its own in which no ban was heard.
POLICY = "use_policy"


@once
def limits(terms: Settlement) -> tuple[tuple[str, str, str, str], ...]:
    """``(licence, clause, term, repo)`` of everything in the terms that is no mere duty."""
    return tuple(_limits(terms))


def _limits(terms: Settlement) -> Iterator[tuple[str, str, str, str]]:
    for part in terms.parts:
        for named in part.named:
            for condition in named.record.conditions if named.record is not None else ():
                if condition.effect != "duty":
                    term = POLICY if _mere(named, part.part.own) else condition.term
                    clause = "(clause not read)" if condition.clause == "not read" else condition.clause
                    yield named.id, clause, term, part.part.repo_id


def _mere(named: NamedLicence, own: OwnLicense | None) -> bool:
    at = named.evidence
    banned = own is not None and any(one.evidence.path == at.path for one in own.claimed("limit"))
    return named.id == USE_POLICY and at.value == at.path and not banned


def doubtful(terms: Settlement) -> bool:
    """Whether the terms are not surely known."""
    return "unknown" in terms.effective or any(part.reasons for part in terms.parts) or not terms.records
