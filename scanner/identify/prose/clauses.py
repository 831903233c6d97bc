"""A folded sentence in parts that can be judged alone: strong ends part what says different things, weak ones may not."""

import re

#: Between these lie statements of their own.
_STRONG = re.compile(
    r" ; | (?:but|however|whereas|while|although|though|aber|jedoch|wahrend|hingegen|mais|tandis que|cependant|pero|mientras|sin embargo|aunque) |；|(?:、|，|,)? ?(?:但是?|然而|而且?|不过|同时)(?=[^是])|ですが|しかし|が、|が ,|지만|으나|であり、|であり ,"
)
#: Between these may lie one: a comma, a bracket, a dash, "and" before a new subject.
_WEAK = re.compile(
    r" , (?=(?:this|these|the|our|ours|its?|we|you|all|any|no|use|please|commercial|so|which|who|and|or|it|do|das|die|der|dieses|le|la|les|ce|el|los|las|este|su)\b)|"
    r" (?:and|und|et|y) (?=(?:this|these|the|our|we|you|it|its|commercial|any|no|all|may|must|is|are|can|das|die|der|le|la|les|el|los|las|no|ne)\b)|"
    r" [()] |[，、。：:]| : | , |, "
)
_MAX_PARTS = 40


def strong(sentence: str) -> list[str]:
    """The parts of a sentence that are statements of their own."""
    return _parts(_STRONG, sentence)


def weak(part: str) -> list[str]:
    """The clauses of a part, if it has more than one."""
    parts = _parts(_WEAK, part)
    return parts if len(parts) > 1 else []


def _parts(pattern: "re.Pattern[str]", text: str) -> list[str]:
    return [part.strip() for part in pattern.split(text, maxsplit=_MAX_PARTS) if part and part.strip()]
