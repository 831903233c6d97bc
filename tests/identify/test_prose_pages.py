"""Addresses and pictures that a page calls its licence or its terms are terms that nobody read, beside no licence by
name; those of other things are none."""

import pytest

from tests.identify.hearing import own

LED_TO = (
    "[License](https://kite.example/license)",
    "[EULA](https://kite.example/eula)",
    "[📄 License agreement](https://kite.example/license-agreement)",
    "[License](https://kite.example/license) · [Paper](https://arxiv.org/abs/2401.00001)",
    "See https://kite.example/terms for the conditions.",
    "**Terms**: https://kite.example/terms",
    "Opening the files means accepting https://kite.example/eula",
    "By loading it you accept the [Kite Master Agreement](https://kite.example/kma).",
    '<a href="https://kite.example/license"><img alt="License" src="l.svg"></a>',
    "[![License](https://img.shields.io/badge/License-Kite-blue)](https://kite.example/license)",
    "[Lizenz](https://kite.example/license)",
    "[Conditions d'utilisation](https://kite.example/terms)",
    "[Licencia](https://kite.example/license)",
    "[使用条款](https://kite.example/terms)",
    "[利用規約](https://kite.example/terms)",
    "[이용약관](https://kite.example/terms)",
)
ELSEWHERE = (
    "[License](https://www.apache.org/licenses/LICENSE-2.0)",
    "[License](https://github.com/kite/kite/blob/main/LICENSE)",
    "[MIT License](https://kite.example/license)",
    "[![License](https://img.shields.io/badge/License-Apache%202.0-blue)](https://kite.example/license)",
    "The corpus is under its [own licence](https://data.example/license).",
    "Try our [demo](https://kite.example/demo) ([terms](https://kite.example/terms)).",
    "By contributing you agree to the [Contributor License Agreement](https://kite.example/license-agreement).",
    "Released under Apache 2.0, see [license](https://kite.example/license).",
    "[Paper](https://kite.example/paper) | [Demo](https://kite.example/demo)",
)
PICTURES = ("![license](assets/license.png)", "![](docs/LICENSE.jpg)", "![Terms of use](img/terms.webp)")
OTHER_PICTURES = (
    "![License plates](plates.png)",
    "![](logo.png)",
    "[![License](l.png)](https://opensource.org/license/mit)",
)


def unread(text: str) -> bool:
    """Whether a page speaks of terms that nobody read."""
    return any(one.pattern in ("licence-page", "pictured") for one in own(f"# Kite\n\n{text}\n", "lab/kite"))


@pytest.mark.parametrize("text", LED_TO + PICTURES)
def test_terms_that_nobody_read(text: str) -> None:
    assert unread(text)


@pytest.mark.parametrize("text", ELSEWHERE + OTHER_PICTURES)
def test_what_leads_elsewhere(text: str) -> None:
    assert not unread(text)
