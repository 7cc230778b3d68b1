"""Fits the judgement over candidates: src/citecheck/trained/matches.json.

    python training/train_matches.py [--gold ../shared/gold/references] [--out FOLDER] [--without ROWS.jsonl]

It learns from strings that a citation processor made of Crossref's records (CC0), some of them disturbed, among the
works of the same file: which of the candidates that a search finds is the one. Strings whose work is not in the file
teach when to say that none is. The same data give the same file again.

`--without` names rows that must not be seen, so that a fold can be measured on them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from sklearn.ensemble import HistGradientBoostingClassifier

from citecheck.model import Work
from citecheck.parse.fields import parse_reference
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.cited import Cited
from citecheck.resolve.judge import compared, is_same, seen
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.text import fold
from examples import read_rows

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "references"
OUT = ROOT / "src" / "citecheck" / "trained"
CANDIDATES = 10
FOLDS = 5
SLIPS, SHORTENED, SIBLINGS = 0.2, 0.05, 0.15
"""Shares of the strings that show a title from which more cases are made."""
MADE = 0.5
"""What these weigh beside a string that is printed so."""
ALONE = 0.15
"""Share of all strings that are judged with one candidate besides: a small file of works holds no rivals."""
TORN = 0.4
"""Share of all strings that are torn as copying tears them."""
RANKING = {
    "max_iter": 50, "learning_rate": 0.2, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 5.0,
    "max_features": 0.5, "random_state": 0, "early_stopping": False,
}  # fmt: skip
JUDGING = {
    "max_iter": 120, "learning_rate": 0.1, "max_leaf_nodes": 8, "min_samples_leaf": 25, "l2_regularization": 10.0,
    "max_features": 0.25, "random_state": 0, "early_stopping": False,
}  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LIKE = {"1": "l", "l": "1", "I": "l", "0": "O", "O": "0", "5": "s", "8": "B", "m": "rn"}
"""What scanning takes for another."""
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)


class Case:
    """A string with its candidates, their agreements, and which of them are right; made ones weigh less."""

    def __init__(self, raw: str, works: Sequence[Work], wanted: Work | None, weight: float = MADE) -> None:
        self.weight = weight
        cited = Cited(parse_reference(raw), raw)
        pairs = list(compared(cited, works))
        self.works = [work for work, _ in pairs]
        self.agreements = [agreement for _, agreement in pairs]
        self.right = [wanted is not None and (work is wanted or is_same(work, wanted)) for work in self.works]


def gather(gold: Path, without: Iterable[str]) -> list[Case]:
    """A case for each string, and some more for what such strings do not show: slips, and siblings of a work."""
    works = load_works(gold / "works.jsonl.gz")
    by_doi = {str(work.doi).lower(): work for work in reversed(works)}
    index, hidden, chance = LocalWorks(works), set(without), random.Random(0)  # noqa: S311 - nothing secret
    cases = []
    for row in read_rows(gold / "matching_synthetic.dev.jsonl.gz"):
        if row["raw"] in hidden:
            continue
        raw = _DOI.sub("", row["raw"])
        wanted = by_doi.get(str(row["doi"] or "").lower())
        found = index.search([raw], CANDIDATES)[0]
        cases.append(Case(raw, found, wanted, 1.0))
        if chance.random() < ALONE:
            cases.append(Case(raw, [work for work in found if work is wanted] or found[:1], wanted))
        if chance.random() < TORN:
            as_copied = torn(raw, chance)
            cases.append(Case(as_copied, index.search([as_copied], CANDIDATES)[0], wanted))
        if wanted is None or not _shows_title(raw, wanted):
            continue
        kind = chance.random()
        if kind < SLIPS:
            cases.append(Case(with_slip(raw, wanted, chance), found, wanted))
        elif kind < SLIPS + SHORTENED:
            cases.append(Case(shortened(wanted), found, wanted))
        elif kind < SLIPS + SHORTENED + SIBLINGS:
            sibling = sibling_of(wanted, chance.choice(works), chance)
            cases.append(Case(raw, [sibling if work is wanted else work for work in found], None))
    return cases


def _shows_title(raw: str, work: Work) -> bool:
    title = fold(str(work.csl.get("title", "")))
    return len(title.split()) > 4 and title in fold(raw)


def torn(raw: str, chance: random.Random) -> str:
    """The string as bad copying leaves it: words torn apart and run together, letters taken for others."""
    share = chance.uniform(0.01, 0.08)
    copied = []
    for character in raw:
        spoilt = chance.random() < share * (3 if character == " " else 1)
        copied.append(_spoilt(character, chance) if spoilt else character)
    return "".join(copied)


def _spoilt(character: str, chance: random.Random) -> str:
    if character == " ":
        return chance.choice(("", "", "  "))
    kind = chance.random()
    if kind < 0.4:
        return character + " "
    if kind < 0.55:
        return LIKE.get(character, chance.choice(LETTERS))
    return chance.choice(LETTERS) if kind < 0.9 else ""


def with_slip(raw: str, work: Work, chance: random.Random) -> str:
    """The string with one number changed, as a writer's finger slips: the work that is meant stays the same."""
    numbers = list(re.finditer(r"(?<![\w-])\d{1,4}(?![\w])", raw))
    title = raw.find(str(work.csl.get("title", "")))
    outside = [n for n in numbers if not title <= n.start() < title + len(str(work.csl.get("title", "")))]
    if not outside:
        return raw
    slipped = chance.choice(outside)
    changed = str(max(1, int(slipped.group()) + chance.choice((-10, -2, -1, 1, 2, 6, 10, 100))))
    return raw[: slipped.start()] + changed + raw[slipped.end() :]


