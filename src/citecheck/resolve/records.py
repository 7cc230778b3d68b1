"""Crossref's records (and CSL-JSON) as works."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from citecheck.expressions import expression
from citecheck.model import Csl, UpdateNotice, Work
from citecheck.resolve.notices import counted_once, is_marked_retracted, is_notice, type_of
from citecheck.text import fold

_INLINE_TAG = expression(r"</?(?:jats:)?(?:i|b|u|em|strong|italic|bold|sub|sup|sc|scp|tt)>", re.IGNORECASE)
_TAG = expression(r"</?[A-Za-z][^<>]{0,200}>")
_DOI_PREFIX = expression(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_CSL_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "peer-review": "review",
}
_COPIED = ("volume", "issue", "page", "publisher", "URL", "DOI", "PMID", "PMCID")
_DATES = ("issued", "published-print", "published-online", "published")
KEYS = (
    *("type", "title", "subtitle", "author", "container-title", "short-container-title", "container-title-short"),
    *(*_DATES, *_COPIED, "article-number", "abstract", "_pubmed", "publication-types", "updated-by"),
    "relation",
)
"""What `work_from_record` reads of a record; whoever holds a whole index may pass over the rest."""


def work_from_record(record: Mapping[str, Any]) -> Work | None:
    """A Work of one Crossref or CSL-JSON record; None where it has neither a title nor a DOI."""
    title = _first(record.get("title"))
    if not title and not record.get("DOI"):
        return None
    kind = str(record.get("type") or "article-journal")
    csl: dict[str, Any] = {"type": _CSL_TYPES.get(kind, kind)}
    if title:
        subtitle = _first(record.get("subtitle"))
        csl["title"] = _clean(
            f"{title}: {subtitle}" if subtitle and subtitle.casefold() not in title.casefold() else title
        )
    names = [name for one in _list(record.get("author")) if isinstance(one, dict) and (name := _name(one))]
    if names:
        csl["author"] = names
    for key in ("container-title", "short-container-title", "container-title-short"):
        if container := _first(record.get(key)):
            csl["container-title" if key == "container-title" else "container-title-short"] = _clean(container)
    for key in _DATES:
        if parts := _date_parts(record.get(key)):
            csl[key] = {"date-parts": [parts]}
    for key in _COPIED:
        if value := record.get(key):
            csl[key] = str(value)
    if "DOI" in csl:
        csl["DOI"] = _plain_doi(csl["DOI"])
    if "page" not in csl and record.get("article-number"):
        csl["page"] = str(record["article-number"])
    kinds = _publication_types(record)
    abstract = record.get("abstract")
    return Work(
        csl=csl,
        abstract=_clean(abstract) if isinstance(abstract, str) else None,
        publication_types=kinds,
        updates=_updates(record, title, kinds),
        appeared_as=_appeared_as(record),
    )


def years(work: Work) -> set[int]:
    """Every year the record gives: in print and online may differ, and either is right."""
    return {work.csl[key]["date-parts"][0][0] for key in _DATES if key in work.csl}


def families(csl: Csl, role: str = "author") -> list[str]:
    """The family names of people and the names of bodies, in order, folded for comparing."""
    return [fold(str(name.get("family") or name.get("literal") or "")) for name in csl.get(role) or ()]


def containers(work: Work) -> list[str]:
    """The names of the journal or book that a work is in, as the record gives them: in full, then abbreviated."""
    return [str(work.csl[key]) for key in ("container-title", "container-title-short") if work.csl.get(key)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _clean(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(" ", _INLINE_TAG.sub("", text))
    if "&" in text:
        import html  # its table of entities is large, and few works need it

        text = html.unescape(text)
    return " ".join(text.split())


def _name(author: Mapping[str, Any]) -> dict[str, str]:
    literal = author.get("name") or author.get("literal")
    if literal:
        return {"literal": str(literal)}
    name = {}
    if family := author.get("family"):
        name["family"] = str(family)
    if given := author.get("given"):
        name["given"] = str(given)
    return name


def _date_parts(value: object) -> list[int]:
    if not isinstance(value, dict):
        return []
    parts = value.get("date-parts")
    try:
        return [int(part) for part in parts[0] if part is not None] if parts else []
    except (TypeError, ValueError, LookupError):
        return []


def _plain_doi(doi: str) -> str:
    return doi if doi.startswith("10.") else _DOI_PREFIX.sub("", doi)


def _publication_types(record: Mapping[str, Any]) -> tuple[str, ...]:
    pubmed = record.get("_pubmed")
    kinds = _list(pubmed.get("publication_types")) if isinstance(pubmed, dict) else []
    return tuple(map(str, kinds or _list(record.get("publication-types"))))


def _updates(record: Mapping[str, Any], title: str, kinds: Sequence[str]) -> tuple[UpdateNotice, ...]:
    """What was said of a work, and what its own record says of it.

    Some publishers only change the title; others register a notice as an update of itself, which it is not.
    """
    said = [_notice(n) for n in _list(record.get("updated-by")) if isinstance(n, dict)]
    if is_marked_retracted(title) or "Retracted Publication" in kinds:
        said.append(UpdateNotice("retraction", None, None, None))
    notices = counted_once(said)
    if not notices or not is_notice(title):
        return notices
    own = _plain_doi(str(record.get("DOI"))).lower()
    return tuple(notice for notice in notices if (notice.doi or "").lower() != own)


def _appeared_as(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The DOIs of the papers that came of a preprint, each once; versions of one preprint are none."""
    relation = record.get("relation")
    papers = _list(relation.get("is-preprint-of")) if isinstance(relation, dict) else ()
    if not papers:
        return ()
    own = _plain_doi(str(record.get("DOI"))).lower()
    named = [paper for paper in papers if isinstance(paper, dict) and paper.get("id-type") == "doi"]
    dois = [_plain_doi(paper["id"].strip()) for paper in named if isinstance(paper.get("id"), str)]
    return tuple(dict.fromkeys(doi for doi in dois if doi.lower() != own and doi.startswith("10.")))


def _notice(notice: Mapping[str, Any]) -> UpdateNotice:
    parts = _date_parts(notice.get("updated"))
    date = "-".join(f"{p:04d}" if i == 0 else f"{p:02d}" for i, p in enumerate(parts))
    doi, source = notice.get("DOI"), notice.get("source")
    return UpdateNotice(
        type_of(notice.get("type")),
        _plain_doi(doi) if isinstance(doi, str) and doi else None,
        date or None,
        source if isinstance(source, str) else None,
    )
