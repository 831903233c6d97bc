"""Whether the weights are really to be had: by the file list, or by what the API reports without one."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scanner.judge.reading.adapters import adapters, header_of, looks_whole, words
from scanner.judge.reading.mistaken import data_set
from scanner.judge.reading.sizes import holes, number, parameters, parts_missing, sizes_apart, too_small
from scanner.judge.reading.unread import LISTS, headers_unread
from scanner.knowledge.formats import Filed, Format, formats
from scanner.knowledge.patterns import recorded
from scanner.model.fields import body_lines, evidence_of, mapping, strings
from scanner.model.frozen import dataclass
from scanner.model.once import once
from scanner.model.result import Evidence, WeightsSection
from scanner.model.snapshot import CARD, File, Repo
from scanner.model.words import Gating, Weights
from scanner.text.counted import first_of

#: Without formats, a repo of fewer bytes than this may hold no weights at all: a card, a tokenizer, a config.
_LEAST = 1_000_000
#: A file of an unknown or unclear format may be weights from this size on.
_DOUBTFUL = {None: 1_000_000, "unclear": 100_000, "archive": 100_000}
#: Beside weights, it is a question only when it outweighs them and has this size at least.
_OUTWEIGHS = 10_000_000
_MOST_NAMED = 5
#: What a pointer in place of a file takes; fewer bytes hold no weights in any format.
_POINTERS = range(100, 200)
#: What a GGUF may call itself and is no model.
_NO_MODELS = ("imatrix", "vocab")
#: How a doubt begins: a part was not read, or the list is not all.
NOT_READ, NOT_LISTED, FETCHED = "not read: ", "not listed: ", "only what was fetched"
#: Formats that the Hub itself tags a repo with.
REPORTED = "safetensors gguf onnx mlx flax tensorflow keras diffusers openvino coreml tflite".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsRead:
    """The section, and what rules ask beyond it (None: not known). ``whole``: a whole model is there, whatever lies
    beside it; ``notices`` are for the reader."""

    section: WeightsSection
    adapter_only: bool | None = None
    derived_only: bool | None = None
    shards_missing: bool | None = None
    pickle_only: bool | None = None
    whole: bool = False
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[str, ...] = ()


_NOT_WHOLE, _MAX_LINE = recorded("weights-said-not-whole"), 400


class WeightFile(NamedTuple):
    """A weight file and its format."""

    file: File
    format: Format
    partial: bool


class _Listed(NamedTuple):
    """A list, told apart: what holds weights, what is weights only by name, what may be weights."""

    held: tuple[WeightFile, ...]
    empty: tuple[str, ...]
    doubtful: tuple[tuple[File, Format | None], ...]


@once
def read_weights(repo: Repo) -> WeightsRead:
    """The weights of a model repo."""
    return _reported(repo) if repo.files is None else _listed(repo, repo.files)


def gating(repo: Repo) -> Gating | bool | None:
    """``auto`` or ``manual``, False when open, True when gated in an unknown way, None when not read."""
    value = repo.info.get("gated")
    return value if isinstance(value, bool) or value in ("auto", "manual") else None


def gate_unread(repo: Repo) -> bool:
    """Whether the Hub's answer did not tell if a gate stands before a repo."""
    return repo.is_unread("api:gated")


def weight_files(repo: Repo) -> tuple[WeightFile, ...]:
    """The files of the list that are weights by their names, in its order."""
    files = repo.files or ()
    filed = formats().filed((file.path for file in files), words(repo))
    return tuple(
        WeightFile(file, one.format, one.partial)
        for file, one in zip(files, filed, strict=True)
        if one.weights and one.format is not None
    )


def _listed(repo: Repo, files: tuple[File, ...]) -> WeightsRead:
    told = _told_apart(repo, files)
    held, paths = told.held, [one.file.path for one in told.held]
    listed = {file.path for file in files if file.size != 0}
    parts = holes(paths, listed, repo.info.get("x_shard_index"), formats().indexes)
    missing = (
        *parts.missing,
        *_cut_short(repo, held),
        *_stubs(held),
        *_split(repo, held),
        *parts_missing(repo, paths),
    )
    told_partial = tuple(_said_partial(repo)) if held else ()
    partial = adapters(repo, paths, {one.file.path for one in held if one.partial}, listed)
    adapter = bool(held) and len(partial) == len(paths)
    derived = bool(held) and not adapter and all(one.format.kind == "derived" for one in held)
    unread = (*_unread(repo, parts.unread), *_headers(repo, held), *_totals(repo)) if held else ()
    doubts = (*_doubts(repo, told, adapter), *unread)
    mistaken = () if held else data_set(repo)
    section = WeightsSection(
        status=_status(repo, told, adapter or bool(missing or told_partial), derived, bool(doubts)),
        formats=tuple(sorted({one.format.id for one in held})),
        files=len(held),
        bytes=_bytes(held),
        gated=gating(repo),
        parameters=parameters(repo),
    )
    return WeightsRead(
        section=section,
        adapter_only=adapter,
        derived_only=derived,
        shards_missing=True if missing else None if parts.unread else False,
        pickle_only=bool(held) and all(one.format.runs_code != "never" for one in held),
        whole=looks_whole((path for path in paths if path not in partial), listed),
        evidence=_evidence(repo, told, (*missing, *told_partial, *doubts, *mistaken)),
        notices=(*_pointed(repo), *mistaken),
    )


