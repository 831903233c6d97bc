"""Whether the weights of a listing are whole: all parts there, by the numbers in their names and by indexes, and of as
many bytes as what the repo says they are."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import config, mapping, strings, tags
from scanner.model.ids import own_name
from scanner.model.snapshot import Json, Repo
from scanner.text.counted import first_of
from scanner.text.late import late

#: ``8B``, ``8x7B``, ``350m`` in a name; not ``4bit``, ``A3B`` (active only) or ``100B-tokens``.
_SIZED = late(r"(?<![a-z0-9.])(?:\d+x)?(\d{1,4}(?:\.\d{1,3})?)([bm])(?![a-z0-9])(?![-_ ]?tok)", re.IGNORECASE)
#: Fewer bits a parameter than any format stores, sub-bit ones included.
_LEAST_BITS = 0.4


def parameters(repo: Repo) -> int | None:
    """The number of parameters that the API reports (safetensors, GGUF, or the catalog)."""
    for field, key in (("safetensors", "total"), ("gguf", "total")):
        value = repo.info.get(field)
        if isinstance(value, dict) and (total := number(value.get(key))):
            return total
    return number(repo.info.get("x_parameters"))


def number(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def stated(repo: Repo) -> int | None:
    """The number of parameters that a repo states: by its name, else by what the API reports. A folder may be called
    anything: its files tell, where their headers were read."""
    if repo.source == "local" and (told := parameters(repo)) is not None:
        return told
    return _named(repo.id) or _named(repo.requested) or parameters(repo)


def too_small(repo: Repo, held: int) -> str | None:
    """Why ``held`` bytes cannot be these weights, in words; None when they can."""
    told = ((stated(repo), "that are stated"), (_shaped(repo), "at least of the shape that config.json tells"))
    lacking = [(count, how) for count, how in told if count is not None and held * 8 < _LEAST_BITS * count]
    if not lacking or _toy(repo):
        return None
    return f"{held:,} bytes are too few for the {lacking[0][0]:,} parameters {lacking[0][1]}"


def _shaped(repo: Repo) -> int | None:
    """How many parameters the layers have at least that a config tells; None where it does not, or shares them."""
    told = config(repo)
    told = {**mapping(told.get("text_config")), **told}
    wide, inner, layers = (number(told.get(key)) for key in ("hidden_size", "intermediate_size", "num_hidden_layers"))
    if wide is None or inner is None or layers is None or "num_hidden_groups" in told:
        return None
    return layers * wide * (wide + 2 * inner)


def _named(repo_id: str) -> int | None:
    """The parameters that a repo's name states; the fewest, where it states several."""
    found = [(float(count), unit.lower()) for count, unit in _SIZED.findall(repo_id.rpartition("/")[2])]
    billions = [count for count, unit in found if unit == "b"]
    if billions:
        return int(min(billions) * 1e9)
    return int(min((count for count, _ in found), default=0) * 1e6) or None


def _toy(repo: Repo) -> bool:
    words = {
        *re.split(r"[^a-z0-9]+", own_name(repo.id).lower()),
        *(tag.lower() for tag in tags(repo)),
    }
    return not words.isdisjoint(listed("toy-names"))


#: ``model-00001-of-00003.safetensors``, ``group1-shard2of4.bin``, ``x.gguf.part1of2``.
_OF = late(r"(.*?)(\d{1,6})[-_. ]?of[-_. ]?(\d{1,6})(?!\d)(.*)", re.DOTALL)
#: Numbered parts that name no total; their numbers leave no hole.
_NUMBERED = late(
    r"(.*(?:consolidated\.|params_shard_|mp_rank_|weights\.|(?:\.|-)part[-_.]?|-split-))(\d{1,6}|[a-z]{1,2})(?![0-9a-z])(.*)",
    re.DOTALL,
)
#: Others that count from nought or one; and the pieces of a distributed checkpoint, by the process that wrote them.
_COUNTED = late(r"(.*(?<![a-z0-9])(?:shard|chunk|split|expert)[-_]?)(\d{1,4})(\.[a-z0-9.]+)", re.DOTALL)
_WRITTEN = late(r"((?:.*/)?__)(\d{1,6})(?:_\d{1,6})(\.distcp)", re.DOTALL)
#: ``model_world_size_4_rank_0.pt``: of so many, this one.
_RANKED = late(r"(.*world_size_)(\d{1,6})_rank_(\d{1,6})(.*)", re.DOTALL)
#: These count from nought alone.
_FROM_NOUGHT = ("consolidated.", "params_shard_", "mp_rank_", "weights.", "__")
#: By so many letters before a number is told how parts are counted.
COUNTS_IN = max(map(len, _FROM_NOUGHT))
#: One of these is in every path, in lower case, that numbers a part.
SIGNS = (
    "of",
    "world_size_",
    "consolidated.",
    "mp_rank_",
    "weights.",
    "part",
    "split",
    "shard",
    "chunk",
    "expert",
    ".distcp",
)
#: Of these there are at least two.
_PIECE = late(r".*(?:part[-_.]?|-split-)", re.DOTALL)
_MOST_PARTS = 100_000
_MOST_NAMED = 5


class Holes(NamedTuple):
    """Parts that are not there, in words; ``unread`` when an index was not read and nothing else tells."""

    missing: tuple[str, ...]
    unread: bool


