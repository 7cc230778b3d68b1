"""Notices about a work: types in one spelling, and every event once, however many sources tell of it.

Publishers and Retraction Watch report the same retraction side by side, as Crossref passes both on. The types are its
own: https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.expressions import expression
from citecheck.model import REINSTATED, TAKEN_BACK, UpdateNotice

_SPELLINGS = {
    "corrigendum": "correction",
    "corrected": "correction",
    "erratum": "correction",
    "err": "correction",
    "concern": "expression_of_concern",
    "expression_of_concern_notice": "expression_of_concern",
    "retracted": "retraction",
    "retraction_notice": "retraction",
    "partially_retracted": "partial_retraction",
    "withdrawn": "withdrawal",
    "removed": "removal",
    "reinstated": REINSTATED,
}
_ONCE = TAKEN_BACK | {"expression_of_concern", "partial_retraction", REINSTATED}
"""What hardly happens to a work twice within weeks; corrections do."""
_WEEKS = 8
"""Publishers date a notice by its issue, others by the day on which they saw it."""
_NOTICE_TITLE = expression(
    r"\W*(?:(?:notice|statement) of (?:retraction|withdrawal|concern)|expression of concern"
    r"|(?:partial )?retraction(?: (?:notice|note|statement|to|of|for)\b|\W*[:.\]]|$)"
    r"|(?:withdrawal|removal)(?: notice|\W*[:.\]]|$)"
    r"|(?:correction|corrigendum|erratum|addendum)(?: (?:notice|to|for)\b|\W*[:.\]]|$))",
    re.IGNORECASE,
)
_RETRACTED_TITLE = expression(r"\W*retracted(?: (?:article|chapter|paper|study))?\s*[:\]]", re.IGNORECASE)


def type_of(said: object) -> str:
    """A type as Crossref spells it, with one word for all corrections; an unknown one keeps its own words."""
    plain = re.sub(r"[^a-z]+", "_", said.lower()).strip("_") if isinstance(said, str) else ""
    return _SPELLINGS.get(plain, plain or "update")


def is_notice(title: str) -> bool:
    """Whether a title is that of a notice about another work, and not that of a paper."""
    return bool(_NOTICE_TITLE.match(title))


def is_marked_retracted(title: str) -> bool:
    """Whether the title of a paper says that it was retracted, as "RETRACTED ARTICLE: …" does."""
    return bool(_RETRACTED_TITLE.match(title))


def counted_once(notices: Iterable[UpdateNotice]) -> tuple[UpdateNotice, ...]:
    """Each event once, in the order given. The publisher's notice of it counts; the others fill in what it lacks."""
    events: list[UpdateNotice] = []
    for notice in notices:
        same = next((at for at, event in enumerate(events) if _tell_of_one_event(event, notice)), None)
        if same is None:
            events.append(notice)
        else:
            events[same] = _joined(events[same], notice)
    return tuple(events)


def _joined(one: UpdateNotice, other: UpdateNotice) -> UpdateNotice:
    first, second = (other, one) if other.source == "publisher" != one.source else (one, other)
    return UpdateNotice(first.type, first.doi or second.doi, first.date or second.date, first.source or second.source)


def _tell_of_one_event(one: UpdateNotice, other: UpdateNotice) -> bool:
    if _kind(one) != _kind(other):
        return False
    if one.doi and other.doi and one.doi.lower() == other.doi.lower():
        return True
    if one.type in _ONCE:
        return _near(one.date, other.date)
    if one.source == other.source:
        return one == other  # a source that lists two corrections means two
    return not (one.doi and other.doi) and _near(one.date, other.date)


def _kind(notice: UpdateNotice) -> str:
    """Sources differ in whether they call it a retraction, a withdrawal or a removal."""
    return "retraction" if notice.type in TAKEN_BACK else notice.type


def _near(one: str | None, other: str | None) -> bool:
    """Whether two dates may lie within weeks of each other; a date that is not known may be any."""
    if not one or not other:
        return True
    (begins, ends), (starts, stops) = _days(one), _days(other)
    return begins - stops <= 7 * _WEEKS and starts - ends <= 7 * _WEEKS


def _days(date: str) -> tuple[int, int]:
    """The first and last day of an ISO date that may lack its day or month; months count 31 days here."""
    parts = [int(part) for part in re.findall(r"\d+", date)][:3]
    return _day([*parts, 1, 1, 1][:3]), _day([*parts, *(1, 12, 31)[len(parts) :]])


def _day(parts: list[int]) -> int:
    year, month, day = parts
    return (year * 12 + month) * 31 + day
