"""``discover``: every reference of a tree, and what was not read. Nothing of the tree is imported or run."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from pathlib import Path
from posixpath import splitext

from scanner.discover.documents.bills import looks_like_bill
from scanner.discover.ignores import ignores_by_line
from scanner.discover.kinds import READ_AS, form_of, kind_of
from scanner.discover.names.prefilter import may_hold
from scanner.discover.names.slots import slot_of_name
from scanner.discover.reading import TreeReader
from scanner.discover.reference import DiscoverOptions, Discovery, Reference
from scanner.discover.walk import Walk, walk
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.report import Coverage, Form, Skipped
from scanner.model.result import Ignore

_HEAD = 256
_ONE_READ = 1 << 20
#: A pipe that lies in the tree under a file's name must not hold the scan up.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_LONG_SCRIPT, _BUNDLE = 50_000, 400_000


@dataclass
class _Run:
    root: Path
    options: DiscoverOptions
    walked: Walk
    wanted: frozenset[str] | None = None
    found: list[Reference] = field(default_factory=list)
    partial: list[Skipped] = field(default_factory=list)
    ignores: dict[str, dict[int, tuple[Ignore, ...]]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    forms: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    placeholders: list[str] = field(default_factory=list)
    read: int = 0
    base: str = ""

    def __post_init__(self) -> None:
        self.base = str(self.root) if self.root.is_dir() else ""

    def run(self) -> Discovery:
        reader = TreeReader(self.walked.files, self._text_of, self.options.documentation)
        for path in self.walked.files:
            if self.wanted is None or path in self.wanted:
                self._file(path, reader)
        if self.others:
            named = " ".join(sorted(self.others)[:12])
            self.walked.ignored[f"types that name no models: {named}"] += sum(self.others.values())
        coverage = Coverage(
            files_read=self.read,
            files_skipped=tuple(sorted(self.walked.skipped, key=lambda skipped: skipped.path)),
            ignored=self.walked.said(),
            files_partial=tuple(sorted(self.partial, key=lambda skipped: skipped.path)),
            forms=tuple(
                Form(form=name, read_as=way, files=files, opened=opened, references=references)
                for (name, way), (files, opened, references) in sorted(self.forms.items())
            ),
            placeholders=len(self.placeholders),
        )
        return Discovery(
            references=tuple(self._ordered()),
            coverage=coverage,
            files=tuple(self.walked.files),
            placeholders=tuple(sorted(set(self.placeholders))),
        )

    def _file(self, path: str, reader: TreeReader) -> None:
        kind = kind_of(path)
        if kind is None and "." in path.rpartition("/")[2].lstrip("."):
            self.others[splitext(path)[1][:12].lower()] += 1
            return
        data = self._bytes(path, kind or "")
        if data is None:
            return
        kind = kind or kind_of(path, data[:_HEAD])
        if kind is None:
            self.others["(none)"] += 1
            return
        if kind == "json" and looks_like_bill(data):
            kind = "bill"
        if _is_own(kind, data[:2000].lstrip()):
            self.walked.ignored["modelscan's own reports"] += 1
            return
        if kind == "yaml" and all(one.search(data) for one in _OF_POLICY):
            self.walked.ignored["modelscan's policies"] += 1
            return
        self.read += 1
        form = self.forms.setdefault((form_of(path), READ_AS[kind]), [0, 0, 0])
        form[0] += 1
        before = len(self.found)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
        if (
            kind in ("bill", "packages")
            or may_hold(data, kind)
            or (kind == "prose" and slot_of_name(splitext(path.rpartition("/")[2])[0]))
        ):
            form[1] += 1
            self._parse(path, kind, data, reader)
            form[2] += len(self.found) - before

    def _parse(self, path: str, kind: str, data: bytes, reader: TreeReader) -> None:
        text = self._decoded(path, data)
        if text is None:
            return
        if kind == "script" and (
            len(text) > _BUNDLE or (len(text) > _LONG_SCRIPT and len(text) > 500 * text.count("\n"))
        ):
            self.walked.skipped.append(Skipped(path=path, reason="a bundled or minified script"))
            self.read -= 1
            return
        try:
            sink = reader.read(path, kind, text)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, MemoryError) as error:
            self.partial.append(
                Skipped(path=path, reason=f"its {kind} reader failed ({type(error).__name__}): report it")
            )
            return
        self.found.extend(sink.found)
        self.placeholders += (text for _, text in sink.placeholders)
        self.partial.extend(Skipped(path=path, reason=note) for note in dict.fromkeys(sink.notes))
        if "modelscan:" in text:
            self.ignores[path] = ignores_by_line(text)

    def _decoded(self, path: str, data: bytes) -> str | None:
        if b"\0" in data[:8000]:
            self.read -= 1
            self.walked.skipped.append(Skipped(path=path, reason="binary"))
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.partial.append(Skipped(path=path, reason="not UTF-8: read as Latin-1"))
            return data.decode("latin-1")

    def _bytes(self, path: str, kind: str) -> bytes | None:
        """A file's bytes; None, with the reason kept, when it is too large or cannot be read."""
        large = kind in ("notebook", "bill")
        limit = self.options.max_notebook_bytes if large else self.options.max_bytes
        place = f"{self.base}/{path}" if self.base else str(self.root)
        try:
            opened = os.open(place, _FLAGS)
            try:
                size = os.fstat(opened).st_size
                if size > limit:
                    self.walked.skipped.append(Skipped(path=path, reason=f"larger than {limit} bytes ({size})"))
                    return None
                return os.read(opened, size) if size < _ONE_READ else _read_all(opened)
            finally:
                os.close(opened)
        except OSError as error:
            self.walked.skipped.append(Skipped(path=path, reason=f"cannot be read: {error.strerror}"))
            return None

    def _text_of(self, path: str) -> str | None:
        """For readers that look into another file of the tree: quietly nothing when it cannot be had."""
        try:
            with open(os.path.join(self.root, path), "rb") as file:  # noqa: PTH118, PTH123
                data = file.read(self.options.max_bytes + 1)
        except OSError:
            return None
        return data.decode("utf-8-sig", errors="replace") if len(data) <= self.options.max_bytes else None

    def _ordered(self) -> Iterator[Reference]:
        """In order, one for each id on a line, with the exceptions written beside it."""
        best: dict[tuple[object, ...], Reference] = {}
        for reference in self.found:
            key = (reference.path, reference.line, reference.id or reference.column)
            if key not in best or _rank(reference) < _rank(best[key]):
                best[key] = reference
        for reference in sorted(
            best.values(), key=lambda one: (one.path, one.line, one.column, one.id or "", one.kind)
        ):
            given = self.ignores.get(reference.path, {}).get(reference.line, ())
            yield replace(reference, ignores=given) if given else reference


