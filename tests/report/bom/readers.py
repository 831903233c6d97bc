"""Each format read back to the same small facts, with the format's own reader where there is one."""

import json
from pathlib import Path
from typing import Any

from scanner.report.bom import render
from tests.report.bom.samples import WHEN


def text(format_name: str, results: Any, title: str = "Models of the house") -> str:
    return render(format_name, results, generated_at=WHEN, tool_version="1.2.3", title=title)


def spdx2(document: str, path: Path) -> Any:
    """A parsed SPDX 2.3 document; ``path`` ends in ``.spdx.json`` or ``.spdx``."""
    from spdx_tools.spdx.parser.parse_anything import parse_file

    path.write_text(document, encoding="utf-8")
    return parse_file(str(path))


def spdx2_messages(document: Any) -> list[str]:
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    return [message.validation_message for message in validate_full_spdx_document(document, "SPDX-2.3")]


def cyclonedx_messages(document: str) -> list[str]:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    version = {"1.6": SchemaVersion.V1_6, "1.7": SchemaVersion.V1_7}[json.loads(document)["specVersion"]]
    return [str(error) for error in JsonStrictValidator(version).validate_str(document, all_errors=True) or ()]


def spdx3(document: str) -> Any:
    """The object set, as the bindings read it."""
    from spdx_python_model import load_data

    return load_data(json.loads(document))[1]


def graph(document: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads(document)["@graph"]
    return nodes
