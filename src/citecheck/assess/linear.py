"""Linear models in one table: what a sentence's features add up to for each question that is asked of it.

The file (training/train_claims.py writes it) is a line of JSON and a table of bytes. Each feature has a row, found
by its CRC-32, with a weight for each output, 128 being nothing; features that share a row share its weights.
So reading the file costs a fraction of a millisecond, and nothing has to be built.

A sentence is a vector of unit length: its sums are divided by the root of the number of its features, so that a long
one does not score high for its length alone.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from citecheck.trained import read_weights

FILE = "claims.bin"
OUTPUTS = (
    "strength.none",
    "strength.correlational",
    "strength.hedged-causal",
    "strength.causal",
    "register.paper",
    "register.prose",
    "register.post",
    "worth.paper",
    "worth.prose",
    "worth.post",
    "claim.prose",
)
_ZERO = 128
"""The byte that stands for no weight."""
_LANE = 32
"""Bits for each output of a sum; a byte from each of 16 million features would fit."""
_LOWEST = (1 << _LANE) - 1


def row_of(feature: str, rows: int) -> int:
    """The row of a feature in a table of so many."""
    return crc32(feature.encode()) % rows


class Model:
    """The table and what turns its sums into scores.

    A row is read as one long number with a lane of four bytes for each output, so that the weights of a feature are
    added for all outputs at once; the lanes of features met before are remembered.
    """

    def __init__(self, rows: int, table: Sequence[int], scale: Sequence[float], bias: Sequence[float]) -> None:
        """`scale` is what one unit of a weight is worth, by output."""
        if len(table) != rows * len(OUTPUTS):
            raise ValueError(f"{len(table)} bytes for {rows} rows")
        self._rows, self._table, self._scale, self._bias = rows, table, scale, bias
        self._lanes = lru_cache(maxsize=1 << 16)(self._read_lanes)

    def _read_lanes(self, feature: str) -> int:
        place = row_of(feature, self._rows) * len(OUTPUTS)
        lanes = bytearray(len(OUTPUTS) * _LANE // 8)
        lanes[:: _LANE // 8] = self._table[place : place + len(OUTPUTS)]
        return int.from_bytes(lanes, "little")

    def scores(self, features: Collection[str]) -> dict[str, float]:
        """What the features add up to, by output."""
        total = sum(map(self._lanes, features))
        nothing = _ZERO * len(features)
        length = math.sqrt(len(features)) or 1.0
        found = {}
        for output, scale, bias in zip(OUTPUTS, self._scale, self._bias, strict=True):
            found[output] = bias + scale * ((total & _LOWEST) - nothing) / length
            total >>= _LANE
        return found


@cache
def load() -> Model:
    """The shipped model; raises ModelError where its file is missing or is another program's."""
    return read_weights(FILE, "claims", _made)


def _made(said: Mapping[str, Any], table: Sequence[int]) -> Model | None:
    return Model(said["rows"], table, said["scale"], said["bias"]) if said["outputs"] == list(OUTPUTS) else None


def logistic(score: float) -> float:
    """The probability that a score stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def shares(scores: Mapping[str, float], question: str) -> dict[str, float]:
    """The probabilities of the answers to one question, whose outputs are named `question.answer`."""
    chosen = {answer: scores[output] for answer, output in _answers(question).items()}
    top = max(chosen.values())
    weights = {answer: math.exp(score - top) for answer, score in chosen.items()}
    total = sum(weights.values())
    return {answer: weight / total for answer, weight in weights.items()}


@cache
def _answers(question: str) -> dict[str, str]:
    """The outputs of a question, by the answer that each stands for."""
    return {output.partition(".")[2]: output for output in OUTPUTS if output.startswith(f"{question}.")}
