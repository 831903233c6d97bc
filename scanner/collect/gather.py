"""Targets as typed → snapshots, each from where it may be read: the live Hub, a local folder, or offline sources.

A live run never falls back to the catalog: an outage must not turn a build green. Offline, what was fetched before
(the cache) is asked first, then the catalog that ships.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.hub.options import HubOptions
from scanner.collect.targets import expanded, parse_target
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.target import Target
from scanner.text.clean import secretless

if TYPE_CHECKING:
    from scanner.collect.bundle import Bundle
    from scanner.collect.catalog import Catalog
    from scanner.collect.folder.places import SameFile
    from scanner.collect.layers import Layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Snapshots under way: those of the Hub are already being fetched; ``waits``: are some not here yet?"""

    targets: tuple[Target | Snapshot, ...]
    options: HubOptions
    fetched: Iterator[Snapshot]
    waits: Callable[[], bool] = bool

    def __iter__(self) -> Iterator[Snapshot]:
        """The snapshots, in the order of the targets."""
        if self.options.follow is None:
            return self._each()
        from scanner.collect.hub.following import followed

        return followed(self._each(), self.options)

    def _each(self) -> Iterator[Snapshot]:
        for target in self.targets:
            if isinstance(target, Snapshot):
                yield _with_hint(target)
            elif target.file is not None:
                yield _guarded(target, lambda target: _file(target, self.options))
            elif target.folder is not None:
                yield _guarded(target, lambda target: _folder(target, self.options))
            else:
                yield _with_hint(next(self.fetched))


def _with_hint(snapshot: Snapshot) -> Snapshot:
    if snapshot.root.problem is None:
        return snapshot
    from scanner.collect.folder.naming import with_hint

    return with_hint(snapshot)


def gather(texts: Iterable[str], options: HubOptions) -> Gathering:
    """Begin gathering. A text that is no target becomes a snapshot with its problem; the others go on."""
    return gather_parsed(tuple(_parsed(one, options) for text in texts for one in expanded(secretless(text))), options)


def gather_parsed(targets: tuple[Target | Snapshot, ...], options: HubOptions) -> Gathering:
    """The same of what was parsed."""
    wanted = [target for target in targets if isinstance(target, Target) and target.folder is None]
    if options.offline or not wanted:
        return Gathering(targets=targets, options=options, fetched=_offline(wanted, options))
    from scanner.collect.hub import start

    collection = start(wanted, options)
    fetched = _hinted(collection, options)
    return Gathering(targets=targets, options=options, fetched=fetched, waits=collection.waits)


def _parsed(text: str, options: HubOptions) -> Target | Snapshot:
    try:
        return parse_target(text, options.endpoint)
    except TargetError as error:
        return failed(text, error)


def failed(text: str, error: TargetError) -> Snapshot:
    """The snapshot of a target that cannot be read at all."""
    problem = Problem(kind=error.kind, message=str(error))
    return Snapshot(target=text, root=Repo(id=text, repo_type="model", requested=text, problem=problem))


def _guarded(target: Target, collect: Callable[[Target], Snapshot]) -> Snapshot:
    """The snapshot of a target; whatever goes wrong with it, the others go on."""
    try:
        return collect(target)
    except ModelscanError:
        raise
    except Exception as error:
        from scanner.model.target import unforeseen

        return unforeseen(target, error)


def _live(target: Target, options: HubOptions) -> Iterator[Snapshot]:
    from scanner.collect.hub import start

    return _hinted(start([target], options), options)


def _hinted(snapshots: Iterable[Snapshot], options: HubOptions) -> Iterator[Snapshot]:
    from scanner.collect.hub.otherwise import told_apart

    return told_apart(snapshots, options)


def _offline(targets: list[Target], options: HubOptions) -> Iterator[Snapshot]:
    """From the bundle, else the cache, else the catalog."""
    bundle = _bundle(options)
    carried = [bundle.snapshot(target) if bundle is not None else None for target in targets]
    others = _kept([target for target, found in zip(targets, carried, strict=True) if found is None], options)
    for found in carried:
        yield found if found is not None else next(others)


def _bundle(options: HubOptions) -> "Bundle | None":
    if options.bundle is None:
        return None
    from scanner.collect.bundle import Bundle

    return Bundle.open(options.bundle)


