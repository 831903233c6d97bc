"""HTML for more than a thousand models: the facts compressed inside the page, a table library that shows what is looked
at, and a model's details made when they are asked for.

The library is DataTables as the Python package ``itables`` carries it; nothing of it is in this repository.
"""

import base64
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.report import phrases
from scanner.report.audit.pages import page, sealed, trusted
from scanner.report.audit.wording import worst_first
from scanner.report.suggest import line
from scanner.report.view import place, steps
from scanner.runs.audit.decisions import WAITS
from scanner.runs.audit.types import Audit, Judged
from scanner.text.clean import bound, one_line

_EXPORTS = re.compile(r"export\s*\{([^}]*)\}\s*;?", re.DOTALL)
#: Stands for the model's own name inside a text, so that the same words about many models are kept once.
_SELF = "\ue000"
_SHOWN = ("violated", "unknown", "waived")
_MAX_FINDINGS = 200
#: Of a catalog, which lists no files and holds no card.
_REPORTED, _METADATA = partial(phrases.weights, reported=True), partial(phrases.data, card=False)


def render(audit: Audit) -> str:
    """The whole page. Raises :class:`ModelscanError` without the table library."""
    library, data = _library(), _Data(replace(audit, judged=_alike(audit.judged)))
    script = trusted("audit_large.js")
    frame = {
        "css": trusted("audit.css"),
        "script": script,
        "paged": False,
        "days": WAITS,
        "library": packed(library.encode()),
        "rows": packed(_json(data.rows())),
        "details": packed(_json(data.details())),
    }
    return sealed(page("audit_large.html.j2", audit, views=False, **frame), extra=(library,))


