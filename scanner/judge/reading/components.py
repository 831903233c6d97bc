"""What a repo shows of a component of the Model Openness Framework, or of what its documentation is asked to tell."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache

from scanner.judge.reading.outline import Linked, Section, linked, sections
from scanner.judge.reading.profile import substantial
from scanner.knowledge.openness import Clue, Component, Told, components, disclosures, licences, silence
from scanner.model.fields import body_lines, card_field, config, evidence_of, keys_written, tags
from scanner.model.frozen import dataclass
from scanner.model.result import DatasetsSection, Disclosure, Evidence, WeightsSection
from scanner.model.snapshot import CARD, Json, Repo, Snapshot
from scanner.model.words import RepoType, Shown
from scanner.text.late import late
from scanner.text.markdown import code_repos

_ADDRESS = late(r"https?://\S+")
#: White space that patterns would go through again and again.
_BLANKS = late(r"\s{100,}")
_MAX_EVIDENCE = 3
MAX_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A component as a repo shows it. ``licenses`` are those of its own, each None where it has none that is known; ()
    where it comes under the release's. ``whole`` is False where more may belong to it than is named."""

    component: Component
    state: Shown
    evidence: tuple[Evidence, ...] = ()
    licenses: tuple[str | None, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Look:
    """A repo, looked at once for all components."""

    snapshot: Snapshot
    weights: WeightsSection
    data: DatasetsSection

    @property
    def root(self) -> Repo:
        return self.snapshot.root

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(one for one in sections(self.root.card) if one.text)

    @cached_property
    def linked(self) -> tuple[Linked, ...]:
        return linked(self.root.card)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return tuple(file.path[:300] for file in (self.root.files or ())[:MAX_FILES])

    @cached_property
    def keys(self) -> frozenset[str]:
        """What the front matter has anything under."""
        return frozenset(keys_written(self.root))

    @cached_property
    def library(self) -> str | None:
        named = self.root.info.get("library_name") or card_field(self.root, "library_name")[0]
        return named[:100] if isinstance(named, str) and named else None

    @cached_property
    def blind(self) -> bool:
        """Whether a part was not read in which a component could show."""
        root = self.root
        unread = any(one.what.startswith(("README", "config.json", "cardData", "api:")) for one in root.unread)
        cut = root.card is not None and root.card.truncated
        return unread or cut or root.files is None or root.source == "catalog"

    def at(self, one: Component) -> Seen:
        """One component."""
        if one.section == "weights":
            return self._weights(one)
        if one.section == "card":
            return self._card(one)
        if one.section is None and one.id in self._mute:
            return _mute_components(self._state((), ()))[one.id]
        of_data = tuple(self._data(one))
        here = (*self._here(one), *(evidence for evidence, found, _ in of_data if found))
        library = tuple(self._library(one))
        elsewhere = (*(evidence for evidence, found, _ in of_data if not found), *self._elsewhere(one))
        own = tuple(name for _, found, name in of_data if found)
        return Seen(
            component=one,
            state=self._state(here or library, elsewhere, unread=self._unread(one)),
            evidence=(*here, *library, *elsewhere)[:_MAX_EVIDENCE],
            licenses=own or ((licences()["libraries"][self.library],) if library and not here else ()),
            whole=one.section != "datasets"
            or (self.data.complete == "stated" and all(found for _, found, _ in of_data)),
        )

    def told(self, one: Told) -> Disclosure:
        """One thing that documentation is asked to tell."""
        if one.id in self._mute:
            return _mute_disclosures(self.root.repo_type, self._state((), ()))[one.id]
        here, elsewhere = tuple(self._here(one)), tuple(self._elsewhere(one))
        evidence = (*here, *elsewhere)[:_MAX_EVIDENCE]
        return _disclosure(one, self._state(here, elsewhere), evidence)

    @cached_property
    def _mute(self) -> frozenset[str]:
        """What there is nothing for that it could show in: most, of a repo that only a catalog knows."""
        root = self.root
        return frozenset() if root.card is not None or root.files else _mute_under(root.repo_type, self.keys)

    def _state(self, here: tuple[Evidence, ...], elsewhere: tuple[Evidence, ...], *, unread: bool = False) -> Shown:
        missing: Shown = "unknown" if unread or self.blind else "not_found"
        return "found" if here else "claimed" if elsewhere else missing

    def _unread(self, one: Clue) -> bool:
        """Whether it may stand on the card of a dataset that is named and was not read."""
        named = self.data.items or () if one.section == "data-cards" else ()
        return any(item.status == "unresolved" for item in named)

    def _weights(self, one: Component) -> Seen:
        states: dict[str, Shown] = {
            "available": "found",
            "gated": "found",
            "partial": "claimed",
            "missing": "not_found",
        }
        formats = ", ".join(self.weights.formats)
        value = f"weights {self.weights.status}" + (f": {formats}" if formats else "")
        return Seen(component=one, state=states.get(self.weights.status, "unknown"), evidence=(self._say(value),))

    def _card(self, one: Component) -> Seen:
        card = self.root.card
        if card is None or not substantial(card):
            state: Shown = "unknown" if self.blind and (card is None or card.truncated) else "not_found"
            return Seen(component=one, state=state)
        return Seen(component=one, state="found", evidence=(self._say("a card with text of its own", card.path),))

    def _data(self, one: Clue) -> Iterator[tuple[Evidence, bool, str | None]]:
        """``(evidence, found here, its licence)`` of datasets, their cards, or the data of reported results."""
        if one.section in ("datasets", "data-cards"):
            for item in self.data.items or ():
                repo = self.snapshot.find("dataset", item.id)
                read = repo is not None and repo.problem is None
                documented = repo is not None and repo.card is not None and substantial(repo.card)
                here = read and item.status != "unresolved"
                found = here and (one.section == "datasets" or documented)
                if found or one.section == "datasets":
                    yield self._say(f"dataset {item.id[:200]}: {item.status}"), found, item.license
        elif one.section == "evaluation-data":
            for name in self._evaluated():
                yield self._say(f"results on {name}", CARD), False, None

    def _evaluated(self) -> tuple[str, ...]:
        return evaluated(card_field(self.root, "model-index")[0] or self.root.info.get("model-index"))[:_MAX_EVIDENCE]

    def _library(self, one: Clue) -> Iterator[Evidence]:
        if one.library and self.library in licences()["libraries"]:
            yield self._say(f"library {self.library}, under {licences()['libraries'][self.library]}")

    def _here(self, one: Clue) -> Iterator[Evidence]:
        """Where the thing itself lies in the repo."""
        if one.config:
            yield from (self._say(f"config: {key}", "config.json") for key in one.config if config(self.root).get(key))
        if one.info:
            yield from (self._say(f"api: {key}") for key in one.info if self.root.info.get(key))
        for key in [key for key in one.keys if key in self.keys]:
            value, origin, line = card_field(self.root, key)
            if value:
                yield self._say(f"front matter: {key}", origin if origin.endswith(".md") else None, line)
        if self.paths and one.files:
            yield from (self._say(path, path) for path in self.paths if one.is_file(path.lower()))
        if self.sections:
            yield from (evidence for evidence, whole in self._headed(one) if whole)

    def _elsewhere(self, one: Clue) -> Iterator[Evidence]:
        """Where the author says that it is."""
        if self.sections:
            yield from (evidence for evidence, whole in self._headed(one) if not whole)
        if one.library and self.library and self.library not in licences()["libraries"]:
            yield self._say(f"library {self.library}")
        if one.tag_pattern is not None:
            yield from (
                self._say(f"tag {tag[:100]}") for tag in tags(self.root) if one.tag_pattern.fullmatch(tag.lower())
            )
        for line in self.linked if one.links or one.page_pattern else ():
            for url in line.urls:
                if self._leads(one, line, url):
                    yield self._say(f"{url}{self._found_there(one, url)}", CARD, line.line)
        if one.spoken:
            yield from self._spoken(one)

    def _found_there(self, one: Clue, url: str) -> str:
        """What a code host lists of it behind a link that was followed: said, and no more than the author's word."""
        led_to = {name.lower() for name in code_repos(url)}
        repo = next((repo for repo in self.snapshot.followed if repo.name.lower() in led_to), None)
        if repo is None or not one.files:
            return ""
        if repo.unread is not None:
            return f" (followed, not read: {repo.unread})"
        found = next((path for path in repo.files if one.is_file(path.lower())), None)
        if found is None:
            return f" (followed: none of the {len(repo.files)} files listed there is such by name)"
        licence = f", under {repo.license} as the host says" if repo.license else ""
        return f" (found by link: {found}{f' at {repo.commit[:8]}' if repo.commit else ''}{licence})"

    def _headed(self, one: Clue) -> Iterator[tuple[Evidence, bool]]:
        """Sections under its headings, and whether each is the thing itself."""
        for section in self.sections:
            if section.heading in one.telling and one.is_told(_ADDRESS.sub(" ", section.text)):
                value = f"section “{section.heading}”: {' '.join(section.text.split())[:120]}"
                yield self._say(value, CARD, section.line), one.shown and len(section.text) >= one.least

    def _leads(self, one: Clue, line: Linked, url: str) -> bool:
        if one.page_pattern is not None and one.page_pattern.search(url.lower()):
            return bool(line.stated)
        if one.hosts and not any(f"/{host}/" in url.lower() or f".{host}/" in url.lower() for host in silence().code):
            return False
        return any(one.link_pattern.search(sentence) for sentence in line.stated)

    def _spoken(self, one: Clue) -> Iterator[Evidence]:
        """The first lines that say so."""
        card, pattern = self.root.card, one.spoken_pattern
        if card is None or pattern is None or not pattern.search(_BLANKS.sub(_as_short, card.body)):
            return
        for number, line in body_lines(card):
            short = " ".join(line[:2000].split())
            if pattern.search(short) and not silence().denied.search(short):
                yield self._say(line.strip()[:200], CARD, number)

    def _say(self, value: str, path: str | None = None, line: int | None = None) -> Evidence:
        return evidence_of(self.root, value, path, line)


@lru_cache(maxsize=256)
def _mute_under(of: RepoType, keys: frozenset[str]) -> frozenset[str]:
    """What shows in no field, and in none of these keys of the front matter."""
    asked: tuple[Clue, ...] = (*components(), *disclosures(of))
    return frozenset(one.id for one in asked if not one.is_field and keys.isdisjoint(one.keys))


@cache
def _mute_components(state: Shown) -> Mapping[str, Seen]:
    """What most models show of most components, made once."""
    return {one.id: Seen(component=one, state=state) for one in components()}


@cache
def _mute_disclosures(of: RepoType, state: Shown) -> Mapping[str, Disclosure]:
    return {one.id: _disclosure(one, state) for one in disclosures(of)}


def _disclosure(asked: Told, state: Shown, evidence: tuple[Evidence, ...] = ()) -> Disclosure:
    return Disclosure(id=asked.id, name=asked.name, asks=asked.asks, state=state, evidence=evidence)


def _as_short(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "


def evaluated(index: Json) -> tuple[str, ...]:
    """The data that a card's ``model-index`` reports results on."""
    results = [r for entry in _dicts(index) for r in _dicts(entry.get("results"))]
    named = [data.get("type") or data.get("name") for r in results for data in _dicts(r.get("dataset"))]
    return tuple(dict.fromkeys(name[:100] for name in named if isinstance(name, str)))


def _dicts(value: Json) -> list[dict[str, Json]]:
    items = value if isinstance(value, (list, tuple)) else [value]
    return [item for item in items if isinstance(item, dict)]
