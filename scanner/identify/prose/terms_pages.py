"""Pages of somebody's own terms, wherever they lie: addresses that a label, a heading or the words of a link call so.

"Terms of use: https://…", "[Acceptable Use Policy](https://…) | [Paper](https://…)", "## Terms" over nothing but an
address, "Use is subject to these [rules](https://…)". Left out are a site's and a service's own terms, and the Hub's.
"""

import re
from collections.abc import Iterable, Iterator

from scanner.identify.links import host_of, is_terms_page
from scanner.identify.prose.naming import label
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import listed
from scanner.text.late import late

_HUBS = ("huggingface.co", "hf.co", "modelscope.cn", "kaggle.com")
#: A host and one word behind it are a page of the whole site.
_SITE = 2
_BEFORE = r"^\W{0,6}(?P<of>(?:[\w.’'-]+ ){0,3}?)"
_LABEL = _BEFORE + r"{}\W{0,4}?\s{0,2}(?:[:：|]|[→⇒]|[–—-](?=\s))\s{0,3}(?P<rest>.*)$"
_SHOWN = r"\W*(?P<of>(?:[\w.’'-]+ ?){0,4}?){}\W*"
_AT = r"^\W{0,6}(?P<of>(?:[\w.’'-]+ ?){0,6}?){}(?P<rest>.*)$"
_LIE = r"\W*(?:{}\W*)*"
_LED = r"\W*(?:please )?{}(?: the| our| these)?\W*"
_ONLY = r"(?:{} ?){0,3}"
_WHOLE = _BEFORE + r"{}\W*$"
_POINTED = r"(?P<of>(?:[\w.’'-]+ ){1,3}?){}\b"
_ADDRESS = late(r"(?:https?://)?(?:[\w-]+\.)+\w{2,12}/\S*")
_LETTER = late(r"[^\W\d_]")
#: Words that may stand beside an address behind a label, or below a heading, and still say no more than where it lies.
_FEW = 4
_NAMED = ("called_terms", "terms_alone")
_BOUND = (*_NAMED, "rules_alone")


def called_terms(sentence: Sentence, links: Iterable[str], words: Vocabulary) -> Iterator[str]:
    """Those of a sentence's links that are called somebody's own terms."""
    ours = [link for link in links if "://" in link and host_of(link) not in _HUBS]
    if not ours:
        return
    if is_row(sentence):
        yield from _of_row(sentence, ours, words)
    elif _labelled(sentence, words) or _lies(sentence, words) or (_is_bare(sentence.text) and _below(sentence, words)):
        yield from ours
    elif _is_licence_alone(sentence, words):
        yield from (link for link in ours if not host_of(link).endswith((*listed("hosts-of-others"),)))
    else:
        yield from _within(sentence, ours, words)


def is_of_hub(link: str) -> bool:
    """Whether an address is a page of a Hub itself, and of no repository on it."""
    return host_of(link) in _HUBS and len(link.split("://")[-1].strip("/").split("/")) <= _SITE


