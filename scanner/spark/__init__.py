"""Judging a table where it lies: ``audit(df, policy)`` in a Spark session of one's own (``docs/scale.md``).

The executors read the rows by the code that one machine runs; lineage and terms are settled once, on the driver, for
each distinct combination, and shipped as a column. Needs the extra ``spark``, and modelscan with the extra ``tables``
on every executor; folders of a policy's own licences must be there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.policy import Policy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["audit"]


def audit(df: DataFrame, policy: Policy | str = "commercial-saas") -> DataFrame:
    """Every model of a frame judged: the columns of ``modelscan audit --table``. ``df`` has the columns of the tables
    and a row for each repo; rows whose ``repo_type`` is ``dataset`` tell of data. ``policy`` is one, or a name or path.
    Raises :class:`ModelscanError` when an executor lacks modelscan or a folder of the policy's."""
    from scanner.knowledge.policy import load_policy
    from scanner.runs.whole.frame import judge_frame

    return judge_frame(df, policy if isinstance(policy, Policy) else load_policy(policy))
