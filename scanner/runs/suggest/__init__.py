"""Models of the same task, near in size, that judge better under this policy. Each is judged by the one way of judging;
what is taken from a label alone is nothing: every ancestor must be known, and nothing may contradict."""

from scanner.runs.suggest.shelf import Shelf, Source, suggest
from scanner.runs.suggest.types import DOWNLOADS, Suggestion, Wanted, in_place_of, wanted

__all__ = ["DOWNLOADS", "Shelf", "Source", "Suggestion", "Wanted", "in_place_of", "suggest", "wanted"]
