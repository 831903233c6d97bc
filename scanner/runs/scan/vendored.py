"""Models that lie in the tree itself: no id names them, so a scan judges none of them and says where they are."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from scanner.collect.folder.naming import typed_name
from scanner.knowledge.formats import formats
from scanner.runs.scan.config import ScanConfig
from scanner.text.card import CARD_BOUND, parse_card
from scanner.text.files import read_bounded

_CARD = "README.md"
_CONFIGS = frozenset(("config.json", "adapter_config.json", "model_index.json"))
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
        if not config.excluded(f"{folder}/{_CARD}".lstrip("/")) and _holds_model(root / folder, names)
    ]
    return tuple(typed_name(str(root / folder)) if folder else str(root) for folder in found)


def _holds_model(folder: Path, names: list[str]) -> bool:
    told = _CARD in names or not _CONFIGS.isdisjoint(names)
    return told and (any(one.weights for one in formats().filed(names)) or (_CARD in names and _of_model(folder)))


def _of_model(folder: Path) -> bool:
    """Whether the card there has a front matter that only a model's has."""
    try:
        return not _OF_MODELS.isdisjoint(parse_card(read_bounded(folder / _CARD, CARD_BOUND)).data)
    except OSError:
        return False
