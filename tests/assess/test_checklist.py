"""The checklist and the kind of article: what was looked for, and where it was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from citecheck.assess.content import is_caution
from citecheck.config import Config
from citecheck.model import ChecklistItem

Audit = Callable[..., Any]

HEAD = "Insoles for heel pain\n\n"
CLAIMS = "Insoles relieve heel pain in most people. They also improve walking and reduce swelling of the foot. "


def _item(audit: Audit, text: str, item: str) -> ChecklistItem:
    found: ChecklistItem = next(one for one in audit(text).report.checklist if one.id == item)
    return found


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("costs", "A pair costs about $ 40."),
        ("benefits", "Pain fell by 30% with insoles, compared with 10% in the control group."),
        ("harms", "Side effects such as blisters and a rash came in 4 of 50 people."),
        ("alternatives", "Other treatments such as exercise are an alternative to usual care."),
        ("availability", "They are available over the counter."),
        ("funding", "The work was funded by a maker of shoes."),
        ("disclosure", "The author has no conflict of interest."),
    ],
)
def test_what_is_named_is_found_where_it_stands(audit: Audit, item: str, sentence: str) -> None:
    report = audit(HEAD + CLAIMS + sentence + "\n").report
    found = next(one for one in report.checklist if one.id == item)
    assert found.verdict == "satisfactory"
    assert found.score >= 0.5
    assert report.audited.article.document.text[found.start : found.end] == sentence


@pytest.mark.parametrize("item", ["costs", "benefits", "harms", "alternatives", "availability", "evidence-quality"])
def test_what_is_not_named_is_told_where_a_treatment_is_said_to_work(audit: Audit, item: str) -> None:
    found = _item(audit, HEAD + CLAIMS + "\n", item)
    assert found.verdict == "not-satisfactory"
    assert found.start is None


@pytest.mark.parametrize("item", ["costs", "benefits", "harms", "alternatives", "availability", "evidence-quality"])
def test_not_asked_where_nothing_is_said_to_work(audit: Audit, item: str) -> None:
    text = (
        "How the ear works\n\nSound makes the eardrum move. Three small bones pass the movement on to the inner ear.\n"
    )
    assert _item(audit, text, item).verdict == "not-applicable"


@pytest.mark.parametrize("item", ["disease-mongering", "novelty"])
def test_what_takes_a_reader_is_left_to_one(audit: Audit, item: str) -> None:
    found = _item(audit, HEAD + CLAIMS + "\n", item)
    assert (found.verdict, found.start) == ("cannot-tell", None)


@pytest.mark.parametrize(
    ("item", "sentence", "quoted"),
    [
        ("disease-mongering", "Heel pain is a silent epidemic that few take seriously.", "silent epidemic"),
        ("novelty", "This revolutionary new insole is out now.", "revolutionary"),
    ],
)
def test_no_fault_without_the_words_that_show_it(audit: Audit, item: str, sentence: str, quoted: str) -> None:
    report = audit(HEAD + CLAIMS + sentence + "\n").report
    found = next(one for one in report.checklist if one.id == item)
    assert found.verdict == "not-satisfactory"
    assert quoted in found.explanation
    assert report.audited.article.document.text[found.start : found.end] == sentence


def test_what_is_new_beside_what_was_known_is_enough(audit: Audit) -> None:
    told = (
        "It is the first trial of a new insole. Earlier studies tested older ones only. Until now, no trial compared"
        " them, and these differ in form.\n"
    )
    assert _item(audit, HEAD + CLAIMS + told, "novelty").verdict == "satisfactory"


def test_a_leaflet_is_asked_other_questions(audit: Audit) -> None:
    leaflet = Config(network="off", genre="patient-information")
    text = CLAIMS + "Without treatment it often gets better by itself. Talk to your doctor about it.\n"
    items = {one.id: one for one in audit(HEAD + text, config=leaflet).report.checklist}
    assert items["novelty"].verdict == "not-applicable"
    assert items["without-treatment"].verdict == "satisfactory"
    assert items["shared-decision"].verdict == "satisfactory"
    assert items["further-support"].verdict == "not-satisfactory"
    assert "without-treatment" not in {one.id for one in audit(HEAD + text).report.checklist}


def test_the_more_is_told_the_higher_is_the_score(audit: Audit) -> None:
    told = [
        "Side effects are known.",
        "They include a rash and swelling.",
        "In 4 of 50 people, side effects were severe.",
    ]
    scores = [_item(audit, HEAD + CLAIMS + " ".join(told[:n]) + "\n", "harms").score or 0.0 for n in range(4)]
    assert scores == sorted(scores)
    assert len(set(scores)) == 4


def test_silence_on_funding_is_no_fault_by_itself(audit: Audit) -> None:
    assert _item(audit, HEAD + CLAIMS + "\n", "funding").verdict == "cannot-tell"


def test_the_jama_benchmarks(audit: Audit) -> None:
    signed = audit("Insoles for heel pain\n\nBy Ruth Adeyemi\n12 May 2022\n\n" + CLAIMS + "\n").report
    items = {one.id: one for one in signed.checklist}
    assert items["authorship"].verdict == "satisfactory"
    assert "Ruth Adeyemi" in items["authorship"].explanation
    assert items["currency"].verdict == "satisfactory"
    assert "2022-05-12" in items["currency"].explanation
    assert items["attribution"].verdict == "not-satisfactory"
    assert _item(audit, HEAD + CLAIMS + "\n", "authorship").verdict == "not-satisfactory"
    assert _item(audit, HEAD + CLAIMS + "\n", "currency").verdict == "not-satisfactory"


def test_sober_and_selling_language(audit: Audit) -> None:
    sober = "In one trial, insoles lowered pain scores by 20 points, and in the other they made no difference.\n"
    assert _item(audit, HEAD + sober, "language").explanation == "the wording is sober"
    once = _item(audit, HEAD + sober + "The insole is a game changer for many walkers.\n", "language")
    assert (once.verdict, once.explanation) == ("satisfactory", "the wording is sober but for 1 place")
    selling = "Our miracle insoles are a game changer. They are guaranteed to work. Order yours today! "
    assert _item(audit, HEAD + CLAIMS + selling + "\n", "language").verdict == "not-satisfactory"


def test_another_language_cannot_be_told(audit: Audit) -> None:
    text = (
        "Einlagen senken den Schmerz an der Ferse, und sie sind für die meisten Menschen bequem. Auch eine "
        "Schiene in der Nacht kann das.\n"
    )
    assert {one.verdict for one in audit(text).report.checklist} == {"cannot-tell"}


# --- the kind of article -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (HEAD + CLAIMS + "\n\nOur team would love to help you. Book your consultation today.\n", "commercial"),
        (
            HEAD
            + "By Ruth Adeyemi\n12 May 2022\n\nA new study found that insoles relieve heel pain, researchers said. "
            "The trial was published in the Foot Plain Journal. According to the authors, more work is needed.\n",
            "news",
        ),
        (
            HEAD
            + CLAIMS
            + "Tell your doctor if you are pregnant. Side effects can occur. You should stop if you feel worse. "
            "Ask your pharmacist about the leaflet.\n",
            "patient-information",
        ),
        (
            (
                "My year with a sore heel\n\nI woke up one day and my heel hurt. I went to see my nurse, and I "
                "told her that I ran. "
                "She told me to rest. I did not. My wife laughed at me, and I was cross.\n"
            ),
            "personal-story",
        ),
        ("How the ear works\n\nSound makes the eardrum move. Three small bones pass the movement on.\n", "unknown"),
    ],
)
def test_genre(audit: Audit, text: str, genre: str) -> None:
    assert audit(text).report.audited.assessment.genre == genre


def test_a_genre_that_is_given_is_not_inferred(audit: Audit) -> None:
    report = audit(HEAD + CLAIMS + "\n", config=Config(network="off", genre="opinion")).report
    assert report.audited.assessment.genre == "opinion"


@pytest.mark.parametrize(
    "text",
    [
        "The authors warned that most of the trials were small.",
        "There is not enough evidence to recommend it.",
        "Insufficient data exist for children.",
        "Too few people took part to tell.",
        "More research is needed.",
        "The evidence is thin.",
    ],
)
def test_the_limits_of_the_evidence_are_told_in_many_ways(text: str) -> None:
    assert is_caution(text)


@pytest.mark.parametrize(
    "text", ["Small changes add up.", "There is enough evidence for everyone.", "The trials were large."]
)
def test_what_is_no_limit_of_the_evidence(text: str) -> None:
    assert not is_caution(text)
