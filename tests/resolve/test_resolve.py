"""What becomes of a reference, and that nobody is accused of what was only not looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolve.conftest import MIGRAINE, TITLE, record

from citecheck.parse.fields import parse_reference
from citecheck.resolve import resolve
from citecheck.resolve.engine import ACCEPT
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks

if TYPE_CHECKING:
    from tests.resolve.conftest import LookUp

    from citecheck.resolve import WorkSource

ADULTS, CHILDREN, YOGHURT, KNEE = (
    "10.5555/nhj.2018.101",
    "10.5555/nhj.2019.201",
    "10.5555/jtgh.2015.33",
    "10.5555/jcr.2020.7",
)
IN_CHILDREN = f"Lund KA, Osei B. {TITLE.replace('adults', 'children')}. Nordic Headache J. 2019;12(3):201-209."
UNKNOWN = "Quist B. Feeding habits of the northern field mouse. Rat Notes. 1998;2(1):1-9."
TEA = "Ito N. Green tea and blood pressure in older adults. Tea Sci Lett. 2016;9:15-20."
PAGE = "{} Steady Health. Accessed 3 March 2021. https://steady.example/sleep"


# --- matched -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        MIGRAINE,
        MIGRAINE.replace("Osei B, Varga T", "et al"),
        f"Lund, K. A., Osei, B., & Varga, T. (2018). {TITLE}. Nordic Headache Journal, 11(2), 101–110.",
        f"Lund, Karin A et al. “{TITLE}.” Nordic headache journal vol. 11,2 (2018): 101-110.",
        f"K. A. Lund, B. Osei, and T. Varga, “{TITLE},” Nordic Headache J., vol. 11, no. 2, pp. 101–110, 2018.",
    ],
)
def test_a_work_is_found_in_any_style(look_up: LookUp, raw: str) -> None:
    found = look_up(raw)
    assert (found.status, found.doi, found.source, found.differences) == ("matched", ADULTS, "library", ())
    assert found.score is not None
    assert found.score >= ACCEPT


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("101-110", "107-116", "page"),
        ("2018", "2017", "issued"),
        ("2018", "2019", "issued"),
        ("11(2)", "12(2)", "volume"),
        ("Lund KA", "Lunt KA", "author"),
        ("Varga T", "Varela T", "author"),
    ],
)
def test_a_slip_does_not_hide_the_work_and_is_told(look_up: LookUp, old: str, new: str, field: str) -> None:
    found = look_up(MIGRAINE.replace(old, new))
    assert (found.status, found.doi) == ("matched", ADULTS)
    assert [difference.field for difference in found.differences] == [field]


# --- parts of several works --------------------------------------------------------------------------------------

YOGHURT_TITLE = "Probiotic yoghurt for traveller's diarrhoea: a randomised trial"


@pytest.mark.parametrize(
    ("raw", "statuses", "whose"),
    [
        (
            MIGRAINE.replace(TITLE, YOGHURT_TITLE),
            {"ambiguous"},
            {ADULTS: ("author", "container-title"), YOGHURT: ("title",)},
        ),
        (
            MIGRAINE.replace("Lund KA, Osei B, Varga T", "Ferreira I, Okafor A"),
            {"ambiguous", "matched"},
            {ADULTS: ("title", "container-title"), YOGHURT: ("author",)},
        ),
        (
            MIGRAINE.replace("Nordic Headache J. 2018;11(2):101-110", "J Travel Gut Health. 2015;4(1):33-41"),
            {"ambiguous"},
            {ADULTS: ("title", "author"), YOGHURT: ("container-title",)},
        ),
        (
            MIGRAINE.replace("Nordic Headache J. 2018;11(2):101-110", "Kitchen Lett. 2018;40(2):512-519"),
            {"ambiguous"},
            {ADULTS: ("title", "author")},
        ),
    ],
)
def test_parts_of_different_works_are_told_from_slips(
    look_up: LookUp, raw: str, statuses: set[str], whose: dict[str, tuple[str, ...]]
) -> None:
    found = look_up(raw)
    assert found.status in statuses
    assert {str(one.work.doi): one.agrees for one in found.candidates} == whose
    for doi in whose:
        assert doi in found.reason


@pytest.mark.parametrize(
    "raw",
    [
        MIGRAINE,
        IN_CHILDREN,
        MIGRAINE.replace("Lund KA", "Lunt KA"),
        MIGRAINE.replace("Lund KA, Osei B, Varga T", "Lund KA, Okafor A"),
        MIGRAINE.replace("11(2):101-110", "11(2):33-41"),
        MIGRAINE.replace(": a cohort study", ""),
        UNKNOWN,
        TEA,
        "Moreau P. Sleep. J Travel Gut Health. 2015;4(1):33-41.",
        "https://doi.org/10.5555/nhj.2018.101",
    ],
)
def test_a_slip_and_a_work_unknown_are_no_parts_of_different_works(look_up: LookUp, raw: str) -> None:
    assert not any(one.agrees for one in look_up(raw).candidates)


# --- matched, further --------------------------------------------------------------------------------------------


def test_near_neighbours_are_told_apart(look_up: LookUp) -> None:
    assert [look_up(raw).doi for raw in (MIGRAINE, IN_CHILDREN)] == [ADULTS, CHILDREN]


@pytest.mark.parametrize(
    "raw",
    [
        UNKNOWN,
        "Moreau P. Sleep. 2005.",
        "Sleep. 2001.",
        "Haddad S. Swimming programmes for osteoarthritis of the hip. Joint Care Res. 2020;7(4):e70013.",
        "Lund KA. Naps on night shifts. Nordic Headache J. 2018;11(4):330-338.",
        "Ferreira I. Letters from the editor. J Travel Gut Health. 2015;4(1):30.",
    ],
)
def test_a_work_of_the_same_author_journal_or_short_title_is_not_taken_for_the_one_meant(
    look_up: LookUp, raw: str
) -> None:
    assert look_up(raw).work is None


def test_a_doi_alone_is_enough(look_up: LookUp) -> None:
    for raw in (f"https://doi.org/{YOGHURT}", f"doi:{YOGHURT.upper()}"):
        assert (look_up(raw).status, look_up(raw).doi) == ("matched", YOGHURT)


@pytest.mark.parametrize(
    "said",
    [
        "The original study:",
        "2018 study of sleep.",
        "Schlafdauer und Migräne bei Erwachsenen.",
        "Study of migraine. Nordic Headache Journal.",
    ],
)
def test_a_doi_behind_the_writers_own_words_is_believed(look_up: LookUp, said: str) -> None:
    found = look_up(f"{said} https://doi.org/{ADULTS}")
    assert (found.status, found.doi) == ("matched", ADULTS)


@pytest.mark.parametrize(
    "raw",
    [
        "Lund KA. Schlafdauer und Migräne. Annalen der Ruhe. 2018.",
        "Redaktion S. Schlafdauer und Migräne. Nordic Headache J. 2018;11(2):101-110.",
        "Redaktion S. Sleep duration and the course of migraine in adults.",
    ],
)
def test_a_doi_is_believed_where_author_numbers_or_title_bear_it_out(look_up: LookUp, raw: str) -> None:
    found = look_up(f"{raw} doi:{ADULTS}")
    assert (found.status, found.doi) == ("matched", ADULTS)


@pytest.mark.parametrize(
    "raw",
    [
        "Quist B. Feeding habits of the northern field mouse.",
        "Feeding habits of the northern field mouse. J Mammal.",
        "Feeding habits of the northern field mouse. 1998.",
        "Feeding habits of the northern field mouse. Rat Notes. 2018;2(1):1-9.",
    ],
)
def test_a_doi_is_not_believed_against_title_and_author_journal_year_or_numbers(look_up: LookUp, raw: str) -> None:
    assert look_up(f"{raw} doi:{ADULTS}").status == "mismatch"


def test_notices_of_retraction_come_with_the_work(look_up: LookUp) -> None:
    found = look_up("Haddad S. Walking programmes for osteoarthritis of the knee. Joint Care Res. 2020;7(4):e70012.")
    assert found.work is not None
    assert [(notice.type, notice.doi, notice.date) for notice in found.work.updates] == [
        ("retraction", "10.5555/jcr.2021.r1", "2021-06-02")
    ]


def test_the_first_source_that_holds_the_work_answers(library: LocalWorks, index: WorkSource, look_up: LookUp) -> None:
    assert look_up(MIGRAINE, index, library).source == "index"
    assert look_up(MIGRAINE, library, index).source == "library"


# --- mismatch and ambiguous --------------------------------------------------------------------------------------


def test_a_doi_of_another_work_is_a_mismatch_and_the_work_that_is_meant_is_given(look_up: LookUp) -> None:
    found = look_up(f"{MIGRAINE} doi:{YOGHURT}")
    assert (found.status, found.doi) == ("mismatch", ADULTS)
    assert found.identifier_work is not None
    assert found.identifier_work.doi == YOGHURT
    assert "Probiotic yoghurt" in found.reason


def test_a_doi_of_a_near_neighbour_is_a_mismatch_too(look_up: LookUp) -> None:
    found = look_up(f"{MIGRAINE} doi:{CHILDREN}")
    assert found.identifier_work is not None
    assert (found.status, found.doi, found.identifier_work.doi) == ("mismatch", ADULTS, CHILDREN)


def test_a_mismatch_whose_meant_work_is_not_known_gives_none(look_up: LookUp) -> None:
    found = look_up(f"{UNKNOWN} doi:{YOGHURT}")
    assert (found.status, found.work) == ("mismatch", None)
    assert found.identifier_work is not None
    assert found.identifier_work.doi == YOGHURT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2018;11(2):101-110", "2017;12(1):99-110"),
        ("Lund KA", "Lunt KA"),
        (": a cohort study", ""),
        ("Nordic Headache J", "Northern Head J"),
    ],
)
def test_slips_beside_the_right_doi_make_no_mismatch(look_up: LookUp, old: str, new: str) -> None:
    found = look_up(f"{MIGRAINE.replace(old, new)} doi:{ADULTS}")
    assert (found.status, found.doi) == ("matched", ADULTS)


def test_a_work_under_two_identifiers_is_one(look_up: LookUp) -> None:
    found = look_up(TEA)
    assert (found.status, found.differences) == ("matched", ())
    assert found.doi in ("10.5555/tsl.2016.15", "10.5555/tsl.2016.15a")


def test_works_that_fit_equally_well_are_ambiguous_and_all_are_shown() -> None:
    raw = "Ito N. Reply. Tea Science Letters. 2016;9."
    replies = [
        work
        for page in ("15", "40")
        if (
            work := work_from_record(
                record(f"10.5555/tsl.{page}", "Reply", "Naoko Ito", "Tea Science Letters", f"9 1 {page}", 2016)
            )
        )
    ]
    found = resolve(parse_reference(raw), raw, [LocalWorks(replies)], offline=True)
    assert (found.status, found.work) == ("ambiguous", None)
    assert {candidate.work.doi for candidate in found.candidates} == {"10.5555/tsl.15", "10.5555/tsl.40"}


def test_a_doi_tells_twins_apart(look_up: LookUp) -> None:
    found = look_up(f"{TEA} doi:10.5555/tsl.2016.15a")
    assert (found.status, found.doi) == ("matched", "10.5555/tsl.2016.15a")


# --- nothing found -----------------------------------------------------------------------------------------------


def test_only_a_whole_index_says_that_there_is_no_such_work(look_up: LookUp, index: WorkSource) -> None:
    assert look_up(UNKNOWN, index).status == "not-found"
    assert look_up(UNKNOWN).status == "unchecked"


@pytest.mark.parametrize("offline", [True, False])
def test_not_among_the_works_is_unchecked(look_up: LookUp, offline: bool) -> None:
    found = look_up(UNKNOWN, offline=offline)
    assert (found.status, found.failed) == ("unchecked", not offline)
    assert "not among the works given" in found.reason


@pytest.mark.parametrize("offline", [True, False])
def test_without_any_works_everything_is_unchecked(offline: bool) -> None:
    found = resolve(parse_reference(MIGRAINE), MIGRAINE, (), offline=offline)
    assert (found.status, found.failed) == ("unchecked", not offline)
    assert "no works were given" in found.reason


@pytest.mark.parametrize("raw", [MIGRAINE, UNKNOWN, f"https://doi.org/{ADULTS}", f"{UNKNOWN} doi:10.5555/none"])
def test_a_look_up_that_failed_says_nothing_of_the_work(look_up: LookUp, down: WorkSource, raw: str) -> None:
    found = look_up(raw, down)
    assert (found.status, found.failed) == ("unchecked", True)
    assert "no answer within 10 seconds" in found.reason


def test_one_source_that_fails_keeps_another_from_saying_not_found(
    look_up: LookUp, index: WorkSource, down: WorkSource
) -> None:
    for sources in ((down, index), (index, down)):
        assert look_up(UNKNOWN, *sources).status == "unchecked"


def test_one_source_that_fails_does_not_hide_what_another_holds(
    look_up: LookUp, library: LocalWorks, down: WorkSource
) -> None:
    found = look_up(MIGRAINE, down, library)
    assert (found.status, found.doi, found.failed) == ("matched", ADULTS, False)


@pytest.mark.parametrize(
    "raw",
    [
        PAGE.format("Sleeping well with migraine."),
        PAGE.format(f"{TITLE}."),
        "University of Northby. Short nights make migraine worse [press release]. 3 April 2018.",
        "https://steady.example/sleep",
    ],
)
def test_a_page_is_no_missing_article_whatever_title_it_bears(
    look_up: LookUp, library: LocalWorks, index: WorkSource, down: WorkSource, raw: str
) -> None:
    for source in (library, index, down):
        found = look_up(raw, source)
        assert (found.status, found.work, found.failed) == ("not-indexable", None, False)


@pytest.mark.parametrize(
    "raw",
    [
        f"Lund KA. {TITLE}. Steady Health blog. 2021. https://steady.example/s. Accessed 3 March 2021.",
        f"Lund KA. {TITLE}. https://steady.example/s. Accessed 3 March 2021.",
        f"{TITLE}. https://steady.example/s. Accessed 3 March 2021.",
    ],
)
def test_a_page_is_not_the_paper_whose_title_it_bears(look_up: LookUp, raw: str) -> None:
    assert look_up(raw).status == "not-indexable"


def test_a_page_that_gives_a_papers_author_and_year_too_is_that_paper(look_up: LookUp) -> None:
    raw = f"Lund KA. {TITLE}. 2018. https://steady.example/s. Accessed 3 March 2021."
    assert look_up(raw).doi == ADULTS


def test_a_doi_that_no_source_knows_does_not_hide_the_work(look_up: LookUp) -> None:
    assert look_up(f"{MIGRAINE} doi:10.5555/none").doi == ADULTS


@given(
    raw=st.text(max_size=80)
    | st.lists(st.sampled_from([*MIGRAINE.split(), *TEA.split(), f"doi:{KNEE}", "2018"]), max_size=25).map(" ".join)
)
def test_no_reference_is_too_odd_and_nothing_is_said_to_be_missing_from_a_mere_file(look_up: LookUp, raw: str) -> None:
    found = look_up(raw)
    assert found.reason
    assert found.status != "not-found"
    assert found.status in ("matched", "mismatch") or found.work is None
