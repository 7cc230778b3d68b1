"""Looks a reference up: identifiers first, then a search with the whole string, both validated."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from citecheck.model import Candidate, Csl, Resolution, Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.cited import Cited
from citecheck.resolve.differences import differences
from citecheck.resolve.interface import KnowsPmids, LookupFailed, WorkSource
from citecheck.resolve.judge import judge
from citecheck.resolve.mixture import agreeing_parts, other_parts, told, works_of_parts
from citecheck.resolve.unmatched import is_page, unmatched

ACCEPT = 0.89
"""The probability from which a candidate is the work that is meant."""
PERHAPS = 0.5
"""The probability from which a candidate is named where it cannot be told for certain."""
_CANDIDATES = 10
_IDENTIFIED = "its {} leads to this work, and nothing of what is printed speaks against it"


class _Found(Struct, frozen=True):
    """A work, how far it agrees with the reference, and the source that gave it."""

    work: Work
    agreement: Agreement
    score: float
    source: str

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.work, round(self.score, 4))


def look_up(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """As `resolve`, with at least one source."""
    failed: list[LookupFailed] = []
    cited = Cited(csl, raw)
    by, identified = "DOI", _by_doi(csl, cited, sources, failed)
    if identified is None:
        by, identified = "PMID", _by_pmid(csl, cited, sources, failed)
    if identified and identified.agreement.certain:
        return _matched(identified, csl, raw, _IDENTIFIED.format(by))
    described, searched = _by_description(csl, raw, cited, sources, failed)
    best = described[0] if described and _is_meant(described[0], csl) else None
    if identified:
        rival = best if best and best.work.doi != identified.work.doi else None
        # A work that bears the printed title outdoes one that agrees in its author and a number only.
        outdone = rival is not None and rival.agreement.strong_title and not identified.agreement.strong_title
        if identified.agreement.believable and not outdone:
            return _matched(identified, csl, raw, _IDENTIFIED.format(by))
        return _mismatch(by, identified, rival, csl, raw)
    mixed = _mixed([best] if best else described, cited, searched) if not is_page(csl) else ()
    if best and (not mixed or "title" in mixed[0].agrees):
        found = _matched(best, csl, raw, "title, authors and numbers agree with this work")
        return replace(found, reason=told(mixed), candidates=mixed) if mixed else found
    if mixed:
        return Resolution("ambiguous", told(mixed), score=mixed[0].score, candidates=mixed)
    # What agrees as far as a probable one is as probable, though the best is judged with the others in view.
    probable = {found.agreement for found in described if found.score >= PERHAPS and found.agreement.enough}
    perhaps = [found for found in described if found.agreement in probable]
    if perhaps and not is_page(csl):
        alike = tuple(found.candidate for found in perhaps)
        reason = (
            "several works fit it equally well"
            if len(alike) > 1
            else "too little is printed to tell whether it is this work"
        )
        return Resolution("ambiguous", reason, score=alike[0].score, candidates=alike)
    return unmatched(csl, sources, failed, offline=offline)


def _mixed(described: Sequence[_Found], cited: Cited, searched: Sequence[Work]) -> tuple[Candidate, ...]:
    """The candidate with most parts, and the works that the others are of; empty where nothing is another's."""
    if not described:
        return ()
    best = max(described, key=lambda found: len(agreeing_parts(cited, found.agreement)))
    own = agreeing_parts(cited, best.agreement)
    missing = other_parts(cited, best.agreement) if own else frozenset()
    others = works_of_parts(cited, missing, searched)
    # By title and authors a work is known, though it may have come out in another place too.
    known = {"title", "author"} <= set(own) and "container-title" in missing
    foreign = [Candidate(work, round(judge(cited, [work])[0].score, 4), its) for work, its in others]
    return (replace(best.candidate, agrees=own), *foreign) if foreign or known else ()


def _matched(found: _Found, csl: Csl, raw: str, reason: str) -> Resolution:
    score = max(found.candidate.score, ACCEPT)
    return Resolution("matched", reason, found.work, score, found.source, differences(csl, raw, found.work))


def _by_doi(csl: Csl, cited: Cited, sources: Sequence[WorkSource], failed: list[LookupFailed]) -> _Found | None:
    for source in sources if "DOI" in csl else ():
        answer = source.by_doi([str(csl["DOI"])])[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
        elif answer:
            judged = judge(cited, [answer])[0]
            return _Found(answer, judged.agreement, judged.score, source.name)
    return None


def _by_pmid(csl: Csl, cited: Cited, sources: Sequence[WorkSource], failed: list[LookupFailed]) -> _Found | None:
    for source in sources if "PMID" in csl else ():
        answer = source.by_pmid([str(csl["PMID"])])[0] if isinstance(source, KnowsPmids) else None
        if isinstance(answer, LookupFailed):
            failed.append(answer)
        elif answer:
            judged = judge(cited, [answer])[0]
            return _Found(answer, judged.agreement, judged.score, source.name)
    return None


def _by_description(
    csl: Csl, raw: str, cited: Cited, sources: Sequence[WorkSource], failed: list[LookupFailed]
) -> tuple[list[_Found], Sequence[Work]]:
    """The works that may be the one described, best first, and all that were found: of the first source that has it.

    Where none has it, of the source that comes nearest.
    """
    others: tuple[list[_Found], Sequence[Work]] = ([], ())
    for source in sources:
        answer = source.search([raw], _CANDIDATES)[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
            continue
        judged = judge(cited, answer)
        found = [_Found(one.work, one.agreement, one.score, source.name) for one in judged]
        if found and found[0].agreement.certain and not any(_is_namesake(one) for one in found[1:]):
            found[0] = replace(found[0], score=max(found[0].score, ACCEPT))  # whatever slip there is, in one number
        if found and _is_meant(found[0], csl):
            return found, answer
        if found and not (others[0] and others[0][0].score >= found[0].score):
            others = (found, answer)
    return others


def _is_namesake(found: _Found) -> bool:
    """Whether a work of this title and these numbers may be meant as well."""
    return found.agreement.strong_title and found.agreement.numbers >= 2


def _is_meant(found: _Found, csl: Csl) -> bool:
    agreement = found.agreement
    if found.score < ACCEPT or not agreement.enough:
        return False
    # A page that bears a paper's title is not the paper, unless its author and year are the paper's too.
    dated = agreement.year == 0 and agreement.titled_alike and agreement.named
    return not is_page(csl) or agreement.bound or dated


def _mismatch(by: str, identified: _Found, meant: _Found | None, csl: Csl, raw: str) -> Resolution:
    reason = f"its {by} belongs to another work (“{identified.work.csl.get('title', 'untitled')}”)"
    if not meant:
        reason += ", and the work that is described was not found"
        return Resolution("mismatch", reason, source=identified.source, identifier_work=identified.work)
    reason += f"; the work that is described has another {by}"
    changed = differences(csl, raw, meant.work)
    return Resolution(
        "mismatch", reason, meant.work, meant.candidate.score, meant.source, changed, identifier_work=identified.work
    )
