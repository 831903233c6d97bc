"""Cards read by frames come out as each does by itself: on made-up cards, broken ones and ones that few would write."""

import json
import random
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from scanner.judge.columns.cards import NO_CARD, CardKeys
from scanner.judge.columns.frames import CardColumn
from scanner.judge.columns.looking import Looks
from scanner.judge.columns.naming import NO_JSON, Naming, of_card
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir

_IDS = ("acme/one", "Acme/One", "acme/two", "acme/any-0", "another/any-0", "gpt2", "not an id", "../up", "", "x" * 99)
_WORDS = (
    "mit",
    "other",
    "en",
    "for research only",
    "naïve",
    'a "quoted" one',
    "back\\slash",
    "tab\t",
    "{",
    "}:",
    "https://huggingface.co/acme/one",
)
_NUMBERS = (0, 1, -5, 0.8374, 1e300, 12345678901234567890, True, False, None, 0.0, [], {})
_KEYS = (
    "license license_name license_link language tags datasets base_model base_models base_model_relation model-index "
    "library_name new_version pipeline_tag widget extra_gated_prompt usage_restrictions own-key "
    "Base_Model source_datasets"
).split()


def _value(rnd: random.Random, depth: int = 0) -> object:
    drawn = rnd.random()
    if drawn < 0.3:
        return rnd.choice(_IDS)
    if drawn < 0.55:
        return rnd.choice(_WORDS)
    if drawn < 0.65 or depth > 2:
        return rnd.choice(_NUMBERS)
    if drawn < 0.9:
        return [_value(rnd, depth + 1) for _ in range(rnd.randrange(4))]
    return {rnd.choice((*_KEYS, *_WORDS)): _value(rnd, depth + 1) for _ in range(rnd.randrange(3))}


def _results(rnd: random.Random) -> object:
    metrics = [{"type": "f1", "value": rnd.choice((0, 0.5, rnd.random()))} for _ in range(rnd.randrange(3))]
    data = rnd.choice(
        ({"type": f"set{rnd.randrange(9)}"}, {"type": 0, "name": "a"}, {"type": 3, "name": "a"}, {"name": ""}, {})
    )
    return [{"name": f"model-{rnd.randrange(99)}", "results": [{"dataset": data, "metrics": metrics}]}]


def _card(rnd: random.Random) -> str:
    data = {key: _value(rnd) for key in rnd.sample(_KEYS, rnd.randrange(5))}
    if rnd.random() < 0.3:
        data["model-index"] = _results(rnd)
    if rnd.random() < 0.5:
        data["base_model"] = rnd.choice(_IDS[:5])
        data["datasets"] = [f"acme/set-{rnd.randrange(4)}" for _ in range(rnd.randrange(3))]
    close = rnd.random() < 0.8
    text = json.dumps(data, separators=(",", ":") if close else None, ensure_ascii=rnd.random() < 0.2)
    if rnd.random() < 0.15:
        at = rnd.randrange(len(text))
        text = text[:at] + rnd.choice(("", '"', ",", "}", ":", "1", " ", "\n")) + text[at + rnd.randrange(2) :]
    return text


_HOSTILE: tuple[str | None, ...] = (
    None,
    "",
    "null",
    "[]",
    "5",
    '"text"',
    "{",
    "{}",
    " {}",
    '{"license":"mit"',
    '{"a":"b" "c":"d"}',
    '{"a":--5}',
    '{"a":01}',
    '{"model-index":[{"results":1e999}]}',
    '{"model-index":[{"results":2e999}]}',
    '{"base_model":"acme/one","base_model":"acme/two"}',
    '{"base_model":["acme/one","acme/one"]}',
    '{"base_model":["acme/one","acme/two"]}',
    '{"base_model":["acme/two","acme/one"]}',
    '{"base_model":{"id":"acme/one"}}',
    '{"base_model":"acme/one","license_link":"https://huggingface.co/acme/one"}',
    '{"language":["en"],"license":"mit"}',
    '{"language":["de"],"license":"mit"}',
    '{"language":["de"],"license":"other"}',
    '{"language":["de"}',
    '{"language":["en"}',
    '{"x":1 2}',
    '{"x":3 4}',
    '{"license" :"mit"}',
    '{"license":"mit","x":NaN}',
)


def _read(looks: Looks, text: str | None) -> tuple[CardKeys, str, str] | None:
    try:
        return looks.cards.card(text) if text else NO_CARD
    except NO_JSON:
        return None


def _cards(seed: int) -> Iterator[str | None]:
    rnd = random.Random(seed)
    made = [_card(rnd) for _ in range(1_500)]
    yield from (*_HOSTILE, *made, *rnd.sample(made, 200))


@pytest.mark.parametrize("seed", range(3))
def test_cards_by_frames_are_what_each_is(seed: int) -> None:
    looks, texts = Looks(load_licenses(rules_dir())), [*_cards(seed)]
    told = CardColumn(looks.cards, looks.frames, pa.array(texts, pa.string()))
    for row, text in enumerate(texts):
        read = _read(looks, text)
        assert told.odd[row] == (read is None), text
        if read is not None:
            assert (told.card[told.cards[row]], told.said(row, 1), told.said(row, 2)) == read, text


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("what", [1, 2])
def test_what_cards_name_is_what_each_names(seed: int, what: int) -> None:
    looks, texts = Looks(load_licenses(rules_dir())), [*_cards(seed)]
    told, names = CardColumn(looks.cards, looks.frames, pa.array(texts, pa.string())), (looks.bases, looks.data)
    naming, each = (Naming(names[what - 1], len(texts)) for _ in range(2))
    told.name(naming, what)
    said = [(read or NO_CARD)[what] for read in (_read(looks, text) for text in texts)]
    there = np.asarray([row for row, text in enumerate(said) if text], np.int64)
    each.add(there, np.arange(len(there)), [said[row] for row in there], of_card)
    by_frames, alone = naming.named(), each.named()
    assert by_frames.odd.tolist() == alone.odd.tolist()
    ids = [
        [[one.names[at].as_py() for at in one.ids.at(np.asarray([row])).values] for row in range(len(texts))]
        for one in (by_frames, alone)
    ]
    assert ids[0] == ids[1]
    ways: dict[object, object] = {}
    for row in range(len(texts)):
        new, old = (tuple(int(column[row]) for column in one.ways[:1]) for one in (by_frames, alone))
        assert ways.setdefault(new, old) == old


def test_cards_that_differ_in_what_decides_nothing_are_one_frame() -> None:
    looks = Looks(load_licenses(rules_dir()))
    made = [
        {"base_model": f"acme/m{at}", "datasets": [f"acme/d{at}"], "license": "mit", "language": [f"l{at}"]}
        | {"model-index": [{"name": f"n{at}", "results": [{"value": 0.5 + at}]}]}
        for at in range(50)
    ]
    texts = pa.array([json.dumps(one, separators=(",", ":")) for one in made])
    assert [len(one.said) for one in looks.frames.of(texts)] == [1, 1, 1]
