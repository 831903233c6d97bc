"""What files say of the grant that are no known licence's text: sentences, maps, a config, headers of weights."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from scanner.identify.copyright import uncredited
from scanner.identify.links import license_of_link
from scanner.identify.prose import UNEXPLAINED, hear
from scanner.judge.reading.adapters import ADAPTER_CONFIG
from scanner.judge.reading.claims.front import limits_of_notes, names_in
from scanner.judge.reading.claims.stated import withholds
from scanner.judge.reading.claims.types import Said, limiting, naming, said
from scanner.judge.reading.texts import ReadText, added, line_of
from scanner.knowledge.formats import formats
from scanner.knowledge.licence_names import is_carried, words_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import config, evidence_of, mapping, strings
from scanner.model.license import License
from scanner.model.result import Evidence
from scanner.model.snapshot import Json, Repo, Text
from scanner.model.words import Scope
from scanner.text.late import late
from scanner.text.licence_keys import licences_told
from scanner.text.maps import mapped
from scanner.text.packages import is_package

#: Files of a data set's repo that are no data.
_NO_DATA = (".md", ".py", ".ipynb", ".sh", ".toml", ".yaml", ".yml", ".cff")


def of_texts(repo: Repo, texts: tuple[ReadText, ...], licenses: Licenses) -> Iterator[Said]:
    """The sentences of licence-like files that are no known text: there every limiting one is a limit."""
    for path in dict.fromkeys(read.text.path for read in texts if read.role not in ("elsewhere", "gate")):
        rows = [read for read in texts if read.text.path == path]
        pointer = all(read.pointer for read in rows)
        words, lines = (uncredited(rows[0].text.text), ()) if pointer else _own_words(rows)
        for heard in hear(words, "licence-file", repo=repo.id, licenses=licenses):
            if heard.topic == UNEXPLAINED and pointer:
                continue  # every word of it is a licence's name, or stands beside one
            at = evidence_of(repo, heard.sentence, path, line_of(heard.line, lines))
            yield said(rows[0].role, heard, at, licenses, "text")
        for record, url, line in linked_licences(rows[0].text, licenses):
            at = evidence_of(repo, url, path, line)
            if record.id not in [read.names for read in rows]:
                yield naming(rows[0].role, "unstated", record.id, at, licenses, "text")
    yield from _of_parts(repo, texts, licenses)


def _of_parts(repo: Repo, texts: tuple[ReadText, ...], licenses: Licenses) -> Iterator[Said]:
    """What a text in a folder of documents or code, which is no known licence, says of the weights in so many words,
    and what terms of use among documents limit. Of the rest its folder says that it speaks of something else."""
    for read in texts:
        if read.role == "elsewhere" and (read.names is None or read.pointer) and not is_carried(read.text.path):
            of_use = _names_terms(read.text.path)
            for heard in hear(read.text.text, "licence-file", repo=repo.id, licenses=licenses):
                of_weights = heard.scope == "weights" and heard.says in ("limit", "licence")
                if of_weights or (of_use and heard.says == "limit" and heard.scope == "unstated"):
                    at = evidence_of(repo, heard.sentence, read.text.path, heard.line)
                    yield said("file" if of_use else "notice", heard, at, licenses, "text")


def _names_terms(path: str) -> bool:
    """Whether a file among documents is called as terms of use are: a licence there is the documents' own, but nobody
    has terms for using them."""
    folders, _, name = path.lower().rpartition("/")
    return not _OF_WORKS.search(name) and any(
        one in listed("folders-for-documents") or one in listed("folders-of-writing") for one in folders.split("/")
    )


_OF_WORKS = recorded("files-of-licences")


def of_maps(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What REUSE's map, or a citation, says of the files that are judged: weights, or a data set's data."""
    for text in repo.texts:
        for one in mapped(text.path, text.text) or ():
            if any(one.covers(path) for path in _judged(repo)):
                value = f"{', '.join(one.files)}: {one.licence}"
                at = evidence_of(repo, value, text.path, one.line)
                yield from _mapped(repo, text.path, one.licence, at, licenses)


