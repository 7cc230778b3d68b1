"""The words of lexicon.toml, by which the parts of a reference are told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from citecheck.tables import load

_JOINING = frozenset("and of the & und et".split())


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """Its lists by name; words in lower case."""
    written = load(Path(__file__).with_suffix(".toml"))
    return {name: frozenset(words.split()) for name, words in written.items()}


def is_publisher(name: str) -> bool:
    """Whether a name consists of publishers' words and places alone: "Churchill Livingstone/Elsevier"."""
    words = [word.strip(".,") for word in name.lower().replace("/", " ").split()]
    known = lexicon()
    return any(word in known["publishers"] for word in words) and all(
        word in known["publishers"] or word in known["places"] or word in _JOINING for word in words
    )


def joins_names(word: str) -> bool:
    """Whether a word in small letters may stand in a list of names: "and", "van"."""
    return word == "and" or word in lexicon()["particles"]
