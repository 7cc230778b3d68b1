"""What the judgement over candidates is fitted to, and that it is written as it was fitted."""

from __future__ import annotations

import math
import random
import sys
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from citecheck.model import Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.judge import read_model
from train_matches import JUDGING, as_written, shortened, sibling_of, torn, with_slip

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
    fitted = HistGradientBoostingClassifier(**JUDGING | {"max_iter": 20}).fit(x, y)
    model = read_model({"ranking": as_written(fitted), "judging": as_written(fitted)})
    for row, expected in zip(x[:100], fitted.decision_function(x[:100]), strict=True):
        assert math.isclose(model.judging.odds(row.tolist()), expected, abs_tol=1e-3)


def test_what_is_torn_keeps_most_of_what_is_printed() -> None:
    texts = [torn(RAW, random.Random(seed)) for seed in range(20)]  # noqa: S311
    assert len(set(texts)) == 20
    assert min(SequenceMatcher(None, RAW, text).ratio() for text in texts) > 0.8


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


def test_the_shipped_trees_look_at_the_agreements_that_are_made() -> None:
    import json

    from citecheck.trained import model_file

    shipped = json.loads(model_file("matches.json").read_text(encoding="utf-8"))
    assert shipped["agreements"] == list(Agreement._fields)
    features = {at for tree in shipped["ranking"]["trees"] for at in tree["feature"]}
    assert max(features) < len(Agreement._fields)
