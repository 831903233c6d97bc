"""What a sentence says of licences by name, as answers with their scope."""

import re
from collections.abc import Iterable, Iterator

from scanner.identify.links import is_terms_page
from scanner.identify.prose import naming
from scanner.identify.prose.agreements import Pointed, pointed
from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.licence_rows import Rows
from scanner.identify.prose.naming import LicenceName, LicenceNames
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.subject import OURS, Page, Subject, of_section
from scanner.identify.prose.terms_pages import (
    beside_links,
    called_terms,
    is_of_hub,
    is_of_site,
    is_row,
    is_told_elsewhere,
)
from scanner.identify.prose.types import UNKNOWN_NAME, Heard
from scanner.knowledge.licence_names import is_document
from scanner.knowledge.licenses import fold
from scanner.knowledge.patterns import recorded
from scanner.model.result import MAX_SHOWN
from scanner.text.late import late

#: A licence's bare name has at most so many words.
_FEW = 4
_FEW_SIGNS = 12
#: So many words speak of nothing but the licence that they name.
_BRIEF = 9
#: Sections that speak of the model.
_OF_IT = frozenset(("", "uses", "scope", "licence"))
#: What else such words may be about.
_ELSE = frozenset(("not_now", "past", "learned_from", "data"))
_NO_BARE = recorded("no-bare-name")
_VERB = recorded("verbs-of-licences")
_WHICH = recorded("of-what-stands-before")
_NO_NAME = recorded("no-licence-behind-a-label")
_QUALIFIED = recorded("called-a-licence")
_BINDS = recorded("binds-the-user")
_FOR = recorded("what-an-agreement-is-for")
_TERMS_SHOWN = recorded("links-called-terms")
_LETTER = late(r"[^\W\d_]")
_ACCEPTED = recorded("links-accepted")
_ADDRESS = late(r"https?://\S+")
_MAX_NAME_WORDS = 9
_MAX_VALUE_WORDS = 3
_NUMBERED = late(r"\d")
#: What a label is answered with that grants, and so names no terms.
_YES = frozenset(("affirmed", "both", "granted", "free", "to_all", "template"))

#: A label: whose licence stands behind it.
_MEMBER = late(r"\W{0,4}(?P<of>[^:：]{2,40}?)\s?[:：]\s{0,3}(?P<rest>\S.*)")


