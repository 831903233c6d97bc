"""Agreements that a sentence points at for the weights, by whatever name, in the seven languages."""

import pytest

from scanner.identify.prose import hear
from scanner.knowledge.licenses import Licenses

POINTED = {
    "The code is MIT. Use of the weights follows the Heron Model Agreement.": "Heron Model Agreement",
    "The model weights follow the model agreement.": "model agreement",
    "The code is Apache 2.0; for the parameters, the Heron Weight Terms apply.": "Heron Weight Terms",
    "By downloading the checkpoint you accept the Heron End User Licence.": "Heron End User Licence",
    "代码采用 Apache-2.0，模型权重的使用遵循《苍鹭模型协议》。": "苍鹭模型协议",
    "使用本模型需遵守苍鹭社区许可协议": "苍鹭社区许可协议",
    "モデルの重みの利用は「サギモデル利用規約」に従います。": "サギモデル利用規約",
    "모델 가중치는 왜가리 모델 라이선스 계약을 따릅니다.": "왜가리 모델 라이선스 계약",
    "Für die Gewichte gilt die Reiher-Modelllizenz.": "Reiher-Modelllizenz",
    "Les poids du modèle sont régis par l'accord de licence Héron.": "accord de licence Héron",
    "Los pesos se rigen por el acuerdo de uso de Garza.": "acuerdo de uso de Garza",
    "Whoever downloads the checkpoint enters into the Heron Licensing Agreement.": "Heron Licensing Agreement",
    "使用模型权重请参阅 Heron Agreement。": "Heron Agreement",
    "Comply with Heron's Community Licence when you use the checkpoint.": "Heron's Community Licence",
    "See LICENSE_MODEL for the weights.": "LICENSE_MODEL",
    "代码为 MIT，模型权重则遵循 MODEL_LICENSE。": "MODEL_LICENSE",
}
NOT_POINTED = [
    "The licensee agrees to the terms of the MIT License.",
    "Annotators agreed to the terms of the survey.",
    "You agree to the Hugging Face terms of service when you log in.",
    "Use of this model is subject to the license in this repository. See LICENSE.",
    "The weights follow the MIT License.",
    "Our web demo is governed by the Heron Cloud Terms of Service.",
    "Contributors sign the Heron Contributor License Agreement.",
    "模型遵循 OpenAI 接口协议，可直接部署。",
    "本模型权重的使用遵循 Apache 2.0 许可协议。",
    "使用在线演示请遵守网站用户协议。",
    "모델 가중치는 Apache 2.0 라이선스를 따릅니다.",
    "Für die Gewichte gilt die Apache-Lizenz 2.0.",
    "The code follows the LICENSE-CODE file.",
    "Compute was provided under the Heron Access Agreement; the model itself is MIT.",
    "The model extracts clauses: governed by New York law, subject to the Master Services Agreement.",
    "本モデルは社内規約に従って作られたデータで学習しました。",
    "The model agreement with human raters is 0.81 and follows the inter-annotator agreement.",
    "Le modèle respecte l'accord de Paris.",
    "The inference server is subject to the Heron Software License Agreement; the weights are MIT.",
    "This model has several limitations in terms of coverage.",
    "Use of this model is governed by the license of the base model",
    "All content of this model is provided under the associated open source software license.",
]


def _unknown(text: str, licenses: Licenses) -> list[str]:
    said = hear(text, "card", repo="lab/m", licenses=licenses)
    return [heard.licences[0] for heard in said if heard.topic == "unknown_name" and heard.scope == "weights"]


@pytest.mark.parametrize("text", POINTED)
def test_what_binds_the_weights_is_named(text: str, licenses: Licenses) -> None:
    assert _unknown(text, licenses) == [POINTED[text]]


@pytest.mark.parametrize(
    "text",
    [
        "The licensee agrees to the terms of the Heron agreement.",
        "By downloading the weights you agree to the provisions of the Plover Licence Agreement.",
        "The user accepts the Bittern Model Terms.",
        "Mit dem Herunterladen akzeptieren Sie die Bedingungen der Reiher-Lizenz.",
        "En téléchargeant ce modèle, vous acceptez les termes de la Licence Héron.",
        "Al descargar los pesos, usted acepta los términos de la Licencia Garza.",
    ],
)
def test_what_whoever_takes_it_accepts_is_terms_that_nobody_knows(text: str, licenses: Licenses) -> None:
    said = hear(text, "card", repo="lab/m", licenses=licenses)
    named = [heard for heard in said if heard.topic == "unknown_name" and heard.scope in ("weights", "unstated")]
    assert named and not any(heard.other for heard in named)


@pytest.mark.parametrize("text", NOT_POINTED)
def test_what_names_none_or_binds_something_else(text: str, licenses: Licenses) -> None:
    assert _unknown(text, licenses) == []


def test_an_odd_address_of_a_badge_raises_nothing() -> None:
    assert hear('# M\n\n<img src="https://[odd?label=license&message=mit">\n', "card", repo="lab/m") == ()


TERMS = "https://heron.example/legal/terms-of-use"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"## License\n\nSee {TERMS} for what you may do.", [TERMS]),
        (f"## License\n\nPlease refer to our [website]({TERMS}).", [TERMS]),
        (f"License terms: {TERMS}", [TERMS]),
        (f"Use of the weights is subject to our [terms of service]({TERMS}).", [TERMS]),
        ("## License\n\n[Heron Model License](https://heron.example/license)", ["Heron Model License"]),
        ("License: Heron Model License", ["Heron Model License"]),
        (f"## License\n\nApache 2.0. See also the [terms]({TERMS}) of our hosted API.", []),
        (f"Our demo has [terms]({TERMS}) of its own.", []),
        ("## License\n\nSee the [license](https://github.com/lab/m/blob/main/LICENSE).", []),
        ("## License\n\n[Apache License 2.0](https://heron.example/license)", []),
    ],
)
def test_terms_that_lie_elsewhere_are_named_by_their_address(text: str, told: list[str], licenses: Licenses) -> None:
    said = hear(f"# Heron\n\n{text}", "card", repo="lab/m", licenses=licenses)
    own = [heard for heard in said if heard.topic == "unknown_name" and heard.of_grant]
    assert [name for heard in own for name in heard.licences][:1] == told
