"""Who speaks for a seller, and who is a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Audit = Callable[..., Any]


@pytest.mark.parametrize(
    "who",
    [
        "Ann Bell, chief executive of Walnut Works",
        "Dr. Ann Bell, founder of Walnut Works",
        "Ann Bell, chief medical officer at Walnut Works",
        "Ann Bell, PhD, Chairman of Walnut Works",
    ],
)
def test_an_officer_of_a_company_is_no_source_for_what_it_sells(audit: Audit, who: str) -> None:
    report = audit(f"Walnuts and sleep\n\n“Walnuts improve sleep by 20 minutes in most adults,” said {who}.\n")
    verdict = report.verdict("20 minutes")
    assert verdict.kind == "missing-citation"
    assert "speaks for the seller" in verdict.reason


@pytest.mark.parametrize(
    "who",
    [
        "Dr. Ann Bell, a dietitian at Leeds General Hospital",
        "Ann Bell, MD, president of the Sleep Association",
        "Ann Bell, professor of sleep medicine at Hull University",
        "President Ann Bell, MD",
    ],
)
def test_an_expert_of_another_house_is_one(audit: Audit, who: str) -> None:
    report = audit(f"Walnuts and sleep\n\n“Walnuts improve sleep by 20 minutes in most adults,” said {who}.\n")
    assert report.verdict("20 minutes").kind == "attributed"


def test_an_officer_is_known_by_the_surname_from_then_on(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\n“We roast them by hand,” said Dr. Ann Bell, founder of Walnut Works.\n\n"
        "“Walnuts improve sleep by 20 minutes in most adults,” Bell said.\n"
    )
    assert report.verdict("20 minutes").kind == "missing-citation"


def test_another_speaker_beside_an_officer_stays_a_source(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\n“We roast them by hand,” said Dr. Ann Bell, founder of Walnut Works.\n\n"
        "“Walnuts improve sleep by 20 minutes in most adults,” said Dr. Omar Voss, a neurologist at Hull Hospital.\n"
    )
    assert report.verdict("20 minutes").kind == "attributed"


def test_what_an_officer_says_of_the_study_told_of_is_the_studys(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\nWalnuts improved sleep by 20 minutes in a trial published in the Journal of Night Food. "
        "“These results show that walnuts improve sleep by 20 minutes,” said Ann Bell, chairwoman of Walnut Works.\n"
    )
    assert report.verdict("These results").kind == "attributed"
