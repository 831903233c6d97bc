"""``python -m scanner`` and the console scripts."""

import gc
import sys

from scanner.model.interrupt import listen, stop


def main() -> None:
    """Run the command line; for ``check``, the first requests leave before the rest of the program is imported."""
    listen()
    # Rules, syntax trees and reports are millions of small objects and hardly any of them is garbage.
    gc.set_threshold(300_000, 50, 100)
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
