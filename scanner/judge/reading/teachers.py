"""Whose outputs a model or dataset learnt from, as its card, its tags, its name and its datasets tell.

A fact of its own: a teacher's terms bind those who accepted them, so they never join the effective terms.
"""

from collections.abc import Iterator
from functools import cache

from scanner.collect.relations import datasets, sources
from scanner.identify.prose.sentences import sentences_of
from scanner.knowledge.audits import AUDITORS, audit_of
from scanner.knowledge.patterns import listed
from scanner.knowledge.teachers import MARK, Teacher, forms, named_in, set_known, traps
from scanner.model.fields import evidence_of, tags
from scanner.model.frozen import dataclass
from scanner.model.result import Evidence
from scanner.model.snapshot import CARD, Repo, Snapshot

_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A teacher, and where it is told; ``via`` is the repo that learnt from it: the model, or a dataset of its."""

    teacher: Teacher
    via: str
    evidence: tuple[Evidence, ...]


@cache
def learning_words() -> tuple[str, ...]:
    """Parts of a tag that tell of learning from what a model says."""
    return (*listed("learnt-from-models"), *listed("said-by-models"))


def taught(snapshot: Snapshot) -> tuple[Taught, ...]:
    """Every teacher of a snapshot's root, each once for each repo that learnt from it, in a fixed order."""
    root = snapshot.root
    found: dict[tuple[str, str], Taught] = {}
    for one in _all(root, snapshot):
        key = (one.teacher.id, one.via)
        known = found.get(key)
        evidence = one.evidence if known is None else tuple(dict.fromkeys((*known.evidence, *one.evidence)))
        found[key] = Taught(teacher=one.teacher, via=one.via, evidence=evidence[:5])
    return tuple(found.values())[:_MAX]


def _all(root: Repo, snapshot: Snapshot) -> Iterator[Taught]:
    yield from _in_prose(root)
    yield from _in_tags(root)
    for ref in (*datasets(root), *sources(root)):
        yield from _of_set(ref.id or ref.text, ref.evidence)
        repo = snapshot.find("dataset", ref.id) if ref.id else None
        if repo is not None and repo.problem is None:
            yield from _in_prose(repo)
            yield from _in_tags(repo)
    if root.repo_type == "dataset":
        yield from _of_set(root.id, (evidence_of(root, root.id),))


def _in_prose(repo: Repo) -> Iterator[Taught]:
    for sentence in sentences_of(repo.card):
        for teacher in teachers_in(sentence.text):
            evidence = evidence_of(repo, sentence.text, CARD, sentence.line)
            yield Taught(teacher=teacher, via=repo.id, evidence=(evidence,))


def teachers_in(sentence: str) -> tuple[Teacher, ...]:
    """The teachers that a sentence says were learnt from: no judges, comparisons, interfaces or translated cards."""
    names = list(named_in(sentence))
    if not names or traps().search(_without(sentence, names)):
        return ()
    found = []
    for teacher, start, end in names:
        marked = f"{sentence[:start]}{MARK}{sentence[end:]}"
        if any(form.compiled.search(marked) for form in forms()):
            found.append(teacher)
    # "generated with GPT-4 and Claude": what is said of one of a list is said of all.
    return tuple(dict.fromkeys(one for one, _, _ in names)) if found else ()


def _without(sentence: str, names: list[tuple[Teacher, int, int]]) -> str:
    """A sentence with the teachers' names blotted out, so that no name is taken for a word."""
    for _, start, end in reversed(names):
        sentence = f"{sentence[:start]}{MARK}{sentence[end:]}"
    return sentence


def _in_tags(repo: Repo) -> Iterator[Taught]:
    """A tag or the repo's own name that spells a teacher beside a word such as "distilled"."""
    told = tags(repo)
    for tag in told if any(map(tells_of_learning, told)) else ():
        for teacher in teachers_of(tag):
            yield Taught(teacher=teacher, via=repo.id, evidence=(_value(repo, f"tag {tag}"),))
    for teacher in spelled(repo.id):
        yield Taught(teacher=teacher, via=repo.id, evidence=(_value(repo, f"name {repo.id}"),))


def tells_of_learning(tag: str) -> bool:
    """Whether a tag tells that something was learnt from outputs, whosever."""
    return _is_plain(tag) and any(word in tag.lower() for word in learning_words())


def teachers_of(tag: str) -> tuple[Teacher, ...]:
    """The teachers that a tag names, where one tells of learning."""
    told = tag.replace("_", "-").replace(":", " ")
    return tuple(teacher for teacher, _, _ in named_in(told)) if _is_plain(tag) else ()


def _is_plain(tag: str) -> bool:
    """Whether a tag speaks of the model itself, and names no repo."""
    return ":" not in tag or tag.startswith(("distilled_from:", "teacher:"))


def spelled(repo_id: str) -> tuple[Teacher, ...]:
    """The teachers that a name spells beside a word such as "distilled"."""
    name = repo_id.rpartition("/")[2].replace("_", "-")
    learnt = any(word in name.lower() for word in listed("learnt-from-models"))
    return tuple(teacher for teacher, _, _ in named_in(name.replace("-", " "))) if learnt else ()


def _value(repo: Repo, value: str) -> Evidence:
    return evidence_of(repo, value)


def _of_set(name: str, evidence: tuple[Evidence, ...]) -> Iterator[Taught]:
    for teacher, source in set_known(name):
        known = Evidence(origin="rules/teachers", value=f"{name} holds outputs of {teacher.name} ({source})")
        yield Taught(teacher=teacher, via=name, evidence=(*evidence, known))
    audit = audit_of(name)
    for text in audit.outputs_of if audit is not None else ():
        for teacher, _, _ in named_in(text.removeprefix("OpenAI ") or text):
            known = Evidence(origin=f"rules/dataset-audits ({AUDITORS})", value=f"{name} holds outputs of {text}")
            yield Taught(teacher=teacher, via=name, evidence=(*evidence, known))
