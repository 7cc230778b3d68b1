"""A comment for a pull request, in GitHub's Markdown: the grade of each article and what to look at first.

Whatever words an article holds, they are shown as they are: they end no cell, begin no link, and call nobody by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from citecheck.expressions import expression
from citecheck.model import LEVELS, Finding, Report, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results, active
from citecheck.report.selection import select
from citecheck.report.wording import count, cut, levels, one_line

_LONGEST = 160
"""Characters of a quote: the article itself lies beside the comment."""
_MOST = 60_000
"""Characters of the whole: GitHub takes 65,536 in a comment."""
_LEAST = 4_000
"""Characters that an article's part takes, its longest findings aside."""
_MARKUP = expression(r"[\\`*_\[\]<>#|~$&]|:(?=[/\w+-])|(?<=\bwww)\.", re.IGNORECASE)
_CALLS = expression(r"@(?=\w)|#(?=\d)|(?<=\bGH)-(?=\d)", re.IGNORECASE)
"""What GitHub makes a person or an issue of, escaped or not."""
_NOTHING = "\u200b"
_HEAD = ("| where | level | rule | finding |", "|---|---|---|---|")


def render(results: Results) -> str:
    """The marker first, by which a build finds the comment that it wrote before."""
    parts = ["<!-- citecheck -->"]
    if len(results.reports) > 1:
        parts += [_overview(results), ""]
    left = _MOST - sum(map(len, parts))
    for i, report in enumerate(results.reports):
        if left < _LEAST:
            parts.append(f"There is no room here for {count(len(results.reports) - i, 'further article')}.\n")
            break
        part = _article(report, results, left - _LEAST // 2)
        left -= len(part)
        parts.append(part)
    if not results.run.complete:
        parts.append("Not complete: some works could not be looked up; nothing is concluded from that.")
    return "\n".join(parts).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Words as Markdown that shows them as they are, in one line, in a cell or not."""
    return _MARKUP.sub(r"\\\g<0>", _CALLS.sub(rf"\g<0>{_NOTHING}", one_line(text)))


def _overview(results: Results) -> str:
    """All articles, worst first."""
    audited = [report for report in results.reports if isinstance(report, Report)]
    audited.sort(key=lambda report: 101.0 if report.score.value is None else report.score.value)
    rows = [_ranked(report) for report in audited]
    return "\n".join(["| grade | article | errors | warnings | notes |", "|---|---|--:|--:|--:|", *rows])


def _ranked(report: Report) -> str:
    counts = Counter(finding.level for finding in active(report))
    cells = (report.score.grade or "–", escaped(report.audited.article.document.uri))
    return f"| {' | '.join((*cells, *(str(counts[level]) for level in reversed(LEVELS))))} |"


def _article(report: Report | Unreadable, results: Results, room: int) -> str:
    """A heading, the findings in a table as far as there is room, and how many more there are."""
    if isinstance(report, Unreadable):
        return f"### {escaped(report.uri)}\n\nCould not be read: {escaped(report.error)}.\n"
    document, score = report.audited.article.document, report.score
    grade = f"No grade: {escaped(score.reason or '')}"
    if score.grade is not None and score.value is not None:
        grade = f"Grade **{score.grade}** ({int(score.value)} of 100)"
    shown = select(report.findings, everything=results.verbose)
    more = Counter(shown.more)
    places = Places(document)
    rows: list[str] = []
    for i, finding in enumerate(shown.first):
        is_first = finding.rule_id not in {before.rule_id for before in shown.first[:i]}
        row = _row(finding, places, results, with_remedy=is_first)
        if sum(map(len, rows)) + len(row) > room:
            more.update(left.name for left in shown.first[i:])
            break
        rows.append(row)
    parts = [f"### {escaped(document.uri)}", "", f"{grade}; {levels(active(report))}.", ""]
    parts += [*_HEAD, *rows, ""] if rows else []
    if more:
        parts += [f"And {more.total()} more: {_named(more)}.", ""]
    if score.raise_by:
        parts += [f"Would raise the grade: {escaped('; '.join(score.raise_by))}.", ""]
    return "\n".join(parts)


def _row(finding: Finding, places: Places, results: Results, *, with_remedy: bool) -> str:
    begins = places.begins(finding)
    where = f"{begins[0]}:{begins[1]}" if begins else "article"
    rule = results.rules.get(finding.rule_id)
    name = f"[{finding.rule_id}]({rule.help_uri})" if rule else finding.rule_id
    quote = places.quote_of(finding)
    quoted = f"“{escaped(cut(quote, _LONGEST))}”<br>" if quote else ""
    told = f"{quoted}{escaped(finding.message)}" + (
        f"<br>→ {escaped(finding.remedy)}" if with_remedy and finding.remedy else ""
    )
    return f"| {where} | {finding.level} | {name} {finding.name} | {told} |"


def _named(more: Counter[str]) -> str:
    names: Sequence[tuple[str, int]] = more.most_common()
    return ", ".join(f"{number} {name}" for name, number in names)
