"""How well references of every kind are read in every style, with the shipped model."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "fixtures" / "references"))

from table import BAR, FOLDER, read, table

UNSEEN = 0.96
"""F1 over all references that no rule was written with in view."""


def test_every_kind_is_read_in_every_style() -> None:
    cells = {cell: tally for cell, tally in table(read()).items() if "all" not in cell}
    assert len(cells) == 140
    assert {cell: tally.wrong for cell, tally in cells.items() if tally.f1 < BAR} == {}


def test_what_holds_for_them_holds_for_unseen_ones() -> None:
    assert table(read(FOLDER / "unseen"))["all", "all"].f1 >= UNSEEN
