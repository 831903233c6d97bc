"""References to models, datasets and closed APIs in a source tree: :func:`discover`."""

from scanner.discover.reference import DiscoverOptions, Discovery, Reference
from scanner.discover.scan import discover, discover_files
from scanner.model.result import Ignore

__all__ = ["DiscoverOptions", "Discovery", "Ignore", "Reference", "discover", "discover_files"]
