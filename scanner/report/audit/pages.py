"""The audit's templates: a company's own folder first, block by block, then those that ship."""

import base64
import hashlib
import re
from typing import Any

from scanner.knowledge.resources import rules_dir, templates_dir
from scanner.knowledge.store import plain_files
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef
from scanner.model.result import cited
from scanner.report import phrases
from scanner.report.audit import wording
from scanner.report.audit.charts import BAR, FOOT, HEAD, charts, strip
from scanner.report.ladder import STEPS, ladder
from scanner.report.screen import policy_line
from scanner.report.suggest import line
from scanner.report.templating import environment
from scanner.report.view import View, view
from scanner.runs.audit.summary import summarise
from scanner.runs.audit.types import Audit, Judged
from scanner.text.counted import counted, size

#: Data blocks (``<script type=...>``) are not executed and need no hash.
_EXECUTED = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
_GLOSSARY = ("verdict", "commercial_use", "weights", "datasets", "complete", "outcome", "relation")


def page(template: str, audit: Audit, *, views: bool = True, **more: Any) -> str:
    """A template filled with an audit; ``.html.j2`` is escaped as HTML, all else as Markdown. Without ``views``, the
    models are left to the page's script."""
    from jinja2 import TemplateError

    found = summarise(audit)
    shown = [(one, view(one.result)) for one in wording.worst_first(audit.judged)] if views else []
    frame = {
        "opened": wording.alike((one, steps) for one, _ in shown if (steps := ladder(one.result)) is not None),
        "audit": audit,
        "report": audit.report,
        "summary": found,
        "charts": charts(audit, found),
        "shown": shown,
        "policy": policy_line(audit.report),
        "glossary": glossary(),
        "shown_unresolved": 1000 if views else 100,
        "full": len(shown),
    }
    try:
        made = environment(template.endswith(".html.j2"), audit.templates)
        return made.get_template(template, globals=_SHOWN).render(**{**frame, **more})
    except TemplateError as error:
        where = f"{getattr(error, 'filename', None) or template}:{getattr(error, 'lineno', None) or '?'}"
        raise ModelscanError(
            f"{where}: the template does not work ({error}); mend it, or leave --templates out"
        ) from None


def trusted(name: str) -> Any:
    """A file of this project's ``templates/`` as it is: nothing in it comes from what is judged."""
    from markupsafe import Markup

    return Markup((templates_dir() / name).read_text(encoding="utf-8"))  # noqa: S704


def sealed(html: str, extra: tuple[str, ...] = ()) -> str:
    """The page with a Content-Security-Policy that admits its own inline styles and scripts by their hashes, ``extra``
    scripts that it makes itself, and nothing else. ``@CSP@`` marks the place."""
    found: dict[str, list[str]] = {"style": [], "script": list(extra)}
    for kind, content in _EXECUTED.findall(html):
        found[kind].append(content)
    rules = [
        f"{kind}-src {' '.join(_hash(one) for one in texts) or chr(39) + 'none' + chr(39)}"
        for kind, texts in found.items()
    ]
    said = "; ".join(["default-src 'none'", *rules, "img-src data:", "base-uri 'none'", "form-action 'none'"])
    return html.replace("@CSP@", said, 1)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def anchor(one: Judged) -> str:
    """The fragment that leads to a model's part of the page: ``model=org/name``."""
    name = str(RepoRef(one.result.model, one.result.repo_type))
    use = f"~{one.key[1]}" if one.key[1] else ""
    at = f"@{one.assets[0].revision}" if one.assets and one.assets[0].revision else ""
    return "model=" + "_".join((name + at + use).split())


def profile(one: Judged, shown: View) -> list[tuple[str, str]]:
    """Facts for choosing between models, as rows."""
    facts, weights = one.result.profile, one.result.weights
    memory = facts.memory_gb
    needs = ", ".join(f"{_gb(needed)} as {name}" for name, needed in (memory.by_format if memory else {}).items())
    stored = f"{_gb(memory.weights)} of weights stored" if memory and memory.weights else ""
    signals = [
        f"{facts.downloads_30d:,} downloads in 30 days" if facts.downloads_30d is not None else "",
        f"{facts.likes:,} likes" if facts.likes is not None else "",
    ]
    age = [
        f"first published {facts.created[:10]}" if facts.created else "",
        f"last changed {facts.last_modified[:10]}" if facts.last_modified else "",
    ]
    rows = (
        ("Task", phrases.short(" · ".join(part for part in (facts.task, facts.library, facts.model_type) if part))),
        ("Size", f"{phrases.amount(weights.parameters)} parameters" if weights.parameters else ""),
        ("Memory for the weights", "; ".join(part for part in (needs, stored) if part)),
        ("Fine-tuning", facts.fine_tuning if one.result.repo_type == "model" else ""),
        ("Self-hosting", {True: "possible", False: "not possible", None: "not known"}[facts.self_hostable]),
        ("Community", ", ".join(part for part in signals if part)),
        ("Age and upkeep", phrases.short(", ".join(part for part in age if part))),
        *_opened(one),
    )
    return [(label, text) for label, text in rows if text]


def _gb(number: float) -> str:
    return size(round(number * 10**9))


def _opened(one: Judged) -> list[tuple[str, str]]:
    """The ladder of a model, a row a measure; of a dataset, what its documentation tells."""
    found = ladder(one.result)
    if found is None:
        return [("Openness", phrases.openness_line(one.result))]
    step = f"step {found.step} of {len(STEPS)}: {found.name}" if found.step else found.name
    rows = [(each.name, ": ".join(part for part in (each.stands, each.why) if part)) for each in found.measures]
    return [("Openness", step), *rows]


def glossary() -> list[tuple[str, list[tuple[str, str]]]]:
    """The words of the report, from ``rules/words.yaml``."""
    groups = plain_files(rules_dir()).get("words.yaml") or {}
    wanted = ((groups[name]["title"], list(groups[name]["words"].items())) for name in _GLOSSARY if name in groups)
    return [(str(title), [(str(word), str(text)) for word, text in words]) for title, words in wanted]


#: How many systems page one names; the others follow behind it.
_SYSTEMS = 12
_FILLS = {
    "pass": "#1a7f37",
    "review": "#bf8700",
    "unknown": "#8250df",
    "fail": "#cf222e",
    "plain": "#3a6ea5",
    "valid": "#1a7f37",
    "expiring": "#bf8700",
    "expired": "#cf222e",
    "not-yet": "#8c959f",
}
#: What the audit's own templates call.
_SHOWN: dict[str, Any] = {
    "HEAD": HEAD,
    "BAR": BAR,
    "FOOT": FOOT,
    "FILLS": _FILLS,
    "SYSTEMS": _SYSTEMS,
    "strip": strip,
    "counted": counted,
    "standing": wording.standing,
    "excepted": wording.excepted,
    "cited": cited,
    "lead": wording.lead,
    "together": wording.together,
    "by_settling": wording.by_settling,
    "anchor": anchor,
    "ladder": ladder,
    "STEPS": STEPS,
    "profile": profile,
    "alternative": line,
}
