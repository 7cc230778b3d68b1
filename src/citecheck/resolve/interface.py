"""The boundary of resolve: where works are looked for, and what an answer may be."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

from citecheck.model import Work


class WorksFileError(Exception):
    """A file of works that cannot be used; the message says what, where and what to do."""


class LookupFailed(Struct, frozen=True):
    """The question could not be put or was not answered: says nothing of the work."""

    reason: str


class LeftOpen(LookupFailed, frozen=True):
    """Nobody who may be asked could know: no failure of the run, and it says nothing of the work either."""


class NotAskedYetError(Exception):
    """The question was noted down and is asked together with others; then the whole look-up is done again."""

    def __init__(self, question: Hashable) -> None:
        super().__init__(question)
        self.question = question


class WorkSource(Protocol):
    """A place where works are looked for. Answers in the order of the questions; never raises for what it lacks."""

    name: str
    complete: bool
    """Whether what it does not hold does not exist there: a whole index, not a chosen file of works."""

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | LookupFailed | None]: ...

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work] | LookupFailed]:
        """The works most like each whole reference string, best first."""
        ...


@runtime_checkable
class KnowsPmids(Protocol):
    """A source that also finds works by their number in PubMed."""

    name: str

    def by_pmid(self, pmids: Sequence[str]) -> Sequence[Work | LookupFailed | None]: ...
