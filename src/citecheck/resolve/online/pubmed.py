"""PubMed through NCBI's E-utilities: works by PMID, with their publication types and marks of retraction.

Source: https://www.ncbi.nlm.nih.gov/books/NBK25499/ and the DTD of PubMed's records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from citecheck.expressions import expression
from citecheck.resolve.online.limits import Limits
from citecheck.resolve.online.questions import Answers, Job, Question, in_batches
from citecheck.resolve.online.service import NoAnswerError, Reply, Service

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMITS = Limits({"single": 3, "list": 3}, at_once=2)
"""Without a key. Source: https://www.ncbi.nlm.nih.gov/books/NBK25497/"""
_TOGETHER = 100
_NOTICES = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "partial_retraction",
    "ExpressionOfConcernIn": "expression_of_concern",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
    "RetractedandRepublishedIn": "retraction",
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DOI = expression(r"\b10\.\d{4,9}/\S+")


class PubMed:
    """Works by PMID, many in one request."""

    def __init__(self, service: Service, mailto: str | None) -> None:
        self._service = service
        self._who = {"tool": "citecheck"} | ({"email": mailto} if mailto else {})

    def jobs(self, questions: Sequence[Question]) -> list[Job]:
        return [Job("list", batch, self._fetched) for batch in in_batches(questions, _TOGETHER)]

    def _fetched(self, questions: Sequence[Question], until: float) -> Answers:
        asked = {"db": "pubmed", "retmode": "xml", "id": ",".join(q.text for q in questions), **self._who}

        def read(reply: Reply) -> Mapping[str, dict[str, Any]]:
            found = _records(reply)
            if not found.keys() <= {q.text for q in questions}:
                raise NoAnswerError("answered with works that it was not asked for", passing=True)
            return found

        found: Mapping[str, dict[str, Any]] = self._service.ask("/efetch.fcgi", asked, "list", until, read)
        return {question: found.get(question.text) for question in questions}


def _records(reply: Reply) -> dict[str, dict[str, Any]]:
    """Records in Crossref's shape by PMID."""
    try:
        # expat expands entities only so far, and ElementTree reads no file that one names.
        root = ElementTree.fromstring(reply.data) if reply.found else None  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        root = None
    if root is None or root.tag != "PubmedArticleSet":
        raise NoAnswerError("sent what is no set of records", passing=True)
    records = {}
    for article in root.iterfind("PubmedArticle"):
        pmid, title = _text(article, "MedlineCitation/PMID"), _text(article, "MedlineCitation/Article/ArticleTitle")
        if not pmid or not title:
            raise NoAnswerError("sent a record without a number or a title", passing=True)
        records[pmid] = _record(article, pmid, title)
    return records


def _record(article: Element, pmid: str, title: str) -> dict[str, Any]:
    own = "MedlineCitation/Article/"
    date = [_number(_text(article, f"{own}Journal/JournalIssue/PubDate/{part}")) for part in ("Year", "Month", "Day")]
    if date[0] is None:
        # "1998 Dec-1999 Jan": what is dated so has no year of its own.
        printed = _text(article, f"{own}Journal/JournalIssue/PubDate/MedlineDate")
        date[0] = _number(next(iter(re.findall(r"\d{4}", printed)), ""))
    known = [part for part in date[: date.index(None) if None in date else 3] if part is not None]
    sections = article.iterfind(f"{own}Abstract/AbstractText")
    record = {
        "DOI": next((i.text for i in article.iterfind("PubmedData/ArticleIdList/ArticleId[@IdType='doi']")), None),
        "PMID": pmid,
        "PMCID": next((i.text for i in article.iterfind("PubmedData/ArticleIdList/ArticleId[@IdType='pmc']")), None),
        "type": "journal-article",
        "title": [title.rstrip(".")],
        "author": [name for author in article.iterfind(f"{own}AuthorList/Author") if (name := _name(author))],
        "container-title": [_text(article, f"{own}Journal/Title")],
        "short-container-title": [_text(article, f"{own}Journal/ISOAbbreviation")],
        "issued": {"date-parts": [known]} if known else None,
        "volume": _text(article, f"{own}Journal/JournalIssue/Volume"),
        "issue": _text(article, f"{own}Journal/JournalIssue/Issue"),
        "page": _text(article, f"{own}Pagination/MedlinePgn"),
        "abstract": " ".join(_all_text(section) for section in sections),
        "relation": _relation(article),
        "updated-by": [n for one in article.iterfind(".//CommentsCorrections") if (n := _notice(one))],
        "_pubmed": {
            "pmid": pmid,
            "publication_types": [_all_text(t) for t in article.iterfind(f"{own}PublicationTypeList/PublicationType")],
        },
    }
    return {key: value for key, value in record.items() if value and value != [""]}


def _relation(article: Element) -> dict[str, Any]:
    """The paper that came of a preprint, which PubMed links as its update."""
    if not any(kind.text == "Preprint" for kind in article.iterfind(".//PublicationType")):
        return {}
    updates = article.iterfind(".//CommentsCorrections[@RefType='UpdateIn']")
    found = [doi for one in updates if (doi := _doi(one))]
    return {"is-preprint-of": [{"id-type": "doi", "id": doi} for doi in found]} if found else {}


def _doi(linked: Element) -> str | None:
    found = _DOI.search(_text(linked, "RefSource"))
    return found.group().rstrip(".") if found else None


def _notice(linked: Element) -> dict[str, Any] | None:
    kind = _NOTICES.get(linked.get("RefType", ""))
    if kind is None:
        return None
    doi = _doi(linked)
    return {"type": kind, "source": "pubmed"} | ({"DOI": doi} if doi else {})


def _name(author: Element) -> dict[str, str]:
    family, body = _text(author, "LastName"), _text(author, "CollectiveName")
    if family:
        return {"family": family, "given": _text(author, "ForeName") or _text(author, "Initials")}
    return {"name": body} if body else {}


def _number(text: str) -> int | None:
    """Of a year, a day, or a month by its number or name."""
    if text[:3].lower() in _MONTHS:
        return _MONTHS.index(text[:3].lower()) + 1
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return _all_text(found) if found is not None else ""


def _all_text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
