"""What mkdocs is told of the pages: a link out of ``docs/`` leads into the checkout, which a site does not hold."""

import re
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_OUT = re.compile(r"\[([^\]\n]*)\]\(\.\./([^)#\s]+)[^)\n]*\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page with each such link as its text and path. Raises ValueError where the file is not there."""
    return _OUT.sub(_as_text, markdown)


def _as_text(found: re.Match[str]) -> str:
    if not (_ROOT / found[2]).exists():
        raise ValueError(f"a page links to ../{found[2]}, which is not there")
    return found[1] if found[2] in found[1] else f"{found[1]} (`{found[2]}` in the repository)"