def is_told_elsewhere(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether all that stands below a heading of terms is on which page they are."""
    return _below(sentence, words) and words.grammar("elsewhere_page").match(sentence.text) is not None


def is_row(sentence: Sentence) -> bool:
    """Whether a sentence holds nothing but links."""
    return len(sentence.linked) > 1 and not _LETTER.search(_ADDRESS.sub(" ", beside_links(sentence)))


def beside_links(sentence: Sentence) -> str:
    """A sentence without the words of its links."""
    text = sentence.text
    for _, shown in sentence.linked:
        text = text.replace(shown, " ", 1) if shown else text
    return text


def is_of_site(sentence: Sentence, link: str, words: Vocabulary) -> bool:
    """Whether a link is called a site's own terms, or terms in a row of a site's links."""
    shown, site = dict(sentence.linked).get(link, ""), words.grammar("site_row")
    in_row = is_row(sentence) and _is_called(shown, _NAMED, words)
    named = site.search(shown) is not None and words.grammar("called_terms").search(shown) is not None
    return named or (in_row and site.search(sentence.text) is not None)


def _of_row(sentence: Sentence, links: Iterable[str], words: Vocabulary) -> Iterator[str]:
    """The links of a row that are called terms, save in one of a site's own."""
    shown_as = dict(sentence.linked)
    called = (link for link in links if _is_called(shown_as.get(link, ""), _NAMED, words))
    yield from (link for link in called if not is_of_site(sentence, link, words))


def _within(sentence: Sentence, links: Iterable[str], words: Vocabulary) -> Iterator[str]:
    """The links of a sentence that are called terms by their words, or to which it binds its reader."""
    legal = words.grammar("legal_label", _LABEL).match(sentence.text) is not None
    binds = words.grammar("terms_bind").search(sentence.text) is not None
    shown_as = dict(sentence.linked)
    for link in links:
        shown = shown_as.get(link, "")
        led = shown and words.grammar("terms_led", _LED).fullmatch(sentence.text.replace(shown, " ", 1)) is not None
        called = _is_called(shown, _BOUND if binds else _NAMED if led else _NAMED[:1], words)
        if called or (legal and is_terms_page(link)) or (binds and not shown and _names_terms(sentence.text, words)):
            yield link


def _is_called(shown: str, names: Iterable[str], words: Vocabulary) -> bool:
    """Whether the words of a link call it by one of these names of terms."""
    return bool(shown) and any(_is_name(words.grammar(name, _SHOWN).fullmatch(shown), name, words) for name in names)


def _is_name(found: "re.Match[str] | None", name: str, words: Vocabulary) -> bool:
    """Whether terms were found; a name of a single word with nothing but "the", "our" or the like before it."""
    if found is None or name == _NAMED[0]:
        return _spoken(found, words)
    return words.grammar("whose_terms", _ONLY).fullmatch(found["of"]) is not None


def _labelled(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a label of terms stands before what a sentence links to; one of a single word with nothing else."""
    if _spoken(words.grammar("called_terms", _LABEL).match(sentence.text), words):
        return True
    found = words.grammar("terms_alone", _LABEL).match(sentence.text)
    return found is not None and _is_name(found, _NAMED[1], words) and _tells_where(found["rest"], words)


def _lies(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a sentence says no more than where terms lie: "our terms of use are here"."""
    found = words.grammar("called_terms", _AT).match(sentence.text)
    return found is not None and _spoken(found, words) and _tells_where(found["rest"], words)


def _is_licence_alone(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a label or a heading of the licence stands over nothing but an address."""
    headed = sentence.opens and words.grammar("head", r"^\W*(?:model |the |our )?{}\w*\W*$").match(sentence.heading)
    if headed:
        return _tells_where(sentence.text, words)
    found = label(sentence.text, words)
    return found is not None and not found[0] and _tells_where(found[1], words)


def _tells_where(text: str, words: Vocabulary) -> bool:
    """Whether nothing stands in a text but an address and words that lead to it."""
    return words.grammar("terms_lie", _LIE).fullmatch(_ADDRESS.sub(" ", text)) is not None


def _below(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a sentence is the first one below a heading of terms."""
    heading = sentence.heading.strip() if sentence.opens else ""
    return bool(heading) and any(_is_name(words.grammar(name, _WHOLE).match(heading), name, words) for name in _NAMED)


def _spoken(found: "re.Match[str] | None", words: Vocabulary) -> bool:
    """Whether terms were found, and not those of something else."""
    return found is not None and not words.grammar("terms_elsewhere").search(found["of"])


def _is_bare(text: str) -> bool:
    return len(_ADDRESS.sub(" ", text).split()) <= _FEW


def _names_terms(text: str, words: Vocabulary) -> bool:
    """Whether a sentence that binds its reader names terms before an address that it writes out."""
    before = _ADDRESS.split(text, maxsplit=1)[0]
    return any(_spoken(words.grammar(name, _POINTED).search(before), words) for name in _BOUND) or is_terms_page(text)
