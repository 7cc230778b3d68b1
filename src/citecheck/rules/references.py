"""REF: the references themselves, against the works they were matched with."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.dates import issued_year
from citecheck.model import Audited, Difference, Finding, Reference, Resolution, Work
from citecheck.rules.registry import Rule, check
from citecheck.rules.updates import told_of

_INDEXES = {"crossref": "Crossref"}
_FIELDS = {"issued": "year", "container-title": "journal", "author": "author"}


def _resolved(audited: Audited) -> Iterator[tuple[Reference, Resolution]]:
    for reference in audited.article.references:
        yield reference, audited.resolutions[reference.id]


@check("REF001")
def not_found(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, resolution in _resolved(audited):
        if resolution.status == "not-found":
            yield rule.finding(
                f"We found no record of this work in {_INDEXES.get(resolution.source or '', 'the index')}.",
                reference.start,
                reference.end,
            )


@check("REF002")
def doi_mismatch(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, resolution in _resolved(audited):
        other = resolution.identifier_work
        if resolution.status != "mismatch" or other is None:
            continue
        key = "DOI" if "DOI" in reference.csl else "PMID"
        message = f"The {key} {reference.csl.get(key)} leads to another work: {_name(other)}."
        if resolution.work:
            message += f" The work described here has the DOI {resolution.doi}."
        yield rule.finding(message, reference.start, reference.end)


@check("REF003")
def retracted_work(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A work cited as if it stood; one that the article itself calls retracted is no fault."""
    for reference, resolution in _resolved(audited):
        notices = resolution.work.retractions if resolution.work else ()
        if notices and reference.id not in audited.assessment.disowned:
            yield rule.finding(f"This work was {told_of(notices)}.", reference.start, reference.end)


@check("REF004")
def reference_differs(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, resolution in _resolved(audited):
        if resolution.status == "matched" and resolution.differences and not resolution.mixed:
            told = "; ".join(_told(d) for d in resolution.differences[:3])
            yield rule.finding(f"The record of this work differs: {told}.", reference.start, reference.end)


@check("REF005")
def parts_of_different_works(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for reference, resolution in _resolved(audited):
        if resolution.mixed:
            message = f"{resolution.reason[0].upper()}{resolution.reason[1:]}."
            yield rule.finding(message, reference.start, reference.end)


def _told(difference: Difference) -> str:
    name = _FIELDS.get(difference.field, difference.field)
    return f"{name} is “{difference.cited}” here and “{difference.found}” in the record"


def _name(work: Work) -> str:
    where = ", ".join(str(part) for part in (work.csl.get("container-title"), issued_year(work.csl)) if part)
    return f"“{work.csl.get('title', 'untitled')}” ({where})"
