"""The page in a real Chromium, opened from a file as from a mail: it works, asks for nothing, and runs nothing of what
others wrote. Skips aloud without a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.report.audit.formats import render
from tests.runs.audit.making import demo, hostile, many

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = {"demo": demo, "hostile": hostile, "many": many}


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("needs chromium on the PATH to open the report in a real browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for name, audit in PAGES.items():
        (made / f"{name}.html").write_text(str(render("html", audit())), encoding="utf-8")
    return made


Opener = Callable[..., "Page"]


@pytest.fixture
def opened(browser: "Browser", folder: Path) -> Iterator[Opener]:
    """Opens a page by name; at the end, nothing was requested, nothing failed and no dialog appeared."""
    trouble: list[str] = []
    contexts = []

    def open_(name: str, fragment: str = "", **more: object) -> "Page":
        context = browser.new_context(**more)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        address = (folder / f"{name}.html").as_uri()
        page.on("console", lambda said: trouble.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request", lambda asked: asked.url.split("#")[0] == address or trouble.append(f"asked: {asked.url[:99]}")
        )
        page.goto(address + fragment)
        page.wait_for_selector("#table tbody tr")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert trouble == []


def rows(page: "Page") -> list[str]:
    return page.locator("#table tbody tr:visible").all_inner_texts()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_and_nothing_of_others_runs(opened: Opener, name: str) -> None:
    page = opened(name)
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("[...document.scripts].every(s => !s.textContent.startsWith('alert'))")
    assert page.title().startswith("Model licence and governance audit")


def test_search_and_filters(opened: Opener) -> None:
    page = opened("demo")
    whole = len(rows(page))
    page.fill("#q", "whisper")
    assert len(rows(page)) == 2
    assert page.inner_text("#count") == f"2 of {whole} shown"
    page.fill("#q", "")
    page.select_option("#v", "fail")
    assert {"fail"} == {row.split("\t")[0].split()[-1] for row in rows(page)}
    page.select_option("#e", "production")
    assert 0 < len(rows(page)) < 6


def test_sorting_by_keyboard(opened: Opener) -> None:
    page = opened("demo")
    button = page.get_by_role("button", name="Parameters")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Parameters")
    assert "DeepSeek-R1" in rows(page)[0]


def test_a_deep_link_leads_to_the_model(opened: Opener) -> None:
    page = opened("demo", "#model=coqui/XTTS-v2")
    assert page.evaluate("document.activeElement.id") == "model=coqui/XTTS-v2"
    page.goto(page.url.split("#")[0] + "#model%3DBAAI%2Fbge-m3")
    page.wait_for_function("document.activeElement.id === 'model=BAAI/bge-m3'")
    page.locator("#table a", has_text="FLUX.1-dev").first.click()
    page.wait_for_function("document.activeElement.id.includes('FLUX.1-dev')")
    assert page.locator(":focus").is_visible()


def test_many_models_filter_sort_and_link(opened: Opener) -> None:
    page = opened("many")
    page.wait_for_selector("html[data-ready]")
    assert len(rows(page)) == 50
    page.fill("#q", "model-01234")
    page.wait_for_function("document.querySelectorAll('#table tbody tr').length === 1")
    assert page.inner_text("#count") == "1 of 1500 shown"
    page.fill("#q", "")
    page.select_option("#v", "fail")
    page.wait_for_function("document.querySelectorAll('#table tbody tr').length === 1")
    page.select_option("#v", "")
    page.locator("#table thead th", has_text="Model").click()
    page.evaluate("location.hash = '#model=acme/model-00777'")
    page.wait_for_selector("#detail article")
    assert "acme/model-00777" in page.inner_text("#detail h3")
    assert page.evaluate("document.activeElement.tagName") == "ARTICLE"


def test_a_hostile_name_among_many_is_only_text(opened: Opener) -> None:
    page = opened("many")
    page.wait_for_selector("html[data-ready]")
    page.select_option("#v", "fail")
    page.wait_for_function("document.querySelectorAll('#table tbody tr').length === 1")
    page.locator("#table tbody a").click()
    page.wait_for_selector("#detail article")
    assert "<img src=x onerror=alert(1)>" in page.inner_text("#detail h3")


def test_dark_and_print(opened: Opener) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert opened("demo", color_scheme="light").evaluate(colour) == "rgb(255, 255, 255)"
    page = opened("demo", color_scheme="dark")
    assert page.evaluate(colour) == "rgb(13, 17, 23)"
    page.emulate_media(media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()


def test_narrow_screens_do_not_scroll_sideways(opened: Opener) -> None:
    page = opened("demo", viewport={"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier(opened: Opener, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(name, color_scheme=scheme)
    if name == "many":
        page.evaluate("location.hash = '#model=acme/model-00777'")
        page.wait_for_selector("#detail article")
    found = Axe().run(page).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
