"""Headers of weight files on the Hub: few bytes, few requests, and nothing lost where they cannot be had."""

import pytest

from scanner.collect.headers import HEADER_BOUND
from tests.collect.headers.making import gguf, safetensors
from tests.hubserver import FakeRepo

SAID = gguf({"general.license": "cc-by-nc-4.0", "general.name": "Harbour"}) + bytes(3 * HEADER_BOUND)


@pytest.mark.parametrize("ranges", [True, False])
def test_the_first_bytes_of_a_gguf_whether_or_not_the_server_knows_ranges(ask, hub, ranges):
    hub.ranges = ranges
    hub.add(
        FakeRepo("acme/g", files={"README.md": b"# g", "b/h-Q4.gguf": SAID, "h-Q8.gguf": SAID, "mmproj-f.gguf": SAID})
    )
    root = ask("acme/g").root
    assert root.info["x_headers"]["h-Q8.gguf"]["license"] == "cc-by-nc-4.0"
    assert list(root.info["x_headers"]) == ["h-Q8.gguf"]
    assert hub.count("gguf") == 1 and root.unread == ()


def test_a_second_check_takes_the_header_from_the_cache(ask, hub):
    hub.add(FakeRepo("acme/g", files={"README.md": b"# g", "h.gguf": SAID}))
    first = ask("acme/g").root
    hub.forget()
    assert ask("acme/g").root.info["x_headers"] == first.info["x_headers"]
    assert hub.count("gguf") == 0


def test_one_safetensors_file_is_asked_for_and_no_shard(ask, hub):
    lora = safetensors({"a.lora_up.weight": (2, 2), "a.lora_down.weight": (2, 2)})
    usual = safetensors({"w": (900,)}, {"license": "cc-by-nc-4.0"})
    hub.add(FakeRepo("acme/m", files={"model.safetensors": usual, "style.safetensors": lora}))
    said = ask("acme/m").root.info["x_headers"]
    assert list(said) == ["model.safetensors"] and said["model.safetensors"]["license"] == "cc-by-nc-4.0"
    hub.add(FakeRepo("acme/s", files={"style.safetensors": lora}))
    assert ask("acme/s").root.info["x_headers"]["style.safetensors"]["adapter"] is True
    hub.add(FakeRepo("acme/u", files={"unet/diffusion_pytorch_model.safetensors": usual}))
    assert "unet/diffusion_pytorch_model.safetensors" in ask("acme/u").root.info["x_headers"]
    hub.add(FakeRepo("acme/p", files={f"model-0000{n}-of-00002.safetensors": usual for n in (1, 2)}))
    assert "x_headers" not in ask("acme/p").root.info


def test_a_header_that_was_guessed_counts_for_the_listed_commit_alone(ask, hub):
    free, limited = (safetensors({"w": (900,)}, {"license": one}) for one in ("apache-2.0", "cc-by-nc-4.0"))
    files = {"README.md": b"# m", "model.safetensors": limited}
    hub.add(FakeRepo("acme/m", files=files, newer={"model.safetensors": free}, newer_sha="b" * 40))
    assert ask("acme/m").root.info["x_headers"]["model.safetensors"]["license"] == "cc-by-nc-4.0"
    assert hub.count("model.safetensors") == 2


def test_a_header_that_cannot_be_had_says_why_and_is_asked_for_again(ask, hub):
    hub.add(FakeRepo("acme/g", files={"README.md": b"# g", "h.gguf": SAID}, gated="manual"))
    for _ in range(2):
        hub.forget()
        root = ask("acme/g").root
        assert "gated" in root.info["x_headers"]["h.gguf"]["unread"]
        assert hub.count("gguf") == 1


def test_a_pointer_that_was_uploaded_as_a_file(ask, hub):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 4900000000\n"
    hub.add(FakeRepo("acme/p", files={"README.md": b"# p", "model.safetensors": pointer}))
    assert ask("acme/p").root.info["x_pointers"] == {"model.safetensors": "Git LFS"}


def test_a_file_that_is_no_weights_at_all(ask, hub):
    hub.add(FakeRepo("acme/g", files={"README.md": b"# g", "h.gguf": b"<html>" + bytes(1000)}))
    assert ask("acme/g").root.info["x_headers"] == {"h.gguf": {}}