def shortened(work: Work) -> str:
    """Author, title and year alone, as of a paper that was read on a page."""
    names = [str(name.get("family") or name.get("literal") or "") for name in work.csl.get("author", ())]
    year = ((work.csl.get("issued") or {}).get("date-parts") or [[""]])[0][0]
    return f"{', '.join(names[:3])}. {work.csl.get('title', '')}. {year}."


def sibling_of(work: Work, other: Work, chance: random.Random) -> Work:
    """Another paper of the same authors in the same journal, volume and year: a work that is not meant."""
    mine, theirs = str(work.csl.get("title", "")).split(), str(other.csl.get("title", "")).split() or ["Reply"]
    taken = max(2, round(len(mine) * chance.uniform(0.3, 0.8)))
    places = set(chance.sample(range(len(mine)), min(taken, len(mine))))
    title = " ".join(theirs[at % len(theirs)] if at in places else word for at, word in enumerate(mine))
    page = str(chance.randint(1, 2000))
    return replace(work, csl={**work.csl, "title": title, "page": page, "DOI": f"10.5555/sibling.{page}"})


def fit_ranking(cases: Sequence[Case]) -> HistGradientBoostingClassifier:
    """Judges a candidate by its own agreements."""
    x = np.array([agreement for case in cases for agreement in case.agreements])
    y = np.array([right for case in cases for right in case.right])
    return HistGradientBoostingClassifier(**RANKING).fit(x, y)


def judged(cases: Sequence[Case], ranking: HistGradientBoostingClassifier) -> Iterable[tuple[list[float], bool, float]]:
    """What is seen of each string, whether its best candidate is right, and what the case weighs."""
    for case in cases:
        if not case.agreements:
            continue
        odds = ranking.decision_function(np.array(case.agreements)).tolist()
        best, *others = sorted(range(len(odds)), key=lambda n: (case.agreements[n].certain, odds[n]), reverse=True)
        rivals = [number for number in others if not is_same(case.works[best], case.works[number])]
        ranked = [(odds[number], case.agreements[number]) for number in (best, *rivals)]
        yield seen(ranked), case.right[best], case.weight


def fit(cases: Sequence[Case]) -> dict[str, Any]:
    """The model as it is written. The second step learns from odds of first ones that did not see the string."""
    rows: list[tuple[list[float], bool, float]] = []
    for part in range(FOLDS):
        others = [case for number, case in enumerate(cases) if number % FOLDS != part]
        rows += judged(cases[part::FOLDS], fit_ranking(others))
    x, y, weight = (np.array(column) for column in zip(*rows, strict=True))
    judging = HistGradientBoostingClassifier(**JUDGING).fit(x, y, sample_weight=weight)
    return {
        "agreements": list(Agreement._fields),
        "ranking": as_written(fit_ranking(cases)),
        "judging": as_written(judging),
    }


def as_written(fitted: HistGradientBoostingClassifier) -> dict[str, Any]:
    return {
        "base": float(fitted._baseline_prediction.ravel()[0]),
        "trees": [written(stage[0].nodes) for stage in fitted._predictors],
    }


def written(nodes: Any) -> dict[str, list[float]]:
    """A tree as lists, one entry a node; a leaf has feature -1."""
    leaf = nodes["is_leaf"].astype(bool)
    return {
        "feature": [-1 if end else int(feature) for end, feature in zip(leaf, nodes["feature_idx"], strict=True)],
        "threshold": [0.0 if end else float(t) for end, t in zip(leaf, nodes["num_threshold"], strict=True)],
        "left": nodes["left"].tolist(),
        "right": nodes["right"].tolist(),
        "value": [round(float(value), 6) if end else 0.0 for end, value in zip(leaf, nodes["value"], strict=True)],
    }


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=GOLD)
    cli.add_argument("--out", type=Path, default=OUT)
    cli.add_argument("--without", type=Path, help="JSON Lines of gold rows that must not be seen")
    options = cli.parse_args()
    lines = options.without.read_text(encoding="utf-8").splitlines() if options.without else []
    cases = gather(options.gold, [json.loads(line)["raw"] for line in lines])
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "matches.json"
    path.write_text(json.dumps(fit(cases), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path}: {len(cases)} strings, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
