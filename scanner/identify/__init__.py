"""Which licence is this? Declared values, links, texts and sentences resolved to licence ids.

The package can be called: ``scanner.identify(text)`` is :func:`identify`.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.identify.texts import TextMatch


def identify(text: str) -> "tuple[TextMatch, ...]":
    """What licences, use policies and notices a text holds, the governing one first; never empty. ``id`` is set for
    exact, equivalent and *changed* texts: who reads it must read ``match``. Never raises for any text."""
    from scanner.identify.texts import identify as identified
    from scanner.identify.texts import text_index
    from scanner.knowledge.licenses import load_licenses
    from scanner.knowledge.resources import rules_dir

    return identified(text, text_index(load_licenses(rules_dir())))


class _Called(ModuleType):
    def __call__(self, text: str) -> "tuple[TextMatch, ...]":
        return identify(text)


sys.modules[__name__].__class__ = _Called
