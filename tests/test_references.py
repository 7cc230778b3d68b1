"""The table of kinds and styles: how well references written for the project are read."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures" / "references"))

from table import STYLES, Tally, read, table

REFERENCES = list(read())
KINDS = sorted({reference.kind for reference in REFERENCES})


@cache
def tallies() -> dict[tuple[str, str], Tally]:
    return dict(table(REFERENCES))


def test_there_are_enough_of_every_kind_in_every_style() -> None:
    assert len(REFERENCES) >= 400
    assert len(KINDS) == 20
    assert all((kind, style) in tallies() for kind in KINDS for style in STYLES)


BAR = 0.95
CELLS = 110
"""Of 140; a floor that only rises."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read(kind: str) -> None:
    tally = tallies()[kind, "all"]
    assert tally.f1 >= BAR, "\n".join(tally.wrong)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_read(style: str) -> None:
    tally = tallies()["all", style]
    assert tally.f1 >= BAR, "\n".join(tally.wrong)


def test_most_cells_are_read_as_well() -> None:
    """A cell is three strings, and one wrong field in them is below the bar."""
    assert sum(tallies()[kind, style].f1 >= BAR for kind in KINDS for style in STYLES) >= CELLS
