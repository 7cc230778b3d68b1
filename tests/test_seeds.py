"""The five real articles that the first users sent, with the works behind their references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from citecheck.cli import main

pytestmark = pytest.mark.shared

Reports = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def shared_folder() -> Path:
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


@pytest.fixture(scope="module")
def whole(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON of one run over all five."""
    target = tmp_path_factory.mktemp("seeds") / "report.json"
    works = str(shared_folder / "gold" / "seeds" / "works.jsonl")
    sources = [str(path) for path in sorted((shared_folder / "seeds").glob("*.txt"))]
    code = main(
        [
            "audit",
            *sources,
            "--offline",
            "--works",
            works,
            "--fail-on",
            "none",
            "--format",
            "json",
            "--output",
            str(target),
        ]
    )
    assert code == 0
    value: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return value


@pytest.fixture(scope="module")
def reports(whole: dict[str, Any]) -> Reports:
    """By the number of the article."""
    return {Path(report["document"]["uri"]).name[:3]: report for report in whole["reports"]}


@pytest.fixture(scope="module")
def gold(shared_folder: Path) -> Callable[[str], dict[str, Any]]:
    def load(number: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(
            (shared_folder / "gold" / "seeds" / f"{number}.json").read_text(encoding="utf-8")
        )
        return value

    return load


@pytest.fixture(scope="module")
def sources(reports: Reports) -> dict[str, str]:
    return {number: Path(r["document"]["uri"]).read_bytes().decode() for number, r in reports.items()}


def _regions(report: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    return [region for region in report["document"]["regions"] if region["kind"] in kinds]


def _overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["start"] is not None and bool(one["start"] < other["end"] and other["start"] < one["end"])


def test_the_json_validates(whole: dict[str, Any]) -> None:
    schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(whole, schema, cls=jsonschema.Draft202012Validator)
    assert len(whole["reports"]) == 5
    assert whole["run"]["complete"] is True


def test_all_references_are_resolved_as_the_gold_says(reports: Reports, gold: Callable[[str], dict[str, Any]]) -> None:
    count = 0
    for number, report in reports.items():
        wanted = gold(number)["references"]
        assert len(report["references"]) == len(wanted)
        for reference, right in zip(report["references"], wanted, strict=True):
            count += 1
            resolution = reference["resolution"]
            if right["expected_resolution"] == "crossref-doi":
                assert resolution["status"] == "matched"
                assert resolution["doi"].lower() == right["doi"].lower()
            else:
                assert (resolution["status"], resolution["doi"]) == ("not-indexable", None)
    assert count == 18


def test_all_markers_are_found_with_their_references(reports: Reports, gold: Callable[[str], dict[str, Any]]) -> None:
    for number, report in reports.items():
        wanted = [(m["start"], m["end"], [str(n) for n in m["refs"]]) for m in gold(number)["markers"]]
        assert [(c["start"], c["end"], c["reference_ids"]) for c in report["citations"]] == wanted


def test_titles_and_dates(reports: Reports, gold: Callable[[str], dict[str, Any]]) -> None:
    for number, report in reports.items():
        assert report["document"]["title"] == gold(number)["title"]
        assert report["document"]["published"] == gold(number)["published"]


def test_no_promotional_finding_lies_in_a_reference(reports: Reports) -> None:
    for report in reports.values():
        for finding in report["findings"]:
            if finding["rule_id"].startswith("PRO"):
                assert not any(_overlaps(finding, r) for r in _regions(report, "references", "related", "navigation"))


# --- 004 ---------------------------------------------------------------------------------------------------------


def test_a_year_in_a_title_is_not_the_year_of_issue(reports: Reports) -> None:
    """“… study 2010. PLoS Med 2013; 10: e1001547.”"""
    reference = reports["004"]["references"][2]
    assert "study 2010. PLoS Med 2013" in reference["raw"]
    assert reference["csl"]["issued"] == {"date-parts": [[2013]]}
    assert reference["csl"]["title"].endswith("study 2010")


def test_a_decade_and_a_marker(reports: Reports, sources: dict[str, str]) -> None:
    """“in the 1960s2, and”"""
    second = reports["004"]["citations"][1]
    assert (second["text"], second["reference_ids"]) == ("2", ["2"])
    assert sources["004"][: second["start"]].endswith("in the 1960s")


def test_a_marker_behind_an_abbreviation_ends_the_sentence(reports: Reports) -> None:
    """“… John Krystal, MD.8”"""
    sentence = next(s for s in reports["004"]["sentences"] if "John Krystal" in s["text"])
    assert sentence["text"].endswith("John Krystal, MD.8")
    assert sentence["reference_ids"] == ["8"]


def test_the_paragraphs_of_the_clinic_are_no_main_text(reports: Reports) -> None:
    report = reports["004"]
    for words in ("What is Internet Addiction?", "Call our care team today", "We are here to help", "Read More"):
        assert not any(words in s["text"] for s in report["sentences"])


# --- 000 ---------------------------------------------------------------------------------------------------------


def test_a_list_without_a_heading_is_the_list(reports: Reports, gold: Callable[[str], dict[str, Any]]) -> None:
    report = reports["000"]
    assert [r["label"] for r in report["references"]] == ["1", "2", "3", "4"]
    (region,) = _regions(report, "references")
    section = gold("000")["reference_section"]
    assert abs(region["start"] - section["start"]) <= 4
    assert abs(region["end"] - section["end"]) <= 4
    assert not any(s["start"] >= region["start"] for s in report["sentences"])


def test_the_doi_ends_where_the_reference_ends(reports: Reports) -> None:
    assert reports["000"]["references"][3]["csl"]["DOI"] == "10.7573/dic.212305"


def test_the_call_to_action_is_no_main_text(reports: Reports) -> None:
    report = reports["000"]
    for words in ("Click here", "contact us here", "Share this post", "Discover more"):
        assert not any(words in s["text"] for s in report["sentences"]), words
    calls = _regions(report, "call-to-action")
    assert any("contact us here" in report_text for report_text in (_text(report, region) for region in calls))


def _text(report: dict[str, Any], region: dict[str, Any]) -> str:
    return Path(report["document"]["uri"]).read_bytes().decode()[region["start"] : region["end"]]


# --- 001 and 003 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["001", "003"])
def test_no_reference_and_no_citation_and_told_so(reports: Reports, number: str) -> None:
    report = reports[number]
    assert report["references"] == []
    assert report["citations"] == []
    (finding,) = (f for f in report["findings"] if f["rule_id"] == "CIT004")
    assert finding["start"] is None
    assert re.match(
        r"The article gives no source for anything it says; \d+ of its statements need one\.", finding["message"]
    )
    assert report["score"]["grade"] in ("D", "F")


@pytest.mark.parametrize("number", ["001", "003"])
def test_the_terminal_says_so_in_one_sentence(
    reports: Reports, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", reports[number]["document"]["uri"], "--offline"])
    assert "This article gives no source at all:" in " ".join(capsys.readouterr().out.split())


# --- 002 ---------------------------------------------------------------------------------------------------------


def test_a_named_meta_analysis_is_a_source_that_can_be_found(reports: Reports) -> None:
    report = reports["002"]
    named = [a for a in report["attributions"] if "Annals of Pharmacotherapy" in a["text"]]
    assert named
    assert all(a["identifiable"] and a["kind"] == "study" for a in named)
    assert "meta-analysis" in " ".join(a["text"] for a in named)
    first = next(s for s in report["sentences"] if s["text"].startswith("The drug ketamine can reduce"))
    assert first["verdict"] == "attributed"
    assert "CIT004" not in {f["rule_id"] for f in report["findings"]}


def test_its_related_stories_are_no_main_text(reports: Reports) -> None:
    report = reports["002"]
    assert _regions(report, "related")
    for words in (
        "zebrafish",
        "Hispanic adolescents",
        "Student loan debt",
        "Welcome Back",
        "Read moreDetails",
        "Subscribe",
    ):
        assert not any(words in s["text"] for s in report["sentences"]), words


def test_no_finding_lies_in_them(reports: Reports) -> None:
    report = reports["002"]
    for region in _regions(report, "related", "navigation", "other"):
        assert not [f for f in report["findings"] if _overlaps(f, region)]


def test_its_byline(reports: Reports) -> None:
    assert reports["002"]["document"]["author"] == ["C. Michael White"]
    assert reports["002"]["document"]["published"] == "2024-01-22"


# --- named studies and suggestions -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def suggesting(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON over 002 with suggestions, its distractors among the works."""
    target = tmp_path_factory.mktemp("suggestions") / "report.json"
    (source,) = (shared_folder / "seeds").glob("002_*.txt")
    lists = [str(shared_folder / "gold" / "seeds" / name) for name in ("distractors.jsonl", "works.jsonl")]
    works = [argument for path in lists for argument in ("--works", path)]
    to = ["--format", "json", "--output", str(target)]
    assert main(["audit", str(source), "--offline", "--suggest", *works, "--fail-on", "none", *to]) == 0
    value: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return value


def test_the_study_that_002_names_is_found_and_none_of_those_like_it(
    suggesting: dict[str, Any], shared_folder: Path
) -> None:
    schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(suggesting, schema, cls=jsonschema.Draft202012Validator)
    (report,) = suggesting["reports"]
    meant = "10.1177/10600280231199666"
    named = [a["resolution"] for a in report["attributions"] if a["resolution"]]
    assert [(one["status"], one["doi"]) for one in named] == [("matched", meant)] * 2
    suggested = [one["doi"] for f in report["findings"] for one in f["suggestions"]]
    assert meant in suggested
    lines = (shared_folder / "gold" / "seeds" / "distractors.jsonl").read_text(encoding="utf-8").splitlines()
    distractors = {json.loads(line)["DOI"] for line in lines}
    assert len(distractors) > 90
    assert distractors.isdisjoint(suggested)
    assert not any(doi in json.dumps(named) for doi in distractors)


# --- what experts found ------------------------------------------------------------------------------------------

EXPERTS = [
    # (article, how the words begin that the expert points at, the rule that reports them)
    ("000", "repeat IV ketamine", "CIT003"),
    ("000", "major depressive disorder [3]", "CIT003"),
    ("000", "injected a group of rodents", "CIT003"),
    ("000", "Through antagonizing", "EVD020"),
    ("000", None, "BAL001"),
    ("001", "Their at-home", "BAL002"),
    ("001", "Impact Psychedelics offers", "BAL002"),
    ("001", None, "CIT004"),
    ("001", "The most significant benefit", "CIT003"),
    ("001", "While there are potential risks", "CIT003"),
    ("002", "PTSD symptoms reduced", "EVD022"),
    ("002", "PTSD symptoms declined", "EVD022"),
    ("002", "Patients with PTSD are twice", "CIT003"),
    ("002", "is about the same", "CIT003"),
    ("002", "Those with moderate to severe", "CIT003"),
    ("003", "this is enough proof", "EVD021"),
    ("003", "Racemic was approved", "CIT003"),
    ("003", "Anyone with depression", "CIT003"),
    ("003", "the possible benefits", "CIT003"),
    ("003", "drastically reduce", "PRO001"),
    ("003", "an infusion the first week", "CIT003"),
    ("003", "the beneficial effects wear off", "CIT003"),
    ("003", "Mostly, people seem to prefer", "PRO005"),
    ("003", "which the FDA also approved", "CIT003"),
    ("003", None, "CIT004"),
    ("004", "“Recent data suggest", "PRO002"),
    ("004", "Doctors are able to provide", "PRO004"),
    ("004", "Ketamine’s antidepressant effects tend", "EVD001"),
    ("004", "the reparation of", "CIT003"),
    ("004", "As mentioned earlier", "CIT003"),
    ("004", "‘may improve", "CIT005"),
    ("004", "Its soothing effect", "CIT003"),
]


@pytest.mark.parametrize(("number", "words", "rule_id"), EXPERTS)
def test_what_an_expert_finds_without_opening_a_source_is_reported(
    reports: Reports, gold: Callable[[str], dict[str, Any]], number: str, words: str | None, rule_id: str
) -> None:
    found = [f for f in reports[number]["findings"] if f["rule_id"] == rule_id]
    if words is None:
        assert [f for f in found if f["start"] is None]
        return
    (meant,) = (e for e in gold(number)["expert_findings"] if (e["quote"] or "").startswith(words))
    assert any(_overlaps(finding, meant) for finding in found)


def test_a_marker_in_an_aside_stands_for_the_aside(reports: Reports) -> None:
    """“Depression (many … also suffer from … [3])” is an item of a list without a source."""
    item = next(s for s in reports["000"]["sentences"] if s["text"].startswith("Depression (many"))
    assert item["verdict"] == "missing-citation"
    assert "aside in brackets" in item["reason"]


def test_what_is_known_of_nobody_is_asked_for(reports: Reports) -> None:
    """“an average of about three and a half days of work” gives a figure, in words."""
    sentence = next(s for s in reports["002"]["sentences"] if "three and a half days" in s["text"])
    assert sentence["verdict"] == "missing-citation"
