"""From references to what became of each: identifiers first, then a search with the whole string, both validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model import Candidate, Csl, Resolution, Work
from citecheck.resolve.interface import LookupFailed, WorkSource, WorksFileError
from citecheck.resolve.match import ACCEPT, Agreement, compare, differences
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks, load_works

__all__ = ["LocalWorks", "WorkSource", "WorksFileError", "load_works", "resolve", "work_from_record"]

_CANDIDATES = 12
_PAGES = frozenset({"webpage", "post", "post-weblog", "article-newspaper", "article-magazine", "broadcast", "motion_picture", "personal_communication"})
_CLOSE = 1.0
"""Two works whose odds lie closer than this cannot be told apart."""
_BETTER = 2.0
"""Odds by which a work found by its description must excel the work of the printed identifier to be the one meant."""
_UNINDEXED = _PAGES | {"pamphlet"}


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate with its agreement and the source that gave it."""

    work: Work
    agreement: Agreement
    source: str

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.work, round(self.agreement.score, 4))


def resolve(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """What became of one reference. Never raises and never accuses: a look-up that failed is `unchecked`.

    `sources` are asked in order; the first that holds the work answers.
    """
    failed: list[LookupFailed] = []
    identified = _by_doi(csl, raw, sources, failed)
    described = _by_description(csl, raw, sources, failed)
    best = described[0] if described else None
    if identified:
        rival = best if best and best.work.doi != identified.work.doi else None
        if _believed(identified.agreement, csl) and not (rival and rival.agreement.odds > identified.agreement.odds + _BETTER):
            return _matched(identified, csl, "its DOI leads to this work, and title, authors or numbers agree")
        return _mismatch(identified, rival, csl)
    if best:
        rivals = [c for c in described[1:] if best.agreement.odds - c.agreement.odds < _CLOSE and c.work.doi != best.work.doi]
        if rivals:
            alike = tuple(c.candidate for c in (best, *rivals))
            return Resolution("ambiguous", "several works fit it equally well", score=alike[0].score, candidates=alike)
        return _matched(best, csl, "title, authors and numbers agree with this work")
    return _unmatched(csl, sources, failed, offline=offline)


def _matched(found: _Ranked, csl: Csl, reason: str) -> Resolution:
    score = max(found.candidate.score, ACCEPT)
    return Resolution("matched", reason, found.work, score, found.source, differences(csl, found.work))


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


def _believed(agreement: Agreement, csl: Csl) -> bool:
    """Whether the printed identifier may be the reference's own. A bare identifier has nothing that could disagree."""
    if not any(key in csl for key in ("title", "author", "volume", "page", "container-title")):
        return True
    return agreement.title >= 0.75 or (agreement.first_author is True and agreement.numbers >= 1) or agreement.numbers >= 3 or agreement.enough


def _accepted(agreement: Agreement, csl: Csl) -> bool:
    if agreement.score < ACCEPT or not agreement.enough:
        return False
    if _is_page(csl):
        # A page that bears a paper's title is not the paper, unless its author and year are the paper's too.
        return agreement.strong_title and agreement.first_author is True and agreement.year == 0
    return True


def _is_page(csl: Csl) -> bool:
    return csl.get("type") in _UNINDEXED and not any(key in csl for key in ("DOI", "PMID", "PMCID"))


def _mismatch(identified: _Ranked, meant: _Ranked | None, csl: Csl) -> Resolution:
    reason = f"its DOI belongs to another work (“{identified.work.csl.get('title', 'untitled')}”)"
    if not meant:
        reason += ", and the work that is described was not found"
        return Resolution("mismatch", reason, source=identified.source, identifier_work=identified.work)
    reason += "; the work that is described has another DOI"
    changed = differences(csl, meant.work)
    return Resolution("mismatch", reason, meant.work, meant.candidate.score, meant.source, changed, identifier_work=identified.work)


def _unmatched(csl: Csl, sources: Sequence[WorkSource], failed: Sequence[LookupFailed], *, offline: bool) -> Resolution:
    if _is_page(csl):
        return Resolution("not-indexable", "a web page or press item: no index of works would hold it")
    if failed:
        return Resolution("unchecked", f"the look-up failed: {failed[0].reason}", failed=True)
    if any(source.complete for source in sources):
        return Resolution("not-found", "no record of the index fits it")
    among = "not among the works given" if sources else "no works were given"
    if offline:
        return Resolution("unchecked", f"{among}, and looking elsewhere is switched off")
    return Resolution("unchecked", f"{among}, and this version does not look works up on the network yet", failed=True)
