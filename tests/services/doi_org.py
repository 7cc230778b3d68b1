"""doi.org's answer to who registered a DOI: `/doiRA/{doi}[,{doi}…]`, under its other name `/ra/` too."""

from __future__ import annotations

import re

from tests.services.answers import Answer, Request, of_json, of_text
from tests.services.limits import Limit
from tests.services.works import Record, Works, agency

_ASKED = re.compile(r"/(?:doiRA|ra)/(.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*(?:/\S+)?")


def answer(request: Request, works: Works) -> Answer:
    """One entry per DOI, or prefix, in the order asked for."""
    found = _ASKED.fullmatch(request.path)
    if request.method not in ("GET", "HEAD") or not found:
        return of_text("<html><body>DOI Not Found</body></html>", 404, "text/html;charset=utf-8")
    return of_json([_entry(doi, works) for doi in found[1].split(",")], 200, "application/json;charset=UTF-8")


def limit(_: Request) -> Limit:
    """doi.org publishes no limit."""
    return Limit("doi.org", "doi.org", None)


def _entry(doi: str, works: Works) -> Record:
    if not _DOI.fullmatch(doi):
        return {"DOI": doi, "status": "Invalid DOI"}
    record = works.doi(doi) if "/" in doi else works.of_prefix(doi)
    return {"DOI": doi, "RA": agency(record)} if record else {"DOI": doi, "status": "DOI does not exist"}
