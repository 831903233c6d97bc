"""What the files of ``rules/prose/words/`` hold beside words by language, typed."""

from collections.abc import Mapping

from scanner.model.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Forms:
    """How text is folded, and the signs by which a language is met."""

    joins: tuple[tuple[str, str], ...]
    characters: str
    lookalikes: str
    signs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Near:
    """Concepts of which each stands within so many words of the next (``back``: in the other order, if it differs);
    ``ordered`` in that order alone, ``unbroken`` without a comma, a bracket or another sign between them, ``one_act``
    where nobody begins to do something else between them."""

    words: tuple[str, ...]
    within: int
    back: int = -1
    ordered: bool = False
    unbroken: bool = False
    one_act: bool = False


@dataclass(frozen=True, kw_only=True)
class Soft:
    any: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Denied:
    """Concepts that do not hold where one of ``by`` stands within their words or right behind them."""

    words: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    near: Mapping[str, Near]
    union: Mapping[str, tuple[str, ...]]
    masks: tuple[str, ...]
    idle: tuple[str, ...]
    retold: tuple[str, ...]
    contrasted: tuple[str, ...]
    denied: Denied
    soft: Soft


@dataclass(frozen=True, kw_only=True)
class NameWords:
    """Words of licence names: ``never`` are none in prose, ``never_alone`` none by themselves; ``families`` are models'
    names too, and a licence's only with one of ``licence`` behind them; ``plain`` alone make a limit, not a name;
    ``articles`` begin none; behind a label ``no_value`` tell of no terms of their own."""

    never: tuple[str, ...]
    never_alone: tuple[str, ...]
    families: tuple[str, ...]
    licence: tuple[str, ...]
    plain: tuple[str, ...]
    articles: tuple[str, ...]
    no_value: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Agreements:
    """How a sentence points at an agreement; each a list of patterns, told in ``agreements.yaml``."""

    bound: tuple[str, ...]
    noun: tuple[str, ...]
    follows: tuple[str, ...]
    east_bound: tuple[str, ...]
    east_noun: tuple[str, ...]
    ja_noun: tuple[str, ...]
    ja_follows: tuple[str, ...]
    ko_noun: tuple[str, ...]
    ko_follows: tuple[str, ...]
    unnamed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    contract: tuple[str, ...]
    broken: tuple[str, ...]
    file: tuple[str, ...]
    other_file: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """How sentences are put together; each a list of patterns or words, told in ``grammar.yaml``."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    apart: tuple[str, ...]
    pronouns: tuple[str, ...]
    stands_for: tuple[str, ...]
    leans: tuple[str, ...]
    is_bound: tuple[str, ...]
    continues: tuple[str, ...]
    conditional: tuple[str, ...]
    cause: tuple[str, ...]
    reason: tuple[str, ...]
    therefore: tuple[str, ...]
    joined: tuple[str, ...]
    owned: tuple[str, ...]
    variants: tuple[str, ...]
    sized: tuple[str, ...]
    version: tuple[str, ...]
    made_with: tuple[str, ...]
    excluded: tuple[str, ...]
    asks_use: tuple[str, ...]
    quoting: tuple[str, ...]
    label: tuple[str, ...]
    head: tuple[str, ...]
    ends: tuple[str, ...]
    after: tuple[str, ...]
    licensing: tuple[str, ...]
    changed: tuple[str, ...]
    once: tuple[str, ...]
    since: tuple[str, ...]
    not_since: tuple[str, ...]
    choice: tuple[str, ...]
    when: tuple[str, ...]
    told_by: tuple[str, ...]
    tells: tuple[str, ...]
    taken_in: tuple[str, ...]
    licence_ends: tuple[str, ...]
    licence_name: tuple[str, ...]
    reaches: tuple[str, ...]
    acts: tuple[str, ...]
    binds: tuple[str, ...]
    relative: tuple[str, ...]
    altered: tuple[str, ...]
    same_for_weights: tuple[str, ...]
    same_again: tuple[str, ...]
    followed: tuple[str, ...]
    leave_head: tuple[str, ...]
    plain_no: tuple[str, ...]
    wishes: tuple[str, ...]
    asks_leave: tuple[str, ...]
    refusing_terms: tuple[str, ...]
    use_heading: tuple[str, ...]
    uses_unmeant: tuple[str, ...]
    wishes_use: tuple[str, ...]
    instead: tuple[str, ...]
    no_part: tuple[str, ...]
    not_here: tuple[str, ...]
    them: tuple[str, ...]
    data_heading: tuple[str, ...]
    set_called: tuple[str, ...]
    shown_lead: tuple[str, ...]
    asks_limit: tuple[str, ...]
    says_no: tuple[str, ...]
    rivals: tuple[str, ...]
    contrast: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    compared: tuple[str, ...]
    comparable: tuple[str, ...]
    bare_heading: tuple[str, ...]
    terms_follow: tuple[str, ...]
    tells_terms: tuple[str, ...]
    tried: tuple[str, ...]
    of_others: tuple[str, ...]
    of_reader: tuple[str, ...]
    called: tuple[str, ...]
    possessed: tuple[str, ...]
    whose: tuple[str, ...]
    learning_heading: tuple[str, ...]
    set_apart: tuple[str, ...]
    speaker: tuple[str, ...]
    sample_label: tuple[str, ...]
    sample_head: tuple[str, ...]
    samples_heading: tuple[str, ...]
    any_samples: tuple[str, ...]
    translated_head: tuple[str, ...]
    versions_heading: tuple[str, ...]
    changes_heading: tuple[str, ...]
    version_here: tuple[str, ...]
    version_current: tuple[str, ...]
    field_head: tuple[str, ...]
    model_head: tuple[str, ...]
    model_name: tuple[str, ...]
    notice: tuple[str, ...]
    disclaims: tuple[str, ...]
    retold_ends: tuple[str, ...]
    retold_list: tuple[str, ...]
    retold_list_ends: tuple[str, ...]
