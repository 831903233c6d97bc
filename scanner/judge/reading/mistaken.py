"""A folder that is judged as a model though its card says that it is a data set."""

from scanner.model.ids import DATASETS, is_local
from scanner.model.snapshot import Json, Repo

#: Front matter that the Hub's cards of data sets have and those of models have not, and the other way round.
_OF_DATA = frozenset(
    """task_categories task_ids dataset_info annotations_creators language_creators size_categories
    source_datasets multilinguality""".split()
)
_OF_MODELS = frozenset("base_model pipeline_tag library_name model-index model_name inference widget".split())
#: How what is said of such a folder begins: a headline is known by it.
SAID = "its card is a data set's"


def data_set(repo: Repo) -> tuple[str, ...]:
    """What to write instead, for a folder without weights whose card is plainly a data set's."""
    if repo.repo_type != "model" or repo.card is None or not is_local(repo.id):
        return ()
    matter = repo.card.data
    plain = not _OF_DATA.isdisjoint(matter) or _files_of(matter.get("configs"))
    return (f"{SAID}: to judge it as one write {DATASETS}{repo.id}",) if plain and _OF_MODELS.isdisjoint(matter) else ()


def _files_of(configs: Json) -> bool:
    """Whether ``configs`` says which files hold the rows."""
    return isinstance(configs, list) and any(isinstance(one, dict) and "data_files" in one for one in configs)
