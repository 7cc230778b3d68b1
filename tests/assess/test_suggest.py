"""Works for sentences without a source: strongest design first, a contrary result among them, known works preferred."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citecheck.assess import suggest
from citecheck.assess.suggest import choose, is_contrary
from citecheck.lexicon import Lexicon
from citecheck.model import Claim, Suggestion, Work
from citecheck.patterns import patterns_in
from citecheck.tables import load

CLAIM = Claim(True, "efficacy", 0.9, "causal", False, "")
SENTENCE = "Acupuncture relieves low back pain."


def work(title: str, number: int, year: int = 2020, **more: Any) -> Work:
    csl = {"title": f"Acupuncture for low back pain: {title}", "DOI": f"10.5555/needles.{number}"}
    return Work({**csl, "type": "article-journal", "issued": {"date-parts": [[year]]}}, **more)


REVIEW = work("a systematic review and meta-analysis", 1)
NEWER = work("a meta-analysis", 2, 2024)
TRIAL = work("a randomised controlled trial", 3)
COHORT = work("a cohort study", 4)
NULL = work(
    "a randomized placebo-controlled trial", 5, 2001, abstract="We treated 90 adults. Needles were no better than sham."
)


def titles(suggested: tuple[Suggestion, ...]) -> list[Work]:
    return [one.work for one in suggested]


def test_the_strongest_design_stands_first_and_of_equals_the_newest() -> None:
    assert titles(choose(SENTENCE, CLAIM, [COHORT, TRIAL, REVIEW, NEWER], [])) == [NEWER, REVIEW, TRIAL]


def test_a_contrary_result_is_among_them_however_weak() -> None:
    suggested = choose(SENTENCE, CLAIM, [REVIEW, NEWER, TRIAL, NULL], [])
    assert titles(suggested) == [NEWER, REVIEW, NULL]
    assert [one.contrary for one in suggested] == [False, False, True]
    assert "speaks against an effect" in suggested[-1].reason


def test_nothing_is_contrary_to_a_sentence_that_denies_the_effect() -> None:
    (suggested,) = choose("Acupuncture is no better than sham for low back pain.", CLAIM, [NULL], [])
    assert not suggested.contrary


def test_a_work_that_the_article_knows_goes_before_its_equals_and_the_weaker() -> None:
    (suggested,) = choose(SENTENCE, CLAIM, [NEWER, REVIEW, TRIAL, COHORT], [REVIEW])
    assert (suggested.work, suggested.known) == (REVIEW, True)


def test_beside_a_work_that_the_article_knows_stand_the_stronger_and_the_contrary() -> None:
    suggested = choose(SENTENCE, CLAIM, [REVIEW, COHORT, NULL], [COHORT])
    assert titles(suggested) == [REVIEW, NULL, COHORT]


@pytest.mark.parametrize(
    "other",
    [
        work("protocol for a randomised controlled trial", 6),
        work("an editorial", 7),
        work("a case report", 8),
        work("needles in rats", 9),
        work("where do we stand?", 10),
        work("a randomised controlled trial of the past", 11, publication_types=("Editorial",)),
    ],
    ids=lambda other: other.csl["title"],
)
def test_what_is_no_study_in_people_is_not_proposed(other: Work) -> None:
    assert choose(SENTENCE, CLAIM, [other], []) == ()


@pytest.mark.parametrize(
    ("end", "contrary"),
    [
        ("Magnesium did not reduce leg cramps.", True),
        ("There was no significant difference between the groups.", True),
        ("There was no significant difference in adverse events between the groups.", False),
        ("There was no significant difference between ibuprofen and turmeric.", False),
        ("Needles failed to ease pain.", True),
        ("Magnesium did not reduce cramps but improved sleep.", False),
        ("Magnesium reduced leg cramps.", False),
        ("It does not help everyone. Pain fell by a third.", False),
    ],
)
def test_a_conclusion_is_contrary_where_it_says_so_and_nothing_besides(end: str, contrary: bool) -> None:
    assert is_contrary(work("a trial", 12, abstract=f"We treated 90 adults. {end}")) is contrary


def test_every_pattern_can_be_read() -> None:
    lines = patterns_in(load(Path(suggest.__file__).with_suffix(".toml"))["contrary"])
    for line in lines:
        said = " ".join(part.strip("[]").split("|")[0] for part in line.split() if part != "...")
        assert said in Lexicon([(line, line)]), line
