"""What ``rules/loaders.yaml`` and ``rules/providers/`` say, as types, with their patterns compiled once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache, cached_property
from typing import Literal

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.retirements import Retirement
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass

CallKind = Literal["model", "dataset", "by-repo-type"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One loader: see the head of ``rules/loaders.yaml``. ``position`` None takes keywords alone.

    ``example`` is a line of code in which it is found, ``trap`` one in which nothing is.
    """

    names: tuple[str, ...]
    under: tuple[str, ...] = ()
    skip_under: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    position: int | None = None
    kind: CallKind = "model"
    bare: bool = False
    prefix: str | None = None
    aliases: str | None = None
    only_prefixed: bool = False
    dynamic: bool = False
    provider: str | None = None
    outside: str | None = None
    itself: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    example: str = ""
    trap: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceName:
    """Names of places, as a pattern in snake case; ``example`` is one of them and ``trap`` one that carries no id."""

    match: str
    example: str = ""
    trap: str = ""


@dataclass(frozen=True, kw_only=True)
class Names:
    model: tuple[PlaceName | str, ...]
    dataset: tuple[PlaceName | str, ...]
    never: tuple[PlaceName | str, ...]
    bare: tuple[PlaceName | str, ...]
    calls: tuple[PlaceName | str, ...]

    def patterns(self, kind: str) -> tuple[str, ...]:
        """The patterns of a kind (model, dataset, never, bare, calls)."""
        return tuple(one if isinstance(one, str) else one.match for one in getattr(self, kind))


@dataclass(frozen=True, kw_only=True)
class Command:
    words: tuple[str, ...]
    position: int | None = None
    flags: tuple[str, ...] = ()
    bare: bool = False
    dynamic: bool = False
    kind: CallKind = "model"
    aliases: str | None = None
    outside: str | None = None
    files: tuple[str, ...] = ()
    pin: bool = False
    example: str = ""
    trap: str = ""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Another host of models. ``license`` and ``terms`` are what is known of all that it holds.

    ``models``: what its names look like; ``shapes``: what tells a name of its own in any place that takes a model;
    ``prefixes`` and ``organisations`` tell it wherever an id may stand; ``words``: a name of a place that holds one of
    them (``OLLAMA_MODEL``) carries its names. ``hub_ids``: its loaders take ids of the Hub too. ``library``: names of
    its own that count in any place for a model, in a text that speaks of the host (by its ``words`` or ``addresses``).
    """

    id: str
    name: str
    license: str | None = None
    terms: str
    url: str
    models: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    library: tuple[str, ...] = ()
    hub_ids: bool = False


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
    known: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Loaders:
    """The whole of ``rules/loaders.yaml``."""

    calls: tuple[Call, ...]
    javascript: tuple[Call, ...]
    native: tuple[Call, ...]
    common_names: tuple[str, ...]
    common_modules: tuple[str, ...]
    other_commands: tuple[str, ...]
    outside: tuple[Outside, ...]
    aliases: Mapping[str, Mapping[str, str]]
    pins: Mapping[str, tuple[str, ...]]
    not_loaders: tuple[str, ...]
    routers: tuple[str, ...]
    quiet: tuple[str, ...]
    quiet_keys: tuple[str, ...]
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
    repo_endings: tuple[str, ...]
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
    retires: tuple[Retirement, ...] = ()


@dataclass(frozen=True)
class Tables:
    """Both, with look-ups."""

    loaders: Loaders
    providers: tuple[Provider, ...]
    calls: dict[str, list[Call]] = field(init=False)
    javascript: dict[str, list[Call]] = field(init=False)
    native: dict[str, list[Call]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calls", _by_name(self.loaders.calls))
        object.__setattr__(self, "javascript", _by_name(self.loaders.javascript))
        object.__setattr__(self, "native", _by_name((*self.loaders.native, *self.loaders.javascript)))

    @cached_property
    def outside(self) -> dict[str, Outside]:
        return {one.id: one for one in self.loaders.outside}

    @cached_property
    def outside_names(self) -> dict[str, re.Pattern[str]]:
        """What the names of each other host look like, where that is known."""
        return {one.id: whole(one.models) for one in self.loaders.outside if one.models}

    @cached_property
    def outside_of_shape(self) -> tuple[tuple[re.Pattern[str], Outside], ...]:
        return tuple((whole(one.shapes), one) for one in self.loaders.outside if one.shapes)

    @cached_property
    def outside_of_library(self) -> tuple[tuple[tuple[str, ...], re.Pattern[str], Outside], ...]:
        """``(what a text says that speaks of it, its names, host)``."""
        hosts = (one for one in self.loaders.outside if one.library)
        return tuple(((*one.words, *one.addresses), whole(one.library), one) for one in hosts)

    @cached_property
    def outside_of_prefix(self) -> dict[str, Outside]:
        return {prefix: one for one in self.loaders.outside for prefix in one.prefixes}

    @cached_property
    def outside_of_organisation(self) -> dict[str, Outside]:
        return {name.lower(): one for one in self.loaders.outside for name in one.organisations}

    @cached_property
    def outside_of_word(self) -> dict[str, Outside]:
        return {word: one for one in self.loaders.outside for word in one.words}

    @cached_property
    def provider(self) -> dict[str, Provider]:
        return {one.id: one for one in self.providers}

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
        return {key: whole(names.patterns(key)) for key in ("model", "dataset", "never", "bare", "calls")}

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
    def hub_organisations(self) -> frozenset[str]:
        return self.evident_organisations | {name.lower() for name in self.loaders.evident.known}

    @cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """Lists of ``loaders.yaml`` as sets, in lower case."""
        marks = self.loaders.placeholders
        plain = "builders not_organisations reserved image_repos valued_flags not_loaders quiet quiet_keys"
        lists = {key: getattr(self.loaders, key) for key in [*plain.split(), "common_names", "other_commands"]}
        lists["not_bare"] = (*self.loaders.not_bare, *marks.names)
        lists |= {"organisations": marks.organisations, "names": marks.names}
        return {key: frozenset(word.lower() for word in words) for key, words in lists.items()}


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches a whole text when any of these does."""
    return re.compile("(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")\Z")


def _by_name(calls: tuple[Call, ...]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    for call in calls:
        for name in call.names:
            found.setdefault(name, []).append(call)
    # What one library's import tells goes before what every such name is.
    return {name: sorted(same, key=lambda call: (not call.modules, not call.under)) for name, same in found.items()}


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
