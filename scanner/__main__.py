"""``python -m scanner`` and the console scripts."""

import gc
import sys

from scanner.model.garbage import seldom
from scanner.model.interrupt import listen, stop


def main() -> None:
    """Run the command line; for ``check``, the first requests leave before the rest of the program is imported."""
    listen()
    seldom()
    begun = None
    try:
        if len(sys.argv) > 2 and sys.argv[1] == "check":
            from scanner.collect.hub.early import begin

            begun = begin(sys.argv[2:])
        from scanner.cli import main as run

        run(begun)
    except KeyboardInterrupt:
        stop()
    finally:
        if (precompiled := sys.modules.get("scanner.text.precompiled")) is not None:  # --help compiles nothing
            precompiled.keep()
        gc.freeze()  # nor does it free anything on the way out: looking through all of it took a tenth of a short run


if __name__ == "__main__":
    main()
