"""What was heard, and where one listens."""

from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.words import Says, Scope

#: ``name`` is a value that names a licence (``license_name``); ``tag`` one of the repo's tags, most of which speak of
#: something else; ``gate`` what must be accepted or filled in.
Place: TypeAlias = Literal["card", "dataset-card", "licence-file", "gate", "name", "tag"]

#: Scopes of a page's own grant, save where another's is meant, as the data of a model's page always are.
OF_GRANT: frozenset[Scope] = frozenset(("weights", "unstated", "data"))
#: The topic of what the net catches: a limit that no pattern explains.
UNEXPLAINED = "unexplained"
#: The topic of a licence's name that no record knows.
UNKNOWN_NAME = "unknown_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that a sentence says of use.

    ``scope`` is what it speaks of; ``other`` that this is another model or data set than the page's own, so that it
    says nothing of this repository's grant. ``topic`` names what limits (``non_commercial``, ``size`` ...). ``pattern``
    is the id of the record that matched, ``licences`` the names in the sentence where it says ``licence``. ``line``
    counts from the first line that was given.
    """

    says: Says
    scope: Scope
    topic: str
    sentence: str
    line: int
    pattern: str
    other: bool = False
    licences: tuple[str, ...] = ()

    @property
    def of_grant(self) -> bool:
        """Whether it speaks of the page's own grant."""
        return not self.other and self.scope in OF_GRANT
