"""Sentences about the licence in a card's body: used when nothing else is stated, and to catch contradictions.

Only plain forms count, and only where they speak of the model: a wrong reading is worse than none.
"""

import re
from collections.abc import Iterator

from scanner.identify.sentences import Sentence, is_about_model, sentences
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo

_MAX_WORDS = 10
_NO_LICENSE = ("other", "unknown")
_LABEL = re.compile(
    r"^[^\w]*(?:(?:model|weights?)\s+)*licen[cs]e(?:\(s\)|s)?(?:\s*/\s*terms of use)?(?:\s*\([^)]{1,40}\))?\s*"
    r"[:=|]+\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
#: What ends a bare licence name in a label or a section.
_NAME_ENDS = re.compile(r"\s*(?:\(|\||;|\s[—–-]+\s|\.(?:\s|$))")
#: Words in the rest of a label that say the name is not all.
_QUALIFIES = re.compile(
    r"\b(?:code|data\w*|scripts?|only|non|nc|except\w*|weights?|models?|research|commercial|but|under|however|base|"
    r"with|and|or|additional|restrict\w*)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:under|(?P<governed>(?:governed|covered)\s+by|subject\s+to))\s+(?:the\s+|an?\s+)?(?:terms\s+(?:and\s+conditions\s+)?of\s+(?:the\s+|an?\s+)?)?"
    r"(?:(?:permissive|open[- ]source|standard)\s+)?",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"\b(?:releas\w+|licen[cs]ed?|licensing|distribut\w+|publish\w*|availab\w+|provid\w+|offer\w*|open-?sourced?|shared?|"
    r"covered|governed|subject)\b|\b(?:is|are|falls?|comes?)\s*$",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:will|would|not|cannot|no longer|previous(?:ly)?|former(?:ly)?|until|if|unless|earlier|prior|whether|"
    r"can be|could|may be|some|certain|either|other)\b|n't\b",
    re.IGNORECASE,
)
#: What follows a name and makes it another licence, or one of several.
_GOES_ON = re.compile(
    r"^[\s,]*(?:licen[cs]e\b)?[\s,(]*(?:with|plus|and|or|but|except\w*|for|modified|variant|style|non|only|as well|"
    r"together|subject|however|unless|while|whereas|\+|/|&)\b",
    re.IGNORECASE,
)
#: What follows a name and adds nothing to it.
_ADDS_NOTHING = re.compile(
    r"^[\s,]*(?:licen[cs]e\b)?[\s,]*(?:and (?:is|are|can|may|free|was|we|it|you)|for (?:more|both|all|free|any))\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"(?:^|[\s,])(?:it(?:['’]s)?|this(?:\s+(?:work|release|project))?|these|they|everything)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;]\s+(?:and|while|but|whereas)\s|;\s|\s(?:while|whereas)\s", re.IGNORECASE)

_NON_COMMERCIAL = (
    r"non-?\s?commercial(?:ly)?(?:\s*(?:,|/|\band\b|\bor\b|&)\s*[\w-]+){0,3}\s+"
    r"(?:use|usage|purposes?|licen[cs]ed?|only|applications?|basis|terms|research|projects?)\b|"
    r"\b(?:use[sd]?|free|licen[cs]ed?|available|intended|released|provided)\s+"
    r"(?:(?:for|in|under|on|a|an|the|strictly|only|solely)\s+){0,3}non-?\s?commercial"
)
_RESEARCH_ONLY = (
    r"\bresearch(?:[ -](?:and|or|&|/)[ -][\w-]+){0,2}(?:[ -](?:purposes?|use|usage))?[ -]only\b|"
    r"\b(?:only|solely|exclusively|strictly|limited|restricted)\s+(?:\w+\s+){0,2}?(?:for|to)\s+"
    r"(?:(?:academic|scientific|non-?profit|personal)\s+(?:and\s+)?)*research\b"
)
_NO_COMMERCIAL = (
    r"\b(?:not|never)\s+(?:be\s+)?used?\s+(?:[\w-]+\s+){0,4}?(?:for|in)\s+(?:any\s+)?commercial\b|"
    r"\b(?:not|no|cannot|never)\s+(?:be\s+|to\s+be\s+)?(?:used\s+|use\s+|allowed\s+|permitted\s+|intended\s+|licen[cs]ed\s+)?"
    r"(?:for\s+|in\s+|as\s+)?(?:an?\s+|any\s+)?commercial\s+(?:use|usage|purposes?|products?|applications?|exploitation)\b|"
    r"\bcommercial\s+(?:use|usage|purposes?|applications?|exploitation)\s+(?:of\s+[\w ]{1,40}\s+)?(?:is|are)\s+"
    r"(?:(?:strictly|expressly)\s+)?(?:not|prohibited|forbidden|disallowed|restricted)"
)
_LIMITS = re.compile(f"{_NON_COMMERCIAL}|{_RESEARCH_ONLY}|{_NO_COMMERCIAL}", re.IGNORECASE)
#: "for commercial and non-commercial use" and its like limit nothing, nor does "no non-commercial clause".
_JOINED = r"(?:\s+(?:use|purposes?))?\s*(?:,|/|&|\band\b|\bor\b|\bas well as\b)\s*(?:(?:and|or|for)\s+)?"
_NO_LIMIT = re.compile(
    rf"(?<!non-)(?<!non )(?<!non)\bcommercial(?:ly)?{_JOINED}non-?\s?commercial|"
    rf"non-?\s?commercial(?:ly)?{_JOINED}commercial|"
    r"\b(?:no|not|without|unlike|remov\w+|lift\w*)\s+(?:any\s+|a\s+|the\s+)?non-?\s?commercial|"
    r"\bnot (?:just|only|limited)\b|\bno(?:t)? (?:longer )?restricted\b",
    re.IGNORECASE,
)
_ABOUT_TERMS = re.compile(
    r"licen[cs]|\buse[ds]?\b|\busage\b|\bpurposes?\b|permitted|allowed|intended|released|provided|free|"
    r"\b(?:is|are) for\b",
    re.IGNORECASE,
)


def license_statements(repo: Repo, licenses: Licenses) -> Iterator[tuple[str, Evidence]]:
    """``(value, evidence)`` of plain statements like "released under the Apache 2.0 license" that name a known one.

    A card that also speaks of a non-commercial or research limit, which what it names does not have, yields nothing:
    its sentences do not agree.
    """
    found = [
        (value, record, _evidence(repo, sentence))
        for sentence in sentences(repo.card)
        for value, record in _named_in(sentence, repo, licenses)
    ]
    if all(_has_limit(record) for _, record, _ in found) or not any(limits(repo)):
        yield from ((value, evidence) for value, _, evidence in found)


def limits(repo: Repo) -> Iterator[Evidence]:
    """Sentences of the card's body that limit the use of the model to non-commercial or research purposes."""
    for sentence in sentences(repo.card):
        match = _LIMITS.search(sentence.text)
        if match and _ABOUT_TERMS.search(sentence.text) and not _NO_LIMIT.search(sentence.text):
            subject = _last_clause(sentence.text[: match.start()])
            if is_about_model(subject) is not False and not sentence.in_other_section:
                yield _evidence(repo, sentence)


def _has_limit(record: License) -> bool:
    return any(condition.term in ("non_commercial", "research_only") for condition in record.conditions)


def _named_in(sentence: Sentence, repo: Repo, licenses: Licenses) -> Iterator[tuple[str, License]]:
    """The licences that a sentence says the model to be under."""
    if sentence.in_other_section:
        return
    label = _LABEL.match(sentence.text)
    bare = label["rest"] if label else sentence.text if sentence.in_license_section else ""
    if found := _bare_name(bare, licenses):
        yield found
    elif label is None or " under " in bare:
        yield from _under(sentence, repo, licenses)


def _bare_name(text: str, licenses: Licenses) -> tuple[str, License] | None:
    """A text that is a licence's name, at most with a remark behind it that does not qualify it."""
    end = _NAME_ENDS.search(text)
    name, rest = (text[: end.start()], text[end.end() :]) if end else (text, "")
    return None if _QUALIFIES.search(rest) else _known(name, licenses)


def _under(sentence: Sentence, repo: Repo, licenses: Licenses) -> Iterator[tuple[str, License]]:
    start = 0
    for match in _UNDER.finditer(sentence.text):
        subject = _last_clause(sentence.text[start : match.end() if match["governed"] else match.start()])
        start = match.end()
        if _says_so(subject, sentence, repo) and (found := _longest_name(sentence.text[match.end() :], licenses)):
            yield found


def _says_so(subject: str, sentence: Sentence, repo: Repo) -> bool:
    """Whether a clause says that the model (or, unsaid, what the card is of) is given out under what follows."""
    if not _GRANTS.search(subject) or _NOT_NOW.search(subject):
        return False
    about = is_about_model(subject)
    if about is not None:
        return about
    bare = not _GRANTS.sub("", subject).strip(" ,.:;-")
    return bare or sentence.in_license_section or bool(_IT.search(subject)) or _names_repo(subject, repo)


def _names_repo(subject: str, repo: Repo) -> bool:
    words = re.findall(r"[a-z]{3,}", repo.id.rpartition("/")[2].lower())
    return bool(words) and words[0] in subject.lower()


def _last_clause(text: str) -> str:
    return _CLAUSE.split(text)[-1]


def _longest_name(text: str, licenses: Licenses) -> tuple[str, License] | None:
    """The longest known name that the text begins with, unless the text goes on to change or add to it."""
    words = text.split()[:_MAX_WORDS]
    for count in range(len(words), 0, -1):
        if found := _known(" ".join(words[:count]), licenses):
            return None if _goes_on(words[count - 1], text.split()[count:], found[1], licenses) else found
    return None


def _goes_on(last: str, rest: list[str], record: License, licenses: Licenses) -> bool:
    """Whether what follows a name makes it another licence, or one of several."""
    after = " ".join(rest)
    if last.endswith(","):
        return any(_known(" ".join(rest[:count]), licenses) for count in range(1, 5))
    if last.endswith((".", ";", ")")) or _ADDS_NOTHING.match(after):
        return False
    return bool(_GOES_ON.match(after)) and not (_has_limit(record) and after.lower().startswith("for "))


def _known(name: str, licenses: Licenses) -> tuple[str, License] | None:
    name = name.strip(" .,;:()\"'“”|")
    record = licenses.get(name) if 2 <= len(name) <= 100 else None
    return (name, record) if record is not None and record.id not in _NO_LICENSE else None


def _evidence(repo: Repo, sentence: Sentence) -> Evidence:
    return Evidence(
        origin=repo.id, path="README.md", line=sentence.line, revision=repo.revision, value=sentence.text[:300]
    )
