"""Levels of evidence: OCEBM 2011 (Oxford Centre for Evidence-Based Medicine), one study for one question.

A survey ranks first for how common a thing is and has no place where a treatment is asked about. Opinion, narrative
reviews, guidelines and web pages have none. docs/evidence.md gives the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from citecheck.lexicon import word_list
from citecheck.model import ClaimType, Design, Question

_DATA = Path(__file__).with_suffix(".toml")
_OF_TREATMENT: Mapping[Design, int] = {
    "systematic-review": 1,
    "meta-analysis": 1,
    "rct": 2,
    "non-randomized-trial": 3,
    "cohort": 3,
    "case-control": 4,
    "case-series": 4,
    "case-report": 4,
    "animal": 5,
    "in-vitro": 5,
}
_LEVELS: Mapping[Question, Mapping[Design, int]] = {
    "treatment": _OF_TREATMENT,
    "harm": _OF_TREATMENT,
    "prevalence": {"cross-sectional": 1, "systematic-review": 2, "meta-analysis": 2, "cohort": 3, "case-series": 4},
    "diagnosis": {"systematic-review": 1, "meta-analysis": 1, "cross-sectional": 2, "cohort": 2, "case-control": 4},
    "prognosis": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "cohort": 2,
        "rct": 3,
        "case-control": 4,
        "case-series": 4,
    },
}
"""By question, the level of each design; one that is not there has none."""
_MECHANISM = 5
"""Of reasoning from how a thing works, as in animals and cells; for treatment and harm only."""
_UNSAMPLED = 3
"""Of a survey of whoever was at hand."""
_QUESTIONS: Mapping[ClaimType, Question] = {
    "efficacy": "treatment",
    "comparison": "treatment",
    "mechanism": "treatment",
    "safety": "harm",
    "prevalence": "prevalence",
}


def question_of(claim: ClaimType | None, text: str = "") -> Question | None:
    """The clinical question that a claim of a type asks, in the words of its sentence; None where OCEBM has none."""
    if claim is None:
        return None
    if claim in ("other", "prevalence", "comparison") and text:
        asked: tuple[Question, ...] = ("diagnosis", "prognosis", "prevalence")
        told = next((question for question in asked if text in word_list(_DATA, question)), None)
        if told:
            return told
    return _QUESTIONS.get(claim)


def is_recommendation(text: str) -> bool:
    """Whether a sentence says what is recommended, or to whom something should not be given."""
    return text in word_list(_DATA, "recommended")


def level_of(
    question: Question | None, design: Design, species: str, abstract: str = ""
) -> tuple[Question, int] | None:
    """The question with the level, 1 (highest) to 5; None where there is no question or the design has no level.

    A review of studies in animals or cells is no more than these, whatever its method.
    """
    if question is None:
        return None
    level = _LEVELS[question].get(design)
    if level is None:
        return None
    if species in ("animal", "cell"):
        return (question, _MECHANISM) if question in ("treatment", "harm") else None
    if question == "prevalence" and level == 1 and abstract in word_list(_DATA, "not_sampled"):
        return question, _UNSAMPLED
    return question, level
