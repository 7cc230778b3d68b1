"""Whether a sentence reads like advertising though no rule lists its words, and which of its words say so.

A linear model over words, pairs of neighbouring words, the beginnings of long words and the classes of classes.toml.
It learns from labelled sentences what no list can hold: there is no end to the images of a brochure. The file
(training/train_promotion.py writes it) is a line of JSON and a table of bytes, a byte for each feature, found by its
CRC-32; 128 is no weight.

A sentence is a vector whose sum is divided by the root of its features, so that a long one does not score high for its
length alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct

from citecheck.assess.linear import logistic, row_of
from citecheck.lexicon import Token
from citecheck.patterns import classes_in
from citecheck.tables import load
from citecheck.trained import read_weights

FILE = "promotion.bin"
CLASSES = Path(__file__).with_name("classes.toml")
_ZERO = 128
"""The byte that stands for no weight."""
_BEGINNING = 5
"""Letters of a long word that stand for all its forms."""
_START, _END = "^", "$"


class Reading(Struct, frozen=True):
    """What the model makes of a sentence: how probably it sells, and by which of its tokens (end exclusive)."""

    probability: float
    first: int
    last: int


def features(words: Sequence[str]) -> Iterator[str]:
    """All that the model sees of a sentence, each as often as it is there."""
    for word in words:
        yield from _of_word(word)
    for one, following in pairwise((_START, *words, _END)):
        yield _of_pair(one, following)


def _of_word(word: str) -> Iterator[str]:
    yield _plain(word)
    if len(word) > _BEGINNING:
        yield f"{word[:_BEGINNING]}*"
    for name in _classes_of(word):
        yield f"<{name}>"


def _of_pair(one: str, following: str) -> str:
    return f"{_plain(one)} {_plain(following)}"


def _plain(word: str) -> str:
    """The word; one number is as good as another."""
    return "#" if word[0].isdigit() else word


@cache
def _classes() -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """The names of the classes by word, and by the first three letters of those that stand for all that begin so."""
    whole: dict[str, list[str]] = {}
    begun: dict[str, list[tuple[str, str]]] = {}
    for name, words in classes_in(load(CLASSES)).items():
        for word in words:
            if word[-1] == "*":
                begun.setdefault(word[:3], []).append((word[:-1], name))
            else:
                whole.setdefault(word, []).append(name)
    return whole, begun


def _classes_of(word: str) -> list[str]:
    whole, begun = _classes()
    names = whole.get(word, []) + [name for stem, name in begun.get(word[:3], ()) if word.startswith(stem)]
    return sorted(set(names))


class Model:
    """The table and what turns its sums into probabilities."""

    def __init__(self, table: Sequence[int], scale: float, bias: float) -> None:
        """`scale` is what one unit of a weight is worth."""
        self._table, self._scale, self._bias = table, scale, bias
        self._word = lru_cache(maxsize=1 << 15)(self._read_word)
        self._pair = lru_cache(maxsize=1 << 16)(self._read_pair)

    def _weight(self, feature: str) -> int:
        return self._table[row_of(feature, len(self._table))] - _ZERO

    def _read_word(self, word: str) -> tuple[int, int]:
        """What a word weighs by itself, and as how many features."""
        weights = [self._weight(feature) for feature in _of_word(word)]
        return sum(weights), len(weights)

    def _read_pair(self, one: str, following: str) -> int:
        return self._weight(_of_pair(one, following))

    def read(self, tokens: Sequence[Token], least: float = 0.0) -> Reading | None:
        """Judges the tokens of one sentence; nothing where it sells less probably than `least`."""
        words = [token.word for token in tokens]
        single = list(map(self._word, words))
        pairs = list(map(self._pair, (_START, *words), (*words, _END)))
        total, count = sum(pairs), len(pairs)
        for weight, number in single:
            total += weight
            count += number
        probability = logistic(self._bias + self._scale * total / math.sqrt(count))
        if probability < least:
            return None
        shares = [weight + (pairs[k] + pairs[k + 1]) / 2 for k, (weight, _) in enumerate(single)]
        return Reading(probability, *_heaviest(shares, words))


def _heaviest(shares: Sequence[float], words: Sequence[str]) -> tuple[int, int]:
    """The run of tokens whose shares add up to most, without punctuation at its ends."""
    best, first, last = 0.0, 0, 0
    total, start = 0.0, 0
    for place, share in enumerate(shares):
        if total <= 0:
            total, start = 0.0, place
        total += share
        if total > best:
            best, first, last = total, start, place + 1
    while first < last and not words[first][0].isalnum():
        first += 1
    while last > first and not words[last - 1][0].isalnum():
        last -= 1
    return first, last


@cache
def model() -> Model:
    """The shipped model; raises ModelError where its file is missing or is another program's."""
    return read_weights(FILE, "promotion", _made)


def _made(said: Mapping[str, Any], table: Sequence[int]) -> Model | None:
    return Model(table, said["scale"], said["bias"]) if len(table) == said["rows"] else None
