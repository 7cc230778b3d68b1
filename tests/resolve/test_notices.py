"""Notices about works: types in one spelling, and every event once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import UpdateNotice, Work
from citecheck.resolve.notices import counted_once, is_notice, type_of
from citecheck.resolve.records import work_from_record

Said = tuple[str, str | None, str | None, str | None]
PUBLISHER: Said = ("retraction", "10.5555/r", "2018-03-02", "publisher")


def notices(*said: Said) -> tuple[UpdateNotice, ...]:
    return tuple(UpdateNotice(*one) for one in said)


def preprint(**fields: object) -> Work:
    made = work_from_record({"DOI": "10.5555/pre.1", "title": ["Naps"], "type": "posted-content", **fields})
    assert made is not None
    return made


@pytest.mark.parametrize(("said", "type_"), [
    ("retraction", "retraction"), ("Retraction", "retraction"), ("retracted", "retraction"),
    ("withdrawal", "withdrawal"), ("removal", "removal"), ("partial_retraction", "partial_retraction"),
    ("expression-of-concern", "expression_of_concern"), ("Expression of concern", "expression_of_concern"),
    ("erratum", "correction"), ("Corrigendum", "correction"), ("Correction", "correction"),
    ("addendum", "addendum"), ("clarification", "clarification"), ("new_version", "new_version"),
    ("new_edition", "new_edition"), ("Reinstatement", "reinstatement"), ("something new", "something_new"),
    (None, "update"), ("", "update"), (5, "update"),
])  # fmt: skip
def test_types_have_one_spelling(said: object, type_: str) -> None:
    assert type_of(said) == type_


@pytest.mark.parametrize(
    "other",
    [
        ("retraction", "10.5555/R", "2021-01-01", "retraction-watch"),
        ("retraction", "10.5555/other", "2018-04-20", "retraction-watch"),
        ("withdrawal", None, "2018-03", "retraction-watch"),
        ("removal", None, "2018", None),
        ("retraction", None, None, "pubmed"),
        ("retraction", "10.5555/r.fr", "2018-03-02", "publisher"),
    ],
)
def test_a_retraction_that_two_sources_tell_of_is_one(other: Said) -> None:
    assert counted_once(notices(PUBLISHER, other)) == notices(PUBLISHER)
    assert counted_once(notices(other, PUBLISHER)) in (notices(PUBLISHER), notices(other))
    assert len(counted_once(notices(other, PUBLISHER, other, PUBLISHER))) == 1


def test_the_publishers_notice_counts_and_the_others_fill_it_in() -> None:
    watch: Said = ("retraction", "10.5555/r", "2018-03-05", "retraction-watch")
    assert counted_once(notices(watch, ("withdrawal", "10.5555/r", None, "publisher"))) == notices(
        ("withdrawal", "10.5555/r", "2018-03-05", "publisher")
    )


@pytest.mark.parametrize(
    "other",
    [
        ("retraction", "10.5555/again", "2020-03-02", "retraction-watch"),
        ("expression_of_concern", "10.5555/c", "2018-03-02", "publisher"),
        ("correction", "10.5555/r", "2018-03-02", "publisher"),
    ],
)
def test_other_events_stay_apart(other: Said) -> None:
    assert counted_once(notices(PUBLISHER, other)) == notices(PUBLISHER, other)


def test_two_corrections_within_weeks_are_two_and_the_same_one_from_elsewhere_is_not() -> None:
    first: Said = ("correction", "10.5555/e.1", "2018-03-02", "publisher")
    second: Said = ("correction", "10.5555/e.2", "2018-03-20", "publisher")
    watch: Said = ("correction", None, "2018-03-05", "retraction-watch")
    assert counted_once(notices(first, second, watch)) == notices(first, second)
    assert counted_once(notices(first, first)) == notices(first)


SAID = st.builds(
    UpdateNotice,
    st.sampled_from(["retraction", "withdrawal", "correction", "expression_of_concern", "reinstatement"]),
    st.none() | st.sampled_from(["10.5555/a", "10.5555/b"]),
    st.none() | st.sampled_from(["2018", "2018-03", "2018-03-02", "2021-12-31", "-001", "2018-77-99", "x"]),
    st.none() | st.sampled_from(["publisher", "retraction-watch"]),
)


@given(st.lists(SAID, max_size=6))
def test_counting_never_fails_and_counting_again_finds_no_more_kinds(said: list[UpdateNotice]) -> None:
    once = counted_once(said)
    assert len(once) <= len(said)
    assert bool(once) == bool(said)
    assert {notice.type == "correction" for notice in once} == {notice.type == "correction" for notice in said}


# --- what a work's notices come to -------------------------------------------------------------------------------


def work(*said: Said) -> Work:
    return Work({}, updates=notices(*said))


def test_a_corrected_or_doubted_work_is_not_a_retracted_one() -> None:
    made = work(
        ("correction", None, None, None), ("expression_of_concern", None, None, None),
        ("partial_retraction", None, None, None), ("new_version", None, None, None),
    )  # fmt: skip
    assert not made.retractions
    assert [notice.type for notice in made.concerns] == ["expression_of_concern", "partial_retraction"]
    assert len(made.corrections) == 1


@pytest.mark.parametrize(
    ("retracted", "reinstated", "stands"),
    [
        ("2018-03-02", "2019-01-01", False),
        ("2018-03-02", "2018", False),
        ("2018-03-02", None, False),
        (None, "2019", False),
        ("2020-03-02", "2019-01-01", True),
    ],
)
def test_a_reinstated_work_is_retracted_only_if_it_was_again(
    retracted: str | None, reinstated: str | None, stands: bool
) -> None:
    made = work(("retraction", None, retracted, None), ("reinstatement", None, reinstated, "retraction-watch"))
    assert bool(made.retractions) is stands


# --- notices that are works themselves ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Retraction: Naps at noon",
        "Retraction of “Naps at noon”",
        "Retraction note to: Naps at noon",
        "Notice of Retraction",
        "[Retraction] Naps at noon",
        "Expression of Concern: Naps",
        "Correction to: Naps",
        "Erratum",
        "Withdrawal: Naps",
    ],
)
def test_the_title_of_a_notice_is_known(title: str) -> None:
    assert is_notice(title)


@pytest.mark.parametrize(
    "title", ["Withdrawal of antidepressants", "Correction of hyponatraemia", "RETRACTED: Naps", "Naps", ""]
)
def test_the_title_of_a_paper_is_not_that_of_a_notice(title: str) -> None:
    assert not is_notice(title)


def test_a_notice_that_is_registered_as_an_update_of_itself_is_not_retracted() -> None:
    updated = [{"type": "retraction", "DOI": "10.5555/PRE.1"}]
    assert not preprint(title=["Retraction: Naps"], **{"updated-by": updated}).updates
    assert preprint(title=["RETRACTED: Naps"], **{"updated-by": updated}).retractions


# --- preprints ---------------------------------------------------------------------------------------------------


def test_the_paper_that_came_of_a_preprint_is_told_once() -> None:
    papers = [
        {"id-type": "doi", "id": "https://doi.org/10.5555/paper", "asserted-by": "subject"},
        {"id-type": "doi", "id": "10.5555/paper", "asserted-by": "object"},
        {"id-type": "doi", "id": "10.5555/PRE.1"},
        {"id-type": "uri", "id": "https://example.org/paper"},
        {"id-type": "doi", "id": None},
        None,
    ]
    assert preprint(relation={"is-preprint-of": papers}).appeared_as == ("10.5555/paper",)


@pytest.mark.parametrize("relation", [None, [], {}, {"is-preprint-of": "x"}, {"has-preprint": [{"id": "10.5555/a"}]}])
def test_without_such_a_link_no_paper_is_told(relation: object) -> None:
    assert preprint(relation=relation).appeared_as == ()


# --- what the record of a work says of itself --------------------------------------------------------------------


@pytest.mark.parametrize("title", ["RETRACTED: Naps", "RETRACTED ARTICLE: Naps", "[Retracted] Naps", "Retracted: Naps"])
def test_a_title_that_says_retracted_is_enough(title: str) -> None:
    assert preprint(title=[title]).retractions
    notice = {"type": "retraction", "DOI": "10.5555/r", "source": "publisher"}
    assert len(preprint(title=[title], **{"updated-by": [notice]}).updates) == 1


@pytest.mark.parametrize("title", ["Retracted papers: a survey", "The retracted gum", "Retraction: Naps"])
def test_a_title_about_retraction_is_not(title: str) -> None:
    assert not preprint(title=[title]).updates


def test_pubmeds_mark_of_a_retracted_publication_is_enough() -> None:
    assert preprint(**{"publication-types": ["Journal Article", "Retracted Publication"]}).retractions
    assert not preprint(**{"publication-types": ["Retraction of Publication"]}).retractions
