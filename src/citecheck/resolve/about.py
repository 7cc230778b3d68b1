"""Works about what a sentence says: of its treatment and its condition both, by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from citecheck.model import Work
from citecheck.resolve.interface import LookupFailed, WorkSource
from citecheck.resolve.searches import Found, search_local, search_online
from citecheck.topics import Topic, topic_of

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session

_SOUGHT = "meta-analysis systematic review randomised trial"
"""The designs that are looked for beside a topic: the strongest."""


def find_about(
    sentences: Sequence[str],
    known: Sequence[Work],
    sources: Sequence[WorkSource],
    session: Session | None,
    main_text: Iterable[str],
) -> list[list[Work]]:
    """As `works_about`; a sentence that does not name both a treatment and a condition has none."""
    topics = [topic_of(sentence) for sentence in sentences]
    distinct = [topic for topic in dict.fromkeys(topics) if topic.whole]
    found = {topic: _fitting(topic, known, search_local(_terms(topic), sources)) for topic in distinct}
    wanted = [topic for topic in distinct if not found[topic]]
    if session and wanted:
        answers = search_online([_terms(topic) for topic in wanted], session, main_text)
        # What could not be asked for suggests nothing; it is no look-up that the findings rest on.
        found |= {
            topic: _fitting(topic, (), answer)
            for topic, answer in zip(wanted, answers, strict=True)
            if not isinstance(answer, LookupFailed)
        }
    return [found.get(topic, []) for topic in topics]


def _terms(topic: Topic) -> str:
    return " ".join([*sorted(topic.interventions), *sorted(topic.conditions), *sorted(topic.people), _SOUGHT])


def _fitting(topic: Topic, known: Sequence[Work], found: Sequence[Found]) -> list[Work]:
    """The works of a topic, those that the article knows first, each once."""
    works: dict[object, Work] = {}
    for work in (*known, *(one.work for one in found)):
        if topic.is_answered_by(topic_of(str(work.csl.get("title", "")))):
            works.setdefault((work.doi or "").lower() or id(work), work)
    return list(works.values())
