"""What an index is asked, what it may answer, and who asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct

from citecheck.config import Index as ServiceName
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.online.limits import Lane

__all__ = ["Answers", "Index", "Job", "Question", "QuestionKind", "ServiceName", "Value", "in_batches"]
QuestionKind = Literal["doi", "record", "agency", "pmid", "string"]
"""A work by its DOI, with others in one request or alone; whose a DOI is; a work by its PMID; works like a string."""


class Question(Struct, frozen=True):
    """One question to one service. Of a string, `text` is what is sent, not what is printed."""

    service: ServiceName
    kind: QuestionKind
    text: str


Value = Mapping[str, Any] | Sequence[Mapping[str, Any]] | str | None
"""A record in Crossref's shape, several of them, the name of an agency, or that there is none."""
Answers = Mapping[Question, Value | LookupFailed]


class Job(Struct, frozen=True):
    """Some questions that are answered together; `run` is given them and the time until when it may ask.

    It may raise NoAnswerError, which then is the answer to all of them.
    """

    lane: Lane
    questions: Sequence[Question]
    run: Callable[[Sequence[Question], float], Answers]


class Index(Protocol):
    """A service that answers questions."""

    def jobs(self, questions: Sequence[Question]) -> Sequence[Job]:
        """The requests that answer these questions, which are all its own."""
        ...


def in_batches(questions: Sequence[Question], size: int) -> list[Sequence[Question]]:
    """Questions in as few batches of at most `size` as there can be."""
    return [questions[start : start + size] for start in range(0, len(questions), size)]
