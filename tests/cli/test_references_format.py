"""`citecheck references format`: what it takes, and what it prints of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.report.styles import STYLES

Run = Callable[..., Any]
ARTICLE = {
    "type": "article-journal",
    "title": "Tea and sleep",
    "author": [{"family": "Osei", "given": "BK"}],
    "issued": {"date-parts": [[2019]]},
    "DOI": "10.5555/sl.2019.4",
}
BOOK = {"type": "book", "title": "Sleep", "publisher": "Nord", "issued": {"date-parts": [[2010]]}}


def test_the_filter_takes_what_the_others_print(run: Run, tmp_path: Path) -> None:
    rows = [
        {"raw": "x", "csl": BOOK, "resolution": {"status": "matched", "work": ARTICLE}},
        {"raw": "x", "csl": BOOK, "resolution": {"status": "unchecked", "work": None}},
        {"raw": "x", "csl": ARTICLE, "resolution": {"status": "mismatch", "work": None}},
        {"id": "a", **BOOK},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "Osei BK. Tea. Sleep Lett. 2019;4:1.\n\n{}\n")
    done = run("references", "format", path, "--style", "ama")
    assert done.code == 2
    printed = [row.get("formatted", row.get("error")) for row in done.rows]
    assert printed[0].endswith("doi:10.5555/sl.2019.4")
    assert printed[1] == printed[3] == "Sleep. Nord; 2010."
    assert printed[2].startswith("Osei BK")
    assert "10.5555" not in printed[2]
    assert printed[4].startswith("Osei BK. Tea.")
    assert "no string" in printed[5]
    assert [set(rows[i]) <= set(row) for i, row in enumerate(done.rows[:4])] == [True] * 4


@pytest.mark.parametrize(("style", "first"), [("ama", "1. Sleep"), ("vancouver", "1. Sleep"), ("apa", "Osei, B. K.")])
def test_a_list_is_numbered_or_sorted(run: Run, tmp_path: Path, style: str, first: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps(BOOK)}\n{json.dumps(ARTICLE)}\n{{}}\n", encoding="utf-8")
    done = run("references", "format", path, "--style", style, "--list")
    assert done.code == 2
    assert done.complaint.startswith("line 3: ")
    lines = done.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(first)


@pytest.mark.parametrize(
    "csl",
    [
        {"type": "book", "title": "x", "author": "nobody", "issued": "2019"},
        {"type": 3, "title": ["x"], "author": [{}, 1, {"family": None}], "issued": {"date-parts": [["x"]]}},
        {"type": "book", "title": "x", "issued": {"date-parts": [[2019, 13, 45, 7]]}, "page": None, "volume": 4},
    ],
)
def test_odd_items_break_nothing(run: Run, tmp_path: Path, csl: dict[str, Any]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps({'raw': 'x', 'csl': csl})}\n", encoding="utf-8")
    for style in STYLES:
        done = run("references", "format", path, "--style", style)
        assert done.rows[0].get("formatted") or done.rows[0]["error"]


def test_without_citeproc_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    path = tmp_path / "rows.jsonl"
    path.write_text("x\n", encoding="utf-8")
    done = run("references", "format", path, "--style", "ama")
    assert (done.code, done.out) == (2, "")
    assert "pip install 'citecheck-audit[styles]'" in done.complaint


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("ama", "Harte L, Moor B, Tran C, et al. Naps at sea. J Daily Mov. 2020;5(1):12-19."),
        ("vancouver", "Harte L, Moor B, Tran C, et al. Naps at sea. J Daily Mov. 2020;5(1):12–9."),
        ("apa", "Harte, L., Moor, B., Tran, C., et al. (2020). Naps at sea. J Daily Mov, 5(1), 12–19."),
    ],
)
def test_authors_that_are_left_out_do_not_look_complete(run: Run, style: str, printed: str) -> None:
    raw = "Harte L, Moor B, Tran C, et al. Naps at sea. J Daily Mov. 2020;5(1):12-19."
    (row,) = run("references", "format", "--style", style, stdin=raw + "\n").rows
    assert row["formatted"] == printed
    parsed = run("references", "parse", stdin=raw + "\n").out
    assert run("references", "format", "--style", style, stdin=parsed).rows[0]["formatted"] == printed
