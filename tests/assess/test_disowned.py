"""Whether an article speaks of a retracted work as retracted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Audit = Callable[..., Any]
TRIAL = "Yilmaz S, Korda P. Insoles for heel pain: a randomised trial. Foot Plain. 2016;8(1):30-39."
OTHER = "Brito A. Night splints in runners: a cohort study. Foot Plain. 2018;10(2):11-19."
NOTICE = {"type": "retraction", "DOI": "10.5555/foot.2018.0001", "updated": {"date-parts": [[2018, 2]]}}
RECORD = {
    "DOI": "10.5555/foot.2016.0030",
    "title": ["Insoles for heel pain: a randomised trial"],
    "author": [{"family": "Yilmaz", "given": "S"}, {"family": "Korda", "given": "P"}],
    "container-title": ["Foot Plain"],
    "issued": {"date-parts": [[2016]]},
    "volume": "8",
    "page": "30-39",
    "updated-by": [NOTICE],
}

SPLINTS = {
    "DOI": "10.5555/foot.2018.0011",
    "title": ["Night splints in runners: a cohort study"],
    "author": [{"family": "Brito", "given": "A"}],
    "container-title": ["Foot Plain"],
    "issued": {"date-parts": [[2018]]},
    "volume": "10",
    "issue": "2",
    "page": "11-19",
}


def article(text: str) -> str:
    return f"Insoles for heel pain\n\n{text}\n\nReferences\n\n1. {TRIAL}\n2. {OTHER}\n"


@pytest.mark.parametrize(
    "text",
    [
        "Insoles lower heel pain, said a trial that was later retracted [1].",
        "A now-retracted trial found that insoles lower heel pain [1].",
        "The retraction of the trial changed little [1].",
        "The trial has since been withdrawn [1].",
        "The journal withdrew the paper within a year [1].",
        "The authors pulled their study when the data were questioned [1].",
        "The 20 points come from a fraudulent trial [1].",
        "The 20 points come from a fraudulent 2016 trial [1].",
        "The 2016 trial that sold so many insoles [1] has been thoroughly discredited.",
        "The trial in walkers that sold so many insoles [1] was widely debunked.",
        "The 2016 trial [1] was taken back by the journal.",
        "The journal took the paper back within a year [1].",
        "The authors had made up most of their data [1].",
        "The paper turned out to be fake [1].",
        "It was a case of research misconduct [1].",
        "Insoles were said to lower heel pain [1]. The paper was retracted two years later.",
        "Insoles were said to lower heel pain [1]. The paper was retracted two years later [1].",
        "In 2018 a trial was retracted. It had found that insoles lower heel pain [1].",
        "Insoles lower heel pain [1]. Its retraction in 2018 left insoles without a trial. Pain lasts for weeks [1].",
        "Die Studie wurde später zurückgezogen [1].",
        "L’étude a été rétractée deux ans plus tard [1].",
    ],
)
def test_what_the_article_calls_retracted_is_disowned(audit: Audit, text: str) -> None:
    assessed = audit(article(text), RECORD)
    assert assessed.evidence().retracted
    assert assessed.report.audited.assessment.disowned == {"1"}
    assert "REF003" not in assessed.rules()


@pytest.mark.parametrize(
    "text",
    [
        "Insoles lower heel pain by 20 points [1].",
        "That insoles do nothing was debunked in studies of 20 points [1].",
        "The idea that insoles do nothing has been thoroughly discredited [1].",
        "A trial found that insoles lower pain by 20 points [1], and the patients took the insoles back.",
        "Insoles lower heel pain by 20 points, in a trial that was not retracted [1].",
        "Two patients were withdrawn from the trial, and insoles lowered pain by 20 points [1].",
        "The gel was withdrawn from the market in 2009, and insoles lower pain by 20 points [1].",
        "Insoles lower pain as much as a retracted tendon does harm [1].",
        "Insoles lower heel pain [1]. A study of splints was retracted in 2010.",
        "Insoles lower heel pain [1]. The study of splints was retracted [2].",
        "A study of splints was retracted [2]. Insoles lower heel pain by 20 points [1].",
        "Insoles lower heel pain [1].\n\nThe study of splints was retracted in 2010.",
        "Fraud is common in sales of insoles, which lower heel pain by 20 points [1].",
    ],
)
def test_what_is_cited_as_if_it_stood_is_not(audit: Audit, text: str) -> None:
    assessed = audit(article(text), RECORD)
    assert assessed.evidence().retracted
    assert assessed.report.audited.assessment.disowned == frozenset()
    assert "REF003" in assessed.rules()


def test_a_work_that_stands_is_never_disowned(audit: Audit) -> None:
    record = {key: value for key, value in RECORD.items() if key != "updated-by"}
    assessed = audit(article("The trial was retracted [1]."), record)
    assert assessed.report.audited.assessment.disowned == frozenset()


def test_speaking_of_a_retraction_lowers_no_part_of_the_grade(audit: Audit) -> None:
    def parts(said: str, *records: dict[str, Any]) -> dict[str, float]:
        rest = "Night splints reduced the pain of runners by 40% within a year [2]. " * 4
        trial = f"A trial found that insoles lower heel pain by 20 points {said} [1]. They are sold in most pharmacies."
        score = audit(article(f"{trial}\n\n{rest}"), *records, SPLINTS).report.score
        return {name: part.value for name, part in score.components.items()}

    standing = {key: value for key, value in RECORD.items() if key != "updated-by"}
    discussed = parts("but it was retracted in 2018", RECORD)
    assert discussed["sources"] == parts("but it was retracted in 2018", standing)["sources"]
    fallen = parts("within six weeks", RECORD)
    assert discussed["sources"] > fallen["sources"]
    assert discussed["evidence"] >= fallen["evidence"]
