"""What was judged, pinned for review; what changed upstream since."""
