"""The references as RIS, as EndNote, Mendeley and Zotero read it; the note stands in `N1`."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.expressions import expression
from citecheck.report.bibliography import Entry, bibliography
from citecheck.report.results import Results
from citecheck.report.wording import one_line

_TYPES = {
    **dict.fromkeys(("article-journal", "review", "review-book"), "JOUR"),
    "article-magazine": "MGZN", "article-newspaper": "NEWS", "article": "UNPB", "book": "BOOK", "chapter": "CHAP",
    "collection": "BOOK", "dataset": "DATA", "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC",
    "legal_case": "CASE", "legislation": "STAT", "motion_picture": "VIDEO", "pamphlet": "PAMP",
    "paper-conference": "CPAPER", "patent": "PAT", "post": "BLOG", "post-weblog": "BLOG", "report": "RPRT",
    "software": "COMP", "standard": "STAND", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_PAGES = expression(r"\s*([^\s–-]+)\s*(?:[–-]+\s*(\S+))?\s*")
_PLAIN = (
    *(("T2", "container-title"), ("J2", "container-title-short"), ("VL", "volume"), ("IS", "issue")),
    *(("ET", "edition"), ("PB", "publisher"), ("CY", "publisher-place"), ("SN", "ISSN"), ("SN", "ISBN")),
    *(("DO", "DOI"), ("AN", "PMID"), ("C2", "PMCID"), ("UR", "URL")),
)
"""`AN` and `C2` are where EndNote has the numbers of PubMed and PubMed Central."""


def render(results: Results) -> str:
    """A record for each reference, with an empty line between two."""
    records = ("".join(f"{tag}  - {value}\n" for tag, value in _record(e)) for e in bibliography(results.reports))
    return "\n".join(records)


def _record(entry: Entry) -> Iterator[tuple[str, str]]:
    csl = entry.csl
    yield "TY", _TYPES.get(csl["type"], "GEN")
    yield "ID", entry.key
    for tag, role in (("AU", "author"), ("A2", "editor")):
        for name in csl.get(role) or ():
            parts = (name.get("family") or name.get("literal"), name.get("given"))
            yield tag, one_line(", ".join(part for part in parts if part))
    if csl.get("title"):
        yield "TI", one_line(str(csl["title"]))
    for parts in csl.get("issued", {}).get("date-parts", ())[:1]:
        if parts:
            year, month, day, *_ = (*(f"{part:02d}" for part in parts), "", "")
            yield "PY", year.zfill(4)
            yield "DA", f"{year.zfill(4)}/{month}/{day}/"
    yield from _pages(str(csl.get("page", "")))
    for tag, key in _PLAIN:
        if csl.get(key):
            yield tag, one_line(str(csl[key]))
    yield "N1", one_line(entry.note)
    yield "ER", ""


def _pages(page: str) -> Iterator[tuple[str, str]]:
    """First and last where the pages are a range, "211-30" as 211 and 230; others, such as "S3, 10-12", whole."""
    found = _PAGES.fullmatch(page)
    if not found:
        if page.strip():
            yield "SP", one_line(page)
        return
    yield "SP", found[1]
    first, last = found[1], found[2]
    if last:
        shortened = first.isdigit() and last.isdigit() and len(last) < len(first)
        yield "EP", first[: len(first) - len(last)] + last if shortened else last
