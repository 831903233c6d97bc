"""``python -m scanner.action STEP``: ``scan``, ``report``, ``comment`` or ``verdict``."""

import sys
from importlib import import_module

from scanner.model.errors import ModelscanError

STEPS = ("scan", "report", "comment", "verdict")


def main() -> int:
    """Run the step that the first argument names; a mistake is one line, and status 2."""
    from scanner.action.runner import say

    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in STEPS:
        say("error", f"a step is one of {', '.join(STEPS)}: python -m scanner.action STEP")
        return 2
    try:
        status: int = import_module(f"scanner.action.{name}").run()
    except ModelscanError as error:
        say("error", str(error))
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
