"""What a table is judged by, column by column, says what is said of one."""

import random
import re
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.relations import ids
from scanner.collect.relations.datasets import is_plain as is_plain_data
from scanner.collect.relations.families import all_families, family_named, fold_name, may_spell, may_tell
from scanner.judge.columns import depth, graph, walking
from scanner.judge.columns.batches import COLUMNS, SPECIAL, Columns
from scanner.judge.columns.codes import Lists, bits, grouped, listed
from scanner.judge.columns.endings import Endings
from scanner.judge.columns.graph import Graph
from scanner.judge.columns.naming import COLON, QUOTE, Names, Naming, of_api, of_apis, of_card, of_tag
from scanner.judge.columns.nodes import ABSENT, UNREAD, Nodes, Repos
from scanner.judge.columns.readings import Link, Readings, Shape
from scanner.judge.columns.rings import rings
from scanner.judge.columns.tags import Tags
from scanner.judge.columns.ways import Ways
from scanner.judge.reading.claims.names import says_nothing
from scanner.knowledge.formats import formats
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.fields import HUB_TAGS
from scanner.model.plain import line_of
from scanner.model.snapshot import MAX_DEPTH
from tests.runs.whole.walking import Walker, bits_from_stumbles

_TEXTS = (
    "a/b", "org/name-1.5", "n/a", "models/x", "./a/b", "a/b/c", "checkpoint-5/x", "org/checkpoint-500", "None/none",
    "x", "datasets/a", "spaces/a", "hf.co/a", "org/none", "a--b/c", "a/b..c", "a/b.git", "org/name, org/other",
    "a and b/c", "[a/b]", "https://huggingface.co/a/b", "org/name@v1", "org/na me", "dataset:a/b", "output/final",
    "user/best", "A/B", "or-g/n_a.m-e", "o/" + "x" * 97, "org/-x", "org/x-", "_o/x", "org/step",
)  # fmt: skip


@pytest.mark.parametrize("text", _TEXTS)
def test_what_is_surely_an_id_is_one_for_every_reader(text: str) -> None:
    if ids.surely_plain(text):
        assert ids.model_id(text) == text and ids.unpacked(text) == [text]
        assert not ids.means_nothing(text) and not ids.is_path(text)
        assert is_plain_data(text)


def test_what_is_surely_an_id_is_found_so_in_many() -> None:
    many = [
        *_TEXTS,
        *(text.upper() for text in _TEXTS),
        "o/n\n",
        "org/na--me",
        "org/Final_x",
        *(f"Org/name-{at}" for at in range(5)),
    ]
    sure = pc.match_substring_regex(many, f"^{ids.PLAIN}$").to_pylist()
    more = pc.match_substring_regex([text.lower() for text in many], ids.perhaps_more()).to_pylist()
    found = [text for text, one, other in zip(many, sure, more, strict=True) if one and not other]
    assert found == [text for text in many if ids.surely_plain(text)] and len(found) > 5


def test_endings_are_looked_up_as_their_expressions_are_found() -> None:
    expressions = [*formats().telling]
    ends = Endings(expressions)
    asked = [place for place in range(len(expressions)) if place not in ends.others]
    names = [expressions[place].removeprefix(r"/[^/]*").rstrip("$").replace("\\", "") for place in asked]
    paths = [
        f"{before}{name}{after}"
        for name in names
        for before in ("/", "/x", "/a.b/c.d", "/x.tar")
        for after in ("", "/y", ".z")
    ]
    paths += ["/", "/x", "/gguf", "/a/gguf", "/x.y/gguf", *(f"/{name[1:]}" for name in names)]
    found = [{*ends.told[number]} for number in ends.of(pa.array(paths)).tolist()]
    sought = [{place for place in asked if re.search(expressions[place], path)} for path in paths]
    assert len(asked) > 100 and found == sought


def test_ordinary_ids_are_surely_ids() -> None:
    assert all(map(ids.surely_plain, ("meta-llama/Llama-3.1-8B", "Qwen/Qwen3-8B", "mradermacher/x-i1-GGUF")))


def test_every_name_that_spells_a_family_may_spell_one() -> None:
    names = [name for one in all_families() for name in (*one.fires, *one.not_)]
    folded = [fold_name(name) for name in names]
    may = pc.match_substring_regex(folded, may_spell()).to_pylist()
    assert len(names) > 100
    missed = [name for name, one in zip(names, may, strict=True) if not one and family_named(name) is not None]
    assert [name for name in missed if "distil" not in name.lower()] == []


