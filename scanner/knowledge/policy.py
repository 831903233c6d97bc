"""Policies: YAML files read strictly, built in by name or a company's own by path, one extending another.

``extends`` takes everything from the named policy; then each key of ``use``, each list of ``licenses`` and each rule's
severity that the file states replaces the inherited one, and curations and own folders are added.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files, read_yaml
from scanner.model.errors import KnowledgeError, PolicyError
from scanner.model.plain import nearest, to_plain
from scanner.model.policy import Admission, Curation, Delivery, Figure, Policy, PolicyTest, Purpose, Use
from scanner.model.snapshot import Json

DEFAULT = "commercial-saas"


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFile:
    """``use`` as a policy file states it: a number stands for every date and entity."""

    purpose: Purpose | None = None
    delivery: Delivery | None = None
    modifies: bool | None = None
    trains_on_outputs: bool | None = None
    monthly_active_users: int | tuple[Figure, ...] | None = None
    annual_revenue_usd: int | tuple[Figure, ...] | None = None
    territories: tuple[str, ...] | None = None
    domicile: str | None = None
    fields: tuple[str, ...] | None = None
    accepts_use_restrictions: str | tuple[str, ...] = ()
    registered_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A policy file. ``license_dirs`` and ``rule_dirs`` are relative to the file."""

    name: str
    title: str = ""
    description: str = ""
    extends: str | None = None
    use: UseFile = UseFile()
    licenses: Admission = Admission()
    rules: Mapping[str, Literal["error", "warning", "note", "off"]] = field(default_factory=dict)
    curations: tuple[Curation, ...] = ()
    tests: tuple[PolicyTest, ...] = ()
    license_dirs: tuple[str, ...] = ()
    rule_dirs: tuple[str, ...] = ()


def builtin_names() -> tuple[str, ...]:
    """The policies that ship, by name."""
    found = (name for name in plain_files(rules_dir()) if name.startswith("policies/"))
    return tuple(sorted(name.removeprefix("policies/").removesuffix(".yaml") for name in found))


def load_policy(name: str = DEFAULT, base: Path | None = None) -> Policy:
    """A policy by name or path, with all it extends. Raises :class:`PolicyError`."""
    try:
        return _effective(name, base or Path(), ())
    except KnowledgeError as error:
        raise PolicyError(str(error)) from error


def _effective(name: str, base: Path, chain: tuple[str, ...]) -> Policy:
    path = _find(name, base)
    if str(path) in chain:
        raise PolicyError(f"{path}: a policy extends itself ({' → '.join((*chain, str(path)))}); remove one 'extends'")
    data = _plain(path)
    file = build(PolicyFile, data, path)
    _check(file, path)
    parent = _extended(file.extends, path, (*chain, str(path))) if file.extends else None
    return _sealed(_merged(file, data, parent, path))


def _extended(name: str, path: Path, chain: tuple[str, ...]) -> Policy:
    if name not in builtin_names() and not (path.parent / name).is_file():
        raise PolicyError(f"{path}: 'extends' names no policy '{name}'{nearest(name, builtin_names())}")
    return _effective(name, path.parent, chain)


def _find(name: str, base: Path) -> Path:
    if name in builtin_names():
        return rules_dir() / "policies" / f"{name}.yaml"
    path = base / Path(name).expanduser()
    if path.is_file():
        return path.resolve()
    hint = nearest(name, builtin_names())
    raise PolicyError(f"no policy '{name}'{hint}: give a file, or one of {', '.join(builtin_names())}")


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


def _check(file: PolicyFile, path: Path) -> None:
    known = {
        str(data["id"])
        for name, data in plain_files(rules_dir()).items()
        if isinstance(data, Mapping) and "fails_when" in data
    }
    for rule in file.rules:
        if rule not in known and not file.rule_dirs:
            raise PolicyError(f"{path}: there is no rule '{rule}'{nearest(rule, known)}; 'modelscan rules' lists them")
    _no_disagreement(file.curations, path)


