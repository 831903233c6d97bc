"""What judging a table came to, as Parquet: a row for each model, in the order of the table.

Columns: ``model``, ``revision`` (the commit that was seen), ``verdict``, ``commercial_use``, ``weights`` (the
contract's words), ``effective`` (licence ids), ``error`` (why it could not be assessed), and a column for each rule
that was asked, by its id, with its outcome (null where the model could not be assessed).
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from scanner.collect.tables.parquet import arrow, shared
from scanner.judge.columns.judging import Judged
from scanner.model.words import Commercial, Outcome, Verdict, Weights

if TYPE_CHECKING:
    import pyarrow

_WORDS = {"verdict": Verdict, "commercial_use": Commercial, "weights": Weights}
_ROWS = 250_000


def written(
    path: Path,
    ids: pyarrow.Array,
    revisions: pyarrow.Array,
    numbers: array[int],
    made: list[Judged],
    rules: tuple[str, ...],
) -> None:
    """Write results beside ``path`` and put them in its place whole. ``numbers`` says which of ``made`` each row is."""
    pa = arrow()
    kinds = classes(made, rules)
    fields = [("model", pa.string()), ("revision", pa.string()), *((one.name, one.type) for one in kinds.schema)]
    schema = pa.schema(fields)
    chosen = shared(numbers)
    rest = path.with_name(f".{path.name}.part")
    with pa.parquet.ParquetWriter(rest, schema, compression="zstd") as writer:
        for start in range(0, len(numbers), _ROWS):
            columns = [one.slice(start, _ROWS) for one in (ids, revisions)]
            taken = kinds.take(chosen.slice(start, _ROWS)).combine_chunks()
            writer.write_table(pa.Table.from_arrays([*columns, *taken.columns], schema=schema))
    rest.replace(path)


def classes(made: list[Judged], rules: tuple[str, ...]) -> pyarrow.Table:
    """A row for each thing that judging came to."""
    pa = arrow()
    columns: dict[str, Any] = {
        name: _words([getattr(one, name) for one in made], words) for name, words in _WORDS.items()
    }
    columns["effective"] = pa.array([one.effective for one in made], pa.list_(pa.string()))
    columns["error"] = pa.array([one.error for one in made], pa.string())
    for place, rule in enumerate(rules):
        columns[rule] = _words([one.outcomes[place] if one.outcomes else None for one in made], Outcome)
    return pa.table(columns)


def _words(values: list[str | None], words: Any) -> pyarrow.Array:
    """Values of the contract's words, as numbers with their dictionary."""
    pa = arrow()
    known = list(get_args(words))
    places = pa.array([None if one is None else known.index(one) for one in values], pa.int8())
    return pa.DictionaryArray.from_arrays(places, pa.array(known))