@pytest.mark.parametrize("sign", "_/ :()[]\\")
def test_every_name_that_spells_a_family_has_its_words_however_they_are_parted(sign: str) -> None:
    fires = [name for one in all_families() for name in one.fires]
    names = [name.replace("-", parted) for name in fires for parted in (sign, f"{sign}-", "-")]
    told = pc.match_substring_regex([name.lower() for name in names], may_tell()).to_pylist()
    assert [name for name, one in zip(names, told, strict=True) if not one and family_named(name) is not None] == []
    assert not any(pc.match_substring_regex(["bert-base", "whisper-small", "user7/t5_v1"], may_tell()).to_pylist())


def test_groups_and_lists_tell_apart_what_differs() -> None:
    rnd = random.Random(3)
    rows = [[rnd.randrange(3) for _ in range(rnd.randrange(4))] for _ in range(500)]
    parents = np.repeat(np.arange(500), [len(one) for one in rows])
    numbers = listed(parents, np.asarray([one for row in rows for one in row], np.int32), 500)
    assert all((numbers[a] == numbers[b]) == (rows[a] == rows[b]) for a in range(0, 500, 7) for b in range(500))
    groups = grouped(numbers, np.arange(500) % 2)
    assert [int(groups.number[at]) for at in groups.first] == list(range(len(groups)))


def test_ids_are_taken_out_only_where_nothing_else_stands() -> None:
    names = Names(ids.is_plain)
    one = names.bases(None, ("base_model:a/b", "base_model:finetune:a/b"), '{"base_model":"a/b"}', None)
    other = names.bases(None, ("base_model:c/d", "base_model:finetune:c/d"), '{"base_model":"c/d"}', None)
    apart = names.bases(None, ("base_model:c/d", "base_model:finetune:c/e"), '{"base_model":"c/d"}', None)
    assert one is not None and other is not None and apart is not None
    assert one.way == other.way != apart.way and other.ids == ("c/d",) and apart.ids == ("c/d", "c/e")
    assert names.bases(None, (), '{"base_model":"./out/checkpoint-5"}', None) is None
    assert names.bases('{"models":[{"id":"a/b","name":"c"}]}', (), "", None) is None


@pytest.mark.parametrize("seed", range(8))
def test_ids_are_taken_out_of_many_rows_as_out_of_one(seed: int) -> None:
    rnd, names, rows = random.Random(seed), Names(ids.is_plain), 300
    there = ("a/b", "A/B", "c/d", "e/f", "./out/checkpoint-5", "two words", 'a"/b', "models/x", "id")
    made = [[_says(rnd, there) for _ in range(rnd.randrange(3))] for _ in range(rows)]
    cards = [_card(rnd, there) if rnd.random() < 0.6 else "" for _ in range(rows)]
    apis = [_tells(rnd, there) for _ in range(rows)]
    naming, flat = Naming(names, rows), [(at, tag) for at, tags in enumerate(made) for tag in tags]
    said = [at for at, one in enumerate(apis) if one]
    texts = of_apis(pa.array([apis[at] for at in said], pa.string()))
    naming.add_texts(np.asarray(said), np.arange(len(said)), texts, QUOTE, of_api)
    tags = pa.array([tag for _, tag in flat])
    naming.add_texts(np.asarray([at for at, _ in flat]), np.arange(len(flat)), tags, COLON, of_tag)
    told = [at for at, card in enumerate(cards) if card]
    naming.add_texts(np.asarray(told), np.arange(len(told)), pa.array([cards[at] for at in told]), QUOTE, of_card)
    found = naming.named()
    alone = [names.bases(api, tuple(tags), card, None) for api, tags, card in zip(apis, made, cards, strict=True)]
    assert [one is None for one in alone] == found.odd.tolist()
    ways: dict[Any, Any] = {}
    for at, one in enumerate(alone):
        begin = int(found.ids.counts[:at].sum())
        if one is not None:
            of_row = found.ids.values[begin : begin + int(found.ids.counts[at])]
            assert tuple(found.names[name].as_py() for name in of_row.tolist()) == one.ids
            assert ways.setdefault(tuple(int(column[at]) for column in found.ways), one.way) == one.way
    assert 5 < len(ways) < rows / 2


def _card(rnd: random.Random, there: tuple[str, ...]) -> str:
    """What a card says of bases: one, several, one twice, and whatever else stands under such keys."""
    value = rnd.choice((rnd.choice(there), rnd.choices(there, k=2), [rnd.choices(there[:4], k=2)], {"id": there[0]}, 5))
    return line_of({"base_model": value} | ({"base_model_relation": rnd.choice(there)} if rnd.random() < 0.2 else {}))


