"""What the model of advertising tone is fitted to, what it must not see, and that it is written as it was fitted."""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from citecheck.assess.linear import logistic
from citecheck.lexicon import tokens
from citecheck.rules.tone import Model
from train_claims import ROOT, read
from train_promotion import ROWS, Example, as_bytes, clauses, seen, with_clauses, written

WRITTEN = sorted((ROOT / "training" / "promotion").glob("*.jsonl"))
MEASURED = sorted((ROOT / "fixtures" / "promotion").glob("*.jsonl"))


def test_no_sentence_that_is_measured_is_learnt_from() -> None:
    learnt = {example.sentence or example.text for example in written()}
    for name in ("b", "c"):
        rows = read(ROOT / "fixtures" / "promotion" / f"{name}.jsonl")
        assert not learnt & {row["text"] for row in rows}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_no_written_sentence_stands_twice(path: Path) -> None:
    texts = Counter(row["text"] for row in read(path))
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_written_sentences_have_a_severity_and_spans_inside(path: Path) -> None:
    for row in read(path):
        assert row["promo"] in range(4)
        assert all(0 <= start < end <= len(row["text"]) for start, end in row.get("spans", ()))
        assert bool(row["promo"]) == bool(row["spans"]) if "spans" in row else True


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.stem)
def test_sentences_that_measure_are_labelled_like_the_gold(path: Path) -> None:
    rows = read(path)
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(not row["promotional"] for row in rows) * 2 >= len(rows)
    for row in rows:
        assert bool(row["promotional"]) == bool(row["spans"])
        assert all(0 <= s["start"] < s["end"] <= len(row["text"]) for s in row["spans"])
        assert all(s["severity"] in (1, 2, 3) for s in row["spans"])


def test_clauses_cover_a_sentence_and_none_is_of_two_words() -> None:
    text = "Born in 1990, the clinic offers bliss and joy – at last, while supplies of tea last."
    parts = clauses(text)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(len(text[start:end].split()) > 2 for start, end in parts)


def test_the_sober_clauses_of_a_sentence_that_sells_are_sober() -> None:
    text = "The clinic opened in May, and it is paradise on earth."
    start = text.index("paradise")
    whole, first, second = with_clauses(Example(text, True), [(start, len(text))])
    assert (whole.sells, first.sells, second.sells) == (True, False, True)
    assert {first.sentence, second.sentence} == {text}


def test_a_sentence_without_marked_words_has_no_clauses_to_learn_from() -> None:
    assert len(list(with_clauses(Example("Tea for all, and all for tea and biscuits.", True), ()))) == 1


def test_weights_are_written_as_they_were_fitted() -> None:
    weights = np.random.default_rng(0).normal(size=ROWS)
    head, _, table = as_bytes(weights, 0.5).partition(b"\n")
    said = json.loads(head)
    text = "The jar holds bliss."
    rows = seen(text)
    score = 0.5 + sum(weights[row] for row in rows) / math.sqrt(len(rows))
    reading = Model(table, said["scale"], said["bias"]).read(tokens(text))
    assert reading
    assert reading.probability == pytest.approx(logistic(score), abs=0.02)
