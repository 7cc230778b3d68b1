"""Which of several candidates a reference means, and how sure that is: a judgement fitted to references that are known.

In two steps, both of them gradient-boosted trees. The first ranks the candidates by their agreements; the second judges
the best of them, with how far it is ahead of the next. `training/train_matches.py` fits both; what they weigh stands
in `trained/matches.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from citecheck.model import Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.cited import Cited
from citecheck.trained import ModelError, model_file

_LOOKED_AT = 5
"""Candidates that are compared field by field: those that explain most of the string."""
_PER_RANK = 0.03
"""What a search's order counts for beside that."""
_NOBODY = -14.0
"""Log odds of a rival that is not there."""
_MOST_ODDS = 14.0


class Judged(NamedTuple):
    """A candidate with its agreement; `score` is the probability that it is the work that is meant."""

    work: Work
    agreement: Agreement
    odds: float
    """Log odds by its own agreements alone."""
    score: float


class _Tree(NamedTuple):
    """A regression tree: one entry a node. A leaf has no feature (-1) and a value."""

    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    value: Sequence[float]

    def __call__(self, x: Sequence[float]) -> float:
        at = 0
        while (feature := self.feature[at]) >= 0:
            at = self.left[at] if x[feature] <= self.threshold[at] else self.right[at]
        return self.value[at]


class Boosted(NamedTuple):
    """Trees whose sum is the log odds that a candidate is meant."""

    base: float
    trees: Sequence[_Tree]

    def odds(self, x: Sequence[float]) -> float:
        return self.base + sum(tree(x) for tree in self.trees)


class Model(NamedTuple):
    """One over the agreements of a candidate, one over what is `seen` of the best."""

    ranking: Boosted
    judging: Boosted


def seen(ranked: Sequence[tuple[float, Agreement]]) -> list[float]:
    """What the best candidate is judged by: the odds of the best three, its agreements, and how far the next differs.

    `ranked` are log odds and agreements, best first.
    """
    best = ranked[0][1]
    odds = [max(-_MOST_ODDS, min(_MOST_ODDS, odds)) for odds, _ in ranked[:3]]
    ahead = (
        [one - other for one, other in zip(best, ranked[1][1], strict=True)] if len(ranked) > 1 else [2.0] * len(best)
    )
    return [*odds, *[_NOBODY] * (3 - len(odds)), *best, *ahead]


def nearest(cited: Cited, works: Sequence[Work]) -> list[Work]:
    """The works of a search, best first, that are worth comparing field by field."""
    if len(works) <= _LOOKED_AT:
        return list(works)
    strange = {id(work): cited.strangeness(work) + _PER_RANK * rank for rank, work in enumerate(works)}
    return sorted(works, key=lambda work: strange[id(work)])[:_LOOKED_AT]


def judge(cited: Cited, works: Sequence[Work]) -> list[Judged]:
    """Candidates, best first; of the best the score is calibrated, of the others it is by their own agreements.

    Works that differ in nothing that a reference shows are one: no rivals of each other. Raises ModelError.
    """
    model = _model()
    ranked = []
    for work in nearest(cited, works):
        agreement = cited.agreement(work)
        odds = model.ranking.odds(agreement)
        ranked.append(Judged(work, agreement, odds, _probability(odds)))
    # Where title, author and numbers agree, one page that does not is a slip, whatever else stands on that page.
    ranked.sort(key=lambda judged: (judged.agreement.certain, judged.odds), reverse=True)
    if not ranked:
        return []
    best = ranked[0]
    rivals = [other for other in ranked[1:] if not is_same(best.work, other.work)]
    odds = model.judging.odds(seen([(one.odds, one.agreement) for one in (best, *rivals)]))
    return [best._replace(score=_probability(odds)), *ranked[1:]]


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, odds)))


def is_same(one: Work, other: Work) -> bool:
    """Whether two records are one work under several identifiers."""
    keys = ("title", "container-title", "volume", "page", "issued")
    mine, theirs = one.csl, other.csl
    return (
        all(mine.get(key) == theirs.get(key) for key in keys)
        and mine.get("author", [])[:1] == theirs.get("author", [])[:1]
    )


@cache
def _model() -> Model:
    path = model_file("matches.json")
    try:
        return read_model(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{path}: this is no model of matches") from None


def read_model(written: Mapping[str, Any]) -> Model:
    """A model as training wrote it."""
    return Model(*(_boosted(written[step]) for step in Model._fields))


def _boosted(written: Mapping[str, Any]) -> Boosted:
    return Boosted(written["base"], [_Tree(*(tree[name] for name in _Tree._fields)) for tree in written["trees"]])
