"""Renderers of Results: pure functions of a :class:`~scanner.model.report.Report`. They judge nothing."""
