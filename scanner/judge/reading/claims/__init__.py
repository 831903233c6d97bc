"""What a repo says of its grant outside its licence texts and its tag: sentences of the card, the gate, tags, names,
headers of weight files. Each is one claim, with the licences it names or what it limits."""

from collections.abc import Iterator
from dataclasses import replace

from scanner.identify.declared import Declared
from scanner.identify.prose import Place, hear, unread
from scanner.judge.reading.claims.buttons import of_buttons
from scanner.judge.reading.claims.described import of_descriptions
from scanner.judge.reading.claims.files import of_config, of_headers, of_maps, of_texts
from scanner.judge.reading.claims.front import of_keys
from scanner.judge.reading.claims.gate import of_gate
from scanner.judge.reading.claims.names import of_link, of_names
from scanner.judge.reading.claims.stated import of_code
from scanner.judge.reading.claims.types import Said, learnt_limited, naming, said, unheard
from scanner.judge.reading.data_prose import cited_lines, limits_data_alone, limits_learnt_data, told_of_data
from scanner.judge.reading.texts import ReadText, pages_of
from scanner.knowledge.licenses import Licenses
from scanner.model.fields import evidence_of, strings
from scanner.model.snapshot import Card, Repo
from scanner.text.card import fenced_front, page_of
from scanner.text.licence_keys import licences_told

__all__ = ["Said", "claims"]


def claims(repo: Repo, stated: Declared, texts: tuple[ReadText, ...], licenses: Licenses) -> tuple[Said, ...]:
    """Everything that speaks of the grant in words, in a fixed order of places."""
    return (
        *_of_card(repo, licenses),
        *of_buttons(repo, licenses),
        *_of_pages(repo, licenses),
        *of_keys(repo, licenses),
        *of_gate(repo, licenses),
        *of_names(repo, stated, licenses),
        *of_link(repo, stated, licenses),
        *of_texts(repo, texts, licenses),
        *of_maps(repo, licenses),
        *of_config(repo, licenses),
        *of_descriptions(repo, licenses),
        *of_code(repo, licenses),
        *of_headers(repo, licenses),
    )


def _of_card(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    if repo.card is not None:
        yield from _page(repo, repo.card, repo.card.path, licenses)
        at = evidence_of(repo, None, repo.card.path, repo.card.body_line)
        for value in licences_told(fenced_front(repo.card)):
            yield naming("card", "unstated", value, replace(at, value=f"license: {value}"), licenses)


def _of_pages(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What stands beside the card and speaks to its readers as it does: a translation, a disclaimer."""
    pages = set(pages_of(repo))
    for text in repo.texts:
        if text.path in pages:
            page = page_of(text)
            yield from _page(repo, page, text.path, licenses)
            at = evidence_of(repo, None, text.path, page.lines.get("license"))
            for value in strings(page.data.get("license")):
                yield naming("card", "unstated", value, replace(at, value=f"license: {value}"), licenses)


def _page(repo: Repo, page: Card, path: str, licenses: Licenses) -> Iterator[Said]:
    place: Place = "dataset-card" if repo.repo_type == "dataset" else "card"
    learnt: set[int] = set()
    cited = cited_lines(page.body, page.body_line) if place == "card" else frozenset()
    for heard in hear(page.body, place, first_line=page.body_line, repo=repo.id, licenses=licenses):
        if place == "card" and heard.says == "limit" and limits_data_alone(heard.sentence):
            heard = replace(heard, scope="data", other=True)
        at = evidence_of(repo, heard.sentence, path, heard.line)
        of_data = place == "card" and heard.line not in cited and limits_learnt_data(heard)
        learnt.update([heard.line] if of_data else [])
        yield replace(said("card", heard, at, licenses, "prose"), of_data=of_data)
    for sentence in told_of_data(page.body, page.body_line) if place == "card" else ():
        if sentence.line not in learnt:
            at = evidence_of(repo, sentence.text, path, sentence.line)
            yield learnt_limited("card", sentence.text, at)
    for language, one in unread(page.body, page.body_line):
        yield unheard("card", language, evidence_of(repo, one.text, path, one.line))
