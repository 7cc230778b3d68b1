"""Articles written to deserve a grade: the program gives it, or the next one."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import GRADES, Score
from citecheck.pipeline import Auditor
from citecheck.resolve.works import LocalWorks, load_works

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "graded"
GRADED = tomllib.loads((FOLDER / "grades.toml").read_text(encoding="utf-8"))
ARTICLES = {path.stem: path for path in FOLDER.iterdir() if path.stem in GRADED}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    auditor = Auditor(Config(network="off"), [LocalWorks(load_works(FOLDER / "works.jsonl"))])
    return {
        name: auditor.audit_document(read_bytes(path.read_bytes(), path.name, path.suffix)).score
        for name, path in ARTICLES.items()
    }


def test_there_are_two_of_each_letter_from_four_genres_with_reasons() -> None:
    assert ARTICLES.keys() == GRADED.keys()
    assert Counter(one["grade"] for one in GRADED.values()) == dict.fromkeys(GRADES, 2)
    assert len({one["genre"] for one in GRADED.values()}) >= 4
    assert all(len(one["reasons"]) > 50 for one in GRADED.values())


@pytest.mark.parametrize("name", sorted(GRADED))
def test_the_letter_is_within_one_step(scores: dict[str, Score], name: str) -> None:
    given = scores[name].grade
    assert given is not None
    assert abs(GRADES.index(given) - GRADES.index(GRADED[name]["grade"])) <= 1


def test_most_letters_are_those_of_the_reader(scores: dict[str, Score]) -> None:
    assert sum(scores[name].grade == one["grade"] for name, one in GRADED.items()) >= 8


def test_the_order_is_that_of_the_reader(scores: dict[str, Score]) -> None:
    for better, worse in (("A", "C"), ("B", "D"), ("C", "F")):
        values = {
            letter: [scores[n].value or 0.0 for n, one in GRADED.items() if one["grade"] == letter]
            for letter in (better, worse)
        }
        assert min(values[better]) > max(values[worse])
