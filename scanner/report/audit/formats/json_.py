"""JSON: the contract's object, with what an audit adds under ``audit``."""

from typing import Any

from scanner.model.plain import to_plain
from scanner.report.formats.json_ import document, dumps
from scanner.report.suggest import plain
from scanner.runs.audit.summary import summarise
from scanner.runs.audit.types import Audit, Judged


def render(audit: Audit) -> str:
    """The whole object, indented, ending in a newline."""
    return dumps({**document(audit.report), "audit": section(audit)}, indent=2) + "\n"


def section(audit: Audit) -> dict[str, Any]:
    """What an audit adds."""
    found = summarise(audit)
    return {
        "id": audit.seal.id if audit.seal is not None else None,
        "manifest_sha256": audit.seal.manifest if audit.seal is not None else None,
        "inventory_sha256": audit.seal.inventory if audit.seal is not None else None,
        "period": audit.period,
        "prepared_by": audit.letterhead.prepared_by or None,
        "title": audit.letterhead.title,
        "notes": list(audit.notes),
        "inventory": {"notes": list(audit.inventory.notes), "assets": to_plain(audit.inventory.assets)},
        "production": dict(found.production),
        "not_assessed": found.unread,
        "not_live": found.not_live,
        "systems": to_plain(found.systems),
        "decisions": to_plain(found.decisions),
        "obligations": to_plain(found.duties),
        "unresolved": to_plain(found.unresolved),
        "waivers": to_plain(found.waivers),
        "curations": to_plain(found.curations),
        "changes": to_plain(audit.delta) if audit.delta is not None else None,
        "trend": to_plain(audit.trend),
        "alternatives": [
            {"target": target, "use": use, "suggestions": [plain(one) for one in found]}
            for (target, use), found in audit.alternatives.items()
        ],
        "judgements": [_judgement(number, one) for number, one in enumerate(audit.judged)],
    }


def _judgement(number: int, one: Judged) -> dict[str, Any]:
    """Which result (by its place in ``results``) stands for which assets, under which policy."""
    assets = to_plain(one.assets)
    return {"result": number, "target": one.key[0], "use": one.key[1], "policy": one.policy, "assets": assets}
