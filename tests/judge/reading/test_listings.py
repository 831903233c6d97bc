"""File lists as people publish them, none of them looked at when the records were written."""

import pytest

from scanner.judge.reading.weights import read_weights
from scanner.model.snapshot import File
from tests.making import repo

HELD = ("available", "partial", "unknown")
NOT_ALL = ("missing", "unknown", "partial")
OPEN = ("available",)
DERIVED = ("available", "partial")
LISTS: list[tuple[dict[str, int], str | None, tuple[str, ...]]] = [
    ({"inference.pdiparams": 90000000, "inference.pdmodel": 1000000}, None, HELD),
    ({"resnet.ckpt": 90000000}, "mindspore", HELD),
    (
        {
            "saved_model.pb": 1000000,
            "variables/variables.data-00000-of-00001": 90000000,
            "variables/variables.index": 9000,
        },
        None,
        OPEN,
    ),
    ({"model.txt": 3000000}, "lightgbm", HELD),
    ({"model.cbm": 3000000}, None, HELD),
    ({"m.skops": 30000}, "sklearn", OPEN),
    ({"pipe.joblib": 30000}, None, HELD),
    ({"lm.arpa.gz": 30000000}, None, HELD),
    ({"ivector/final.ie": 9000000, "am/final.mdl": 9000000}, None, HELD),
    ({"y.weights": 200000000, "y.cfg": 9000}, None, HELD),
    ({"n.caffemodel": 200000000}, None, HELD),
    ({"r-0000.params": 90000000, "r-symbol.json": 9000}, None, HELD),
    ({"w/__0_0.distcp": 900000000, "w/.metadata": 900}, None, HELD),
    ({"pytorch_model.bin": 900000000}, "flair", OPEN),
    ({"c.nemo": 900000000}, None, HELD),
    ({"y.hef": 9000000}, None, HELD),
    ({"y.dlc": 9000000}, None, HELD),
    ({"y.pte": 9000000}, None, HELD),
    ({"w.npy": 9000000}, None, HELD),
    ({"lid.ftz": 1000000}, None, HELD),
    ({"w.kv": 9000000, "w.kv.vectors.npy": 90000000}, None, HELD),
    ({"flux.sft": 9000000000}, None, OPEN),
    ({"model.zip": 900000000}, None, HELD),
    ({"m.7z.001": 900000000}, None, HELD),
    ({"model": 900000000}, None, HELD),
    ({"harbour.q4nx": 900000000}, None, HELD),
    ({"g.task": 900000000}, None, HELD),
    ({"cc.de.300.vec.gz": 900000000}, None, HELD),
    ({"embedding_model.ckpt": 80000000, "label_encoder.txt": 900}, "speechbrain", OPEN),
    ({"model.json": 9000, "group1-shard1of1.bin": 9000000}, None, HELD),
    ({"model.onnx": 1000000, "model.onnx_data": 900000000}, None, HELD),
    ({"100/state/manifest.ocdbt": 100, "100/state/ocdbt.process_0/d/abc": 900000000}, None, HELD),
    ({"m.etlt": 9000000}, None, HELD),
    ({"fit.rds": 9000000}, None, HELD),
    ({"optimizer.bin": 900000000, "scheduler.bin": 900, "random_states_0.pkl": 9000}, None, NOT_ALL),
    ({"runs/events.out.tfevents.1.h": 9000000}, None, NOT_ALL),
    ({"train.parquet": 900000000}, None, NOT_ALL),
    ({"val_data.pkl": 900000000}, None, NOT_ALL),
    ({"onehot_encoder.joblib": 9000}, None, NOT_ALL),
    ({"source.spm": 1000000, "target.spm": 1000000}, None, NOT_ALL),
    ({"x.imatrix": 9000000, "imatrix_unsloth.dat": 9000000}, None, NOT_ALL),
    ({"tokenizer.json": 9000000}, None, NOT_ALL),
    ({"a.png": 9000000, "b.mp4": 900000000}, None, NOT_ALL),
    ({"model.safetensors": 0}, None, NOT_ALL),
    ({"index.faiss": 900000000}, None, NOT_ALL),
    ({"dataset.h5": 900000000}, None, NOT_ALL),
    ({"tf_model-00001-of-00003.h5": 9000000, "tf_model-00003-of-00003.h5": 9000000}, None, NOT_ALL),
    ({"flax_model-00002-of-00002.msgpack": 900000000}, None, NOT_ALL),
    ({"consolidated.00.pth": 9000000, "consolidated.02.pth": 9000000, "params.json": 90}, None, NOT_ALL),
    ({"a-00001-of-00002.gguf": 9000000, "a-00002-of-00002.gguf": 9000000}, None, DERIVED),
    ({"model.safetensors": 900000000, "data.zip": 9000000000}, None, OPEN),
    ({"floral-gan.pth": 90000000}, None, OPEN),
    ({"adapterless.safetensors": 900000000}, None, OPEN),
    ({"aloha.safetensors": 90000000}, "lerobot", OPEN),
]


@pytest.mark.parametrize(("sizes", "library", "wanted"), LISTS)
def test_a_list_that_nothing_was_tuned_to(sizes: dict[str, int], library: str | None, wanted: tuple[str, ...]) -> None:
    files = tuple(File(path=path, size=size) for path, size in sizes.items())
    info = {"gated": False, "tags": [], "library_name": library}
    assert read_weights(repo("acme/sorter", files=files, info=info)).section.status in wanted
