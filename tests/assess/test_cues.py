"""What the models see of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.assess.claims import seen
from citecheck.assess.cues import find_cues, mentions, stem
from citecheck.lexicon import tokens


def _cues(text: str) -> list[str]:
    return [cue.value for cue in find_cues(text, tokens(text))]


def test_sentences_of_one_build_share_their_order() -> None:
    one = {f for f in seen("Yoga may lower blood pressure.") if f.startswith("kk:")}
    other = {f for f in seen("Zinc might lower blood sugar.") if f.startswith("kk:")}
    assert one == other != set()


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Yoga reduced stiffness.", "acted.tr"),
        ("Stiffness decreased significantly during the night.", "acted.in"),
        ("Stiffness was reduced by yoga.", "acted.passive"),
        ("Runners had increased stiffness.", "acted.adjective.tr"),
        ("We wanted to improve posture.", "act.infinitive.tr"),
        ("Yoga may improve posture.", "act.auxiliary.tr"),
        ("Yoga improves posture.", "act.tr"),
    ],
)
def test_a_verb_is_told_from_an_adjective_by_its_neighbours(text: str, shape: str) -> None:
    assert f"v:{shape}" in seen(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Runners are at increased risk of stress fractures.", "risky"),
        ("Running raises the risk of stress fractures.", "upsrisk"),
        ("Age is a risk factor for stress fractures.", "predict"),
    ],
)
def test_what_raises_a_risk_is_told_from_who_is_at_risk(text: str, cue: str) -> None:
    assert cue in _cues(text)


def test_a_hedge_is_seen_with_the_relation_it_governs() -> None:
    assert "gv:act.auxiliary.tr:may" in seen("Yoga may improve posture.")


@pytest.mark.parametrize("word", ["improves", "improving", "improved", "improve"])
def test_endings_are_left_out(word: str) -> None:
    assert stem(word) == "improv"


def test_numbers_are_alike() -> None:
    assert stem("62") == stem("4,000")


@pytest.mark.parametrize("text", ["@sam told us", "so true #health", "read http://t.co/x"])
def test_posts_mention(text: str) -> None:
    assert mentions(text)


@pytest.mark.parametrize("text", ["Write to sam@example.org.", "Rank #", "a 50 % share"])
def test_prose_does_not(text: str) -> None:
    assert not mentions(text)


@given(st.text(max_size=200))
def test_any_text_has_features(text: str) -> None:
    assert all(seen(text))
