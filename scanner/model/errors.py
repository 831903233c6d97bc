"""Every error a user can meet: one line that says what happened and what to do next."""

from typing import Literal, TypeAlias, get_args

ProblemKind: TypeAlias = Literal[
    "bad_id", "not_found", "revision_not_found", "no_access", "disabled", "rate_limited", "unreachable", "bad_data",
    "not_in_catalog", "offline",
]  # fmt: skip
#: Who stands between a caller and files that are there: the owner's gate, the token that was sent, the region, an
#: organisation's own policy, the law, the Hub itself.
Refused: TypeAlias = Literal["gate", "token", "region", "organisation", "law", "hub"]
REFUSERS: tuple[Refused, ...] = get_args(Refused)
#: Nothing about the model: the same question may be answered in an hour.
OUTAGE: tuple[ProblemKind, ...] = ("rate_limited", "unreachable")


class ModelscanError(Exception):
    """The command or its configuration is wrong: exit status 2. The text is one line with the way out; ``others`` are
    what else was found wrong, a line each."""

    def __init__(self, message: str, *others: str) -> None:
        super().__init__(message)
        self.others = others


class KnowledgeError(ModelscanError):
    """A file under ``rules/`` (or a company's own) cannot be used; names the file, the line and the mend."""


class PolicyError(ModelscanError):
    """A policy cannot be used; names the file, the line and, for an unknown key, the nearest known one."""


class TargetError(ModelscanError):
    """One target could not be assessed (exit status 3 for that target); ``kind`` is machine-readable, ``absent`` says
    that it was told to be not there, not only that it could not be read, ``private`` that it was told so to who may
    not know of it; ``refused`` who refuses what is there. ``bare`` is the message without ``otherwise``, what else than
    the Hub could answer."""

    def __init__(
        self,
        kind: ProblemKind,
        message: str,
        *,
        absent: bool = False,
        private: bool = False,
        refused: Refused | None = None,
        otherwise: str = "",
    ) -> None:
        super().__init__(f"{message}; {otherwise}" if otherwise else message)
        self.bare = message
        self.kind: ProblemKind = kind
        self.absent = absent
        self.private = private
        self.refused = refused
