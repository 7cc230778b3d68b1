"""Where an article says two things that cannot both be so, and where it only seems to."""

from __future__ import annotations

import pytest

from citecheck.assess.claims import judge
from citecheck.assess.within import Clash, clashes
from citecheck.model import Sentence


def _clashes(*texts: str) -> list[Clash]:
    sentences = [Sentence(10 * i, 10 * i + 9, text, 0) for i, text in enumerate(texts)]
    return list(clashes(sentences, [judge(text) for text in texts]))


def test_the_two_are_named_with_what_each_says() -> None:
    found = _clashes(
        "Tinnitus with hearing loss affects 12% of adults.", "Tinnitus with hearing loss affects 30% of adults."
    )
    assert found == [Clash(0, 1, "12%", "30%")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Garlic tablets lower blood pressure in adults.", "Garlic tablets raise blood pressure in adults."),
        ("Garlic tablets lower blood pressure in adults.", "Garlic tablets do not lower blood pressure in adults."),
    ],
)
def test_effects_that_exclude_one_another(one: str, other: str) -> None:
    assert len(_clashes(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Garlic tablets lower blood pressure in adults.", "Garlic tablets may not lower blood pressure in adults."),
        ("Garlic tablets lower blood pressure in women.", "Garlic tablets do not lower blood pressure in men."),
        ("Garlic tablets lower blood pressure in adults.", "A trial found that garlic did not lower blood pressure."),
        (
            "Tinnitus with hearing loss affects 12% of adults.",
            "Tinnitus with hearing loss affects one in eight adults.",
        ),
        ("Half of adults with tinnitus have hearing loss.", "Of adults with hearing loss, 10% have tinnitus."),
        ("Do garlic tablets lower blood pressure?", "Garlic tablets do not lower blood pressure."),
    ],
)
def test_what_may_both_be_so(one: str, other: str) -> None:
    assert _clashes(one, other) == []
