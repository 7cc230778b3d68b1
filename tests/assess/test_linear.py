"""The table of weights: read as it was written, and refused where it is another program's."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from citecheck.assess import linear
from citecheck.assess.linear import FILE, OUTPUTS, Model
from citecheck.trained import ModelError


@pytest.fixture
def another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITECHECK_MODEL_DIR", str(tmp_path))
    monkeypatch.setattr(linear, "load", linear.load.__wrapped__)


def test_weights_add_up_for_every_output_over_the_length() -> None:
    table = bytearray(128 for _ in range(2 * len(OUTPUTS)))
    rows = [linear.row_of(feature, 2) for feature in ("c:may", "c:act")]
    for row in rows:
        table[row * len(OUTPUTS)] += 5
        table[row * len(OUTPUTS) + 1] -= 7
    model = Model(2, bytes(table), [0.5] * len(OUTPUTS), [1.0] * len(OUTPUTS))
    scores = model.scores(["c:may", "c:act"])
    counted = sum(len([1 for other in rows if other == row]) for row in rows) / math.sqrt(2)
    assert math.isclose(scores[OUTPUTS[0]], 1.0 + 0.5 * 5 * counted)
    assert math.isclose(scores[OUTPUTS[1]], 1.0 - 0.5 * 7 * counted)
    assert scores[OUTPUTS[2]] == 1.0


def test_no_features_leave_the_bias() -> None:
    model = Model(1, bytes([200] * len(OUTPUTS)), [1.0] * len(OUTPUTS), [0.25] * len(OUTPUTS))
    assert set(model.scores([]).values()) == {0.25}


def test_shares_of_a_question_are_probabilities() -> None:
    shares = linear.shares(linear.load().scores(["c:may"]), "strength")
    assert set(shares) == {"none", "correlational", "hedged-causal", "causal"}
    assert abs(sum(shares.values()) - 1) < 1e-9


@pytest.mark.usefixtures("another_folder")
def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match=FILE):
        linear.load()


@pytest.mark.usefixtures("another_folder")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json\n",
        b"[]\n",
        json.dumps({"outputs": list(OUTPUTS), "rows": 2, "scale": [], "bias": []}).encode() + b"\nshort",
        json.dumps({"outputs": ["other"], "rows": 1, "scale": [1], "bias": [0]}).encode() + b"\n\x80",
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        linear.load()
