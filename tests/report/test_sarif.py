"""SARIF: regions are those of the source, every rule is told, and a result is known again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from citecheck.config import Config
from citecheck.model import Report, Run
from citecheck.pipeline import Auditor
from citecheck.report.results import Results
from citecheck.report.sarif import as_sarif, render, uri_reference
from citecheck.rules import rules

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats" / "made" / "brackets"
Object = dict[str, Any]


@pytest.fixture(scope="module")
def run(results: Results) -> Object:
    value: Object = as_sarif(results)["runs"][0]
    return value


def _placed(run: Object) -> Iterator[tuple[Object, Object]]:
    """Each result that has a region, with that."""
    for result in run["results"]:
        physical = result["locations"][0]["physicalLocation"]
        if "region" in physical:
            yield result, physical["region"]


def test_a_region_holds_what_stands_at_its_offsets(run: Object, results: Results) -> None:
    sources = [r.audited.article.document.source for r in results.reports if isinstance(r, Report)]
    placed = list(_placed(run))
    assert len(placed) > 100
    for result, region in placed:
        source = sources[result["locations"][0]["physicalLocation"]["artifactLocation"]["index"]]
        end = region["charOffset"] + region["charLength"]
        assert source[region["charOffset"] : end] == region["snippet"]["text"]
        assert source[: region["charOffset"]].count("\n") + 1 == region["startLine"]
        line = source.splitlines()[region["startLine"] - 1]
        if region["endLine"] == region["startLine"]:
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]


def test_every_rule_that_ran_is_told_with_help(run: Object) -> None:
    told = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in told] == list(rules())
    for rule in told:
        assert rule["help"]["text"]
        assert "**What to do.**" in rule["help"]["markdown"]
        assert rule["helpUri"].endswith(f"/{rule['id']}.md")
        assert 0 <= rule["defaultConfiguration"]["rank"] <= 100


def test_results_lead_to_their_rules_and_articles(run: Object) -> None:
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        where = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][where["index"]]["location"]["uri"] == where["uri"]
        assert 0 <= result["rank"] <= 100


def test_fingerprints_are_of_one_result_of_one_article(run: Object) -> None:
    seen = {
        (r["locations"][0]["physicalLocation"]["artifactLocation"]["index"], r["partialFingerprints"]["citecheck/v1"])
        for r in run["results"]
    }
    assert len(seen) == len(run["results"])


def test_what_is_taken_back_is_suppressed_and_a_fix_is_an_edit(made: Results) -> None:
    found = as_sarif(made)["runs"][0]["results"]
    assert [bool(result.get("suppressions")) for result in found] == [False, False, True, False, False]
    report = made.reports[0]
    assert isinstance(report, Report)
    source = report.audited.article.document.source
    (replacement,) = found[0]["fixes"][0]["artifactChanges"][0]["replacements"]
    begin = replacement["deletedRegion"]["charOffset"]
    end = begin + replacement["deletedRegion"]["charLength"]
    assert source[:begin].endswith("Tea cures ")
    assert (source[begin:end], replacement["insertedContent"]["text"]) == ("all", "some")


def test_brackets_of_an_article_are_no_link(made: Results) -> None:
    for result in as_sarif(made)["runs"][0]["results"]:
        assert "](" not in result["message"]["text"].replace("\\](", "")


def test_what_could_not_be_read_or_looked_up_is_told_of_the_run(made: Results) -> None:
    (invocation,) = as_sarif(made)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["warning", "error"]
    allowed = replace(made, reports=made.reports[:1], config=Config(allow_incomplete=True))
    assert as_sarif(allowed)["runs"][0]["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("name", ["article.docx", "office.pdf"])
def test_a_file_without_lines_has_paragraphs_and_words(name: str, sarif_schema: Object) -> None:
    import jsonschema

    report = Auditor(Config(network="off")).audit(str(FORMATS / name))
    log = json.loads(render(Results([report], Run(complete=True, network="off", duration_s=0), rules())))
    jsonschema.validate(log, sarif_schema, cls=jsonschema.Draft7Validator)
    found = log["runs"][0]["results"]
    assert isinstance(report, Report)
    assert found
    for result, finding in zip(found, report.findings, strict=True):
        location = result["locations"][0]
        assert "region" not in location["physicalLocation"]
        if finding.start is not None:
            assert location["logicalLocations"][0]["name"].startswith("paragraph ")
            assert location["message"]["text"]


@pytest.mark.parametrize(
    ("uri", "written"),
    [
        ("docs/a b.md", "docs/a%20b.md"),
        ("C:a.md", "C%3Aa.md"),
        ("../é.md", "../%C3%A9.md"),
        ("/a/b#c.md", "file:///a/b%23c.md"),
        ("https://example.org/a?b=c d", "https://example.org/a?b=c%20d"),
        ("-", "stdin"),
        ("a\udcff.md", "a%FF.md"),
    ],
)
def test_a_name_is_a_uri(uri: str, written: str) -> None:
    assert uri_reference(uri) == written
