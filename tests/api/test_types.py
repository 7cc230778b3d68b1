"""What programs write, as mypy sees it: this file is checked with the rest, and every line of it also runs."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import citecheck
from citecheck import Config, Finding, Report, UnreadableSourceError, audit

TEXT = "Tea\n\nThis revolutionary tea cures colds in all adults who drink it. It is sold in bottles.\n"
OFFLINE = Config(network="off", min_grade="C", levels={"PRO": "note"})


def test_the_types_of_the_interface_are_those_that_programs_see(tmp_path: Path) -> None:
    path = tmp_path / "tea.md"
    path.write_text(TEXT, encoding="utf-8")
    report = assert_type(citecheck.audit(path, config=OFFLINE), Report)
    assert_type(audit(TEXT, config=OFFLINE, format="markdown"), Report)
    assert_type(report.findings, tuple[Finding, ...])
    finding = report.findings[0]
    assert_type(finding.fingerprint, str)
    assert_type(finding.start, int | None)
    assert_type(finding.suppressed, bool)
    assert_type(citecheck.place(report, finding), tuple[int, int] | None)
    assert_type(citecheck.quote(report, finding), str | None)
    assert_type(citecheck.render([report], "sarif"), str | bytes)
    assert_type(citecheck.is_complete([report]), bool)
    assert_type(report.score.value, float | None)
    assert_type(citecheck.__version__, str)
    error: type[Exception] = UnreadableSourceError
    assert issubclass(error, Exception)


def wrong(report: Report) -> None:
    """Never run: mypy has to find a fault in each of these lines, or it calls the comment behind it unused."""
    citecheck.audit()  # type: ignore[call-arg]
    citecheck.audit(3)  # type: ignore[arg-type]
    citecheck.audit(TEXT, format="word")  # type: ignore[arg-type]
    citecheck.audit(TEXT, Config())  # type: ignore[call-arg]
    Config(network="sometimes")  # type: ignore[arg-type]
    report.score.grade = "A"  # type: ignore[misc]
    report.verdict  # type: ignore[attr-defined]  # noqa: B018
