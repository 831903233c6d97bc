"""What prose says of use: permission, limit, intention, care, and licences named, in seven languages.

Deterministic and explainable: every answer names the record under ``rules/prose/`` that gave it, or the way in which a
licence's name was found; what was not heard to its end, or stands in a picture, is told as a limit.
"""

from scanner.identify.prose.foreign import unread
from scanner.identify.prose.hear import asks_use, bearing, hear
from scanner.identify.prose.types import UNEXPLAINED, UNKNOWN_NAME, Heard, Place

__all__ = ["UNEXPLAINED", "UNKNOWN_NAME", "Heard", "Place", "asks_use", "bearing", "hear", "unread"]
