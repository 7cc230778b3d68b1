"""JUnit XML, for builds that read nothing else: an article is a suite, a rule a case.

A case fails where findings make the command fail; others it prints. So a build fails with this file exactly where the
exit code says so, and the names of cases stay the same from run to run. No time is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from citecheck.expressions import expression
from citecheck.model import Report, Unreadable
from citecheck.report.results import Results, active
from citecheck.report.text import lines
from citecheck.report.wording import one_line

_NO_XML = expression("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow, however they are written."""


def render(results: Results) -> str:
    """All articles, and the run where look-ups are missing from it."""
    suites = [_suite(report, results) for report in results.reports]
    if not results.is_complete:
        message = "; ".join(note.message for note in results.run.notifications) or "some works could not be looked up"
        suites.append(_Suite("run").error("look-ups", message))
    totals = " ".join(f'{name}="{sum(suite.count(name) for suite in suites)}"' for name in _Suite.COUNTS)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<testsuites name="citecheck" {totals}>\n',
        *(suite.xml() for suite in suites),
        "</testsuites>\n",
    ]
    return "".join(parts)


def _suite(report: Report | Unreadable, results: Results) -> _Suite:
    if isinstance(report, Unreadable):
        return _Suite(report.uri).error("readable", report.error)
    suite = _Suite(report.audited.article.document.uri)
    told = list(zip(active(report), lines(report), strict=True))
    for rule in results.rules.values():
        own = [(finding, line) for finding, line in told if finding.rule_id == rule.id]
        failing = [(finding, line) for finding, line in own if results.fails(finding)]
        passing = [line for finding, line in own if not results.fails(finding)]
        messages = [finding.message for finding, _ in failing]
        suite.case(f"{rule.id} {rule.name}", messages, [line for _, line in failing], passing)
    if results.config.min_grade:
        grade = report.score.grade
        low = [f"grade {grade}, below {results.config.min_grade}"] if results.is_below(report) else []
        suite.case(
            "grade", low, low, [] if low else [f"grade {grade}" if grade else f"no grade: {report.score.reason}"]
        )
    return suite


class _Suite:
    """One test suite, written case by case."""

    COUNTS = ("tests", "failures", "errors")

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts = dict.fromkeys(self.COUNTS, 0)
        self.cases: list[str] = []

    def count(self, name: str) -> int:
        return self.counts[name]

    def case(self, name: str, messages: list[str], failing: Iterable[str], passing: Iterable[str]) -> None:
        """A case that fails where there are messages; `failing` and `passing` are its lines."""
        inner = ""
        if messages:
            more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
            message = _attribute(one_line(messages[0]) + more)
            inner += f'   <failure message={message} type="finding">{_text(failing)}</failure>\n'
            self.counts["failures"] += 1
        if any(passing):
            inner += f"   <system-out>{_text(passing)}</system-out>\n"
        self._add(name, inner)

    def error(self, name: str, message: str) -> _Suite:
        """A case that could not be run."""
        self.counts["errors"] += 1
        self._add(name, f'   <error message={_attribute(one_line(message))} type="error"/>\n')
        return self

    def xml(self) -> str:
        counts = " ".join(f'{name}="{number}"' for name, number in self.counts.items())
        return f" <testsuite name={_attribute(self.name)} {counts}>\n{''.join(self.cases)} </testsuite>\n"

    def _add(self, name: str, inner: str) -> None:
        self.counts["tests"] += 1
        head = f"  <testcase classname={_attribute(self.name)} name={_attribute(name)}"
        self.cases.append(f"{head}>\n{inner}  </testcase>\n" if inner else f"{head}/>\n")


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))


def _text(told: Iterable[str]) -> str:
    return escape(_NO_XML.sub("", "\n".join(told)))
