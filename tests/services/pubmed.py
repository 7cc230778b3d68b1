"""NCBI's E-utilities for PubMed: `esearch.fcgi`, `esummary.fcgi`, `efetch.fcgi`; and PMC's converter of identifiers.

Shapes are those of eutils.ncbi.nlm.nih.gov and pmc.ncbi.nlm.nih.gov in 2026. The E-utilities also answer under
`/entrez/eutils`, as there, and take POST.
"""

from __future__ import annotations

import re
from typing import Any

from tests.services import pubmed_xml
from tests.services.answers import XML, Answer, Request, of_json, of_text
from tests.services.limits import Limit
from tests.services.pubmed_terms import matching
from tests.services.works import Record, Works, first, issued, pubmed, words

MOST_IDS = 200  # of the converter, in one request
TYPE = "application/json; charset=UTF-8"
_UTILITY = re.compile(r"(?:/entrez/eutils)?/(esearch|esummary|efetch)\.fcgi")
_CONVERTER = re.compile(r"/(?:tools/idconv/api/v1/articles|pmc/utils/idconv/v1\.0)/?")
_MONTHS = " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")


def answer(request: Request, works: Works) -> Answer:
    """NCBI's answer to a request that is within its limits."""
    if _CONVERTER.fullmatch(request.path):
        return _converted(request, works)
    if not (found := _UTILITY.fullmatch(request.path)):
        return of_text("Not Found", 404)
    if request.parameter("db") != "pubmed":
        return of_json({"error": "Invalid db name specified: " + (request.parameter("db") or "")}, 400, TYPE)
    match found[1]:
        case "esearch":
            return _search(request, works)
        case "esummary":
            return _summaries(request, works)
        case _:
            return _fetched(request, works)


def limit(request: Request) -> Limit:
    """NCBI's limits. Source: https://www.ncbi.nlm.nih.gov/books/NBK25497/ ."""
    keyed = bool(request.parameter("api_key"))
    return Limit("pubmed", "with a key" if keyed else "without a key", 10 if keyed else 3)


def told(limit: Limit) -> dict[str, str]:
    """What NCBI says of its limits with each answer."""
    return {"X-RateLimit-Limit": str(limit.count)}


def too_many(limit: Limit) -> Answer:
    """What NCBI answers to a request past its limits."""
    said = {"error": "API rate limit exceeded", "api-key": "127.0.0.1", "count": str((limit.count or 0) + 1)}
    return of_json(said | {"limit": str(limit.count)}, 429, TYPE).with_headers({"Retry-After": "1"})


def summary(record: Record) -> Record:
    """A record as esummary gives it."""
    entry = pubmed(record)
    title, journal = first(record.get("title")), first(record.get("container-title"))
    authors = [{"name": _name(author), "authtype": "Author", "clusterid": ""} for author in record.get("author", ())]
    identifiers = {"pubmed": entry["pmid"], "pmc": entry.get("pmcid"), "doi": record["DOI"]}
    year, month, day = (*issued(record), 0, 0, 0)[:3]
    return {
        "uid": str(entry["pmid"]),
        "pubdate": " ".join(str(part) for part in (year, _MONTHS[month], day or "") if part),
        "epubdate": "",
        "source": first(record.get("short-container-title")) or journal,
        "authors": authors,
        "lastauthor": authors[-1]["name"] if authors else "",
        "title": title if title.endswith((".", "?", "!")) else f"{title}.",
        "sorttitle": " ".join(words(title)),
        "volume": record.get("volume", ""),
        "issue": record.get("issue", ""),
        "pages": record.get("page", ""),
        "lang": ["eng"],
        "issn": first(record.get("ISSN")),
        "essn": "",
        "pubtype": pubmed_xml.publication_types(record),
        "recordstatus": "PubMed - indexed for MEDLINE",
        "pubstatus": "4",
        "articleids": [
            {"idtype": kind, "idtypen": 1, "value": str(value)} for kind, value in identifiers.items() if value
        ],
        "history": [],
        "references": [],
        "attributes": ["Has Abstract"] if record.get("abstract") else [],
        "pmcrefcount": "",
        "fulljournalname": journal,
        "elocationid": f"doi: {record['DOI']}",
        "doctype": "citation",
        "booktitle": "",
        "sortpubdate": f"{year:04d}/{month or 1:02d}/{day or 1:02d} 00:00",
        "sortfirstauthor": authors[0]["name"] if authors else "",
        "vernaculartitle": "",
    }


