"""The results of a long run while it goes on: as JSON in a nameless file where no format needs more of them, so that
ten thousand take no more memory than fifty."""

from collections.abc import Iterable, Iterator
from typing import IO

from scanner.model.errors import ModelscanError
from scanner.model.report import Report
from scanner.model.result import Result
from scanner.report.formats.json_ import READABLE, framed, line

#: Formats that can be made of results that are JSON already.
_JSON = frozenset({"json", "jsonl"})


class Kept:
    """Results as they come, for some ``formats``. ``results`` are whole as long as a person might read them, or where
    another format than JSON is asked for, or ``whole`` says so; else what their count and the exit status need."""

    def __init__(self, formats: Iterable[str], *, whole: bool = False) -> None:
        asked = frozenset(formats)
        self._whole, self._shown = whole or not asked <= _JSON, bool(asked)
        self._lines: IO[str] | None = None
        self._done = 0
        self.results: list[Result] = []

    def add(self, result: Result) -> None:
        """Keep one more. Raises :class:`ModelscanError` where there is no room for the file."""
        self.results.append(result)
        if self._whole or len(self.results) <= READABLE:
            return
        new = self.results[self._done :]
        if self._shown:
            self._put(new)
        self.results[self._done :] = map(bare, new)
        self._done = len(self.results)

    def _put(self, results: list[Result]) -> None:
        from tempfile import TemporaryFile, gettempdir

        try:
            self._lines = self._lines or TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 - as long as this
            self._lines.writelines(f"{line(one)}\n" for one in results)
        except OSError as error:
            place = gettempdir()
            raise ModelscanError(f"results cannot be kept in {place} ({error.strerror}); set TMPDIR") from error

    def rendered(self, name: str, report: Report) -> Iterator[str] | None:
        """The report in a format, piece by piece; None where the results are whole, to be rendered as usual."""
        if self._lines is None:
            return None
        self._lines.seek(0)
        return iter(self._lines) if name == "jsonl" else framed(report, (one[:-1] for one in self._lines))


def bare(result: Result) -> Result:
    """What a count and an exit status need of a result."""
    return Result(
        model=result.model,
        repo_type=result.repo_type,
        revision=result.revision,
        source=result.source,
        observed_at=result.observed_at,
        verdict=result.verdict,
        error=result.error,
    )
