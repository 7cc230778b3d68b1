"""Works looked for by a few terms rather than by a reference: what a named study and a suggestion need.

Only terms are sent, never a sentence: no five words that stand in a row in the article's text, as with references.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from citecheck.model import Work
from citecheck.resolve.interface import LookupFailed, NotAskedYetError, WorkSource

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session

_LIMIT = 40
"""Works of a search that are looked at: the terms are few, and many works share them."""


class Found(NamedTuple):
    """A work and the name of the source that gave it."""

    work: Work
    source: str


def search_local(terms: str, sources: Sequence[WorkSource]) -> list[Found]:
    """The works of the user's own sources that are most like some terms, each once."""
    return _distinct(
        Found(work, source.name)
        for source in sources
        for answer in source.search([terms], _LIMIT)
        if not isinstance(answer, LookupFailed)
        for work in answer
    )


def search_online(
    queries: Sequence[str], session: Session, main_text: Iterable[str]
) -> list[list[Found] | LookupFailed]:
    """What the cache and the indexes hold for each query, asked together and within the time that the session began.

    Of `main_text` nothing is sent.
    """
    from citecheck.resolve.online.queries import draft_of, without_draft
    from citecheck.resolve.online.views import views

    draft = draft_of(main_text)
    asked = [views(session, partial(without_draft, query, draft)) for query in queries]
    for sources in asked:
        with suppress(NotAskedYetError):  # then the session has noted it down
            _first(sources)
    for _ in session.ask():
        pass
    return [_first(sources) for sources in asked]


def _first(sources: Sequence[WorkSource]) -> list[Found] | LookupFailed:
    """What the first source that has anything holds."""
    failed: LookupFailed | None = None
    for source in sources:
        answer = source.search([""], _LIMIT)[0]  # a view knows the query that may be sent
        if isinstance(answer, LookupFailed):
            failed = failed or answer
        elif answer:
            return [Found(work, source.name) for work in answer]
    return failed or []


def _distinct(found: Iterable[Found]) -> list[Found]:
    """Of works with one DOI the first."""
    kept: dict[object, Found] = {}
    for one in found:
        kept.setdefault((one.work.doi or "").lower() or id(one.work), one)
    return list(kept.values())
