"""SARIF 2.1.0 (OASIS): results for code scanning, editors and whatever else reads them.

Columns and offsets count Unicode code points, as everywhere here. A result in a Word file, a PDF or JATS has no region,
since nobody sees the lines of such a file: it has the words and the number of the paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from citecheck import __version__
from citecheck.model import Finding, Fix, Level, Related, Report, Span, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results, RuleText

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/citecheck/citecheck"
_SEVERITY: dict[Level, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
"""GitHub's words for the levels, `problem.severity`."""
_PRECISION = ((0.9, "very-high"), (0.75, "high"), (0.5, "medium"), (0.0, "low"))
"""GitHub's words for how often a rule is right, by the least confidence."""

Object = dict[str, Any]


def render(results: Results) -> str:
    """One log of one run over all articles."""
    return json.dumps(as_sarif(results), ensure_ascii=False, indent=1) + "\n"


def as_sarif(results: Results) -> Object:
    """The log as a dictionary."""
    index = {rule_id: i for i, rule_id in enumerate(results.rules)}
    artifacts: list[Object] = []
    found: list[Object] = []
    for number, report in enumerate(results.reports):
        artifacts.append(_artifact(report))
        if isinstance(report, Report):
            writer = _Writer(report, number, index)
            found += [writer.result(finding) for finding in report.findings]
    driver = {
        "name": "citecheck",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in results.rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(results)],
        "language": "en",
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": artifacts,
        "results": found,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri_reference(uri: str) -> str:
    """The name of a source as a URI; a relative path stays one, which GitHub takes from the root of the repository."""
    if uri.lower().startswith(("http://", "https://")):
        return quote(uri, safe=":/?#[]@!$&'()*+,;=%")
    if uri == "-":
        return "stdin"
    path = PurePath(uri)
    name = quote(path.as_posix(), safe="/", errors="surrogateescape")
    return ("file://" if name.startswith("/") else "file:///") + name if path.is_absolute() else name


def _rule(rule: RuleText) -> Object:
    help_text = f"{rule.why} {rule.remedy}\n\nBefore: {rule.before}\nAfter: {rule.after}"
    shown = f"**Why.** {rule.why}\n\n**What to do.** {rule.remedy}\n\n> Before: {rule.before}\n>\n> After: {rule.after}"
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": help_text, "markdown": shown},
        "helpUri": rule.help_uri,
        "defaultConfiguration": {"level": rule.level, "rank": _rank(rule.weight, rule.confidence)},
        "properties": {
            "tags": [rule.family],
            "precision": next(word for least, word in _PRECISION if rule.confidence >= least),
            "problem.severity": _SEVERITY[rule.level],
        },
    }


def _rank(weight: float, confidence: float) -> float:
    """0 to 100: what is at stake, times how sure it is; the order within a level."""
    return round(100 * weight * confidence, 1)


def _artifact(report: Report | Unreadable) -> Object:
    if isinstance(report, Unreadable):
        return {"location": {"uri": uri_reference(report.uri)}, "roles": ["analysisTarget"]}
    document, score = report.audited.article.document, report.score
    artifact: Object = {
        "location": {"uri": uri_reference(document.uri)},
        "roles": ["analysisTarget"],
        "mimeType": document.media_type,
        "hashes": {"sha-256": document.sha256},
        "properties": {"grade": score.grade, "value": score.value},
    }
    return artifact | ({"encoding": document.encoding} if document.encoding else {})


def _invocation(results: Results) -> Object:
    """The remarks on the run, and the articles that could not be read."""
    notes: list[Object] = [
        {"level": note.level, "message": {"text": _message(note.message)}} for note in results.run.notifications
    ]
    for i, report in enumerate(results.reports):
        if isinstance(report, Unreadable):
            where = {"physicalLocation": {"artifactLocation": {"uri": uri_reference(report.uri), "index": i}}}
            notes.append({"level": "error", "message": {"text": _message(report.error)}, "locations": [where]})
    unread = any(isinstance(report, Unreadable) for report in results.reports)
    return {
        "executionSuccessful": results.is_complete and not unread,
        "toolExecutionNotifications": notes,
        "properties": {"network": results.run.network, "complete": results.run.complete},
    }


def _message(text: str) -> str:
    """A message whose brackets no reader takes for a link: "[words](target)" is one in SARIF."""
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


class _Writer:
    """Writes the results of one article."""

    def __init__(self, report: Report, number: int, rules: Mapping[str, int]) -> None:
        self.document = report.audited.article.document
        self.places = Places(self.document)
        self.artifact = {"uri": uri_reference(self.document.uri), "index": number}
        self.rules = rules

    def result(self, finding: Finding) -> Object:
        result: Object = {"ruleId": finding.rule_id}
        if finding.rule_id in self.rules:
            result["ruleIndex"] = self.rules[finding.rule_id]
        result |= {
            "level": finding.level,
            "rank": _rank(finding.weight, finding.confidence),
            "message": {"text": _message(finding.message)},
            "locations": [self._location(self._span(finding))],
            # GitHub knows a result again by the second name alone, and would make its own of the line.
            "partialFingerprints": {
                "citecheck/v1": finding.fingerprint,
                "primaryLocationLineHash": finding.fingerprint,
            },
            "properties": {"confidence": round(finding.confidence, 3), "remedy": finding.remedy},
        }
        if finding.related:
            result["relatedLocations"] = [self._related(i, one) for i, one in enumerate(finding.related, 1)]
        if finding.fix and not self.places.is_extracted:
            result["fixes"] = [self._fix(finding.fix, finding.remedy)]
        if finding.suppressed:
            result["suppressions"] = [{"kind": "inSource", "status": "accepted"}]
        return result

    def _span(self, finding: Finding) -> Span | None:
        return None if finding.start is None or finding.end is None else Span(finding.start, finding.end)

    def _location(self, span: Span | None) -> Object:
        where: Object = {"physicalLocation": {"artifactLocation": dict(self.artifact)}}
        if span is None:
            return where
        if not self.places.is_extracted:
            place = self.places.at(span)
            where["physicalLocation"]["region"] = self._region(place) | {
                "snippet": {"text": self.places.source[place.start : place.end]}
            }
            return where
        paragraph = self.places.paragraph(span.start)
        where["logicalLocations"] = [{"name": f"paragraph {paragraph}", "kind": "paragraph"}]
        where["message"] = {"text": _message(self.places.quote(span))}
        return where

    def _region(self, place: Span) -> Object:
        line, column = self.places.line(place.start)
        last, behind = self.places.line(place.end)
        return {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": behind,
            "charOffset": place.start,
            "charLength": place.end - place.start,
        }

    def _related(self, number: int, related: Related) -> Object:
        return {"id": number} | self._location(related) | {"message": {"text": _message(related.message)}}

    def _fix(self, fix: Fix, remedy: str) -> Object:
        replacement = {
            "deletedRegion": self._region(self.places.at(fix)),
            "insertedContent": {"text": fix.replacement},
        }
        change = {"artifactLocation": dict(self.artifact), "replacements": [replacement]}
        return {"description": {"text": remedy}, "artifactChanges": [change]}
