"""Where terms may lie that were not read: unread parts, and what a card leads to beside its declaration."""

import re
from collections.abc import Iterator

from scanner.collect.relations.linked import is_linked, linked_files, links
from scanner.identify.declared import Declared
from scanner.identify.links import host_of, is_terms_page, license_of_link
from scanner.judge.reading.claims import Said
from scanner.judge.reading.claims.front import addresses
from scanner.judge.reading.texts import ReadText
from scanner.judge.reading.unread import is_licence, terms_unread
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed, recorded
from scanner.model.license import License
from scanner.model.snapshot import Repo, Unread
from scanner.text.late import late

#: How a page or file is called that holds terms of its own, and not merely a licence.
_OWN_TERMS = recorded("own-terms")
#: Keys under which whatever address stands is one of terms.
_TERMS_KEY = recorded("key-of-terms")
#: An address below a folder of licences.
_BELOW_TERMS = recorded("below-terms")
#: The words of a file's or page's name, and those that say no more than "licence".
_NAME_WORDS = late(r"[a-z]+|[\u4e00-\u9fff]+")


def unread_terms(
    repo: Repo, stated: Declared, texts: list[ReadText], said: tuple[Said, ...], licenses: Licenses
) -> tuple[Unread, ...]:
    """The parts that may hold terms of a grant and were not read. A gate prompt that is a licence is what one accepts,
    whatever the file behind the gate says; a linked text adds nothing where an address or a name tells what it is, nor
    one that the body alone leads to beside a licence with conditions of its own."""
    named = [stated.by_link, stated.by_name, *(one.named for one in said if one.claim.kind == "license_link")]
    told = any(one is not None and one.record is not None and one.record.fixes_terms for one in named)
    accepted = any(read.role == "gate" for read in texts)
    kept = (one for one in terms_unread(repo) if not (accepted and one.gated and is_licence(one.what)))
    by_key = {one.at for one in linked_files(repo) if one.stated}
    left = [one for one in kept if not (is_linked(one.what) and (told or not (one.what in by_key or _plain(stated))))]
    return (*left, *_led_to(repo, stated, licenses))


def _plain(stated: Declared) -> bool:
    """Whether what is declared is known, and without conditions."""
    return all(one.record is not None and not one.record.conditions for one in stated.licenses)


def _led_to(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Unread]:
    """The terms to which a card leads, where nothing tells what they are: beside a licence with conditions of its own,
    only a page of somebody who did not write that licence."""
    read = {text.path.rpartition("/")[2] for text in repo.texts}
    plain = _plain(stated)
    for key, link in (*links(repo), *addresses(repo)) if plain else _elsewhere(repo, stated):
        last = link.partition("?")[0].rstrip("/").rpartition("/")[2]
        own = plain and (_OWN_TERMS.search(last) or _own_name(last, stated))
        terms, record = told_by(link, licenses)
        if (own or terms or _TERMS_KEY.search(key)) and last not in read and record is None:
            yield Unread(what=f"{key}: {link}"[:300], reason="the card leads there for its terms")


def told_by(link: str, licenses: Licenses) -> tuple[bool, License | None]:
    """What the words of an address tell: that terms lie there, which licence's page it is."""
    return is_terms_page(link) or _BELOW_TERMS.search(link) is not None, license_of_link(link, licenses)


def _elsewhere(repo: Repo, stated: Declared) -> Iterator[tuple[str, str]]:
    """The licence links to hosts on which no page of the declared licences lies; none where one is not known here, as
    its own page may be meant."""
    records = [one.record for one in stated.licenses if one.record is not None]
    pages = (page for one in records for page in (*(f"https://{alias}" for alias in one.aliases), one.url or ""))
    if len(records) == len(stated.licenses):
        own = {"", *map(host_of, pages)}
        yield from ((key, link) for key, link in links(repo) if host_of(link) not in own)


def _own_name(last: str, stated: Declared) -> bool:
    """Whether a page or file is called a licence, and by a name that is not the declared one's."""
    words = set(_NAME_WORDS.findall(re.sub(r"\.\w{2,5}$", "", last).lower()))
    if not any(word.startswith(("licen", "lizen")) for word in words):
        return False
    own = (f"{one.id} {one.record.name if one.record is not None else ''}".lower() for one in stated.licenses)
    known = {word for name in own for word in _NAME_WORDS.findall(name)}
    return any(not word.startswith(("licen", "lizen")) for word in words - known - listed("only-licence"))
