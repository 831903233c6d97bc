"""Files in which a repo tells machines under which licence its files are: REUSE.toml, .reuse/dep5, what REUSE puts
beside a file (``model.safetensors.license``), a licence as data (``license.json``), and how citations, archives, spaCy,
bioimage.io and MLflow describe a work, and packages themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from scanner.model.snapshot import Json
from scanner.text.late import late
from scanner.text.licence_keys import licences_in, licences_told
from scanner.text.packages import is_package, packaged

#: Where they lie; elsewhere they speak of what others made and is carried along.
_MAPS = (
    "REUSE.toml", ".reuse/dep5", "CITATION.cff", "meta.json", "rdf.yaml", "bioimageio.yaml", ".zenodo.json",
    "codemeta.json", "croissant.json", "model_card.json", "modelcard.json", "ro-crate-metadata.json",
    "datapackage.json", "dataset-metadata.json", "MLmodel",
)  # fmt: skip
#: A bill of materials, as CycloneDX or SPDX.
_BILL = late(r"(?:[\w.-]+[._-])?(?:s|ai|ml)?bom\.json|[\w.-]+\.(?:cdx|spdx)\.json|[\w.-]+\.spdx", re.IGNORECASE)
_OF_MODELS = ("machine-learning-model", "data", "file")
_TAGGED = late(r"(?m)^PackageLicense(?:Declared|Concluded):[ \t]*(\S.*?)[ \t]*$")
_SILENT = ("NOASSERTION", "NONE")
#: Where such a description says what it is of, and what it says then of software.
_KINDS, _SOFTWARE = ("type", "upload_type", "@type"), ("software", "SoftwareSourceCode")
#: A licence as data, and the keys under which it is told of what is judged.
_AS_DATA = late(r"(?:model[_-]?|weights?[_-]?)?licen[cs]e\.(?:json|ya?ml)", re.IGNORECASE)
_TELLING = frozenset(
    "license licence spdx spdx_id spdx-id license_id weights model models checkpoint data dataset".split()
)
#: Keys of a file that holds a licence's name and nothing else; one of the second set leads to the licence.
_OF_A_LICENCE = frozenset(("name", "url", "id", "title", "link", "version", "identifier"))
_LEADING = frozenset(("url", "link", "identifier"))
_MAX = 2000
#: Why a file that describes something to machines is not read.
NOT_AS_NAMED = "it cannot be read as what its name says"
#: Suffixes of files that one may stand beside and that hold weights or data: of code and documents it tells nothing.
_HELD = frozenset(
    "safetensors sft bin pt pth ckpt onnx gguf ggml msgpack pkl npz h5 keras tflite pb mlmodel engine nemo parquet "
    "arrow csv tsv jsonl npy zip tar gz zst".split()
)
_IDENTIFIER = late(r"(?m)^[\W_]{0,5}SPDX-License-Identifier:[ \t]*(\S.*?)[ \t]*$")
_HOLDERS = late(r"(?m)^[\W_]{0,5}(?:SPDX-[\w-]+:|Copyright\b|\(c\)|©).*$", re.IGNORECASE)
_PARAGRAPH = late(r"\n[ \t]*\n")
_FIELD = late(r"(?m)^(Files|License):[ \t]*(.*(?:\n[ \t]+\S.*)*)")


class Mapped(NamedTuple):
    """Files, by pattern (``*`` is any), and what licence they are under, as written."""

    files: tuple[str, ...]
    licence: str
    line: int

    def covers(self, path: str) -> bool:
        """Whether one of the patterns is of this file."""
        return any(fnmatchcase(path, one.replace("**", "*")) for one in self.files)


def is_map(path: str) -> bool:
    """Whether a path is that of such a file."""
    bill = path.lower().endswith((".json", ".spdx")) and _BILL.fullmatch(path) is not None
    return bill or path in _MAPS or is_package(path) or _is_beside(path) or _AS_DATA.fullmatch(path) is not None


def _is_beside(path: str) -> bool:
    name, _, suffix = path.lower().rpartition(".")
    return suffix == "license" and name.rpartition(".")[2] in _HELD


def licence_as_data(path: str, text: str) -> Json:
    """A licence that is told as data, whole; None where a file is none by its path or its content."""
    return _loaded(text) if _AS_DATA.fullmatch(path) else None


def citation(path: str, text: str) -> Json:
    """What a file tells of how the thing is to be cited, whole; None where it is no such file."""
    return _loaded(text) if path == "CITATION.cff" else None


def _loaded(text: str) -> Json:
    from scanner.text.yaml import YamlError, load_card

    try:
        return load_card(text).data
    except (YamlError, ValueError, RecursionError):
        return None


def mapped(path: str, text: str) -> tuple[Mapped, ...] | None:
    """What such a file says, any other file nothing; None where it cannot be read as what its name says."""
    read = {"REUSE.toml": _reuse, ".reuse/dep5": _dep5, "meta.json": _spacy, "MLmodel": _told}
    described = read.get(path, _described if path in _MAPS else _as_data if _AS_DATA.fullmatch(path) else None)
    described = _billed if _BILL.fullmatch(path) else described
    if is_package(path):
        return tuple(Mapped(("*",), name, line) for name, line in packaged(text))
    if _is_beside(path):
        return _beside(path.rpartition(".")[0], text)
    try:
        return tuple(described(text))[:_MAX] if described is not None else ()
    except (ValueError, RecursionError):
        return None


def _beside(path: str, text: str) -> tuple[Mapped, ...] | None:
    """Its identifiers; more than those and who holds the rights is text that was not foreseen."""
    found = tuple(Mapped((path,), one[1], text.count("\n", 0, one.start()) + 1) for one in _IDENTIFIER.finditer(text))
    return found if found and not _HOLDERS.sub("", text).strip() else None


def _reuse(text: str) -> Iterator[Mapped]:
    import tomllib

    data = tomllib.loads(text)
    found = data.get("annotations")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            files = tuple(_strings(one.get("path")))
            for licence in _strings(one.get("SPDX-License-Identifier")):
                yield Mapped(files, licence, _line(text, licence))


def _dep5(text: str) -> Iterator[Mapped]:
    for paragraph in _PARAGRAPH.split(text.replace("\r", "")):
        fields = dict(_FIELD.findall(paragraph))
        if "Files" in fields and fields.get("License", "").strip():
            licence = fields["License"].strip().split("\n")[0]
            yield Mapped(tuple(fields["Files"].split()), licence, _line(text, licence))


def _spacy(text: str) -> Iterator[Mapped]:
    """What spaCy writes of a pipeline, told from other files of the name by its language."""
    data = json.loads(text)
    if isinstance(data, dict) and "lang" in data:
        yield from (Mapped(("*",), one, _line(text, one)) for one in _strings(data.get("license")) if one.strip())


def _described(text: str) -> Iterator[Mapped]:
    """A work as a citation, an archive or bioimage.io describes it: the whole, save where it says that it is of the
    software. JSON is YAML too."""
    from scanner.text.yaml import load_card

    data = load_card(text).data
    graph = data.get("@graph") if isinstance(data, dict) else None
    for one in graph if isinstance(graph, list) else [data]:
        whole = isinstance(one, dict) and (one is data or one.get("@id") in ("./", "."))
        if whole and not any(one.get(key) in _SOFTWARE for key in _KINDS):
            details = one.get("model_details")
            told = [some.get(key) for some in (one, details) if isinstance(some, dict) for key in _OF_WORK]
            yield from (Mapped(("*",), name, _line(text, name)) for name in licences_in(told))


#: Under which keys such a description tells the licence.
_OF_WORK = ("license", "licenses", "license-url")


def _told(text: str) -> Iterator[Mapped]:
    """What MLflow keeps of a model, under any key called so."""
    from scanner.text.yaml import load_card

    yield from (Mapped(("*",), name, _line(text, name)) for name in licences_told(load_card(text).data))


def _billed(text: str) -> Iterator[Mapped]:
    """What a bill of materials is of, where that is a model or data, and not a program with its parts: CycloneDX's main
    component, the one package of SPDX."""
    if not text.lstrip().startswith("{"):
        found = [one[1] for one in _TAGGED.finditer(text)] if text.count("\nPackageName:") == 1 else []
    else:
        found = [*licences_in(_main(json.loads(text)))]
    for name in dict.fromkeys(found):
        if name not in _SILENT:
            yield Mapped(("*",), name, _line(text, name))


def _main(data: Json) -> Json:
    """What a bill in JSON says of the licence of what it is of."""
    if not isinstance(data, dict):
        return None
    packages = data.get("packages")
    if isinstance(packages, list):
        one = packages[0] if len(packages) == 1 and isinstance(packages[0], dict) else {}
        return [one.get("licenseDeclared"), one.get("licenseConcluded")]
    about = data.get("metadata")
    main = about.get("component") if isinstance(about, dict) else None
    named = main.get("licenses") if isinstance(main, dict) and main.get("type") in _OF_MODELS else []
    each = named if isinstance(named, list) else []
    return [one.get("license", one.get("expression")) for one in each if isinstance(one, dict)]


def _as_data(text: str) -> Iterator[Mapped]:
    """A licence as data. Of data it speaks to a data set alone."""
    from scanner.text.yaml import load_card

    data = load_card(text).data
    if isinstance(data, dict) and data.keys() <= _OF_A_LICENCE and data.keys() & _LEADING:
        yield from (Mapped(("*",), name, _line(text, name)) for name in licences_in(data))
    for key, value in data.items() if isinstance(data, dict) else ():
        kind = str(key).strip().lower()
        if kind in _TELLING:
            files = ("*.parquet", "*.csv", "*.jsonl", "*.arrow") if kind in ("data", "dataset") else ("*",)
            yield from (Mapped(files, one, _line(text, one)) for one in _strings(value) if one.strip())


def _strings(value: Json) -> Sequence[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _line(text: str, licence: str) -> int:
    found = re.search(rf"(?m)^.*\blicen[cs]e\b.*{re.escape(licence)}", text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
