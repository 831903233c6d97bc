"""Every error a user can meet: one line that says what happened and what to do next."""

from typing import Literal, TypeAlias

ProblemKind: TypeAlias = Literal[
    "bad_id",
    "not_found",
    "revision_not_found",
    "no_access",
    "disabled",
    "rate_limited",
    "unreachable",
    "bad_data",
    "not_in_catalog",
    "offline",
]
#: Nothing about the model: the same question may be answered in an hour.
OUTAGE: tuple[ProblemKind, ...] = ("rate_limited", "unreachable")


class ModelscanError(Exception):
    """The command or its configuration is wrong: exit status 2. The text is one line with the way out."""


class KnowledgeError(ModelscanError):
    """A file under ``rules/`` (or a company's own) cannot be used; names the file, the line and the mend."""


class PolicyError(ModelscanError):
    """A policy cannot be used; names the file, the line and, for an unknown key, the nearest known one."""


class TargetError(ModelscanError):
    """One target could not be assessed (exit status 3 for that target); ``kind`` is machine-readable, ``absent`` says
    that it was told to be not there, not only that it could not be read."""

    def __init__(self, kind: ProblemKind, message: str, *, absent: bool = False) -> None:
        super().__init__(message)
        self.kind: ProblemKind = kind
        self.absent = absent
