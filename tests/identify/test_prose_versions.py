"""Lists of versions and changes: what they say of another version than the repository's is that one's."""

import pytest

from tests.identify.hearing import limited


@pytest.mark.parametrize(
    ("repo", "page"),
    [
        ("lab/plover-2.0", "# Plover\n\n## Changes\n\n- 2.0: under MIT\n- 1.1: non-commercial\n- 1.0: ours only"),
        ("lab/plover", "# Plover 2.0\n\n## Release notes\n\n- v2.0: MIT\n- v1.5: CC BY-NC 4.0"),
        ("lab/plover", "# Plover\n\n## Versions\n\n* 1.2 (current): open to everybody\n* 1.1: non-commercial use only"),
        ("lab/plover", "# Plover\n\n## Changes\n\n**3.1** (this release)\n\n- MIT\n\n**3.0**\n\n- research use only"),
        ("lab/plover-v2", "# Plover\n\n## Changelog\n\n### v2\n\nMIT.\n\n### v1\n\nFor non-commercial use only."),
        ("lab/plover-v2", "## Versions\n\n| Version | Terms |\n|---|---|\n| v2 | MIT |\n| v1 | academic use only |"),
        ("lab/plover-v1", "## Versions\n\n- v2: for partners only\n- v1: MIT"),
        ("lab/plover-v2", "## Änderungen\n\n- v2 (2026): unter MIT\n- v1 (2024): nur für Forschung"),
        ("lab/plover-2", "# Plover\n\nVersion 1.0 was non-commercial."),
        ("lab/plover-2.0", "# Plover\n\nVersion 1 was for research only."),
        ("lab/plover-v2", "## 更新日志\n\n- v2:以 MIT 发布,可商用\n- v1:仅限研究使用"),
    ],
)  # fmt: skip
def test_what_is_said_of_another_version_is_its(repo: str, page: str) -> None:
    assert not limited(page, repo)


@pytest.mark.parametrize(
    ("repo", "page"),
    [
        ("lab/plover-2.0", "## Changes\n\n- 2.0: non-commercial use only\n- 1.1: MIT"),
        ("lab/plover-1.4", "## Changelog\n\n- 1.4: weights are for non-commercial use only\n- 1.3: MIT"),
        ("lab/plover", "## Changelog\n\n- v2.1 (current): commercial use requires a licence from us\n- v2.0: MIT"),
        ("lab/plover", "## Changes\n\n- 2.0: non-commercial use only\n- 1.0: MIT"),
        ("lab/plover-2.0", "## Changes\n\n- 2.0: faster\n- 1.5: relicensed, the weights are for research only"),
        ("lab/plover-2.0", "## Changes\n\n- 2.0: MIT code\n- 1.0: first\n\nThe weights are for research only."),
        ("lab/plover-2.0", "## Changes\n\n- 2.0: faster\n- March 2024: non-commercial use only"),
        ("lab/plover-2", "# Plover\n\nVersion 2.0 was non-commercial."),
        ("lab/plover-2.0", "# Plover\n\nVersion 2 was for research only."),
    ],
)  # fmt: skip
def test_what_is_said_of_this_one_counts(repo: str, page: str) -> None:
    assert limited(page, repo)
