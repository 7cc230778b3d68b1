"""Two hundred articles with planted errors: each is mended to the byte, and a second run finds nothing to do."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def cases() -> list[Any]:
    made: Iterator[Any] = runpy.run_path(str(FIXTURES / "mending" / "make.py"))["cases"]()
    return list(made)


def test_the_cases_are_spoilt_and_no_two_are_alike(cases: list[Any]) -> None:
    assert len(cases) == len({case.spoilt for case in cases}) == 200
    assert all(case.spoilt != case.whole and case.planted for case in cases)
    assert {kind for case in cases for kind in (one.split()[0] for one in case.planted)} == {
        "doi", "year", "volume", "page", "two",
    }  # fmt: skip


def test_every_planted_error_is_mended_and_nothing_else(
    cases: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for case in cases:
        (tmp_path / case.name).write_bytes(case.spoilt)
    works = [option for path in sorted((FIXTURES / "works").iterdir()) for option in ("--works", str(path))]
    command = ["fix", "--offline", "--write", *works, *(str(tmp_path / case.name) for case in cases)]
    assert main(command) == 0
    assert [c.name for c in cases if (tmp_path / c.name).read_bytes() != c.whole] == []
    capsys.readouterr()
    assert main(command) == 0
    again = capsys.readouterr()
    assert again.out == ""
    assert {line.rpartition(": ")[2] for line in again.err.splitlines()} == {"nothing to mend"}
    assert [c.name for c in cases if (tmp_path / c.name).read_bytes() != c.whole] == []
    assert {path.name for path in tmp_path.iterdir()} == {case.name for case in cases}
