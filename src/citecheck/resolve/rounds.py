"""Looks up all references of an article together, so that an index is asked for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import cache, partial

from citecheck.model import Csl, Resolution
from citecheck.resolve.engine import look_up
from citecheck.resolve.interface import NotAskedYetError, WorkSource
from citecheck.resolve.online.queries import draft_of, query_of
from citecheck.resolve.online.session import Session
from citecheck.resolve.online.views import views


def in_rounds(
    references: Sequence[tuple[Csl, str]],
    sources: Sequence[WorkSource],
    session: Session,
    *,
    last: Sequence[WorkSource],
    offline: bool,
    main_text: Iterable[str],
) -> list[Resolution]:
    """As `resolve_all`, with a session; the sources of `last` come behind it.

    Each round looks up what is still open as far as the answers go, and then asks for what was missing; what gets its
    answer early is looked up while the others wait. It ends because a question that was asked has an answer for good.
    """
    draft = draft_of(main_text)
    # What may be sent is worked out where something is to be: a work of one's own files needs no question.
    asked = [[*sources, *views(session, cache(partial(query_of, csl, raw, draft))), *last] for csl, raw in references]
    found: dict[int, Resolution] = {}
    waiting: dict[Hashable, list[int]] = defaultdict(list)

    def look(numbers: Iterable[int]) -> None:
        for number in numbers:
            try:
                found[number] = look_up(*references[number], asked[number], offline=offline)
            except NotAskedYetError as problem:
                waiting[problem.question].append(number)

    session.begin()
    look(range(len(references)))
    while waiting:
        for answered in session.ask():
            for question in answered:
                look(waiting.pop(question, ()))
    return [found[number] for number in range(len(references))]
