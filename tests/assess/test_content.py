"""What an article tells its readers: each topic with its words and its place, and nothing that a disclaimer says."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.assess.claims import judge
from citecheck.assess.content import owes_no_source

Audit = Callable[..., Any]

HEAD = "Insoles for heel pain\n\nInsoles relieve heel pain in most people. "


def _told(audit: Audit, text: str) -> Any:
    return audit(text).report.audited.assessment.told


@pytest.mark.parametrize(
    ("topic", "sentence", "words"),
    [
        ("harms", "Side effects such as blisters are known.", "Side effects"),
        ("misuse", "It is a popular street drug.", "street drug"),
        ("contraindications", "You should not use them with ulcers.", "should not use"),
        ("limits", "More research is needed.", "More research is needed"),
        ("alternatives", "Exercise may help as well.", "Exercise"),
        ("costs", "A pair costs $40.", "costs"),
        ("availability", "They are available in most towns.", "available"),
        ("status", "They are not approved in Japan.", "not approved"),
        ("disclosure", "The trial was funded by a maker of shoes.", "funded by"),
        ("ownership", "We are a shop and earn by it.", "We are a shop"),
        ("benefits", "Insoles relieve heel pain within 6 weeks.", "Insoles relieve heel pain within 6 weeks."),
    ],
)
def test_a_topic_is_found_with_its_words_and_its_place(audit: Audit, topic: str, sentence: str, words: str) -> None:
    report = audit(HEAD + sentence + "\n").report
    (*_, told) = report.audited.assessment.told[topic]
    assert told.words == words
    assert report.audited.article.document.text[told.start : told.end] == sentence


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In a trial, 120 otherwise healthy adults wore them for a month.", "120 otherwise healthy adults"),
        ("The study enrolled 54 patients with heel pain.", "54 patients"),
        ("They helped 45% of patients.", None),
        ("They helped 45 % of the patients who wore them.", None),
        ("They helped two in three patients.", None),
        ("They were tried in 20 rats.", None),
        ("Join 12,000 happy customers!", None),
        ("A trial of 240 office workers found the same.", "240 office workers"),
        ("Half of those above 30 kg/m² patients call heavy wore them out.", None),
    ],
)
def test_how_many_took_part_is_a_number_of_people(audit: Audit, sentence: str, words: str | None) -> None:
    assert [told.words for told in _told(audit, HEAD + sentence + "\n").get("sample", ())] == ([words] if words else [])


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This article is not medical advice and names no risk of anything.",
        "It does not replace the advice of your own doctor, and side effects may occur.",
        "These statements have not been evaluated by the FDA.",
        "Individual results may vary, and the evidence is limited.",
        "For information purposes only: harms may occur.",
        "This product is not intended to diagnose, treat, cure or prevent any disease or its side effects.",
    ],
)
def test_a_disclaimer_tells_nothing(audit: Audit, disclaimer: str) -> None:
    told = _told(audit, HEAD + "\n\n" + disclaimer + "\n\nA pair fits in most shoes and is made of cork or of foam.\n")
    assert not told.keys() & {"harms", "limits", "status", "contraindications", "ownership"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The drops relieve nausea.",
        "Bloating disappears in three days.",
        "There are no side effects.",
        "Many veterans have suffered abuse.",
        "It lowers the risk of falls.",
        "Both trials were at high risk of bias.",
        "If you are pregnant, you have probably stood in front of these shelves.",
        "The drops treat infection of the bladder.",
    ],
)
def test_what_is_no_harm_of_the_treatment(audit: Audit, sentence: str) -> None:
    assert "harms" not in _told(audit, HEAD + sentence + "\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "Several users have raised liver enzymes.",
        "The extract can damage the liver.",
        "It weakens the effect of bortezomib.",
        "A late start can lead to food allergy.",
        "It can cause infection.",
    ],
)
def test_what_is_a_harm_in_other_words(audit: Audit, sentence: str) -> None:
    assert "harms" in _told(audit, HEAD + sentence + "\n")


def test_the_condition_of_the_title_is_no_harm(audit: Audit) -> None:
    told = _told(audit, "Prunes for constipation\n\nPrunes soften stools. Constipation is a common nuisance.\n")
    assert not told.keys() & {"harms", "symptoms"}
    told = _told(audit, "Iron for tiredness\n\nIron helps tired people. Constipation is a common nuisance.\n")
    assert "symptoms" in told


@pytest.mark.parametrize(
    ("topic", "sentence", "there"),
    [
        ("causality", "See a doctor if you cannot bend it.", False),
        ("causality", "The study cannot show which of the two came first.", True),
        ("control", "You may have a sore arm.", False),
        ("control", "The other arm of the trial wore flat soles.", True),
        ("control", "In the control arm pain stayed.", True),
        ("approval", "Her skin had cleared by spring.", False),
        ("approval", "The device was cleared by the regulator.", True),
        ("interests", "She is a consultant rheumatologist.", False),
        ("interests", "She is a consultant to a maker of shoes.", True),
        ("interests", "He has received lecture fees from a maker of shoes.", True),
        ("disclosure", "The trial was paid for by a maker of shoes.", True),
        ("disclosure", "A maker of shoes, which paid for the study, sells them.", True),
        ("disclosure", "A maker of shoes sponsored the trial.", True),
        ("disclosure", "We have no links with any maker of shoes.", True),
        ("disclosure", "He paid for the shoes.", False),
        ("disclosure", "No conflicts of interest.", True),
        ("disclosure", "No company paid for this leaflet.", True),
        ("funders", "No company paid for this leaflet.", True),
        ("funders", "The maker had no role in the design of the insole study.", True),
        ("funders", "Age had no part in the pain.", False),
        ("disclosure", "We take no money from makers of shoes.", True),
        ("disclosure", "The study found no link with falls.", False),
        ("costs", "If you buy them we may earn a commission, at no extra cost to you.", False),
        ("contraindications", "Talk to your pediatrician before you start.", True),
    ],
)
def test_a_word_counts_for_what_it_means(audit: Audit, topic: str, sentence: str, there: bool) -> None:
    assert (topic in _told(audit, HEAD + sentence + "\n")) is there


def test_author_and_date_are_told_by_the_page(audit: Audit) -> None:
    told = _told(audit, "Insoles\n\nBy Dr Ruth Adeyemi\n12 May 2022\n\nInsoles relieve heel pain in most people.\n")
    assert [one.words for one in told["author"]] == ["Dr Ruth Adeyemi"]
    assert [one.words for one in told["date"]] == ["2022-05-12"]
    assert told["credentials"]
    assert told["author"][0].start is None


def test_a_doctor_whom_the_article_mentions_is_not_its_author(audit: Audit) -> None:
    assert "credentials" not in _told(audit, HEAD + "A psychiatrist may prescribe them.\n")


FRANK = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "incentives" / "frank.toml").read_text("utf-8"))


@pytest.mark.parametrize("text", [text for kind in FRANK.values() for text in kind])
def test_a_harm_a_limit_a_price_or_a_doctor_owes_no_source(text: str) -> None:
    assert owes_no_source(text) or not judge(text).needs_source


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine relieves depression within hours.",
        "Our clinic has the lowest rate of relapse in the country.",
        "Turmeric tea reduces the risk of stroke.",
        "It is completely safe and has no side effects.",
        "The tea lowers blood pressure in just 14 days.",
        "Infusions treat withdrawal from alcohol.",
        "The tablets beat placebo in a trial of 400 adults.",
        "One in five adults has chronic pain.",
        "Magnesium works by calming the nerves.",
        "CBD is safe for just about everyone.",
    ],
)
def test_what_speaks_for_a_treatment_owes_its_source(text: str) -> None:
    assert not owes_no_source(text)
