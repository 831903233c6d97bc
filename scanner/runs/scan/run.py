"""A source tree scanned: what it names, by which policies, judged. The command and ``scanner.scan`` are this."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from scanner.collect.folder.naming import typed_name
from scanner.collect.hub.options import HubOptions
from scanner.discover import discover
from scanner.discover.reference import DiscoverOptions, Discovery
from scanner.knowledge.formats import formats
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.report import Coverage
from scanner.model.result import Result
from scanner.model.snapshot import CARD, CONFIGS
from scanner.runs.check import Where, as_stated, hub_options
from scanner.runs.scan.config import ScanConfig, load_config
from scanner.runs.scan.diff import Additions
from scanner.runs.scan.diff import delta as change
from scanner.runs.scan.policies import Policies, load_policies
from scanner.runs.scan.usages import JudgedUsage, Usage, judge, uses
from scanner.text.card import CARD_BOUND, parse_card
from scanner.text.files import read_bounded


@dataclass(frozen=True)
class Scan:
    """One run: what was found where, and how it is to be judged. Nothing is asked before it is iterated."""

    root: Path
    found: Discovery
    config: ScanConfig
    policies: Policies
    options: HubOptions
    delta: Additions | None

    @property
    def wanted(self) -> tuple[Usage, ...]:
        """What is judged: all that the tree names, or what a change adds."""
        return self.delta.added if self.delta is not None else uses(self.found.references)

    @property
    def coverage(self) -> Coverage:
        """What was read, and what was not."""
        dynamic = sum(one.id is None for one in self.found.references)
        return replace(self.found.coverage, references=len(self.found.references), dynamic=dynamic)

    def __iter__(self) -> Iterator[Result]:
        """The Results, in the order of what is named: each use under each policy of its places."""
        return (one.result for one in self.judged())

    def judged(self, before: tuple[Usage, ...] = ()) -> Iterator[JudgedUsage]:
        """Every use under every policy of its places; those of ``before``, only compared, once each at the end."""
        compared = tuple(replace(use, places=use.places[:1]) for use in before)
        named = {id(short): whole for short, whole in zip(compared, before, strict=True)}
        for one in judge((*self.wanted, *compared), self.policies, self.options):
            yield replace(one, use=named.get(id(one.use), one.use))


def scan(
    path: Where = ".",
    *,
    diff: str | None = None,
    documentation: bool = True,
    policy: Policy | Where | None = None,
    use: str | None = None,
    offline: bool = False,
    hub: str | None = None,
    token: str | None = None,
    catalog: Where | None = None,
    table: Where | None = None,
) -> Scan:
    """Find what a source tree uses, as ``modelscan scan`` does. Iterating it judges: a Result for each model under each
    policy of its places, with its ``references``. ``coverage`` says what was read and what was not.

    ``diff`` leaves only what the working tree adds to that commit. Raises :class:`ModelscanError`.
    """
    options = hub_options(offline, hub, token, catalog, table)
    return prepared(Path(path), as_stated(policy), use, options, base=diff, documentation=documentation)


def prepared(
    root: Path,
    policy: Policy | str | None,
    use: str | None,
    options: HubOptions,
    *,
    base: str | None = None,
    documentation: bool = True,
) -> Scan:
    """Read a tree and its settings. ``policy`` stated here holds for the whole tree; ``base`` is the commit or branch
    that only additions to are wanted of. Raises :class:`ModelscanError`."""
    if not root.exists():
        raise ModelscanError(f"there is no {root}; give a folder or a file to scan")
    config = load_config(root)
    policies = load_policies(config, policy, use)
    reading = DiscoverOptions(documentation=documentation and config.documentation)
    found = _beside(_included(discover(root, reading), config), root, config)
    delta = change(root, base, found.references, reading, config) if base is not None else None
    return Scan(root, found, config, policies, options, delta)


def _included(found: Discovery, config: ScanConfig) -> Discovery:
    """Without what the settings leave out, which is said."""
    kept = tuple(one for one in found.references if not config.excluded(one.path))
    if left_out := len(found.references) - len(kept):
        where = config.file.name if config.file is not None else ""
        said = f"references in files that {where} excludes ({left_out})"
        found = replace(found, coverage=replace(found.coverage, ignored=(*found.coverage.ignored, said)))
    return replace(found, references=kept)


def _beside(found: Discovery, root: Path, config: ScanConfig) -> Discovery:
    """With the folders of the tree that are models themselves."""
    folders = model_folders(root, found.files, config)
    return replace(found, coverage=replace(found.coverage, model_folders=folders)) if folders else found


#: Front matter that only cards of models have; weights that git ignores are then not needed to know one.
_OF_MODELS = frozenset("base_model pipeline_tag library_name model-index".split())


def model_folders(root: Path, files: Iterable[str], config: ScanConfig) -> tuple[str, ...]:
    """The folders among ``files`` (paths below ``root``) that hold a model, as ``check`` takes them: weights beside a
    configuration or a card, or a card with a model's front matter. Sorted; what the settings exclude is left out."""
    listed: dict[str, list[str]] = defaultdict(list)
    for path in files:
        folder, _, name = path.rpartition("/")
        listed[folder].append(name)
    found = [
        folder
        for folder, names in sorted(listed.items())
        if not config.excluded(f"{folder}/{CARD}".lstrip("/")) and _holds_model(root / folder, names)
    ]
    return tuple(typed_name(str(root / folder)) if folder else str(root) for folder in found)


def _holds_model(folder: Path, names: list[str]) -> bool:
    told = CARD in names or not CONFIGS.isdisjoint(names)
    return told and (any(one.weights for one in formats().filed(names)) or (CARD in names and _of_model(folder)))


def _of_model(folder: Path) -> bool:
    """Whether the card there has a front matter that only a model's has."""
    try:
        return not _OF_MODELS.isdisjoint(parse_card(read_bounded(folder / CARD, CARD_BOUND)).data)
    except OSError:
        return False
