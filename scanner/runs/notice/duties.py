"""What the licences in play demand of a product, gathered over all of its models and without repeats."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeAlias

from scanner.identify.texts import identify, text_index
from scanner.judge.reading.grant import USE_POLICY
from scanner.knowledge.licenses import Licenses
from scanner.model.frozen import dataclass, replace
from scanner.model.ids import RepoRef, is_local, one_name
from scanner.model.license import Duty, License
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Snapshot, Text
from scanner.model.words import RepoType
from scanner.text.clean import one_line

#: A licence of which no copy came, the models that lack it, and its page.
Lacking: TypeAlias = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A model or an ancestor whose terms are in play: what must be named with it. ``changed`` are those licences whose
    text was changed in the repo; ``concluded_by`` tells who concluded them in the policy."""

    id: str
    revision: str | None
    licenses: tuple[str, ...]
    within: str
    address: str
    repo_type: RepoType = "model"
    changed: frozenset[str] = frozenset()
    concluded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One duty of one licence: ``applies`` None is open; ``display`` is the phrase or prefix that it demands."""

    license: str
    duty: Duty
    models: tuple[str, ...]
    applies: bool | None

    @property
    def key(self) -> tuple[str, str]:
        return self.license, self.duty.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A licence, notice or policy text as it lay in a repo; once for each content."""

    sha256: str
    path: str
    text: str
    models: tuple[str, ...]
    truncated: bool = False

    @property
    def name(self) -> str:
        """Its name in the bundle."""
        stem = PurePosixPath(self.path.replace("#", "-")).name.removesuffix(".txt").removesuffix(".md")
        safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in f"{self.models[0].replace('/', '--')}-{stem}")
        return f"{safe[:120].strip('.')}-{self.sha256[:8]}.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A target whose terms are not all known, so that what they demand is not known either; ``why`` in words."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """All of it. ``without_text`` are licences of which no repo held a copy, with who is under them and their page;
    those of ``unlisted`` may hold one; ``untold`` are the targets that may demand more; ``forbidden`` those whose
    terms withhold the stated use."""

    credits: tuple[Credit, ...]
    tasks: tuple[Task, ...]
    copies: tuple[Copy, ...]
    without_text: tuple[Lacking, ...]
    unlisted: frozenset[str] = frozenset()
    untold: tuple[Untold, ...] = ()
    forbidden: tuple[str, ...] = ()
    #: Licence ids whose terms nobody has read here.
    unread: frozenset[str] = frozenset()


def duties(judged: Iterable[tuple[Snapshot, Result]], licenses: Licenses) -> Duties:
    """What a set of judged targets demands, in an order that does not depend on theirs."""
    asked = sorted(judged, key=lambda pair: (pair[1].repo_type, pair[1].model.lower()))
    pairs = [pair for pair in asked if pair[1].error is None]
    named = {one_name(one.id): one for snapshot, result in pairs for one in _credits(result)}
    copies = _copies(pairs, set(named))
    without = _without(tuple(named.values()), copies, licenses)
    return Duties(
        credits=tuple(named[key] for key in sorted(named)),
        tasks=_tasks([result for _, result in pairs], licenses),
        copies=copies,
        without_text=without,
        unlisted=_unlisted(pairs, {one for _, models, _ in without for one in models}),
        untold=tuple(dict.fromkeys(one for _, result in asked for one in _untold(result, licenses))),
        forbidden=tuple(result.model for _, result in pairs if result.commercial_use.status == "forbidden"),
        unread=frozenset(name for one in named.values() for name in one.licenses if not _is_read(name, licenses)),
    )


def _untold(result: Result, licenses: Licenses) -> Iterator[Untold]:
    """Why what a target demands may be more than is known: terms that were not read, or are in doubt."""
    if result.error is not None:
        why = one_line(result.error.message).removeprefix(f"{result.model}: ")
        yield Untold(id=result.model, why=f"could not be assessed: {why}")
        return
    if result.commercial_use.status == "unknown":
        yield from (Untold(id=result.model, why=one_line(reason)) for reason in result.commercial_use.reasons)
        return
    for name in result.license.effective:
        if not _is_read(name, licenses):
            why = "not all of its terms are known" if name == "unknown" else f"the terms of {name} are not known here"
            yield Untold(id=result.model, why=why)


def _is_read(name: str, licenses: Licenses) -> bool:
    record = licenses.get(name)
    return name == USE_POLICY or (record is not None and record.fixes_terms)


def _credits(result: Result) -> list[Credit]:
    joined = [one for one in result.lineage or () if one.apart is None]
    root = replace(
        _credit(result.model, result.revision, _own(result), result.model, result.repo_type),
        changed=frozenset(one.id or one.nearest or "" for one in result.license.files or () if one.match == "changed"),
        concluded_by=_concluded_by(result),
    )
    return [root, *(_credit(one.id, one.revision, one.license, result.model, "model") for one in joined)]


