"""Whether a reference and a work are one, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Work
from citecheck.parse.fields import parse_reference
from citecheck.resolve.match import ACCEPT, Agreement, compare, differences

if TYPE_CHECKING:
    from citecheck.resolve.works import LocalWorks

TITLE = "Sleep duration and the course of migraine in adults: a cohort study"
MIGRAINE = f"Lund KA, Osei B, Varga T. {TITLE}. Nordic Headache J. 2018;11(2):101-110."


@pytest.fixture
def work(library: LocalWorks) -> Work:
    (found,) = library.by_doi(["10.5555/nhj.2018.101"])
    assert found is not None
    return found


def agreement(raw: str, work: Work) -> Agreement:
    return compare(parse_reference(raw), raw, work)


def differing(raw: str, work: Work) -> list[str]:
    return [difference.field for difference in differences(parse_reference(raw), raw, work)]


# --- agreement ---------------------------------------------------------------------------------------------------


def test_a_reference_to_the_work_agrees_in_every_field(work: Work) -> None:
    agrees = agreement(MIGRAINE, work)
    assert agrees.strong_title
    assert (agrees.first_author, agrees.authors, agrees.year, agrees.volume, agrees.page) == (True, 1.0, 0, True, True)
    assert agrees.numbers == 3
    assert agrees.enough
    assert agrees.score > 0.95


@pytest.mark.parametrize(
    "other",
    [
        "Haddad S. Walking programmes for osteoarthritis of the knee. Joint Care Res. 2020;7(4):e70012.",
        "Moreau P. Sleep. Annals of Rest. 2001;3(1):1-2.",
        "Quist B. Feeding habits of the northern field mouse. Rat Notes. 1998;2:1-9.",
        "",
        "12345",
    ],
)
def test_a_reference_to_another_work_is_far_below_acceptance(work: Work, other: str) -> None:
    assert agreement(other, work).score < ACCEPT / 2
    assert not agreement(other, work).enough


def test_what_one_side_does_not_show_neither_agrees_nor_disagrees(work: Work) -> None:
    agrees = agreement("https://doi.org/10.5555/nhj.2018.101", work)
    assert (agrees.first_author, agrees.authors, agrees.year, agrees.volume, agrees.page, agrees.container) == (
        None,
    ) * 6


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("Lund KA. Something else entirely.", True),
        ("Lund, Karin. Something else entirely.", True),
        ("K. A. Lund, “Something else entirely.”", True),
        ("Brown Q. Something else entirely.", False),
        ("Effects of naps on nurses.", None),
        ("Schlaf und Migräne bei Erwachsenen.", None),
        ("Vitamin D and headache.", None),
        ("The original study", None),
    ],
)
def test_a_title_is_not_taken_for_an_author_who_disagrees(work: Work, raw: str, told: bool | None) -> None:
    assert agreement(raw, work).first_author is told


@pytest.mark.parametrize(
    ("journal", "agrees"),
    [
        ("Nordic Headache Journal", True),
        ("Nordic Headache J", True),
        ("Nord Headache J", True),
        ("The Nordic Headache Journal (Northby)", True),
        ("Annals of Rest", False),
        ("Nordic Shift Letters", False),
    ],
)
def test_a_journal_agrees_with_its_abbreviation(work: Work, journal: str, agrees: bool) -> None:
    container = agreement(MIGRAINE.replace("Nordic Headache J.", f"{journal}."), work).container
    assert container is not None
    assert (container > 0.7) is agrees


@pytest.mark.parametrize("pages", ["101-110", "101–110", "101-10", "101", "e101"])
def test_pages_agree_by_the_first_in_any_form(work: Work, pages: str) -> None:
    assert agreement(MIGRAINE.replace("101-110", pages), work).page is True


@pytest.mark.parametrize(
    ("near", "far"),
    [("2018", "2017"), ("2017", "2016"), ("101-110", "330-339"), ("11(2)", "14(2)"), ("Lund KA", "Brown Q")],
)
def test_each_field_that_differs_makes_a_work_less_likely(work: Work, near: str, far: str) -> None:
    raw = MIGRAINE.replace("2018", near) if near.isdigit() else MIGRAINE
    assert agreement(raw.replace(near, far), work).odds < agreement(raw, work).odds


def test_a_record_without_a_journal_says_nothing_of_it(work: Work) -> None:
    bare = replace(work, csl={key: value for key, value in work.csl.items() if key != "container-title"})
    assert agreement(MIGRAINE, bare).container is None
    assert differing(MIGRAINE, bare) == []


def test_a_namesake_with_a_longer_title_agrees_less(work: Work) -> None:
    namesake = replace(work, csl={**work.csl, "title": f"{TITLE}: protocol and plan of analysis"})
    assert agreement(MIGRAINE, namesake).odds < agreement(MIGRAINE, work).odds


def test_either_year_of_a_work_is_right(work: Work) -> None:
    online = replace(work, csl={**work.csl, "published-online": {"date-parts": [[2017]]}})
    for year in ("2017", "2018"):
        assert agreement(MIGRAINE.replace("2018", year), online).year == 0
        assert "issued" not in differing(MIGRAINE.replace("2018", year), online)


AGREEMENTS = st.builds(
    Agreement,
    title=st.floats(0, 1),
    title_words=st.integers(0, 20),
    exact_title=st.none() | st.floats(0, 1),
    first_author=st.none() | st.booleans(),
    authors=st.none() | st.floats(0, 1),
    year=st.none() | st.integers(0, 50),
    volume=st.none() | st.booleans(),
    page=st.none() | st.booleans(),
    container=st.none() | st.floats(0, 1),
)


@given(AGREEMENTS)
def test_the_score_is_a_share_and_better_agreement_never_lowers_it(one: Agreement) -> None:
    assert 0 < one.score < 1
    better = [
        replace(one, title=1.0),
        replace(one, first_author=True),
        replace(one, year=0),
        replace(one, volume=True),
        replace(one, page=True),
        replace(one, container=1.0),
    ]
    assert all(other.score >= one.score for other in better)


@given(AGREEMENTS)
def test_a_short_title_alone_or_numbers_alone_are_never_enough(one: Agreement) -> None:
    alone = replace(one, first_author=False, volume=None, page=None, year=None)
    if not alone.strong_title:
        assert not alone.enough
    assert not replace(one, title=0.3, first_author=None).enough


# --- differences -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        MIGRAINE,
        MIGRAINE.upper(),
        MIGRAINE.replace("101-110", "101-10"),
        MIGRAINE.replace(", Varga T", ", et al"),
        MIGRAINE.replace("Varga", "Vargá"),
        MIGRAINE.replace(": a cohort study", ""),
        MIGRAINE.replace("Nordic Headache J.", "Nordic Headache Journal."),
        MIGRAINE + " doi:10.5555/nhj.2018.101",
        f"Lund, K. A., Osei, B., & Varga, T. (2018). {TITLE}. Nordic Headache Journal, 11(2), 101–110.",
        f"Lund, Karin A et al. “{TITLE}.” Nordic headache journal vol. 11,2 (2018): 101-110.",
        # parsed badly, yet all of it is there
        f"Karin A. Lund, Ben Osei and Tamás Varga (2018). {TITLE}. Nordic Headache Journal 11:101-110.",
    ],
)
def test_what_differs_only_in_form_is_no_difference(work: Work, raw: str) -> None:
    assert differing(raw, work) == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2018", "2017", "issued"),
        ("11(2)", "12(2)", "volume"),
        ("11(2)", "11(3)", "issue"),
        ("101-110", "107-116", "page"),
        ("Osei B", "Brown Q", "author"),
        ("in adults", "in children", "title"),
        ("Nordic Headache J.", "Annals of Rest.", "container-title"),
    ],
)
def test_a_slip_is_told_with_both_sides(work: Work, old: str, new: str, field: str) -> None:
    raw = MIGRAINE.replace(old, new)
    (difference,) = differences(parse_reference(raw), raw, work)
    assert difference.field == field
    assert difference.cited
    assert difference.found
    assert difference.cited != difference.found


@pytest.mark.parametrize(
    "title",
    [
        "Probiotic yogurt for travelers' diarrhea: a randomized trial",
        "Probiotic yoghurt for traveller’s diarrhoea",
        "PROBIOTIC YOGHURT FOR TRAVELLER'S DIARRHOEA: A RANDOMISED TRIAL",
    ],
)
def test_spelling_length_and_capitals_of_a_title_are_form(library: LocalWorks, title: str) -> None:
    (yoghurt,) = library.by_doi(["10.5555/jtgh.2015.33"])
    assert yoghurt is not None
    assert differing(f"Ferreira I, Okafor A. {title}. J Travel Gut Health. 2015;4(1):33-41.", yoghurt) == []


def test_what_a_reference_does_not_show_is_no_difference(work: Work) -> None:
    assert differing(f"Lund KA. {TITLE}.", work) == []
    assert differing("10.5555/nhj.2018.101", work) == []
