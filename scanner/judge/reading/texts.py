"""The licence-like texts of a repo: what each one is, which part of the repo it covers, and whether it is the grant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from scanner.collect.relations.linked import is_linked, linked_files
from scanner.identify.prose import hear
from scanner.identify.prose.subject import Page
from scanner.identify.prose.words import vocabulary
from scanner.identify.texts import TextMatch, identify, text_index
from scanner.knowledge.formats import formats
from scanner.knowledge.licence_names import licence_like
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.page_names import is_named_page, is_page, lies_among_terms
from scanner.knowledge.patterns import listed
from scanner.knowledge.resources import rules_dir
from scanner.model.fields import evidence_of
from scanner.model.frozen import dataclass
from scanner.model.result import Difference, Evidence, LicenseFile
from scanner.model.snapshot import GATE_PROMPT, Repo, Text
from scanner.model.words import Scope
from scanner.text.clean import bound
from scanner.text.late import late
from scanner.text.maps import is_map

#: What a text is to the weights: their grant, a use policy, a notice, what the gate asks to accept, one of a REUSE
#: folder's (whose map says what it covers), or another part's.
Role: TypeAlias = Literal["grant", "policy", "notice", "gate", "reuse", "elsewhere"]

_REUSE = ("licenses", "licences")
_NAMES: tuple[tuple[Scope, tuple[str, ...]], ...] = (
    ("weights", ("model", "weight")),
    ("code", ("code", "software")),
    ("data", ("data",)),
    ("docs", ("doc",)),
)
#: Lists of folders, and what lies in them.
_FOLDERS: Mapping[str, Scope] = {"docs": "docs", "writing": "docs", "code": "code", "data": "data"}
_WORD = late(r"[\W\d_]+")
_CHANGES = {"added": "adds", "removed": "lacks", "replaced": "has other words:"}
#: Places of a changed text that are evidence; the JSON's ``differences`` has them all.
_PLACES = 5
#: So many lines above a text may say what it is of.
_ABOVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """One licence, use policy or notice that a text holds. ``alone``: the text holds nothing else."""

    text: Text
    match: TextMatch
    file: LicenseFile
    role: Role

    @property
    def names(self) -> str | None:
        """The licence that it is, or is nearest to."""
        return self.match.id or self.match.nearest

    @property
    def known(self) -> bool:
        """Whether it is that licence word for word."""
        return self.match.match in ("exact", "equivalent")

    @property
    def pointer(self) -> bool:
        """Whether it only names a licence, with nothing beside."""
        return self.match.pointer

    def at(self, repo: Repo, value: str) -> Evidence:
        """Where it stands."""
        return evidence_of(repo, value, self.text.path, self.file.line or self.text.line)

    def places(self, repo: Repo) -> tuple[Evidence, ...]:
        """Where it stands; of a changed text, where and how it differs."""
        words = self.differences[:_PLACES] if self.match.match == "changed" else ()
        changed = (evidence_of(repo, change(one), self.text.path, one.line) for one in words)
        return tuple(changed) or (self.at(repo, self.names or "not recognised"),)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The words that differ from the known text, each with its line of the file."""
        return self.file.differences or ()


def read_texts(repo: Repo, licenses: Licenses) -> tuple[ReadText, ...]:
    """Every licence, policy and notice in the repo's texts, file by file, the governing one of each first."""
    stated = {one.at for one in linked_files(repo) if one.stated}
    pages = set(pages_of(repo))
    texts = (text for text in repo.texts if text.path not in pages and not is_map(text.path))
    return tuple(read for text in texts for read in _read(text, repo, licenses, text.path in stated))


def pages_of(repo: Repo) -> tuple[str, ...]:
    """The texts that speak to readers as the card does: by their name, or because the card leads to them and they are
    not called as licences are. Where ``license_link`` leads is the licence's place."""
    led = {one.at: one.stated for one in linked_files(repo)}
    paths = [text.path for text in repo.texts]
    told = set(licence_like(paths))
    own = {path for path in paths if path not in told}
    called = {path for path in own if is_page(path)}
    called |= {path for path in told if is_named_page(path) and not lies_among_terms(path)}
    return tuple(path for path in paths if not led.get(path) and (path in called or (path in led and path in own)))


def _read(text: Text, repo: Repo, licenses: Licenses, stated: bool) -> Iterator[ReadText]:
    scope, role = covers(text.path, repo.repo_type == "dataset", _beside_weights(text.path, repo))
    if stated and role in ("elsewhere", "reuse"):
        scope, role = "unstated", "grant"
    matches = identify(text.text, text_index(licenses))
    if role == "elsewhere" and all(match.match == "unknown" for match in matches) and _alone_in_docs(text.path, repo):
        role = "grant"  # somebody's own terms, and no document is there that they could be of
    if role == "grant" and all(match.pointer for match in matches) and (part := _of_a_part(text, repo, licenses)):
        scope, role = part, "elsewhere"
    for match in matches:
        file = LicenseFile(
            path=text.path,
            id=match.id,
            scope=scope,
            match=match.match,
            similarity=match.similarity,
            text_sha256=text.sha256,
            nearest=match.nearest,
            kind=match.kind,
            line=_placed(text, match.line),
            end_line=_placed(text, match.end_line),
            differences=tuple(replace(one, line=_placed(text, one.line)) for one in match.differences),
        )
        policy = role == "grant" and match.kind == "use-policy"
        of_weights = role == "notice" and _limits_weights(text, match, licenses)
        yield ReadText(text=text, match=match, file=file, role="policy" if policy else "grant" if of_weights else role)


