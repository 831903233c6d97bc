"""Addresses on the Hub, below the endpoint, and how many bytes are read of what lies there."""

from urllib.parse import quote

#: Seconds for one wait on the network, and for all of one request, however often it is tried (without pauses that the
#: Hub asks for).
TIMEOUT, DEADLINE = 10.0, 45.0
#: Seconds that all requests for one target may take.
BUDGET = 300.0
INFO_BOUND = 32 * 1024 * 1024
#: A page of a thousand models, each with its card's data.
PAGE_BOUND = 256 * 1024 * 1024
CARD_BOUND = 2 * 1024 * 1024
TEXT_BOUND = 512 * 1024
JSON_BOUND = 16 * 1024 * 1024

#: What the API is asked to tell of any repo: its answers grow by what is not needed.
COMMON_FIELDS = (
    "author", "cardData", "createdAt", "disabled", "downloads", "gated", "lastModified", "likes", "private", "sha",
    "tags",
)  # fmt: skip


def info_path(repo_type: str, repo_id: str, revision: str | None, *, listed: bool) -> str:
    """The metadata: ``listed`` with the files and their sizes, else, of a dataset, without."""
    path = f"/api/{repo_type}s/{quote(repo_id)}"
    if revision:
        path += f"/revision/{quote(revision, safe='')}"
    return path + ("?blobs=true" if listed else f"?{'&'.join(f'expand={name}' for name in COMMON_FIELDS)}")


def file_path(repo_type: str, repo_id: str, revision: str, path: str) -> str:
    """A file's content."""
    kind = "" if repo_type == "model" else f"{repo_type}s/"
    return f"/{kind}{quote(repo_id)}/resolve/{quote(revision, safe='')}/{quote(path)}"