def _read_all(opened: int) -> bytes:
    parts = []
    while part := os.read(opened, _ONE_READ):
        parts.append(part)
    return b"".join(parts)


def _rank(reference: Reference) -> tuple[object, ...]:
    """A loader says more than a name, and of two places the first counts."""
    weak = reference.how.startswith(("assignment", "dict entry", "default of", "url", "link", "key:"))
    shape = reference.how in {"its name", "prose", "code span"}
    return (2 if shape else weak, reference.revision is None, reference.column, reference.how)


def discover(root: Path, options: DiscoverOptions | None = None) -> Discovery:
    """Find every reference below ``root`` (a folder, or one file).

    Raises :class:`scanner.model.errors.ModelscanError` when ``root`` does not exist. No file outside ``root`` is read.
    """
    if not root.exists():
        raise ModelscanError(f"{root} does not exist; name a folder or a file to scan")
    options = options or DiscoverOptions()
    return _run(root, options, None)


def discover_files(root: Path, files: Iterable[str], options: DiscoverOptions | None = None) -> Discovery:
    """The same for some files of a tree (relative POSIX paths); values are followed into the others."""
    options = options or DiscoverOptions()
    return _run(root, options, frozenset(files))


#: What a policy with curations holds: they tell what a person found of a model, and use none.
_OF_POLICY = tuple(re.compile(rb"(?m)" + one) for one in (rb"^curations\s*:", rb"\bevidence\s*:", rb"\bby\s*:"))


def _is_own(kind: str, head: bytes) -> bool:
    """Whether modelscan wrote it: a report of a tree or a notice bundle names models, and uses none."""
    if kind == "page":
        return b'<meta name="generator" content="modelscan ' in head
    return kind == "json" and head[:1] == b"{" and b'"schema_version"' in head[:400] and b'"modelscan"' in head[:400]


def _run(root: Path, options: DiscoverOptions, wanted: frozenset[str] | None) -> Discovery:
    root = root.resolve()
    return _Run(root, options, walk(root, options), wanted).run()
