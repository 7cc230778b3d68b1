"""What the model of posts sees of a post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.assess.claims import seen
from citecheck.assess.posts import features
from citecheck.lexicon import tokens
from citecheck.text import typed


def of(text: str) -> set[str]:
    text = typed(text)
    return features(text, tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrest two after the match https://example.org/a", {"topic:law", "topic:sport", "links:1"}),
        (
            "@ann Salt raises blood pressure, a trial finds",
            {"topic:health", "topic:evidence", "writes:answer", "names:1"},
        ),
        ("1 in 5 teens skip breakfast... 😀", {"topic:society", "writes:share", "writes:cut", "writes:emoji"}),
        ("“@bob: is it true?” RT please", {"writes:quoted", "writes:asks", "topic:chat"}),
        ("bees and birds and trees and whales", {"topic:nature", "topic:nature:2", "topic:nature:4", "writes:small"}),
        ("", {"capitals:0", "names:0", "tags:0", "links:0"}),
    ],
)
def test_a_post_is_told_by_its_topics_and_by_how_it_is_written(text: str, expected: set[str]) -> None:
    assert expected - of(text) == set()


def test_one_word_of_a_topic_is_not_many() -> None:
    assert "topic:nature:2" not in of("A bee.")


def test_only_a_post_has_what_posts_show() -> None:
    text = "Police: two arrested"
    assert of(text) == seen(text, post=True) - seen(text)


@given(st.text(max_size=300))
def test_any_text_has_features(text: str) -> None:
    assert len(of(text)) >= 4
