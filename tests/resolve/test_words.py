"""The words by which works are found, the same of works and of references."""

from __future__ import annotations

from typing import Any

import pytest

from citecheck.resolve.records import work_from_record
from citecheck.resolve.words import doi_term, words_of
from citecheck.resolve.works import LocalWorks

OTHERS: list[dict[str, Any]] = [
    {"DOI": f"10.5555/other.{n}", "title": [title], "issued": {"date-parts": [[1990 + n]]}}
    for n, title in enumerate(["Tea and the heart", "Applied rest", "Geography of tea", "Depression and rest"])
]
WANTED: dict[str, Any] = {
    "DOI": "10.5555/wanted",
    "title": ["Trübe Stimmung: depression of the ﬁrst kind"],
    "author": [{"family": "García López", "given": "A"}],
    "container-title": ["Applied Geography"],
    "issued": {"date-parts": [[2010]]},
    "volume": "30",
    "page": "0117-124",
}


@pytest.fixture(scope="module")
def held() -> LocalWorks:
    records: list[dict[str, Any]] = [*OTHERS, WANTED, {"title": ["Half a pair \ud835 is no reason to fail"]}]
    return LocalWorks([work for record in records if (work := work_from_record(record))])


@pytest.mark.parametrize(
    "reference",
    [
        "TRUBE STIMMUNG",
        "Tru\u0308be Stimmung",
        "depres sion ofthe first kind",
        "1AppliedGeography30",
        "12. Garcia-Lopez A. 2010",
        "García López (2010)",
        "30: 117",
        "p. 117, 2010",
        "García\u00a0López",
        "stimmung \ud835",
    ],
)
def test_a_work_is_found_however_its_words_are_printed(held: LocalWorks, reference: str) -> None:
    assert held.search([reference], 1)[0][0].doi == "10.5555/wanted"


@pytest.mark.parametrize("reference", ["", "1", "[12]", "…", "zzzz qqqq", "\ud835"])
def test_nothing_is_found_by_no_words(held: LocalWorks, reference: str) -> None:
    assert held.search([reference], 5) == [[]]


def test_what_is_usual_is_left_out_where_there_is_enough_that_is_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"DOI": f"10.5555/{n}", "title": [f"rest and tea {n + 1000} number{n}"]} for n in range(50)]
    many = LocalWorks([work for record in records if (work := work_from_record(record))])
    monkeypatch.setattr("citecheck.resolve.words._BUDGET", 10)
    monkeypatch.setattr("citecheck.resolve.words._LEAST", 1)
    found = many.search(["Rest and tea. Number7."], 10)[0]
    assert [work.doi for work in found] == ["10.5555/7"]


def test_names_and_numbers_stand_together_too() -> None:
    work = work_from_record(WANTED)
    assert work is not None
    assert {"López2010", "30x117", "117x2010"} <= set(words_of(work).split())


def test_of_records_with_one_doi_the_first_counts() -> None:
    records = [{"DOI": doi, "title": [title]} for doi, title in [("10.5555/A", "Tea one"), ("10.5555/a", "Tea two")]]
    held = LocalWorks([work for record in records if (work := work_from_record(record))])
    assert [work.csl["title"] for work in held.search(["tea"], 5)[0]] == ["Tea one"]
    (found,) = held.by_doi(["10.5555/a"])
    assert found is not None
    assert found.csl["title"] == "Tea one"


def test_a_doi_knows_no_case() -> None:
    assert doi_term("10.5555/ABC") == doi_term("10.5555/abc")
