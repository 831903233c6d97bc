"""The repo of the Hub that an entry of a bill names: by its purl, an address on the Hub, or its group and name."""

import re
from collections.abc import Iterable
from typing import Any

from scanner.collect.elsewhere import parse_purl
from scanner.model.errors import TargetError
from scanner.model.ids import RepoRef, is_hex
from scanner.text.clean import bound, one_line
from scanner.text.late import late

_HUB_NAME = late(r"(?:https?://)?(?:hf\.co|huggingface\.co)/([\w.-]{1,96}/[\w.-]{1,96})(?::[\w.-]{1,60})?", re.ASCII)
_NO_ASSERTION = {"", "noassertion", "none", "unknown"}


def by_purl(purl: Any) -> str | None:
    """The target of a ``pkg:huggingface`` purl; None for every other one."""
    if not isinstance(purl, str) or not purl.lower().startswith("pkg:huggingface/"):
        return None
    try:
        return str(parse_purl(purl))
    except TargetError:
        return shown(purl)


def by_address(addresses: Iterable[Any]) -> str | None:
    """The target of the first address that is a repo's on the Hub."""
    for address in addresses:
        if isinstance(address, str) and "://" in address:
            found = RepoRef.parse(address.partition("#")[0])
            # A bare name below the Hub's root may be any page of its; below datasets/ it is a dataset's former name.
            if found is not None and ("/" in found.id or found.repo_type == "dataset"):
                return str(found)
    return None


def by_name(group: Any, name: Any, version: Any) -> str:
    """The target that a model's own name makes, whether or not the Hub can know it. Tools that read Ollama's files put
    a whole address and a quantisation into the name."""
    if isinstance(name, str) and (address := _HUB_NAME.fullmatch(name.strip())):
        return address[1]
    text = "/".join(part.strip() for part in (group, name) if isinstance(part, str) and part.strip())
    pinned = is_hex(str(version).lower(), 40)
    found = RepoRef.parse(text)
    return f"{found}@{version}" if found is not None and pinned and not found.revision else shown(text or "unnamed")


def shown(text: Any) -> str:
    """Somebody's text, on one line and bounded."""
    return bound(one_line(str(text)), 300)


def licences(values: Iterable[Any]) -> tuple[str, ...]:
    """Licence values that say something, each once."""
    texts = (shown(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(text for text in texts if text.lower() not in _NO_ASSERTION))