def _kept(targets: list[Target], options: HubOptions) -> Iterator[Snapshot]:
    catalog = known(options)
    there = [not (options.tables or options.catalogs) and _in_cache(target, options) for target in targets]
    cached = _collected([target for target, kept in zip(targets, there, strict=True) if kept], options)
    for target, kept in zip(targets, there, strict=True):
        snapshot = next(cached) if kept else None
        found = snapshot is not None and snapshot.root.problem is None
        yield snapshot if snapshot is not None and found else _guarded(target, catalog.snapshot)


def _in_cache(target: Target, options: HubOptions) -> bool:
    """Whether the cache may hold it: what it has no folder for need not be asked of it."""
    from scanner.collect.hub.surroundings import repo_folder

    return Path(repo_folder(str(options.cache()), options.base(), target.repo_type, target.id or "")).is_dir()


def _collected(targets: list[Target], options: HubOptions) -> Iterator[Snapshot]:
    if targets:
        from scanner.collect.hub import collect

        yield from collect(targets, options)


def known(options: HubOptions) -> "Catalog | Layers":
    """What is known of many repos as they were on a day: one's own tables and catalogs, or the one that ships."""
    if options.tables or options.catalogs:
        from scanner.collect.layers import Layers

        return Layers.open(options.tables, options.catalogs, options.progress)
    from scanner.collect.catalog import Catalog

    return Catalog.open()


def _folder(target: Target, options: HubOptions) -> Snapshot:
    """A local folder, with the ancestors and datasets that its card names looked up like a repo's."""
    from scanner.collect.folder.local import read_folder

    assert target.folder is not None
    try:
        root = read_folder(target.folder, target.repo_type)
    except TargetError as error:
        return failed(target.text, error)
    return replace(Snapshot(target=target.text, root=root), related=_related(root, options))


def _file(target: Target, options: HubOptions) -> Snapshot:
    """A single weight file: the repo that is known to hold it, where one is; else what its header says."""
    from scanner.collect.folder.local import read_file
    from scanner.collect.folder.places import KnownPlaces, same_file
    from scanner.collect.hub.surroundings import hub_cache

    assert target.folder is not None and target.file is not None
    path = Path(target.folder) / target.file
    known = KnownPlaces(lock=Path("models.lock"), hub_cache=Path(hub_cache()), own_cache=options.cache())
    found = same_file(path, known) or _carried(path, options)
    if found is not None:
        named = Target(text=target.text, repo_type=found.repo_type, id=found.id, revision=found.revision)
        fetched = next(_offline([named], options) if options.offline else _live(named, options))
        if fetched.root.problem is None:
            said = f"{target.text} is {found.path} of {found.id}, by {found.where}: that repository is judged"
            return replace(fetched, root=replace(fetched.root, info={**fetched.root.info, "x_same_file": said}))
    root = read_file(path)
    return replace(Snapshot(target=target.text, root=root), related=_related(root, options))


def _carried(path: Path, options: HubOptions) -> "SameFile | None":
    """The repo of the bundle that holds this very file."""
    from scanner.collect.folder.places import SameFile, sha256_of

    bundle = _bundle(options)
    size = path.stat().st_size
    listed = [
        (file, one.root)
        for one in (bundle.snapshots if bundle is not None else ())
        for file in one.root.files or ()
        if file.size == size and file.sha256
    ]
    digest = sha256_of(path) if listed else ""
    for file, root in listed:
        if file.sha256 == digest:
            return SameFile(root.repo_type, root.id, root.revision, file.path, "the bundle")
    return None


def _related(root: Repo, options: HubOptions) -> tuple[Repo, ...]:
    if options.offline:
        return _related_offline(root, options)
    from scanner.collect.hub import collect
    from scanner.collect.walk import named_by

    refs = named_by(root)
    named = [Target(text=ref.id, repo_type=ref.repo_type, id=ref.id) for ref in (*refs.bases, *refs.data)]
    found = {
        repo_key(repo): repo for snapshot in collect(named, options) for repo in (snapshot.root, *snapshot.related)
    }
    return tuple(found[key] for key in sorted(found))


def _related_offline(root: Repo, options: HubOptions) -> tuple[Repo, ...]:
    bundle = _bundle(options)
    carried = bundle.related(root) if bundle is not None else ()
    there = {repo_key(repo) for repo in carried}
    return (*carried, *(repo for repo in known(options).related(root) if repo_key(repo) not in there))


def repo_key(repo: Repo) -> tuple[str, str]:
    """What a repo is known by among those related to a target."""
    return repo.repo_type, repo.requested.lower()
