"""From references to what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from citecheck.model import Csl, Resolution
from citecheck.resolve.interface import WorksFileError, WorkSource
from citecheck.resolve.unmatched import unmatched

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session
    from citecheck.resolve.retraction_watch import RetractionWatch

__all__ = ["WorkSource", "WorksFileError", "resolve", "resolve_all"]


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
