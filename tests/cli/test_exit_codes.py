"""Exit codes as the contract gives them: 0 good enough, 1 falls short, 2 not done; 2 outranks 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import GRADES

Run = Callable[..., Any]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "articles"
WORKS = FIXTURES.parent / "works"

# Rule and level of the three findings of the article.
DANGLING, MISSING, UNCITED = "CIT001", "CIT003", "CIT002"


@pytest.mark.parametrize(
    ("rule", "fail_on", "code"),
    [
        (UNCITED, "none", 0),
        (UNCITED, "note", 1),
        (UNCITED, "warning", 0),
        (UNCITED, "error", 0),
        (MISSING, "none", 0),
        (MISSING, "note", 1),
        (MISSING, "warning", 1),
        (MISSING, "error", 0),
        (DANGLING, "none", 0),
        (DANGLING, "note", 1),
        (DANGLING, "warning", 1),
        (DANGLING, "error", 1),
    ],
)
def test_fail_on_each_level(run: Run, article: Path, rule: str, fail_on: str, code: int) -> None:
    done = run("audit", article, "--offline", "--select", rule, "--fail-on", fail_on, "--format", "json")
    assert {f["rule_id"] for f in done.json["reports"][0]["findings"]} == {rule}
    assert done.code == code


@pytest.mark.parametrize(("rule", "code"), [(UNCITED, 0), (MISSING, 0), (DANGLING, 1)])
def test_errors_fail_by_default(run: Run, article: Path, rule: str, code: int) -> None:
    assert run("audit", article, "--offline", "--select", rule).code == code


def test_nothing_to_find_is_success(run: Run, harmless: Path) -> None:
    done = run("audit", harmless, "--offline", "--fail-on", "note")
    assert (done.code, done.err) == (0, "")


def test_one_failing_article_of_several_fails_the_run(run: Run, article: Path, harmless: Path) -> None:
    assert run("audit", harmless, article, "--offline").code == 1


@pytest.mark.parametrize("name", ["detox-tea-shop.md", "sleep-apnea-news.txt", "turmeric-arthritis.txt"])
def test_min_grade(run: Run, name: str) -> None:
    works = [option for path in sorted(WORKS.glob("*.jsonl")) for option in ("--works", path)]
    options = ("audit", FIXTURES / name, "--offline", "--fail-on", "none", *works)
    given = run(*options, "--format", "json").json["reports"][0]["score"]["grade"]
    codes = {wanted: run(*options, "--min-grade", wanted).code for wanted in GRADES}
    assert codes == {wanted: int(GRADES.index(given) > GRADES.index(wanted)) for wanted in GRADES}


def test_an_article_without_a_grade_is_not_below_any(run: Run, harmless: Path) -> None:
    done = run("audit", harmless, "--offline", "--min-grade", "A", "--format", "json")
    assert done.json["reports"][0]["score"]["grade"] is None
    assert done.code == 0


def test_what_min_confidence_leaves_out_does_not_fail(run: Run, article: Path) -> None:
    assert run("audit", article, "--offline", "--fail-on", "warning", "--select", MISSING).code == 1
    assert (
        run("audit", article, "--offline", "--fail-on", "warning", "--select", MISSING, "--min-confidence", "1").code
        == 0
    )


def test_unresolved_references_on_the_default_network_are_incomplete(run: Run, article: Path) -> None:
    done = run("audit", article, "--format", "json")
    assert done.code == 2
    report = done.json
    assert report["run"]["complete"] is False
    assert report["run"]["network"] == "references"
    assert {r["resolution"]["status"] for r in report["reports"][0]["references"]} == {"unchecked"}
    assert any("looked up" in note["message"] for note in report["run"]["notifications"])
    assert "2 references could not be looked up" in done.complaint


def test_the_report_still_comes_out(run: Run, article: Path) -> None:
    done = run("audit", article)
    assert done.code == 2
    assert "dangling-citation" in done.out
    assert "Not complete" in done.out


def test_incomplete_outranks_findings_and_allow_incomplete_lifts_it(run: Run, article: Path) -> None:
    assert run("audit", article, "--fail-on", "note").code == 2
    assert run("audit", article, "--fail-on", "note", "--allow-incomplete").code == 1
    assert run("audit", article, "--fail-on", "none", "--allow-incomplete").code == 0


@pytest.mark.parametrize("option", [("--offline",), ("--network", "off")])
def test_offline_is_never_incomplete(run: Run, article: Path, option: tuple[str, ...]) -> None:
    done = run("audit", article, *option, "--fail-on", "none", "--format", "json")
    assert done.code == 0
    assert done.json["run"]["complete"] is True
    assert done.err == ""


def test_complete_where_the_works_hold_every_reference(run: Run, article: Path, works: Path) -> None:
    done = run("audit", article, "--works", works, "--fail-on", "none", "--format", "json")
    assert done.code == 0
    assert done.json["run"]["complete"] is True
    assert {r["resolution"]["source"] for r in done.json["reports"][0]["references"]} == {"works"}


def test_complete_where_there_is_no_reference(run: Run, harmless: Path) -> None:
    assert run("audit", harmless).code == 0


def test_an_unreadable_source_outranks_findings_even_if_incomplete_is_allowed(run: Run, article: Path) -> None:
    assert run("audit", article, "gone.txt", "--offline").code == 2
    assert run("audit", article, "gone.txt", "--offline", "--allow-incomplete", "--fail-on", "none").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["audit"],
        ["nonsense"],
        ["audit", "walking.txt", "--min-grade", "E"],
        ["audit", "walking.txt", "--fail-on", "fatal"],
        ["audit", "walking.txt", "--network", "some"],
        ["audit", "walking.txt", "--min-confidence", "2"],
        ["audit", "walking.txt", "--min-confidence", "much"],
        ["audit", "walking.txt", "--min-confidence", "nan"],
        ["audit", "walking.txt", "--genre", "poetry"],
        ["audit", "walking.txt", "--off"],
        ["rules", "nonsense"],
        ["references"],
        ["works"],
    ],
)
def test_bad_usage(run: Run, article: Path, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err
    assert "Traceback" not in done.err
    assert "_" not in done.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is not there: check --works"),
        ("", "holds no works"),
        ("{}\n", "holds no works"),
        ('{"DOI": "10.5555/a"', "line 1 is no JSON"),
        ('{"DOI": "10.5555/a"}\n"text"\n', "line 2 holds a string where a Crossref record is expected"),
    ],
)
def test_works_that_cannot_be_used(run: Run, article: Path, content: str | None, told: str) -> None:
    path = Path("works.jsonl")
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run("audit", article, "--works", path)
    assert (done.code, done.out) == (2, "")
    assert told in done.complaint


def test_a_folder_is_no_file_of_works(run: Run, article: Path) -> None:
    done = run("audit", article, "--works", ".")
    assert (done.code, done.out) == (2, "")
    assert "is a folder" in done.complaint


def test_works_as_a_list_an_answer_of_crossref_and_packed(run: Run, article: Path, works: Path) -> None:
    import gzip

    records = [json.loads(line) for line in works.read_text(encoding="utf-8").splitlines()]
    Path("list.json").write_text(json.dumps(records), encoding="utf-8")
    Path("answer.json").write_text(json.dumps({"status": "ok", "message": {"items": records}}), encoding="utf-8")
    Path("packed.jsonl.gz").write_bytes(gzip.compress(works.read_bytes()))
    for name in ("list.json", "answer.json", "packed.jsonl.gz"):
        report = run("audit", article, "--offline", "--works", name, "--format", "json").json["reports"][0]
        assert {r["resolution"]["status"] for r in report["references"]} == {"matched"}, name


def test_works_are_asked_in_the_order_given(run: Run, article: Path, works: Path) -> None:
    first, second = works.read_text(encoding="utf-8").splitlines()
    Path("one.jsonl").write_text(first, encoding="utf-8")
    Path("two.jsonl").write_text(second, encoding="utf-8")
    done = run("audit", article, "--offline", "--works", "one.jsonl", "--works", "two.jsonl", "--format", "json")
    assert [r["resolution"]["doi"] for r in done.json["reports"][0]["references"]] == [
        "10.5555/jdm.2019.0033",
        "10.5555/jdm.2020.0012",
    ]


def test_ctrl_c_prints_the_report_so_far_and_ends_with_130(
    run: Run, article: Path, harmless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citecheck.pipeline import Auditor

    whole = Auditor.audit

    def interrupted(self: Auditor, uri: str) -> Any:
        if uri == str(article):
            raise KeyboardInterrupt
        return whole(self, uri)

    monkeypatch.setattr(Auditor, "audit", interrupted)
    done = run("audit", harmless, article, "--offline", "--format", "json")
    assert done.code == 130
    assert [r["document"]["uri"] for r in done.json["reports"]] == [str(harmless)]
    assert "interrupted: 1 of 2 articles" in done.complaint
