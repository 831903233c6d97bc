"""What is searched for in a file's bytes before it is parsed: patterns made from the tables alone.

What is added to the tables is found here (:mod:`scanner.discover.names.stems`). google-re2 answers in one pass (about
thirty times as fast as ``re`` here); without it the standard library gives the same answers, slowly. No ``\\b`` in
it: that alone costs half as much again.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from scanner.discover.names.stems import stems
from scanner.discover.names.tables import Call, tables

#: Schemes and prefixes that only the Hub has.
_SCHEMES = r"hf://|HF://|huggingface://|hf[-_]hub|\.huggingface\.|__hf|hgf\""
#: What declares a value under a name that is a text.
_DECLARED = "add_argument|DEFINE_string|setdefault"
_ID = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]+"
_SHAPED = rf"[\"'`=\s]{_ID}[\"'`@:\\]"
#: The same in texts without quotes.
_FREE = rf"[\"'`=\s>(\[]{_ID}[\"'`@:\\<)\],;\s]"


def _regex(pattern: str) -> Any:
    try:
        import re2  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return re.compile(pattern.encode())
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes as they come: a third faster than looking for UTF-8
    options.max_mem = 64 << 20  # with the usual 8 MB its states are forgotten on the way: half as fast again
    return re2.compile(pattern.encode(), options)


@cache
def sure() -> Any:
    """What decides alone in code: loaders, names, flags and commands that are given an id."""
    long = _any(word for word in words() if len(word) > 3)
    assigned = rf"(?i:{long})[\w.-]*(?:=|: ?){_ID}"
    # A blank alone is enough behind a flag or a command: in running text any word stands before "and/or".
    behind = rf"(?:(?i:-[\w-]*{long})[\w.-]* |{_commands()}(?:[^\n]* )?){_ID}|{_elsewhere()}"
    return _regex("|".join([_strong(), assigned, behind]))


@cache
def shaped() -> Any:
    """Models by their names, which decide too, and as its only group texts like an id, which are looked at again.

    Apart from the pattern above: together they have so many states that making them takes longer than a second look.
    """
    hosts = _any(map(re.escape, tables().outside_of_prefix))  # {"provider": "ollama", "model": …}
    return _regex(rf"[\"'`](?:{_models()}|{hosts}[\"'])|({_SHAPED})")


@cache
def spoken() -> tuple[Any, Any]:
    """What speaks of a host outside the Hub, and the names of its own that count there."""
    hosts = tables().outside_of_library
    marks = _any(re.escape(mark) for marks, _, _ in hosts for mark in marks)
    names = _any(f"(?:{name})" for _, _, host in hosts for name in host.library)
    return _regex(f"(?i:{marks})"), _regex(rf"[\"'`]{names}[\"'`]")


@cache
def quoted() -> tuple[Any, ...]:
    """The same for Python: a pattern for each of its quotes, as what begins with one sign is found by that alone."""
    ends = r"[\"'@:,;+\\]"
    return tuple(_regex(rf"{quote}(?:{_models()}|((?:[^{quote}\n]*[ =])?{_ID}{ends}))") for quote in "\"'")


@cache
def named() -> Any:
    """A name in Python, its only group, that is given something."""
    given = rf"(\w*(?i:{_any(words())})\w*)[\"']?\]?\s*(?::[^=\n]{{1,60}})?[=:,]\s*[frFR]?[\"'(]"
    return _regex(f"{_DECLARED}|{given}")


@cache
def loose() -> Any:
    """What decides for files that are no code."""
    every = rf"(?i:{_any(_loose_words() | words())})"
    return _regex("|".join([every, _short(_heads()), _strong(), rf"[\"'`](?:{_models()})"]))


@cache
def free() -> Any:
    return _regex(_FREE)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(words))) + ")"


def words() -> frozenset[str]:
    """What one of must stand in a name that carries an id."""
    names = tables().loaders.names
    return stems([*names.patterns("model"), *names.patterns("dataset"), *names.patterns("bare")])


def _loose_words() -> frozenset[str]:
    loaders = tables().loaders
    keys = {word for ancestor, key, _ in loaders.nested for word in (ancestor, key) if len(word) > 3}
    others = {word for one in loaders.outside for word in (*one.words, *one.prefixes)}
    flags = stems(re.escape(flag.strip("-")) for flag in (*loaders.flags.model, *loaders.flags.dataset))
    return frozenset(map(re.escape, keys | others)) | flags


def _heads() -> frozenset[str]:
    """The words that commands are known by: each one's rarest, its last before the id when the first is any shell's."""
    return frozenset(max(command.words, key=len) for command in tables().loaders.commands)


def _commands() -> str:
    """Commands whole, as they stand in a line of a text."""
    words = {r"[ \t]+".join(map(re.escape, command.words)) for command in tables().loaders.commands}
    return rf"(?:(?:\A|[^\w.])(?:{'|'.join(sorted(words))})[^\w])"


def _elsewhere() -> str:
    """Commands of other hosts, whose names need no organisation."""
    commands = (command.words for command in tables().loaders.commands if command.outside and len(command.words) > 1)
    return "(?:" + "|".join(sorted(r"[\"',\s\[(]+".join(map(re.escape, words)) for words in commands)) + ")"


def _short(words: Iterable[str]) -> str:
    """Words that count only apart from others."""
    return rf"(?:(?:\A|[^\w.])(?:{'|'.join(sorted(map(re.escape, words)))})[^\w])"


def _strong() -> str:
    every = tables()
    calls = (*every.loaders.calls, *every.loaders.javascript, *every.loaders.native)
    common = frozenset(every.loaders.common_names)
    sure = sorted({re.escape(name) for call in calls for name in call.names if name not in common})
    hosts = [re.escape(host) for host in (*every.loaders.hub_hosts, *every.provider_of_host)]
    clients = sorted(re.escape(name) for name in every.provider_of_call if name[:1].isupper())
    wrapped = ["snapshot_download", "hf_hub_download", "load_dataset", "from_pretrained"]
    return "|".join(
        [
            *sure,
            *wrapped,
            *hosts,
            _SCHEMES,
            rf"(?:{'|'.join(clients)})\(",
            *_imported(calls),
            *_owned(calls),
            *_bare(calls),
        ]
    )


def _imported(calls: Iterable[Call]) -> list[str]:
    """The imports of libraries whose common names take names of their own."""
    common = frozenset(tables().loaders.common_modules)
    modules = {module for call in calls if not call.names[0].startswith("_") for module in call.modules} - common
    modules |= {module.partition(".")[0] for module in modules} - {module.partition(".")[0] for module in common}
    names = _any(map(re.escape, modules))
    asked = rf"(?:import|require|library)\w*\(\s*[\"']{names}[\"']"
    return [rf"(?:from|import)[ \t]+{names}(?:[^\w]|\z)", asked]


def _owned(calls: Iterable[Call]) -> list[str]:
    """Calls of common names of one owner (``replicate.run(``), where they take names that have no shape."""
    common = frozenset(tables().loaders.common_names)
    found = []
    for call in calls:
        owners = [re.escape(place) for place in call.under if "*" not in place and not place.startswith("self.")]
        names = [re.escape(name) for name in call.names if name in common]
        if owners and names and (_takes_words(call) or call.only_prefixed):
            prefixed = "" if _takes_words(call) else rf"\s*[a-z]?[\"'](?:models|spaces|{_routed()})[/:]"
            found.append(rf"{_any(owners)}(?:\.|::){_any(names)}\s*\({prefixed}")
    return found


def _takes_words(call: Call) -> bool:
    """Whether it takes names without an organisation, or of another host."""
    return bool(call.bare or call.dynamic or call.outside or call.aliases or call.provider)


def _bare(calls: Iterable[Call]) -> list[str]:
    """Calls of common names that take an id without an organisation, whatever is imported."""
    common, modules = frozenset(tables().loaders.common_names), frozenset(tables().loaders.common_modules)
    names = {
        re.escape(name)
        for call in calls
        for name in call.names
        if name in common and name != "*" and _takes_words(call) and modules.issuperset(call.modules)
        if not (call.under or call.about)
    }
    return [rf"{_any(names)}\s*\(\s*(?:[\"'](?:[a-z]|model)|model)"] if names else []


def _models() -> str:
    """Models of closed APIs, and well-known ids without an organisation, behind a quote."""
    every = tables()
    models = [f"(?:{model})" for provider in every.providers for model in provider.models]
    models += [f"(?:{model})" for model in every.loaders.known_bare.model]
    models += [f"(?:{name})" for host in every.loaders.outside for name in host.shapes]
    prefixes = [
        rf"{re.escape(prefix)}(?:://|[:/])[\w.:-]+" for prefix in (*every.provider_of_prefix, *every.outside_of_prefix)
    ]
    known = (*every.loaders.evident.organisations, *every.loaders.evident.known)
    prefixes.append(rf"{_any(map(re.escape, known))}/[\w.-]+/[\w./-]*")
    whole = r"(?:" + "|".join([*models, *prefixes]) + r")[\"'`\\]"
    return rf"{whole}|{_routed()}[/:](?:[\w-]+:)?[\w.-]+/[\w.-]"


def _routed() -> str:
    """What may stand before an id."""
    return _any(map(re.escape, ("datasets", *tables().loaders.routers)))