def holes(weights: Iterable[str], listed: Collection[str], indexes: Json, endings: tuple[str, ...]) -> Holes:
    """``weights`` are the paths of weight files that hold something, ``listed`` of all such files; ``indexes`` is
    what shard indexes name (by the index's path), ``endings`` what their names end in."""
    named = tuple(sorted(weights))
    by_index = tuple(_by_index(indexes, listed))
    by_number = tuple(_by_number(named))
    whole = {_folder(path) for path in named if _OF.fullmatch(path.lower())}
    read = indexes if isinstance(indexes, (dict, list)) else {}
    unread = [path for path in listed if path.lower().endswith(endings) and path not in read] if endings else []
    told = isinstance(read, list) or all(_folder(path) in whole for path in unread)
    missing = tuple(dict.fromkeys((*by_index, *by_number)))
    return Holes(missing=missing, unread=not missing and bool(unread) and not told)


def parts_missing(repo: Repo, weights: Iterable[str]) -> tuple[str, ...]:
    """Parts of a model that an index of its names and that hold no weights here, in words."""
    there = {path.rpartition("/")[0] for path in weights}
    recipes = mapping(repo.info.get("x_recipes"))
    gone = [(at, name) for at in _PARTS for name in _PARTS[at](recipes.get(at)) if not _within(name, there)]
    return tuple(f"{name}/ holds no weights, and {at} names it" for at, name in gone[:_MOST_NAMED])


def _within(name: str, folders: Iterable[str]) -> bool:
    return any(folder == name or folder.startswith(f"{name}/") for folder in folders)


def _of_pipeline(index: Json) -> Iterator[str]:
    """diffusers: a part's folder, with its library and class."""
    for name, part in mapping(index).items():
        if isinstance(part, (list, tuple)) and len(part) == 2 and _holds_weights(".".join(map(str, part))):
            yield name


def _of_modules(index: Json) -> Iterator[str]:
    """sentence-transformers: a list of parts, of which one may lie in no folder."""
    for part in index if isinstance(index, (list, tuple)) else ():
        folder = str(mapping(part).get("path") or "").strip("/")
        if folder and _holds_weights(str(mapping(part).get("type"))):
            yield folder


def _holds_weights(kind: str) -> bool:
    return _WITH_WEIGHTS.search(kind[:200]) is not None


#: The indexes of a model's parts, each with what reads it.
_PARTS: Mapping[str, Callable[[Json], Iterator[str]]] = {"model_index.json": _of_pipeline, "modules.json": _of_modules}
_WITH_WEIGHTS = recorded("part-holds-weights")


class Part(NamedTuple):
    """A path that numbers a part: what stands before the number, the number, of how many ("" where the name tells no
    total), and what stands after it."""

    before: str
    label: str
    total: str
    after: str


def part_of(path: str) -> Part | None:
    """What a path says of itself as one of several parts; None where it says nothing."""
    low = path.lower()
    if not any(sign in low for sign in SIGNS):
        return None
    if of := _OF.fullmatch(low):
        return Part(of[1], of[2], of[3], of[4])
    if rank := _RANKED.fullmatch(low):
        return Part(rank[1], rank[3], rank[2], rank[4])
    one = _NUMBERED.fullmatch(low) or _COUNTED.fullmatch(low) or _WRITTEN.fullmatch(low)
    return Part(one[1], one[2], "", one[3]) if one else None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _by_index(indexes: Json, listed: Collection[str]) -> Iterator[str]:
    """Files that an index names and the list does not. An index in a folder names files of that folder."""
    for at, names in (indexes if isinstance(indexes, Mapping) else {"": indexes}).items():
        absent = [name for name in strings(names) if str(PurePosixPath(at).parent / name) not in listed]
        if absent:
            yield f"{at or 'the shard index'} names {first_of(absent, _MOST_NAMED)}, which the list does not hold"


def sizes_apart(indexes: Json, totals: Json, sizes: Mapping[str, int | None]) -> Iterator[str]:
    """Indexes that promise more bytes than the list gives the files that they name, in words. More than promised lacks
    nothing (padding, another precision); a file whose size is not told leaves it open."""
    for at, total in sorted(mapping(totals).items()):
        listed = [sizes.get(str(PurePosixPath(at).parent / name)) for name in strings(mapping(indexes).get(at))]
        if not listed or None in listed or not isinstance(total, int):
            continue
        held = sum(size for size in listed if size is not None)
        if held < total * _LEAST:
            yield f"{at} says that its files hold {total:,} bytes, and the list gives them {held:,}"


#: How much of an index's total its files have at least.
_LEAST = 0.98


def _by_number(paths: Iterable[str]) -> Iterator[str]:
    counted: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    numbered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part in filter(None, map(part_of, paths)):
        if part.total:
            counted[part.before, int(part.total), part.after].add(int(part.label))
        else:
            numbered[part.before, part.after].add(part.label)
    for (before, total, after), found in counted.items():
        present = len({number for number in found if number <= total})
        if 0 < total <= _MOST_PARTS and present < total:
            first = 0 if 0 in found else 1
            absent = [str(number) for number in range(first, first + total) if number not in found]
            yield f"{present} of {total} parts of {before}…{after}, without {first_of(absent, _MOST_NAMED)}"
    for (before, after), labels in numbered.items():
        if (gap := _gap(before, labels)) is not None:
            yield f"{before}{gap}{after} is not there, by the numbers of the others"


def _gap(before: str, labels: set[str]) -> str | None:
    """The first part that is not there among labels that count up; None where none is seen to be."""
    values = sorted(_value(label) for label in labels)
    from_one = _PIECE.fullmatch(before) or not before.endswith(_FROM_NOUGHT)
    first = 1 if values[0] == 1 and from_one else 0
    least = 2 if _PIECE.fullmatch(before) else 1
    wanted = range(first, first + max(len(values), least))
    gap = next((number for number in wanted if number not in values), None)
    return None if gap is None else str(gap)


def _value(label: str) -> int:
    if label.isdigit():
        return int(label)
    value = 0
    for letter in label:
        value = value * 26 + ord(letter) - ord("a")
    return value
