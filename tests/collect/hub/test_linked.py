"""``license_link`` into another repo: one request for that file, and what it says is the grant's; unread is never
absent."""

import pytest

from scanner.model.snapshot import Snapshot
from tests.hubserver import FakeRepo
from tests.hubserver.server import Reply
from tests.making import judged, mit_text

MIT = mit_text().encode()
LIMIT = b"You may use this model for your own study. Commercial use of the model is not permitted.\n"
AT = "https://huggingface.co/fir/terms/blob/main/LICENSE"
OTHER = {"license": "other", "license_link": AT}


@pytest.fixture
def leading(ask, hub):
    """Asks for a model that leads to the licence of another repo."""

    def lead(front: dict[str, str], name: str = "fir/leads", **terms) -> Snapshot:
        lines = "\n".join(f"{key}: {value}" for key, value in front.items())
        card = f"---\n{lines}\n---\n# A model of the tides\n\nIt tells when the water comes.\n".encode()
        files = {"README.md": card, "model.safetensors": 3_000_000_000}
        hub.add(FakeRepo(name, files=files, card_data=front, tags=[f"license:{front['license']}"]))
        hub.add(FakeRepo("fir/terms", **{"files": {"LICENSE": MIT}, **terms}))
        return ask(name)

    return lead


def test_a_text_that_is_read_is_the_grant(leading, hub):
    result = judged(leading(OTHER))
    assert (result.commercial_use.status, result.license.concluded) == ("allowed", "MIT")
    assert [(file.path, file.match, file.scope) for file in result.license.files] == [(AT, "equivalent", "unstated")]
    assert hub.count("/fir/terms/") == 1
    assert hub.count("/api/models/fir/terms") == 0


@pytest.mark.parametrize("verb", ["blob", "resolve", "raw"])
def test_a_text_that_limits_takes_allowed_away(leading, verb):
    front = {"license": "mit", "license_link": AT.replace("blob", verb)}
    result = judged(leading(front, files={"LICENSE": LIMIT}))
    assert result.commercial_use.status == "unknown"
    assert any("is not permitted" in one for one in result.commercial_use.reasons), result.commercial_use.reasons


@pytest.mark.parametrize("terms", [{"gated": "manual"}, {"disabled": True}, {"private": True}], ids=str)
@pytest.mark.parametrize("license_", ["mit", "other"])
def test_what_does_not_arrive_is_unread(leading, terms, license_):
    one = leading({"license": license_, "license_link": AT}, **terms)
    assert [item.what for item in one.root.unread] == [AT]
    result = judged(one)
    assert result.commercial_use.status == "unknown"
    assert AT in " ".join(result.commercial_use.reasons)


def test_a_file_that_is_not_there_is_absent_and_not_asked_for_again(leading, ask, hub):
    front = {"license": "mit", "license_link": AT}
    assert judged(leading(front, files={})).commercial_use.status == "allowed"
    hub.forget()
    assert judged(ask("fir/leads")).commercial_use.status == "allowed"
    assert hub.count("/fir/terms/") == 0


def test_a_failing_hub_leaves_it_unread(leading, hub):
    hub.fault("/fir/terms/", Reply(500, b""), always=True)
    one = leading({"license": "mit", "license_link": AT})
    assert [item.what for item in one.root.unread] == [AT]
    assert judged(one).commercial_use.status == "unknown"


def test_a_document_is_named_as_unread(leading, hub):
    one = leading({"license": "mit", "license_link": AT + ".pdf"})
    assert [item.what for item in one.root.unread] == [AT + ".pdf"]
    assert hub.count("/fir/terms/") == 0


@pytest.mark.parametrize(
    "link",
    [
        "LICENSE",
        "https://huggingface.co/fir/leads/blob/main/LICENSE",
        "https://example.org/fir/terms/blob/main/LICENSE",
        "https://huggingface.co.example.org/fir/terms/blob/main/LICENSE",
        "https://huggingface.co/fir/terms/blob/main/../../../x/y/resolve/main/LICENSE",
    ],
)
def test_nothing_else_is_asked_for(leading, hub, link):
    leading({"license": "mit", "license_link": link})
    assert hub.count("/fir/terms") == 0
    assert hub.count("/x/y") == 0


@pytest.mark.parametrize("page", ["", "/", "/tree/main", "/blob/main/README.md"])
def test_the_page_of_another_repo_is_looked_up_for_its_licence(leading, hub, page):
    front = {"license": "mit", "license_link": f"https://huggingface.co/fir/terms{page}"}
    one = leading(
        front, card_data={"license": "cc-by-nc-4.0"}, files={"README.md": b"---\nlicense: cc-by-nc-4.0\n---\n"}
    )
    assert judged(one).commercial_use.status == "unknown"


def test_a_name_that_tells_what_lies_there_needs_no_text(leading, hub):
    hub.fault("/meta-llama/", Reply(401, b"{}", {"X-Error-Code": "GatedRepo"}), always=True)
    at = "https://huggingface.co/meta-llama/Llama-3.1-8B/blob/main/LICENSE"
    one = leading({"license": "other", "license_name": "llama3.1", "license_link": at})
    assert judged(one).commercial_use.status == "conditional"


@pytest.mark.parametrize(
    "body",
    [
        b"License: [see here](https://huggingface.co/fir/terms/blob/main/LICENSE)\n",
        b"The weights are licensed under [these terms](https://huggingface.co/fir/terms/blob/main/LICENSE).\n",
    ],
)
def test_a_licence_in_another_repo_that_the_body_leads_to(ask, hub, body):
    files = {"README.md": b"---\nlicense: apache-2.0\n---\n# A model\n\n" + body, "model.safetensors": 3_000_000_000}
    hub.add(FakeRepo("fir/leads", files=files, card_data={"license": "apache-2.0"}, tags=["license:apache-2.0"]))
    hub.add(FakeRepo("fir/terms", files={"LICENSE": LIMIT}))
    assert judged(ask("fir/leads")).commercial_use.status == "unknown"


def test_a_file_of_its_own_that_the_body_leads_to(ask, hub):
    card = b"---\nlicense: mit\n---\n# A model\n\nPlease read our [rules](rules_of_play.md) before use.\n"
    files = {"README.md": card, "rules_of_play.md": LIMIT, "src/tips.md": b"Tip", "model.safetensors": 3_000_000_000}
    hub.add(FakeRepo("fir/leads", files=files, card_data={"license": "mit"}, tags=["license:mit"]))
    one = ask("fir/leads")
    assert [text.path for text in one.root.texts] == ["rules_of_play.md"]
    assert judged(one).commercial_use.status == "unknown"
