"""Makes the pictures in docs/images from the worked example; needs Chromium and Playwright.

python docs/screenshots.py
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from rich.console import Console

from citecheck.config import Config
from citecheck.model import Report, Run, Unreadable
from citecheck.pipeline import Auditor
from citecheck.report.html import render
from citecheck.report.results import Results
from citecheck.report.terminal import draw
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.rules import rules

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
RUN = Run(complete=True, network="off", duration_s=0.0)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def report() -> Report | Unreadable:
    """The example of the README; its name, and not the folder that the checkout lies in, goes into the pictures."""
    os.chdir(ROOT)
    works = LocalWorks(load_works(Path("fixtures/works/nutrition.jsonl")))
    return Auditor(Config(network="off"), [works]).audit("fixtures/articles/magnesium-sleep.md")


def terminal(audited: Report | Unreadable) -> None:
    """The terminal's report as a picture of a terminal."""
    console = Console(file=io.StringIO(), width=100, record=True, force_terminal=True, color_system="truecolor")
    draw(console, [audited], RUN, rules=rules())
    console.save_svg(str(IMAGES / "terminal.svg"), title="citecheck audit", unique_id="citecheck")


def page(audited: Report | Unreadable) -> None:
    """The page in both schemes, with a finding chosen."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(render(Results((audited,), RUN, rules())), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in SCHEMES:
            shown = browser.new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
            shown.goto(path.as_uri())
            shown.get_by_text("game changer", exact=True).first.click()
            shown.screenshot(path=str(IMAGES / f"page-{scheme}.png"))
        browser.close()


def main() -> None:
    """All pictures."""
    IMAGES.mkdir(exist_ok=True)
    audited = report()
    terminal(audited)
    page(audited)


if __name__ == "__main__":
    main()
