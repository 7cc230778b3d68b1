"""Linear models in one table: what a sentence's features add up to for each question that is asked of it.

The file (training/train_claims.py writes it) is a line of JSON and a table of signed bytes. Each feature has a row,
found by its CRC-32, with a weight for each output; features that share a row share its weights. So reading the file
costs a fraction of a millisecond, and nothing has to be built.
"""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from citecheck.trained import ModelError, model_file

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
    "worth.any",
    "claim.prose",
    "claim.post",
)


def row_of(feature: str, rows: int) -> int:
    """The row of a feature in a table of so many."""
    return crc32(feature.encode()) % rows


@dataclass(frozen=True, slots=True)
class Model:
    """The table and what turns its sums into scores."""

    rows: int
    table: array[int]
    scale: Sequence[float]
    """What one unit of a weight is worth, by output."""
    bias: Sequence[float]

    def scores(self, features: Iterable[str]) -> dict[str, float]:
        """The sums, by output."""
        table, rows, width = self.table, self.rows, len(OUTPUTS)
        places = [crc32(feature.encode()) % rows * width for feature in features]
        return {
            output: self.bias[k] + self.scale[k] * sum(table[place + k] for place in places)
            for k, output in enumerate(OUTPUTS)
        }


@cache
def load() -> Model:
    """The shipped model; raises ModelError where its file is missing or is another program's."""
    path = model_file(FILE)
    head, _, body = path.read_bytes().partition(b"\n")
    try:
        said = json.loads(head)
        table = array("b", body)
        if said["outputs"] != list(OUTPUTS) or len(table) != said["rows"] * len(OUTPUTS):
            raise ValueError
        return Model(said["rows"], table, said["scale"], said["bias"])
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{path}: it cannot be read as a model of claims; install citecheck anew") from None


def logistic(score: float) -> float:
    """The probability that a score stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def shares(scores: Mapping[str, float], question: str) -> dict[str, float]:
    """The probabilities of the answers to one question, whose outputs are named `question.answer`."""
    chosen = {name.partition(".")[2]: score for name, score in scores.items() if name.startswith(f"{question}.")}
    top = max(chosen.values())
    weights = {answer: math.exp(score - top) for answer, score in chosen.items()}
    total = sum(weights.values())
    return {answer: weight / total for answer, weight in weights.items()}
