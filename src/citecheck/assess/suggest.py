"""Which works to propose for a sentence without a source: strongest design first, and what speaks against it among them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.assess.evidence import of_work, question_of
from citecheck.lexicon import word_list
from citecheck.model import Claim, Design, Evidence, Suggestion, Work
from citecheck.text import sentences

_DATA = Path(__file__).with_suffix(".toml")
_MOST = 3
_DESIGNS: tuple[tuple[Design, ...], ...] = (
    ("guideline", "systematic-review", "meta-analysis"),
    ("rct",),
    ("non-randomized-trial", "cohort"),
    ("case-control", "cross-sectional"),
    ("narrative-review", "case-series"),
)
"""Strongest first, where the question has no level of its own; what is not here is not proposed: opinion, animals, cells,
single cases, protocols, and works whose design nobody can tell from the record."""
_CONCLUSION = 2
"""The last sentences of an abstract, in which it says what was found."""


def choose(sentence: str, claim: Claim, works: Sequence[Work], known: Sequence[Work]) -> tuple[Suggestion, ...]:
    """Up to three of the works about a sentence's topic.

    A work that the article names or cites already goes first: its writer has read it. Beside it only such are proposed
    as are of a stronger design, or come to another conclusion.
    """
    own = {id(work) for work in known}
    question = question_of(claim.type)
    suggested = [
        Suggestion(work, evidence, _reason(evidence, contrary=contrary), known=id(work) in own, contrary=contrary)
        for work in works
        if _may_be_proposed(evidence := of_work(work, question))
        for contrary in [is_contrary(work) and not _denies(sentence)]
    ]
    ranked = sorted(suggested, key=lambda one: (not one.known, _rank(one.evidence), -_year(one.work)))
    mine = [one for one in ranked if one.known]
    if mine:
        best = min(_rank(one.evidence) for one in mine)
        ranked = [one for one in ranked if one.known or one.contrary or _rank(one.evidence) < best]
    first, rest = ranked[:_MOST], ranked[_MOST:]
    against = next((one for one in rest if one.contrary), None)
    if against and not any(one.contrary for one in first):
        first[-1] = against
    return tuple(first)


def is_contrary(work: Work) -> bool:
    """Whether a work's title or the end of its abstract says that there was no effect."""
    abstract = work.abstract or ""
    last = sentences(abstract)[-_CONCLUSION:]
    said = [str(work.csl.get("title", "")), *(abstract[s.start : s.end] for s in last)]
    return any(text in word_list(_DATA, "contrary") for text in said)


def _denies(sentence: str) -> bool:
    """Whether the sentence itself says that there is no effect: then the same result is not against it."""
    return sentence in word_list(_DATA, "contrary")


def _may_be_proposed(evidence: Evidence) -> bool:
    return not evidence.retracted and any(evidence.design in designs for designs in _DESIGNS)


def _rank(evidence: Evidence) -> int:
    """0 for the strongest design."""
    return next(i for i, designs in enumerate(_DESIGNS) if evidence.design in designs)


def _year(work: Work) -> int:
    from citecheck.dates import issued_year

    return issued_year(work.csl) or 0


def _reason(evidence: Evidence, *, contrary: bool) -> str:
    name = "randomised trial" if evidence.design == "rct" else evidence.design.replace("-", " ")
    against = "; its conclusion speaks against an effect" if contrary else ""
    return f"{name} of the same treatment and condition{against}"
