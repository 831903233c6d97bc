"""Where the words of a licence file lead to: "[MIT](…/by-nc/4.0/)" names another licence than it shows."""

from collections.abc import Iterator
from itertools import islice

from scanner.identify.links import license_of_link
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.snapshot import Text
from scanner.text.late import late

_MAX_LINKS = 50
_TARGET = late(r"\]\((?P<url>https?://[^()\s]{1,400})|href\s{0,3}=\s{0,3}[\"'](?P<href>https?://[^\"'<>\s]{1,400})")


def linked_licences(text: Text, licenses: Licenses) -> Iterator[tuple[License, str, int]]:
    """Every licence that a link in a text leads to, with its address and line."""
    if "](" in text.text or "href" in text.text:
        for match in islice(_TARGET.finditer(text.text), _MAX_LINKS):
            url = match["url"] or match["href"]
            if (record := license_of_link(url, licenses)) is not None:
                yield record, url, text.line + text.text.count("\n", 0, match.start())
