"""Small files that a program left beside the weights: merge recipes, training parameters. Data, bounded."""

from typing import Any

from scanner.text.yaml import YamlError, load_card


def recipe(text: str) -> Any:
    """A YAML recipe as data. Raises ``ValueError`` when nothing of it can be read."""
    try:
        found = load_card(text)
    except YamlError as error:
        raise ValueError(str(error)) from error
    if found.data is None:
        raise ValueError("it holds no data")
    return found.data
