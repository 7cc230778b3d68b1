"""The questions to the author: one for each finding that only the author can answer, numbered, in plain words.

Each has the fingerprint of its finding, by which an answered one is known again when the article comes back, and room
for the answer, which `--answers` reads.
"""

from __future__ import annotations

from pathlib import Path

from citecheck.model import Finding, Report, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results, active
from citecheck.report.wording import cut, one_line
from citecheck.tables import load

QUESTIONS = Path(__file__).with_name("queries.toml")
HEADING, ANSWER = "Questions to the author of ", "Answer:"
_LONGEST = 400
"""Characters of a quote; longer than any sentence that an author would not know again by its beginning."""


def render(results: Results) -> str:
    """The questions on all articles, in reading order, numbered for each article from 1."""
    return "\n".join(_article(report) for report in results.reports)


def _article(report: Report | Unreadable) -> str:
    if isinstance(report, Unreadable):
        return f"{one_line(report.error)}\n"
    document = report.audited.article.document
    places = Places(document)
    asked = [finding for finding in active(report) if finding.rule_id in load(QUESTIONS)]
    name = "the article" if document.uri == "-" else document.uri
    title = f"“{document.facts.title}” ({name})" if document.facts.title else name
    parts = [one_line(f"{HEADING}{title}"), ""]
    if not asked:
        parts += ["None.", ""]
    for number, finding in enumerate(asked, 1):
        lead = f"{number}. "
        indent = " " * len(lead)
        parts += [lead + _question(finding, places), f"{indent}[{_where(finding, places)}]", f"{indent}{ANSWER}", ""]
    return "\n".join(parts)


def _question(finding: Finding, places: Places) -> str:
    quote = cut(one_line(places.quote_of(finding) or ""), _LONGEST)
    template: str = load(QUESTIONS)[finding.rule_id]
    # In one go: the words of an article may hold braces of their own.
    return template.format_map({"quote": quote, "message": one_line(finding.message)})


def _where(finding: Finding, places: Places) -> str:
    begins = places.begins(finding)
    if begins is None or finding.start is None:
        return f"the whole article, {finding.rule_id}, {finding.fingerprint}"
    paragraph = f"paragraph {places.paragraph(finding.start)}"
    line = paragraph if places.is_extracted else f"line {begins[0]}"
    return f"{line}, {finding.rule_id}, {finding.fingerprint}"
