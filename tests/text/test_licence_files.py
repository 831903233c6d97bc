import hashlib

import pytest

from scanner.text.licence_files import decode, licence_like, make_text


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE",
        "license.md",
        "LICENCE.txt",
        "LICENSE-2.0",
        "LICENSE-MODEL",
        "COPYING.LESSER",
        "USE_POLICY.md",
        "NOTICE",
        "Notice.txt",
        "MODEL_LICENSE",
        "llama_license.txt",
        "sub/LICENSE",
        "Gemma-License.md",
    ],
)
def test_licence_like(path):
    assert licence_like(["config.json", path]) == (path,)


@pytest.mark.parametrize(
    "path",
    [
        "license_plate.safetensors",
        "license.py",
        "a/b/LICENSE",
        "model.bin",
        "README.md",
        "license.json",
        "driver-license-model.onnx",
    ],
)
def test_not_licence_like(path):
    assert licence_like([path]) == ()


def test_order():
    assert licence_like(["z/LICENSE", "USE_POLICY.md", "LICENSE.txt", "LICENSE"]) == (
        "LICENSE",
        "LICENSE.txt",
        "USE_POLICY.md",
        "z/LICENSE",
    )


def test_make_text():
    text = make_text("LICENSE", b"\xef\xbb\xbfab\r\nc" + b"d" * 100, bound=10)
    assert (text.text, text.truncated) == ("ab\ncdd", True)
    assert text.sha256 == hashlib.sha256(b"\xef\xbb\xbfab\r\nc" + b"d" * 100).hexdigest()


def test_decode():
    assert decode("é\0".encode("utf-16")) == "é"
    assert decode(b"\xff") == "\ufffd"
