"""Which of several candidates a reference means, and how sure that is: a judgement fitted to references that are known.

In two steps, both of them gradient-boosted trees. The first ranks the candidates by their agreements; the second judges
the best of them, with how far it is ahead of the next. `training/train_matches.py` fits both; what they weigh stands
in `trained/matches.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from citecheck.model import Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.cited import Cited
from citecheck.resolve.trees import Boosted
from citecheck.trained import ModelError, model_file

_LOOKED_AT, _LEAST_LOOKED_AT = 5, 3
"""Candidates that are compared field by field, the first of a search; the least, where one of them is certain."""
_NOBODY = -14.0
"""Log odds of a rival that is not there."""
_MOST_ODDS = 14.0


class Judged(Struct, frozen=True):
    """A candidate with its agreement; `score` is the probability that it is the work that is meant."""

    work: Work
    agreement: Agreement
    odds: float
    """Log odds by its own agreements alone."""
    score: float


class Model(Struct, frozen=True):
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


def compared(cited: Cited, works: Iterable[Work]) -> Iterator[tuple[Work, Agreement]]:
    """The works of a search that are worth comparing, each with its agreement."""
    certain = False
    for place, work in enumerate(works):
        if place == _LOOKED_AT or (certain and place >= _LEAST_LOOKED_AT):
            return
        if place and not cited.shares_a_sign(work):
            continue  # it shares words only, as a third of all candidates do: comparing it further tells nothing
        agreement = cited.agreement(work)
        certain = certain or agreement.certain
        yield work, agreement


def judge(cited: Cited, works: Sequence[Work]) -> list[Judged]:
    """Candidates, best first; of the best the score is calibrated, of the others it is by their own agreements.

    Works that differ in nothing that a reference shows are one: no rivals of each other. Raises ModelError.
    """
    model = _model()
    ranked = []
    for work, agreement in compared(cited, works):
        odds = model.ranking.odds(agreement)
        ranked.append(Judged(work, agreement, odds, _probability(odds)))
    # Where title, author and numbers agree, one page that does not is a slip, whatever else stands on that page.
    ranked.sort(key=lambda judged: (judged.agreement.certain, judged.odds), reverse=True)
    if not ranked:
        return []
    best = ranked[0]
    rivals = [other for other in ranked[1:] if not is_same(best.work, other.work)]
    odds = model.judging.odds(seen([(one.odds, one.agreement) for one in (best, *rivals)]))
    return [replace(best, score=_probability(odds)), *ranked[1:]]


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
    except (ValueError, LookupError, TypeError):
        raise ModelError(f"{path}: this is no model of matches") from None


def read_model(written: Mapping[str, Any]) -> Model:
    """A model as training wrote it."""
    return Model(ranking=Boosted(written["ranking"]), judging=Boosted(written["judging"]))
