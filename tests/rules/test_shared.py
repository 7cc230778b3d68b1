"""What several rules share."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.assess import effects
from citecheck.patterns import patterns_in, readings
from citecheck.rules.shared import DENYING
from citecheck.tables import load

LISTS = load(Path(effects.__file__).with_suffix(".toml"))


@pytest.mark.parametrize("name", ["none", "negator"])
def test_words_that_deny_stand_in_every_way_to_say_that_there_is_no_effect(name: str) -> None:
    ways = [reading for pattern in patterns_in(LISTS[name]) for reading in readings(pattern)]
    assert ways
    for reading in ways:
        choices = [part.split("|") for part in reading]
        assert any(all(word in DENYING or word.endswith("n't") for word in words) for words in choices), reading
