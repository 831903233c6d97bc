"""Buttons of a card: a picture or a link without words of its own that leads to a licence's page."""

import re
from collections.abc import Iterator
from itertools import islice

from scanner.identify.links import license_of_link
from scanner.judge.reading.claims.types import Said, naming
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.model.fields import body, body_lines, evidence_of
from scanner.model.snapshot import CARD, Repo
from scanner.text.late import late
from scanner.text.markdown import HEADING

_MOST = 50
_CHEAP = ("creativecommons", "licensebuttons")
_URL = late(r"https?://[^\s\"'<>()\[\]]{1,400}")
#: Marks of Markdown and HTML around pictures and links, and words that say no more than the button does.
_MARKS = late(r"<[^<>]{0,500}>|!?\[|\]\([^()\s]{0,400}(?:\s[^()]{0,100})?\)|\]")
_NO_WORDS = late(
    r"[\W_]*(?:(?:cc|creative commons|licen[cs]e|logo|button|badge|shield|deed|legal code|terms|details?|here|link)"
    r"[\W_]*)*",
    re.IGNORECASE,
)
_OF_OTHERS = recorded("not-the-model")


def of_buttons(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """The licences of Creative Commons that buttons show, where no word tells what they are for."""
    if not any(one in body(repo) for one in _CHEAP):
        return
    heading = ""
    for number, line in body_lines(repo.card):
        title = HEADING.match(line)
        heading = title["text"] or "" if title else heading
        shown = any(one in line for one in _CHEAP) and _NO_WORDS.fullmatch(_MARKS.sub(" ", line)[:300])
        if not shown or (repo.repo_type == "model" and _OF_OTHERS.search(heading)):
            continue
        for url in islice(_URL.finditer(line), _MOST):
            if (record := license_of_link(url[0], licenses)) is not None:
                at = evidence_of(repo, line.strip(), CARD, number)
                yield naming("card", "unstated", record.id, at, licenses)