def _own(result: Result) -> tuple[str, ...]:
    """The licences of the repo itself: what it declares, and what else is in effect that no base brings; what a person
    concluded stands alone."""
    section = result.license
    if _concluded_by(result):
        return section.effective
    brought = {name for one in result.lineage or () if one.apart is None for name in one.license}
    return (*section.resolved, *(one for one in section.effective if one not in (*section.resolved, *brought)))


def _concluded_by(result: Result) -> str:
    named = one_name(str(RepoRef(result.model, result.repo_type)))
    return next((one.by for one in result.license.curations if one_name(one.model) == named), "")


def _credit(name: str, revision: str | None, ids: tuple[str, ...], within: str, repo_type: RepoType) -> Credit:
    address = f"https://huggingface.co/{RepoRef(name, repo_type)}" if not is_local(name) else ""
    return Credit(id=name, revision=revision, licenses=ids, within=within, address=address, repo_type=repo_type)


def _tasks(results: list[Result], licenses: Licenses) -> tuple[Task, ...]:
    found: dict[tuple[str, str], Task] = {}
    for result in results:
        for owed in result.obligations or ():
            record = licenses.get(owed.license)
            duty = _duty(record, owed.id)
            if duty is None or owed.applies is False:
                continue
            known = found.get((owed.license, owed.id))
            models = tuple(sorted({*(known.models if known else ()), owed.from_}))
            applies = True if True in (owed.applies, known.applies if known else None) else None
            found[owed.license, owed.id] = Task(license=owed.license, duty=duty, models=models, applies=applies)
    return tuple(found[key] for key in sorted(found))


def _duty(record: License | None, name: str) -> Duty | None:
    return next((one for one in record.obligations if one.id == name), None) if record is not None else None


def _copies(pairs: list[tuple[Snapshot, Result]], wanted: set[str]) -> tuple[Copy, ...]:
    found: dict[str, tuple[Text, set[str]]] = {}
    for snapshot, _ in pairs:
        for repo in (snapshot.root, *snapshot.related):
            if one_name(repo.id) in wanted:
                for text in _handed_on(repo):
                    found.setdefault(text.sha256, (text, set()))[1].add(repo.id)
    copies = [
        Copy(sha256=sha, path=text.path, text=text.text, models=tuple(sorted(models)), truncated=text.truncated)
        for sha, (text, models) in found.items()
    ]
    return tuple(sorted(copies, key=lambda one: (one.models, one.path, one.sha256)))


def _unlisted(pairs: list[tuple[Snapshot, Result]], lacking: set[str]) -> frozenset[str]:
    """Those of some repos whose files nobody listed: whether they hold a text is not known."""
    repos = [repo for snapshot, _ in pairs for repo in (snapshot.root, *snapshot.related)]
    unlisted = {one_name(repo.id) for repo in repos if repo.files is None and not repo.texts}
    return frozenset(one for one in lacking if one_name(one) in unlisted)


def _handed_on(repo: Repo) -> tuple[Text, ...]:
    """The texts of a repo that travel with it: files, not what its gate asks."""
    return tuple(text for text in repo.texts if "#" not in text.path)


def _without(named: tuple[Credit, ...], copies: tuple[Copy, ...], licenses: Licenses) -> tuple[Lacking, ...]:
    """Licences that ask for a copy of themselves, by models whose repos hold none (a name is no text)."""
    held = {(model, name) for copy in copies for name in held_by(copy.text, licenses) for model in copy.models}
    found: dict[str, set[str]] = {}
    for credit in named:
        for name in credit.licenses:
            record = licenses.get(name)
            if record is None or (record.texts and (credit.id, record.id) in held):
                continue
            if not record.texts and any(credit.id in copy.models for copy in copies):
                continue  # which text is its own nobody can tell here
            if copy_duty(record) is not None:
                found.setdefault(record.id, set()).add(credit.id)
    return tuple((name, tuple(sorted(found[name])), _page(licenses.get(name))) for name in sorted(found))


def held_by(text: str, licenses: Licenses) -> frozenset[str]:
    """The licences whose words a text holds, be they changed."""
    rows = identify(text, text_index(licenses))
    return frozenset(row.id for row in rows if row.id is not None and row.kind == "licence")


def copy_duty(record: License) -> Duty | None:
    """The duty by which a licence asks for a copy of itself, if one does."""
    found = {duty.kind: duty for duty in reversed(record.obligations)}
    return found.get("license_copy") or found.get("notice")


def _page(record: License | None) -> str:
    if record is None:
        return ""
    return record.url or (f"https://spdx.org/licenses/{record.id}.html" if record.spdx else "")
