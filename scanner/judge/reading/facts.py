"""The decision facts that a snapshot alone tells. Where nothing was read, a fact is None."""

from scanner.collect.relations import ignored_paths
from scanner.judge.reading.access import eu_refused
from scanner.judge.reading.datasets import DatasetsRead
from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.profile import code_files, custom_code, modality, substantial
from scanner.judge.reading.weights import WeightsRead, gating
from scanner.model.facts import Decided, DecisionFacts
from scanner.model.ids import is_hex
from scanner.model.result import AccessSection
from scanner.model.snapshot import Repo


def draw(
    root: Repo, access: AccessSection, weights: WeightsRead, data: DatasetsRead, ancestry: tuple[Ancestry, ...]
) -> DecisionFacts:
    """The facts of a repo that need no policy."""
    lineage = of_lineage(ancestry, unsaid(root), on_disk(root))
    return DecisionFacts(**of_itself(root, access, weights), **of_data(data), **lineage)


def of_itself(root: Repo, access: AccessSection, weights: WeightsRead) -> Decided:
    """The facts of a repo's access, files and card."""
    return Decided(**_of_repo(root, access), **_of_weights(root, weights), **_of_card(root))


def of_lineage(ancestry: tuple[Ancestry, ...], silent: bool | None, disk: bool) -> Decided:
    """The facts of the ancestry. ``silent`` is what :func:`unsaid` makes of the repo, ``disk`` what :func:`on_disk`
    does."""
    return Decided(
        license_stated=silent,
        has_base=bool(ancestry) or silent,
        ancestors_resolved=all(one.own is not None for one in ancestry if one.apart is None),
        base_on_disk=disk,
    )


def on_disk(root: Repo) -> bool:
    """Whether the card or an adapter names a folder on somebody's disk as the base."""
    return any(one.path != "config.json" for one in ignored_paths(root))


def _of_repo(root: Repo, access: AccessSection) -> Decided:
    gate = gating(root)
    return Decided(
        repo_type=root.repo_type,
        source=root.source,
        gated="no" if gate is False else "untold" if gate is True else gate,
        disabled=_flag(root, "disabled") or (None if root.is_unread("api:disabled") else False),
        private=_flag(root, "private"),
        removed=_flag(root, "x_removed") or False,
        renamed=root.id.lower() != root.requested.lower() if root.source != "catalog" else None,
        revision_pinned=is_hex((root.requested_revision or "").lower(), 40),
        eu_blocked=eu_refused(root),
        access_token=access.token if access.token != "unknown" else None,  # noqa: S105
        access_region=access.region if access.region != "unknown" else None,
        superseded=access.superseded_by is not None,
        superseded_by=(access.superseded_by,) if access.superseded_by else (),
    )


def unsaid(root: Repo) -> bool | None:
    """That the card's metadata says nothing of a thing: False, but not known where that was not read."""
    return None if root.is_unread("cardData") else False


def _flag(root: Repo, key: str) -> bool | None:
    value = root.info.get(key)
    return value if isinstance(value, bool) else None


def _of_weights(root: Repo, weights: WeightsRead) -> Decided:
    if root.repo_type != "model":
        return Decided(weights="not_applicable")
    known = weights.section.status != "unknown"
    return Decided(
        weights_listed=root.files is not None,
        weights=weights.section.status if known else None,
        weights_known=known,
        weight_formats=weights.section.formats if known else None,
        adapter_only=weights.adapter_only,
        derived_only=weights.derived_only,
        shards_missing=weights.shards_missing,
        pickle_only=weights.pickle_only,
        custom_code=custom_code(root),
        code_files=code_files(root),
        parameters_known=weights.section.parameters is not None,
    )


def of_data(data: DatasetsRead) -> Decided:
    """The facts of the data."""
    statuses = {item.status for item in data.section.items or ()}
    status = data.section.status
    silent = False if status == "undisclosed" else None
    return Decided(
        datasets=status if status != "unknown" else None,
        datasets_complete=data.section.complete == "stated",
        datasets_non_commercial=data.non_commercial if data.section.items else silent,
        datasets_unresolved="unresolved" in statuses,
        sources_restricted=data.sources_restricted,
        datasets_unlicensed="unlicensed" in statuses,
    )


def _of_card(root: Repo) -> Decided:
    card = root.card
    unread = any(unread.what.startswith("README") for unread in root.unread) or root.source == "catalog"
    absent = None if unread else False
    return Decided(
        card_present=True if card is not None else absent,
        card_sound=not card.problems if card is not None else None,
        card_substantial=substantial(card) if card is not None else absent,
        modality=modality(root),
    )