def _mapped(repo: Repo, path: str, value: str, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What one line of such a file says: a package's of all only what it takes away."""
    if is_package(path) and licenses.get(value) is None:
        yield from limiting(repo, "file", value, "name", at, licenses)
    elif not is_package(path) or withholds(value, licenses):
        yield naming("file", "data" if repo.repo_type == "dataset" else "weights", value, at, licenses)


def _judged(repo: Repo) -> list[str]:
    """The paths of the weights, or of a data set's data; one for all where the list was not read."""
    paths = [file.path for file in repo.files or ()] or ["model.safetensors"]
    if repo.repo_type == "dataset":
        return [path for path in paths if not path.lower().endswith(_NO_DATA) and "/." not in f"/{path}"]
    return [path for path, one in zip(paths, formats().filed(paths), strict=True) if one.weights]


def _own_words(rows: list[ReadText]) -> tuple[str, tuple[int | None, ...]]:
    """What a file says that no known licence says: all of it where it holds none, else what was added, and where."""
    if not any(read.known or read.match.match == "changed" for read in rows):
        return rows[0].text.text, ()
    return added(one for read in rows for one in read.differences)


def configs(repo: Repo) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The configurations of a repo, each with the file that it is."""
    yield "config.json", config(repo)
    yield ADAPTER_CONFIG, mapping(repo.info.get("x_adapter_config"))


def of_config(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """The licence that a ``config.json``, a part's too, or an adapter's configuration carries, and what it limits."""
    parts = mapping(repo.info.get("x_recipes")).items()
    read = [*configs(repo), *((path, data) for path, data in parts if path.endswith("/config.json"))]
    told = {(value, path): None for path, data in read for value in licences_told(data)}
    for value, path in told:
        yield from told_of(repo, value, "weights", evidence_of(repo, None, path), licenses)


def told_of(repo: Repo, value: str, scope: Scope, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What a value that stands for a licence in data says: which it is, or what it limits."""
    at = replace(at, value=f"license: {value}")
    if (page := license_of_link(value, licenses)) is not None:
        yield naming("file", scope, page.id, at, licenses)
        return
    limits = [*limiting(repo, "file", value, "name", at, licenses)] if licenses.get(value) is None else []
    yield from limits
    if not limits and "-".join(words_of(value).lower().split()) not in ("", *listed("no-licence")):
        yield naming("file", scope, value, at, licenses)


def of_headers(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What the headers of weight files say: the licence, its name, and words on use."""
    for path, told in sorted(mapping(repo.info.get("x_headers")).items()):
        yield from _of_header(repo, path, mapping(told), licenses)


def _of_header(repo: Repo, path: str, told: Mapping[str, Json], licenses: Licenses) -> Iterator[Said]:
    at = evidence_of(repo, None, path)
    for value in strings(told.get("license")):
        if value.strip():
            shown = replace(at, value=f"header: license {value}")
            yield naming("header", "weights", value, shown, licenses)
            if licenses.get(value) is None:
                yield from limiting(repo, "header", value, "name", shown, licenses)
    for value in strings(told.get("license_name")):
        shown = replace(at, value=f"header: license name {value}")
        yield from limiting(repo, "header", value, "name", shown, licenses)
        if licenses.get(value) is not None:
            yield naming("header", "weights", value, shown, licenses)
    notes = mapping(told.get("notes"))
    for key, value, heard in limits_of_notes(notes, repo.id):
        yield said("header", heard, replace(at, value=f"header: {key} {value}"), licenses, "name")
    for key, value in notes.items():
        for heard in names_in(str(value), repo.id, licenses):
            yield said("header", heard, replace(at, value=f"header: {key} {value}"), licenses, "name")


_MAX_LINKS = 50
_TARGET = late(r"\]\((?P<url>https?://[^()\s]{1,400})|href\s{0,3}=\s{0,3}[\"'](?P<href>https?://[^\"'<>\s]{1,400})")


def linked_licences(text: Text, licenses: Licenses) -> Iterator[tuple[License, str, int]]:
    """Every licence that a link in a text leads to, with its address and line."""
    if "](" in text.text or "href" in text.text:
        for match in islice(_TARGET.finditer(text.text), _MAX_LINKS):
            url = match["url"] or match["href"]
            if (record := license_of_link(url, licenses)) is not None:
                yield record, url, text.line + text.text.count("\n", 0, match.start())
