"""References in configurations: values under keys that carry ids, commands, argument lists, environments, URLs."""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from functools import cache, lru_cache

from scanner.discover.config.inside import alternatives, filled, is_json, keyed, kind_inside, quoted
from scanner.discover.config.leaves import (
    Key,
    Leaf,
    LeavesError,
    ini_leaves,
    json_leaves,
    rough_leaves,
    toml_leaves,
    yaml_leaves,
)
from scanner.discover.config.xml import xml_leaves
from scanner.discover.names.closed import closed_model
from scanner.discover.names.hubid import WEIGHTS
from scanner.discover.names.ids import classify, named
from scanner.discover.names.outside import of_outside
from scanner.discover.names.slots import Slot, loader_slot, never_named, slot_of_name, snake
from scanner.discover.names.tables import command_heads, tables
from scanner.discover.shell.commands import CommandReader
from scanner.discover.shell.words import Variables, Word
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

_COMMAND_KEYS = re.compile(
    r"(?:run|scripts?|commands?|cmd|args|arguments|entrypoint|before_script|after_script|exec|shell|steps|extra_args|extra_cmd_args|vllm_args|engine_args|command_line|container_args|start|serve|setup|cmds|deps|post_create_command|program)"
)
_PROVIDER_KEYS = {"api_type", "provider", "llm_provider", "vendor", "api", "platform", "type", "engine_type"}
#: What something is called: a server of one's own may well be called ``gpt-4``.
_LABELS = {"name", "names", "alias", "aliases", "label", "title"}
#: Names that mostly carry no id, under which a full one says what it is.
_MAY_BE = re.compile(r"(?:.*_)?alias|(?:model|tokenizer)_dir")
_SIBLINGS = {"name", "key", "value", "id", "engine", "deployment", "repo", "file", "filename", *_PROVIDER_KEYS}
_VARIABLE = re.compile(r"\$(?:\{(\w+)[^}]*\}|(\w+))")


