"""Renderers of Results: pure functions of a :class:`~scanner.report.types.Report`. They judge nothing."""
