"""A folder, or a repo in the Hub's own cache, judged like a repo on the Hub: for a private fine-tune before upload.

Only texts, JSON and the headers of safetensors files are read; nothing is loaded or run.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from scanner.collect.folder.folder import Folder
from scanner.collect.folder.metadata import code_said, configs_said, info_of
from scanner.collect.folder.naming import typed_name
from scanner.collect.relations.code import needed_code
from scanner.collect.relations.linked import linked_files, unread_documents
from scanner.knowledge.descriptions import DESCRIBED, described_in, told_anything
from scanner.knowledge.licence_names import licence_plan
from scanner.model.clock import stamp
from scanner.model.errors import TargetError
from scanner.model.fields import mapping
from scanner.model.frozen import dataclass, replace
from scanner.model.ids import RepoRef, is_hex
from scanner.model.snapshot import CARD, Card, File, Repo, Text, Unread
from scanner.model.words import RepoType
from scanner.text.card import CARD_BOUND, parse_card
from scanner.text.licence_files import TEXT_BOUND, decode, gate_prompt, is_broken
from scanner.text.maps import NOT_AS_NAMED

#: A snapshot in the Hub's cache holds what was fetched of a repo, which may be gated; a folder is all there is.
_IN_CACHE, _AT_HOME = {"x_cached": True}, {"gated": False, "disabled": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a folder stands: its files, and who it is in the Hub's cache."""

    folder: Path
    id: str
    revision: str | None = None
    repo_type: RepoType = "model"
    blobs: Path | None = None


def read_folder(path: str, repo_type: RepoType = "model") -> Repo:
    """The folder, or the repo that a Hub-cache path holds, as a repo. Raises :class:`TargetError`."""
    place = _place(path, repo_type)
    folder = Folder(place.folder, place.blobs)
    listing = folder.listing()
    paths = {file.path for file in listing.files}
    card = _card(folder) if CARD in paths else None
    configs, unread = configs_said(folder, paths)
    repo = Repo(
        id=place.id,
        repo_type=place.repo_type,
        requested=place.id,
        revision=place.revision,
        source="local",
        observed_at=stamp(),
        info=info_of(folder, listing.files, card) | configs | (_IN_CACHE if place.blobs else _AT_HOME),
        card=card,
        files=listing.files,
        unread=(*listing.unread, *unread),
    )
    repo = replace(repo, info={**repo.info, **code_said(folder, needed_code(repo))})
    linked = [one for one in linked_files(repo) if one.at in paths]
    texts, unread = _texts(folder, sorted(paths), [one.at for one in linked if one.read])
    unread += _undescribed(repo, paths)
    unread += [one for one in unread_documents(tuple(linked)) if one.what not in {other.what for other in unread}]
    prompt = gate_prompt(card.data, card.lines) if card else None
    return replace(repo, texts=(*texts, *([prompt] if prompt else [])), unread=(*repo.unread, *unread))


def _undescribed(repo: Repo, paths: Iterable[str]) -> Iterator[Unread]:
    """What describes a repo to machines and tells nothing that can be read."""
    read = mapping(repo.info.get(DESCRIBED))
    for path in described_in(paths):
        if path not in read or not told_anything(path, read[path]):
            yield Unread(what=path, reason=NOT_AS_NAMED)


def read_file(path: Path) -> Repo:
    """A weight file by itself: what its header says, and nothing that lies beside it."""
    real = path.resolve()
    folder = Folder(path.parent, real.parent)
    size = real.stat().st_size
    file = File(path=path.name, size=size, sha256=real.name if is_hex(real.name, 64) else None)
    return Repo(
        id=typed_name(str(path)),
        repo_type="model",
        requested=typed_name(str(path)),
        source="local",
        observed_at=stamp(),
        info=info_of(folder, (file,), None) | _AT_HOME,
        files=(file,),
    )


def _place(path: str, repo_type: RepoType) -> _Place:
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise TargetError("not_found", f"{path!r}: no such folder; for a model on the Hub write org/name")
    folder = folder.absolute()
    if cached := RepoRef.of_cache(folder.name):
        return _cached(folder, _only_snapshot(folder), cached)
    if folder.parent.name == "snapshots" and (cached := RepoRef.of_cache(folder.parent.parent.name)):
        return _cached(folder.parent.parent, folder, cached)
    return _Place(folder=folder, id=typed_name(path), repo_type=repo_type)


def _cached(repo: Path, snapshot: Path, named: RepoRef) -> _Place:
    revision = snapshot.name if is_hex(snapshot.name, 40) else None
    return _Place(folder=snapshot, id=named.id, revision=revision, repo_type=named.repo_type, blobs=repo / "blobs")


def _only_snapshot(repo: Path) -> Path:
    """The snapshot that ``refs/main`` names, else the only one there is."""
    main = Folder(repo).read("refs/main", 100)
    sha = main[0].decode(errors="replace").strip() if main else ""
    if is_hex(sha, 40) and (repo / "snapshots" / sha).is_dir():
        return repo / "snapshots" / sha
    found = sorted((repo / "snapshots").glob("*")) if (repo / "snapshots").is_dir() else []
    if len(found) == 1 and found[0].is_dir():
        return found[0]
    what = f"{len(found)} snapshots and no refs/main; name one of them" if found else "no snapshot; download it first"
    raise TargetError("not_found", f"{str(repo)!r} holds {what}")


def _card(folder: Folder) -> Card | None:
    read = folder.read(CARD, CARD_BOUND)
    return parse_card(read[0], truncated=read[1]) if read else None


def _texts(folder: Folder, paths: list[str], led: list[str]) -> tuple[list[Text], list[Unread]]:
    """The licence-like files and the pages, and what the card leads to (``led``)."""
    found, beyond = licence_plan(paths)
    texts, unread = [], [one for one in beyond if one.what not in led]
    for path in dict.fromkeys((*found, *led)):
        read, sha256 = folder.read(path, TEXT_BOUND), folder.sha256(path)
        if read is None or sha256 is None:
            unread.append(Unread(what=path, reason="could not be read, or is too long to be a licence text"))
        else:
            texts.append(Text(path=path, text=decode(read[0]), sha256=sha256, truncated=read[1] or is_broken(read[0])))
    return texts, unread
