"""``python -m scanner`` and the console scripts."""

import sys


def main() -> None:
    """Run the command line; for ``check``, the first requests leave before the rest of the program is imported."""
    if len(sys.argv) > 2 and sys.argv[1] == "check":
        from scanner.collect.hub.early import begin

        begin(sys.argv[2:])
    from scanner.cli import main as run

    run()


if __name__ == "__main__":
    main()
