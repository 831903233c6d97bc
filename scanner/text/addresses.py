"""Addresses at the code host that links are followed to."""

import re

from scanner.text.late import late

_REPO = late(r"https?://(?:www\.)?github\.com/([a-z0-9][a-z0-9-]{0,38})/([a-z0-9._-]{1,100})(?![\w.-])", re.IGNORECASE)


def code_repos(text: str) -> tuple[str, ...]:
    """The repositories (``owner/name``) that a text leads to, without what ends the sentence or the address."""
    names = (f"{one[1]}/{one[2].rstrip('.').removesuffix('.git')}" for one in _REPO.finditer(text))
    return tuple(dict.fromkeys(names))
