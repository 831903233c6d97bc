"""The command as a person runs it, as in the tests of ``scan``."""

from tests.runs.scan.conftest import forge, modelscan  # noqa: F401
