"""What the models of claims are fitted to, and that they are written as they were fitted."""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from citecheck.assess.linear import OUTPUTS, Model, row_of
from train_claims import FREE, GOLD, LABELS, ROOT, ROWS, STRENGTHS, Example, as_bytes, labelled, read, teaches, written

SENTENCES = sorted((ROOT / "training" / "sentences").glob("*.jsonl"))
REGISTERS = {"abstract", "discussion", "press-release", "news", "blog", "leaflet", "shop", "social", "forum"}


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_every_sentence_is_labelled_with_the_known_words(path: Path) -> None:
    for row in read(path):
        assert row["strength"] in STRENGTHS
        assert row["register"] in REGISTERS
        assert row["worth"] in range(4)
        assert row["claim"] in (0, 1)


def test_no_sentence_stands_twice() -> None:
    texts = Counter(row["text"] for path in SENTENCES for row in read(path))
    assert [text for text, count in texts.items() if count > 1] == []


def test_two_readings_of_a_sentence_weigh_as_much_as_one() -> None:
    texts: Counter[str] = Counter()
    for example in written():
        texts[example.text] += round(example.weight * 2)
    assert set(texts.values()) == {2, 8}


def test_every_label_names_a_part_of_a_row_once() -> None:
    labels = read(LABELS)
    assert {row["strength"] for row in labels} == set(STRENGTHS)
    parts = Counter((row["id"], row.get("of"), row.get("start")) for row in labels)
    assert [part for part, count in parts.items() if count > 1] == []


@pytest.mark.shared
def test_every_label_is_of_a_sentence_whose_licence_is_free() -> None:
    manifest = json.loads((GOLD / "claims" / "MANIFEST.json").read_text(encoding="utf-8"))
    assert all(manifest[name]["licence"] == "MIT" for name in FREE)
    texts = [example.text for example in labelled(GOLD)]
    assert len(texts) >= len(read(LABELS))
    assert all(3 <= len(text.split()) <= 120 for text in texts)


def test_what_a_paper_cites_is_not_learnt_from_written_sentences() -> None:
    mine = Example("We saw no effect.", "written", "paper", 1.0, "causal", True, True)
    theirs = Example("It has no effect.", "papers", "paper", 1.0, None, True, None)
    assert not teaches(mine, "worth.paper")
    assert teaches(theirs, "worth.paper")
    assert not teaches(theirs, "worth.prose")
    assert not teaches(theirs, "claim.prose")


def test_weights_are_written_as_they_were_fitted() -> None:
    chance = np.random.default_rng(0)
    weights, bias = chance.normal(size=(len(OUTPUTS), ROWS)), chance.normal(size=len(OUTPUTS))
    head, _, table = as_bytes(weights, bias).partition(b"\n")
    said = json.loads(head)
    features = [f"w:{n}" for n in range(40)]
    scores = Model(said["rows"], table, said["scale"], said["bias"]).scores(features)
    for k, output in enumerate(OUTPUTS):
        total = sum(weights[k, row_of(feature, ROWS)] for feature in features)
        assert math.isclose(scores[output], bias[k] + total / math.sqrt(40), abs_tol=math.sqrt(40) * said["scale"][k])
