"""What terms hold already of what a sentence limits: a limit that is held adds nothing."""

from collections.abc import Callable, Iterable, Mapping

from scanner.identify.declared import NamedLicence
from scanner.identify.prose import UNEXPLAINED
from scanner.model.terms import Terms

#: What a sentence limits → the terms of a licence that say so already.
HELD: dict[str, tuple[str, ...]] = {
    "non_commercial": ("non_commercial", "research_only"),
    "research_only": ("non_commercial", "research_only", "evaluation_only"),
    "size": ("user_threshold", "revenue_threshold"),
    "place": ("territory",),
    "person": ("non_commercial", "research_only", "eligibility", "user_threshold", "revenue_threshold"),
    "permission": ("permission", "registration", "non_commercial", "research_only"),
    "field": ("use_restrictions", "field_of_use"),
    "use_restrictions": ("use_restrictions", "field_of_use"),
    "redistribution": ("no_redistribution", "no_hosting", "no_derivatives", "research_only", "non_commercial"),
    "purpose": ("research_only", "non_commercial", "evaluation_only"),
}
# What no pattern explains is held by terms that limit the use at all: the reader has to look at those anyway.
HELD[UNEXPLAINED] = tuple({term: None for terms in HELD.values() for term in terms})


def held(terms: Terms | None, known: Mapping[str, NamedLicence], topic: str) -> bool:
    """Whether the terms say already what a sentence limits, whichever alternative is taken."""
    if terms is None:
        return False
    if terms.op == "licence":
        record = known[terms.id].record if terms.id in known else None
        stands = {condition.term for condition in record.conditions} if record is not None else set()
        return bool(stands & set(HELD.get(topic, ())))
    test: Callable[[Iterable[bool]], bool] = all if terms.op == "or" else any
    return test(held(part, known, topic) for part in terms.parts)
