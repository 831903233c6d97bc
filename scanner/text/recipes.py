"""Small files that a program left beside the weights: merge recipes, training parameters. Data, bounded."""

import re
from typing import Any

from scanner.text.late import late
from scanner.text.yaml import YamlError, load_card

_RECIPE = late(
    r"(?:(?:mergekit|merge|axolotl)[\w-]*\.ya?ml|training_params\.json|model_index\.json|quantize_config\.json|args\.json)",
    re.IGNORECASE,
)


def is_recipe(path: str) -> bool:
    """Whether a path, at the repo's root, is such a file."""
    return bool(_RECIPE.fullmatch(path))


def recipe(text: str) -> Any:
    """A YAML recipe as data. Raises ``ValueError`` when nothing of it can be read."""
    try:
        found = load_card(text)
    except YamlError as error:
        raise ValueError(str(error)) from error
    if found.data is None:
        raise ValueError("it holds no data")
    return found.data
