"""Crossref's REST API: `/works/{doi}`, `/works/{doi}/agency` and `/works` with queries and filters.

Shapes, parameters and messages are those of api.crossref.org in 2026; what of it is not here is answered with 501, so
that a client that comes to need it does not take the answer for Crossref's.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

from tests.services.answers import Answer, Request, of_json, of_text
from tests.services.limits import Limit
from tests.services.works import Record, Works, agency, issued

MOST_ROWS, MOST_OFFSET = 1000, 10_000
SELECTS = frozenset(
    "abstract URL resource member posted score created degree update-policy short-title license ISSN container-title "
    "issued update-to issue prefix approved indexed article-number clinical-trial-number accepted author group-title "
    "DOI is-referenced-by-count updated-by event chair standards-body original-title funder translator published "
    "archive published-print alternative-id subject subtitle published-online publisher-location content-domain "
    "reference title link type publisher volume references-count ISBN issn-type assertion deposited page contributor "
    "content-created short-container-title relation editor".split()
)
_QUERIES = {"query"} | {f"query.{name}" for name in ("bibliographic", "title", "author", "container-title", "editor")}
_PARAMETERS = _QUERIES | set("mailto rows offset cursor filter select sort order sample facet".split())
_SORTED_BY = ("relevance", "score", "issued", "published")
_WORK = re.compile(r"(?:/v1)?/works/(10\..+?)(/agency)?/?")
_DATE = re.compile(r"\d{4}(-\d\d?){0,2}")
_WORKS = re.compile(r"(?:/v1)?/works/?")


def limit(request: Request) -> Limit:
    """Crossref's limits since December 2025: one record and a list of them count apart, all at once together.

    Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/ ; the names of
    the pools are those of its header `x-api-pool`.
    """
    single = _WORK.fullmatch(request.path) is not None
    if request.header("Crossref-Plus-API-Token"):
        return Limit("crossref plus", "plus", 150)
    if request.parameter("mailto") or "mailto:" in request.header("User-Agent").casefold():
        return Limit("crossref polite", "polite-single" if single else "polite-array", 10 if single else 3, at_once=3)
    return Limit("crossref public", "public-single" if single else "public-array", 5 if single else 1, at_once=1)


def told(limit: Limit) -> dict[str, str]:
    """What Crossref says of its limits with each answer."""
    said = {
        "x-api-pool": limit.name,
        "x-rate-limit-limit": str(limit.count),
        "x-rate-limit-interval": f"{limit.seconds:g}s",
    }
    return said | ({"x-concurrency-limit": str(limit.at_once)} if limit.at_once else {})


def too_many(limit: Limit) -> Answer:
    """What Crossref answers to a request past its limits."""
    return of_text("Too many requests.", 429).with_headers({"Retry-After": "1"})


def answer(request: Request, works: Works) -> Answer:
    """Crossref's answer to a request that is within its limits."""
    if request.method not in ("GET", "HEAD"):
        return of_text("Method not allowed.", 405)
    if found := _WORK.fullmatch(request.path):
        return _single(request, works, found[1], wants_agency=bool(found[2]))
    if _WORKS.fullmatch(request.path):
        return _list(request, works)
    return _not_found()


def public(record: Record, score: float) -> Record:
    """A record as Crossref hands it out: with what it always has, and without what is only ours."""
    doi = str(record["DOI"])
    always = {
        "prefix": doi.partition("/")[0],
        "URL": f"https://doi.org/{doi}",
        "source": "Crossref",
        "member": "0",
        "publisher": "",
        "title": [],
        "container-title": [],
        "original-title": [],
        "short-title": [],
        "subtitle": [],
        "relation": {},
        "references-count": 0,
        "reference-count": 0,
        "is-referenced-by-count": 0,
        "content-domain": {"domain": [], "crossmark-restriction": False},
    }
    return {
        **always,
        **{key: value for key, value in record.items() if not key.startswith("_")},
        "published": record.get("published", record.get("issued", {"date-parts": [[None]]})),
        "score": score,
    }


def _not_found() -> Answer:
    return of_text("Resource not found.", 404)


def _single(request: Request, works: Works, doi: str, *, wants_agency: bool) -> Answer:
    for name, _ in request.parameters:
        if name != "mailto":
            return _RefusedError("parameter-not-allowed", name, f"This route does not support {name}").answer
    record = works.doi(doi)
    if record is None or (agency(record) != "Crossref" and not wants_agency):
        return _not_found()
    if wants_agency:
        label = agency(record)
        return _message("work-agency", {"DOI": record["DOI"], "agency": {"id": label.casefold(), "label": label}})
    return _message("work", public(record, 1))


