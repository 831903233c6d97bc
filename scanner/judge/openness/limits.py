"""What the terms of a model and its bases limit, and whether they are known at all."""

from collections.abc import Iterator

from scanner.judge.terms.effective import Settlement

#: What is said first where the terms themselves are in doubt.
DOUBT = "the terms are not surely known"


def limits(terms: Settlement) -> Iterator[tuple[str, str, str, str]]:
    """``(licence, clause, term, repo)`` of everything in the terms that is no mere duty."""
    for part in terms.parts:
        for record in part.records:
            for condition in record.conditions:
                if condition.effect != "duty":
                    yield record.id, condition.clause, condition.term, part.part.repo_id


def doubtful(terms: Settlement) -> bool:
    """Whether the terms are not surely known."""
    return "unknown" in terms.effective or any(part.reasons for part in terms.parts) or not terms.records
