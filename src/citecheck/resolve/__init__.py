"""From references to what became of each: identifiers first, then a search with the whole string, both validated."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Candidate, Csl, Resolution, Work
from citecheck.resolve.interface import LookupFailed, WorkSource, WorksFileError
from citecheck.resolve.match import ACCEPT, Agreement, compare, differences
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks, load_works

__all__ = ["LocalWorks", "WorkSource", "WorksFileError", "load_works", "resolve", "work_from_record"]

_CANDIDATES = 12
_PAGES = frozenset({"webpage", "post", "post-weblog", "article-newspaper", "article-magazine", "broadcast", "motion_picture", "personal_communication"})
_LEAD = 0.05
"""Two candidates closer than this in score cannot be told apart."""


def resolve(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """What became of one reference. Never raises and never accuses: a look-up that failed is `unchecked`.

    `sources` are asked in order; the first that holds the work answers.
    """
    doi = csl.get("DOI")
    by_identifier, failed = _by_doi(str(doi), sources) if doi else (None, [])
    if by_identifier:
        work, source = by_identifier
        agreement = compare(csl, raw, work)
        if _believed(agreement, csl):
            reason = "its DOI leads to this work, and title, authors or numbers agree"
            return Resolution("matched", reason, work, max(agreement.score, ACCEPT), source, differences(csl, work))
    ranked, source_name, search_failed = _search(csl, raw, sources)
    failed += search_failed
    best = next((c for c in ranked if _accepted(c, csl, raw)), None)
    if by_identifier:
        return _mismatch(by_identifier[0], by_identifier[1], best, csl)
    if best:
        rivals = [c for c in ranked if c is not best and _accepted(c, csl, raw) and best.score - c.score < _LEAD and c.work.doi != best.work.doi]
        if rivals:
            return Resolution("ambiguous", "several works fit it equally well", None, best.score, source_name, candidates=(best, *rivals))
        reason = "title, authors and numbers agree with this work"
        return Resolution("matched", reason, best.work, best.score, source_name, differences(csl, best.work))
    return _unmatched(csl, sources, failed, ranked, offline=offline)


def _by_doi(doi: str, sources: Sequence[WorkSource]) -> tuple[tuple[Work, str] | None, list[LookupFailed]]:
    failed: list[LookupFailed] = []
    for source in sources:
        answer = source.by_doi([doi])[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
        elif answer:
            return (answer, source.name), failed
    return None, failed


def _search(csl: Csl, raw: str, sources: Sequence[WorkSource]) -> tuple[list[Candidate], str | None, list[LookupFailed]]:
    """Candidates, best first, of the first source that has one to accept."""
    failed: list[LookupFailed] = []
    ranked: list[Candidate] = []
    for source in sources:
        answer = source.search([raw], _CANDIDATES)[0]
        if isinstance(answer, LookupFailed):
            failed.append(answer)
            continue
        own = sorted((Candidate(work, compare(csl, raw, work).score) for work in answer), key=lambda c: -c.score)
        if any(_accepted(c, csl, raw) for c in own):
            return own, source.name, failed
        ranked += own
    return sorted(ranked, key=lambda c: -c.score), None, failed


def _believed(agreement: Agreement, csl: Csl) -> bool:
    """Whether the printed identifier may be the reference's own. A bare identifier has nothing that could disagree."""
    if not any(key in csl for key in ("title", "author", "volume", "page", "container-title")):
        return True
    return agreement.title >= 0.75 or (agreement.first_author is True and agreement.numbers >= 1) or agreement.numbers >= 3 or agreement.enough  # noqa: PLR2004


def _accepted(candidate: Candidate, csl: Csl, raw: str) -> bool:
    agreement = compare(csl, raw, candidate.work)
    if candidate.score < ACCEPT or not agreement.enough:
        return False
    if _is_page(csl):
        # A page that bears a paper's title is not the paper, unless its author and year are the paper's too.
        return agreement.strong_title and agreement.first_author is True and agreement.year == 0
    return True


def _is_page(csl: Csl) -> bool:
    return csl.get("type") in _PAGES and not any(key in csl for key in ("DOI", "PMID", "PMCID"))


def _mismatch(found: Work, source: str, meant: Candidate | None, csl: Csl) -> Resolution:
    title = found.csl.get("title", "another work")
    if meant:
        reason = f"its DOI belongs to another work (“{title}”); the work that is described was found under another DOI"
        return Resolution("mismatch", reason, meant.work, meant.score, source, differences(csl, meant.work), identifier_work=found)
    reason = f"its DOI belongs to another work (“{title}”), and the work that is described was not found"
    return Resolution("mismatch", reason, source=source, identifier_work=found)


def _unmatched(csl: Csl, sources: Sequence[WorkSource], failed: Sequence[LookupFailed], ranked: Sequence[Candidate], *, offline: bool) -> Resolution:
    if _is_page(csl):
        return Resolution("not-indexable", "a web page or press item: no index of works would hold it")
    if failed:
        return Resolution("unchecked", f"the look-up failed: {failed[0].reason}", failed=True)
    if any(source.complete for source in sources):
        return Resolution("not-found", "no record of the index fits it", candidates=tuple(ranked[:3]))
    among = "not among the works given" if sources else "no works were given"
    if offline:
        return Resolution("unchecked", f"{among}, and looking elsewhere is switched off")
    return Resolution("unchecked", f"{among}, and this version does not look works up on the network yet", failed=True)