def _alike(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Worst first, and what is under the same terms side by side: it is read so, and packs smaller."""
    return worst_first(
        sorted(judged, key=lambda one: (one.result.license.effective, [base.id for base in one.result.lineage or ()]))
    )


def packed(data: bytes) -> str:
    """Compressed, as text that stands in a page; the same for the same bytes."""
    return base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode()


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _library() -> str:
    """The table library as a plain script: what its module exports becomes a global."""
    if find_spec("itables") is None:
        raise ModelscanError(
            "a page of more than a thousand models needs the Python package itables: "
            "pip install 'modelscan-governance[all]' (or ask for --format csv or xlsx)"
        )
    text = files("itables").joinpath("html", "dt_bundle.js").read_text(encoding="utf-8")
    found = list(_EXPORTS.finditer(text))
    if not found:
        raise ModelscanError("this version of itables carries no table library that is known: pip install -U itables")
    last = found[-1]
    pairs = (part.split() for part in last[1].split(","))
    names = {pair[-1]: pair[0] for pair in pairs if pair}
    made = ",".join(f"{json.dumps(name)}:{value}" for name, value in names.items())
    return f"{{{text[: last.start()]}globalThis.tables={{{made}}};{text[last.end() :]}\n}}"


class _Pool:
    """Values by number, each kept once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, key: Any, value: Any) -> int:
        """The number of ``key``, whose value is kept when it is new."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.values)
            self.values.append(value() if callable(value) else value)
        return found


class _Data:
    """The facts of all models, texts kept once."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._texts, self._things = _Pool(), _Pool()
        self._sections: dict[Any, list[int]] = {}

    def rows(self) -> dict[str, Any]:
        """The table: a list of numbers for each column, into ``texts``; names as they are."""
        texts = _Pool()

        def said(values: Iterable[str]) -> list[int]:
            return [texts.number(value, lambda value=value: _clean(value, 100)) for value in values]

        ones = self._audit.judged
        results = [one.result for one in ones]
        columns = {
            "verdict": said(one.verdict for one in results),
            "system": said(one.said("system") for one in ones),
            "environment": said(one.said("environment") for one in ones),
            "owner": said(one.said("owner") for one in ones),
            "commercial": said(one.commercial_use.status for one in results),
            "licence": said(", ".join(one.license.effective) or "none" for one in results),
            "weights": said(phrases.weights_word(one) for one in results),
            "data": said(one.datasets.status.replace("_", " ") for one in results),
            "size": said(_size(one) for one in results),
        }
        return {
            "names": [_name(one) for one in ones],
            # One text of eight characters a model: separators would cost more than they hold.
            "revisions": "".join(f"{(one.revision or '')[:8]:8}" for one in results),
            "parameters": [one.weights.parameters or 0 for one in results],
            "columns": columns,
            "texts": texts.values,
        }

    def details(self) -> dict[str, Any]:
        """What a model's part of the page says, made into words by the page's script."""
        models = [self._model(one) for one in self._audit.judged]
        # Column by column: what is alike stands together, and packs smaller.
        return {"texts": self._texts.values, "things": self._things.values, "columns": list(zip(*models, strict=True))}

    def _model(self, one: Judged) -> list[Any]:
        result, catalog = one.result, one.result.source == "catalog"
        error = result.error.message if result.error is not None else ""
        return [
            self._text(phrases.source(result)),
            self._text(one.policy),
            self._places(one),
            self._text(error),
            self._section(phrases.licence, result.license),
            self._section(_REPORTED if catalog else phrases.weights, result.weights),
            self._section(_METADATA if catalog else phrases.data, result.datasets),
            self._section(phrases.lineage, result.lineage),
            self._section(phrases.learnt, result.outputs_of),
            [self._about(line, result) for line in steps(result)],
            *(-1 if count is None else _about(count) for count in (result.profile.downloads_30d, result.profile.likes)),
            self._profile(result),
            [self._about(reason, result) for reason in result.commercial_use.reasons],
            [self._condition(each, result) for each in result.commercial_use.conditions],
            [self._duty(each, result) for each in result.obligations or () if each.applies is not False],
            list(self._findings(result)),
            [self._about(each.detail, result) for each in result.license.conflicts],
            [self._text(line(other)) for other in self._audit.alternatives.get(one.key, ())],
        ]

    def _text(self, text: str) -> int:
        return self._texts.number(text, lambda: _clean(text, 500))

    def _about(self, text: str, result: Result) -> int:
        """A text that may name the model itself."""
        return self._text(_aside(text, result))

    def _profile(self, result: Result) -> list[int]:
        facts = result.profile
        memory = facts.memory_gb.weights if facts.memory_gb else None
        parts = (
            facts.task or "",
            facts.library or "",
            f"weights take {memory:.1f} GB" if memory else "",
            f"created {facts.created[:10]}" if facts.created else "",
            f"changed {facts.last_modified[:10]}" if facts.last_modified else "",
            f"fine-tuning {facts.fine_tuning}",
            phrases.measures(result.openness) if result.openness.mof_components else "",
            {True: "can be self-hosted", False: "cannot be self-hosted", None: ""}[facts.self_hostable],
        )
        return [self._text(part) for part in parts if part]

    def _section(self, words: Any, section: Any) -> list[int]:
        """A section in words, by its parts: the parts recur, the whole does not."""
        key = (words, section)
        found = self._sections.get(key)
        if found is None:
            found = self._sections[key] = [self._text(part) for part in words(section).split(" · ")]
        return found

    def _places(self, one: Judged) -> int | list[int]:
        """Where it is used; of a single place only what names it, as the table has the rest."""
        if len(one.assets) == 1:
            return self._text(", ".join(one.assets[0].origins[:4]))
        return [self._asset(asset) for asset in one.assets]

    def _asset(self, asset: Any) -> int:
        key = (asset.system, asset.owner, asset.environment, asset.origins)
        parts = (asset.system, asset.owner, asset.environment, ", ".join(asset.origins[:4]))
        return self._things.number(key, lambda: [self._text(part) for part in parts])

    def _condition(self, one: Any, result: Result) -> int:
        source = _SELF if one.from_ == result.model else one.from_
        key = (one.question, one.text, one.met, one.effect, one.license, one.clause, source)
        state = "met" if one.met else "duty" if one.effect == "duty" else "open" if one.met is None else "failed"
        parts = (
            state,
            one.question or one.text or one.term,
            f"{one.license} {one.clause}",
            source,
            one.if_yes,
            one.if_no,
        )
        return self._things.number(key, lambda: [self._text(part) for part in parts])

    def _duty(self, one: Any, result: Result) -> int:
        source = _SELF if one.from_ == result.model else one.from_
        key = (one.text, one.license, one.clause, one.applies, source)
        parts = ("yes" if one.applies else "open", one.text, f"{one.license} {one.clause}", source)
        return self._things.number(key, lambda: [self._text(part) for part in parts])

    def _findings(self, result: Result) -> Iterator[list[int]]:
        """``[finding, evidence ...]`` for each that spoke."""
        spoken = [one for one in result.findings if one.outcome in _SHOWN]
        for one in spoken[:_MAX_FINDINGS]:
            message = _aside(one.message, result)
            key = (one.rule, one.outcome, one.severity, message, one.fix, one.settle)
            said = one.settle or message if one.outcome == "unknown" else message
            parts = (weight(one), one.outcome, f"{one.rule} {one.title}", said, one.fix)
            number = self._things.number(key, lambda parts=parts: [self._text(part) for part in parts])
            yield [number, *(self._about(place(each), result) for each in one.evidence)]


def _aside(text: str, result: Result) -> str:
    """A text with the model's own name taken out."""
    return text.replace(_SELF, "").replace(result.model, _SELF)


def _clean(text: str, limit: int) -> str:
    """One line of bounded length; plain ASCII needs no look for what hides or reorders."""
    if text.isascii() and text.isprintable():
        return bound(" ".join(text.split()), limit)
    return bound(one_line(text), limit)


def _about(count: int) -> int:
    """Two figures: nobody chooses by the third, and a page holds many."""
    return int(float(f"{count:.2g}"))


def _name(one: Judged) -> str:
    return _clean(str(RepoRef(one.result.model, one.result.repo_type)), 100)


def _size(result: Result) -> str:
    return phrases.amount(result.weights.parameters) if result.weights.parameters else ""