def change(one: Difference) -> str:
    """A difference from the known text, in words."""
    return f"{_CHANGES[one.kind]} «{bound(one.text, 80)}»"


def added(differences: Iterable[Difference]) -> tuple[str, tuple[int | None, ...]]:
    """What differs from known texts, to be heard as one text, and for each of its lines the one where it stands."""
    own = [one for one in differences if one.kind != "removed"]
    lines = [line for one in own for line in (*[one.line] * len(one.text.split("\n")), None)]
    return "\n\n".join(one.text for one in own), tuple(lines)


def line_of(heard: int | None, lines: tuple[int | None, ...]) -> int | None:
    """Where a line of :func:`added` stands; without ``lines`` the text is the file's own."""
    if heard is None or not lines:
        return heard
    return lines[heard - 1] if heard <= len(lines) else None


def _placed(text: Text, line: int | None) -> int | None:
    """A line of a text as its file counts it."""
    return line if line is None else text.line + line - 1


def _limits_weights(text: Text, match: TextMatch, licenses: Licenses) -> bool:
    """Whether a notice of others' parts puts a text with conditions below a line that names weights."""
    record = licenses.get(match.id or "")
    if record is None or not record.conditions:
        return False
    above = [line for line in text.text.split("\n")[: (match.line or 1) - 1] if line.strip()][-_ABOVE:]
    page = Page(vocabulary(rules_dir()), "card")
    return any(page.subject(page.words.folding.sentence(line)).scope == "weights" for line in above)


def _of_a_part(text: Text, repo: Repo, licenses: Licenses) -> Scope | None:
    """The part that a short text names a licence for, where that is not what is judged: "Code: MIT"."""
    named = {one.scope for one in hear(text.text, "card", licenses=licenses) if one.says == "licence"}
    parts: set[Scope] = {"code", "docs", "weights" if repo.repo_type == "dataset" else "data"}
    return named.pop() if len(named) == 1 and named <= parts else None


def _beside_weights(path: str, repo: Repo) -> bool:
    """Whether weights lie in the same folder, or all of them below it: then that is what its licence covers, however
    the folder is called."""
    folder = path.rpartition("/")[0]
    paths = [file.path for file in repo.files or ()] if folder else []
    weights = [file for file, one in zip(paths, formats().filed(paths), strict=True) if one.weights]
    below = bool(weights) and all(file.startswith(f"{folder}/") for file in weights)
    return below or any(file.rpartition("/")[0] == folder for file in weights)


def _alone_in_docs(path: str, repo: Repo) -> bool:
    """Whether a licence lies in a folder for documents that holds none, and the repo has no other at its root."""
    folder = path.partition("/")[0]
    paths = [file.path for file in repo.files or ()] if folder.lower() in listed("folders-for-documents") else []
    terms = {*licence_like(paths)}
    beside = [one for one in paths if one.startswith(f"{folder}/") and one not in terms]
    return bool(paths) and not beside and all("/" in one for one in terms if not is_map(one))


def _is_policy(name: str) -> bool:
    """Whether a file is a use policy by its name in small letters."""
    return any(word in name for word in listed("policy-names"))


def covers(path: str, dataset: bool = False, beside_weights: bool = False) -> tuple[Scope, Role]:
    """What a licence-like file covers and what it is, by its folder and name. Where nothing is said it speaks of the
    weights; in a dataset's repo, of the data."""
    if path == GATE_PROMPT:
        return "unstated", "gate"
    if is_linked(path):
        return "unstated", "policy" if _is_policy(path.rpartition("/")[2].lower()) else "grant"
    folders, name = PurePosixPath(path.lower()).parts[:-1], PurePosixPath(path.lower()).name
    scope = (
        "weights" if beside_weights or _by_name(name) == "weights" else _by_folder(folders, dataset) or _by_name(name)
    )
    if scope == "docs" and _is_policy(name):
        return "unstated", "policy"  # a use policy is the model's wherever among the documents it lies
    if scope not in ("weights", "unstated") and not (dataset and scope == "data"):
        return scope, "elsewhere"
    if folders and folders[-1] in _REUSE:
        return scope, "reuse"
    if _is_policy(name):
        return scope, "policy"
    return scope, "notice" if name.startswith(("notice", "third", "copyright")) or "notice" in name else "grant"


def _by_folder(folders: tuple[str, ...], dataset: bool) -> Scope | None:
    """What folders are of by their names, or by every word of one: "audio_samples", "talk-2026". Data may be papers."""
    lists = {f"folders-of-{kind}": part for kind, part in _FOLDERS.items() if not (dataset and kind == "writing")}
    return next((part for folder in folders if (part := _of_folder(folder, lists)) is not None), None)


def _of_folder(name: str, lists: Mapping[str, Scope]) -> Scope | None:
    apart = [word for word in _WORD.split(name) if word and word not in listed("folders-of-any")]
    for words in ([name], apart):
        parts = [next((part for kind, part in lists.items() if word in listed(kind)), None) for word in words]
        if parts and None not in parts:
            return parts[0]
    return None


def _by_name(name: str) -> Scope:
    return next((scope for scope, hints in _NAMES if any(hint in name for hint in hints)), "unstated")