def _tells(rnd: random.Random, there: tuple[str, ...]) -> str | None:
    """What the API says of bases, with or without their numbers; sometimes nothing, or no JSON."""
    ids = rnd.choices(there, k=rnd.choice((1, 1, 1, 2)))
    models = [{"id": one} | ({"_id": "0f" * 12} if rnd.random() < 0.5 else {}) for one in ids]
    told = line_of({"models": models} | ({"relation": rnd.choice(("finetune", "odd"))} if rnd.random() < 0.8 else {}))
    return rnd.choice((None, told, told, told[: -rnd.randrange(2)] or told))


def _says(rnd: random.Random, there: tuple[str, ...]) -> str:
    return f"base_model:{rnd.choice(('', 'finetune:', 'merge:'))}{rnd.choice(there)}"


class _Graph(NamedTuple):
    """Repos by number: which others each names, and at which it hints; what each bears; who holds rights, the names."""

    named: list[list[int]]
    hinted: list[list[int]]
    element: list[int]
    special: list[bool]
    names: list[str]

    @classmethod
    def plain(cls, named: list[list[int]], element: list[int]) -> "_Graph":
        count = len(named)
        return cls(named, [[]] * count, element, [False] * count, [f"o/m{at}" for at in range(count)])

    def differing(self) -> list[int]:
        """Those of which walking says something else."""
        made, walker = self._made()
        number, lineages = made.lineages(np.arange(len(self.named)))
        hints, wrong = made.hints, []
        for at, one in enumerate(number.tolist()):
            elements, hinted, states = walker.lineage(at)
            told = {hints[bit] for bit in bits(lineages[one].hints)}
            if lineages[one] != (bits_from_stumbles(elements), lineages[one].hints, states) or told != hinted:
                wrong.append(at)
        assert {one.elements for one in lineages} != {0}
        return wrong

    def _made(self) -> tuple[Graph, Walker]:
        readings = Readings(licenses=load_licenses(rules_dir()))
        both = [*zip(map(len, self.named), map(len, self.hinted), strict=True)]
        shapes = [readings.shapes.of(key, lambda key=key: _shape(*key)) for key in both]
        lists = [[*some, *others] for some, others in zip(self.named, self.hinted, strict=True)]
        flat = np.asarray([one for ids_ in lists for one in ids_], np.int32)
        names = pa.array([*self.names, *(f"lost/m{one}" for one in range(9))])
        readings.bases.fill(np.asarray(shapes, np.int32), Lists(np.asarray([*map(len, lists)]), flat), names)
        count, places = len(lists), {name: at for at, name in enumerate(self.names)}
        families = [at % 7 for at in range(count)] if any(self.hinted) else [0] * count
        for one in range(1, 7):
            readings.families.of(f"family-{one}")
        columns = {name: np.zeros(count, np.int32) for name in COLUMNS}
        columns |= {"bases": np.arange(count, dtype=np.int32), "families": np.asarray(families, np.int32)}
        rows = Columns(columns, np.where(self.special, SPECIAL, 0).astype(np.int8), np.ones(count, bool))
        named = np.asarray([places.get(name, -1) for name in names.to_pylist()], np.int32)
        nodes = Nodes(rows, np.asarray(self.element, np.int32), self.names.__getitem__, places.get, named)
        return Graph(readings, nodes), Walker(Repos(readings, nodes))


def _shape(stated: int, hinted: int) -> Shape:
    links = [Link("", "finetune", stated=at < stated, valid=True, family=None) for at in range(stated + hinted)]
    return Shape(tuple(enumerate(links)))


@pytest.mark.parametrize("seed", range(6))
def test_sets_are_what_walking_finds(seed: int) -> None:
    """Chains beyond the limit, merges of merges, rings, bases that are not there."""
    rnd, count = random.Random(seed), 400
    named = [_bases(rnd, number, count) for number in range(count)]
    element = [rnd.choice((ABSENT, *range(0, 60, 2))) for _ in range(count)]
    assert _Graph.plain(named, element).differing() == []


