"""One line a finding, `path:line:col: level RULE message`, as editors' problem matchers read compilers.

Line and column are those of the source file; of Word, PDF and JATS those of the extracted text, as in the JSON
report. What is about the whole article stands at 1:1.
"""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Report, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results, active
from citecheck.report.wording import one_line, printable


def render(results: Results) -> str:
    """The findings of all articles in reading order, those about a whole article last."""
    return "".join(f"{line}\n" for report in results.reports for line in lines(report))


def lines(report: Report | Unreadable) -> Iterator[str]:
    """The lines of one article; one that could not be read has one."""
    if isinstance(report, Unreadable):
        yield f"{printable(report.uri)}:1:1: error unreadable {one_line(report.error)}"
        return
    document = report.audited.article.document
    places, path = Places(document), printable(document.uri)
    for finding in active(report):
        line, column = places.begins(finding) or (1, 1)
        yield f"{path}:{line}:{column}: {finding.level} {finding.rule_id} {one_line(finding.message)}"
