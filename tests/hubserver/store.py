"""What the loopback Hub holds."""

import hashlib
from dataclasses import dataclass, field
from typing import Any


def sha_of(*parts: str) -> str:
    """A commit id made of words."""
    return hashlib.sha1("/".join(parts).encode()).hexdigest()


#: The header that most libraries write.
_HEADER = b'{"__metadata__":{"format":"pt"},"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'


def _begun(path: str, size: int) -> bytes:
    """The beginning of a file that only has a size."""
    start = len(_HEADER).to_bytes(8, "little") + _HEADER if path.endswith(".safetensors") else b""
    return start.ljust(size if size < 1_000_000 else 100, b"\0")[: max(size, 0)]


@dataclass
class FakeRepo:
    """One repo. ``files`` maps a path to its bytes, or to a size for a file that only has one."""

    id: str
    kind: str = "model"
    files: dict[str, bytes | int] = field(default_factory=dict)
    card_data: Any = None
    tags: Any = field(default_factory=list)
    gated: Any = False
    private: bool = False
    disabled: bool = False
    base_models: Any = None
    extra: dict[str, Any] = field(default_factory=dict)
    sha: str = ""
    #: Files at the branch that are of a later commit than the metadata.
    newer: dict[str, bytes] = field(default_factory=dict)
    newer_sha: str = ""
    branches: tuple[str, ...] = ("main",)

    def __post_init__(self) -> None:
        self.sha = self.sha or sha_of(self.kind, self.id)

    def has(self, revision: str) -> bool:
        return revision in (*self.branches, self.sha, self.newer_sha or self.sha)

    def content(self, path: str, revision: str) -> tuple[bytes, str] | None:
        """A file's bytes and the commit they are of."""
        if path in self.newer and revision != self.sha:
            return self.newer[path], self.newer_sha
        found = self.files.get(path)
        if found is None:
            return None
        return (found if isinstance(found, bytes) else _begun(path, found)), self.sha

    def size(self, path: str) -> int:
        found = self.files[path]
        return found if isinstance(found, int) else len(found)

    def siblings(self, blobs: bool) -> list[dict[str, Any]]:
        if not blobs:
            return [{"rfilename": path} for path in self.files]
        return [
            {"rfilename": path, "size": self.size(path), "blobId": "0" * 40, **self.lfs(path)} for path in self.files
        ]

    def lfs(self, path: str) -> dict[str, Any]:
        """What the Hub tells of large files, and of weights whatever their size; a pointer put in as a file is none."""
        large = self.size(path) >= 1_000_000 or (path.endswith((".gguf", ".safetensors")) and self.size(path) > 200)
        if not large:
            return {}
        return {
            "lfs": {"sha256": hashlib.sha256(path.encode()).hexdigest(), "size": self.size(path), "pointerSize": 135}
        }

    def info(self, blobs: bool, expand: list[str]) -> dict[str, Any]:
        everything = {
            "_id": "0" * 24,
            "id": self.id,
            "author": self.id.split("/")[0],
            "sha": self.sha,
            "private": self.private,
            "disabled": self.disabled,
            "gated": self.gated,
            "downloads": 1234,
            "likes": 56,
            "tags": self.tags,
            "createdAt": "2024-01-02T03:04:05.000Z",
            "lastModified": "2024-02-03T04:05:06.000Z",
            "cardData": self.card_data,
            "siblings": self.siblings(blobs),
            **({"modelId": self.id, "spaces": []} if self.kind == "model" else {}),
            **self.extra,
        }
        if expand:
            kept = {"_id", "id", *expand}
            everything |= {"baseModels": self.base_models} if self.base_models is not None else {}
            return {key: value for key, value in everything.items() if key in kept and value is not None}
        return {key: value for key, value in everything.items() if value is not None}
