"""Our own bill of materials (CycloneDX 1.6, JSON): what the package installs, by version and hash, from its lock.

``python -m scripts.own_bill [LOCK]`` writes it to standard output: the same lock always gives the same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scanner import __version__  # noqa: E402

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> Iterator[dict[str, Any]]:
    """One a pinned package. Its files are references: a lock has those of every platform."""
    for block in re.split(r"\n(?=\S)", lock):
        if found := _PINNED.match(block):
            name, version = found[1].lower().replace("_", "-"), found[2]
            purl = f"pkg:pypi/{name}@{version}"
            files = [
                {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": digest}]}
                for digest in sorted(_HASH.findall(block))
            ]
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": version,
                "purl": purl,
                "externalReferences": files,
            }


def bill(lock: str) -> dict[str, Any]:
    """The whole document."""
    own = f"pkg:pypi/modelscan-governance@{__version__}"
    parts = sorted(components(lock), key=lambda one: str(one["bom-ref"]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "modelscan-governance",
                "version": __version__,
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [str(one["bom-ref"]) for one in parts]}],
    }


def main() -> None:
    """Write the bill of a lock."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements" / "action.txt"
    print(json.dumps(bill(place.read_text(encoding="utf-8")), indent=1))


if __name__ == "__main__":
    main()
