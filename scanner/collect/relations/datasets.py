"""The datasets that a card or the API's tags name, under every name that people give the key."""

import re
from collections.abc import Iterator
from itertools import islice

from scanner.collect.relations.ids import is_path, repo_id, surely_plain
from scanner.collect.relations.sources import sources_told
from scanner.collect.relations.types import DatasetRef
from scanner.knowledge.lineage_places import data_keys
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import body, body_lines, card_field, evidence_of, mapping, numbered, tags
from scanner.model.once import once
from scanner.model.snapshot import CARD, Json, Repo
from scanner.text.late import late
from scanner.text.recipes import recipe

#: Names that are kept, and that are looked at under one key.
_MAX_NAMED = 1000
_MAX_TRIED = 20_000
_MAX_SOURCES = 50
_MAX_LINE = 2000
_LINK = late(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]{0,95}\w(?:/[\w.-]{0,95}\w)?)", re.ASCII)
_TOLD = late(r"\bon (?:the )?`?([A-Za-z][\w.-]{0,95}/[A-Za-z][\w.-]{0,95})`? (?:dataset|corpus)\b", re.ASCII)
_LEARNT = recorded("lines-of-learning")
_MADE = recorded("dataset-made-from")
_TESTED = recorded("only-tested-on")
#: A block of YAML on a card: at most so many, of so many characters; and endings of files that are no data sets' ids.
_BLOCK = late(r"(?ms)^[ \t]*```ya?ml[^\n]*\n(.*?)^[ \t]*```")
_MOST_BLOCKS, _LONGEST = 20, 20_000
_FILES = (".json", ".jsonl", ".csv", ".tsv", ".txt", ".parquet", ".arrow", ".gz", ".zst")
#: What stands between names packed into one string, and around each of them.
_PACKED = late(r"[,;|\n]|\s(?:and|&|\+)\s")
_AROUND = " \t\r\n\"'`[](){}*•"
#: An id with a configuration, revision or split behind it: ``acme/chats:en``, ``acme/chats@main (train)``.
_WITH_PART = late(r"([\w.-]{1,96}/[\w.-]{1,96})(?:[:@#][\w.-]{1,96}|\s*[(\[][^()\[\]]{0,100}[)\]])", re.ASCII)


@once
def datasets(repo: Repo) -> tuple[DatasetRef, ...]:
    """The datasets that a card or the API's tags name, each once. Several packed into one string are taken apart."""
    found: dict[str, DatasetRef] = {}
    for key in listed("dataset-keys"):
        value, origin, line = card_field(repo, key)
        if value is None:
            continue
        lines = repo.card.item_lines.get(key, ()) if repo.card is not None and line is not None else ()
        for index, text in islice(_unpacked(_flat(value)), _MAX_TRIED):
            _add(found, repo, text, origin, lines[index] if index < len(lines) else line)
    told = (*_told(repo, _LINK, ("/datasets/",)), *_told(repo, _TOLD, (" dataset", " corpus")))
    for name, line in told if repo.repo_type == "model" else ():
        _add(found, repo, name, CARD, line)
    for tag, origin in tags(repo).items():
        if tag.startswith("dataset:"):
            _add(found, repo, tag.removeprefix("dataset:"), origin, None)
    for name, origin, line in _configured(repo) if repo.repo_type == "model" else ():
        _add(found, repo, name, origin, line, hinted=True)
    return tuple(found.values())[:_MAX_NAMED]


def _configured(repo: Repo) -> Iterator[tuple[str, str, int | None]]:
    """Data sets of the Hub that what trained the model was set to, in files and in blocks of YAML on the card: the
    name, where it stands, the line."""
    for path, data in sorted(mapping(repo.info.get("x_recipes")).items()):
        yield from ((name, path, None) for name in _of_recipe(data))
    said = body(repo)
    for block in islice(_BLOCK.finditer(said), _MOST_BLOCKS) if "datasets:" in said else ():
        if all(one in block[1] for one in ("base_model:", "datasets:")):
            line = said.count("\n", 0, block.start()) + (repo.card.body_line if repo.card is not None else 1)
            yield from ((name, CARD, line) for name in _of_recipe(_parsed(block[1])))


def _of_recipe(data: Json) -> Iterator[str]:
    for key in data_keys():
        for _, text in islice(_unpacked(_flat(mapping(data).get(key))), _MAX_SOURCES):
            if "/" in text and repo_id(text) == text and not is_path(text) and not text.lower().endswith(_FILES):
                yield text


