"""The bundled catalog: facts of some 35,000 models as they were on a day, read only when asked to work offline.

``rules/catalog/models.bin`` is built by ``scripts/build_catalog.py``: magic, the length of a JSON header, the header
(sources with their attribution, sizes of the blocks), then zlib blocks. A model is in the block that its lower-cased
id hashes to, as a line ``id TAB json``; a dataset likewise under ``datasets/id``; an alias is such a line whose json is
the lower-cased id it stands for. So one look-up unpacks one block of some 70 models.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from scanner.collect import walk
from scanner.collect.nearest import NearNames, folded
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.tasks import task_by_name
from scanner.model.errors import ModelscanError
from scanner.model.ids import DATASETS, RepoRef
from scanner.model.once import Remembered
from scanner.model.snapshot import CARD, File, Problem, Repo, Snapshot, Unread
from scanner.model.target import Target
from scanner.model.words import RepoType

MAGIC = b"modelscan catalog 2\n"
_ANY_VERSION = re.compile(rb"modelscan catalog (\d{1,6})\n")
_KEY = re.compile(r"^([^\t\n]+)\t", re.MULTILINE)
#: Names that a message offers, and the misses of one run that are searched for.
_NEAREST, _HINTS = 3, 20
#: Records at hand: the bases of many models are few, and what is read of each is remembered as long as it is here.
_KEPT = 1000
_NOT_KEPT = "the catalog keeps facts, not files"
_NO_TEXTS = (Unread(what=CARD, reason=_NOT_KEPT), Unread(what="LICENSE", reason=_NOT_KEPT))
_NO_LIST = (Unread(what="siblings", reason=_NOT_KEPT),)
#: Of a partial record: its sources' silence on datasets and bases is no answer.
_NO_CARD = (Unread(what="cardData", reason="its sources report single facts, not the card"),)


def block_of(key: str, blocks: int) -> int:
    """The block that holds a lower-cased id."""
    return zlib.crc32(key.encode()) % blocks


class Catalog:
    """The catalog, opened. Looks nothing up on the network."""

    def __init__(self, content: bytes, origin: str) -> None:
        _check_version(content, origin)
        try:
            start = len(MAGIC) + 4
            size = int.from_bytes(content[len(MAGIC) : start], "big")
            header = json.loads(content[start : start + size])
            self._sources: list[str] = header["sources"]
            self._sizes: list[int] = header["sizes"]
            self.models: int = header["models"]
        except (ValueError, KeyError, TypeError):
            raise _damaged(origin) from None
        if not content.startswith(MAGIC) or start + size + sum(self._sizes) != len(content):
            raise _damaged(origin)
        self._content, self._first, self._origin = content, start + size, origin
        self._unpacked: dict[int, str] = {}
        self._repos = Remembered(self._repo_of, _KEPT)
        self._hinted = 0

    @classmethod
    def open(cls, path: Path | None = None) -> "Catalog":
        """The catalog that ships, or another one. Raises :class:`ModelscanError` when it is missing or damaged."""
        own = path is not None
        path = path or rules_dir() / "catalog" / "models.bin"
        try:
            return cls(path.read_bytes(), str(path))
        except OSError as error:
            known, mend = ("the catalog", "check --catalog") if own else ("the bundled catalog", "reinstall modelscan")
            raise ModelscanError(f"{known} cannot be read ({error.strerror}: {path}); {mend}") from None

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The record of an id, whatever its case, also by a former name; None when the catalog has none."""
        return self._repos[repo_type, repo_id]

    def _repo_of(self, named: tuple[RepoType, str]) -> Repo | None:
        repo_type, repo_id = named
        found = self._find(str(RepoRef(repo_id, repo_type)).lower(), repo_id)
        return self._repo(found, repo_type, repo_id) if found else None

    def ids(self) -> tuple[str, ...]:
        """Every model's id, sorted."""
        return tuple(sorted(value["id"] for key, value in self._all() if not key.startswith(DATASETS)))

    def of_task(self, task: str) -> Iterator[Repo]:
        """Every model of a pipeline tag; of those that tell none, what its name tells."""
        for key, value in self._all():
            if not key.startswith(DATASETS) and (value["i"].get("pipeline_tag") or task_by_name(value["id"])) == task:
                yield self._repo(value, "model", value["id"])

    def snapshot(self, target: Target) -> Snapshot:
        """A model with its ancestors up to ``MAX_DEPTH``. What the catalog lacks is there with its problem."""
        return walk.snapshot(self, target, _absent, lambda kind, name: _absent(kind, name, self._hint(kind, name)))

    def nearest(self, repo_type: RepoType, wanted: str) -> tuple[str, ...]:
        """Ids that were probably meant, as the Hub spells them: the most used of those that are like it."""
        names = self._models if repo_type == "model" else self._datasets
        found = [repo for key in names.like(wanted) if (repo := self.get(repo_type, key)) is not None]
        near = folded(wanted)
        exact = sorted(found, key=lambda repo: (folded(repo.id) != near, -_used(repo)))
        return tuple(dict.fromkeys(repo.id for repo in exact))[:_NEAREST]

    def _hint(self, repo_type: RepoType, wanted: str) -> str:
        """What was probably meant, in words; for the first few misses alone, for it takes a search."""
        self._hinted += 1
        if self._hinted > _HINTS:
            return ""
        other: RepoType = "dataset" if repo_type == "model" else "model"
        there = self.nearest(other, wanted) if repo_type == "model" or self.get(other, wanted) else ()
        said = [f"nearest there: {', '.join(near)}"] if (near := self.nearest(repo_type, wanted)) else []
        if there and folded(there[0]) == folded(wanted):
            said.append(f"a {other} of that name is {RepoRef(there[0], other)}")
        return "; ".join(said)

    @cached_property
    def _models(self) -> NearNames:
        return NearNames(key for key in self._keys if not key.startswith(DATASETS))

    @cached_property
    def _datasets(self) -> NearNames:
        return NearNames(key.removeprefix(DATASETS) for key in self._keys if key.startswith(DATASETS))

    @cached_property
    def _keys(self) -> list[str]:
        return [key for block in range(len(self._sizes)) for key in _KEY.findall(self._block(block))]

    def related(self, root: Repo) -> tuple[Repo, ...]:
        """The ancestors and datasets that a repo names; those that the catalog lacks with their problem."""
        return walk.related(self, root, _absent)

    def _find(self, key: str, spelled: str) -> dict[str, Any] | None:
        """The record of the exact spelling, else the first of that id; an alias is followed once."""
        values = [json.loads(text) for text in self._lines(key)]
        if values and isinstance(values[0], str):
            values = [json.loads(text) for text in self._lines(values[0])]
        records = [value for value in values if isinstance(value, dict)]
        return next((record for record in records if record["id"] == spelled), records[0] if records else None)

    def _lines(self, key: str) -> Iterator[str]:
        block, start = self._block(block_of(key, len(self._sizes))), 0
        while (found := block.find(f"\n{key}\t", start)) >= 0:
            start = block.find("\n", found + 1)
            yield block[found + len(key) + 2 : start]

    def _all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every record by its key; no aliases."""
        for number in range(len(self._sizes)):
            for line in self._block(number).split("\n"):
                key, _, text = line.partition("\t")
                if text.startswith("{"):
                    yield key, json.loads(text)

    def _block(self, number: int) -> str:
        if number not in self._unpacked:
            start = self._first + self._offsets[number]
            try:
                text = zlib.decompress(self._content[start : start + self._sizes[number]]).decode()
            except (zlib.error, UnicodeDecodeError):
                raise _damaged(self._origin) from None
            self._unpacked[number] = "\n" + text
        return self._unpacked[number]

    @cached_property
    def _offsets(self) -> list[int]:
        offsets = [0]
        for size in self._sizes:
            offsets.append(offsets[-1] + size)
        return offsets

    def _repo(self, record: dict[str, Any], repo_type: RepoType, requested: str) -> Repo:
        files = record.get("f")
        unread = _NO_TEXTS + (_NO_LIST if files is None else ()) + (_NO_CARD if record.get("p") else ())
        stated = [
            {"license": value, "source": self._sources[source], "day": day, "vendor": bool(vendor)}
            for value, source, day, vendor in record.get("w", ())
        ]
        unread += tuple(Unread(what=what, reason=reason) for what, reason in record.get("u", ()))
        return Repo(
            id=record["id"],
            repo_type=repo_type,
            requested=requested,
            revision=record.get("sha"),
            source="catalog",
            observed_at=record["o"],
            attribution=self._sources[record["s"]],
            info={**record["i"], "x_statements": stated} if stated else record["i"],
            files=None if files is None else tuple(File(path=path) for path in files),
            unread=unread,
        )


def _check_version(content: bytes, origin: str) -> None:
    found = _ANY_VERSION.match(content)
    if found and not content.startswith(MAGIC):
        raise ModelscanError(
            f"{origin}: a catalog of version {int(found[1])}, which this modelscan does not read; "
            "install the modelscan that it came with, or build it again"
        )


def _used(repo: Repo) -> int:
    """How well known a model is: by its downloads, and by how many sources speak of it."""
    value = repo.info.get("downloads")
    return (value if isinstance(value, int) else 0) + 100_000 * len(repo.info.get("x_statements", ()))


def _absent(repo_type: RepoType, repo_id: str, hint: str = "") -> Repo:
    near = f"; {hint}" if hint else ""
    message = f"{repo_id}: not in the bundled catalog{near}; run without --offline to ask the Hub"
    problem = Problem(kind="not_in_catalog", message=message)
    return Repo(id=repo_id, repo_type=repo_type, requested=repo_id, source="catalog", problem=problem)


def _damaged(origin: str) -> ModelscanError:
    return ModelscanError(
        f"{origin}: not a modelscan catalog, or damaged; build it again ('modelscan catalog build'), or reinstall "
        "modelscan where it is the one that ships"
    )


#: Records that one block holds, about: a look-up unpacks one block.
_IN_BLOCK = 70


def pack(lines: Iterable[tuple[str, str]], sources: Sequence[str], models: int, blocks: int | None = None) -> bytes:
    """The bytes of a catalog: magic, length and header as JSON, then the blocks. ``lines`` are keys (lower-cased ids,
    ``datasets/`` before those of datasets) with their JSON, in order; ``models`` how many of them are models."""
    listed = list(lines)
    count = blocks or max(1, len(listed) // _IN_BLOCK)
    texts: list[list[str]] = [[] for _ in range(count)]
    for key, line in listed:
        texts[block_of(key, count)].append(f"{key}\t{line}\n")
    squeezed = [zlib.compress("".join(block).encode(), 9) for block in texts]
    header = {"sources": list(sources), "models": models, "sizes": [len(block) for block in squeezed]}
    head = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    return MAGIC + len(head).to_bytes(4, "big") + head + b"".join(squeezed)