def _told_apart(repo: Repo, files: tuple[File, ...]) -> _Listed:
    filed = formats().filed((file.path for file in files), words(repo))
    pointed = mapping(repo.info.get("x_pointers"))
    held, empty, doubtful = [], [], []
    for file, one in zip(files, filed, strict=True):
        kind = header_of(repo, file.path).get("type")
        if one.weights and one.format is not None and kind not in _NO_MODELS:
            if file.size == 0 or file.path in pointed:
                empty.append(file.path)
            else:
                held.append(WeightFile(file, one.format, one.partial or kind == "mmproj"))
        elif _is_doubtful(file, one):
            doubtful.append((file, one.format))
    return _Listed(tuple(held), tuple(empty), tuple(doubtful))


def _said_partial(repo: Repo) -> Iterator[str]:
    """What the card says of weights that are not whole: a delta, a sample, a part, under a key."""
    for at, line in body_lines(repo.card):
        if _NOT_WHOLE.search(line[:_MAX_LINE]):
            yield f"the card says in line {at}: {line.strip()[:200]}"


def _cut_short(repo: Repo, held: Iterable[WeightFile]) -> Iterator[str]:
    """Files that are shorter than their own headers say: an upload or download that broke off."""
    for one in held:
        wanted = header_of(repo, one.file.path).get("bytes")
        if isinstance(wanted, int) and one.file.size is not None and one.file.size < wanted:
            yield f"{one.file.path} breaks off: {one.file.size:,} of {wanted:,} bytes"


def _stubs(held: Iterable[WeightFile]) -> Iterator[str]:
    """Files no longer than a pointer, beside others that hold weights."""
    sizes = [(one.file.path, one.file.size or 0) for one in held]
    if any(size >= _LEAST for _, size in sizes):
        yield from (f"{path} is no longer than a pointer: {size} bytes" for path, size in sizes if size in _POINTERS)


def _headers(repo: Repo, held: Iterable[WeightFile]) -> Iterator[str]:
    """Files whose first bytes did not come, are no header, or tell of another length than the list does."""
    paths = {one.file.path for one in held}
    return (f"{one.what}: {one.reason}" for one in headers_unread(repo) if one.what in paths)


def _totals(repo: Repo) -> Iterator[str]:
    """Shard indexes that gainsay the list about how much there is."""
    sizes = {file.path: file.size for file in repo.files or ()}
    return sizes_apart(repo.info.get("x_shard_index"), repo.info.get("x_shard_total"), sizes)


def _split(repo: Repo, held: Iterable[WeightFile]) -> Iterator[str]:
    """Files whose headers say that they are one of several, where there are not so many."""
    paths = [one.file.path for one in held]
    for path in paths:
        parts = header_of(repo, path).get("parts")
        if isinstance(parts, (list, tuple)) and len(parts) == 2 and len(paths) < parts[1]:
            yield f"{path} says that it is one of {parts[1]} parts"


def _is_doubtful(file: File, filed: Filed) -> bool:
    kind = filed.format.kind if filed.format is not None else None
    return kind in _DOUBTFUL and (file.size is None or file.size >= _DOUBTFUL[kind])


def _bytes(held: Iterable[WeightFile]) -> int | None:
    sizes = [one.file.size for one in held]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _doubts(repo: Repo, told: _Listed, adapter: bool) -> tuple[str, ...]:
    """Why it is not known what the list holds, in words."""
    size = _bytes(told.held)
    if not told.held:
        fetched = (f"{FETCHED} lies in a cache",) if repo.info.get("x_cached") is True else ()
        unlisted = tuple(f"{NOT_LISTED}{one.what} ({one.reason})" for one in repo.unread if _hides_weights(one.what))
        return (*_may_be(told.doubtful), *unlisted, *fetched)
    if adapter or size is None:
        return ()
    if size < _POINTERS.start and repo.source != "local":
        return (f"{size} bytes in all are no weights: an upload that broke off, or a size told wrongly",)
    if all(one.file.size in _POINTERS and "unread" in header_of(repo, one.file.path) for one in told.held):
        return (f"{size} bytes in all: these may be pointers to weights that are not there",)
    small = too_small(repo, size)
    others = [one for one in told.doubtful if one[1] is None or one[1].kind != "archive"]
    outweighed = sum(file.size or 0 for file, _ in others) > max(size, _OUTWEIGHS)
    return (*((small,) if small else ()), *(_may_be(tuple(others)) if outweighed else ()))


