"""A target as the caller named it, after parsing."""

from scanner.model.frozen import dataclass
from scanner.model.words import RepoType


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``text`` is what was typed. Either ``id`` (``org/name`` or a bare name) or ``folder`` (a local path) is set;
    ``file`` names the one weight file of the folder that is meant."""

    text: str
    repo_type: RepoType = "model"
    id: str | None = None
    revision: str | None = None
    folder: str | None = None
    file: str | None = None
