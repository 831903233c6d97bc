"""``scan``: the references that a source tree holds, each judged once, with the findings at the lines that use them."""
