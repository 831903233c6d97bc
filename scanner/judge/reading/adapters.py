"""Which weight files are adapters: by the names that libraries write, the configuration beside them, their headers, and
what the card, the tags or names state in a word of its own."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from scanner.knowledge.formats import is_whole_name
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import body, front_matter, mapping, strings, tags
from scanner.model.snapshot import Json, Repo

#: One of them, which stands for every other word that calls an adapter so.
_ADAPTER = "adapter"
#: Names that call weights an adapter, and what in them says that it was merged into something whole.
CALLED = recorded("adapter-called")
MERGED = recorded("adapter-merged")
_TOLD = recorded("adapter-told")
#: So many lines of a card may call what lies there an adapter.
_OPENING = 5
#: A weight file that is called a delta, and a line of a card that says what to do with one.
DELTA = recorded("delta-file")
_ADDED = recorded("delta-added")
_DONE = recorded("delta-done")
ADAPTER_CONFIG = "adapter_config.json"
CONFIGS = ("config.json", "params.json", "model_index.json", "open_clip_config.json")


def adapters(repo: Repo, weights: Iterable[str], partial: Collection[str], listed: Collection[str]) -> frozenset[str]:
    """Those of the weight files that do nothing without a base; ``partial`` are so by their format already."""
    paths = tuple(weights)
    if deltas := _deltas(repo, paths):
        return deltas
    said = {path: header_of(repo, path).get("adapter") for path in paths}
    related, stated = is_related(repo), _states(repo) and not looks_whole(paths, listed)
    return frozenset(
        path
        for path in paths
        if related
        or path in partial
        or said[path] is True
        or (said[path] is None and (stated or is_called(path)))
        or (_beside(path, ADAPTER_CONFIG) in listed and not is_whole_name(path))
    )


def header_of(repo: Repo, path: str) -> Mapping[str, Json]:
    """What a file's header says of it (``collect/headers``); nothing where it was not read."""
    return mapping(mapping(repo.info.get("x_headers")).get(path))


def _deltas(repo: Repo, paths: Iterable[str]) -> frozenset[str]:
    """Weights that are only the difference to a base's: all of them where the card says that they are to be added to
    it, else those that are called so."""
    said = body(repo)
    lines = said.split("\n") if "delta" in said.lower() else ()
    if any(_ADDED.search(line) and not _DONE.search(line) for line in lines):
        return frozenset(paths)
    return frozenset(path for path in paths if DELTA.search(path.lower()))


def _beside(path: str, name: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{name}"


def is_related(repo: Repo) -> bool:
    """Whether the card or the Hub says that the relation to the base is that of an adapter."""
    adapter = front_matter(repo).get("base_model_relation") == "adapter"
    return adapter or any(tag.startswith("base_model:adapter:") for tag in tags(repo))


def is_called(name: str) -> bool:
    """Whether a name, a tag or the path of a file calls weights an adapter, and not one that was merged."""
    low = name.lower()
    return CALLED.search(low) is not None and MERGED.search(low) is None


def stated_word(word: str) -> str:
    """A tag's or library's word in lower case; all that call an adapter so are one."""
    low = word.lower()
    return _ADAPTER if low not in listed("adapter-words") and is_called(low) else low


def _states(repo: Repo) -> bool:
    """Whether a repo says by its tags, its library, its name or the first lines of its card that it is an adapter."""
    return is_called(repo.id) or not listed("adapter-words").isdisjoint(map(stated_word, words(repo))) or _tells(repo)


def words(repo: Repo) -> frozenset[str]:
    """The repo's library and tags, in lower case."""
    libraries = (word for said in (repo.info, front_matter(repo)) for word in strings(said.get("library_name")))
    return frozenset(word.lower() for word in (*libraries, *tags(repo)))


def _tells(repo: Repo) -> bool:
    lines = islice((line for line in body(repo).split("\n") if line.strip()), _OPENING)
    return any(_TOLD.search(line) or (line.startswith("# ") and is_called(line[2:])) for line in lines)


def looks_whole(paths: Iterable[str], listed: Collection[str]) -> bool:
    """Whether the files look like a whole model: named as libraries name one, its configuration in the list."""
    return any(name in listed for name in CONFIGS) and any(is_whole_name(path) for path in paths)
