"""REF: what has become of a cited work since it appeared: doubts, corrections, another version of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.expressions import expression
from citecheck.model import Audited, Finding, Reference, UpdateNotice, Work
from citecheck.rules.registry import Rule, check

_TAKEN_BACK = {"withdrawal": "withdrawn", "removal": "removed"}
_CORRECTED = expression(r"\b(?:correct(?:ed|ion|ions|s)?|corrigend\w*|errat\w*)\b", re.IGNORECASE)
_DOUBTED = expression(r"\bexpressions? of concern\b|\bretract|\bwithdrawn\b", re.IGNORECASE)
_REPRINT_TITLE = expression(
    r"\W*(?:reprint|republication|republished|reprinted article)\b(?: of\b)?\s*[:\]]|\W*(?:reprint|republication) of\b"
    r"|.{1,400}[(\[](?:reprint\b|reprinted from\b|republished from\b)",
    re.IGNORECASE | re.DOTALL,
)
_REPRINT = expression(r"\b(?:reprint|republi[cs])", re.IGNORECASE)


def told_of(notices: Sequence[UpdateNotice]) -> str:
    """When a work was taken back, and where it says so."""
    first = notices[0]
    when = f" on {first.date}" if first.date else ""
    return f"{_TAKEN_BACK.get(first.type, 'retracted')}{when} (notice: {first.doi or first.source or 'no DOI given'})"


@check("REF006")
def doubted_work(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, work in _works(audited):
        if not work.concerns or work.retractions or _is_told(audited, reference, work.concerns, _DOUBTED):
            continue
        said = {
            "partial_retraction": "A part of this work was retracted",
            "expression_of_concern": "An expression of concern about this work was published",
        }
        parts = [f"{said[notice.type]}{_where(notice)}" for notice in work.concerns[:2]]
        yield rule.finding(f"{'; '.join(parts)}.", reference.start, reference.end)


@check("REF007")
def corrected_work(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, work in _works(audited):
        if work.corrections and not work.retractions and not _is_told(audited, reference, work.corrections, _CORRECTED):
            count = len(work.corrections)
            times = f"{count} corrections of this work were" if count > 1 else "A correction of this work was"
            latest = max(work.corrections, key=lambda notice: notice.date or "")
            yield rule.finding(f"{times} published{_where(latest)}.", reference.start, reference.end)


@check("REF008")
def preprint_has_appeared(rule: Rule, audited: Audited) -> Iterator[Finding]:
    listed = _dois(audited)
    for reference, work in _works(audited):
        papers = [doi.lower() for doi in work.appeared_as]
        if papers and listed.isdisjoint(papers) and not work.retractions:
            message = f"This preprint has since appeared as a paper (DOI {work.appeared_as[0]})."
            yield rule.finding(message, reference.start, reference.end)


@check("REF009")
def reprint(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, work in _works(audited):
        if _REPRINT_TITLE.match(str(work.csl.get("title", ""))) and not _REPRINT.search(reference.raw):
            message = "The record of this work is that of a reprint; it had appeared before."
            yield rule.finding(message, reference.start, reference.end)


def _works(audited: Audited) -> Iterator[tuple[Reference, Work]]:
    for reference in audited.article.references:
        work = audited.resolutions[reference.id].work
        if work:
            yield reference, work


def _dois(audited: Audited) -> set[str]:
    """The DOIs of the list, as printed and as found."""
    printed = {str(reference.csl.get("DOI", "")).lower() for reference in audited.article.references}
    return printed | {(resolution.doi or "").lower() for resolution in audited.resolutions.values()}


def _is_told(audited: Audited, reference: Reference, notices: Sequence[UpdateNotice], words: re.Pattern[str]) -> bool:
    """Whether the article says so itself: in the reference, in a sentence that cites it, or by citing the notice."""
    own = (audited.resolutions[reference.id].doi or "").lower()
    if any(notice.doi and notice.doi.lower() != own and notice.doi.lower() in _dois(audited) for notice in notices):
        return True
    article = audited.article
    citing = (
        sentence.text
        for sentence in article.sentences
        if any(reference.id in article.citations[i].reference_ids for i in article.citations_in(sentence))
    )
    return any(words.search(text) for text in (reference.raw, *citing))


def _where(notice: UpdateNotice) -> str:
    when = f" on {notice.date}" if notice.date else ""
    return f"{when} (DOI {notice.doi})" if notice.doi else when
