"""Workflow commands, which GitHub shows beside the lines that a pull request changes.

GitHub shows ten annotations of each level and step, so those with most at stake come first.
"""

from __future__ import annotations

from citecheck.model import LEVELS, Finding, Level, Report, Span, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results, active
from citecheck.report.wording import one_line

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_ESCAPED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _ESCAPED | str.maketrans({":": "%3A", ",": "%2C"})


def render(results: Results) -> str:
    """One command a line."""
    return "".join(f"{line}\n" for report in results.reports for line in _lines(report))


def _lines(report: Report | Unreadable) -> list[str]:
    if isinstance(report, Unreadable):
        return [_command("error", {"file": report.uri, "title": "unreadable"}, report.error)]
    document = report.audited.article.document
    places = Places(document)
    found = sorted(active(report), key=lambda f: (-LEVELS.index(f.level), -f.weight * f.confidence))
    return [_annotation(finding, document.uri, places) for finding in found]


def _annotation(finding: Finding, uri: str, places: Places) -> str:
    """At the lines of a text file; of other files, whose lines nobody sees, at the file, with the words."""
    place = places.of(finding)
    message = f"{finding.message} {finding.remedy}".strip()
    where = {} if place is None or places.is_extracted else _region(place, places)
    if place and places.is_extracted:
        message = f"“{places.quote_of(finding)}”: {message}"
    title = f"{finding.rule_id} {finding.name}"
    return _command(_COMMANDS[finding.level], {"file": uri, **where, "title": title}, message)


def _region(place: Span, places: Places) -> dict[str, str]:
    """Columns only where the finding ends in the line it begins in: GitHub takes no others."""
    line, column = places.line(place.start)
    last, behind = places.line(max(place.start, place.end - 1))
    if line != last:
        return {"line": str(line), "endLine": str(last)}
    return {"line": str(line), "endLine": str(last), "col": str(column), "endColumn": str(behind + 1)}


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = {key: value for key, value in properties.items() if key != "file" or value != "-"}
    listed = ",".join(f"{key}={value.translate(_IN_PROPERTY)}" for key, value in told.items())
    return f"::{name} {listed}::{one_line(message).translate(_ESCAPED)}"
