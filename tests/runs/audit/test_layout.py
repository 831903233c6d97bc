"""No word is broken inside itself and nothing is cut, at every width, measured by Chromium; and the same of paper."""

import html
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from scanner.report.audit.formats import render
from scanner.report.registry import render as render_check
from tests.report.samples import ERROR, HOSTILE, RESULTS, report
from tests.runs.audit.making import crowded, demo, hostile, many

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Letters are one word until a seam; what is longer than any word may break. Only what can be seen counts.
MEASURE = r"""
() => {
  const found = [];
  const hidden = '.hidden, .skip, noscript, script, style, select, svg';
  const shown = (one) => getComputedStyle(one).display !== 'none' && !one.closest(hidden);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node; (node = walker.nextNode());) {
    if (!shown(node.parentElement)) continue;
    for (const word of node.data.matchAll(/[\p{L}\p{N}]{2,35}/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top)));
      if (lines.size > 1) found.push(`broken: ${word[0]} in ${node.parentElement.tagName}`);
    }
  }
  for (const one of document.querySelectorAll('td, th, p, li, dd, dt, h1, h2, h3, h4, .tile')) {
    const box = one.getBoundingClientRect();
    if (!shown(one) || !box.width || one.closest('.wrap, #grid')) continue;
    if (box.right > innerWidth + 1) found.push(`cut: ${one.tagName} ${one.textContent.trim().slice(0, 30)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  for (const one of document.querySelectorAll('td, th, .tile, figcaption, dd, li, .notice, .lines p')) {
    if (!shown(one) || !one.clientWidth || one.scrollWidth <= one.clientWidth + 1) continue;
    found.push(`spills: ${one.tagName} ${one.textContent.trim().slice(0, 30)}`);
  }
  for (const chart of document.querySelectorAll('svg[role=img]')) {
    const box = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')].map((one) => one.getBoundingClientRect());
    texts.forEach((a, i) => texts.slice(i + 1).forEach((b) => {
      const beside = a.left < b.right - 1 && b.left < a.right - 1;
      if (beside && a.top < b.bottom - 3 && b.top < a.bottom - 3) found.push(`overlap in ${chart.parentElement.id}`);
    }));
    for (const text of chart.querySelectorAll('text')) {
      const own = text.getBoundingClientRect();
      if (own.left < box.left - 1 || own.right > box.right + 1) found.push(`beyond its chart: ${text.textContent}`);
    }
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("needs chromium on the PATH to measure the pages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layout")
    made = {"demo": demo(), "hostile": hostile(), "many": many(2000), "crowded": crowded()}
    for name, audit in made.items():
        (folder / f"{name}.html").write_text(str(render("html", audit)), encoding="utf-8")
    check = render_check("html", report(HOSTILE, *RESULTS.values(), ERROR))
    (folder / "check.html").write_text(check, encoding="utf-8")
    return folder


def measured(browser: "Browser", page: Path, width: int, extra: str = "", media: str = "screen") -> list[str]:
    context = browser.new_context(viewport={"width": width, "height": 1000}, bypass_csp=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.emulate_media(media=media)  # type: ignore[arg-type]
    opened.add_style_tag(content=".model { content-visibility: visible !important; }" + extra)
    opened.wait_for_timeout(200)
    found: list[str] = opened.evaluate(MEASURE)
    context.close()
    return found


@pytest.mark.parametrize("width", [390, 768, 1400])
@pytest.mark.parametrize("name", ["demo", "hostile", "many", "crowded", "check"])
def test_nothing_is_broken_or_cut(browser: "Browser", pages: Path, name: str, width: int) -> None:
    assert measured(browser, pages / f"{name}.html", width) == []


@pytest.mark.parametrize("name", ["demo", "hostile", "many", "crowded"])
def test_no_table_scrolls_sideways_on_a_phone(browser: "Browser", pages: Path, name: str) -> None:
    """Every row is a card there, with every column by its name; the table of models keeps the heads that sort it."""
    context = browser.new_context(viewport={"width": 390, "height": 1000})
    page = context.new_page()
    page.goto(pages.joinpath(f"{name}.html").as_uri())
    page.wait_for_timeout(300)
    wide = "[...document.querySelectorAll('.wrap, #grid')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
    assert page.evaluate(f"{wide}.map((one) => one.ariaLabel || one.id)") == []
    labels = "[...document.querySelector('#table tbody tr').cells].map((cell) => cell.dataset.label || '')"
    heads = "[...document.querySelectorAll('#table thead th')].map((head) => head.textContent)"
    assert page.evaluate(labels)[2:] == page.evaluate(heads)[2:]
    assert page.locator("#table thead th").nth(9).is_visible()
    context.close()


#: The two kinds of page that are printed: 180 mm upright, 267 mm across for the table of models; in CSS pixels.
SHEETS = {"upright": (680, "#models { display: none; }"), "across": (1009, "main > :not(#models) { display: none; }")}


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["demo", "many", "crowded", "check"])
def test_nothing_is_broken_or_cut_as_it_prints(browser: "Browser", pages: Path, name: str, sheet: str) -> None:
    width, only = SHEETS[sheet]
    assert measured(browser, pages / f"{name}.html", width, only, media="print") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("name", ["check", "crowded"])
def test_no_serious_barrier_and_nothing_asked(
    browser: "Browser", pages: Path, name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    page, trouble = context.new_page(), []
    address = (pages / f"{name}.html").as_uri()
    page.on("console", lambda said: trouble.append(said.text))
    page.on("request", lambda asked: trouble.append(asked.url) if asked.url != address else None)
    page.goto(address)
    found = Axe().run(page).response["violations"]
    context.close()
    grave = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert (grave, trouble) == ([], [])


def test_the_measure_sees_a_broken_word_and_a_cut_cell(browser: "Browser", pages: Path) -> None:
    broken = measured(browser, pages / "demo.html", 390, "td, th { overflow-wrap: anywhere !important; }")
    assert any(one.startswith("broken") for one in broken)
    cut = measured(browser, pages / "demo.html", 390, "h1 { width: 60rem; }")
    assert any(one.startswith("cut: H1") for one in cut)


def _words(text: str) -> set[str]:
    found = re.findall(r"[^\W_]{3,}", unicodedata.normalize("NFKC", text))
    return {word for word in found if not re.fullmatch(r"[0-9a-f]{3,}", word)}  # numbers, and what hashes are cut into


@pytest.mark.parametrize("by", ["weasyprint", "chromium"])
def test_paper_breaks_no_word(browser: "Browser", pages: Path, tmp_path: Path, by: str) -> None:
    """Every word on paper stands in the page's text so; half of one would not."""
    from pypdf import PdfReader

    pdf = tmp_path / "made.pdf"
    if by == "weasyprint":
        made = render("pdf", demo())
        assert isinstance(made, bytes)
        pdf.write_bytes(made)
    else:
        opened = browser.new_page()
        opened.goto((pages / "demo.html").as_uri())
        opened.pdf(path=str(pdf), prefer_css_page_size=True)
        opened.close()
    page = (pages / "demo.html").read_text(encoding="utf-8").replace("<wbr>", "")
    whole = _words(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script)>.*?</\1>", " ", page))))
    printed = _words("\n".join(one.extract_text() for one in PdfReader(pdf).pages).replace("\u200b", ""))
    assert len(printed) > 500
    if by == "weasyprint":
        assert "Signature" in PdfReader(pdf).pages[0].extract_text(), "what is to be signed stands on page one"
    assert sorted(printed - whole - {"page"}) == []
