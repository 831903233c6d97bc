"""References to models, datasets and closed APIs in a source tree: :func:`discover`."""

from scanner.discover.reference import Coverage, DiscoverOptions, Discovery, Reference, Skipped
from scanner.discover.scan import discover, discover_files
from scanner.model.result import Ignore

__all__ = ["Coverage", "DiscoverOptions", "Discovery", "Ignore", "Reference", "Skipped", "discover", "discover_files"]
