"""What an author tells machines of the grant: in files that describe the model, in a licence as data, and under keys of
a config that speak of it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from scanner.judge.reading.claims.files import configs, told_of
from scanner.judge.reading.claims.front import of_key, speaking
from scanner.judge.reading.claims.types import Said, heard_of, said
from scanner.knowledge.descriptions import DESCRIBED
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed
from scanner.model.fields import evidence_of, mapping
from scanner.model.result import MAX_SHOWN
from scanner.model.snapshot import Json, Repo
from scanner.model.words import Scope
from scanner.text.licence_keys import is_licence_key, licences_told
from scanner.text.maps import citation, licence_as_data

_MAX_NOTE, _MAX_ROWS = 2000, 50
#: Under which keys a row of a list of components says which it is of.
_COMPONENT = ("component", "part", "name", "of", "applies_to")
#: What such a file says that it is of, where that is no model.
_KINDS, _SOFTWARE = ("type", "@type", "kind"), ("software", "SoftwareSourceCode", "application")


def of_descriptions(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """The licences that descriptions tell of the whole, and what all of these limit under keys that speak of it."""
    for path, data in sorted(mapping(repo.info.get(DESCRIBED)).items()):
        if not any(mapping(data).get(kind) in _SOFTWARE for kind in _KINDS):
            yield from _of_whole(repo, path, data, licenses)
            yield from _of_keys(repo, path, data, licenses)
            yield from _of_notes(repo, path, data, licenses)
    for text in repo.texts:
        yield from _of_keys(repo, text.path, licence_as_data(text.path, text.text), licenses)
        yield from _of_notes(repo, text.path, citation(text.path, text.text), licenses)
    for path, data in configs(repo):
        yield from _of_keys(repo, path, data, licenses)


def _of_whole(repo: Repo, path: str, data: Json, licenses: Licenses) -> Iterator[Said]:
    named = {key: value for key, value in mapping(data).items() if is_licence_key(key)}
    for value in (*licences_told(named), *_of_components(data)):
        scope: Scope = "data" if repo.repo_type == "dataset" else "weights"
        yield from told_of(repo, value, scope, evidence_of(repo, None, path), licenses)


def _of_components(data: Json) -> Iterator[str]:
    """The licences that a list of components gives for the weights."""
    for row in islice(data, _MAX_ROWS) if isinstance(data, (list, tuple)) else ():
        parts = {str(mapping(row).get(key)).strip().lower() for key in _COMPONENT}
        if parts & listed("weights-as-component"):
            yield from licences_told(row)


def _of_notes(repo: Repo, path: str, data: Json, licenses: Licenses) -> Iterator[Said]:
    """What an author limits in what is shown to whoever uses or cites the thing."""
    for key, text in mapping(data).items():
        if key in listed("keys-of-notes") and isinstance(text, str):
            at = evidence_of(repo, f"{key}: {text[:MAX_SHOWN]}", path)
            heard = heard_of(repo, text[:_MAX_NOTE], "card")
            yield from (said("file", one, at, licenses, "prose") for one in heard if one.says == "limit")


def _of_keys(repo: Repo, path: str, data: Json, licenses: Licenses) -> Iterator[Said]:
    """What speaks of the grant without being called a licence: that is told already."""
    at = evidence_of(repo, None, path)
    for key, value in speaking(mapping(data)):
        if not is_licence_key(key):
            yield from of_key(repo, "file", key, value, replace(at, value=f"{key}: {value}"), licenses)
