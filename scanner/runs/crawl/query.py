"""What a crawl is to pull."""

from scanner.model.frozen import dataclass
from scanner.model.words import REPO_TYPES, RepoType


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Repos by organisation, words or the Hub's own filters, together; or those of a list (``ids``); nothing given is
    the whole Hub."""

    org: str | None = None
    search: str | None = None
    filters: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None
    kinds: tuple[RepoType, ...] = REPO_TYPES

    def __str__(self) -> str:
        """As the command line says it; the same query always in the same words."""
        if self.ids is not None:
            return f"--from ({len(self.ids)} ids)"
        words = [f"--org {self.org}"] if self.org else []
        words += [f"--search {self.search}"] if self.search else []
        words += [f"--filter {one}" for one in sorted(self.filters)]
        words += [f"--type {self.kinds[0]}"] if len(self.kinds) == 1 else []
        return " ".join(words if self.org or self.search or self.filters else ["--all", *words])

    def asked(self) -> dict[str, str | tuple[str, ...]]:
        """The list endpoint's own parameters."""
        found: dict[str, str | tuple[str, ...]] = {}
        if self.org:
            found["author"] = self.org
        if self.search:
            found["search"] = self.search
        if self.filters:
            found["filter"] = tuple(sorted(self.filters))
        return found
