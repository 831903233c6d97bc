"""More worlds: headers, gates, lists without sizes, names in two cases; and worlds drawn by a seed."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.collect.headers.making import gguf, safetensors
from tests.hubserver import FakeRepo
from tests.torture.worlds import BODY, FREE, GB, INDEX, LIMIT, dataset, families_world, files_world, model, shards

#: A licence text that nobody else is granted by, and a gate that asks for no more than a name.
PROMPT = "To get access, share your name and your organisation with the authors."
NC_PROMPT = "You agree to use the model for non-commercial research purposes only."
SAID = f"{BODY}\nThe weights may be used for non-commercial research only.\n"


def shapes_world() -> list[FakeRepo]:
    """Terms in headers, gates, folders and second spellings; at the model, its base, or its data."""
    header = gguf({"general.architecture": "llama", "general.license": "cc-by-nc-4.0"})
    free = gguf({"general.architecture": "llama", "general.license": "mit"})
    gates = {"extra_gated_prompt": PROMPT}, {"extra_gated_prompt": NC_PROMPT}
    repos = [
        model("fir/plain"),
        model("fir/header", files={"model.safetensors": None, "fir.Q4_K_M.gguf": header}),
        model("fir/header-free", files={"model.safetensors": None, "fir.Q4_K_M.gguf": free}),
        model("fir/header-child", front="base_model: fir/header"),
        model("fir/gate-asks", gated="auto", card_data_more=gates[0], files={"LICENSE": LIMIT}),
        model("fir/gate-asks-child", front="base_model: fir/gate-asks"),
        model("fir/gate-limits", gated="auto", card_data_more=gates[1]),
        model("fir/gate-limits-child", front="base_model: fir/gate-limits"),
        model("fir/two-texts", files={"LICENSE": FREE, "LICENSE-MODEL": LIMIT}),
        model("fir/cases", files={"LICENSE": FREE, "license": LIMIT}),
        model("fir/many-texts", files={**{f"part{n}/LICENSE": FREE for n in range(9)}, "z/LICENSE": LIMIT}),
        model("fir/said-late", body=f"{BODY * 20}\n## Terms\nThe weights may be used for research purposes only.\n"),
        model("fir/small", files={"model.safetensors": 4_000, "LICENSE": FREE}),
        model("fir/small-7b", files={"model.safetensors": 40_000}),
        model("fir/empty-file", files={"model.safetensors": None, "pytorch_model.bin": 0}),
        model("fir/one-empty", files=shards(1, 2, of=2) | {"model-00002-of-00002.safetensors": 0}),
        model("fir/other", "other", front="license_name: fir-terms\nlicense_link: LICENSE", files={"LICENSE": LIMIT}),
        model("fir/other-free", "other", files={"LICENSE": FREE}),
        model("fir/several", "mit", front="license_name: cc-by-nc-4.0"),
        model("fir/taught-gated", front="datasets: fir/closed-talks"),
        dataset("fir/closed-talks", gated="manual"),
        model("fir/taught-two", front="datasets: fir/said-talks"),
        dataset("fir/said-talks", body=f"{BODY}\nThe dataset is released for non-commercial research use only.\n"),
    ]
    return [*repos, *_late_shards()]


def _late_shards() -> list[FakeRepo]:
    """An index deep in a folder that names a part which is not there."""
    index = b'{"metadata": {}, "weight_map": {"a": "part-a.safetensors", "b": "part-b.safetensors"}}'
    files = {"model.safetensors": None, "deep/part-a.safetensors": safetensors({"a": (500,)}), f"deep/{INDEX}": index}
    return [model("fir/late-shards", files=files)]


def drawn_world(seed: int) -> list[FakeRepo]:
    """Fourteen models and four datasets with what a seed gives them; later ones may come of earlier ones."""
    random = Random(seed)
    repos = [_drawn_dataset(f"elm/talks{n}", random) for n in range(4)]
    return [*repos, *(_drawn_model(n, random) for n in range(14))]


def _drawn_dataset(name: str, random: Random) -> FakeRepo:
    said = f"{BODY}\nThis dataset may be used for non-commercial purposes only.\n"
    files = random.choice([{}, {"LICENSE": LIMIT}, {"LICENSE": FREE}])
    licence = random.choice(["mit", "cc-by-4.0", "cc-by-nc-4.0", ""])
    return dataset(name, licence, random.choice([BODY, said]), files=files, gated=random.choice([False, False, "auto"]))


def _drawn_model(number: int, random: Random) -> FakeRepo:
    licence = random.choice(["mit", "mit", "apache-2.0", "cc-by-nc-4.0", "other", "", "llama3.1", "openrail"])
    front = []
    if number and random.random() < 0.5:
        front.append(f"base_model: elm/m{random.randrange(number)}")
    if random.random() < 0.3:
        front.append(f"datasets: elm/talks{random.randrange(4)}")
    files: dict[str, Any] = {}
    for _ in range(random.randrange(3)):
        files |= random.choice(_PARTS)(random)
    more: dict[str, Any] = {"gated": random.choice([False] * 5 + ["auto", "manual"])}
    if random.random() < 0.1:
        more["disabled"] = True
    return model(f"elm/m{number}", licence, "\n".join(front), random.choice([BODY, BODY, SAID]), files=files, **more)


def _at(*places: str) -> Callable[[Random], dict[str, Any]]:
    return lambda random: {random.choice(places): random.choice([FREE, LIMIT])}


_PARTS: tuple[Callable[[Random], dict[str, Any]], ...] = (
    _at("LICENSE", "LICENSE.md", "weights/LICENSE.txt", "MODEL_LICENSE", "TERMS.md", "NOTICE", "USE_POLICY.md"),
    _at("docs/LICENSE", "code/LICENSE", "v2/final/EULA.txt", "license.txt"),
    lambda random: shards(1, 2, of=random.choice([2, 3])),
    lambda random: {"model.safetensors": random.choice([0, 300, 2 * GB])},
    lambda random: {"model.safetensors": None, "adapter_model.safetensors": 9_000_000, **_adapter(random)},
    lambda random: {"model.safetensors": None, "m.gguf": _header(random)},
    lambda random: {"LICENSE.pdf": 40_000},
)


def _adapter(random: Random) -> dict[str, bytes]:
    base = f"elm/m{random.randrange(4)}"
    return {"adapter_config.json": f'{{"base_model_name_or_path": "{base}", "peft_type": "LORA"}}'.encode()}


def _header(random: Random) -> bytes:
    return gguf({"general.architecture": "llama", "general.license": random.choice(["mit", "cc-by-nc-4.0"])})


#: ``lists`` is served by a Hub that tells sizes page by page only.
WORLDS: dict[str, Callable[[], list[FakeRepo]]] = {
    "files": files_world,
    "families": families_world,
    "shapes": shapes_world,
    "lists": lambda: [*files_world(), *shapes_world()],
}


def world(name: str) -> list[FakeRepo]:
    """The repos of a world, or of the one that a seed draws (``drawn-7``)."""
    return WORLDS[name]() if name in WORLDS else drawn_world(int(name.removeprefix("drawn-")))
