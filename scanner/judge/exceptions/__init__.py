"""Waivers and baselines: exceptions that stay visible, end on their day, and hold only on their own ground."""

from scanner.judge.exceptions.applying import Exceptions, WaiverFile, apply, excuse, granted_over
from scanner.judge.exceptions.baseline import adopt
from scanner.judge.exceptions.files import BASELINE_FILE, WAIVER_FILE, dump, read_file, with_waiver
from scanner.judge.exceptions.groups import Group, group_findings
from scanner.judge.exceptions.notes import notes, unused

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
    "unused",
    "with_waiver",
]
