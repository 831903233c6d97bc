"""Formats of weights as data: each record's own examples, and names that were not tuned to any record."""

import pytest

from scanner.knowledge.formats import FOLDER, Format, Formats, formats, load_formats
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files

RECORDS = tuple(formats().by_id.values())


@pytest.mark.parametrize("one", RECORDS, ids=lambda one: one.id)
def test_a_records_own_examples(one: Format) -> None:
    for name, example in one.examples.items():
        filed = formats().filed(example.files, {example.library} if example.library else ())
        found = [
            path
            for path, what in zip(example.files, filed, strict=True)
            if (what.partial if one.kind == "partial" else what.format is one)
        ]
        assert found == list(example.are), name


@pytest.mark.parametrize("one", RECORDS, ids=lambda one: one.id)
def test_a_record_shows_what_is_of_it_and_what_is_not(one: Format) -> None:
    assert any(example.are for example in one.examples.values())
    assert any(set(example.files) - set(example.are) for example in one.examples.values())
    assert one.about and one.framework


def test_a_record_is_named_after_its_file() -> None:
    for name, data in plain_files(rules_dir()).items():
        if name.startswith(FOLDER):
            assert name == f"{FOLDER}{data['id']}.yaml"
    assert len(load_formats(rules_dir()).by_id) == sum(name.startswith(FOLDER) for name in plain_files(rules_dir()))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("unet/diffusion_pytorch_model.fp16.safetensors", "original"),
        ("checkpoint-500/model-00001-of-00002.safetensors", "original"),
        ("G_100000.pth", "original"),
        ("model.yolov8n.torchscript", "derived"),
        ("Q8_0/harbour-70B-Q8_0-00001-of-00002.gguf", "derived"),
        ("whisper/ggml-large-v3-turbo-q5_0.bin", "derived"),
        ("AudioEncoder.mlmodelc/weights/weight.bin", "derived"),
        ("onnx/model_q4f16.onnx", "derived"),
        ("variables/variables.data-00000-of-00001", "original"),
        ("bert_model.ckpt.data-00000-of-00001", "original"),
        ("eval.py", "none"),
        ("bert_model.ckpt.index", "none"),
        ("data/train-00000-of-00010.parquet", "none"),
        ("runs/Aug01/events.out.tfevents.1690000000.host.1.0", "none"),
        ("pytorch_model/bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt", "none"),
        ("sentencepiece.bpe.model", "none"),
        ("standard-scaler.joblib", "none"),
        ("X_test.npy", "none"),
        ("weights.tar.zst", "archive"),
        ("SOMETHING.MODEL", "unclear"),
        ("LICENSE-MODEL", "none"),
    ],
)
def test_names_as_people_write_them(path: str, kind: str) -> None:
    found = formats().filed([path])[0].format
    assert found is not None and found.kind == kind, found


@pytest.mark.parametrize("path", ["", "/", "a\nb.safetensors", "x" * 2000, "é.SAFETENSORS", "..", "[", "a{b", "*.gguf"])
def test_any_name_gets_an_answer(path: str) -> None:
    assert len(formats().filed([path])) == 1


def test_a_hundred_thousand_files() -> None:
    filed = formats().filed(f"d{number}/0a{number}" for number in range(100_000))
    assert not any(one.weights for one in filed)


def test_no_record_at_all() -> None:
    assert Formats({}).filed(["model.safetensors"])[0].format is None
