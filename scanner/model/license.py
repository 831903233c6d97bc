"""Licence knowledge: what one file under ``rules/licenses/`` says, as types."""

from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.once import Kept
from scanner.model.words import Confidence, Effect, Entity

Family: TypeAlias = Literal[
    "permissive",  # OSI/FSF permissive: attribution at most
    "public-domain",
    "weak-copyleft",
    "copyleft",
    "network-copyleft",
    "data",  # data licences (CDLA, ODC ...), permissive or share-alike
    "cc",  # Creative Commons that allow commercial use (BY, BY-SA, BY-ND)
    "non-commercial",  # CC NC and others with a plain non-commercial limit
    "modified-mit",  # look like MIT, add duties or limits
    "rail",  # use-restriction lists that travel
    "community",  # vendor terms with thresholds, policies, naming
    "research-only",
    "proprietary",
    "unspecified",  # `other`, `unknown`, `cc`, `openrail`: the key fixes no terms
]

TermName: TypeAlias = Literal[
    "non_commercial", "research_only", "evaluation_only", "user_threshold", "revenue_threshold", "territory",
    "field_of_use", "use_restrictions", "registration", "permission", "no_derivatives", "no_redistribution",
    "no_hosting", "no_output_training", "no_commercial_outputs", "no_competing_use", "eligibility", "manual",
]  # fmt: skip

#: Terms that leave research, or use without profit, alone.
NARROW: frozenset[TermName] = frozenset(("non_commercial", "research_only", "evaluation_only"))

#: When a condition or an obligation bites. ``always`` is any use at all.
When: TypeAlias = Literal[
    "always",
    "commercial",  # any commercial purpose
    "distributed",  # the model or a derivative is given to others (delivery: shipped)
    "hosted",  # offered as a service, without handing over a copy
    "distributed_or_hosted",
    "modified",
    "modified_and_distributed",
    "modified_and_hosted",
    "modified_and_distributed_or_hosted",
    "outputs_published",
    "trained_on_outputs",
]

DutyKind: TypeAlias = Literal[
    "attribution",  # credit the author
    "notice",  # keep or include copyright and notice texts
    "license_copy",  # hand over a copy of the licence
    "policy_copy",  # pass on an acceptable-use policy
    "pass_on_terms",  # bind recipients to the same restrictions
    "same_license",  # derivatives under the same (or a compatible) licence
    "mark_changes",
    "display",  # show a phrase such as "Built with Llama"
    "name_prefix",  # derivative names must begin with ...
    "name_ban",  # names or marks that must not be used
    "source_offer",
    "documentation",
    "disclose_ai_generated",
    "registration",
    "report",  # tell the licensor something
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a threshold is measured on: whose (``entity``), what (``metric``), when (``as_of``; None is now)."""

    entity: Entity | None = None
    metric: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One typed condition of the grant.

    ``value`` is the threshold (users, or US dollars), the excluded territories (ISO 3166 codes, or ``EU``), or the
    excluded fields; ``at_least``: reaching the threshold counts as above it. ``effect`` is what failing it does;
    ``duty`` conditions only trigger an obligation and never withhold the grant. ``only_if`` limits the condition to a
    modality of the model. ``open``: a changed text leaves unclear what it asks, so nothing settles it.
    """

    term: TermName
    effect: Effect
    clause: str
    text: str
    value: int | tuple[str, ...] | None = None
    basis: Basis | None = None
    at_least: bool = False
    when: When = "always"
    only_if: Literal["multimodal"] | None = None
    open: bool = False

    @property
    def withholds(self) -> bool:
        """Whether who fails it is granted nothing, and not only owes something."""
        return self.effect != "duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An obligation: what must be done (``text``, one imperative sentence), ``when``, and the clause that asks it.

    ``unsettled`` marks duties whose reach to weights is open in law (copyleft on weights): they never resolve to
    applies or not. ``display`` is the exact phrase or name prefix demanded, if any.
    """

    id: str
    kind: DutyKind
    when: When
    clause: str
    text: str
    display: str | None = None
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivatives:
    """What a derivative may be licensed under (``any``: only notices travel), and its name prefix if demanded."""

    license: Literal["any", "same", "compatible", "restricted", "none", "unknown"] = "unknown"
    naming: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What may be done with outputs. ``duty``: allowed, with a duty (a naming or display duty)."""

    commercial: Literal["allowed", "forbidden", "unknown"] = "unknown"
    train_models: Literal["allowed", "duty", "forbidden", "unknown"] = "unknown"
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class License(Kept):
    """One licence. ``id`` is the SPDX id where the SPDX list has one, else the Hub's key, else ``LicenseRef-...``.

    ``fixes_terms`` is false for keys that name no terms (`other`, `cc`); ``members`` are shell patterns of the ids that
    a name for several stands for. ``needs_text`` is true where different texts
    go by the same name, so that the name alone does not tell which one was granted. ``models`` are shell patterns of
    the Hub ids whose licensor calls this licence by the ``shared_name`` of others: on these the name does tell.
    ``texts`` are the sources of its texts in the index (``rules/texts``).
    """

    id: str
    name: str
    family: Family
    confidence: Confidence
    source: str
    spdx: bool = False
    hub_key: str | None = None
    aliases: tuple[str, ...] = ()
    shared_name: str | None = None
    models: tuple[str, ...] = ()
    version: str | None = None
    osi_approved: bool = False
    fsf_libre: bool | None = None
    fixes_terms: bool = True
    needs_text: bool = False
    members: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    obligations: tuple[Duty, ...] = ()
    derivatives: Derivatives = Derivatives()
    outputs: Outputs = Outputs()
    amendment: Literal["fixed", "licensor", "floating-policy", "unknown"] = "unknown"
    termination: str | None = None
    grant_clause: str | None = None
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    successor: str | None = None
    url: str | None = None
    notes: str | None = None
    path: str | None = None

    @property
    def expression(self) -> str:
        """The id as an SPDX licence expression can carry it: itself, or a ``LicenseRef-``."""
        if self.spdx or self.id.startswith("LicenseRef-"):
            return self.id
        return "LicenseRef-" + "".join(c if c.isalnum() or c in ".-" else "-plus" if c == "+" else "-" for c in self.id)
