"""Whether a work can be about what a sentence says, by its title."""

from __future__ import annotations

import pytest

from citecheck.assess.relevance import can_be_about

NEAR = "Ketamine may be a bridge until psychotherapy eases the depression."
WHOLE = f"Depression in brief. {NEAR} Many people with depression have tried several drugs. Depression is common."


@pytest.mark.parametrize(
    ("title", "about"),
    [
        pytest.param("Ketamine and psychotherapy: a trial", True, id="two words"),
        pytest.param("Ketamine infusions", True, id="one word of few, near"),
        pytest.param("Depressive relapse among sailors on distant fishing boats", True, id="what the article is about"),
        pytest.param("Corrosion of steel bridges below lorry traffic", False, id="one word of many, once"),
        pytest.param("Yield of winter wheat in sandy soils", False, id="no word"),
        pytest.param("A randomised trial", True, id="a title that tells nothing"),
    ],
)
def test_words_of_a_title_tell_what_a_work_can_be_about(title: str, about: bool) -> None:
    assert can_be_about(title, (NEAR,), WHOLE) is about


def test_a_word_far_off_that_is_used_once_tells_nothing() -> None:
    assert not can_be_about("Ketamine for sedation of captive elephants", ("Sleep well.",), f"{WHOLE} Sleep well.")
