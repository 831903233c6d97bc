"""A target as the caller named it, after parsing."""

from scanner.model.frozen import dataclass
from scanner.model.snapshot import Problem, Repo, Snapshot
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


def unforeseen(target: Target, error: Exception) -> Snapshot:
    """The snapshot of a target at which the program itself stumbled."""
    words = f"{target.text} could not be collected ({type(error).__name__}: {error}): please report this"
    name = target.id or target.text
    problem = Problem(kind="bad_data", message=words)
    return Snapshot(target=target.text, root=Repo(id=name, repo_type=target.repo_type, requested=name, problem=problem))