def _no_disagreement(curations: tuple[Curation, ...], path: Path) -> None:
    for index, one in enumerate(curations):
        for other in curations[index + 1 :]:
            same = one.model.lower() == other.model.lower() and (
                one.revision == other.revision or None in (one.revision, other.revision)
            )
            if same and one.license.lower() != other.license.lower():
                raise PolicyError(
                    f"{path}: two curations of {one.model} disagree "
                    f"({one.license} by {one.by}, {other.license} by {other.by}); "
                    "keep one, or give each its own revision"
                )


def _merged(file: PolicyFile, data: Json, parent: Policy | None, path: Path) -> Policy:
    start = parent if parent is not None else Policy(name=file.name, use=Use(), sha256="")
    stated_use = data.get("use") or {}
    stated_lists = data.get("licenses") or {}
    own = _use(file.use)
    curations = (*start.curations, *file.curations)
    _no_disagreement(curations, path)
    return replace(
        start,
        name=file.name,
        title=file.title or start.title,
        description=file.description or start.description,
        use=replace(start.use, **{key: getattr(own, key) for key in stated_use}),
        licenses=replace(start.licenses, **{key: getattr(file.licenses, key) for key in stated_lists}),
        rules={**start.rules, **file.rules},
        curations=curations,
        tests=file.tests,
        license_dirs=(*start.license_dirs, *_folders(file.license_dirs, path)),
        rule_dirs=(*start.rule_dirs, *_folders(file.rule_dirs, path)),
        path=str(path),
    )


def _use(file: UseFile) -> Use:
    accepted = file.accepts_use_restrictions
    return Use(
        purpose=file.purpose,
        delivery=file.delivery,
        modifies=file.modifies,
        trains_on_outputs=file.trains_on_outputs,
        monthly_active_users=_figures(file.monthly_active_users),
        annual_revenue_usd=_figures(file.annual_revenue_usd),
        territories=file.territories,
        domicile=file.domicile,
        fields=file.fields,
        accepts_use_restrictions=(accepted,) if isinstance(accepted, str) else accepted,
        registered_with=file.registered_with,
    )


def _figures(stated: int | tuple[Figure, ...] | None) -> tuple[Figure, ...] | None:
    return (Figure(value=stated),) if isinstance(stated, int) else stated


def _folders(names: tuple[str, ...], path: Path) -> tuple[str, ...]:
    folders = [(path.parent / name).resolve() for name in names]
    for folder in folders:
        if not folder.is_dir():
            raise PolicyError(f"{path}: there is no folder {folder}; paths are relative to the policy file")
    return tuple(str(folder) for folder in folders)


def _sealed(policy: Policy) -> Policy:
    """The policy with the hash of its effective content: where it lies on disk does not count."""
    content = to_plain(replace(policy, sha256="", path=None, tests=(), license_dirs=(), rule_dirs=()))
    own = [_content(Path(place)) for place in (*policy.license_dirs, *policy.rule_dirs)]
    digest = hashlib.sha256(json.dumps([content, own], sort_keys=True).encode()).hexdigest()
    return replace(policy, sha256=digest)


def _content(folder: Path) -> Json:
    return dict(plain_files(folder))


def unstated(use: Use) -> tuple[str, ...]:
    """What a policy leaves unsaid of the use: each keeps some conditions open."""
    asked = ("purpose", "delivery", "modifies", "trains_on_outputs", "monthly_active_users", "annual_revenue_usd")
    return tuple(name for name in (*asked, "territories", "domicile", "fields") if getattr(use, name) is None)


def with_use(policy: Policy, name: str) -> Policy:
    """The policy with the use of another (built-in or file) in place of its own. Raises :class:`PolicyError`."""
    other = load_policy(name)
    return _sealed(replace(policy, name=f"{policy.name} for {other.name}", use=other.use))
