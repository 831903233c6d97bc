"""What discovery hands on: references to models, datasets and closed APIs, and what was not read."""

from scanner.model.frozen import dataclass
from scanner.model.report import Coverage
from scanner.model.result import Ignore
from scanner.model.words import ReferenceKind


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reference:
    """A place that names a model, a dataset or a closed API.

    It stands where the text of the id stands, also when the loader that takes it is elsewhere. ``line`` and
    ``column`` count from 1. ``id`` None is a download whose id cannot be known without running the code. ``revision``
    is the pinned one, or None.
    ``provider`` names the file under ``rules/providers/`` for closed APIs, and the entry under ``outside`` in
    ``rules/loaders.yaml`` for models of other hosts. ``note`` is one line for people; ``documentation`` marks samples
    in documents.
    """

    path: str
    line: int
    column: int
    text: str
    id: str | None
    revision: str | None
    kind: ReferenceKind
    how: str
    provider: str | None = None
    note: str | None = None
    documentation: bool = False
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverOptions:
    """``documentation`` reads the bodies of Markdown and other documents too, and notebooks' Markdown cells: what is
    found there is marked. False leaves them out.

    ``default_ignores`` False reads also what is ignored by default (vendored and generated folders, ``.gitignore``).
    """

    documentation: bool = True
    default_ignores: bool = True
    max_bytes: int = 5_000_000
    max_notebook_bytes: int = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """References in the order of path, line, column and id; the same tree always gives the same. ``files`` are all
    paths that were come upon, read or not; ``placeholders`` ids as documents write them, which name nothing."""

    references: tuple[Reference, ...]
    coverage: Coverage
    files: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
