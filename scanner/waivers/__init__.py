"""Waivers and baselines: exceptions that stay visible, end on their day, and hold only on their own ground."""

from scanner.waivers.baseline import adopt
from scanner.waivers.files import BASELINE_FILE, WAIVER_FILE, dump, read_file, today, with_waiver
from scanner.waivers.groups import Group, group_findings
from scanner.waivers.judging import Exceptions, WaiverFile, apply, excuse, granted_over
from scanner.waivers.notes import notes, unused

__all__ = [
    "BASELINE_FILE",
    "WAIVER_FILE",
    "Exceptions",
    "Group",
    "WaiverFile",
    "adopt",
    "apply",
    "dump",
    "excuse",
    "granted_over",
    "group_findings",
    "notes",
    "read_file",
    "today",
    "unused",
    "with_waiver",
]
