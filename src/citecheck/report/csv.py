"""The findings as a table of comma-separated values (RFC 4180, lines ended by a newline).

A spreadsheet takes a cell that begins with "=", "+", "-" or "@" for a formula, and an article may hold such words. A
cell like that gets an apostrophe before it, which spreadsheets do not show; so does one that begins with an apostrophe
before such a sign, so that taking one apostrophe off always gives the words back. A cell is one line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from citecheck.expressions import expression
from citecheck.model import Report, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results
from citecheck.report.wording import printable

COLUMNS = (
    *("uri", "line", "column", "level", "rule_id", "name", "confidence", "message", "quote", "remedy", "suppressed"),
    *("fingerprint", "help_uri"),
)
_FORMULA = expression(r"'*[=+\-@＝＋－＠]")
_SPACE = expression(r"\s")
Cell = str | int | float | bool | None


def render(results: Results) -> str:
    """A header and a row for each finding; an article that could not be read has one row, `unreadable`."""
    return table(COLUMNS, _rows(results))


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The text of a table whose cells no spreadsheet runs; None is an empty cell."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell).lower()
    if not isinstance(cell, str):
        return cell
    text = printable(_SPACE.sub(" ", cell))
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(results: Results) -> Iterator[tuple[Cell, ...]]:
    helps = results.help_uris
    for report in results.reports:
        if isinstance(report, Unreadable):
            yield (report.uri, None, None, "error", None, "unreadable", None, report.error, *([None] * 5))
            continue
        yield from _findings(report, helps)


def _findings(report: Report, helps: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    document = report.audited.article.document
    places = Places(document)
    for f in report.findings:
        line, column = places.begins(f) or (None, None)
        yield (
            *(document.uri, line, column, f.level, f.rule_id, f.name, round(f.confidence, 3), f.message),
            *(places.quote_of(f), f.remedy, f.suppressed, f.fingerprint, helps.get(f.rule_id)),
        )
