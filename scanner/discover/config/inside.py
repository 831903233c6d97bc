"""Texts within configurations: a ConfigMap's files, JSON in an environment variable, the defaults of placeholders."""

import re
from collections.abc import Iterator
from typing import cast

from scanner.discover.config.leaves import Key, looks_like_yaml
from scanner.discover.kinds import kind_of

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{\{.*?\}\}")
_OPEN = re.compile(r"(?m)((?:^|[ \t])[\w.-]+:[ \t]+|^[ \t]*-[ \t]+)(\{\{[^\n]*\}\}[^\n#]*)$")
_READ = {"yaml", "json", "toml", "ini", "shell", "python"}
_JSON = re.compile(r"\s*(?:\{\s*\\?\"|\[\s*(?:\{|\[|\\?\"|\]))")
#: ``${A:-x}``, Spring's ``${a.b:x}``, OmegaConf's ``${oc.env:A,x}``, Helm's ``| default "x"``.
_DEFAULT = re.compile(
    r"""\$\{[A-Za-z_]\w*:?[-=]([^{}$]+)\}|\$\{oc\.env:[^,{}]+,\s*([^{}$]+)\}|\$\{[A-Za-z][\w.-]*:(?![-?+=])([^{}$]+)\}"""
    r"""|\|\s*default\s+\\?["']([^"'\\]+)\\?["']|default\s+\\?["']([^"'\\]+)\\?["']|\bor\s+["']([^"'\\]+)["']"""
)


def kind_inside(path: tuple[Key, ...], text: str, command: bool) -> str | None:
    """What a text of several lines is, by the file that its key names or by how it begins; None for commands."""
    key = next((str(key) for key in reversed(path) if isinstance(key, str)), "")
    named = kind_of(key) if "." in key else None
    if named in _READ:
        return named
    if is_json(text):
        return "json"
    return "yaml" if not command and looks_like_yaml(text) else None


def is_json(text: str) -> bool:
    """An object or a list of JSON's, as far as its beginning tells."""
    return _JSON.match(text) is not None and text.rstrip()[-1:] in {"}", "]"}


def keyed(name: str, text: str) -> str:
    """JSON below the name that it was given to, which tells what it lists; lines stay."""
    return f'{{"{name}": {text}}}' if re.fullmatch(r"[\w.-]+", name) and is_json(text) else text


def quoted(text: str) -> str:
    """YAML whose values that are templates are quoted: ``value: {{ .Values.x }}`` would be a mapping of mappings."""
    if "{{" not in text:
        return text
    return _OPEN.sub(lambda match: match[1] + "'" + match[2].replace("'", "''") + "'", text)


def filled(text: str) -> str:
    """A text with each template's place taken by its default, or blank."""

    def value(match: re.Match[str]) -> str:
        default = _DEFAULT.search(match.group())
        return default[cast(int, default.lastindex)] if default else "_" * len(match.group())

    return _TEMPLATE.sub(value, text)


def alternatives(value: str) -> Iterator[tuple[str, int]]:
    """``(text, offset)``: the defaults that a value holds, else the value itself."""
    found = False
    for match in _DEFAULT.finditer(value):
        group = cast(int, match.lastindex)
        yield match[group].strip("\"'"), match.start(group)
        found = True
    if not found and "{{" not in value:
        yield value, 0