@pytest.mark.parametrize("seed", range(12))
def test_sets_of_rights_holders_and_hints_are_what_walking_finds(seed: int) -> None:
    """The same where some terms do not join, repos name themselves, names are hinted at; sparse and dense."""
    rnd, count = random.Random(seed), 300
    named = [sorted({*_bases(rnd, number, count), *_some(rnd, count, seed % 3)}) for number in range(count)]
    hinted = [_some(rnd, count, seed % 4 // 2) for _ in range(count)]
    element = [rnd.choice((ABSENT, UNREAD, *range(0, 12, 2))) for _ in range(count)]
    special = [rnd.random() < 0.4 for _ in range(count)]
    own = zip(special, range(count), strict=True)
    names = [f"Qwen/Qwen2.5-{at}B" if one else f"Org/m{at}" for one, at in own]
    assert _Graph(named, hinted, element, special, names).differing() == []


def _some(rnd: random.Random, count: int, most: int) -> list[int]:
    return sorted({rnd.randrange(count) for _ in range(rnd.randrange(most + 1))})


@pytest.mark.parametrize("most", (1, 70, 512))
def test_walks_in_several_parts_are_walks_in_one(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "TOGETHER", most)
    named = [[(number + 1) % 5 + number // 5 * 5, number * 7 % 1000] for number in range(1000)]
    assert _Graph.plain(named, [number % 40 for number in range(1000)]).differing() == []


@pytest.mark.parametrize("few", (0, 2_000))
@pytest.mark.parametrize("length", range(1, MAX_DEPTH + 5))
def test_rings_of_any_length_are_what_walking_finds(length: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings around the limit, some with a short cut or a merge that leads into others."""
    monkeypatch.setattr(graph, "_FEW", few)
    rnd, count = random.Random(length), 40 * length
    named = [[number - number % length + (number + 1) % length] for number in range(count)]
    for number in range(0, count, 3 * length):
        named[number] += sorted({rnd.randrange(count) for _ in range(3)} - {*named[number]})
    for element in ([2 * number for number in range(count)], [2 * (number % 3) for number in range(count)]):
        assert _Graph.plain(named, element).differing() == []


def _bases(rnd: random.Random, number: int, count: int) -> list[int]:
    drawn = rnd.random()
    if drawn < 0.02:
        return [rnd.randrange(count)]  # a ring, perhaps
    if drawn < 0.5:
        return [max(number - 1, 0)] if number else []
    if drawn < 0.6:
        return sorted({rnd.randrange(max(number, 1)) for _ in range(8)}) if number else []
    return [count + rnd.randrange(9)] if drawn < 0.7 else []


@pytest.mark.parametrize("marks", (True, False))
@pytest.mark.parametrize("seed", range(4))
def test_what_lies_beyond_the_limit_is_what_walking_meets(
    seed: int, marks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rnd, count = random.Random(seed), 900
    named = [_bases(rnd, number, count) for number in range(count)]
    ways = Ways.of([[(one, True) for one in ids_] for ids_ in named])
    lead = np.where(ways.nodes < count, ways.nodes, -1)
    if not marks:
        monkeypatch.setattr(depth, "_marked", lambda part, seed: np.zeros(part.ways, bool))
    asked = np.flatnonzero(depth.depths(ways, lead) > MAX_DEPTH)
    found = {*depth.beyond(ways, lead, asked).tolist()}
    assert found == {at for at in range(count) if _is_longer(named, at)}
    assert 0 < len(found) < len(asked)


def _is_longer(named: list[list[int]], at: int) -> bool:
    seen, level = {*named[at]}, {*named[at]}
    for _ in range(MAX_DEPTH):
        level = {two for one in level if one < len(named) for two in named[one]} - seen
        seen |= level
    return bool(level)


def test_rings() -> None:
    leads = [{1}, {2}, {0}, {0}, {4}, set()]
    assert sorted(sorted(one) for one in rings(leads)) == [[0, 1, 2], [3], [4], [5]]


def test_tags_that_are_passed_over_say_nothing() -> None:
    """Tags of the catalog, alone and behind words of terms, whole and in pieces."""
    rnd, catalog = random.Random(0), Catalog.open()
    tags = sorted({tag for repo in catalog.of_task("text-generation") for tag in repo.info.get("tags") or ()})
    drawn = [tag for tag in rnd.sample(tags, 1_500) if not tag.startswith(HUB_TAGS)]
    words = (
        "non-commercial",
        "nc",
        "research only",
        "No_Commercial-Use",
        "nicht kommerziell",
        "uso no comercial",
        "proprietary",
    )
    made = [*drawn, *words, *(f"{rnd.choice(drawn)}-{rnd.choice(words)}" for _ in range(300)), *(w[1:] for w in words)]
    tags = Tags()
    silent = {tag for tag in made if not tags._telling.found(tag.lower().replace("_", " ").replace("-", " "))}
    assert [tag for tag in made if tags._speaks[tag] == says_nothing(tag, "tag")] == []
    assert len(made) / 5 < len(silent) < len(made) and not silent & {*words}