class Naming:
    """Listens for licences by name, for one page."""

    def __init__(self, names: LicenceNames, page: Page) -> None:
        self._names, self._page = names, page
        self._words, self._place, self._about = page.words, page.place, page.spoken_of
        self.rows = Rows(names, page)

    def heard(self, sentence: Sentence, section: str) -> Iterator[Heard]:
        """Every licence that a sentence names for something, each with what it is for."""
        for name, about, pattern in self._all(sentence, section):
            yield Heard(
                says="licence",
                scope=about.scope,
                topic="licence" if name.known else UNKNOWN_NAME,
                sentence=(sentence.text or " ".join(text for text, _ in sentence.images))[:MAX_SHOWN],
                line=sentence.line,
                pattern=pattern,
                other=about.other,
                licences=(name.value,),
            )

    def _all(self, sentence: Sentence, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        if sentence.kind == "images":
            yield from self._badges(sentence, section)
        elif sentence.kind in ("row", "head") and naming.is_key(sentence, self._words):
            named = [*self._labelled(sentence.cells[0], sentence.cells[1], section)]
            yield from named or self._pages(sentence, section, Subject())
        elif sentence.kind == "row" and (column := naming.licence_column(sentence, self._words)) is not None:
            yield from self._row(sentence, column, section)
        elif is_row(sentence):
            yield from self._pages(sentence, section, Subject())
        elif sentence.kind != "head" and not sentence.text.endswith(QUESTION):
            yield from self._text(sentence, section)

    def _badges(self, sentence: Sentence, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        for text, url in sentence.images:
            if (found := naming.badge(text, url, self._words)) and (value := self._names.known(found[1])):
                yield LicenceName(value, "", ""), self._about(found[0], section), "licence-badge"
            elif found and _QUALIFIED.search(found[1]) and self._about(found[0], "").scope == "weights":
                yield LicenceName(found[1], "", "", known=False), self._about(found[0], section), "licence-badge"
            elif found or naming.is_licence(text, self._words):
                about = self._about(found[0] if found else text, section)
                for link in sentence.links[:3]:
                    if self._names.link(link):
                        yield LicenceName(link, "", ""), about, "licence-badge"
                    elif is_terms_page(link) and not (found and self._names.tells(found[1])):
                        yield LicenceName(link, "", "", known=False), about, "licence-page"

    def _row(self, sentence: Sentence, column: int, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        cells = sentence.cells
        if column >= len(cells):
            return
        about = self.rows.subject(sentence, section)
        found = [*self._names.found(cells[column])]
        value = None if found or not about.is_own else self._value("", cells[column].strip(" ."))
        for name in (*found, *([value] if value else ())):
            yield name, about, "licence-table"

    def _headed(self, sentence: Sentence) -> tuple[str, str] | None:
        """A heading and the few words that are all of a sentence below it, as a label: "License" over "Proprietary"."""
        few = 1 if sentence.text.endswith((".", "!", "。", "！")) else _FEW
        if not sentence.headings or sentence.kind in ("heading", "title") or len(sentence.text.split()) > few:
            return None
        if _NO_BARE.search(sentence.text) or (not sentence.text.isascii() and len(sentence.text) > _FEW_SIGNS):
            return None
        if "@" in sentence.text and not sentence.opens:
            return None  # whom one writes to, below what the section says
        if self._page.titled.union(self._page.own).issuperset(self._words.folding.sentence(sentence.text).split()):
            return None  # a text under this heading that begins with what it is the licence of
        if (member := _MEMBER.match(sentence.text)) and self._about(member["of"], "").other:
            return member["of"], member["rest"]
        return naming.label(f"{sentence.heading}: {sentence.text.rstrip('.。')}", self._words)

    def _text(self, sentence: Sentence, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        told = None if is_row(sentence) else naming.label(sentence.text, self._words)  # "License | Paper" is no label
        said = told or self._headed(sentence)
        binds = bool(self._words.grammar("binds").search(sentence.text))
        if said:
            yield from self._labelled(*said, section)
        elif section == "licence" or self._place in ("licence-file", "name") or binds or self._speaks(sentence.text):
            heard = [*self._sentence(sentence.text, section)] or [*self._brief(sentence, section)]
            yield from heard
            known = [name.value for name, _, _ in heard if self._names.told(name.value)]
            yield from self._pointed(sentence.text, section, known)
        elif brief := [*self._brief(sentence, section)]:
            yield from brief
            return
        else:
            yield from self._pointed(sentence.text, section)
            yield from self._pages(sentence, section, Subject())
            return
        about = self._about(said[0] if said else sentence.text, section)
        known = [link for link in self._links(sentence) if self._names.link(link)]
        yield from ((LicenceName(link, "", ""), about, "licence-link") for link in known)
        if not known:
            yield from self._pages(sentence, section, about)

    def _links(self, sentence: Sentence) -> list[str]:
        """What a sentence links to, without what the words of a link tell by name."""
        return [url for url, shown in sentence.linked[:4] if shown in sentence.text or not self._names.tells(shown)]

    def _pages(self, sentence: Sentence, section: str, about: Subject) -> Iterator[tuple[LicenceName, Subject, str]]:
        """Pages of somebody's own terms that a sentence leads to, beside no licence by name."""
        links = self._links(sentence)
        if not links:
            if self._place == "card" and is_told_elsewhere(sentence, self._words):
                yield LicenceName(f"{sentence.heading}: {sentence.text}", "", "", known=False), OURS, "licence-page"
            return
        binds = bool(self._words.grammar("binds").search(sentence.text))
        headed, shown_as = section == "licence" or about.is_own, dict(sentence.linked)
        if self._names.tells(sentence.text) or "contributing" in self._met(sentence.text):
            return
        if self._is_ours(sentence, section) and (led := [*called_terms(sentence, links, self._words)]):
            about = of_section(section, self._place) if about.scope == "docs" else about
            yield from ((LicenceName(link, "", "", known=False), about, "licence-page") for link in led)
            return
        if self._names.tells(f"{sentence.before} {sentence.text}"):
            return
        alone = not _LETTER.search(beside_links(sentence))
        for link in links:
            shown = shown_as.get(link, "")
            called = (
                "://" in link
                and not is_of_hub(link)
                and ((section == "licence" and _TERMS_SHOWN.search(shown)) or (binds and _ACCEPTED.search(shown)))
            )
            free = headed or (not about.said and (binds or self._is_called_terms(shown, sentence.text)))
            free = free or (alone and naming.is_licence(shown, self._words) and self._is_called_terms(shown, ""))
            if free and (called or is_terms_page(link)) and not is_of_site(sentence, link, self._words):
                spoken = of_section(section, self._place) if about.scope == "docs" else about  # "our website"
                yield LicenceName(link, "", "", known=False), spoken, "licence-page"

    def _is_ours(self, sentence: Sentence, section: str) -> bool:
        """Whether a sentence that leads to terms may speak of what is judged; each link of a row speaks by itself."""
        if is_row(sentence):
            return True
        about = self._about(_ADDRESS.sub(" ", sentence.text), section)
        return not about.other and about.scope in ("weights", "unstated")

    def _is_called_terms(self, shown: str, text: str) -> bool:
        """Whether a link is called terms by its words, or, bare, by a sentence that leads to them."""
        grammar = self._words.grammar
        return bool(grammar("shown_terms").fullmatch(shown) if shown else grammar("leads_to_terms").search(text))

    def _labelled(self, of: str, rest: str, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        whole, found = self._about(of, section), [*self._names.found(rest)]
        value = None if self._names.tells(rest) else self._value(of, rest.split(". ")[0].strip(" ."))
        if value and (not found or not value.known):  # "the Harbour Model License": one of its own
            yield value, whole, "licence-label"
            return
        for name in found:
            about = self._of_name(name)
            yield name, about if about.said else whole, "licence-label"

    def _value(self, of: str, plain: str) -> LicenceName | None:
        """What stands behind a label in place of a known name: the name of terms, if it is no pointer and no yes."""
        size = len(plain.split())
        if size > _MAX_NAME_WORDS or _NO_NAME.search(plain):
            return None
        value = self._names.known(plain)
        if _QUALIFIED.search(plain):
            return LicenceName(value or plain, "", "", known=value is not None)
        labels = not of or naming.is_licence(of, self._words) or self._about(of, "").said
        if not labels or size > _MAX_VALUE_WORDS or not plain[:1].isalpha():
            return None
        none = {*self._words.names.no_value, *self._words.names.articles}
        if none.issuperset(re.split(r"[-.]", fold(plain))):
            return None
        if value:
            return LicenceName(value, "", "")
        grants = self._met(plain) & _YES and not _NUMBERED.search(plain)  # "FSL-1.1-MIT" is not MIT
        return None if grants else LicenceName(plain, "", "", known=False)

    def _sentence(self, text: str, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        carried, found = Subject(), False
        notice = section == "licence" and self._words.grammar("notice").search(text)
        for name in self._names.named(text):
            about = OURS if notice else self._of_name(name)
            carried = about if about.said else carried
            if self._holds(name, section, found):
                found = True
                yield name, carried if carried.said else of_section(section, self._place), "licence-sentence"

    def _brief(self, sentence: Sentence, section: str) -> Iterator[tuple[LicenceName, Subject, str]]:
        """Licences that are not free, by name in a sentence of so few words that it can be about nothing else."""
        if section not in _OF_IT or self._place != "card" or len(sentence.text.split()) > _BRIEF:
            return
        own = naming.own(sentence.text, self._words) if sentence.kind in ("text", "quote") else ()
        names = self._names.named(sentence.text) or [*own]
        for name in names if names and _ELSE.isdisjoint(self._met(sentence.text)) else ():
            about, after = self._of_name(name), sentence.text.partition(name.value)[2]
            if self._names.is_narrow(name) and not about.other and self._words.grammar("behind_name").match(after):
                yield name, about, "licence-brief"

    def _pointed(
        self, text: str, section: str, heard: Iterable[str] = ()
    ) -> Iterator[tuple[LicenceName, Subject, str]]:
        """Agreements that are in force for the weights, by whatever name they are pointed at; not those ``heard``."""
        named = {*heard, *(one.value for one in naming.unknown(text))}
        for one in pointed(text, self._words) if self._place in ("card", "gate") else ():
            told = self._names.told(one.name)
            if any(each in one.name for each in named) or not self._met(one.before).isdisjoint(("not_now", "past")):
                continue
            about = self._about_pointed(one, section)
            if about is not None:
                pattern = "licence-file" if one.file else "licence-agreement"
                yield LicenceName(told or one.name, one.before, "", known=bool(told)), about, pattern

    def _about_pointed(self, one: Pointed, section: str) -> Subject | None:
        """What an agreement is for, if that is the weights, or what a section on the licence is about."""
        about = self._about(one.before, "")
        if not about.said or (one.file and about.scope != "weights"):
            told = _FOR.match(one.after)
            about = self._about(told[0], "") if told else about
        unread = is_document(one.name)
        binds = section == "licence" or _BINDS.search(one.before)
        proper = unread or bool(one.proper and not one.file and binds)
        if not about.said and (proper or (not one.file and self._is_accepted(one))):
            return of_section(section, self._place)
        return about if about.said and about.scope == "weights" else None

    def _is_accepted(self, one: Pointed) -> bool:
        """Whether an agreement is one that whoever takes the thing accepts: written as a name, where that is not at the
        gate one of its own (no "EULA", no "licence of CUDA")."""
        if self._place == "gate":
            return any(word[:1].isupper() for word in one.name.split())
        own = one.name[:1].isupper() and ("-" in one.name or " " in one.name)
        return own and re.search(self._words.agreement("accepts"), one.before, re.IGNORECASE) is not None

    def _holds(self, name: LicenceName, section: str, after_one: bool) -> bool:
        """Whether the words around a name say that it is in force now."""
        met = self._met(name.before)
        if "not_now" in met or "past" in met:
            return False
        labelled = name.before.rstrip().endswith((":", "：")) or bool(name.after)
        bare = (len(name.before.split()) <= 4 and section == "licence") or self._place in ("licence-file", "name")
        return bare or after_one or "under" in met or (labelled and self._of_name(name).said)

    def _of_name(self, name: LicenceName) -> Subject:
        """What a name is said of: the words before it, else those right behind it."""
        folded = self._words.folding.sentence(name.before)
        for language in self._words.spoken(folded):
            for _, end in language.spans("learned_from", folded)[-1:]:
                if not _VERB.search(_WHICH.sub("", folded[end:])):
                    folded = folded[end:]
        last = folded.rpartition(" ; ")[2]
        about = self._about(last, "") if last else Subject()
        about = self._about(folded, "") if folded != last and not about.said else about
        return about if about.said else self._about(name.after, "") if name.after else about

    def _speaks(self, text: str) -> bool:
        return bool(self._words.grammar("licensing").search(text))

    def _met(self, text: str) -> set[str]:
        return self._words.met(self._words.folding.sentence(text))
