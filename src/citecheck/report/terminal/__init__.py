"""The report for a writer in a terminal: the grade at a glance, the references, what to look at first, what is good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from citecheck.model import LEVELS, Report, Run, Unreadable
from citecheck.report.results import RuleText, active
from citecheck.report.selection import select
from citecheck.report.summary import good
from citecheck.report.terminal.findings import Findings
from citecheck.report.terminal.grade import GRADE_STYLE, arithmetic, head
from citecheck.report.terminal.sources import named_studies, references

_CONTROL = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])
"""Taken out by str.translate; tab and newline stay."""
_NARROW = 60
"""Columns below which the table over all articles has short headings."""


def draw(
    console: Console,
    reports: Sequence[Report | Unreadable],
    run: Run,
    *,
    rules: Mapping[str, RuleText] | None = None,
    verbose: bool = False,
    quiet: bool = False,
) -> None:
    """Prints all reports; several articles end in a table, worst first. The `rules`, by id, are linked to."""
    audited = [report for report in reports if isinstance(report, Report)]
    for report in audited:
        console.print(_Safe(Group(*_article(console, report, rules or {}, verbose=verbose, quiet=quiet))))
    if len(audited) > 1:
        console.print(_Safe(_ranking(audited, narrow=console.width < _NARROW)))
    if not run.complete:
        console.print(
            Text("Not complete: some works could not be looked up; nothing is concluded from that.", "yellow")
        )


class _Safe:
    """Leaves out the control characters of an article: they could steer the terminal that shows the report."""

    def __init__(self, inner: RenderableType) -> None:
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.inner, options):
            safe = segment.control or segment.text.isprintable()
            yield segment if safe else Segment(segment.text.translate(_CONTROL), segment.style)


def _article(
    console: Console, report: Report, rules: Mapping[str, RuleText], *, verbose: bool, quiet: bool
) -> Iterator[RenderableType]:
    yield head(report)
    if quiet:
        return
    if report.audited.article.references:
        yield references(report, console.width)
    if report.audited.named:
        yield named_studies(report)
    shown = select(report.findings, everything=verbose)
    yield Findings(report, rules, verbose=verbose, marks_by_colour=console.color_system is not None).drawn(shown)
    points = good(report)
    if points:
        yield Group(Text("Good: ", "bold green").append("; ".join(points) + ".", "default"), "")
    if report.score.grade:
        yield arithmetic(report.score)


def _ranking(reports: Sequence[Report], *, narrow: bool) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("" if narrow else "Grade", no_wrap=True)
    table.add_column("Article", overflow="fold")
    for name in ("Err.", "Warn.", "Notes") if narrow else ("Errors", "Warnings", "Notes"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in sorted(reports, key=lambda r: 101.0 if r.score.value is None else r.score.value):
        counts = Counter(finding.level for finding in active(report))
        grade = report.score.grade
        letter = Text(grade, GRADE_STYLE[grade]) if grade else Text("–")
        uri = report.audited.article.document.uri
        table.add_row(letter, Text(uri), *(str(counts[level]) for level in reversed(LEVELS)))
    return Group(Text("All articles, worst first", "bold"), table, "")
