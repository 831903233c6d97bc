"""Small files that a program left beside the weights: merge recipes, training parameters. Data, bounded."""

import json
from typing import Any

from scanner.text.late import late
from scanner.text.yaml import YamlError, load_card

#: The line of Ollama's Modelfile that names what it stands on; what follows a colon is the quantisation.
_FROM = late(r"(?mi)^[ \t]*FROM[ \t]+(\S+?/\S+?|\S+?)(?::[\w.-]+)?[ \t]*$")


def is_modelfile(path: str) -> bool:
    """Whether a file is Ollama's, by its name."""
    return path.lower() == "modelfile"


def data_of(path: str, text: str) -> Any:
    """What a file holds, by its path: JSON, a Modelfile's ``from``, YAML. Raises ``ValueError`` where it is none."""
    if path.endswith(".json"):
        return json.loads(text)
    if is_modelfile(path):
        found = _FROM.search(text)
        return {"from": found[1]} if found else {}
    return recipe(text)


def recipe(text: str) -> Any:
    """A YAML recipe as data. Raises ``ValueError`` when nothing of it can be read."""
    try:
        found = load_card(text)
    except YamlError as error:
        raise ValueError(str(error)) from error
    if found.data is None:
        raise ValueError("it holds no data")
    return found.data
