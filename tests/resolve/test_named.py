"""Which work a study is that a text names without a reference; and that a look-alike is never taken for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.resolve.conftest import Record, record, works

from citecheck.ingest import read_bytes
from citecheck.model import Resolution
from citecheck.parse.article import parse_document
from citecheck.resolve import resolve_named
from citecheck.resolve.works import LocalWorks

STUDY = record(
    "10.5555/jcr.2023.11",
    "Acupuncture for low back pain: a systematic review and meta-analysis",
    "Ada Okafor, C. Miriam Lund",
    "Joint Care Research",
    "10 2 11-20",
    2023,
)
BEGINNING = "Needles ease an aching back, new study finds\n\nby C. Miriam Lund\nMarch 4, 2024\n\n"
REST = " The effect on low back pain was small. It lasted for four weeks in most of those who took part in the trials."
OWN = (
    "Acupuncture can ease low back pain. That is what my team's new meta-analysis, just published in the journal {},"
    " shows."
)

Named = Callable[..., list[Resolution]]


def named(said: str, *records: Record, beginning: str = BEGINNING) -> list[Resolution]:
    """What the studies named in a small article are, among some works."""
    text = f"{beginning}{said}{REST}\n\nThe needles were set twice a week by people who had learned it for years.\n"
    article = parse_document(read_bytes(text.encode(), "draft.txt", ".txt"))
    return list(resolve_named(article, [LocalWorks(works(records))], None).values())


def like(**changed: Any) -> Record:
    """The study with other fields, and a DOI of its own."""
    return STUDY | {"DOI": "10.5555/other.1"} | changed


def test_journal_author_topic_date_and_design_tell_a_study() -> None:
    (found,) = named(OWN.format("Joint Care Research"), STUDY)
    assert (found.status, found.doi, found.source) == ("matched", STUDY["DOI"], "works")
    assert found.reason.startswith("journal, author, topic, date and design agree")
    assert found.score == 1.0


LOOKALIKES = {
    "another journal": like(**{"container-title": ["Joint Motion Letters"]}),
    "other authors": like(author=[{"given": "Ben", "family": "Osei"}]),
    "a namesake": like(author=[{"given": "Tom", "family": "Lund"}]),
    "long ago": like(issued={"date-parts": [[2016]]}),
    "to come": like(issued={"date-parts": [[2026]]}),
    "another treatment and condition": like(title=["Zinc for the common cold: a meta-analysis"]),
    "another condition": like(
        title=["Vitamin D for fractures: a meta-analysis"], author=[{"given": "C. Miriam", "family": "Lund"}]
    ),
    "another group of people": like(title=["Acupuncture for low back pain in children: a meta-analysis"], author=[]),
    "another design": like(title=["Acupuncture for low back pain: a randomised trial"]),
    "a protocol": like(title=["Acupuncture for low back pain: protocol of a meta-analysis"]),
    "a retraction": like(title=["Retraction: Acupuncture for low back pain: a meta-analysis"]),
}


@pytest.mark.parametrize("record", LOOKALIKES.values(), ids=LOOKALIKES)
def test_a_lookalike_is_not_the_study_and_does_not_hide_it(record: Record) -> None:
    said = OWN.format("Joint Care Research")
    assert named(said, record) == []
    (found,) = named(said, record, STUDY)
    assert (found.status, found.doi, found.candidates) == ("matched", STUDY["DOI"], ())


def test_two_works_that_fit_are_both_named_and_neither_is_chosen() -> None:
    twin = like(title=["Acupuncture in low back pain, a second look: meta-analysis"])
    (found,) = named(OWN.format("Joint Care Research"), STUDY, twin)
    assert (found.status, found.doi) == ("ambiguous", None)
    assert {c.work.doi for c in found.candidates} == {STUDY["DOI"], twin["DOI"]}
    assert "container-title" in found.candidates[0].agrees


def test_one_work_under_two_dois_is_no_rival_of_itself() -> None:
    (found,) = named(OWN.format("Joint Care Research"), STUDY, like())
    assert found.status == "matched"


def test_without_the_journal_it_may_be_the_work_and_no_more() -> None:
    (found,) = named("Acupuncture can ease low back pain, our new meta-analysis shows.", STUDY)
    assert (found.status, [c.work.doi for c in found.candidates]) == ("ambiguous", [STUDY["DOI"]])


def test_without_a_date_on_either_side_it_may_be_the_work_and_no_more() -> None:
    undated = BEGINNING.replace("March 4, 2024\n", "")
    (found,) = named(OWN.format("Joint Care Research"), STUDY, beginning=undated)
    assert found.status == "ambiguous"


def test_the_topic_alone_names_nothing() -> None:
    anonymous = BEGINNING.replace("by C. Miriam Lund\n", "")
    assert named("Acupuncture eases low back pain, a new study found.", STUDY, beginning=anonymous) == []


def test_what_we_did_is_the_study_that_was_named() -> None:
    said = OWN.format("Joint Care Research") + " We analysed 38 trials of needles."
    assert [(one.status, one.doi) for one in named(said, STUDY)] == [("matched", STUDY["DOI"])] * 2


def test_the_study_led_by_one_of_its_authors_is_the_one_that_was_named() -> None:
    said = (
        "Acupuncture eased low back pain in a meta-analysis published on Monday in the journal Joint Care Research."
        " The study, led by Dr. Ada Okafor of the Lakeside Institute, counted 38 trials."
    )
    assert [one.doi for one in named(said, STUDY)] == [STUDY["DOI"]] * 2


def test_the_year_that_is_printed_with_a_study_counts() -> None:
    said = "Acupuncture eases low back pain, according to a {} review in the journal Joint Care Research."
    old = like(issued={"date-parts": [[2015]]})
    assert [one.doi for one in named(said.format(2015), old, STUDY)] in ([], [old["DOI"]])
    assert all(one.doi != STUDY["DOI"] for one in named(said.format(2015), STUDY))


def test_a_journal_with_a_day_behind_it_is_known() -> None:
    said = OWN.format("Joint Care Research on Tuesday")
    assert [one.doi for one in named(said, STUDY)] == [STUDY["DOI"]]


def test_a_work_of_last_year_is_not_what_came_out_this_week_two_years_later() -> None:
    said = "Acupuncture eases low back pain, says research published this week in the journal Joint Care Research."
    old = like(issued={"date-parts": [[2022]]})
    assert named(said, old) == []


def test_a_trial_goes_by_its_name() -> None:
    trial = like(title=["Needles for the lower back (NEEDLEWORK): a randomised trial"])
    said = "The NEEDLEWORK trial, published in the journal Joint Care Research on Monday, followed 300 people."
    assert [(one.status, one.doi) for one in named(said, trial)] == [("matched", trial["DOI"])]


def test_a_topic_without_a_known_name_is_told_by_its_words() -> None:
    hypoxia = like(title=["Intermittent hypoxia training and walking speed in astronauts"])
    cabbage = like(DOI="10.5555/other.2", title=["Cabbage leaves and walking speed: a pilot study of gardeners"])
    said = (
        "Intermittent hypoxia raised the walking speed of astronauts in a study published on Monday in the journal"
        " Joint Care Research. Training took six weeks."
    )
    assert [(one.status, one.doi) for one in named(said, hypoxia, cabbage)] == [("matched", hypoxia["DOI"])]


def test_an_author_without_a_name_is_nobody() -> None:
    (found,) = named(OWN.format("Joint Care Research"), STUDY, beginning=BEGINNING.replace("C. Miriam Lund", "PhD, MD"))
    assert "author" not in found.reason
