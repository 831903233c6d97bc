"""Policies: YAML files read strictly, built in by name or a company's own by path, one extending another. Every word of
a company's own is one that is known (``vocabulary``), so that none of its statements is lost by a typing mistake.

``extends`` takes everything from the named policy; then each key of ``use``, each list of ``licenses`` and each rule's
severity that the file states replaces the inherited one, and curations and own folders are added.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.policy_file import PolicyFile, UseFile, figures_of, listed, spelled
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files, read_yaml, refused
from scanner.knowledge.vocabulary import no_blanks
from scanner.model.errors import KnowledgeError, PolicyError
from scanner.model.ids import one_name
from scanner.model.plain import PlainError, nearest, to_plain
from scanner.model.policy import Curation, Policy, Use
from scanner.model.snapshot import Json
from scanner.text.files import leaves

DEFAULT = "commercial-saas"
MAX_EXTENDS = 20


def builtin_names() -> tuple[str, ...]:
    """The policies that ship, by name."""
    found = (name for name in plain_files(rules_dir()) if name.startswith("policies/"))
    return tuple(sorted(name.removeprefix("policies/").removesuffix(".yaml") for name in found))


def is_built_in(name: str) -> bool:
    """Whether a policy ships under this name."""
    return "/" not in name and "\\" not in name and _is_file(rules_dir() / "policies" / f"{name}.yaml")


def load_policy(name: str = DEFAULT, base: Path | None = None) -> Policy:
    """A policy by name or path, with all it extends. Raises :class:`PolicyError`."""
    try:
        return _effective(name, base or Path(), ())
    except KnowledgeError as error:
        raise PolicyError(str(error), *error.others) from error


def chosen(stated: Policy | str | None, use: str | None = None, base: Path | None = None) -> Policy:
    """A policy, or the one of this name or path (None: the default that ships); with the use of another in place of its
    own where ``use`` names one. Raises :class:`PolicyError`."""
    policy = stated if isinstance(stated, Policy) else load_policy(stated or DEFAULT, base)
    return with_use(policy, use) if use else policy


def _effective(name: str, base: Path, chain: tuple[str, ...]) -> Policy:
    path = _find(name, base)
    if str(path) in chain:
        raise PolicyError(f"{path}: a policy extends itself ({' → '.join((*chain, str(path)))}); remove one 'extends'")
    if len(chain) >= MAX_EXTENDS:
        raise PolicyError(f"{chain[0]}: extends more than {MAX_EXTENDS} policies in a row; write fewer, larger ones")
    data = _plain(path)
    file = build(PolicyFile, data, path)
    parent = _extended(file.extends, path, (*chain, str(path))) if file.extends is not None else None
    start = parent if parent is not None else Policy(name="", use=Use(), sha256="")
    start = replace(
        start,
        license_dirs=(*start.license_dirs, *_folders(file.license_dirs, path)),
        rule_dirs=(*start.rule_dirs, *_folders(file.rule_dirs, path)),
    )
    return _sealed(_merged(_known(file, data, start, path), data, start, path))


def _extended(name: str, path: Path, chain: tuple[str, ...]) -> Policy:
    if name not in builtin_names() and not _is_file(path.parent / name):
        raise PolicyError(f"{path}: 'extends' names no policy '{name}'{nearest(name, builtin_names())}")
    return _effective(name, path.parent, chain)


def _find(name: str, base: Path) -> Path:
    if name in builtin_names():
        return rules_dir() / "policies" / f"{name}.yaml"
    path = base / Path(name).expanduser()
    if _is_file(path):
        return path.resolve()
    hint = nearest(name, builtin_names())
    raise PolicyError(f"no policy '{name}'{hint}: give a file, or one of {', '.join(builtin_names())}")


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file could have is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _plain(path: Path) -> Json:
    built_in = (
        plain_files(rules_dir()).get(f"policies/{path.name}") if path.parent == rules_dir() / "policies" else None
    )
    data = built_in if built_in is not None else read_yaml(path)
    if not isinstance(data, Mapping):
        raise PolicyError(
            f"{path}: a policy is a mapping with a 'name'; 'modelscan policy init' writes one to start from"
        )
    return data


def _known(file: PolicyFile, data: Json, start: Policy, path: Path) -> PolicyFile:
    """The file in the words of the vocabularies, those of its own and inherited folders among them. The policies that
    ship are held to them by their tests."""
    if path.parent == rules_dir() / "policies":
        return file
    licenses = load_licenses(rules_dir(), map(Path, start.license_dirs))
    try:
        no_blanks(data)
        return spelled(file, licenses, _rule_ids(start))
    except PlainError as error:
        raise refused(path, error) from error


def _rule_ids(start: Policy) -> set[str]:
    found = [*plain_files(rules_dir()).values()]
    found += [data for place in start.rule_dirs for data in plain_files(Path(place)).values()]
    return {str(data.get("id")) for data in found if isinstance(data, Mapping) and "fails_when" in data}


def _no_disagreement(curations: tuple[Curation, ...], path: Path) -> None:
    for index, one in enumerate(curations):
        for other in curations[index + 1 :]:
            same = one_name(one.model) == one_name(other.model) and (
                one.revision == other.revision or None in (one.revision, other.revision)
            )
            if same and one.license.lower() != other.license.lower():
                raise PolicyError(
                    f"{path}: two curations of {one.model} disagree "
                    f"({one.license} by {one.by}, {other.license} by {other.by}); "
                    "keep one, or give each its own revision"
                )


def _merged(file: PolicyFile, data: Json, start: Policy, path: Path) -> Policy:
    """What the policy starts from, with what the file states in its place."""
    stated_use = data.get("use") or {}
    stated_lists = data.get("licenses") or {}
    own = _use(file.use)
    curations = (*start.curations, *file.curations)
    _no_disagreement(curations, path)
    return replace(
        start,
        name=file.name or path.stem,
        title=file.title or start.title,
        description=file.description or start.description,
        use=replace(start.use, **{key: getattr(own, key) for key in stated_use}),
        licenses=replace(start.licenses, **{key: getattr(file.licenses, key) for key in stated_lists}),
        rules={**start.rules, **file.rules},
        curations=curations,
        retirement_days=start.retirement_days if file.retirement_days is None else file.retirement_days,
        tests=file.tests,
        knowledge_max_age_days=start.knowledge_max_age_days
        if file.knowledge_max_age_days is None
        else file.knowledge_max_age_days,
        path=str(path),
    )


def _use(file: UseFile) -> Use:
    return Use(
        purpose=file.purpose,
        delivery=file.delivery,
        modifies=file.modifies,
        trains_on_outputs=file.trains_on_outputs,
        competes=file.competes,
        monthly_active_users=figures_of(file.monthly_active_users),
        annual_revenue_usd=figures_of(file.annual_revenue_usd),
        territories=file.territories,
        domicile=file.domicile,
        fields=file.fields,
        accepts_use_restrictions=listed(file.accepts_use_restrictions),
        registered_with=file.registered_with,
    )


def _folders(names: tuple[str, ...], path: Path) -> tuple[str, ...]:
    folders = [(path.parent / name).resolve() for name in names]
    for folder in folders:
        _usable(folder, path)
    return tuple(str(folder) for folder in folders)


def _usable(folder: Path, path: Path) -> None:
    """Nothing in an own folder is left out in silence: a file that is not read, or a link to somewhere else."""
    if not folder.is_dir():
        raise PolicyError(f"{path}: there is no folder {folder}; paths are relative to the policy file")
    found = sorted(folder.rglob("*"))
    if not any(one.suffix == ".yaml" for one in found):
        raise PolicyError(f"{path}: {folder} holds no file *.yaml; leave the folder out, or name the right one")
    for one in found:
        if one.suffix in (".yml", ".YAML", ".YML"):
            raise PolicyError(f"{one}: would not be read: give it the ending .yaml")
        if one.is_symlink() and (real := leaves(one, folder)) is not None:
            raise PolicyError(f"{one} is a link that leads out of its folder, to {real}: put the file itself there")


def _sealed(policy: Policy) -> Policy:
    """The policy with the hash of its effective content: where it lies on disk does not count."""
    content = to_plain(replace(policy, sha256="", path=None, tests=(), license_dirs=(), rule_dirs=()))
    # How old the knowledge may be is a note on the tool, not a word on the models.
    del content["knowledge_max_age_days"]
    if policy.use.competes is None:  # a policy that says nothing of it keeps the hash that it had
        del content["use"]["competes"]
    own = [dict(plain_files(Path(place))) for place in (*policy.license_dirs, *policy.rule_dirs)]
    digest = hashlib.sha256(json.dumps([content, own], sort_keys=True).encode()).hexdigest()
    return replace(policy, sha256=digest)


def unstated(use: Use) -> tuple[str, ...]:
    """What a policy leaves unsaid of the use: each keeps some conditions open."""
    asked = ("purpose", "delivery", "modifies", "trains_on_outputs", "monthly_active_users", "annual_revenue_usd")
    return tuple(name for name in (*asked, "territories", "domicile", "fields") if getattr(use, name) is None)


def with_use(policy: Policy, name: str) -> Policy:
    """The policy with the use of another (built-in or file) in place of its own. Raises :class:`PolicyError`."""
    other = load_policy(name)
    return _sealed(replace(policy, name=f"{policy.name} for {other.name}", use=other.use))
