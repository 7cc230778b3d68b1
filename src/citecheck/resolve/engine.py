"""Looks a reference up: identifiers first, then a search with the whole string, both validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model import Candidate, Csl, Resolution, Work
from citecheck.resolve.interface import LookupFailed, WorkSource
from citecheck.resolve.match import ACCEPT, Agreement, compare, differences
from citecheck.resolve.unmatched import is_page, unmatched

_CANDIDATES = 8
_IDENTIFIED = "its DOI leads to this work, and nothing of what is printed speaks against it"
_CLOSE = 1.0
"""Two works whose odds lie closer than this cannot be told apart."""
_BETTER = 2.0
"""Odds by which a work found by its description must excel the one of the printed identifier."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate with its agreement and the source that gave it."""

    work: Work
    agreement: Agreement
    source: str

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.work, round(self.agreement.score, 4))


def look_up(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """As `resolve`, with at least one source."""
    failed: list[LookupFailed] = []
    identified = _by_doi(csl, raw, sources, failed)
    if identified and identified.agreement.certain:
        return _matched(identified, csl, raw, _IDENTIFIED)
    described = _by_description(csl, raw, sources, failed)
    best = described[0] if described else None
    if identified:
        rival = best if best and best.work.doi != identified.work.doi else None
        if _believed(identified.agreement) and not (
            rival and rival.agreement.odds > identified.agreement.odds + _BETTER
        ):
            return _matched(identified, csl, raw, _IDENTIFIED)
        return _mismatch(identified, rival, csl, raw)
    if best:
        rivals = [
            c for c in described[1:] if best.agreement.odds - c.agreement.odds < _CLOSE and c.work.doi != best.work.doi
        ]
        if rivals:
            alike = tuple(c.candidate for c in (best, *rivals))
            return Resolution("ambiguous", "several works fit it equally well", score=alike[0].score, candidates=alike)
        return _matched(best, csl, raw, "title, authors and numbers agree with this work")
    return unmatched(csl, sources, failed, offline=offline)


def _matched(found: _Ranked, csl: Csl, raw: str, reason: str) -> Resolution:
    score = max(found.candidate.score, ACCEPT)
    return Resolution("matched", reason, found.work, score, found.source, differences(csl, raw, found.work))


def _by_doi(csl: Csl, raw: str, sources: Sequence[WorkSource], failed: list[LookupFailed]) -> _Ranked | None:
    for source in sources if "DOI" in csl else ():
        answer = source.by_doi([str(csl["DOI"])])[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
        elif answer:
            return _Ranked(answer, compare(csl, raw, answer), source.name)
    return None


def _by_description(csl: Csl, raw: str, sources: Sequence[WorkSource], failed: list[LookupFailed]) -> list[_Ranked]:
    """The works that may be taken for the one described, best first, of the first source that has any."""
    for source in sources:
        answer = source.search([raw], _CANDIDATES)[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
            continue
        ranked = (_Ranked(work, compare(csl, raw, work), source.name) for work in answer)
        accepted = sorted((c for c in ranked if _accepted(c.agreement, csl)), key=lambda c: -c.agreement.odds)
        if accepted:
            return accepted
    return []


def _believed(agreement: Agreement) -> bool:
    """Whether the printed identifier may be the reference's own.

    A bare identifier has nothing that could disagree, and one behind words of the writer's own ("The original study")
    or a translated title has no more.
    """
    year, container = agreement.year, agreement.container
    disagrees = (
        agreement.first_author is False
        or agreement.volume is False
        or agreement.page is False
        or (year is not None and year > 1)
        or (container is not None and container < 0.5)
    )
    return (
        not disagrees
        or agreement.title >= 0.75
        or (agreement.first_author is True and agreement.numbers >= 1)
        or agreement.numbers >= 3
        or agreement.enough
    )


def _accepted(agreement: Agreement, csl: Csl) -> bool:
    if agreement.score < ACCEPT or not agreement.enough:
        return False
    if is_page(csl):
        # A page that bears a paper's title is not the paper, unless its author and year are the paper's too.
        return agreement.strong_title and agreement.first_author is True and agreement.year == 0
    return True


def _mismatch(identified: _Ranked, meant: _Ranked | None, csl: Csl, raw: str) -> Resolution:
    reason = f"its DOI belongs to another work (“{identified.work.csl.get('title', 'untitled')}”)"
    if not meant:
        reason += ", and the work that is described was not found"
        return Resolution("mismatch", reason, source=identified.source, identifier_work=identified.work)
    reason += "; the work that is described has another DOI"
    changed = differences(csl, raw, meant.work)
    return Resolution(
        "mismatch", reason, meant.work, meant.candidate.score, meant.source, changed, identifier_work=identified.work
    )
