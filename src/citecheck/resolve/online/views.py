"""The session as sources for one reference: what the cache holds first, then the indexes that may be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from citecheck.model import Work
from citecheck.resolve.interface import LeftOpen, LookupFailed, WorkSource
from citecheck.resolve.online.questions import Question, QuestionKind, ServiceName, Value
from citecheck.resolve.online.session import Session
from citecheck.resolve.records import work_from_record

_Found = Work | LookupFailed | None
Query = Callable[[], str | LeftOpen]
"""What may be sent of a reference's string, or why nothing may."""


def views(session: Session, query: Query) -> list[WorkSource]:
    """The sources for a reference."""
    found: list[WorkSource] = [_Cached(session, query)]
    if "crossref" in session.allowed:
        found.append(_Crossref(session, query))
    if "datacite" in session.allowed:
        found.append(_DataCite(session))
    if "pubmed" in session.allowed:
        found.append(_PubMed(session))
    return found


class _Cached:
    """What earlier runs were answered: works, never that there is none, which only an index may say."""

    name = "cache"
    complete = False

    def __init__(self, session: Session, query: Query) -> None:
        self._session = session
        self._query = query

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        places: tuple[tuple[ServiceName, QuestionKind], ...] = (
            ("crossref", "doi"), ("crossref", "record"), ("datacite", "doi"),
        )  # fmt: skip
        return [self._first([Question(*place, doi.lower()) for place in places]) for doi in dois]

    def by_pmid(self, pmids: Sequence[str]) -> Sequence[Work | None]:
        return [self._first([Question("pubmed", "pmid", pmid)]) for pmid in pmids]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:
        query = self._query()
        if isinstance(query, LeftOpen):
            return [[] for _ in references]
        found = _works(self._session.remembered(Question("crossref", "string", query)))
        return [found[:limit] for _ in references]

    def _first(self, questions: Sequence[Question]) -> Work | None:
        for question in questions:
            found = _work(self._session.remembered(question))
            if isinstance(found, Work):
                return found
        return None


class _Crossref:
    """Crossref, and for a DOI that it does not hold, the agency that does."""

    name = "crossref"
    complete = True

    def __init__(self, session: Session, query: Query) -> None:
        self._session = session
        self._query = query

    def by_doi(self, dois: Sequence[str]) -> Sequence[_Found]:
        return [self._one(doi.lower()) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work] | LookupFailed]:
        query = self._query()
        if isinstance(query, LeftOpen):
            return [query for _ in references]
        answer = self._session.answer(Question("crossref", "string", query))
        found = answer if isinstance(answer, LookupFailed) else _works(answer)[:limit]
        return [found for _ in references]

    def _one(self, doi: str) -> _Found:
        found = _work(self._session.answer(Question("crossref", "doi", doi)))
        if found is not None:
            return found
        agency = _agency(self._session, doi)
        if agency == "Crossref":
            # Its lists know neither what has come today nor the other DOIs that a work may have.
            found = _work(self._session.answer(Question("crossref", "record", doi)))
            return found or LeftOpen("its DOI is registered with Crossref, which has no record of it yet")
        if isinstance(agency, str):
            asked = agency == "DataCite" and "datacite" in self._session.allowed
            return None if asked else LeftOpen(f"its DOI is registered with {agency}, which is not asked")
        return agency


class _DataCite:
    """DataCite, for the DOIs that are its own."""

    name = "datacite"
    complete = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_doi(self, dois: Sequence[str]) -> Sequence[_Found]:
        return [self._one(doi.lower()) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:  # noqa: ARG002
        return [[] for _ in references]

    def _one(self, doi: str) -> _Found:
        agency = _agency(self._session, doi)
        if isinstance(agency, LookupFailed):
            return agency
        if agency != "DataCite":
            return None
        found = _work(self._session.answer(Question("datacite", "doi", doi)))
        return found or LeftOpen("its DOI is registered with DataCite, which has no record of it yet")


class _PubMed:
    """PubMed, for references that print a PMID."""

    name = "pubmed"
    complete = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_doi(self, dois: Sequence[str]) -> Sequence[None]:
        return [None for _ in dois]

    def by_pmid(self, pmids: Sequence[str]) -> Sequence[_Found]:
        return [_work(self._session.answer(Question("pubmed", "pmid", p))) if p.isdecimal() else None for p in pmids]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:  # noqa: ARG002
        return [[] for _ in references]


def _agency(session: Session, doi: str) -> str | LookupFailed | None:
    """The agency that a DOI is registered with; None where it is registered nowhere."""
    if "doi.org" not in session.allowed:
        return LeftOpen("its DOI is not in Crossref, and who else may have registered it was not asked")
    found = session.answer(Question("doi.org", "agency", doi))
    return found if isinstance(found, str | LookupFailed) else None


def _work(answer: Value | LookupFailed) -> _Found:
    if isinstance(answer, LookupFailed):
        return answer
    return work_from_record(answer) if isinstance(answer, Mapping) else None


def _works(answer: Value | LookupFailed) -> list[Work]:
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        return []
    return [work for record in answer if (work := work_from_record(record))]
