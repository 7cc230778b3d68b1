"""The findings of an article as the page shows them: numbered in reading order, each with a name to link to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from citecheck.model import Finding, Fix, Report, Span, Suggestion
from citecheck.report.names import doi_address, short
from citecheck.report.places import Places
from citecheck.report.results import RuleText, active
from citecheck.report.wording import cut

_QUOTED = 300
"""Characters of a quote: the words themselves are marked in the text."""


class Reading(Struct, frozen=True):
    """A work to read before it is cited."""

    work: str
    doi: str | None
    address: str | None
    reason: str


class Card(Struct, frozen=True):
    """A finding in the side panel."""

    id: str
    number: int
    level: str
    family: str
    rule_id: str
    name: str
    help_uri: str | None
    confidence: int
    """Percent."""
    message: str
    where: str
    quote: str | None
    remedy: str
    better: tuple[str, str] | None
    """The words as they are, and what to put in their place."""
    related: tuple[tuple[str, str], ...]
    """Other places that belong to it: the words there, and what they are."""
    readings: tuple[Reading, ...]
    span: Span | None
    """In the visible text."""


def cards(report: Report, rules: Mapping[str, RuleText], prefix: str) -> list[Card]:
    """Those about the whole article first, the others in reading order."""
    places = Places(report.audited.article.document)
    found = sorted(active(report), key=lambda f: (f.start is not None, f.start or 0))
    return [_card(finding, i, rules.get(finding.rule_id), places, prefix) for i, finding in enumerate(found, start=1)]


def _card(finding: Finding, number: int, rule: RuleText | None, places: Places, prefix: str) -> Card:
    quote = places.quote_of(finding)
    return Card(
        id=f"{prefix}-f{number}",
        number=number,
        level=finding.level,
        family=finding.rule_id[:3],
        rule_id=finding.rule_id,
        name=finding.name.replace("-", " "),
        help_uri=rule.help_uri if rule else None,
        confidence=round(finding.confidence * 100),
        message=finding.message,
        where=_where(finding, places),
        quote=cut(quote, _QUOTED) if quote else None,
        remedy=finding.remedy,
        better=_better(finding.fix, places) if finding.fix else None,
        related=tuple((cut(places.quote(one), _QUOTED), one.message) for one in finding.related),
        readings=tuple(map(_reading, finding.suggestions)),
        span=None if finding.start is None or finding.end is None else Span(finding.start, finding.end),
    )


def _where(finding: Finding, places: Places) -> str:
    if finding.start is None:
        return "the whole article"
    if places.is_extracted:
        return f"paragraph {places.paragraph(finding.start)}"
    line, column = places.begins(finding) or (1, 1)
    return f"line {line}, column {column}"


def _better(fix: Fix, places: Places) -> tuple[str, str]:
    return places.quote(fix), fix.replacement


def _reading(suggestion: Suggestion) -> Reading:
    known = "; the article knows it already" if suggestion.known else ""
    return Reading(
        short(suggestion.work.csl, "", _QUOTED),
        suggestion.work.doi,
        doi_address(suggestion.work.doi),
        f"{suggestion.reason}{known}",
    )
