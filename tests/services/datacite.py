"""DataCite's REST API: `/dois/{doi}` and `/dois` with a query, in JSON:API.

Shapes are those of api.datacite.org in 2026, of the parts that tell one work from another.
"""

from __future__ import annotations

import re

from tests.services.answers import Answer, Request, of_json, of_text
from tests.services.limits import Limit
from tests.services.works import Record, Works, agency, first, issued

MOST_ROWS = 1000
TYPE = "application/json; charset=utf-8"
_WORK = re.compile(r"/dois/(10\..+)")
# `doi:"10.5555/x"`, `id:10.5555/x`: the one field that a client looks a DOI up by.
_BY_DOI = re.compile(r'\b(?:doi|id|uid):"?(10\.[^\s"]+?)"?(?=\s|\)|$)', re.IGNORECASE)
# Any other field's name is left out, and its value searched for among all words.
_FIELD = re.compile(r"[\w.]+:(?=\S)")
_TYPES = {
    "dataset": ("Dataset", "dataset"),
    "posted-content": ("Preprint", "article"),
    "report": ("Report", "report"),
    "dissertation": ("Dissertation", "thesis"),
    "software": ("Software", "software"),
}


def answer(request: Request, works: Works) -> Answer:
    """DataCite's answer to a request that is within its limits."""
    if request.method not in ("GET", "HEAD"):
        return of_text("Method not allowed", 405)
    if found := _WORK.fullmatch(request.path):
        record = works.doi(found[1])
        return _not_found() if record is None or not _here(record) else of_json({"data": _entry(record)}, 200, TYPE)
    if request.path.rstrip("/") == "/dois":
        return _list(request, works)
    return _not_found()


def limit(request: Request) -> Limit:
    """DataCite's limits over five minutes. Source: https://support.datacite.org/docs/rate-limit ."""
    named = request.parameter("mailto") or "@" in request.header("User-Agent")
    return Limit("datacite", "identified" if named else "anonymous", 1000 if named else 500, seconds=300)


def too_many(limit: Limit) -> Answer:
    """What DataCite answers to a request past its limits."""
    problem = {"status": "429", "title": "Too many requests"}
    return of_json({"errors": [problem]}, 429, TYPE).with_headers({"Retry-After": f"{limit.seconds:g}"})


def attributes(record: Record) -> Record:
    """A record as DataCite describes it."""
    doi = str(record["DOI"]).casefold()
    prefix, _, suffix = doi.partition("/")
    year = next(iter(issued(record)), None)
    date = "-".join(f"{part:02d}" for part in issued(record))
    general, csl = _TYPES.get(str(record.get("type")), ("JournalArticle", "article-journal"))
    return {
        "doi": doi,
        "prefix": prefix,
        "suffix": suffix,
        "identifiers": [],
        "creators": [_creator(author) for author in record.get("author", ())],
        "titles": [{"title": title} for title in record.get("title", ())],
        "publisher": record.get("publisher", ""),
        "container": {"type": "Journal", "title": name} if (name := first(record.get("container-title"))) else {},
        "publicationYear": year,
        "subjects": [],
        "contributors": [],
        "dates": [{"date": date, "dateType": "Issued", "dateInformation": None}] if date else [],
        "language": None,
        "types": {"citeproc": csl, "resourceTypeGeneral": general, "resourceType": ""},
        "relatedIdentifiers": [],
        "sizes": [],
        "formats": [],
        "version": None,
        "rightsList": [],
        "descriptions": [
            {"description": text, "descriptionType": "Abstract"} for text in [record.get("abstract")] if text
        ],
        "url": f"https://example.org/{doi}",
        "isActive": True,
        "state": "findable",
    }


def _here(record: Record) -> bool:
    return agency(record) == "DataCite"


def _entry(record: Record) -> Record:
    found = attributes(record)
    client = {"client": {"data": {"id": "example.repository", "type": "clients"}}}
    return {"id": found["doi"], "type": "dois", "attributes": found, "relationships": client}


def _creator(author: Record) -> Record:
    if "family" not in author:
        return {"name": author.get("name", ""), "nameType": "Organizational", "affiliation": [], "nameIdentifiers": []}
    given, family = author.get("given", ""), author["family"]
    return {
        "name": f"{family}, {given}" if given else family,
        "nameType": "Personal",
        "givenName": given,
        "familyName": family,
        "affiliation": [],
        "nameIdentifiers": [],
    }


def _list(request: Request, works: Works) -> Answer:
    query = request.parameter("query") or ""
    dois = [doi for doi in (request.parameter("ids") or "").split(",") if doi] or _BY_DOI.findall(query)
    if dois:
        found = [record for doi in dict.fromkeys(doi.casefold() for doi in dois) if (record := works.doi(doi))]
    elif query:
        found = [record for _, record in works.ranked(_FIELD.sub(" ", query))]
    else:
        found = works.records
    found = [record for record in found if _here(record)]
    size = min(_whole(request.parameter("page[size]"), 25), MOST_ROWS)
    page = max(_whole(request.parameter("page[number]"), 1), 1)
    body = {
        "data": [_entry(record) for record in found[(page - 1) * size : page * size]],
        "meta": {"total": len(found), "totalPages": -(-len(found) // size) if size else 0, "page": page},
        "links": {"self": f"https://api.datacite.org{request.target.removeprefix('/datacite')}"},
    }
    return of_json(body, 200, TYPE)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _not_found() -> Answer:
    problem = {"status": "404", "title": "The resource you are looking for doesn't exist."}
    return of_json({"errors": [problem]}, 404, TYPE)
