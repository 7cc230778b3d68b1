"""What the judgement over candidates is fitted to, and that it is written as it was fitted."""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from citecheck.model import Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.judge import read_model
from train_matches import TREES, shortened, sibling_of, with_slip, written

WORK = Work(
    csl={
        "title": "Naps on night shifts: a cohort study in 11 wards",
        "author": [{"family": "Lund", "given": "K"}, {"family": "Osei", "given": "B"}],
        "container-title": "Nordic Shift Journal",
        "volume": "11",
        "page": "101-110",
        "issued": {"date-parts": [[2018]]},
        "DOI": "10.5555/nsj.2018.101",
    }
)
RAW = "Lund K, Osei B. Naps on night shifts: a cohort study in 11 wards. Nordic Shift Journal. 2018;11:101-110."


def test_trees_are_written_as_they_were_fitted() -> None:
    chance = np.random.default_rng(0)
    x = chance.normal(size=(600, 5))
    y = x[:, 0] + x[:, 1] * x[:, 2] > 0
    fitted = HistGradientBoostingClassifier(**TREES | {"max_iter": 20}).fit(x, y)
    model = read_model(
        {
            "weights": [],
            "intercept": 0.0,
            "base": float(fitted._baseline_prediction.ravel()[0]),
            "trees": [written(stage[0].nodes) for stage in fitted._predictors],
        }
    )
    for row, expected in zip(x[:100], fitted.predict_proba(x[:100])[:, 1], strict=True):
        assert math.isclose(model.probability(row.tolist()), expected, abs_tol=1e-3)


def test_a_slip_changes_one_number_outside_of_the_title() -> None:
    for seed in range(20):
        slipped = with_slip(RAW, WORK, random.Random(seed))  # noqa: S311
        assert slipped != RAW
        assert "in 11 wards. Nordic Shift Journal." in slipped
        assert len(slipped.split()) == len(RAW.split())


def test_a_sibling_shares_all_but_title_and_page() -> None:
    other = Work(csl={"title": "Feeding habits of the northern field mouse"})
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311
        sibling = sibling_of(WORK, other, chance).csl
        assert {key for key in WORK.csl if sibling[key] != WORK.csl[key]} == {"title", "page", "DOI"}


def test_what_is_cited_from_a_page_has_author_title_and_year() -> None:
    assert shortened(WORK) == "Lund, Osei. Naps on night shifts: a cohort study in 11 wards. 2018."


def test_the_shipped_weights_are_those_of_the_agreements_that_are_made() -> None:
    import json

    from citecheck.trained import model_file

    shipped = json.loads(model_file("matches.json").read_text(encoding="utf-8"))
    assert shipped["agreements"] == list(Agreement._fields)
    assert len(shipped["weights"]) == 2 * len(Agreement._fields)
