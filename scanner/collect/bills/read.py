"""A bill of materials in any of the known forms. Nothing outside the file is opened, whatever it refers to."""

import json
from pathlib import Path
from typing import Any

from scanner.collect.bills import cyclonedx, spdx
from scanner.collect.bills.types import GivenBill
from scanner.model.errors import ModelscanError
from scanner.text.clean import bound, one_line

_MAX_BYTES = 256 * 1024 * 1024
_FORMS = "CycloneDX 1.4 to 1.7, SPDX 2.3 and SPDX 3.0.1, each as JSON"
#: How files begin that are bills in another notation, and what to do.
_OTHER = (
    (b"SPDXVersion:", "SPDX as tag-value"),
    (b"<?xml", "XML"),
    (b"<bom", "CycloneDX as XML"),
    (b"<rdf", "SPDX as RDF"),
    (b"spdxVersion:", "SPDX as YAML"),
    (b"PK\x03\x04", "an archive or a workbook"),
)


def is_bill(data: Any) -> bool:
    """Whether parsed JSON is a bill of a known form."""
    return isinstance(data, dict) and (
        data.get("bomFormat") == "CycloneDX" or str(data.get("spdxVersion", "")).startswith("SPDX-") or "@graph" in data
    )


def read_bill(content: bytes, origin: str) -> GivenBill:
    """What a bill lists. Raises :class:`ModelscanError` for what is no bill, with what to do."""
    if len(content) > _MAX_BYTES:
        raise ModelscanError(f"{origin} is larger than 256 MB: split the bill")
    stripped = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    for head, what in _OTHER:
        if stripped.startswith(head):
            raise ModelscanError(f"{origin} is {what}, which is not read: export it as JSON ({_FORMS})")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ModelscanError(f"{origin} is no bill of materials that can be read: give {_FORMS}") from None
    return _read(data, origin)


def _read(data: Any, origin: str) -> GivenBill:
    if not is_bill(data):
        raise ModelscanError(f"{origin} is JSON, but no bill of materials: give {_FORMS}")
    try:
        return cyclonedx.read(data, origin) if data.get("bomFormat") == "CycloneDX" else spdx.read(data, origin)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelscanError(f"{origin}: the bill is damaged ({bound(one_line(str(error)), 120)})") from None


def read_bill_file(path: str) -> GivenBill:
    """The bill in a file; ``-`` is standard input. Raises :class:`ModelscanError`."""
    import sys

    try:
        content = sys.stdin.buffer.read(_MAX_BYTES + 1) if path == "-" else _bytes(path)
    except OSError as error:
        raise ModelscanError(f"--bom {path} cannot be read ({error.strerror}): give {_FORMS}") from None
    return read_bill(content, "standard input" if path == "-" else path)


def _bytes(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_MAX_BYTES + 1)