def _parsed(block: str) -> Json:
    try:
        return recipe(block[:_LONGEST])
    except ValueError:
        return None


def _told(repo: Repo, pattern: "re.Pattern[str]", signs: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Datasets that a line of a card names by a pattern where it says what was learnt from, or a data set made from;
    such a line holds one of some ``signs``."""
    if repo.card is None or not any(sign in repo.card.body for sign in signs):
        return
    said = _LEARNT if repo.repo_type == "model" else _MADE
    for number, line in body_lines(repo.card):
        if any(sign in line for sign in signs) and said.search(line) and not _TESTED.search(line):
            yield from ((one[1], number) for one in pattern.finditer(line[:_MAX_LINE]))


@once
def sources(repo: Repo) -> tuple[DatasetRef, ...]:
    """The datasets that a dataset says it was made from: ``source_datasets`` (``extended|squad`` names squad), links
    in sentences on the making."""
    found: dict[str, DatasetRef] = {}
    for key in listed("dataset-source-keys") if repo.repo_type == "dataset" else ():
        value, origin, line = card_field(repo, key)
        for _, text in numbered(_flat(value)):
            name = text.rpartition("|")[2].strip()
            if name.lower() not in ("original", "extended", "other", ""):
                _add(found, repo, name, origin, line)
    for name, line in _told(repo, _LINK, ("/datasets/",)) if repo.repo_type == "dataset" else ():
        _add(found, repo, name, CARD, line)
    for name, line in sources_told(repo.card) if repo.repo_type == "dataset" and repo.card is not None else ():
        _add(found, repo, name, CARD, line, hinted=True)
    return tuple(one for one in found.values() if one.id and one.id.lower() != repo.id.lower())[:_MAX_SOURCES]


def _flat(value: Json, depth: int = 0) -> Json:
    """A value with each mapping in it replaced by the name that it gives, and lists in lists opened."""
    if isinstance(value, dict):
        given = [value[key] for key in listed("dataset-id-keys") if isinstance(value.get(key), str)]
        # The title may stand before the id: "name: Our chats, type: acme/chats".
        named = next((one for one in given if "/" in one and repo_id(one)), given[0] if given else None)
        return named if named is not None else _flat([*value.values()], depth + 1) if depth < 3 else None
    if isinstance(value, (list, tuple)) and depth < 4:
        items = [_flat(one, depth + 1) for one in value]
        return [text for item in items for text in (item if isinstance(item, list) else [item])]
    return value


def _unpacked(value: Json) -> Iterator[tuple[int, str]]:
    for index, text in numbered(value):
        words = dict.fromkeys(text.split() if _only_ids(text) else _PACKED.split(text))
        parts = [*dict.fromkeys(filter(None, map(_bare, words)))]
        # Prose with commas ("Books (Novels, Plays)") is one text: all parts must be ids, or one a tell-tale "org/name".
        ids = [part for part in parts if repo_id(part)]
        packed = len(parts) > 1 and (len(ids) == len(parts) or any("/" in part for part in ids))
        yield from ((index, part) for part in (parts if packed else [text.strip()]) if part)


def _only_ids(text: str) -> bool:
    """Whether white space alone keeps several ids of the form ``org/name`` apart."""
    words = text.split()
    # The cheap question of all of them first: a text of prose is asked no other.
    return len(words) > 1 and all("/" in word for word in words) and all(repo_id(_bare(word)) for word in {*words})


def is_plain(text: str) -> bool:
    """Whether a text is the id of a dataset and nothing else, whoever reads it."""
    if surely_plain(text):
        return True
    return repo_id(text) == text and text.lower() not in listed("no-dataset") and [*_unpacked(text)] == [(0, text)]


def _bare(part: str) -> str:
    return part.strip(_AROUND).removeprefix("and ").removeprefix("- ").rstrip(",;").strip(_AROUND)


def _add(
    found: dict[str, DatasetRef], repo: Repo, text: str, origin: str, line: int | None, *, hinted: bool = False
) -> None:
    if text.strip().lower() in listed("no-dataset"):
        return
    bare = text.strip().removeprefix("dataset:")
    part = _WITH_PART.fullmatch(bare)
    name = repo_id(bare) or (repo_id(part[1]) if part else None)
    value = text[:300]
    evidence = (evidence_of(repo, value, origin, line),)
    found.setdefault((name or text).lower(), DatasetRef(text=value, id=name, evidence=evidence, hinted=hinted))
