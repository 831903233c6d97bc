"""What prose says of use: permission, limit, intention, care, and licences named, in seven languages.

Deterministic and explainable: every answer names the record under ``rules/prose/`` that gave it.
"""

from scanner.identify.prose.foreign import unread
from scanner.identify.prose.hear import asks_use, bearing, hear
from scanner.identify.prose.types import UNEXPLAINED, UNKNOWN_NAME, Heard, Place, Says

__all__ = ["UNEXPLAINED", "UNKNOWN_NAME", "Heard", "Place", "Says", "asks_use", "bearing", "hear", "unread"]
