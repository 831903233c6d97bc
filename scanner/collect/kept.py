"""Repos as they were kept, in a cache, a bundle or a table, read back: within the bounds of what is read anew, whoever
wrote them."""

from scanner.model.frozen import replace
from scanner.model.plain import from_plain
from scanner.model.snapshot import Card, Json, Repo, Text
from scanner.text.bounds import MOST_CHARACTERS, bounded
from scanner.text.licence_files import TEXT_BOUND


def kept(data: Json) -> Repo:
    """The repo that JSON tells of. Raises ``PlainError`` or ``TypeError`` where it is none."""
    repo = from_plain(Repo, data)
    if repo.card is not None and len(repo.card.body) > MOST_CHARACTERS:
        repo = replace(repo, card=_card(repo.card))
    if any(len(text.text) > TEXT_BOUND for text in repo.texts):
        repo = replace(repo, texts=tuple(map(_text, repo.texts)))
    return repo


def _card(card: Card) -> Card:
    return replace(card, body=bounded(card.body), truncated=True)


def _text(text: Text) -> Text:
    return replace(text, text=text.text[:TEXT_BOUND], truncated=True) if len(text.text) > TEXT_BOUND else text
