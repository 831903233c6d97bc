"""Reports of many models: bytes, seconds to write, peak memory, and how soon a browser shows them.

    python benchmarks/report.py [--models 50000] [--browser /usr/bin/chromium]

Compares the page of a large audit with a plain static table of the same rows, both opened in one headless Chromium in
the same run: what counts is the ratio. Then times 60 models into every format but PDF.
"""

import argparse
import html
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scanner.judge.evaluate import assess, engine_for
from scanner.knowledge.policy import load_policy, unstated
from scanner.model.report import Report
from scanner.model.snapshot import File, Repo, Snapshot
from scanner.report.audit.formats import BILLS, FORMATS, render
from scanner.runs.audit.types import Asset, Audit, Inventory, Judged, Quarter
from scanner.text.card import parse_card

MOMENT = "2026-11-23T09:00:00Z"
LICENCES = ("apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "other", "openrail", None)
BASES = (None, None, "meta-llama/Llama-3.1-8B", "Qwen/Qwen3-8B", "google/gemma-2-9b", "mistralai/Mistral-7B-v0.3")
SYSTEMS = [f"System {number:03}" for number in range(120)]
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def snapshot(number: int, chance: random.Random) -> Snapshot:
    """A made-up repo as the Hub would show it."""
    name = f"org-{chance.randrange(4000)}/{chance.choice(('assistant', 'embedder', 'vision', 'asr'))}-{number:05}"
    licence, base = chance.choice(LICENCES), chance.choice(BASES)
    front = "\n".join(
        line
        for line in (f"license: {licence}" if licence else "", f"base_model: {base}" if base else "", "tags: [demo]")
        if line
    )
    size = chance.choice((137, 410, 1300, 3800, 8030, 14200, 70600)) * 1_000_000
    root = Repo(
        id=name,
        repo_type="model",
        requested=name,
        revision=f"{chance.getrandbits(160):040x}",
        observed_at=MOMENT,
        info={
            "gated": False,
            "tags": [],
            "pipeline_tag": "text-generation",
            "safetensors": {"total": size},
            "downloads": chance.randrange(10**6),
            "likes": chance.randrange(5000),
            "createdAt": f"202{chance.randrange(3, 7)}-0{chance.randrange(1, 9)}-11T10:00:00Z",
        },
        card=parse_card(f"---\n{front}\n---\nA model.".encode()),
        files=(File(path="model.safetensors", size=size * 2, sha256=None), File(path="README.md", size=900)),
    )
    return Snapshot(target=name, root=root)


def audit_of(count: int) -> Audit:
    """An audit over generated models, each judged for real."""
    chance, policy = random.Random(7), load_policy()
    engine = engine_for(policy)
    made = sorted((snapshot(number, chance) for number in range(count)), key=lambda one: one.root.id)
    results = list(assess(made, policy, engine))
    judged = tuple(
        Judged(
            key=(result.model.lower(), ""),
            result=result,
            raw=result.verdict,
            policy=policy.name,
            assets=(
                Asset(
                    id=result.model,
                    system=chance.choice(SYSTEMS),
                    owner=f"Owner {chance.randrange(60)}",
                    environment=chance.choice(("production", "staging", "research")),
                    origins=("inventory.csv",),
                ),
            ),
        )
        for result in results
    )
    report = Report(
        results=tuple(results),
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        use=policy.use,
        tool_version="0",
        generated_at=MOMENT,
        policy_use_unstated=unstated(policy.use),
        rules=engine.rules.by_id,
        command="audit",
    )
    families = {record.id: record.family for record in engine.licenses}
    trend = (Quarter(as_of="2026-08-23T09:00:00Z", counts={"review": count}),)
    return Audit(report=report, judged=judged, inventory=Inventory(), families=families, trend=trend)


def static_table(audit: Audit) -> str:
    """The same rows as a plain table, written as the page of a smaller audit writes them, without any details."""
    rows = []
    for one in audit.judged:
        result = one.result
        name = f"{result.model}@{(result.revision or '')[:8]}"
        sign = {"pass": "✓", "review": "!", "unknown": "?", "fail": "✗"}[result.verdict]
        cells = (
            one.said("system"),
            one.said("environment"),
            one.said("owner"),
            result.commercial_use.status,
            ", ".join(result.license.effective),
            result.weights.status,
            result.datasets.status,
            str(result.weights.parameters or ""),
        )
        body = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
        mark = f'<span class="verdict {result.verdict}"><span aria-hidden="true">{sign}</span> {result.verdict}</span>'
        verdict = f'<td data-sort="1">{mark}</td>'
        head = f'<th scope="row"><a href="#model={html.escape(result.model)}">{html.escape(name)}</a></th>'
        rows.append(f"<tr>{verdict}{head}{body}</tr>")
    return "<!doctype html><meta charset=utf-8><title>t</title><table><tbody>" + "\n".join(rows) + "</tbody></table>"


def opened(pages: dict[str, Path], browser: str, times: int) -> dict[str, float]:
    """Median seconds until each page is parsed, its rows are there and laid out, and the page answers."""
    from playwright.sync_api import sync_playwright

    seconds: dict[str, list[float]] = {name: [] for name in pages}
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser, args=ARGUMENTS)
        for _ in range(times):
            for name, path in pages.items():
                tab = started.new_page()
                begin = time.perf_counter()
                tab.goto(path.as_uri(), wait_until="domcontentloaded", timeout=300_000)
                tab.wait_for_selector("tbody tr td", timeout=300_000)
                tab.evaluate("document.body.getBoundingClientRect().height")
                tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                seconds[name].append(time.perf_counter() - begin)
                tab.close()
        started.close()
    return {name: statistics.median(found) for name, found in seconds.items()}


