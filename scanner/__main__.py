"""``python -m scanner`` and the console scripts."""

import atexit
import os
import sys

from scanner.model.process import listen, seldom, stop


def main() -> None:
    """Run the command line; for ``check``, the first requests leave before the rest of the program is imported."""
    listen()
    seldom()
    begun = None
    try:
        if len(sys.argv) > 2 and sys.argv[1] == "check":
            from scanner.collect.hub.early import begin

            begun = begin(sys.argv[2:])
        if sys.argv[1:] and not {"-h", "--help", "--version"}.intersection(sys.argv):  # these need few patterns
            from scanner.text.precompiled import everywhere

            everywhere()
        from scanner.cli import main as run

        status = run(begun)
        if (precompiled := sys.modules.get("scanner.text.precompiled")) is not None:
            precompiled.keep()
    except KeyboardInterrupt:
        stop()
    atexit._run_exitfuncs()
    os._exit(status)  # all is said: taking the program apart piece by piece took a thirtieth of a short run


if __name__ == "__main__":
    main()
