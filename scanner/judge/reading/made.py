"""How a repo's weights were made, as far as that decides whose terms they carry: an adapter, a merge, a conversion."""

from collections.abc import Collection, Iterable

from scanner.collect.relations import parents
from scanner.collect.relations.claims import relation_stated
from scanner.judge.reading.adapters import ADAPTER_CONFIG
from scanner.judge.reading.weights import WeightsRead, read_weights
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import body, config, spoken, tags
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.words import Relation
from scanner.text.late import late

#: What says that weights were changed and not only converted. A word that is in the base's name too is the base's.
_CHANGED = recorded("weights-changed")
_QUANTIZED = recorded("weights-quantized")
#: What a card says of a merge, sentence by sentence, and what makes such a sentence none.
_MERGED, _NOT_MERGED = recorded("merge-told"), recorded("merge-untold")
_SENTENCE = late(r"[.!?。！？]+(?:\s|$)|[。！？]|\n")
_CONVERTS: frozenset[Relation] = frozenset(("quantized", "unknown"))
MERGE_FILE = late(r"merge(?:kit)?[\w-]*\.ya?ml")


def base_unnamed(snapshot: Snapshot) -> str | None:
    """Why the terms of what a model needs are not known: what is made from a base names none. Else None."""
    root = snapshot.root
    if root.repo_type != "model" or any(parent.strength == "stated" for parent in parents(root)):
        return None
    kind = needs_base(root)
    return (
        f"{root.id} is {kind} and names no base model, so the terms of what it is made from are not known"
        if kind
        else None
    )


def needs_base(repo: Repo, weights: WeightsRead | None = None) -> str | None:
    """What of a repo's own weights (``weights`` where they were read already) needs another's: it is an adapter or a
    merge, or says that it was made from a base; None where none is seen."""
    if is_adapter(repo, weights):
        return "an adapter"
    return "a merge" if is_merge(repo) else "made from a base, as it says," if relation_stated(repo) else None


def carries_terms(repo: Repo) -> bool:
    """Whether a repo is a mechanical conversion of a stated base: quantised or in another format, and nothing says that
    the weights were changed. Without a licence of its own it carries exactly its base's terms."""
    stated = [parent for parent in parents(repo) if parent.strength == "stated"]
    relations = {parent.relation for parent in stated}
    if not may_carry(relations):
        return False
    own = " ".join((repo.id.rpartition("/")[2], *spoken(tags(repo)), body(repo)))
    quantized = "quantization_config" in config(repo)
    derived = read_weights(repo).derived_only or is_quantized(repo.id, relations, by_config=quantized)
    return derived and is_unchanged(own, (parent.id for parent in stated))


def may_carry(relations: Collection[Relation]) -> bool:
    """Whether a repo of such relations to its bases may be a conversion of them."""
    return bool(relations) and _CONVERTS.issuperset(relations)


def is_quantized(repo_id: str, relations: Collection[Relation], *, by_config: bool) -> bool:
    """Whether weights are quantised as the Hub, and the config or the name, say together."""
    return set(relations) == {"quantized"} and (by_config or converted_name(repo_id))


def is_unchanged(own: str, bases: Iterable[str]) -> bool:
    """Whether words of a repo's own (its name among them) tell of no change that its bases' names do not tell of."""
    base = " ".join(one.rpartition("/")[2] for one in bases)
    return {word.lower() for word in _CHANGED.findall(own)} <= {word.lower() for word in _CHANGED.findall(base)}


def converted_name(repo_id: str) -> bool:
    """Whether a name says that it is another model's in another format or with fewer bits."""
    return _QUANTIZED.search(repo_id.rpartition("/")[2]) is not None


def is_adapter(repo: Repo, weights: WeightsRead | None = None) -> bool:
    """Whether what the repo holds is an adapter: by its configuration, or by its weights. A configuration in a folder
    makes none of a whole model that lies beside it."""
    configs = {path for file in repo.files or () if (path := file.path.lower()).rpartition("/")[2] == ADAPTER_CONFIG}
    if ADAPTER_CONFIG in configs or repo.info.get("x_adapter_config") is not None:
        return True
    weights = weights or read_weights(repo)
    return (bool(configs) and not weights.whole) or bool(weights.adapter_only)


def is_merge(repo: Repo) -> bool:
    """Whether the repo says that it is a merge: by its tags, a merge's recipe beside the weights or its card."""
    recipe = any(MERGE_FILE.fullmatch(file.path.rsplit("/", 1)[-1].lower()) for file in repo.files or ())
    return recipe or any(tag.lower() in listed("merge-tags") for tag in tags(repo)) or _tells_merge(repo)


def _tells_merge(repo: Repo) -> bool:
    return any(_MERGED.search(said) and not _NOT_MERGED.search(said) for said in _SENTENCE.split(body(repo)))
