"""What a source that the text names stands behind: press releases, bodies, studies before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Audit = Callable[..., Any]

RELEASE = (
    "Walnuts and sleep\n\n"
    "Adults who were randomly assigned to eat walnuts slept longer by 20 minutes.\n\n"
    "{dateline} Walnuts may lengthen sleep, according to a new study. Bad sleep costs employers 20 billion a year.\n\n"
    "The work was done by nurses at night, and the walnuts came from a farm nearby.\n\n"
    "The study was published in the Journal of Night Food.\n\n"
    "During the eight-week study:\n\n"
    "- sleep improved by 20 minutes among the 40 adults of the walnut group\n"
    "- pain at night fell by 12 points in the walnut group\n\n"
    "Almonds improve memory in 30% of older adults.\n"
)


@pytest.mark.parametrize(
    "dateline",
    [
        "LEEDS, UK, May 5, 2021 /Some Newswire/ --",
        "(SomeWire) - May 5, 2021 - LEEDS —",
        "May 5, 2021 -- Leeds, UK --",
        "LEEDS (PR Newswire) --",
    ],
)
def test_what_a_release_tells_of_its_one_study_is_sourced_by_it(audit: Audit, dateline: str) -> None:
    report = audit(RELEASE.format(dateline=dateline))
    assert report.verdict("randomly assigned").kind == "attributed"
    assert "names later" in report.verdict("randomly assigned").reason
    assert report.verdict("according to a new study").kind == "attributed"
    assert report.verdict("the 40 adults").kind == "attributed"
    assert report.verdict("12 points").kind == "attributed"
    assert report.verdict("Almonds improve").kind == "missing-citation"


def test_without_a_dateline_a_study_named_late_stands_behind_nothing_before_it(audit: Audit) -> None:
    report = audit(RELEASE.format(dateline="People like walnuts in May."))
    assert report.verdict("randomly assigned").kind == "missing-citation"


def test_what_holds_at_all_times_is_no_result_of_the_study(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\nWalnuts improved sleep in a trial published in the Journal of Night Food. "
        "Volunteers slept longer by 20 minutes. Bad sleep raises the risk of a heart attack.\n"
    )
    assert report.verdict("Volunteers slept").kind == "attributed"
    assert report.verdict("Bad sleep raises").kind == "missing-citation"


def test_what_other_studies_found_is_no_result_of_the_study(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\nWalnuts improved sleep in a trial published in the Journal of Night Food. "
        "Earlier trials of almonds found that they reduced pain by 30%.\n"
    )
    assert report.verdict("Earlier trials").kind == "missing-citation"


def test_in_its_own_release_a_body_that_passes_on_what_it_knows_speaks_to_the_end(audit: Audit) -> None:
    report = audit(
        "What snoring is\n\n(SomeWire) - May 5, 2021 - LEEDS — The Sleep Association is sharing "
        "information on snoring this week.\n\n"
        "Snoring doubles the risk of a stroke in men over 60.\n\nMasks reduce snoring in 60% of adults.\n"
    )
    assert report.verdict("Snoring doubles").kind == "attributed"
    assert report.verdict("Masks reduce").kind == "attributed"


def test_a_list_that_a_source_introduces_is_its_own(audit: Audit) -> None:
    report = audit(
        "Snoring in numbers\n\nIn the north, per the Sleep Association's report of 2020:\n\n"
        "- Snoring keeps 25% of couples awake\n- Snoring raises the risk of a stroke in 3% of men\n"
    )
    assert report.verdict("25% of couples").kind == "attributed"
    assert report.verdict("3% of men").kind == "attributed"


def test_a_companys_own_trial_is_named_by_its_phase(audit: Audit) -> None:
    report = audit(
        "Results\n\nNordia announced positive data from its ongoing Phase 2 trial of zelomab in adults with asthma. "
        "Attacks fell by 40% among 31 adults. The treatment was well tolerated.\n"
    )
    assert report.verdict("Attacks fell").kind == "attributed"


def test_a_body_is_known_by_its_letters(audit: Audit) -> None:
    report = audit("Masks\n\nThe EFGS guidance concluded that masks reduce snoring in 60% of adults.\n")
    assert report.verdict("EFGS").kind == "attributed"


def test_in_a_news_report_it_does_not(audit: Audit) -> None:
    report = audit(
        "What snoring is\n\nThe Sleep Association has published guidance on snoring this week.\n\n"
        "Snoring doubles the risk of a stroke in men over 60.\n"
    )
    assert report.verdict("Snoring doubles").kind == "missing-citation"
