"""`--retractions FILE`: a local Retraction Watch CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes,\n"
)
ROW = (
    "1,Post-meal walking and glucose: a randomised crossover trial,,,Journal of Daily Movement,,,"
    "Peter Aldous;Maria Reyes,,,6/1/2021 0:00,10.5555/jdm.2021.0001,0,4/1/2019 0:00,10.5555/jdm.2019.0033,0,"
    "Retraction,,No,,\n"
)
NOTICE = {"type": "retraction", "doi": "10.5555/jdm.2021.0001", "date": "2021-06-01", "source": "retraction-watch"}
ALDOUS = "Aldous P, Reyes M. Post-meal walking and glucose: a randomised crossover trial. J Daily Mov. 2019;4(2):33-41."


@pytest.fixture
def retractions(here: Path) -> Path:
    path = here / "retractions.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    return path


def _notices(outcome: Any) -> list[Any]:
    found = outcome.json["reports"][0]["references"]
    return [notice for reference in found for notice in reference["resolution"]["update_notices"]]


def test_a_work_that_the_file_says_was_retracted_is_reported(
    run: Run, article: Path, works: Path, retractions: Path
) -> None:
    options = ("audit", article, "--works", works, "--offline", "--format", "json")
    done = run(*options, "--retractions", retractions)
    assert "REF003" in {finding["rule_id"] for finding in done.json["reports"][0]["findings"]}
    assert _notices(done) == [NOTICE]
    assert _notices(run(*options)) == []


def test_the_settings_may_name_the_file(run: Run, here: Path, article: Path, works: Path, retractions: Path) -> None:
    (here / "citecheck.toml").write_text('works = ["works.jsonl"]\nretractions = "retractions.csv"\n')
    assert _notices(run("audit", article, "--offline", "--format", "json")) == [NOTICE]


def test_a_reference_with_a_doi_needs_no_other_works(run: Run, here: Path, retractions: Path) -> None:
    (here / "list.txt").write_text(f"{ALDOUS} doi:10.5555/jdm.2019.0033\n{ALDOUS}\n")
    done = run("references", "resolve", "list.txt", "--offline", "--retractions", retractions)
    assert [row["resolution"]["status"] for row in done.rows] == ["matched", "unchecked"]
    assert done.rows[0]["resolution"]["update_notices"] == [NOTICE]


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "cannot be read"), ("<html>", "is no Retraction Watch CSV"), (HEADER + ROW[:90], "row 1 is cut short")],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    run: Run, here: Path, article: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (here / "file.csv").write_text(text)
    done = run("audit", article, "--offline", "--retractions", "file.csv")
    assert (done.code, done.out) == (2, "")
    assert done.complaint.startswith("file.csv")
    assert said in done.complaint
