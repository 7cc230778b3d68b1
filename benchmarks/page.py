"""Times the page of a very long article: how long it takes to make, and how soon it answers a click on a filter.

The article has 40,000 words, put together from the fixtures, so it has findings of every family by the thousand. The
page is opened in Chromium; a click is timed in the page itself, from before the click until the picture that answers it
has been handed over for drawing. Each filter is clicked off and on again; the bar, 100 ms, is for the slowest of the
medians. A timing tells something only on a quiet machine: this is a benchmark and never a test.

    python benchmarks/page.py [--words N] [--clicks N] [--keep FILE]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Run
from citecheck.pipeline import Auditor
from citecheck.report.html import render
from citecheck.report.results import Results
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.rules import rules

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BAR_MS = 100.0
_CLICK = """
(box) => new Promise((answered) => {
  const began = performance.now();
  box.click();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => answered(performance.now() - began);
    channel.port2.postMessage(null);
  });
})
"""
"""A message sent within the frame comes back when the frame has been laid out and painted."""


def long_article(words: int) -> str:
    """The bodies of the fixture articles one after the other, over and over, then the references of one of them."""
    bodies, references = [], ""
    for path in sorted((FIXTURES / "articles").glob("*.md")):
        body, _, listed = path.read_text(encoding="utf-8").partition("## References")
        bodies.append(body.split("---\n", 2)[-1])
        references = references or listed
    parts: list[str] = []
    length = 0
    for body in cycle(bodies):
        if length >= words:
            break
        parts.append(body)
        length += len(body.split())
    return "\n\n".join([*parts, f"## References{references}"])


def made(words: int) -> tuple[str, float]:
    """The page, and the seconds that it took to make from the audit's results."""
    document = read_bytes(long_article(words).encode(), "long.md", ".md")
    works = [LocalWorks(load_works(path)) for path in sorted((FIXTURES / "works").glob("*.jsonl"))]
    report = Auditor(Config(network="off"), works).audit_document(document)
    results = Results((report,), Run(complete=True, network="off", duration_s=0.0), rules())
    began = time.perf_counter()
    page = render(results)
    took = time.perf_counter() - began
    count = len(document.text.split())
    print(f"{count} words, {len(report.findings)} findings, {len(page) / 1e6:.1f} MB, made in {took:.2f} s")
    return page, took


def clicks(path: Path, count: int) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds of each click, by filter."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is not installed: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(path.resolve().as_uri())
        for box in page.query_selector_all("[data-hides]"):
            taken = [float(page.evaluate(_CLICK, box)) for _ in range(count * 2)]
            yield str(box.get_attribute("data-hides")), taken
        browser.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures; always 0."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--words", type=int, default=40_000, help="words of the article (default: %(default)s)")
    cli.add_argument("--clicks", type=int, default=5, help="clicks off and on of each filter (default: %(default)s)")
    cli.add_argument("--keep", type=Path, help="write the page there")
    options = cli.parse_args(argv)
    text, _ = made(options.words)
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "page.html"
        path.write_text(text, encoding="utf-8")
        slowest = 0.0
        for name, taken in clicks(path, options.clicks):
            median = statistics.median(taken)
            slowest = max(slowest, median)
            print(f"  {name:8} median {median:6.1f} ms, worst {max(taken):6.1f} ms")
    print(f"  slowest median {slowest:.1f} ms (bar {BAR_MS:g}: {'held' if slowest <= BAR_MS else 'MISSED'})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
