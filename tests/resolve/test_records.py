"""Crossref's records, and CSL-JSON, as works."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import UpdateNotice, Work
from citecheck.resolve.records import work_from_record, years

NAPS = {"title": ["Naps"]}


def work(**fields: Any) -> Work:
    """Of a record with these fields; names with underscores stand for those with hyphens."""
    made = work_from_record(NAPS | {name.replace("_", "-"): value for name, value in fields.items()})
    assert made is not None
    return made


def test_a_record_of_crossref_becomes_csl() -> None:
    made = work_from_record(
        {
            "DOI": "10.5555/nsj.2018.101",
            "type": "journal-article",
            "title": ["Naps on night shifts"],
            "subtitle": ["a cohort study"],
            "author": [{"given": "Karin A.", "family": "Lund", "sequence": "first"}, {"name": "NAPS Study Group"}],
            "container-title": ["Nordic Shift Journal"],
            "short-container-title": ["Nordic Shift J"],
            "issued": {"date-parts": [[2018, 4]]},
            "volume": "11",
            "issue": "2",
            "page": "101-110",
            "publisher": "Fjordline",
            "ISSN": ["5555-0000"],
        }
    )
    assert made is not None
    assert made.csl == {
        "DOI": "10.5555/nsj.2018.101",
        "type": "article-journal",
        "title": "Naps on night shifts: a cohort study",
        "author": [{"family": "Lund", "given": "Karin A."}, {"literal": "NAPS Study Group"}],
        "container-title": "Nordic Shift Journal",
        "container-title-short": "Nordic Shift J",
        "issued": {"date-parts": [[2018, 4]]},
        "volume": "11",
        "issue": "2",
        "page": "101-110",
        "publisher": "Fjordline",
    }


def test_an_item_of_csl_json_stays_what_it_is() -> None:
    item = {
        "DOI": "10.5555/nsj.2018.101",
        "PMID": "31",
        "type": "article-journal",
        "title": "Naps on night shifts",
        "author": [{"family": "Lund", "given": "Karin"}, {"literal": "NAPS Study Group"}],
        "container-title": "Nordic Shift Journal",
        "container-title-short": "Nordic Shift J",
        "issued": {"date-parts": [[2018, 4, 3]]},
        "volume": "11",
        "page": "101-110",
    }
    made = work_from_record(item)
    assert made is not None
    assert made.csl == item


@pytest.mark.parametrize(
    "record", [{}, {"title": []}, {"title": [None]}, {"title": [""]}, {"author": [{"family": "Lund"}]}]
)
def test_a_record_with_neither_title_nor_doi_is_no_work(record: dict[str, Any]) -> None:
    assert work_from_record(record) is None


@pytest.mark.parametrize(
    ("crossref", "csl"),
    [
        ("journal-article", "article-journal"),
        ("posted-content", "article"),
        ("book-chapter", "chapter"),
        ("monograph", "book"),
        ("dissertation", "thesis"),
        ("report", "report"),
        (None, "article-journal"),
    ],
)
def test_crossrefs_types_become_those_of_csl(crossref: str | None, csl: str) -> None:
    assert work(type=crossref).csl["type"] == csl


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("<i>E. coli</i>-based naps &amp; more", "E. coli-based naps & more"),
        ("CO<sub>2</sub> and\n   naps", "CO2 and naps"),
        ("p < 0.05 and sleep > 7 hours", "p < 0.05 and sleep > 7 hours"),
    ],
)
def test_markup_is_taken_out_of_titles_and_abstracts_and_numbers_are_not(printed: str, title: str) -> None:
    assert work(title=[printed]).csl["title"] == title
    assert (
        work(abstract=f"<jats:sec><jats:title>Aim</jats:title><jats:p>{printed}</jats:p></jats:sec>").abstract
        == f"Aim {title}"
    )


def test_a_subtitle_that_the_title_holds_is_not_repeated() -> None:
    assert work(title=["Naps: A Trial"], subtitle=["a trial"]).csl["title"] == "Naps: A Trial"


@pytest.mark.parametrize(
    "doi", ["10.5555/nap", "https://doi.org/10.5555/nap", "http://dx.doi.org/10.5555/nap", "doi:10.5555/nap"]
)
def test_a_doi_is_a_name_and_no_address(doi: str) -> None:
    assert work(DOI=doi).doi == "10.5555/nap"


def test_an_article_number_stands_in_for_pages() -> None:
    assert work(article_number="e55").csl["page"] == "e55"
    assert work(article_number="e55", page="1-9").csl["page"] == "1-9"


def test_every_year_of_a_record_is_one_of_its_years() -> None:
    made = work(
        issued={"date-parts": [[2018]]},
        published_online={"date-parts": [[2017, 12, 30]]},
        published_print={"date-parts": [["2018"]]},
    )
    assert years(made) == {2017, 2018}


@pytest.mark.parametrize(
    "issued", [None, "2018", {}, {"date-parts": []}, {"date-parts": [[None]]}, {"date-parts": 5}, {"raw": "2018"}]
)
def test_a_date_that_cannot_be_read_is_left_out(issued: object) -> None:
    made = work(issued=issued)
    assert "issued" not in made.csl
    assert years(made) == set()


def test_notices_of_retraction_and_correction_are_kept() -> None:
    made = work(
        updated_by=[
            {
                "type": "retraction",
                "DOI": "10.5555/r",
                "updated": {"date-parts": [[2021, 6, 2]]},
                "source": "publisher",
            },
            {"type": "correction", "updated": {"date-parts": [[2020, 1]]}},
        ]
    )
    assert made.updates == (
        UpdateNotice("retraction", "10.5555/r", "2021-06-02", "publisher"),
        UpdateNotice("correction", None, "2020-01", None),
    )


@pytest.mark.parametrize("fields", [{"_pubmed": {"publication_types": ["Review"]}}, {"publication-types": ["Review"]}])
def test_publication_types_are_kept(fields: dict[str, Any]) -> None:
    made = work_from_record(NAPS | fields)
    assert made is not None
    assert made.publication_types == ("Review",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["date-parts", "family", "DOI", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "DOI title subtitle type author container-title issued volume page abstract updated-by _pubmed publication-types"
).split()


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
def test_no_record_is_too_odd(record: dict[str, Any]) -> None:
    made = work_from_record(record)
    if made:
        assert all(isinstance(year, int) for year in years(made))
        assert made.csl.get("title") or made.doi
