"""Small files that a program left beside the weights: merge recipes, training parameters, shard indexes. Bounded."""

import json
from itertools import islice
from typing import Any

from scanner.text.card import parse_card
from scanner.text.code import told_in
from scanner.text.late import late
from scanner.text.licence_keys import licences_told
from scanner.text.yaml import YamlError, load_card

#: The line of Ollama's Modelfile that names what it stands on; what follows a colon is the quantisation.
_FROM = late(r"(?mi)^[ \t]*FROM[ \t]+(\S+?/\S+?|\S+?)(?::[\w.-]+)?[ \t]*$")
#: An option of a command, with its value.
_OPTION = late(r"(?<!\S)--(\w{4,40})[ \t=]+[\"']?([\w./-]{3,200})")
_MOST_OPTIONS = 200
#: A licence that it passes on; there may be several.
_LICENSE = late(r"(?mi)^[ \t]*LICENSE[ \t]+(?:\"\"\"((?s:.*?))\"\"\"|(\S[^\n]*))")
_MOST_TEXTS = 5


def is_modelfile(path: str) -> bool:
    """Whether a file is Ollama's, by its name."""
    return path.lower() == "modelfile"


def data_of(path: str, text: str) -> Any:
    """What a file holds, by its path: JSON, a Modelfile's ``from``, what a Python file says of its terms, a
    script's options, YAML. Raises ``ValueError`` where it is none."""
    if path.endswith(".py"):
        return told_in(text)
    if path.endswith("README.md"):
        return {"license": [*licences_told(parse_card(text.encode("utf-8", "replace")).data)]}
    if path == "dataset_infos.json":
        return {"license": [*licences_told(json.loads(text))]}
    if path.endswith((".json", ".info")):
        return json.loads(text)
    if path.endswith(".sh"):
        return dict(islice(_OPTION.findall(text), _MOST_OPTIONS))
    if is_modelfile(path):
        found, told = _FROM.search(text), _LICENSE.findall(text)[:_MOST_TEXTS]
        return {
            **({"from": found[1]} if found else {}),
            **({"license": [long or short for long, short in told]} if told else {}),
        }
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


#: Under these names they stand in ``Repo.info``, by the index's path.
NAMES, TOTALS = "x_shard_index", "x_shard_total"
_MOST = 10_000


def names_of(index: Any) -> list[str]:
    """The files that an index names, as written (relative to it)."""
    weights = index.get("weight_map") if isinstance(index, dict) else None
    names = weights.values() if isinstance(weights, dict) else ()
    return sorted({name for name in names if isinstance(name, str) and len(name) <= 300})[:_MOST]


def total_of(index: Any) -> int | None:
    """The bytes of all tensors, as the index states them (``metadata.total_size``); None where it does not."""
    metadata = index.get("metadata") if isinstance(index, dict) else None
    total = metadata.get("total_size") if isinstance(metadata, dict) else None
    if isinstance(total, float) and 0 < total < 2**63:
        total = int(total)
    return total if isinstance(total, int) and not isinstance(total, bool) and 0 < total < 2**63 else None
