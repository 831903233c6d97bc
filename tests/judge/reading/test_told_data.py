"""What a model's card tells in a few words of the terms of its training data, in seven languages."""

import pytest

from scanner.judge.reading.data_prose import told_of_data


@pytest.mark.parametrize(
    "card",
    [
        "## Data\n\n- 41,000 photographs of barns from the county archive (CC BY-NC-ND 4.0); we used no others",
        "## Training\n\nTrained on 900 hours of choir recordings, all of them CC BY-NC 3.0.",
        "## What it learnt from\n\n* the mill ledgers of 1900 to 1930 (scans, CC BY-ND 4.0)",
        "# Owl\n\nThe network learnt from 3,000 owl calls that the archive gives out for research only.",
        "## Corpus\n\n| Source | Licence |\n|---|---|\n| Hymns of the coast | CC BY-NC 4.0 |",
        "## Trainingsdaten\n\nFotos aus dem Herbarium, nur für nicht-kommerzielle Zwecke freigegeben.",
        "## Données\n\n- 300 heures de contes (CC BY-NC-ND 4.0), rien d'autre",
        "## Datos\n\n- 8.000 partituras (licencia CC BY-NC 4.0)",
        "## 训练数据\n\n- 三万张瓷砖图片(CC BY-NC-ND 4.0)",
        "## 学習データ\n\n- 方言の録音200時間(CC BY-NC-SA 4.0)",
        "## 학습 데이터\n\n- 사투리 녹음 200시간 (CC BY-NC 4.0)",
    ],
)
def test_restricted_data_is_told_of(card: str) -> None:
    assert [one.line for one in told_of_data(card, 1)]


@pytest.mark.parametrize(
    "card",
    [
        "## Data\n\nWe left out everything under CC BY-NC.",
        "## Data\n\n- 20,000 pictures (CC BY 4.0)\n\n## Evaluation\n\nScored on the Otter set (CC BY-NC 4.0).",
        "## Data\n\nNo picture is under a non-commercial licence.",
        "## Data\n\n- Test set: 400 pictures (CC BY-NC 4.0)",
        "## Data\n\nWe bought commercial licences for the pictures that had been CC BY-NC.",
        "## Related models\n\nHeron was trained on pictures under CC BY-NC.",
        "## Training\n\nEarlier versions were trained on CC BY-NC pictures; this one was not.",
        "## Fine-tuning on your own data\n\nMind the terms: pictures under CC BY-NC may bind you.",
        "## License\n\nThe model is CC BY-NC 4.0.",
        "## Trainingsdaten\n\nKeine Bilder unter CC BY-NC.",
        "## 学習データ\n\nCC BY-NCの画像は除外しました。",
    ],
)
def test_other_sentences_tell_of_none(card: str) -> None:
    assert not [one.text for one in told_of_data(card, 1)]
