"""What a local folder or file is called: the path as it was typed, from which it can be found again."""

from pathlib import Path


def typed_name(path: str) -> str:
    """``path`` as typed, less what says nothing: ``./a//b/`` is ``./a/b``. Links and ``..`` stay, so that two places
    never share a name; one that names no folder (``.``, ``a/..``) goes on to its name: ``../name``."""
    typed = Path(path)
    if typed.name in ("", "..") and (name := typed.expanduser().resolve().name):
        typed = typed / ".." / name
    text = typed.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    bare = not (typed.is_absolute() or text.startswith("~") or typed.parts[:1] == ("..",))
    return f"./{text}" if bare else text
