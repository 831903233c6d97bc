"""Models of other hosts than the Hub: which one a name is of, by ``outside`` in ``rules/loaders.yaml``."""

import re

from scanner.discover.names.hubid import is_placeholder
from scanner.discover.names.slots import Found
from scanner.discover.names.tables import Outside, tables

_LOCAL = re.compile(r"\.{0,2}/|~|[A-Za-z]:\\|runs/|\S*(?:/weights/|/checkpoints/)")
#: What stands behind a scheme and is no model's name.
_SERVER = re.compile(r"localhost|host\.docker|\d+\.\d+\.\d+\.|[\w.-]*:\d{4,5}(?:/|\Z)")


def outside_model(text: str) -> Found | None:
    """What a text names by its prefix or organisation alone: ``ollama/llama3``, ``iic/…`` (ModelScope)."""
    head, sign, rest = text.partition("/")
    if sign and rest and (host := tables().outside_of_organisation.get(head.lower())):
        return of_outside(text, host.id)
    match = re.match(r"([\w-]+)(?:://|[/:])([^/].*)", text)
    host = tables().outside_of_prefix.get(match[1]) if match and not _SERVER.match(match[2]) else None
    return of_outside(match[2], host.id) if match and host is not None else None


def shaped_outside(text: str) -> Found | None:
    """What a name in a place for models is by its shape alone: ``qwen2.5:7b`` is Ollama's."""
    host = next((host for shape, host in tables().outside_of_shape if shape.match(text)), None)
    return of_outside(text, host.id) if host is not None else None


def spoken_of(text: str, low: str) -> str | None:
    """The host that a name is of which a text speaks; ``low``: that text in lower case."""
    hosts = tables().outside_of_library
    return next((host.id for marks, names, host in hosts if names.match(text) and any(m in low for m in marks)), None)


def of_outside(text: str, host: str) -> Found | None:
    """What ``text`` names when it is given to a loader of another host; None for paths, placeholders and the like."""
    if _LOCAL.match(text) or is_placeholder(text) or not re.search("[A-Za-z]", text):
        return None
    known = tables().outside[host]
    pattern = tables().outside_names.get(host)
    if pattern is not None and not pattern.match(text):
        return None
    return Found(text, None, "outside-hub", host, said(known))


def said(host: Outside) -> str:
    """What is known of the terms of all that a host holds."""
    return f"{host.name}, not the Hub: {host.terms} ({host.url})"
