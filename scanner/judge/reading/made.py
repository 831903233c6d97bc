"""How a repo's weights were made, as far as that decides whose terms they carry: an adapter, a merge, a conversion."""

import re

from scanner.collect.relations import parents
from scanner.judge.reading.weights import read_weights
from scanner.model.fields import strings
from scanner.model.snapshot import Repo, Snapshot

_MERGE_TAGS = frozenset(("merge", "mergekit", "lazymergekit", "model-merge", "merged-model", "frankenmerge", "moerge"))
_MERGE_FILE = re.compile(r"merge(?:kit)?[\w-]*\.ya?ml")


def base_unnamed(snapshot: Snapshot) -> str | None:
    """Why the terms of what a model needs are not known: an adapter or a merge that names no base. Else None."""
    root = snapshot.root
    if root.repo_type != "model" or any(parent.strength == "stated" for parent in parents(root)):
        return None
    kind = "an adapter" if is_adapter(root) else "a merge" if is_merge(root) else None
    return (
        f"{root.id} is {kind} and names no base model, so the terms of what it is made from are not known"
        if kind
        else None
    )


def is_adapter(repo: Repo) -> bool:
    """Whether the repo holds an adapter: by its configuration, or by its weights."""
    names = {file.path.rsplit("/", 1)[-1].lower() for file in repo.files or ()}
    configured = "adapter_config.json" in names or repo.info.get("x_adapter_config") is not None
    return configured or bool(read_weights(repo).adapter_only)


def is_merge(repo: Repo) -> bool:
    """Whether the repo says that it is a merge: by its tags or a merge's recipe beside the weights."""
    tags = {tag.lower() for tag in strings(repo.info.get("tags"))} | {tag.lower() for tag in _card_tags(repo)}
    recipe = any(_MERGE_FILE.fullmatch(file.path.rsplit("/", 1)[-1].lower()) for file in repo.files or ())
    return recipe or bool(tags & _MERGE_TAGS)


def _card_tags(repo: Repo) -> tuple[str, ...]:
    return tuple(strings(repo.card.data.get("tags"))) if repo.card is not None else ()
