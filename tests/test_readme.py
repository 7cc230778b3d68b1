"""What the README prints as output is what the program prints."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from citecheck.config import Config
from citecheck.model import Run
from citecheck.pipeline import Auditor
from citecheck.report.terminal import draw
from citecheck.resolve.works import LocalWorks, load_works

ROOT = Path(__file__).resolve().parents[1]
ELIDED = "[…]"


def test_the_output_in_the_readme_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    auditor = Auditor(Config(network="off"), [LocalWorks(load_works(Path("fixtures/works/nutrition.jsonl")))])
    out = io.StringIO()
    run = Run(complete=True, network="off", duration_s=0.0)
    draw(Console(file=out, width=80, color_system=None), [auditor.audit("fixtures/articles/magnesium-sleep.md")], run)
    printed = iter([line.rstrip() for line in out.getvalue().splitlines()])
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0].splitlines()
    for line in shown:
        if line.strip() not in ("", ELIDED):
            # Each line further down than the one before: nothing is moved, only left out.
            assert line in printed, line