def _name(author: Record) -> str:
    """A name as PubMed writes it: "Lindqvist P"."""
    initials = "".join(part[0] for part in words(author.get("given", ""))).upper()
    return f"{author['family']} {initials}".strip() if "family" in author else str(author.get("name", ""))


def _header(kind: str) -> Record:
    return {"header": {"type": kind, "version": "0.3"}}


def _search(request: Request, works: Works) -> Answer:
    if request.parameter("retmode") != "json":
        return of_text("This test server answers esearch in JSON only.", 501)
    term = (request.parameter("term") or "").strip()
    if not term:
        return of_json(_header("esearch") | {"esearchresult": {"ERROR": "Empty term and query_key - nothing todo"}})
    found = matching(term, works)
    start = int(request.parameter("retstart") or 0)
    shown = found[start : start + int(request.parameter("retmax") or 20)]
    result: dict[str, Any] = {
        "count": str(len(found)),
        "retmax": str(len(shown)),
        "retstart": str(start),
        "idlist": [str(pubmed(record)["pmid"]) for record in shown],
        "translationset": [],
        "querytranslation": term,
    }
    if not found:
        nothing: dict[str, list[str]] = {"phrasesignored": [], "quotedphrasesnotfound": []}
        result["errorlist"] = {"phrasesnotfound": [term], "fieldsnotfound": []}
        result["warninglist"] = nothing | {"outputmessages": ["No items found."]}
    return of_json(_header("esearch") | {"esearchresult": result}, 200, TYPE)


def _asked(request: Request) -> list[str]:
    return [uid for uid in re.split(r"[,\s]+", request.parameter("id") or "") if uid]


def _summaries(request: Request, works: Works) -> Answer:
    if request.parameter("retmode") != "json":
        return of_text("This test server answers esummary in JSON only.", 501)
    asked = _asked(request)
    if not asked:
        return of_json(_header("esummary") | {"error": "Empty id list - nothing todo"}, 200, TYPE)
    result: dict[str, Any] = {"uids": asked}
    for uid in asked:
        record = works.pubmed(uid)
        # What it does not know it names, instead of leaving it out.
        result[uid] = summary(record) if record else {"uid": uid, "error": "cannot get document summary"}
    return of_json(_header("esummary") | {"result": result}, 200, TYPE)


def _fetched(request: Request, works: Works) -> Answer:
    asked = _asked(request)
    if not asked:
        return of_text("<ERROR>Empty id list - nothing todo</ERROR>", 400, XML)
    found = [record for uid in dict.fromkeys(asked) if (record := works.pubmed(uid))]
    return of_text(pubmed_xml.document(found, works), content_type=XML)


def _converted(request: Request, works: Works) -> Answer:
    asked = [identifier.strip() for identifier in (request.parameter("ids") or "").split(",") if identifier.strip()]
    if request.parameter("format") != "json":
        return of_text("This test server answers the converter in JSON only.", 501)
    if not asked or len(asked) > MOST_IDS:
        return of_json({"status": "error", "message": f"Between 1 and {MOST_IDS} ids, please."}, 400)
    return of_json({"status": "ok", "request": {"idtype": "auto"}, "records": [_pair(i, works) for i in asked]})


def _pair(identifier: str, works: Works) -> Record:
    record = works.doi(identifier) if identifier.startswith("10.") else works.pubmed(identifier)
    entry = pubmed(record) if record else {}
    if record and entry.get("pmcid"):
        return {
            "doi": record["DOI"],
            "pmcid": entry["pmcid"],
            "pmid": int(entry["pmid"]),
            "requested-id": identifier,
        }
    # It knows only what is in PMC, and says so with status 200.
    kind = "doi" if identifier.startswith("10.") else "pmcid" if identifier.upper().startswith("PMC") else "pmid"
    return {
        kind: int(identifier) if kind == "pmid" and identifier.isdecimal() else identifier,
        "requested-id": identifier,
        "status": "error",
        "errmsg": "Identifier not found in PMC",
    }
