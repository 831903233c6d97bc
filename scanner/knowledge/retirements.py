"""When providers of closed APIs stop serving a model: the ``retires`` lists of ``rules/providers/``."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """Models (patterns of whole names, in lower case) that are served no longer from the day ``on``; ``source`` is the
    provider's own page, read on the day ``checked`` (both days ISO 8601)."""

    models: tuple[str, ...]
    on: str
    source: str
    checked: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)

    def concerns(self, model: str) -> bool:
        """Whether it speaks of a model, by the name that callers write."""
        return any(re.fullmatch(pattern, model.lower()) for pattern in self.models)


@cache
def _all() -> dict[str, tuple[Retirement, ...]]:
    folder = rules_dir()
    return {
        data["id"]: tuple(build(Retirement, one, folder / name) for one in data.get("retires") or ())
        for name, data in plain_files(folder).below("providers/").items()
    }


def retirement(provider: str, model: str) -> Retirement | None:
    """What the provider's record says of a model's end; None where it says nothing."""
    return first(_all().get(provider, ()), model)


def first(known: Iterable[Retirement], model: str) -> Retirement | None:
    """The first that speaks of a model."""
    return next((one for one in known if one.concerns(model)), None)
