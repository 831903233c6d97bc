"""What a crawl read of a repo beyond the list: the whole of it, as a live check reads it, licence texts kept once by
their hash. Such a part has a row for each repo; ``repo`` is the record as JSON, without the texts' words."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.collect.kept import kept
from scanner.collect.tables.parquet import arrow, table_packed, unpacked
from scanner.model.errors import ModelscanError
from scanner.model.frozen import replace
from scanner.model.plain import PlainError, line_of, to_plain
from scanner.model.snapshot import Repo, Text, Unread
from scanner.model.words import RepoType

if TYPE_CHECKING:
    import pyarrow

#: The kind of these parts in the manifest.
KIND = "read"
#: Parts kept at hand.
_OPEN = 64


def schema() -> pyarrow.Schema:
    """The columns of such a part. ``texts[].text`` is null where an earlier row has the text of that hash."""
    pa = arrow()
    text = pa.struct([("path", pa.string()), ("sha256", pa.string()), ("text", pa.string())])
    names = ("repo_type", "id", "requested", "sha", "observed", "repo")
    return pa.schema([*((name, pa.string()) for name in names), ("texts", pa.list_(text))])


def packed(repos: Iterable[Repo], known: set[str]) -> bytes:
    """A part's bytes. ``known`` are the hashes of the texts that are kept already; those of this part come to it."""
    return table_packed(arrow().Table.from_pylist([_row(repo, known) for repo in repos], schema=schema()))


def _row(repo: Repo, known: set[str]) -> dict[str, Any]:
    bare = replace(repo, source="cache", texts=tuple(replace(text, text="") for text in repo.texts))
    return {
        "repo_type": repo.repo_type,
        "id": repo.id,
        "requested": repo.requested,
        "sha": repo.revision,
        "observed": repo.observed_at,
        "repo": line_of(to_plain(bare)),
        "texts": [_kept(text, known) for text in repo.texts],
    }


def _kept(text: Text, known: set[str]) -> dict[str, Any]:
    new = text.sha256 not in known
    known.add(text.sha256)
    return {"path": text.path, "sha256": text.sha256, "text": text.text if new else None}


def listed(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """Of each repo of a part its kind, the lower-cased id it was asked for by, its commit."""
    rows = unpacked(path, ["repo_type", "requested", "sha"]).to_pylist()
    return ((row["repo_type"], row["requested"].lower(), row["sha"]) for row in rows)


class Reads:
    """The repos that were read, by id; the newest reading of each."""

    def __init__(self) -> None:
        #: Kind and lower-cased id → commit → part and row, the newest last.
        self._rows: dict[tuple[str, str], dict[str | None, tuple[Path, int]]] = {}
        #: Hash of a text → the part and row that has its words.
        self._texts: dict[str, tuple[Path, int]] = {}
        self._parts: OrderedDict[Path, list[dict[str, Any]]] = OrderedDict()

    def add(self, path: Path) -> None:
        """A part, later than those before it. Raises :class:`OSError` or :class:`ValueError`."""
        names = ["repo_type", "id", "requested", "sha", "texts.list.element.sha256"]
        for number, row in enumerate(arrow().parquet.ParquetFile(path).read(columns=names).to_pylist()):
            for name in {row["id"].lower(), row["requested"].lower()}:
                commits = self._rows.setdefault((row["repo_type"], name), {})
                commits.pop(row["sha"], None)
                commits[row["sha"]] = path, number
            for text in row["texts"] or ():
                self._texts.setdefault(text["sha256"], (path, number))

    @property
    def hashes(self) -> set[str]:
        """Of every text that is kept."""
        return set(self._texts)

    def ids(self, repo_type: RepoType) -> frozenset[str]:
        """Lower-cased ids that were read, under every name that they were asked for by."""
        return frozenset(name for kind, name in self._rows if kind == repo_type)

    def get(self, repo_type: RepoType, repo_id: str, commit: str | None = None) -> Repo | None:
        """A repo as it was read, at a commit or (None) last. A text that is lost with a damaged part is unread."""
        commits = self._rows.get((repo_type, repo_id.lower()), {})
        found = commits.get(commit) if commit is not None else next(reversed(commits.values()), None)
        if found is None:
            return None
        path, number = found
        row = self._part(path)[number]
        try:
            repo = kept(json.loads(row["repo"]))
        except (ValueError, PlainError):
            raise ModelscanError(f"{path} holds no record of {repo_id} that can be read: crawl anew") from None
        told = [(text, self._words(text.sha256)) for text in repo.texts]
        there = tuple(replace(text, text=words) for text, words in told if words is not None)
        lost = (
            Unread(what=text.path, reason="lost with a part of the tables") for text, words in told if words is None
        )
        return replace(repo, texts=there, unread=(*repo.unread, *lost))

    def _words(self, digest: str) -> str | None:
        path, number = self._texts[digest]
        texts = self._part(path)[number]["texts"]
        return next((one["text"] for one in texts if one["sha256"] == digest and one["text"] is not None), None)

    def _part(self, path: Path) -> list[dict[str, Any]]:
        if path not in self._parts:
            self._parts[path] = unpacked(path).to_pylist()
            if len(self._parts) > _OPEN:
                self._parts.popitem(last=False)
        self._parts.move_to_end(path)
        return self._parts[path]
