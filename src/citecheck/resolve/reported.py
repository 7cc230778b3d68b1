"""Which study a press release or a news item reports: one of its treatment, its condition and its own words, alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.dates import issued_year
from citecheck.model import Article, Reference, Resolution, Work
from citecheck.resolve.interface import WorkSource
from citecheck.resolve.records import years
from citecheck.resolve.searches import search_local
from citecheck.topics import printed_names, telling_words, topic_of

_RANK = "stress disorder disease syndrome"
"""Words that belong to names of conditions."""
_LEAST = 2
"""Words, beside those of the topic, that page and study have in common."""


def find_reported(
    article: Article, resolutions: Mapping[str, Resolution], pages: Sequence[str], sources: Sequence[WorkSource]
) -> Mapping[str, Work]:
    """As `studies_reported`; a study that the list has already is none to suggest."""
    listed = {(one.doi or "").lower() for one in resolutions.values() if one.doi}
    listed |= {str(one.csl.get("DOI", "")).lower() for one in article.references}
    found = {}
    for reference in article.references:
        status = resolutions[reference.id].status
        if reference.id in pages and status != "matched":
            work = _reported(reference, sources)
            if work and (work.doi or "").lower() not in listed:
                found[reference.id] = work
    return found


def _reported(reference: Reference, sources: Sequence[WorkSource]) -> Work | None:
    """The one work that shares most with the title of the page; None where two share as much."""
    title = str(reference.csl.get("title", ""))
    topic = topic_of(title)
    if not topic.whole:
        return None
    ranked: list[tuple[int, Work]] = []
    for one in search_local(title, sources):
        own = str(one.work.csl.get("title", ""))
        shared = len(_words(title) & _words(own))
        if topic.overlaps(topic_of(own)) and shared >= _LEAST and _may_be_of(reference, one.work):
            ranked.append((shared, one.work))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _words(title: str) -> frozenset[str]:
    """The telling words of a title but for those that name its topic."""
    return telling_words(title) - telling_words(
        " ".join([*topic_of(title).names, *printed_names(title).values(), _RANK])
    )


def _may_be_of(reference: Reference, work: Work) -> bool:
    """Whether the work came out when the page did, or before it was looked at."""
    page, out = issued_year(reference.csl), years(work)
    if not out:
        return True
    if page:
        return any(abs(page - year) <= 1 for year in out)
    parts = (reference.csl.get("accessed") or {}).get("date-parts") or [[None]]
    return not parts[0][0] or min(out) <= int(parts[0][0])
