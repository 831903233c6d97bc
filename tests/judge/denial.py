"""What tries to get a yes over a no: repos with a no in them, and that they come out as none."""

from collections.abc import Mapping

from scanner.collect.headers import read_header
from scanner.model.snapshot import File, Json, Repo
from scanner.text.licence_files import TEXT_BOUND, make_text
from tests.collect.headers.making import safetensors
from tests.making import WEIGHTS, judged, mit_text

NC = "The weights are for non-commercial use only."


MIT = mit_text()


def header(metadata: dict[str, str]) -> Mapping[str, Json] | None:
    """The header of a safetensors file with this metadata, as it is read from its bytes."""
    return read_header(safetensors({"w": (2, 2)}, metadata), whole=True)


def not_a_yes(root: Repo) -> None:
    result = judged(root)
    assert result.commercial_use.status != "allowed"
    assert result.verdict != "pass"
    if result.commercial_use.status == "unknown":
        assert result.commercial_use.reasons, "a refusal tells why"


def files(contents: dict[str, str], encoding: str = "utf-8") -> dict[str, object]:
    """A repo's texts, as they are read from bytes, and its list."""
    data = {path: content.encode(encoding) for path, content in contents.items()}
    listed = tuple(File(path=path, size=len(content)) for path, content in data.items())
    texts = tuple(
        make_text(path, content[:TEXT_BOUND], truncated=len(content) > TEXT_BOUND) for path, content in data.items()
    )
    return {"texts": texts, "files": (*WEIGHTS, *listed)}