@dataclass
class ConfigReader:
    """Puts the references of one configuration into ``sink``; ``variables`` come from files beside it."""

    sink: Sink
    variables: Variables = field(default_factory=Variables)
    follow: bool = False
    embedded: Callable[[str, str, int], None] | None = None
    hosts: dict[tuple[Key, ...], str] = field(default_factory=dict)
    targets: dict[tuple[Key, ...], str] = field(default_factory=dict)
    open: list[tuple[Leaf, str]] = field(default_factory=list)
    pathed: set[tuple[Key, ...]] = field(default_factory=set)
    told: set[tuple[Key, ...]] = field(default_factory=set)

    def leaves(self, leaves: Iterable[Leaf]) -> None:
        """Judge each leaf by its keys; lists of plain words are read as commands as well."""
        lists: dict[tuple[Key, ...], list[Leaf]] = {}
        pairs: dict[tuple[Key, ...], dict[str, Leaf]] = {}
        for leaf in leaves:
            if leaf.key:
                self._named_by_key(leaf)
                continue
            self._leaf(leaf)
            if leaf.path and isinstance(leaf.path[-1], int):
                lists.setdefault(leaf.path[:-1], []).append(leaf)
            elif leaf.path and str(leaf.path[-1]).lower() in _SIBLINGS:
                pairs.setdefault(leaf.path[:-1], {})[str(leaf.path[-1]).lower()] = leaf
        for items in lists.values():
            self._list(items)
        for path, pair in pairs.items():
            self._host(path, pair)
            name, value = pair.get("name") or pair.get("key"), pair.get("value")
            if name and value:
                self._named(value, slot_of_name(name.value), f"environment: {name.value}")
            self._beside_provider(pair)
            held = pair.get("filename") or pair.get("file")
            if "repo" in pair and held is not None and held.value.endswith(WEIGHTS):
                self._named(pair["repo"], Slot(), "key: repo, beside a file of weights")
        self._elsewhere()

    def _host(self, path: tuple[Key, ...], pair: dict[str, Leaf]) -> None:
        """``provider: ollama``: what is named beside it and below is that host's."""
        hosts = tables().outside_of_prefix
        names = (pair[key].value.lower() for key in _PROVIDER_KEYS & pair.keys())
        host = next((hosts[name] for name in names if name in hosts), None)
        if host is not None:
            self.hosts[path] = host.id

    def _elsewhere(self) -> None:
        for leaf, how in self.open:
            host = next((self.hosts[leaf.path[:n]] for n in range(len(leaf.path)) if leaf.path[:n] in self.hosts), None)
            label = _key(leaf.path).lower() in _LABELS and leaf.path[:-1] in self.told
            found = of_outside(leaf.value.strip(), host) if host is not None and not label else None
            if found is not None:
                self.sink.add(leaf.line, leaf.column, leaf.value, found, f"{how}, below a provider")

    def _beside_provider(self, pair: dict[str, Leaf]) -> None:
        """``name: gemini-1.5-flash`` beside ``api_type: gemini`` is that API's model."""
        if not any(pair[key].value.lower() in tables().provider_of_prefix for key in _PROVIDER_KEYS & pair.keys()):
            return
        for key in ("name", "id", "engine", "deployment"):
            if key in pair and (found := closed_model(pair[key].value)):
                self.sink.add(
                    pair[key].line, pair[key].column, pair[key].value, found, f"key: {key}, beside a provider"
                )

    def _named_by_key(self, leaf: Leaf) -> None:
        """A key that is itself an id: of what its mapping's own key says, else by its shape."""
        if _ignored(leaf.path):
            return
        slot, how = _slot_of_path(leaf.path)
        found = classify(leaf.value, replace(slot, bare="no")) if slot is not None else None
        if found is not None and found.kind in {"model", "dataset"}:
            self.sink.add(leaf.line, leaf.column, leaf.value, found, how)
        else:
            self.sink.add_told(leaf.value, leaf.line, leaf.column, closed=False)

    def _leaf(self, leaf: Leaf) -> None:
        key = _key(leaf.path)
        if _ignored(leaf.path) and not leaf.value.startswith("base_model:"):
            self.sink.add_urls(leaf.raw or leaf.value, leaf.line, leaf.column, f"url: {key}")
            return
        filed = leaf.raw is not None and kind_inside(leaf.path, leaf.raw, True) is not None  # a file, however short
        if filed or "\n" in (leaf.raw or "").rstrip("\n") or _commanding(leaf):
            self._script(leaf)
            return
        if self.embedded is not None and is_json(leaf.value):
            self.embedded("json", keyed(_key(leaf.path), leaf.value), leaf.line)
            return
        self.sink.add_urls(leaf.value, leaf.line, leaf.column, f"url: {key}")
        slot, how = self._targeted(leaf) or _slot_of_path(leaf.path)
        if key == "dataset_path":
            self.pathed.add(leaf.path[:-1])
        elif key == "dataset_name" and leaf.path[:-1] in self.pathed:
            slot = None  # a part of the set that the path names
        done = self._named(leaf, _hosted(slot, leaf), how)
        if slot is not None and slot.kind == "model" and key.lower() not in _PROVIDER_KEYS:
            self.told |= {leaf.path[:-1]} if key.lower() not in _LABELS else set()
            self.open += [(leaf, how)] if not done else []
        if not done and (not never_named(key) or _MAY_BE.fullmatch(snake(key))):
            closed = key.lower() not in _LABELS and not never_named(key)
            for text, offset in alternatives(leaf.value):
                self.sink.add_told(text, leaf.line, leaf.column + offset, closed=closed)

    def _targeted(self, leaf: Leaf) -> tuple[Slot, str] | None:
        """``_target_: datasets.load_dataset`` says which loader is handed what stands beside it."""
        key, parent = _key(leaf.path), leaf.path[:-1]
        if key == "_target_":
            self.targets[parent] = leaf.value
        home, _, name = self.targets.get(parent, "").rpartition(".")
        for loader in tables().calls.get(name, ()):
            if key in loader.arguments and (not loader.modules or home.startswith(loader.modules)):
                return loader_slot(loader, "dataset" if loader.kind == "dataset" else "model"), f"{name}()"
        return None

    def _script(self, leaf: Leaf) -> None:
        commands = CommandReader(self.sink, Variables(dict(self.variables.here)), self.embedded)
        text = leaf.raw if leaf.raw is not None else leaf.value
        kind = kind_inside(leaf.path, text, _COMMAND_KEYS.fullmatch(snake(_key(leaf.path))) is not None)
        if leaf.raw is not None and self.embedded and kind is not None:
            self.embedded(kind, keyed(_key(leaf.path), textwrap.dedent(text)), leaf.line)
            return
        text = filled(text)
        if leaf.raw is None:
            commands.inline(text, leaf.line, leaf.column - 1)
        else:
            commands.text(text, leaf.line)

    def _list(self, items: list[Leaf]) -> None:
        """``[--model, org/name]``, one word an item, and ``- NAME=value`` environments."""
        if any(item.raw is not None for item in items):
            return
        words = [Word(filled(item.value), item.line, item.column) for item in items]
        if any(word.value.startswith("-") or "=" in word.value for word in words) or (
            _commanding(items[0]) or items[0].value in command_heads()
        ):
            CommandReader(self.sink, Variables(dict(self.variables.here)), self.embedded).words(words)

    def _named(self, leaf: Leaf, slot: Slot | None, how: str) -> bool:
        """Whether the leaf names something, as what its keys say it is."""
        if slot is None:
            return False
        done = False
        for text, offset in alternatives(leaf.value):
            every = named(text, slot, self.sink.said)
            for start, piece, found in every:
                self.sink.add(leaf.line, leaf.column + offset + start, piece, found, how)
            done = done or bool(every)
            if not every:
                self.sink.passed(leaf.line, text)
        if self.follow:
            self._variable(leaf, slot, how)
        return done

    def _variable(self, leaf: Leaf, slot: Slot, how: str) -> None:
        """``${NAME}`` stands for what a file beside this one says: the reference is there."""
        match = _VARIABLE.fullmatch(leaf.value)
        for word in self.variables.here.get(match[1] or match[2], ()) if match else ():
            for start, piece, found in named(word.value, slot):
                where = f"{how}, used in {self.sink.path}"
                self.sink.add(word.line, word.column + start, piece, found, where, word.path)


