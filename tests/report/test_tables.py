"""JUnit, CSV and the others: they agree with the exit code and with the JSON report."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any, get_args

import pytest
from junitparser import JUnitXml
from msgspec.structs import replace

from citecheck.cli.audit import exit_code
from citecheck.cli.exits import FALLS_SHORT
from citecheck.config import Config, FailOn
from citecheck.model import GRADES, Report
from citecheck.report import csv as findings
from citecheck.report import csv_references as references
from citecheck.report import github, junit, markdown, queries, text
from citecheck.report.results import Results, active
from citecheck.rules import rules


@pytest.mark.parametrize("fail_on", get_args(FailOn))
@pytest.mark.parametrize("min_grade", [None, *GRADES])
def test_junit_fails_where_the_exit_code_does(results: Results, fail_on: FailOn, min_grade: Any) -> None:
    config = Config(fail_on=fail_on, min_grade=min_grade)
    for report in results.reports[::4]:
        one = replace(results, reports=(report,), config=config)
        read = JUnitXml.fromstring(junit.render(one).encode())
        assert bool(read.failures) == (exit_code(one) == FALLS_SHORT)
        assert read.errors == 0


def test_junit_has_a_case_for_every_rule_and_keeps_its_names(results: Results) -> None:
    for suite in JUnitXml.fromstring(junit.render(results).encode()):
        assert [case.name for case in suite] == [f"{rule.id} {rule.name}" for rule in rules().values()]


def test_the_table_of_findings_has_what_the_json_report_has(
    results: Results, all_json: dict[str, dict[str, Any]]
) -> None:
    rows = list(csv.DictReader(StringIO(findings.render(results))))
    expected = [finding for report in all_json.values() for finding in report["findings"]]
    assert len(rows) == len(expected)
    for row, finding in zip(rows, expected, strict=True):
        for column in ("level", "rule_id", "name", "fingerprint", "help_uri"):
            assert row[column] == finding[column]
        assert row["line"] == str(finding["line"] or "")
        assert row["column"] == str(finding["column"] or "")
        assert row["message"].removeprefix("'") == finding["message"].removeprefix("'")


def test_the_table_of_references_has_what_the_json_report_has(
    results: Results, all_json: dict[str, dict[str, Any]]
) -> None:
    rows = list(csv.DictReader(StringIO(references.render(results))))
    expected = [reference for report in all_json.values() for reference in report["references"]]
    assert len(rows) == len(expected)
    for row, reference in zip(rows, expected, strict=True):
        assert row["status"] == reference["resolution"]["status"]
        assert row["doi"] == (reference["resolution"]["doi"] or "")
        assert row["cited"] == str(reference["cited"]).lower()
        assert row["raw"].removeprefix("'") == reference["raw"].removeprefix("'")
        assert row["level"] == str((reference["evidence"]["level"] or {}).get("value", ""))


def test_one_line_a_finding(results: Results) -> None:
    count = sum(len(active(report)) for report in results.reports if isinstance(report, Report))
    assert len(text.render(results).splitlines()) == count
    assert len(github.render(results).splitlines()) == count


def test_what_is_taken_back_is_in_neither(made: Results) -> None:
    for name in (text, github, markdown, junit):
        assert name.render(made).count("5:1") == 0
    assert ",true," in findings.render(made)


def test_github_is_told_the_gravest_first(results: Results) -> None:
    for report in results.reports:
        words = [line.split()[0] for line in github.render(replace(results, reports=(report,))).splitlines()]
        assert words == sorted(words, key=["::error", "::warning", "::notice"].index)


def test_a_comment_has_room_for_many_articles(results: Results) -> None:
    many = replace(results, reports=tuple(results.reports) * 12, verbose=True)
    comment = markdown.render(many)
    assert len(comment) < 65_536
    assert "no room here" in comment


def test_a_comment_shows_a_remedy_once(results: Results) -> None:
    for report in results.reports:
        comment = markdown.render(replace(results, reports=(report,), verbose=True))
        assert comment.count(rules()["PRO001"].remedy) <= 1


# --- questions ---------------------------------------------------------------------------------------------------


def test_every_question_is_numbered_and_known_again(results: Results) -> None:
    asked = 0
    for report in results.reports:
        assert isinstance(report, Report)
        printed = queries.render(replace(results, reports=(report,)))
        lines = [line for line in printed.splitlines() if line[:1].isdigit()]
        assert [line.partition(".")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
        assert all("?" in line for line in lines)
        named = [f.fingerprint for f in report.findings if f"{f.fingerprint}]" in printed]
        assert len(named) == len(lines)
        asked += len(lines)
    assert asked > 50


def test_questions_are_about_rules_that_there_are() -> None:
    from citecheck.tables import load

    assert set(load(queries.QUESTIONS)) <= set(rules())


def test_no_question_is_about_wording(results: Results) -> None:
    assert "PRO0" not in queries.render(results)


def test_an_article_without_questions_says_so(made: Results) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    assert "None." in queries.render(replace(made, reports=(replace(report, findings=()),)))
