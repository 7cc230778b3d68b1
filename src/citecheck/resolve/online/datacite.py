"""DataCite: theses, preprints, reports and data, by their DOIs.

Source: https://support.datacite.org/docs/api-get-doi
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from citecheck.expressions import expression
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.online.limits import Limits
from citecheck.resolve.online.questions import Answers, Job, Question, Value, in_batches
from citecheck.resolve.online.records import kept
from citecheck.resolve.online.service import NoAnswerError, RefusedError, Reply, Service

ANONYMOUS = Limits({"single": 500 / 300, "list": 500 / 300}, at_once=2)
IDENTIFIED = Limits({"single": 1000 / 300, "list": 1000 / 300}, at_once=2)
"""500 requests in five minutes, or 1,000 with an address. Source: https://support.datacite.org/docs/rate-limit"""
_TOGETHER = 50
_TYPES = {
    "article-journal": "article-journal", "article": "article", "chapter": "chapter", "book": "book",
    "thesis": "thesis", "report": "report", "dataset": "dataset", "paper-conference": "paper-conference",
}  # fmt: skip
_DATE = expression(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class DataCite:
    """Works by DOI, many in one request; what that does not bring is asked for alone."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def jobs(self, questions: Sequence[Question]) -> list[Job]:
        together = [question for question in questions if "," not in question.text]
        alone = [question for question in questions if "," in question.text]
        return [
            *(Job("list", batch, self._listed) for batch in in_batches(together, _TOGETHER)),
            *(Job("single", [question], self._each) for question in alone),
        ]

    def _listed(self, questions: Sequence[Question], until: float) -> Answers:
        dois = [question.text for question in questions]
        asked = {"ids": ",".join(dois), "page[size]": str(len(dois))}
        try:
            found: Mapping[str, Value] = self._service.ask("/dois", asked, "list", until, _several)
        except RefusedError:
            found = {}
        missing = self._each([q for q in questions if q.text.lower() not in found], until)
        return {q: found[q.text.lower()] for q in questions if q not in missing} | missing

    def _each(self, questions: Sequence[Question], until: float) -> dict[Question, Value | LookupFailed]:
        found: dict[Question, Value | LookupFailed] = {}
        for question in questions:
            doi = question.text

            def read(reply: Reply, doi: str = doi) -> Value:
                if not reply.found:
                    return None
                record = _record(_mapping(reply.json()).get("data"))
                if record["DOI"].lower() != doi.lower():
                    raise NoAnswerError("answered with another work than the one it was asked for", passing=True)
                return record

            try:
                found[question] = self._service.ask(f"/dois/{quote(doi, safe='')}", {}, "single", until, read)
            except NoAnswerError as problem:
                found[question] = LookupFailed(f"DataCite {problem}")
        return found


def _several(reply: Reply) -> dict[str, dict[str, Any]]:
    entries = _mapping(reply.json()).get("data") if reply.found else None
    if not isinstance(entries, list):
        raise NoAnswerError("sent what is no list of works", passing=True)
    records = [_record(entry) for entry in entries]
    return {record["DOI"].lower(): record for record in records}


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise NoAnswerError("sent what is no answer of DataCite", passing=True)
    return value


def _record(entry: Any) -> dict[str, Any]:
    """An entry in Crossref's shape."""
    said = entry.get("attributes") if isinstance(entry, Mapping) else None
    try:
        record = kept(_in_crossrefs_shape(said)) if isinstance(said, Mapping) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        record = None
    if record is None:
        raise NoAnswerError("sent what is no record of a work", passing=True)
    return record


def _in_crossrefs_shape(said: Mapping[str, Any]) -> dict[str, Any]:
    """May raise what looking into a value of another type raises."""
    container = said.get("container") or {}
    issued = next((d["date"] for d in said.get("dates") or () if d["dateType"] == "Issued"), None)
    date = _DATE.match(issued or str(said.get("publicationYear") or ""))
    abstract = next(
        (d["description"] for d in said.get("descriptions") or () if d["descriptionType"] == "Abstract"), None
    )
    publisher = said.get("publisher")
    pages = "-".join(str(page) for page in (container.get("firstPage"), container.get("lastPage")) if page)
    record = {
        "DOI": said["doi"],
        "type": _TYPES.get(said["types"].get("citeproc"), "document"),
        "title": [title["title"] for title in said["titles"]],
        "author": [_name(creator) for creator in said.get("creators") or ()],
        "container-title": [container["title"]] if container.get("title") else None,
        "issued": {"date-parts": [[int(part) for part in date.groups() if part]]} if date else None,
        "volume": container.get("volume"),
        "issue": container.get("issue"),
        "page": pages,
        "publisher": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "abstract": abstract,
    }
    return {key: value for key, value in record.items() if value}


def _name(creator: Mapping[str, Any]) -> dict[str, str]:
    if creator.get("familyName"):
        return {"family": str(creator["familyName"]), "given": str(creator.get("givenName") or "")}
    return {"name": str(creator["name"])}