def _list(request: Request, works: Works) -> Answer:
    given = dict(request.parameters)
    try:
        for name in given:
            _check_parameter(name)
        selected = _selected(given.get("select", ""))
        filters = _filters(given.get("filter", ""))
        rows = _whole(given.get("rows", "20"), MOST_ROWS)
        start = _whole(given.get("offset", "0"), MOST_OFFSET)
        if given.get("cursor", "*") != "*":
            start = _position(given["cursor"])
    except _RefusedError as refused:
        return refused.answer
    if "sample" in given or "facet" in given or given.get("sort", "score") not in _SORTED_BY:
        return of_text("This test server has neither samples nor facets, and sorts by score or date.", 501)
    query = " ".join(value for name, value in request.parameters if name in _QUERIES)
    ranked = _ranked(works, query, filters)
    if given.get("sort") in ("issued", "published"):
        ranked.sort(key=lambda pair: issued(pair[1]), reverse=given.get("order") != "asc")
    elif given.get("order") == "asc":
        ranked.reverse()
    items = [public(record, score) for score, record in ranked[start : start + rows]]
    if selected:
        items = [{name: item[name] for name in selected if name in item} for item in items]
    message: dict[str, Any] = {
        "facets": {},
        "total-results": len(ranked),
        "items": items,
        "items-per-page": rows,
        "query": {"start-index": start, "search-terms": query or None},
    }
    if "cursor" in given:
        message["next-cursor"] = base64.b64encode(str(start + len(items)).encode()).decode()
    return _message("work-list", message)


def _ranked(works: Works, query: str, filters: dict[str, list[str]]) -> list[tuple[float, Record]]:
    """The works with one of the values of each filter; ranked if there is a query, else in the order of the file."""

    def passes(record: Record) -> bool:
        return agency(record) == "Crossref" and all(
            any(_FILTERS[name](record, value) for value in values) for name, values in filters.items()
        )

    if query:
        return [(score, record) for score, record in works.ranked(query) if passes(record)]
    dois = dict.fromkeys(doi.casefold() for doi in filters.get("doi", ()))
    named = [record for doi in dois if (record := works.doi(doi))]
    return [(0.0, record) for record in (named if dois else works.records) if passes(record)]


_FILTERS: dict[str, Callable[[Record, str], bool]] = {
    "doi": lambda record, value: str(record["DOI"]).casefold() == value.casefold(),
    "prefix": lambda record, value: str(record["DOI"]).startswith(f"{value}/"),
    "type": lambda record, value: record.get("type") == value,
    "issn": lambda record, value: value in record.get("ISSN", ()),
    "from-pub-date": lambda record, value: issued(record) >= _date(value),
    "until-pub-date": lambda record, value: bool(issued(record)) and issued(record) <= _date(value),
    "updates": lambda record, value: any(_same(update, value) for update in record.get("update-to", ())),
    "is-update": lambda record, value: bool(record.get("update-to")) == (value == "true"),
    "has-abstract": lambda record, value: bool(record.get("abstract")) == (value == "true"),
}


def _check_parameter(name: str) -> None:
    if name.startswith("query.") and name not in _QUERIES:
        field = name.removeprefix("query.")
        message = f"Field query '{field}' specified but there is no such field query for this route."
        raise _RefusedError("field-query-not-available", field, message)
    if name not in _PARAMETERS:
        message = f"Parameter {name} specified but there is no such parameter available on any route"
        raise _RefusedError("unknown-parameter", name, message)


def _selected(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    for name in names:
        if name not in SELECTS:
            message = (
                f"Select '{name}' specified but there is no such select for this route. "
                f"Valid selects for this route are: {', '.join(sorted(SELECTS))}"
            )
            raise _RefusedError("select-not-available", name, message)
    return names


def _filters(text: str) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {}
    # A DOI may hold a colon, and a comma too; Crossref cuts at the comma all the same.
    for part in text.split(",") if text else ():
        name, colon, value = part.partition(":")
        if not colon:
            raise _RefusedError("filter-not-valid", part, f"Filter {part} specified without a value")
        if name not in _FILTERS:
            message = f"Filter {name} specified but there is no such filter for this route"
            raise _RefusedError("filter-not-available", name, message)
        if name.endswith("-date") and not _DATE.fullmatch(value):
            raise _RefusedError("date-not-valid", value, f"Invalid date specified for {name}: {value}")
        asked.setdefault(name, []).append(value)
    return asked


def _date(text: str) -> list[int]:
    return [int(part) for part in text.split("-")]


def _same(update: Record, doi: str) -> bool:
    return str(update.get("DOI", "")).casefold() == doi.casefold()


class _RefusedError(Exception):
    """A parameter that the route does not take."""

    def __init__(self, kind: str, value: str, message: str) -> None:
        super().__init__(message)
        problem = {"type": kind, "value": value, "message": message}
        self.answer = of_json({"status": "failed", "message-type": "validation-failure", "message": [problem]}, 400)


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or int(text) > most:
        message = f"Integer specified as {text} but must be a positive integer less than or equal to {most}."
        raise _RefusedError("integer-not-valid", text, message)
    return int(text)


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True))
    except ValueError:
        raise _RefusedError("cursor-not-valid", cursor, "The cursor is not one that this route gave") from None


def _message(kind: str, message: Any) -> Answer:
    return of_json({"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message})