def writing(count: int, folder: Path) -> tuple[float, float]:
    """Seconds to write the page, and this process's peak in GB."""
    audit = audit_of(count)
    (folder / "static.html").write_text(static_table(audit), encoding="utf-8")
    begin = time.perf_counter()
    made = render("html", audit)
    (folder / "audit.html").write_text(str(made), encoding="utf-8")
    took = time.perf_counter() - begin
    return took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def small() -> float:
    """Seconds for 60 judged models into every format but PDF, in this process, libraries not yet loaded."""
    audit = audit_of(60)
    begin = time.perf_counter()
    for name in (*FORMATS, *BILLS):
        if name != "pdf":
            render(name, replace(audit))
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--models", type=int, default=50_000)
    options.add_argument("--browser", default="/usr/bin/chromium")
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--part", choices=("write", "small"))
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    if given.part == "write":
        print(*writing(given.models, given.folder))
        return
    if given.part == "small":
        print(small())
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        took, peak = part("write", given, folder)
        pages = {"static": folder / "static.html", "audit": folder / "audit.html"}
        sizes = {key: path.stat().st_size for key, path in pages.items()}
        seconds = opened(pages, given.browser, given.times)
        (brief,) = part("small", given, folder)
    print(f"{given.models} models: written in {took:.1f} s (bound 10), peak {peak:.2f} GB (bound 1, judging included)")
    for what, found, unit, bound in (("bytes", sizes, "B", 8), ("rows shown", seconds, "s", 20)):
        static, page = found["static"], found["audit"]
        print(f"{what}: static {static:,.2f} {unit}, audit {page:,.2f} {unit}, 1/{static / page:.1f} (1/{bound})")
    print(f"60 models into every format but PDF: {brief:.2f} s (bound 2)")


def part(name: str, given: argparse.Namespace, folder: Path) -> list[float]:
    """A measurement in a process of its own."""
    command = [sys.executable, __file__, "--part", name, "--models", str(given.models), "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    return [float(word) for word in done.stdout.split()]


if __name__ == "__main__":
    main()
