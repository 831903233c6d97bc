"""What goes wrong with one target, in a way that nobody foresaw, is that target's problem alone."""

from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.target import Target


def unforeseen(target: Target, error: Exception) -> Snapshot:
    """The snapshot of a target at which the program itself stumbled."""
    words = f"{target.text} could not be collected ({type(error).__name__}: {error}): please report this"
    name = target.id or target.text
    problem = Problem(kind="bad_data", message=words)
    return Snapshot(target=target.text, root=Repo(id=name, repo_type=target.repo_type, requested=name, problem=problem))
