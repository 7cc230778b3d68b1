"""What makes promotional words innocent whatever the rule, and what does not."""

from __future__ import annotations

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Finding, Genre
from citecheck.pipeline import Auditor
from citecheck.rules import rules
from citecheck.rules.phrases import finder


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in finder(Config()).find(text)]


def audited(text: str, genre: Genre) -> list[Finding]:
    return list(
        Auditor(Config(network="off", genre=genre)).audit_document(read_bytes(text.encode(), "a.txt", ".txt")).findings
    )


@pytest.mark.parametrize(
    "text",
    [
        "The drug is not a miracle cure.",
        "Nothing about it is groundbreaking.",
        "It is far from revolutionary.",
        "Nobody calls it a cure, let alone a miracle.",
        "They didn't find the tea remarkable.",
        "The so-called miracle diet allows 800 calories a day.",
        "The studies disagree about whether it speeds recovery.",
    ],
)
def test_a_negation_takes_the_words_back(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is not only remarkable but cheap.",
        "It is no doubt a miracle.",
        "Discuss whether this innovative approach may suit you.",
        "Not sold in shops: the revolutionary drops are ours alone.",
    ],
)
def test_a_negation_of_something_else_takes_nothing_back(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The article “A Miracle Cure for Ageing” was withdrawn by the journal.",
        "She wrote a book called “the miracle of broth and bread”.",
        "Rye A. Revolutionary bracelets for sore joints. Joint Lett. 2009;1(1):4-12.",
    ],
)
def test_titles_and_references_are_the_wording_of_others(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “miracle drops” held nothing but salt.",
        "Labels that promise a “revolutionary” effect are best left on the shelf.",
        "There is no evidence that the bracelet works wonders.",
        "The watchdog told the clinic to stop calling its drip a miracle.",
        "Beware of offers that are too good to be true, such as a miracle cure.",
        "Beware of words such as miracle and breakthrough.",
        "Be wary of any product that guarantees results.",
        "If a product promises miracles, keep your money.",
        "If a clinic promises you a cure, walk away.",
        "The company was fined after claiming that its tea melts fat.",
    ],
)
def test_what_is_criticised_is_not_used(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["Beware of imitations: our miracle drops are unique.", "Our product promises miracles, and keeps its word."],
)
def test_a_seller_who_warns_of_others_still_sells(text: str) -> None:
    assert found(text)


def test_a_quotation_that_is_not_criticised_still_sells() -> None:
    assert found("“It is a miracle,” said the owner of the spa.") == ["miracle"]


def test_a_name_is_no_praise_but_a_headline_may_be() -> None:
    assert found("He works at the Centre for Advanced Laser Technology in Graz, as she does.") == []
    assert found("Lumiva Unveils Groundbreaking Laser Treatment for Sore Knees")


def test_what_is_said_of_a_habit_sells_nothing_until_a_seller_speaks() -> None:
    assert found("A brisk walk lifts your mood, boosts energy and promotes sleep.") == []
    assert found("Our gummies, taken after a brisk walk, boost energy and promote restful sleep.")


def test_the_span_is_the_words_that_sell() -> None:
    text = "In Lagos, doctors call the small trial’s result truly groundbreaking, though few agree."
    assert found(text) == ["groundbreaking"]


GENRES: tuple[Genre, ...] = ("commercial", "personal-story", "unknown")

# --- how much it weighs ------------------------------------------------------------------------------------------

CLAIM = "The cream, a spectacular one, reduces pain in the knee. We store the spectacular boxes in Leeds."


def test_praise_weighs_most_in_a_sellers_claim_of_efficacy() -> None:
    sold = [f.weight for f in audited(CLAIM, "commercial") if f.rule_id == "PRO001"]
    told = [f.weight for f in audited(CLAIM, "news") if f.rule_id == "PRO001"]
    assert sold[0] > sold[1] > told[0] == told[1]


def test_a_story_is_held_to_less_than_an_advertisement() -> None:
    story = "I was bedridden for a year. Since I had the operation, I feel like myself again."
    told = {g: [f for f in audited(story, g) if f.rule_id == "PRO005"] for g in GENRES}
    assert {genre: {f.level for f in found} for genre, found in told.items()} == {
        "commercial": {"warning"},
        "personal-story": {"note"},
        "unknown": {"note"},
    }
    assert len(told["commercial"]) > len(told["personal-story"])


def test_whoever_tells_a_story_may_pass_on_what_to_try() -> None:
    text = "My friends told me about yoga.\n\nTry it for a week."
    assert not [f for f in audited(text, "personal-story") if f.rule_id == "PRO008"]
    assert [f for f in audited(text, "commercial") if f.rule_id == "PRO008"]


def test_an_unknown_genre_takes_the_mildest_level() -> None:
    for rule in rules().values():
        if "unknown" in rule.levels:
            continue  # it says so itself
        held = {level for level in (rule.level, *rule.levels.values()) if level != "off"}
        assert rule.level_in("unknown") == next(level for level in ("note", "warning", "error") if level in held)


# --- a neutral wording -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Doctors praised an innovative patch.", "Doctors praised a new patch."),
        ("This is a groundbreaking device.", "This is a new device."),
        ("Groundbreaking care has come to Perth.", "New care has come to Perth."),
        ("It gave a remarkable improvement.", "It gave an improvement."),
        ("The remarkable result was printed.", "The result was printed."),
    ],
)
def test_a_neutral_wording_fits_the_sentence(text: str, mended: str) -> None:
    fixes = [one.fix for one in finder(Config()).find(text) if one.fix]
    assert len(fixes) == 1
    assert text[: fixes[0].start] + fixes[0].replacement + text[fixes[0].end :] == mended


def test_where_a_sentence_would_break_nothing_is_proposed() -> None:
    assert [one.fix for one in finder(Config()).find("The result is remarkable.")] == [None]


def test_a_finding_carries_the_neutral_wording_and_changes_nothing() -> None:
    (finding,) = (
        f for f in audited("Doctors praised an innovative patch for sore knees.", "news") if f.rule_id == "PRO001"
    )
    assert finding.fix is not None
    assert finding.fix.replacement == "a new"
