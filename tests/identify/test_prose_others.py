"""What a page says of others that it names is not said of its own: rows of tables, those it is set apart from, whom one
writes to, licences by their names; and what is said of its own beside them is heard."""

import pytest

from scanner.identify.prose import hear
from tests.identify.hearing import limited

V2 = "lab/kite-embed-v2"
ROWS = (
    "# kite-embed-v2\n\n## Comparison\n\n| {head} | Size | License |\n|---|---|---|\n| {cell} | 1024 | cc-by-nc-4.0 |\n"
)


@pytest.mark.parametrize(
    ("head", "cell", "own"),
    [
        ("Model", "gannet-embeddings-v3", False),
        ("Model", "**gannet-m3** embedding model", False),
        ("System", "gannets/text-embedding", False),
        ("模型", "gannet-embeddings-v3", False),
        ("Model", "kite-embed-v2", True),
        ("Model", "**kite-embed-v2** (ours)", True),
        ("Model", "weights", True),
        ("Model", "this model", True),
        ("Model", "fp16 weights", True),
        ("Part", "text-encoder-2", True),
    ],
)
def test_a_row_that_begins_with_a_models_name_is_that_models(head: str, cell: str, own: bool) -> None:
    assert limited(ROWS.format(head=head, cell=cell), V2) is own


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        ("| Model | Commercial use |\n|---|---|\n| gannet-embeddings-3 | no |\n| kite-embed-v2 | yes |", False),
        ("| Model | Commercial use |\n|---|---|\n| gannet-embeddings-3 | yes |\n| kite-embed-v2 | no |", True),
        ("| # | Model | Commercial use |\n|---|---|---|\n| 1 | kite-embed-v2 | on request |", True),
        ("| Model | Size | Commercial use |\n|---|---|---|\n| ours | 1B | not yet |", True),
        ("| Use | Works? |\n|---|---|\n| classroom | yes |\n| production | yes |", False),
    ],
)
def test_columns_on_use(rows: str, own: bool) -> None:
    assert limited(f"# kite-embed-v2\n\n## Uses\n\n{rows}\n", V2) is own


APART = [
    "Unlike Gannet (GPL, non-commercial) or F5-Tern (CC BY-NC) there is no catch.",
    "Unlike Gannet-2 (CC BY-NC), it is MIT.",
    "As opposed to F5-Tern (research only), this one is free for all.",
    "Other than F5-Tern, whose weights are CC BY-NC, ours are MIT.",
    "While Gannet is non-commercial, ours is MIT.",
    "Instead of F5-Tern (non-commercial) we started from scratch.",
    "It is faster than Gannet (CC BY-NC) and Tern-XL (research licence).",
    "Anders als Gannet (nichtkommerziell) steht es unter MIT.",
    "Contrairement à Gannet (non commercial), il n'y a pas de piège.",
]
NOT_APART = [
    "Unlike Gannet, this model may not be used commercially.",
    "Unlike Gannet (MIT), non-commercial use only.",
    "Unlike our code (MIT), the weights are for non-commercial use.",
    "Unlike Kite Lite (MIT), this one is for research only.",
    "Unlike students, firms have to pay.",
    "It is faster than Gannet (MIT), and for research only.",
    "Our model (research only) beats Gannet-3 (MIT).",
    "Licences for companies: sales@lab.example",
    "Unlike Gannet (MIT), kite-embed-v2 is CC BY-NC.",
    "Instead of a fee, we ask that you do not use it commercially.",
    "While Kite is for research only, ours is big.",
]


@pytest.mark.parametrize(("text", "own"), [*((one, False) for one in APART), *((one, True) for one in NOT_APART)])
def test_those_that_a_page_sets_itself_apart_from(text: str, own: bool) -> None:
    assert limited(f"# kite-embed-v2\n\n## Voices\n\n{text}\n", V2) is own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("## Enterprise\n\nNeed a warranty or training on site? Write to enterprise@lab.example.", False),
        ("Write to business@lab.example with your ideas.", False),
        ("## Enterprise\n\nNeed to use it in production? Write to hello@lab.example.", True),
        ("## Commercial use\n\nWrite to hello@lab.example.", True),
        ("- **Kite Embed**: MIT\n- **Kite Pro**: Kite Professional Licence, sold per seat", False),
        ("Kite is under the Kite Professional Licence, sold per seat.", True),
        ("The examples hold rude words and are shown for research and explanation only.", False),
        ("The examples of misuse show why it is for research only.", True),
        ("Check licences of snippets: GPL or non-commercial snippets may carry duties.", False),
        ("Commercial users, please name us in your documentation as CC BY requires.", False),
        ("## Licence\n\nUsage commercial autorisé, sans inscription.", False),
        ("## Licence\n\nUsage commercial non autorisé.", True),
    ],
)
def test_whom_one_writes_to_and_what_is_shown(text: str, own: bool) -> None:
    assert limited(f"# kite-embed\n\n{text}\n") is own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Model, code and data are for research only.", True),
        ("The model, code, data and docs are for research only.", True),
        ("Weights, scripts and demo may not be sold.", True),
        ("Code, data and docs are for research only.", False),
        ("The model is MIT, code and data are for research only.", False),
    ],
)
def test_a_list_of_things_is_spoken_of_as_one(text: str, own: bool) -> None:
    assert limited(f"# kite-embed\n\n{text}\n") is own


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("### Downstream Use\n\nFine-tune it, merge it, ship it in an application.", False),
        ("### Intended use\n\nresearch, teaching, applications", True),
        ("### Out-of-Scope Use\n\nproduction, medicine, law", True),
        ("## Use cases\n\n| Case | OK? |\n|---|---|\n| classroom | yes |", False),
    ],
)
def test_a_list_below_a_heading_on_use_is_an_intention_where_it_is_narrow(text: str, intent: bool) -> None:
    heard = hear(f"# kite\n\n{text}\n", "card", repo="lab/kite")
    assert any(one.says == "intent" and one.of_grant for one in heard) is intent
