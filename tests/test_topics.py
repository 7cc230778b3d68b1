"""What titles and sentences are about, and when a work is of the same treatment and condition."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from citecheck import topics
from citecheck.patterns import patterns_in
from citecheck.tables import load
from citecheck.topics import topic_of


@pytest.mark.parametrize(
    ("text", "interventions", "conditions"),
    [
        ("Ketamine for post-traumatic stress disorder", {"ketamine"}, {"ptsd"}),
        ("Ketamine for Posttraumatic Stress Disorder", {"ketamine"}, {"ptsd"}),
        ("Does ketamine ease PTSD?", {"ketamine"}, {"ptsd"}),
        ("Sertraline in appendicitis", {"sertraline"}, {"appendicitis"}),
        ("Turmeric for osteoarthritis of the knee", {"turmeric"}, {"arthritis"}),
        ("Acupuncture for low back pain", {"acupuncture"}, {"back pain"}),
        ("Oestrogen and cancer of the breast", {"oestrogen"}, {"breast cancer"}),
        ("Oestrogen and breast cancer", {"oestrogen"}, {"breast cancer"}),
        ("Oestrogen thickens the lining of the womb and can lead to cancer", {"oestrogen"}, set()),
        ("A heart-warming story of a garden", set(), set()),
        ("The environment of a mastermind", set(), set()),
    ],
)
def test_treatments_and_conditions_are_known_by_their_names_and_endings(
    text: str, interventions: AbstractSet[str], conditions: AbstractSet[str]
) -> None:
    topic = topic_of(text)
    assert topic.interventions == interventions
    assert topic.conditions == conditions


SENTENCE = "Acupuncture relieves low back pain."


@pytest.mark.parametrize(
    "title",
    [
        "Acupuncture for chronic low back pain: a trial",
        "Exercise or acupuncture for back pain",
    ],
)
def test_a_work_of_the_same_treatment_and_condition_answers(title: str) -> None:
    assert topic_of(SENTENCE).is_answered_by(topic_of(title))


@pytest.mark.parametrize(
    "title",
    [
        "Acupuncture for neck pain: a trial",
        "Exercise for low back pain: a trial",
        "Acupuncture in general practice",
        "Acupuncture for back pain and depression",
        "Acupuncture for back pain in pregnant women",
    ],
)
def test_a_work_of_another_treatment_condition_or_group_does_not(title: str) -> None:
    assert not topic_of(SENTENCE).is_answered_by(topic_of(title))


def test_a_sentence_without_a_treatment_has_no_whole_topic() -> None:
    assert topic_of(SENTENCE).whole
    assert not topic_of("Nearly 5% of adults have PTSD in a given year.").whole


def test_every_name_can_be_read_and_found() -> None:
    data = load(Path(topics.__file__).with_suffix(".toml"))
    for kind in ("interventions", "conditions", "people"):
        for line in patterns_in(data[kind]):
            said = " ".join(part.split("|")[0].rstrip("*").replace("_", " ") for part in line.split())
            assert said in getattr(topic_of(said), kind), line
