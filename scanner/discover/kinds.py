"""What a file is, by its name."""

import re
from posixpath import basename

from scanner.discover.config.leaves import looks_like_yaml

_BY_ENDING = {
    "python": ".py .pyw .pyi .pyx .pxd .smk .sage",
    "notebook": ".ipynb",
    "script": ".js .jsx .ts .tsx .mjs .cjs .mts .cts .coffee .gs",
    "native": ".rs .go .java .kt .kts .swift .cs .dart .php .scala .groovy .gradle .zig .c .cc .cpp .cxx .h .hpp .hh .mm .m .fs .vb .proto .pbtxt .prototxt .textproto .clj .cljs .cljc .edn .hs .ml .erl .sbt .jsonnet .libsonnet .sql .pas .dpr .f90 .v .sol .cu .ino .cls .hx .res .elm .qml .nf .odin .d .gleam .objc",  # noqa: E501
    "page": ".html .htm .vue .svelte .astro .razor .cshtml .jsp .erb .heex .hbs .ejs .twig .njk .liquid .mustache",
    "hcl": ".tf .hcl .tfvars .rb .r .jl .nix .bzl .star .pkl .cue .bicep .ex .exs .lua .nim .cr .pl .nomad .bazel .gd .mojo .rake .gemspec .podspec .ru .tcl .kdl",  # noqa: E501
    "shell": ".sh .bash .zsh .fish .ksh .ps1 .psm1 .bat .cmd .env .envrc .slurm .sbatch .mk .dockerfile .just .service .modelfile .http .rest .cmake .pbs .lsf .sub .job .command .nu",  # noqa: E501
    "yaml": ".yaml .yml .dvc .cff .cwl",
    "template": ".tpl .gotmpl .j2 .jinja .jinja2 .tmpl",
    "json": ".json .jsonc .json5 .webmanifest",
    "toml": ".toml",
    "xml": ".xml .csproj .fsproj .vbproj .props .targets .plist .resx .xaml .xcscheme .storyboard .ui .pom .nuspec .vcxproj .fxml",  # noqa: E501
    "ini": ".ini .cfg .conf .properties .config .gin",
    "markdown": ".md .mdx .markdown .qmd .rmd .livemd .mdc .rmarkdown .mkd",
    "prose": ".rst .txt .list .adoc .asciidoc .org .tex .typ .wiki .mediawiki .textile",
    "manual": ".rd",
}
_ENDINGS = {ending: kind for kind, endings in _BY_ENDING.items() for ending in endings.split()}
_BY_NAME = {
    "shell": "makefile gnumakefile dockerfile containerfile modelfile justfile procfile env caddyfile earthfile",
    "native": "jenkinsfile",
    "hcl": "vagrantfile tiltfile",
    "toml": "pipfile",
    "prose": "readme install usage notice",
    "python": "snakefile sconstruct",
}
_NAMES = {name: kind for kind, names in _BY_NAME.items() for name in names.split()}


#: What bills of materials are called; those in other notations are named with what to do.
_BILL = re.compile(r"(?:.*[._-])?(?:s?bom|aibom|mlbom|cdx)\.(?:json|xml)|.*\.spdx3?(?:\.(?:json|xml|rdf|ya?ml|tv))?")


#: What lists of packages to install are called.
_PACKAGES = re.compile(r"(?:[\w.-]*(?:requirements|constraints)[\w.-]*|(?:.*/)?requirements/[\w.-]+)\.(?:txt|in|pip)")

#: ``config.yaml.example``: what is written to be copied.
_SAMPLE = re.compile(r"(?<=\w)\.(?:example|sample|dist|template|default|in)\Z")

#: A text of nothing but ``NAME=value``.
_SET = re.compile(r"(?:\s*(?:#[^\n]*|(?:export )?[A-Z][A-Z0-9_]*=[^\n]*)(?:\n|\Z))+")

#: How the reader of a kind goes about it.
READ_AS = {
    "python": "parsed",
    "notebook": "parsed",
    "yaml": "parsed",
    "json": "parsed",
    "bill": "as a bill of materials",
    "packages": "line by line",
    "toml": "line by line",
    "xml": "by tags",
    "ini": "line by line",
    "template": "line by line",
    "script": "by tokens",
    "native": "by tokens",
    "hcl": "by tokens",
    "page": "by tokens",
    "shell": "by words",
    "markdown": "samples and names",
    "prose": "samples and names",
    "manual": "by tokens",
}


def endings() -> dict[str, tuple[str, ...]]:
    """The endings of each kind."""
    return {kind: tuple(names.split()) for kind, names in _BY_ENDING.items()}


def form_of(path: str) -> str:
    """A file's language or format as coverage names it: by its ending, else by its name."""
    name = basename(path).lower()
    return "." + name.rpartition(".")[2] if "." in name.lstrip(".") else name


def kind_of(path: str, head: bytes = b"") -> str | None:
    """The kind of reader for a file; None for types that name no models. ``head``: its first bytes, for scripts."""
    name = basename(path).lower()
    if _BILL.fullmatch(name):
        return "bill"
    if _PACKAGES.fullmatch(name) or _PACKAGES.fullmatch(path.lower()):
        return "packages"
    name = _SAMPLE.sub("", name)
    first = name.split(".")[0]
    if name == ".gitmodules":
        return "ini"
    if name.startswith(".env") or name.endswith((".env", ".envrc")) or ".env." in name or name == "cmakelists.txt":
        return "shell"
    ending = "." + name.rpartition(".")[2] if "." in name else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if first in _NAMES:
        return _NAMES[first]
    if ending not in {"", name}:
        return None
    if head.startswith(b"#!"):
        line = head.split(b"\n", 1)[0]
        return "python" if b"python" in line else "script" if b"node" in line else "shell" if b"sh" in line else None
    whole = head.decode("utf-8", "replace").rpartition("\n")[0]
    if _SET.fullmatch(whole):
        return "shell"
    return "yaml" if looks_like_yaml(whole) else None
