"""Writes the generated pages (see ``scripts/pages``) into the checkout.

    python scripts/make_docs.py [--check]

With ``--check`` nothing is written, and stale pages are named with exit status 1.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scanner.judge.evaluate import Engine  # noqa: E402
from scanner.knowledge.store import plain_files  # noqa: E402
from scripts.pages import pages, stale  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    folder = ROOT / "rules"
    made = pages(Engine(folder=folder), plain_files(folder)["words.yaml"])
    old = {name: (ROOT / name).read_text(encoding="utf-8") for name in made if (ROOT / name).is_file()}
    for name in stale(made, old):
        print(f"stale: {name}" if options.check else f"written: {name}")
        if not options.check:
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_text(made[name], encoding="utf-8")
    return 1 if options.check and list(stale(made, old)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
