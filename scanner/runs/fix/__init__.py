"""``fix``: the certain mends of a source tree or a model's folder, as edits that are shown before they are made."""

from scanner.runs.fix.edits import Edit, Mended, diff_of, mend
from scanner.runs.fix.front_matter import front_matter_edits
from scanner.runs.fix.pins import pin_edits, pinnable

__all__ = ["Edit", "Mended", "diff_of", "front_matter_edits", "mend", "pin_edits", "pinnable"]
