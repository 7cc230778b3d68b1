"""Crossref, asked through habanero, which knows its parameters; what is sent and when is for Service to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from habanero.request_class import Request

from citecheck.lexicon import tokens
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.online.limits import Limits
from citecheck.resolve.online.questions import Answers, Job, Question, Value
from citecheck.resolve.online.records import FIELDS, is_titled, kept
from citecheck.resolve.online.service import NoAnswerError, RefusedError, Reply, Service
from citecheck.text import fold

PUBLIC = Limits({"single": 5, "list": 1}, at_once=1)
POLITE = Limits({"single": 10, "list": 3}, at_once=3)
PLUS = Limits({"single": 150, "list": 150}, at_once=10)
"""Since December 2025; how many at once Plus allows is not published.

Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
"""
TOKEN_HEADER = "Crossref-Plus-API-Token"  # noqa: S105 - the header's name
_TOGETHER = 50
"""DOIs in one request."""
_LONGEST = 4000
"""Characters of them; web servers refuse addresses of twice that."""
_ROWS = 7
"""Works asked for of a string: so many are compared field by field."""


class Crossref:
    """Works by DOI, many in one request, and works like a string, one request each."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def jobs(self, questions: Sequence[Question]) -> list[Job]:
        single = [q for q in questions if q.kind == "record" or (q.kind == "doi" and not _goes_into_a_list(q.text))]
        together = [q for q in questions if q.kind == "doi" and q not in single]
        return [
            *(Job("list", batch, self._listed) for batch in _batches(together)),
            *(Job("single", [question], self._each) for question in single),
            *(Job("list", [question], self._like) for question in questions if question.kind == "string"),
        ]

    def _listed(self, questions: Sequence[Question], until: float) -> Answers:
        """The works of many DOIs. Where one of them makes Crossref refuse the request, they are asked one by one."""
        asked = {q.text.lower(): q for q in questions}
        try:
            records = self._items(until, filter={"doi": list(asked)}, limit=len(asked))
        except RefusedError:
            return self._each(questions, until)
        found = {str(record["DOI"]).lower(): record for record in records}
        if not found.keys() <= asked.keys():
            strange: Value | LookupFailed = LookupFailed("Crossref answered with works that it was not asked for")
            return {q: found.get(doi, strange) for doi, q in asked.items()}
        return {q: found.get(doi) for doi, q in asked.items()}

    def _each(self, questions: Sequence[Question], until: float) -> Answers:
        """The works of DOIs, asked for one by one."""
        found: dict[Question, Value | LookupFailed] = {}
        for question in questions:
            try:
                found[question] = self._record(question.text, until)
            except NoAnswerError as problem:
                found[question] = LookupFailed(f"Crossref {problem}")
        return found

    def _record(self, doi: str, until: float) -> Value:
        """The work of one DOI. Only where Crossref leads on to another DOI may it be the work of that."""

        def read(reply: Reply) -> Value:
            if not reply.found:
                return None
            record = kept(_message(reply.json()))
            if record is None:
                raise NoAnswerError("sent what is no record of a work", passing=True)
            if record["DOI"].lower() != doi.lower() and not reply.moved:
                raise NoAnswerError("answered with another work than the one it was asked for", passing=True)
            return record

        found: Value = self._service.ask(f"/works/{quote(doi, safe='')}", {}, "single", until, read)
        return found

    def _like(self, questions: Sequence[Question], until: float) -> Answers:
        """The works like each string."""
        found: dict[Question, Value | LookupFailed] = {}
        for question in questions:
            records = self._items(until, query_bibliographic=question.text, limit=_ROWS)
            titles = {title for record in records for title in record.get("title", ())[:1]}
            # Several works by one and the same title are found by its words, or something has gone wrong.
            if len(records) > 1 and len(titles) == 1 and not _words(*titles) & _words(question.text):
                found[question] = LookupFailed("Crossref answered with works that have nothing of what was looked for")
            else:
                found[question] = records
        return found

    def _items(self, until: float, **asked: Any) -> list[dict[str, Any]]:
        """The records that a list request gives."""

        def send(parameters: Mapping[str, str]) -> dict[str, Any]:
            answer: dict[str, Any] = self._service.ask("/works", parameters, "list", until, _list)
            return answer

        request = _Listing(send, select=list(FIELDS), **asked)
        records: list[dict[str, Any]] = request.do_request()["message"]["items"]
        return records


class _Listing(Request):  # type: ignore[misc]
    """habanero's request for works, sent by us: it has no retries, limits, token or ear for what the headers say."""

    def __init__(self, send: Callable[[Mapping[str, str]], dict[str, Any]], **asked: Any) -> None:
        super().__init__(mailto=None, ua_string=None, timeout=None, url="", path="/works", **asked)
        self._send = send

    def _req(self, payload: Mapping[str, Any], should_warn: bool) -> dict[str, Any]:  # noqa: ARG002
        return self._send({name: str(value) for name, value in payload.items()})


def _list(reply: Reply) -> dict[str, Any]:
    """A list of records, as habanero reads it on."""
    items = _message(reply.json()).get("items") if reply.found else None
    records = [kept(item) for item in items] if isinstance(items, list) else [None]
    dois = {record["DOI"].lower() for record in records if record}
    titled = not records or any(is_titled(record) for record in records if record)
    if len(dois) < len(records) or not titled:  # no record at all, one work several times, or no title anywhere
        raise NoAnswerError("sent what is no list of works", passing=True)
    return {"message": {"items": records, "total-results": len(records)}}


def _message(answer: Any) -> Mapping[str, Any]:
    message = answer.get("message") if isinstance(answer, Mapping) and answer.get("status") == "ok" else None
    if not isinstance(message, Mapping):
        raise NoAnswerError("sent what is no answer of Crossref", passing=True)
    return message


def _words(text: str) -> set[str]:
    return {token.word for token in tokens(fold(text)) if len(token.word) > 3}


def _goes_into_a_list(doi: str) -> bool:
    return "," not in doi and not any(c.isspace() or not c.isprintable() for c in doi)


def _batches(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions in as few lists as may be asked together."""
    batches: list[list[Question]] = []
    length = 0
    for question in questions:
        size = len(quote(f",doi:{question.text}", safe=""))
        if not batches or len(batches[-1]) == _TOGETHER or length + size > _LONGEST:
            batches.append([])
            length = 0
        batches[-1].append(question)
        length += size
    return batches
