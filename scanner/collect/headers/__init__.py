"""What the first bytes of a weight file say of it: GGUF, safetensors, or a pointer that stands in for one.

A header is plain JSON, kept in ``Repo.info["x_headers"]`` by the file's path, each key only where the file says so:

``format``       gguf | safetensors
``license``, ``license_name``, ``license_link``, ``name``, ``author``, ``organization``, ``architecture``, ``dtype``
``notes``        texts under keys that speak of use (a description, terms), by key
``type``         what GGUF calls the file: model, adapter, mmproj, imatrix ...
``base_models``  addresses, else names, of the models that it was made from; ``base_version`` a family's name alone
``source``       the address that it was converted from
``parameters``   how many numbers its tensors hold, and ``dtypes`` how many of each number format
``bytes``        the size that the file must have
``parts``        ``[which, of how many]`` of a split file
``adapter``      whether it is one: true, false, or absent where it does not say
``truncated``    true where the header is longer than what was read
``unread``       why it could not be read (then nothing else is there)
``length``       beside that: the file's length, where the Hub lists another
"""

from collections.abc import Mapping

from scanner.collect.headers import gguf, safetensors
from scanner.model.snapshot import Json

#: What is read of a file on the Hub; GGUF's and safetensors' own facts stand at the front.
HEADER_BOUND = 64 * 1024
#: Pointers are shorter than this.
POINTER_BOUND = 1024
_POINTERS = ((b"version https://git-lfs.github.com/spec/", "Git LFS"), (b"# xet version ", "Xet"))


def read_header(data: bytes, whole: bool = False) -> Mapping[str, Json] | None:
    """The header in a file's first bytes (``whole``: all of them); None when there is none. Never raises."""
    if data[:4] == b"GGUF":
        return gguf.read(data)
    return safetensors.read(data, whole)


def pointer_kind(data: bytes) -> str | None:
    """``Git LFS`` or ``Xet`` when a file's content is only a pointer to it; else None."""
    return next((kind for start, kind in _POINTERS if data.startswith(start)), None)
