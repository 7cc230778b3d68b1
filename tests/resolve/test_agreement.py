"""How far a reference and a work agree, and which of several works is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.resolve.conftest import MIGRAINE

from citecheck.model import Work
from citecheck.parse.fields import parse_reference
from citecheck.resolve.agreement import UNKNOWN, Agreement
from citecheck.resolve.cited import Cited
from citecheck.resolve.engine import ACCEPT, PERHAPS
from citecheck.resolve.judge import compared, judge, seen


def cited(raw: str) -> Cited:
    return Cited(parse_reference(raw), raw)


def agreement(raw: str, work: Work) -> Agreement:
    return cited(raw).agreement(work)


def score(raw: str, *works: Work) -> float:
    return judge(cited(raw), works)[0].score


def test_a_reference_to_the_work_agrees_in_every_field(work: Work) -> None:
    agrees = agreement(MIGRAINE, work)
    assert agrees.strong_title
    assert agrees.named
    assert (agrees.authors, agrees.parsed_authors, agrees.year, agrees.volume, agrees.page) == (1, 1, 0, 1, 1)
    assert (agrees.numbers, agrees.strange_numbers) == (3, 0)
    assert agrees.enough
    assert agrees.certain
    assert score(MIGRAINE, work) > ACCEPT


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
    assert score(other, work) < PERHAPS / 2
    assert not agreement(other, work).enough


def test_what_one_side_does_not_show_neither_agrees_nor_disagrees(work: Work) -> None:
    agrees = agreement("https://doi.org/10.5555/nhj.2018.101", work)
    assert {agrees.first_author, agrees.parsed_authors, agrees.year, agrees.volume, agrees.page} == {UNKNOWN}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("Lund KA. Something else entirely.", 1.0),
        ("Lund, Karin. Something else entirely.", 1.0),
        ("K. A. Lund, “Something else entirely.”", 1.0),
        ("Brown Q. Something else entirely.", 0.0),
        ("Effects of naps on nurses.", UNKNOWN),
        ("Schlaf und Migräne bei Erwachsenen.", UNKNOWN),
        ("Vitamin D and headache.", UNKNOWN),
        ("The original study", UNKNOWN),
    ],
)
def test_a_title_is_not_taken_for_an_author_who_disagrees(work: Work, raw: str, told: float) -> None:
    assert agreement(raw, work).first_author == told


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
    container = agreement(MIGRAINE.replace("Nordic Headache J.", f"{journal}."), work).parsed_container
    assert (container > 0.7) is agrees


@pytest.mark.parametrize("pages", ["101-110", "101–110", "101-10", "101", "e101"])
def test_pages_agree_by_the_first_in_any_form(work: Work, pages: str) -> None:
    assert agreement(MIGRAINE.replace("101-110", pages), work).page == 1


@pytest.mark.parametrize(
    "torn",
    [
        MIGRAINE.replace("Nordic Headache", "Nord icHeadache"),
        MIGRAINE.replace("101-110", "1 01-110"),
        MIGRAINE.replace("101-110", "1o1-110"),
        MIGRAINE.replace("Lund KA", "L und KA"),
        MIGRAINE.replace("duration and", "durationand"),
    ],
)
def test_spaces_and_letters_that_copying_spoils_do_not_hide_the_work(work: Work, torn: str) -> None:
    assert score(torn, work) > ACCEPT


@pytest.mark.parametrize("label", ["[101] ", "(101) ", "101. ", "101"])
def test_the_number_of_an_entry_is_no_page(work: Work, label: str) -> None:
    agrees = agreement(label + MIGRAINE.replace(":101-110", ""), work)
    assert agrees.page_printed == 0
    assert agrees.title == 1


def test_a_digit_is_no_misprint_of_another(work: Work) -> None:
    assert agreement(MIGRAINE.replace("101-110", "1o1-110"), work).page_printed == 0.5
    assert agreement(MIGRAINE.replace("101-110", "161-170"), work).page_printed == 0


@pytest.mark.parametrize(
    ("raw", "enough"),
    [
        ("Lund KA. Nordic Headache J. 2018.", True),
        ("Lund KA. Nordic Headache J. 2018;330-339.", False),
        ("Brown Q. Nordic Headache J. 2018.", False),
        ("[1] B. Brown, Nordic Headache J. 11 (2018).", False),
        ("Brown Q. Nordic Headache J. 2018;11(2):101-110.", True),
    ],
)
def test_without_a_title_another_page_or_other_authors_are_too_much(work: Work, raw: str, enough: bool) -> None:
    assert agreement(raw, work).enough is enough


@pytest.mark.parametrize(("right", "wrong"), [("2018", "1997"), ("101-110", "330-339"), ("Lund KA", "Brown Q")])
def test_the_score_falls_with_every_field_that_differs(work: Work, right: str, wrong: str) -> None:
    short = "Lund KA. Nordic Headache J. 2018;11(2):101-110."
    assert score(short.replace(right, wrong), work) < score(short, work)


def test_a_namesake_is_a_rival_and_the_same_work_twice_is_none(work: Work) -> None:
    twin = replace(work, csl={**work.csl, "DOI": "10.5555/nhj.twin"})
    namesake = replace(work, csl={**work.csl, "DOI": "10.5555/nhj.other", "page": "330-339"})
    raw = "Lund KA. Nordic Headache J. 2018;11."
    assert score(raw, work, twin) == score(raw, work)
    assert score(raw, work, namesake) < score(raw, work)


def test_a_candidate_is_compared_only_where_something_is_printed_by_which_it_is_known(work: Work) -> None:
    stranger = Work(
        csl={
            "title": "Adults with headache: what a Nordic register tells of triptans in winter",
            "author": [{"family": "Quist", "given": "Bo"}],
            "issued": {"date-parts": [[1997]]},
            "volume": "64",
            "page": "877",
        }
    )

    def looked_at(*candidates: Work) -> list[Work]:
        return [one for one, _ in compared(cited(MIGRAINE), candidates)]

    assert looked_at(work, stranger) == [work]
    assert looked_at(stranger, work) == [stranger, work]  # the first of a search is
    for key, value in (
        ("title", str(work.csl["title"]).upper()),
        ("author", [{"family": "Lund"}]),
        ("issued", {"date-parts": [[2018]]}),
        ("volume", "11"),
        ("page", "101-110"),
    ):
        rival = replace(stranger, csl={**stranger.csl, key: value})
        assert looked_at(work, rival) == [work, rival]


def test_a_letter_in_a_number_may_stand_for_any_of_its_digits(work: Work) -> None:
    for volume, expected in (("1l", 0.5), ("l1", 0.5), ("ll", 0.0), ("1l1", 0.0)):
        assert agreement(MIGRAINE.replace("2018;11(2):101-110", f"{volume}."), work).volume_printed == expected


def test_either_year_of_a_work_is_right(work: Work) -> None:
    online = replace(work, csl={**work.csl, "published-online": {"date-parts": [[2017]]}})
    for year in ("2017", "2018"):
        assert agreement(MIGRAINE.replace("2018", year), online).year == 0


AGREEMENTS = st.builds(Agreement, **{name: st.just(UNKNOWN) | st.floats(0, 1) for name in Agreement._fields}).map(
    lambda one: one._replace(title_length=one.title_length * 20, year=one.year if one.year == UNKNOWN else one.year * 5)
)


@given(AGREEMENTS)
def test_numbers_alone_and_a_short_title_alone_are_never_enough(one: Agreement) -> None:
    nameless = one._replace(first_author=0, parsed_authors=0, container=0.2, parsed_container=0)
    assert not nameless._replace(title=0.3, title_words=0.3).enough
    assert not nameless._replace(year=UNKNOWN, volume_printed=0, page_printed=0, title_length=2).enough


@given(st.lists(st.tuples(st.floats(-30, 30), AGREEMENTS), min_size=1, max_size=4))
def test_what_the_model_sees_has_one_length(ranked: list[tuple[float, Agreement]]) -> None:
    assert len(seen(ranked)) == 3 + 2 * len(Agreement._fields)
