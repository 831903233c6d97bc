"""A policy: the stated use, what is admitted, and how severe each rule is."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.words import Entity, Severity, Verdict

Purpose: TypeAlias = Literal["commercial", "non-commercial", "research", "evaluation"]
Delivery: TypeAlias = Literal["internal", "hosted", "shipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A stated number: ``as_of`` None means for every date, ``entity`` None means for every entity."""

    value: int
    as_of: str | None = None
    entity: Entity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The use a model is judged for. None is "unstated": a condition that asks for it stays open.

    ``monthly_active_users`` counts people; ``annual_revenue_usd`` US dollars a year. ``territories`` are where the
    product is offered, ``domicile`` where the company sits: ISO 3166-1 alpha-2 codes,
    ``EU``, ``EEA``, ``EUROPE`` or ``WORLD``.
    ``competes``: with products of those whose models, or outputs, it builds on.
    ``accepts_use_restrictions`` are licence ids whose use restrictions a person has read and accepted, or ``all``.
    """

    purpose: Purpose | None = None
    delivery: Delivery | None = None
    modifies: bool | None = None
    trains_on_outputs: bool | None = None
    competes: bool | None = None
    monthly_active_users: tuple[Figure, ...] | None = None
    annual_revenue_usd: tuple[Figure, ...] | None = None
    territories: tuple[str, ...] | None = None
    domicile: str | None = None
    fields: tuple[str, ...] | None = None
    accepts_use_restrictions: tuple[str, ...] = ()
    registered_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Which licences the policy admits: ids, keys, aliases or ``family:NAME``; matched without regard to case."""

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """A person's correction: this model's licence (a dataset's, as ``datasets/org/name``) is concluded ``license``; by
    whom, on what evidence. Where stated, it holds for one ``revision`` and while a licence file has ``text_sha256``.
    """

    model: str
    license: str
    by: str
    evidence: str
    revision: str | None = None
    text_sha256: str | None = None
    date: str | None = None

    @property
    def said(self) -> str:
        """Who concluded what, and where that was read."""
        dated = f", {self.date}" if self.date else ""
        return f"{self.license} by {self.by}{dated}: {self.evidence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a waiver was granted over: when either differs now, the waiver no longer holds."""

    effective: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An exception that a person granted: one rule, for one model (or every model under one effective licence).

    ``created`` and ``expires`` are UTC dates; the waiver holds through the day it expires. ``revision`` (a sha or its
    beginning) and ``use`` (a policy's name) narrow it further. Exactly one of ``model`` and ``license`` is set.
    """

    rule: str
    reason: str
    approver: str
    created: str
    expires: str
    model: str | None = None
    license: str | None = None
    revision: str | None = None
    use: str | None = None
    ticket: str | None = None
    granted: Granted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A finding that a baseline adopted with the codebase, by its fingerprint and the terms it was found under."""

    fingerprint: str
    rule: str
    model: str
    effective: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTest:
    """What a policy should say of a plain model with open weights under ``license`` (on a base under ``base``)."""

    license: str
    expect: Verdict
    base: str | None = None


#: How many days before a closed model's end a policy asks for a move, where it does not say.
RETIREMENT_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A whole policy, after ``extends``. ``sha256`` is of its effective content, so that a verdict can name it."""

    name: str
    use: Use
    sha256: str
    title: str = ""
    description: str = ""
    licenses: Admission = Admission()
    rules: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    curations: tuple[Curation, ...] = ()
    tests: tuple[PolicyTest, ...] = ()
    knowledge_max_age_days: int | None = None
    license_dirs: tuple[str, ...] = ()
    rule_dirs: tuple[str, ...] = ()
    retirement_days: int = RETIREMENT_DAYS
    path: str | None = None

    @property
    def off(self) -> tuple[str, ...]:
        """The rules that it does not ask."""
        return tuple(sorted(rule for rule, severity in self.rules.items() if severity == "off"))
