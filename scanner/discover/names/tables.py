"""What ``rules/loaders.yaml`` and ``rules/providers/`` say, as types, with their patterns compiled once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files

CallKind = Literal["model", "dataset", "by-repo-type"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One loader: see the head of ``rules/loaders.yaml``. ``position`` None takes keywords alone."""

    names: tuple[str, ...]
    under: tuple[str, ...] = ()
    skip_under: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    position: int | None = None
    kind: CallKind = "model"
    bare: bool = False
    prefix: str | None = None
    sizes: str | None = None
    only_prefixed: bool = False
    dynamic: bool = False
    provider: str | None = None


@dataclass(frozen=True, kw_only=True)
class Names:
    model: tuple[str, ...]
    dataset: tuple[str, ...]
    never: tuple[str, ...]
    bare: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Command:
    words: tuple[str, ...]
    position: int | None = None
    flags: tuple[str, ...] = ()
    bare: bool = False
    dynamic: bool = False


@dataclass(frozen=True, kw_only=True)
class KindLists:
    model: tuple[str, ...]
    dataset: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Defaults:
    keyed: tuple[str, ...]
    declared: tuple[str, ...]
    passed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Placeholders:
    organisations: tuple[str, ...]
    names: tuple[str, ...]
    anywhere: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Evident:
    organisations: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Loaders:
    """The whole of ``rules/loaders.yaml``."""

    calls: tuple[Call, ...]
    javascript: tuple[Call, ...]
    not_loaders: tuple[str, ...]
    names: Names
    nested: tuple[tuple[str, ...], ...]
    commands: tuple[Command, ...]
    flags: KindLists
    valued_flags: tuple[str, ...]
    defaults: Defaults
    evident: Evident
    known_bare: KindLists
    not_bare: tuple[str, ...]
    builders: tuple[str, ...]
    placeholders: Placeholders
    not_organisations: tuple[str, ...]
    file_endings: tuple[str, ...]
    hub_hosts: tuple[str, ...]
    reserved: tuple[str, ...]
    image_repos: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A closed API. ``any_prefix``: its prefix alone decides; ``org_names``: its own ids look like ``org/name``."""

    id: str
    name: str
    terms: str
    notes: str | None = None
    models: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    any_prefix: bool = False
    org_names: bool = False
    hosts: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    env: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """Both, with look-ups."""

    loaders: Loaders
    providers: tuple[Provider, ...]
    calls: dict[str, list[Call]] = field(init=False)
    javascript: dict[str, list[Call]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calls", _by_name(self.loaders.calls))
        object.__setattr__(self, "javascript", _by_name(self.loaders.javascript))

    @cached_property
    def provider_of_call(self) -> dict[str, Provider]:
        return {name: provider for provider in self.providers for name in provider.calls}

    @cached_property
    def provider_of_env(self) -> dict[str, Provider]:
        return {name.lower(): provider for provider in self.providers for name in provider.env}

    @cached_property
    def provider_of_prefix(self) -> dict[str, Provider]:
        return {name: provider for provider in self.providers for name in provider.prefixes}

    @cached_property
    def provider_of_host(self) -> dict[str, Provider]:
        return {host: provider for provider in self.providers for host in provider.hosts}

    @cached_property
    def provider_models(self) -> tuple[tuple[re.Pattern[str], Provider], ...]:
        return tuple((whole(provider.models), provider) for provider in self.providers if provider.models)

    @cached_property
    def names(self) -> dict[str, re.Pattern[str]]:
        names = self.loaders.names
        return {key: whole(getattr(names, key)) for key in ("model", "dataset", "never", "bare")}

    @cached_property
    def known_bare(self) -> dict[str, re.Pattern[str]]:
        known = self.loaders.known_bare
        return {"model": whole(known.model), "dataset": whole(known.dataset)}

    @cached_property
    def evident_names(self) -> re.Pattern[str]:
        return whole(self.loaders.evident.names)

    @cached_property
    def evident_organisations(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.loaders.evident.organisations)

    @cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """Lists of ``loaders.yaml`` as sets, in lower case."""
        loaders, marks = self.loaders, self.loaders.placeholders
        lists = {
            "not_bare": (*loaders.not_bare, *marks.names),
            "builders": loaders.builders,
            "not_organisations": loaders.not_organisations,
            "reserved": loaders.reserved,
            "image_repos": loaders.image_repos,
            "organisations": marks.organisations,
            "names": marks.names,
            "valued_flags": loaders.valued_flags,
            "not_loaders": loaders.not_loaders,
        }
        return {key: frozenset(word.lower() for word in words) for key, words in lists.items()}


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches a whole text when any of these does."""
    return re.compile("(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")\Z")


def _by_name(calls: tuple[Call, ...]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    for call in calls:
        for name in call.names:
            found.setdefault(name, []).append(call)
    return found


@cache
def tables() -> Tables:
    """The shipped tables. Raises :class:`scanner.model.errors.KnowledgeError` naming the file and line at fault."""
    root = rules_dir()
    files = plain_files(root)
    loaders = build(Loaders, files["loaders.yaml"], root / "loaders.yaml")
    providers = [
        build(Provider, data, root / name) for name, data in sorted(files.items()) if name.startswith("providers/")
    ]
    return Tables(loaders, tuple(providers))


@cache
def command_heads() -> dict[str, list[Command]]:
    """The known commands by their first word."""
    heads: dict[str, list[Command]] = {}
    for command in tables().loaders.commands:
        heads.setdefault(command.words[0], []).append(command)
    return heads
