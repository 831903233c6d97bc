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
#: Called terms by a label, the words of a link or a heading, wherever they lie.
CALLED = (
    "Terms of use: https://kite.example/tou",
    "**Terms of Use**: [here](https://kite.example/about/tou)",
    "Terms: [read](https://kite.example/x)",
    "Acceptable use policy: https://kite.example/a",
    "Use policy: [AUP](https://kite.example/a)",
    "EULA: [pdf](https://kite.example/e.pdf)",
    "Legal: [notice](https://kite.example/legal)",
    "[Terms of Service](https://kite.example/tos) | [Paper](https://arxiv.org/abs/2401.00001)",
    "[Paper](https://arxiv.org/abs/2401.00001) · [Code](https://github.com/kite/kite) · [Terms](https://kite.example/t)",
    "[Acceptable Use Policy](https://kite.example/aup)",
    "| Size | 7B |\n|---|---|\n| Terms of use | [link](https://kite.example/t) |",
    "Nutzungsrichtlinie: [hier](https://kite.example/n)",
    "Conditions d'utilisation : [lien](https://kite.example/c)",
    "Política de uso aceptable: https://kite.example/c",
    "利用ガイドライン: [こちら](https://kite.example/c)",
    "使用政策：https://kite.example/c",
    "이용 정책: [링크](https://kite.example/c)",
    "Read the [use policy](https://kite.example/u) first.",
    "Downloading means that you agree to these [conditions](https://kite.example/x).",
    "Apache 2.0. Use is subject to these [rules](https://kite.example/x).",
    "What you may not do with it: https://kite.example/no",
    "Our terms of use are [here](https://kite.example/x).",
    "Before using the model, read the [terms](https://kite.example/x).",
    "Subject to [terms](https://kite.example/x).",
    "Policy: https://kite.example/usage-policy",
    "License & terms: https://kite.example/x",
    "Restrictions: https://kite.example/x",
    "License: https://kite.example/l",
    "Nutzungsbedingungen finden Sie unter https://kite.example/x",
    "利用規約は[こちら](https://kite.example/x)",
    "[사용 정책](https://kite.example/x)을 확인하세요.",
    "## Terms\n\nSee our website.",
    "## Terms of use\n\n[Here](https://kite.example/x)",
)
ELSEWHERE = (
    "Privacy policy: https://kite.example/privacy",
    "[Website](https://kite.example) | [Terms of Service](https://kite.example/tos) | [Privacy](https://kite.example/p)",
    "[Terms of Use](https://huggingface.co/terms-of-service)",
    "[Paper](https://arxiv.org/abs/2401.00001) | [Glossary of terms](https://kite.example/words)",
    "API terms: https://kite.example/api-terms",
    "[API](https://kite.example/x) · [API Terms of Service](https://kite.example/y)",
    "Search terms: [list](https://kite.example/x)",
    "Terms: [ontology](https://kite.example/ontology)",
    "Restrictions: 512 tokens, see https://kite.example/x",
    "License: https://en.wikipedia.org/wiki/Otter",
    "Before using the model, read the [guide](https://kite.example/x).",
    "Use of the corpus is governed by the [Kite data policy](https://kite.example/x).",
    "See our [terms](https://kite.example/tos) for the hosted service.",
    "Dataset terms: https://data.example/terms",
    "Terms of use: [MIT](https://opensource.org/license/mit)",
    "[License](LICENSE) | [Paper](https://arxiv.org/abs/2401.00001)",
    "Conditions: temperature 0.7, top-p 0.9 (see https://kite.example/settings)",
    "Legal: [LexGLUE](https://github.com/kite/lex-glue) 71.2",
    "Usage guide: [docs](https://kite.example/docs)",
    "Terms of the shared task: https://task.example/terms",
    "使用方法：https://kite.example/c",
    "プライバシーポリシー: https://kite.example/p",
    "Conditions d'entraînement : https://kite.example/c",
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


@pytest.mark.parametrize("text", LED_TO + CALLED + PICTURES)
def test_terms_that_nobody_read(text: str) -> None:
    assert unread(text)


@pytest.mark.parametrize("text", ELSEWHERE + OTHER_PICTURES)
def test_what_leads_elsewhere(text: str) -> None:
    assert not unread(text)