def _unread(repo: Repo, index: bool) -> Iterator[str]:
    """Parts that were not read and could tell that these are no whole weights, in words."""
    for one in repo.unread:
        if one.what in _TELLING or (index and one.what.endswith(formats().indexes)):
            yield f"{NOT_READ}{one.what} ({one.reason})"
    if repo.card is None and "cardData" not in repo.info and repo.source != "catalog":
        yield from (f"{NOT_READ}{one.what} ({one.reason})" for one in repo.unread if one.what == CARD)


#: What would show an adapter, a pointer, or weights too small for what is stated.
_TELLING = frozenset({"api:tags", "api:safetensors", "api:gguf", "api:siblings.size", "adapter_config.json"})


def _hides_weights(what: str) -> bool:
    """Whether what was not listed may be weights: the list's own end, or a file that is one by its name."""
    if what in LISTS:
        return True
    return "." in what and not what.startswith("api:") and formats().filed([what])[0].weights


def _may_be(doubtful: tuple[tuple[File, Format | None], ...]) -> tuple[str, ...]:
    if not doubtful:
        return ()
    largest = sorted(doubtful, key=lambda one: (-(one[0].size or 0), one[0].path))[:_MOST_NAMED]
    named = ", ".join(f"{file.path} ({_size(file.size)})" for file, _ in largest)
    return (f"these may be weights: {named}{' and others' if len(doubtful) > _MOST_NAMED else ''}",)


def _size(size: int | None) -> str:
    return "size not told" if size is None else f"{size:,} bytes"


def _status(repo: Repo, told: _Listed, partial: bool, derived: bool, doubt: bool) -> Weights:
    if not told.held:
        return "unknown" if doubt else "missing"
    if partial:
        return "partial"
    if doubt:
        return "unknown"
    if derived:
        return "partial"
    return _open(repo)


def _open(repo: Repo) -> Weights:
    """Of weights that are there: whether a gate stands before them."""
    return "gated" if gating(repo) else "unknown" if gate_unread(repo) else "available"


def _pointed(repo: Repo) -> tuple[str, ...]:
    """What stands in for files that were not fetched, with the command that fetches them."""
    pointers = mapping(repo.info.get("x_pointers"))
    if not pointers:
        return ()
    kinds = sorted({str(kind) for kind in pointers.values()})
    return (
        f"only pointers of {' and '.join(kinds)}, no content: {first_of(sorted(pointers), _MOST_NAMED)}; "
        f"fetch them with {' and '.join(_FETCH.get(kind, 'hf download') for kind in kinds)}",
    )


_FETCH = {"Git LFS": "'git lfs pull'", "Xet": "'git xet install' and 'git lfs pull', or 'hf download'"}


def _reported(repo: Repo) -> WeightsRead:
    """Without a list: what the API or the catalog reports of formats, parameters and size."""
    tags = {*strings(repo.info.get("tags")), *strings(repo.info.get("x_formats"))}
    found = tuple(sorted(tags & set(REPORTED)))
    size = number(repo.info.get("x_storage_bytes")) or number(repo.info.get("usedStorage"))
    told = bool(found and size) or parameters(repo) is not None or (size or 0) >= _LEAST
    status: Weights = _open(repo) if told else "unknown"
    section = WeightsSection(status=status, formats=found, bytes=size, gated=gating(repo), parameters=parameters(repo))
    said = f"reported, not listed: {', '.join(found) or 'no format'}, {size or 'no'} bytes"
    evidence = Evidence(
        origin=f"{repo.id} {repo.source}",
        revision=repo.revision,
        value=said if told else "no file list and no reported weights",
    )
    derived = all(_kind(name) == "derived" for name in found) if found else None
    return WeightsRead(section=section, derived_only=derived, evidence=(evidence,))


def _kind(name: str) -> str:
    one = formats().by_id.get(name)
    return one.kind if one is not None else "original"


def _evidence(repo: Repo, told: _Listed, said: tuple[str, ...]) -> tuple[Evidence, ...]:
    origin = f"{repo.id} api:siblings" if repo.source != "local" else repo.id
    spoken = tuple(Evidence(origin=origin, revision=repo.revision, value=one) for one in said)
    files = tuple(evidence_of(repo, _described(one), one.file.path) for one in told.held[:_MOST_NAMED])
    if files or spoken:
        return (*spoken, *files)
    value = f"no content: {', '.join(told.empty[:_MOST_NAMED])}" if told.empty else "no weight file in the list"
    return (Evidence(origin=origin, revision=repo.revision, value=value),)


def _described(one: WeightFile) -> str | None:
    code = {"may": "loading it can run code", "always": "it is a program"}.get(one.format.runs_code)
    return f"{one.format.name}: {code}" if code else None
