"""What a page of its own says of use, heard as a person would hear it."""

from scanner.identify.prose import Heard, hear
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir

LICENSES = load_licenses(rules_dir())


def limits(text: str, heading: str) -> bool:
    """Whether a text below a heading of a small page limits what is done with its model."""
    heard = hear(f"# sorter-7b\n\nIt sorts.\n\n## {heading or 'Overview'}\n\n{text}\n", "card", repo="lab/sorter")
    return any(one.says == "limit" and one.of_grant for one in heard)


def own(page: str, repo: str) -> list[Heard]:
    """What a page says of the grant of its own model, licences among it."""
    return [one for one in hear(page, "card", repo=repo, licenses=LICENSES) if one.of_grant]


def limited(page: str, repo: str = "lab/kite-embed") -> bool:
    """Whether a page limits its own model, or names a licence or terms for it that may."""
    return any(one.says == "limit" or one.topic == "unknown_name" or _withholds(one) for one in own(page, repo))


def _withholds(one: Heard) -> bool:
    return any("by-nc" in name.lower().replace(" ", "-") for name in one.licences)
