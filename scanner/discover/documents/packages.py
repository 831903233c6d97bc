"""Lists of packages to install (``requirements.txt``): each line is a use, and no sample."""

import re

from scanner.discover.names.outside import shaped_outside
from scanner.discover.sink import Sink

#: How a line begins that names a package.
_PACKAGE = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)(?=\s*(?:$|[@=<>!~;\[#]))")
_COMMENT = re.compile(r"(?:^|\s)#.*")


def read_packages(text: str, sink: Sink) -> None:
    """What is installed: repositories and wheels by their address, models that are packages by their name."""
    for number, row in enumerate(text.split("\n"), 1):
        line = _COMMENT.sub("", row)
        seen = len(sink.found)
        sink.add_urls(line, number, 1, "a package to install")
        package = _PACKAGE.match(line)
        found = shaped_outside(package["name"].replace("-", "_")) if package and len(sink.found) == seen else None
        if package is not None and found is not None:
            sink.add(number, package.start("name") + 1, package["name"], found, "a package to install")
