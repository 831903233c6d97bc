"""``python -m scanner`` and the console scripts."""

from scanner.cli import main

if __name__ == "__main__":
    main()
