"""The one clock: now in UTC, or the moment that ``SOURCE_DATE_EPOCH`` gives (reproducible-builds.org)."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from scanner.model.errors import ModelscanError


def now(environ: Mapping[str, str] = os.environ) -> datetime:
    """Now in UTC to the second. Raises :class:`ModelscanError` when ``SOURCE_DATE_EPOCH`` is no moment."""
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise ModelscanError(
            "SOURCE_DATE_EPOCH must be a whole number of seconds since 1970: mend it or unset it."
        ) from None


def stamp(environ: Mapping[str, str] = os.environ) -> str:
    """Now, as reports write it: ``2026-11-23T09:00:00Z``."""
    return now(environ).strftime("%Y-%m-%dT%H:%M:%SZ")


def today(environ: Mapping[str, str] = os.environ) -> date:
    """The day in UTC."""
    return now(environ).date()
