"""Whether weights of so many bytes can be what the repo says they are."""

import re

from scanner.model.fields import strings
from scanner.model.ids import own_name
from scanner.model.snapshot import Json, Repo
from scanner.text.late import late

#: ``8B``, ``8x7B``, ``350m`` in a name; not ``4bit``, ``A3B`` (active only) or ``100B-tokens``.
_SIZED = late(r"(?<![a-z0-9.])(?:\d+x)?(\d{1,4}(?:\.\d{1,3})?)([bm])(?![a-z0-9])(?![-_ ]?tok)", re.IGNORECASE)
#: Repos made for tests say so; they are small on purpose.
_TOYS = frozenset("tiny random dummy toy debug test testing mock".split())
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
    """The number of parameters that a repo states: by its name, else by what the API reports."""
    return _named(repo.id) or _named(repo.requested) or parameters(repo)


def too_small(repo: Repo, held: int) -> str | None:
    """Why ``held`` bytes cannot be these weights, in words; None when they can."""
    count = stated(repo)
    if count is None or held * 8 >= _LEAST_BITS * count or _toy(repo):
        return None
    return f"{held:,} bytes are too few for the {count:,} parameters that are stated"


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
        *(tag.lower() for tag in strings(repo.info.get("tags"))),
    }
    return not words.isdisjoint(_TOYS)
