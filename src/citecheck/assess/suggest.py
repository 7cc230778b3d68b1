"""Which works to propose for a sentence without a source: strongest design first, with what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from citecheck.assess.evidence import of_work, question_of
from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Claim, Design, Evidence, Suggestion, Verdict, Work
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
"""Strongest first. What is not here is not proposed: opinion, animals, cells, single cases, protocols, and works whose
design cannot be told from the record."""
_NAMES: Mapping[Design, str] = {
    "meta-analysis": "meta-analysis",
    "rct": "randomised trial",
    "non-randomized-trial": "non-randomised trial",
    "cohort": "cohort study",
    "case-control": "case-control study",
    "cross-sectional": "cross-sectional survey",
}
_ABOUT_EFFECTS = ("efficacy", "comparison", "safety", "guideline")
"""Types of claims that a study of the treatment in the condition answers for; one of a mechanism or of how common a
thing is may be of the same two and say nothing of it."""
_MORE_SIDED = expression(
    r"\b(?:but|although|though|however|while|whereas|except|adverse|harms?|safety|side effects|tolera\w+)\b",
    re.IGNORECASE,
)
"""What a conclusion says besides, or of: no more harm than on placebo is no lack of effect."""


def needs_suggestions(claim: Claim, verdict: Verdict) -> bool:
    """Whether works are looked for: no source is given, and a study of treatment and condition could be one."""
    return verdict.kind == "missing-citation" and claim.type in _ABOUT_EFFECTS


def choose(sentence: str, claim: Claim, works: Sequence[Work], known: Sequence[Work]) -> tuple[Suggestion, ...]:
    """Up to three of the works about a sentence's topic.

    Of one design, a work that the article names or cites already goes first: its writer knows it. Beside it only such
    are proposed as are of a stronger design, or come to another conclusion.
    """
    own = {(work.doi or "").lower() or id(work) for work in known}
    question = question_of(claim.type)
    suggested = [
        Suggestion(
            work,
            evidence,
            _reason(evidence, contrary=contrary),
            known=((work.doi or "").lower() or id(work)) in own,
            contrary=contrary,
        )
        for work in works
        if _may_be_proposed(evidence := of_work(work, question))
        for contrary in [is_contrary(work) and not _denies(sentence)]
    ]
    ranked = sorted(suggested, key=lambda one: (_rank(one.evidence), not one.known, -(issued_year(one.work.csl) or 0)))
    mine = [one for one in ranked if one.known]
    if mine:
        best = min(_rank(one.evidence) for one in mine)
        ranked = [one for one in ranked if one.known or one.contrary or _rank(one.evidence) < best]
    first, rest = ranked[:_MOST], ranked[_MOST:]
    against = next((one for one in rest if one.contrary), None)
    if against and not any(one.contrary for one in first):
        first[-1] = against
    return tuple(first)


def suggested(work: Work, reason: str) -> Suggestion:
    """A work to read in place of what tells of it."""
    return Suggestion(work, of_work(work, None), reason, known=False, contrary=False)


def is_contrary(work: Work) -> bool:
    """Whether a work's title or the end of its abstract says that there was no effect, and nothing besides."""
    abstract = work.abstract or ""
    last = sentences(abstract)[-1:]
    said = [str(work.csl.get("title", "")), *(abstract[s.start : s.end] for s in last)]
    return any(not _MORE_SIDED.search(text) and text in word_list(_DATA, "contrary") for text in said)


def _denies(sentence: str) -> bool:
    """Whether the sentence itself says that there is no effect: then the same result is not against it."""
    return sentence in word_list(_DATA, "contrary")


def _may_be_proposed(evidence: Evidence) -> bool:
    return not evidence.retracted and any(evidence.design in designs for designs in _DESIGNS)


def _rank(evidence: Evidence) -> int:
    """0 for the strongest design."""
    return next(i for i, designs in enumerate(_DESIGNS) if evidence.design in designs)


def _reason(evidence: Evidence, *, contrary: bool) -> str:
    design = _NAMES.get(evidence.design, evidence.design.replace("-", " "))
    against = "; its conclusion speaks against an effect" if contrary else ""
    return f"{design} of this treatment and condition{against}"
