"""Where readers put what they find, and which files one reader may look into on behalf of another."""

import re
from collections.abc import Callable
from dataclasses import field, replace
from functools import cache

from scanner.discover.names.hubid import is_placeholder
from scanner.discover.names.ids import told
from scanner.discover.names.outside import shaped_outside
from scanner.discover.names.slots import Found
from scanner.discover.names.tables import tables
from scanner.discover.names.urls import hub_urls
from scanner.discover.reference import Reference
from scanner.model.frozen import dataclass
from scanner.model.words import RepoType
from scanner.text.clean import secretless

#: What the text of one reference may take in a report.
_LONGEST_TEXT = 200
_MOST_HOSTS = 2
#: A wheel or an archive of a package, by its name and version.
_WHEEL = re.compile(r"(?<=/)([A-Za-z0-9_]{2,80})-\d[\w.+]{0,40}(?:-py[\w.-]{1,40}\.whl|\.tar\.gz)")
_TWO_PARTS = re.compile(r"[^\s/:]+/[^\s/:]+")


@dataclass
class Sink:
    """Collects one file's references. ``base`` is added to lines, for parts of a larger file; ``said``: the whole
    file in lower case, where that is known.
    """

    path: str
    said: str = ""
    documentation: bool = False
    base: int = 0
    found: list[Reference] = field(default_factory=list)
    hosted: list[Reference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    placeholders: set[tuple[int, str]] = field(default_factory=set)
    line_of: Callable[[int], int] | None = None

    def add(self, line: int, column: int, text: str, found: Found, how: str, path: str | None = None) -> None:
        """A reference at ``line`` (from 1) and ``column`` (from 1) of this file, or of another of the tree."""
        self.found.append(self._made(line, column, text, found, how, path))

    def add_dynamic(self, line: int, column: int, text: str, kind: RepoType, how: str) -> None:
        """A download whose id only running the code would tell."""
        note = "the id is not known without running this: name it in the policy, or make it a constant"
        found = Found("", None, kind, None, note)
        self.found.append(replace(self._made(line, column, text, found, "dynamic: " + how), id=None))

    def _made(self, line: int, column: int, text: str, found: Found, how: str, path: str | None = None) -> Reference:
        return Reference(
            path=self.path if path is None else path,
            line=self._line(line) if path in (None, self.path) else line,
            column=column,
            text=secretless(text[:_LONGEST_TEXT]),
            id=found.id,
            revision=found.revision,
            kind=found.kind,
            how=how,
            provider=found.provider,
            note=found.note,
            documentation=self.documentation,
        )

    def _line(self, line: int) -> int:
        return self.line_of(line) if self.line_of else line + self.base

    def passed(self, line: int, text: str) -> None:
        """A text in a place that carries ids which names nothing; placeholders are counted."""
        if "/" in text and len(text) < _LONGEST_TEXT and _TWO_PARTS.fullmatch(text) and is_placeholder(text):
            self.placeholders.add((self._line(line), text))

    def add_told(self, text: str, line: int, column: int, how: str = "its name", closed: bool = True) -> None:
        """What a text names by its shape alone; ``closed`` False leaves out the models of closed APIs."""
        for offset, written, found in told(text):
            if closed or found.kind != "closed-api":
                self.add(line, column + offset, written, found, how)

    def add_urls(self, text: str, line: int, column: int, how: str = "url") -> None:
        """Every Hub URL in a text that starts at ``line`` and ``column``."""
        if "://" in text and not self.documentation:
            self._add_hosts(text, line, column)
        if ".whl" in text or ".tar.gz" in text:
            self._add_wheels(text, line, column, how)
        if "hf" not in text and "huggingface" not in text and "HF://" not in text:
            return
        for offset, written, found in hub_urls(text):
            before = text[:offset]
            rows = before.count("\n")
            start = offset - before.rfind("\n") if rows else column + offset
            self.add(line + rows, start, written, found, how)

    def _add_wheels(self, text: str, line: int, column: int, how: str) -> None:
        """Models that are packages, by the addresses of their wheels."""
        for match in _WHEEL.finditer(text):
            if found := shaped_outside(match[1]):
                rows = text.count("\n", 0, match.start())
                start = match.start() - text.rfind("\n", 0, match.start()) if rows else column + match.start()
                self.add(line + rows, start, match[1], found, how)

    def add_client(self, line: int, column: int, text: str, provider: str) -> None:
        """A client of a closed API: it counts where the file names no model of that API."""
        if not self.documentation:
            self._hold(line, column, text, provider, "client of the API")

    def _hold(self, line: int, column: int, text: str, provider: str, how: str) -> None:
        """Keep a use of an API that names no model, until the file is read."""
        found = Found(provider, None, "closed-api", provider, f"{how}: the model is not named here")
        self.hosted.append(self._made(line, column, text, found, how))

    def _add_hosts(self, text: str, line: int, column: int) -> None:
        for match in _hosts().finditer(text):
            if is_placeholder(match.group()):
                continue
            provider = tables().provider_of_host[match[1]].id
            rows = text.count("\n", 0, match.start())
            start = match.start() - text.rfind("\n", 0, match.start()) if rows else column + match.start()
            self._hold(line + rows, start, match.group(), provider, "address of the API")

    def settle_hosts(self) -> None:
        """What was held counts where the file names no model of that API, once for each; in a list of many, none."""
        named = {reference.provider for reference in self.found}
        if len({reference.provider for reference in self.hosted}) > _MOST_HOSTS:
            return
        for reference in self.hosted:
            if reference.provider not in named:
                named.add(reference.provider)
                self.found.append(reference)


@cache
def _hosts() -> re.Pattern[str]:
    hosts = sorted(tables().provider_of_host, key=len, reverse=True)
    return re.compile(
        r"(?:https?|wss?)://(?:[\w-]+\.)*(" + "|".join(map(re.escape, hosts)) + r")(?![\w.-]*\w)[^\s\"'`<>]*"
    )
