"""What the terms of a model and its bases limit, and whether they are known at all."""

from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from scanner.identify.declared import NamedLicence
from scanner.judge.reading.grant import USE_POLICY
from scanner.judge.reading.own import OwnLicense
from scanner.judge.terms.effective import Settlement
from scanner.judge.terms.settling import SettledPart
from scanner.model.once import once

#: What is said first where the terms themselves are in doubt.
DOUBT = "the terms are not surely known"
#: The term of a use policy in a file of its own in which no ban was heard.
POLICY = "use_policy"
#: ``(licence, clause, term, repo)``.
Limit: TypeAlias = tuple[str, str, str, str]


@once
def limits(terms: Settlement) -> tuple[Limit, ...]:
    """Everything in the terms that is no mere duty."""
    return tuple(chain.from_iterable(map(_of_part, terms.parts)))


@once
def _of_part(part: SettledPart) -> tuple[Limit, ...]:
    return tuple(_limits(part))


def _limits(part: SettledPart) -> Iterator[Limit]:
    for named in part.named:
        for condition in named.record.conditions if named.record is not None else ():
            if condition.withholds:
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
