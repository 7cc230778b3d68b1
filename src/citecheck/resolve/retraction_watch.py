"""A local copy of the Retraction Watch data: its notices are added to works, and it holds the works that they name.

The file is the CSV that Crossref distributes: https://gitlab.com/crossref/retraction-watch-data. It has some bytes that
are no UTF-8, a comma behind every row, dates such as "3/9/2026 0:00", and "unavailable" or 0 for what is not known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.model import Resolution, UpdateNotice, Work
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.notices import counted_once, type_of
from citecheck.resolve.words import doi_term

SOURCE = "retraction-watch"
"""As Crossref names it in its own records."""
_DATE = expression(r"(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{4})-(\d\d)-(\d\d)\b")
_DOI = expression(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


class _Row(NamedTuple):
    """What is used of a row, as the file has it; the names are those of its columns."""

    Title: str
    Journal: str
    Author: str
    RetractionDate: str
    RetractionDOI: str
    OriginalPaperDate: str
    OriginalPaperDOI: str
    OriginalPaperPubMedID: str
    RetractionNature: str


class RetractionWatch:
    """Works by DOI and PMID, each with its notices. What it lacks may well exist, and may be retracted too."""

    name = "works"
    complete = False

    def __init__(self, rows: Iterator[_Row]) -> None:
        self._by_doi: dict[str, list[_Row]] = {}
        self._by_pmid: dict[str, list[_Row]] = {}
        for row in rows:
            if doi := _doi(row.OriginalPaperDOI):
                self._by_doi.setdefault(doi_term(doi), []).append(row)
            if pmid := row.OriginalPaperPubMedID.strip().lstrip("0"):
                self._by_pmid.setdefault(pmid, []).append(row)

    def __bool__(self) -> bool:
        return bool(self._by_doi or self._by_pmid)

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        return [_work(self._by_doi.get(doi_term(doi))) for doi in dois]

    def by_pmid(self, pmids: Sequence[str]) -> Sequence[Work | None]:
        return [_work(self._by_pmid.get(pmid)) for pmid in pmids]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:  # noqa: ARG002
        return [[] for _ in references]

    def added_to(self, resolution: Resolution) -> Resolution:
        """What became of a reference, with what is told here of its work."""
        work = resolution.work
        rows = self._rows_of(work) if work else []
        if work is None or not rows:
            return resolution
        updates = counted_once((*work.updates, *map(_notice, rows)))
        return resolution if updates == work.updates else replace(resolution, work=replace(work, updates=updates))

    def _rows_of(self, work: Work) -> Sequence[_Row]:
        """By its DOI, which is of one work; the number in PubMed is a way to those that have none."""
        rows = self._by_doi.get(doi_term(work.doi)) if work.doi else None
        return rows or self._by_pmid.get(str(work.csl.get("PMID", "")), [])


def load_retractions(path: Path) -> RetractionWatch:
    """Reads a file whole: 70,000 rows take about a second.

    Raises:
        WorksFileError: one sentence that names the file, the line and what to do.
    """
    anew = "fetch it anew from https://gitlab.com/crossref/retraction-watch-data"
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            found = RetractionWatch(_rows(csv.reader(file), path, anew))
    except OSError as problem:
        raise WorksFileError(f"{path} cannot be read: {problem.strerror}; check --retractions") from None
    if not found:
        raise WorksFileError(f"{path} names no work that was retracted: {anew}")
    return found


def _rows(lines: Iterator[list[str]], path: Path, anew: str) -> Iterator[_Row]:
    number = 0
    try:
        header = [column.strip() for column in next(lines, [])]
        missing = [column for column in _Row._fields if column not in header]
        if missing:
            raise WorksFileError(f"{path} is no Retraction Watch CSV: it has no column {missing[0]}; {anew}")
        places = [header.index(column) for column in _Row._fields]
        least = max(places) + 1
        for number, line in enumerate(lines, 1):
            if len(line) >= least:
                yield _Row(*(line[place] for place in places))
            elif any(line):
                raise WorksFileError(f"{path}: row {number} is cut short; {anew}")
    except csv.Error as problem:
        raise WorksFileError(f"{path}: row {number + 1} cannot be read ({problem}); {anew}") from None


def _work(rows: Sequence[_Row] | None) -> Work | None:
    if not rows:
        return None
    first = rows[0]
    date, doi, pmid = _date(first.OriginalPaperDate), _doi(first.OriginalPaperDOI), first.OriginalPaperPubMedID.strip()
    csl = {
        "type": "article-journal",
        "title": " ".join(first.Title.split()),
        "author": [name for author in first.Author.split(";") if (name := _name(author))],
        "container-title": first.Journal.strip(),
        "issued": {"date-parts": [[int(part) for part in date.split("-")]]} if date else None,
        "DOI": doi,
        "PMID": pmid.lstrip("0"),
    }
    known = {key: value for key, value in csl.items() if value}
    return Work(known, updates=counted_once(map(_notice, rows)))


def _name(author: str) -> dict[str, str]:
    """Of a name whose family name stands last, as in "Ada B Lund"."""
    *given, family = author.split() or [""]
    name = {"family": family, "given": " ".join(given)}
    return {key: value for key, value in name.items() if value}


def _notice(row: _Row) -> UpdateNotice:
    return UpdateNotice(type_of(row.RetractionNature), _doi(row.RetractionDOI), _date(row.RetractionDate), SOURCE)


def _doi(said: str) -> str | None:
    found = _DOI.fullmatch(said.strip())
    return found[1] if found else None


def _date(said: str) -> str | None:
    """ISO 8601 of a month, a day and a year, as the file has them."""
    found = _DATE.match(said.strip())
    if not found:
        return None
    month, day, year = found.group(1, 2, 3) if found[3] else found.group(5, 6, 4)
    return f"{year}-{int(month):02d}-{int(day):02d}"
