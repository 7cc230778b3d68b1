"""What each format makes of one article made by hand, word for word.

After a change that is meant: `CITECHECK_SNAPSHOTS=update python -m pytest tests/report/test_snapshots.py`, and look at
the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path

import pytest

from citecheck import __version__
from citecheck.report.formats import DEFAULT, FORMATS, Format
from citecheck.report.results import Results

SNAPSHOTS = Path(__file__).with_name("snapshots")
TEXTS = [f for f in FORMATS.values() if f.name != DEFAULT and not f.one_file]


@pytest.mark.parametrize("format_", TEXTS, ids=lambda f: f.name)
def test_the_words_of_each_format(format_: Format, made: Results) -> None:
    text: str = import_module(f"citecheck.report.{format_.module}").render(made)
    text = re.sub(rf'("version": "){re.escape(__version__)}"', r'\1…"', text)
    path = SNAPSHOTS / f"{format_.name}.snap"
    if os.environ.get("CITECHECK_SNAPSHOTS") == "update":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_snapshot_too_many() -> None:
    assert {path.stem for path in SNAPSHOTS.iterdir()} == {f.name for f in TEXTS}
