"""Fits whether a sentence reads like advertising: src/citecheck/trained/promotion.bin.

    python training/train_promotion.py [--gold ../shared/gold] [--out FOLDER] [--without ROWS.jsonl] [--folds N]

It learns from sentences written for the project (promotion/*.jsonl, sentences/*.jsonl and the first half of
fixtures/promotion) and from the labelled press releases (texts CC0, labels ours). Where the words that sell are marked,
the clauses of a sentence are examples of their own: most of a long sentence that sells is sober. The same data give
the same file again. Nothing is learnt from fixtures/promotion/b.jsonl and c.jsonl, which are there to measure.

`--without` names rows that must not be seen, by their text. `--folds` writes nothing; it tells how often models that
have not seen a press release are right about it, by the probability from which a sentence is marked.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from citecheck.assess.linear import row_of
from citecheck.lexicon import tokens
from citecheck.rules.tone import FILE, features
from train_claims import GOLD, OFTEN, OUT, ROOT, read

ROWS = 1 << 18
PENALTY = 30.0
"""The inverse of how strongly weights are held near nothing."""
CLAIMS = 0.25
"""What a sentence written for the models of claims weighs: others labelled them, less strictly, and there are many."""
SHORTEST = 3
"""Words of a clause."""
TOUCH = 3
"""Letters that a clause has to share with words that sell."""
_CUT = re.compile(
    r"[,;:—–()“”\"](?=.)|\s-(?=\s)|[.!?](?=\s)|\s(?=(?:and|while|which|that|with|who|as|by|where|because|to)\s)"
)
PROBABILITIES = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, or a clause of one, and whether it sells."""

    text: str
    sells: bool
    weight: float = 1.0
    article: str = ""
    """Of a press release: which."""
    sentence: str = ""
    """Of a clause: the whole sentence."""


def written() -> Iterator[Example]:
    """The project's own sentences."""
    for path in sorted((ROOT / "training" / "sentences").glob("*.jsonl")):
        for row in read(path):
            yield Example(row["text"], row["promo"] > 0, CLAIMS)
    for path in sorted((ROOT / "training" / "promotion").glob("*.jsonl")):
        for row in read(path):
            yield from with_clauses(Example(row["text"], row["promo"] > 0), row.get("spans", ()))
    for row in read(ROOT / "fixtures" / "promotion" / "a.jsonl"):
        spans = [(span["start"], span["end"]) for span in row["spans"]]
        yield from with_clauses(Example(row["text"], bool(row["promotional"])), spans)


def releases(gold: Path) -> Iterator[Example]:
    """The labelled press releases, their boilerplate too."""
    for row in read(gold / "promotion" / "dev.jsonl.gz"):
        if not row["dup_of"]:
            spans = [(span["start"] - row["start"], span["end"] - row["start"]) for span in row["spans"]]
            whole = Example(row["text"], bool(row["promotional"]), article=row["article"])
            yield from with_clauses(whole, spans)


def with_clauses(whole: Example, spans: Sequence[Sequence[int]]) -> Iterator[Example]:
    """A sentence and, where the words that sell are marked or none is there, its clauses."""
    yield whole
    parts = clauses(whole.text)
    if len(parts) < 2 or (whole.sells and not spans):
        return
    for start, end in parts:
        sells = any(first < end - TOUCH and last > start + TOUCH for first, last in spans)
        yield Example(whole.text[start:end].strip(), sells, whole.weight, whole.article, whole.text)


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a sentence lie; one of fewer than three words goes with the one before it."""
    ends = [m.end() if m[0].strip() else m.start() for m in _CUT.finditer(text)]
    found: list[tuple[int, int]] = []
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        short = found and min(len(text[start:end].split()), len(text[slice(*found[-1])].split())) < SHORTEST
        if short:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def seen(text: str) -> list[int]:
    return [row_of(feature, ROWS) for feature in features([token.word for token in tokens(text)])]


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Each sentence as the rows of the table that it touches, divided by the root of its features."""
    places = [seen(text) for text in texts]
    ends = np.cumsum([0, *map(len, places)], dtype=np.int32)
    columns = np.array([place for its in places for place in its], dtype=np.int32)
    lengths = np.repeat([math.sqrt(len(its)) for its in places], np.diff(ends))
    x = csr_matrix((1 / lengths, columns, ends), shape=(len(texts), ROWS))
    x.sum_duplicates()
    return x


def fit(examples: Sequence[Example]) -> tuple[NDArray[Any], float]:
    """The weight of each row and the bias; what one example alone shows weighs nothing."""
    x = matrix([example.text for example in examples])
    known = np.flatnonzero(np.bincount(x.indices, minlength=ROWS) >= OFTEN)
    model = LogisticRegression(C=PENALTY, solver="liblinear", max_iter=500, random_state=0)
    weight = np.array([example.weight for example in examples])
    fitted = model.fit(x[:, known], [example.sells for example in examples], sample_weight=weight)
    weights = np.zeros(ROWS)
    weights[known] = fitted.coef_[0]
    return weights, float(fitted.intercept_[0])


def as_bytes(weights: NDArray[Any], bias: float) -> bytes:
    """The file: a line that says how to read it, then a byte for each row."""
    scale = float(np.abs(weights).max()) / 127
    table = (np.rint(weights / scale) + 128).astype(np.uint8)
    head = {"rows": ROWS, "scale": float(f"{scale:.6g}"), "bias": float(f"{bias:.6g}")}
    return b"\n".join((json.dumps(head).encode(), table.tobytes()))


def folded(gold: Path, folds: int) -> Iterable[str]:
    """Precision and recall over the press releases, each judged by a model that has not seen its article."""
    rows = [row for row in read(gold / "promotion" / "dev.jsonl.gz") if not row["in_boilerplate"] and not row["dup_of"]]
    own, theirs = list(written()), list(releases(gold))
    probability = np.zeros(len(rows))
    for fold in range(folds):
        weights, bias = fit([*own, *(e for e in theirs if _fold(e.article, folds) != fold)])
        chosen = [n for n, row in enumerate(rows) if _fold(row["article"], folds) == fold]
        scores = matrix([rows[n]["text"] for n in chosen]) @ weights + bias
        probability[chosen] = 1 / (1 + np.exp(-scores))
    sells = np.array([bool(row["promotional"]) for row in rows])
    strong = np.array([any(span["severity"] > 1 for span in row["spans"]) for row in rows])
    for least in PROBABILITIES:
        marked = probability >= least
        yield (
            f"from {least}: precision {sells[marked].mean():.2f}, recall {marked[sells].mean():.2f},"
            f" of severity 2 and more {marked[strong].mean():.2f}, of sober sentences {marked[~sells].mean():.3f}"
        )


def _fold(article: str, folds: int) -> int:
    return zlib.crc32(article.encode()) % folds


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=GOLD)
    cli.add_argument("--out", type=Path, default=OUT)
    cli.add_argument("--without", type=Path, help="JSON Lines of rows that must not be seen")
    cli.add_argument("--folds", type=int, metavar="N", help="measure on folds by article; write nothing")
    options = cli.parse_args()
    if options.folds:
        for line in folded(options.gold, options.folds):
            print(line)
        return
    hidden = {row["text"] for row in read(options.without)} if options.without else set()
    examples = [e for e in (*written(), *releases(options.gold)) if (e.sentence or e.text) not in hidden]
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / FILE
    path.write_bytes(as_bytes(*fit(examples)))
    print(f"{path}: {len(examples)} examples, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
