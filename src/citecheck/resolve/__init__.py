"""From references to what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from citecheck.model import Article, Csl, Resolution, Work
from citecheck.resolve.held import match_held
from citecheck.resolve.interface import WorksFileError, WorkSource
from citecheck.resolve.unmatched import unmatched

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session
    from citecheck.resolve.retraction_watch import RetractionWatch

__all__ = [
    "WorkSource",
    "WorksFileError",
    "match_held",
    "resolve",
    "resolve_all",
    "resolve_named",
    "studies_reported",
    "works_about",
]


def resolve(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """What became of one reference. Never raises and never accuses: a look-up that failed is `unchecked`.

    `sources` are asked in order; the first that holds the work answers.
    """
    if not sources:
        return unmatched(csl, sources, (), offline=offline)
    from citecheck.resolve.engine import look_up  # fuzzy matching is imported where there is something to match

    return look_up(csl, raw, sources, offline=offline)


def resolve_all(
    references: Sequence[tuple[Csl, str]],
    sources: Sequence[WorkSource],
    session: Session | None,
    *,
    offline: bool,
    main_text: Iterable[str] = (),
    retractions: RetractionWatch | None = None,
) -> list[Resolution]:
    """What became of references, asking in `session` for what `sources` do not hold; of `main_text` nothing is sent.

    `retractions` adds its notices to whatever work was found, and is asked for works last: others tell more of them.
    """
    last = [retractions] if retractions else []
    if session is None or session.knows_nothing or not references:
        found = [resolve(csl, raw, [*sources, *last], offline=offline) for csl, raw in references]
    else:
        from citecheck.resolve.rounds import in_rounds

        found = in_rounds(references, sources, session, last=last, offline=offline, main_text=main_text)
    return [retractions.added_to(one) for one in found] if retractions else found


def resolve_named(article: Article, sources: Sequence[WorkSource], session: Session | None) -> Mapping[int, Resolution]:
    """By the index of the attribution, what the studies that an article names without a reference are.

    Those of which no work is known are left out. `session` is asked for what `sources` do not hold, by journal, author,
    design and topic; without one nobody is.
    """
    if not (sources or session) or not any(one.kind == "study" for one in article.attributions):
        return {}
    from citecheck.resolve.named import look_up_named

    return look_up_named(article, sources, session)


def studies_reported(
    article: Article, resolutions: Mapping[str, Resolution], pages: Sequence[str], sources: Sequence[WorkSource]
) -> Mapping[str, Work]:
    """By reference id, the study that a press release or a news item of the list seems to report, if `sources` hold it.

    `pages` are the ids of such references.
    """
    if not sources or not pages:
        return {}
    from citecheck.resolve.reported import find_reported

    return find_reported(article, resolutions, pages, sources)


def works_about(
    sentences: Sequence[str],
    known: Sequence[Work],
    sources: Sequence[WorkSource],
    session: Session | None,
    *,
    main_text: Iterable[str],
) -> Sequence[Sequence[Work]]:
    """For each sentence the works about its treatment and its condition: of `known`, of `sources`, and of `session`."""
    from citecheck.resolve.about import find_about

    return find_about(sentences, known, sources, session, main_text)