#: Readers that a broken line or tag does not stop.
_BY_LINE: dict[str, Callable[[str], Iterable[Leaf]]] = {"toml": toml_leaves, "ini": ini_leaves, "xml": xml_leaves}


def read_config(text: str, kind: str, reader: ConfigReader) -> str | None:
    """Read a configuration of a ``kind`` (yaml, json, toml, ini, xml); a note when it had to be read line by line."""
    if kind in _BY_LINE:
        reader.leaves(_BY_LINE[kind](text))
        return None
    try:
        reader.leaves(list(json_leaves(text) if kind == "json" else yaml_leaves(quoted(text))))
    except LeavesError:
        reader.leaves(rough_leaves(text))
        return f"not valid {kind.upper()}: read line by line"
    return None


def _hosted(slot: Slot | None, leaf: Leaf) -> Slot | None:
    """The slot as another host's where the keys above say so: ``spring.ai.ollama.chat.options.model``."""
    if slot is None or slot.kind != "model" or "/" in leaf.value:
        return slot
    words = (word for key in leaf.path if isinstance(key, str) for word in re.split(r"[._-]", key.lower()))
    host = next((one for word in words if (one := tables().outside_of_word.get(word))), None)
    return replace(slot, outside=host.id) if host is not None else slot


def _commanding(leaf: Leaf) -> bool:
    """The leaf is a command line, by its key or by its flags."""
    if " " not in leaf.value.strip():
        return False
    if any(isinstance(key, str) and _COMMAND_KEYS.fullmatch(snake(key)) for key in leaf.path[-2:]):
        return True
    return (re.search(r"(?:^|\s)-{1,2}[a-z][\w-]*[ =]\S", leaf.value) is not None and len(leaf.value) < 4000) or (
        leaf.value.startswith(("vllm ", "hf ", "huggingface-cli ", "ollama ", "llama-server ", "git clone "))
    )


def _key(path: tuple[Key, ...]) -> str:
    return next((str(key) for key in reversed(path) if isinstance(key, str)), "")


def _ignored(path: tuple[Key, ...]) -> bool:
    return any(isinstance(key, str) and key.lower() in tables().sets["quiet_keys"] for key in path)


@cache
def _nested() -> dict[str, list[tuple[str, Slot]]]:
    found: dict[str, list[tuple[str, Slot]]] = {}
    for ancestor, key, kind in tables().loaders.nested:
        slot = Slot(kind="dataset", bare="known") if kind == "dataset" else Slot()
        found.setdefault(key, []).append((ancestor, slot))
    return found


def _slot_of_path(path: tuple[Key, ...]) -> tuple[Slot | None, str]:
    """The slot of a leaf by its nearest key, or by that key below another."""
    names = tuple([key for key in path if isinstance(key, str)][-3:])
    return _slot_of_names(names, bool(path) and isinstance(path[-1], str))


@lru_cache(maxsize=1 << 15)
def _slot_of_names(names: tuple[str, ...], keyed: bool) -> tuple[Slot | None, str]:
    if not names or "::" in names[-1]:
        return None, ""  # AWS::SageMaker::Model is a type
    parts = [part for name in names for part in ([name] if " " in name else name.split("."))]
    last, above = parts[-1], [snake(part) for part in parts[:-1]][-2:]
    kinds = {f"<{slot.kind}>" for name in above if (slot := slot_of_name(name)) is not None}
    for ancestor, slot in _nested().get(snake(last), ()):
        if ancestor in above or ancestor in kinds:
            return slot, f"key: {above[-1]}.{names[-1]}"
    slot_found = slot_of_name(last)
    many = len(names) > 1 and names[-2].lower().endswith("s")  # models: {small: org/a, large: org/b}
    if slot_found is None and keyed and many and slot_of_name(names[-2]):
        return slot_of_name(names[-2]), f"key: {names[-2]}.{names[-1]}"
    return slot_found, f"key: {names[-1]}"
