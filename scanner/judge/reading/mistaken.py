"""A folder that is judged as a model though its card says that it is a data set."""

from scanner.knowledge.patterns import listed
from scanner.model.ids import DATASETS, is_local
from scanner.model.snapshot import Json, Repo

#: How what is said of such a folder begins: a headline is known by it.
SAID = "its card is a data set's"


def data_set(repo: Repo) -> tuple[str, ...]:
    """What to write instead, for a folder without weights whose card is plainly a data set's."""
    if repo.repo_type != "model" or repo.card is None or not is_local(repo.id):
        return ()
    matter = repo.card.data
    plain = not listed("of-data").isdisjoint(matter) or _files_of(matter.get("configs"))
    if not plain or not listed("of-models").isdisjoint(matter):
        return ()
    return (f"{SAID}: to judge it as one write {DATASETS}{repo.id}",)


def _files_of(configs: Json) -> bool:
    """Whether ``configs`` says which files hold the rows."""
    return isinstance(configs, list) and any(isinstance(one, dict) and "data_files" in one for one in configs)
