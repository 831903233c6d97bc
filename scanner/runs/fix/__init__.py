"""``fix``: the certain mends of a source tree or a model's folder, as edits that are shown before they are made."""

from scanner.runs.fix.edits import Edit, Mended, diff_of, mend
from scanner.runs.fix.pins import pin_edits, pinnable
from scanner.runs.fix.run import front_matter_edits

__all__ = ["Edit", "Mended", "diff_of", "front_matter_edits", "mend", "pin_edits", "pinnable"]
