"""Whether the weights are really to be had: by the file list, or by what the API reports without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from scanner.model.fields import strings
from scanner.model.result import Evidence, WeightsSection
from scanner.model.snapshot import File, Json, Repo
from scanner.model.words import Gating, Weights

_BY_SUFFIX = {
    ".safetensors": "safetensors",
    ".gguf": "gguf",
    ".ggml": "ggml",
    ".onnx": "onnx",
    ".bin": "pytorch",
    ".pt": "pytorch",
    ".pth": "pytorch",
    ".ckpt": "pytorch",
    ".h5": "tensorflow",
    ".pb": "tensorflow",
    ".keras": "keras",
    ".msgpack": "flax",
    ".ot": "rust",
    ".tflite": "tflite",
    ".mlmodel": "coreml",
    ".mlpackage": "coreml",
    ".nemo": "nemo",
    ".npz": "numpy",
    ".pkl": "pickle",
    ".pickle": "pickle",
    ".joblib": "pickle",
    ".engine": "tensorrt",
    ".plan": "tensorrt",
    ".pdparams": "paddle",
    ".llamafile": "gguf",
    ".task": "tflite",
    ".litertlm": "tflite",
}
#: Made from an original that lives elsewhere, for one runtime.
DERIVED = frozenset({"gguf", "ggml", "onnx", "tflite", "coreml", "openvino", "tensorrt", "mlx"})
_PICKLES = frozenset({"pytorch", "pickle"})
_STATE = (
    "training_args",
    "optimizer",
    "scheduler",
    "rng_state",
    "random_states",
    "scaler",
    "trainer_state",
    "events.out",
)
#: Without formats, a repo of fewer bytes than this may hold no weights at all: a card, a tokenizer, a config.
_LEAST = 1_000_000
_REPORTED = (
    "safetensors",
    "gguf",
    "onnx",
    "mlx",
    "flax",
    "tensorflow",
    "keras",
    "diffusers",
    "openvino",
    "coreml",
    "tflite",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsRead:
    """The section, and what rules ask beyond it (None: not known)."""

    section: WeightsSection
    adapter_only: bool | None
    derived_only: bool | None
    shards_missing: bool | None
    pickle_only: bool | None
    evidence: tuple[Evidence, ...]


def read_weights(repo: Repo) -> WeightsRead:
    """The weights of a model repo."""
    return _reported(repo) if repo.files is None else _listed(repo, repo.files)


def gating(repo: Repo) -> Gating | bool | None:
    """``auto`` or ``manual``, False when open, True when gated in an unknown way, None when not read."""
    value = repo.info.get("gated")
    return value if value in ("auto", "manual", True, False) else None


def weight_format(path: str) -> str | None:
    """The format of a weight file by its name; None for a file that holds no weights."""
    file = PurePosixPath(path.lower())
    if file.name.startswith(_STATE) or "/.cache/" in path or file.name.startswith("."):
        return None
    if file.suffix == ".bin" and file.name.startswith(("openvino", "tokenizer", "vocab", "merges")):
        return "openvino" if file.name.startswith("openvino") else None
    if ".mlpackage/" in path.lower():
        return "coreml"
    return _BY_SUFFIX.get(file.suffix)


def _listed(repo: Repo, files: tuple[File, ...]) -> WeightsRead:
    weights = [(file, kind) for file in files if (kind := weight_format(file.path)) is not None and file.size != 0]
    formats = _formats(repo, {kind for _, kind in weights})
    adapter = bool(weights) and all(_is_adapter(file.path) for file, _ in weights)
    derived = bool(weights) and not adapter and set(formats) <= DERIVED
    missing = _missing_shards(repo, {file.path for file in files})
    sizes = [file.size for file, _ in weights]
    section = WeightsSection(
        status=_status(repo, bool(weights), adapter or derived or bool(missing)),
        formats=formats,
        files=len(weights),
        bytes=sum(size for size in sizes if size is not None) if sizes and None not in sizes else None if sizes else 0,
        gated=gating(repo),
        parameters=parameters(repo),
    )
    return WeightsRead(
        section=section,
        adapter_only=adapter,
        derived_only=derived,
        shards_missing=missing,
        pickle_only=bool(weights) and {kind for _, kind in weights} <= _PICKLES,
        evidence=_evidence(repo, weights),
    )


def _status(repo: Repo, any_weights: bool, partial: bool) -> Weights:
    if not any_weights:
        return "missing"
    if partial:
        return "partial"
    return "gated" if gating(repo) else "available"


def _formats(repo: Repo, kinds: set[str]) -> tuple[str, ...]:
    tags = {repo.info.get("library_name"), *strings(repo.info.get("tags"))}
    if "mlx" in tags and "safetensors" in kinds:
        kinds = (kinds - {"safetensors"}) | {"mlx"}
    return tuple(sorted(kinds))


def _is_adapter(path: str) -> bool:
    name = PurePosixPath(path.lower()).name
    return "adapter" in name or "lora" in name


def _missing_shards(repo: Repo, paths: set[str]) -> bool | None:
    """Whether a shard index names absent files. An index in a folder names files of that folder."""
    index = repo.info.get("x_shard_index")
    if isinstance(index, dict):
        return any(
            not {str(PurePosixPath(at).parent / name) for name in strings(names)} <= paths
            for at, names in index.items()
        )
    if isinstance(index, list):
        return not set(strings(index)) <= paths
    return None if any(path.endswith(".index.json") for path in paths) else False


def _reported(repo: Repo) -> WeightsRead:
    """Without a list: what the API or the catalog reports of formats, parameters and size."""
    tags = {*strings(repo.info.get("tags")), *strings(repo.info.get("x_formats"))}
    formats = tuple(sorted(tags & set(_REPORTED)))
    size = _number(repo.info.get("x_storage_bytes")) or _number(repo.info.get("usedStorage"))
    known = bool(formats and size) or parameters(repo) is not None or (size or 0) >= _LEAST
    status: Weights = "unknown" if not known else "gated" if gating(repo) else "available"
    section = WeightsSection(
        status=status, formats=formats, bytes=size, gated=gating(repo), parameters=parameters(repo)
    )
    said = f"reported, not listed: {', '.join(formats) or 'no format'}, {size or 'no'} bytes"
    evidence = Evidence(
        origin=f"{repo.id} {repo.source}",
        revision=repo.revision,
        value=said if known else "no file list and no reported weights",
    )
    derived = set(formats) <= DERIVED if formats else None
    return WeightsRead(
        section=section,
        adapter_only=None,
        derived_only=derived,
        shards_missing=None,
        pickle_only=None,
        evidence=(evidence,),
    )


def parameters(repo: Repo) -> int | None:
    """The number of parameters that the API reports (safetensors, GGUF, or the catalog)."""
    for field, key in (("safetensors", "total"), ("gguf", "total")):
        value = repo.info.get(field)
        if isinstance(value, dict) and (total := _number(value.get(key))):
            return total
    return _number(repo.info.get("x_parameters"))


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _evidence(repo: Repo, weights: Iterable[tuple[File, str]]) -> tuple[Evidence, ...]:
    named = [file.path for file, _ in weights]
    if not named:
        return (Evidence(origin=f"{repo.id} api:siblings", revision=repo.revision, value="no weight file in the list"),)
    return tuple(Evidence(origin=repo.id, path=path, revision=repo.revision) for path in named[:5])
