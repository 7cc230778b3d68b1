"""--baseline, --update-baseline, --answers and --diff-against, as a user meets them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]

NEW = "\nThis miracle drink cures colds in all people who drink it every day.\n"


def _findings(done: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done.json["reports"][0]["findings"]
    return found


@pytest.fixture
def audit(run: Run, article: Path) -> Run:
    def call(*options: str) -> Any:
        return run("audit", article, "--offline", "--format", "json", *options)

    return call


# --- baseline ----------------------------------------------------------------------------------------------------


def test_with_its_baseline_an_old_article_passes_until_something_is_new(audit: Run, article: Path) -> None:
    assert audit("--fail-on", "note").code == 1
    assert audit("--fail-on", "note", "--baseline", "known.json", "--update-baseline").code == 0
    done = audit("--fail-on", "note", "--baseline", "known.json")
    assert done.code == 0
    assert {f["suppression"]["kind"] for f in _findings(done)} == {"baseline"}
    article.write_text(article.read_text("utf-8").replace("\nReferences", f"{NEW}\nReferences"), encoding="utf-8")
    done = audit("--fail-on", "note", "--baseline", "known.json")
    assert done.code == 1
    assert "PRO003" in {f["rule_id"] for f in _findings(done) if not f["suppressed"]}
    assert {f["rule_id"] for f in _findings(done) if f["suppressed"]} >= {"CIT001", "CIT002", "CIT003"}


def test_the_grade_is_that_of_the_article_whatever_is_known(audit: Run) -> None:
    before = audit().json["reports"][0]["score"]
    audit("--baseline", "known.json", "--update-baseline")
    assert audit("--baseline", "known.json").json["reports"][0]["score"] == before


def test_the_settings_may_name_the_baseline(audit: Run, here: Path) -> None:
    audit("--baseline", "known.json", "--update-baseline")
    (here / "citecheck.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert audit("--fail-on", "note").code == 0


def test_what_is_gone_is_told_and_dropped(audit: Run, article: Path, here: Path) -> None:
    audit("--baseline", "known.json", "--update-baseline")
    article.write_text(article.read_text("utf-8").replace(" [4]", ""), encoding="utf-8")
    assert "2 of the baseline's findings are no longer there" in audit("--baseline", "known.json").err
    audit("--baseline", "known.json", "--update-baseline")
    assert "CIT001" not in (here / "known.json").read_text("utf-8")


def test_other_articles_stay_in_the_baseline(run: Run, audit: Run, article: Path, here: Path) -> None:
    other = here / "other.txt"
    other.write_text(article.read_text("utf-8"), encoding="utf-8")
    run("audit", "--offline", other, "--baseline", "known.json", "--update-baseline")
    audit("--baseline", "known.json", "--update-baseline")
    assert set(json.loads((here / "known.json").read_text("utf-8"))["articles"]) == {"other.txt", "walking.txt"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--baseline", "gone.json"), "gone.json is not there: --update-baseline writes it"),
        (("--update-baseline",), "--update-baseline needs --baseline FILE"),
        (("--answers", "a.txt"), "--answers needs --baseline FILE"),
        (("--baseline", "walking.txt"), "walking.txt is no baseline"),
        (("--baseline", "known.json", "--answers", "gone.txt"), "gone.txt cannot be read as text"),
        (("--baseline", "known.json", "--answers", "walking.txt"), "walking.txt is no list of questions"),
    ],
)
def test_bad_usage_gets_one_sentence(audit: Run, options: tuple[str, ...], said: str) -> None:
    done = audit(*options)
    assert done.code == 2
    assert said in done.complaint


# --- answers -----------------------------------------------------------------------------------------------------


def test_an_answered_question_is_not_asked_again(run: Run, article: Path, here: Path) -> None:
    command = ("audit", article, "--offline", "--format", "queries")
    asked = run(*command).out
    count = asked.count("Answer:")
    assert count >= 3
    sent_back = asked.replace("   Answer:", "   Answer: It was in the\n   talk of May.", 1)
    (here / "back.txt").write_text(sent_back, encoding="utf-8")
    remembered = run(*command, "--baseline", "known.json", "--answers", "back.txt")
    assert remembered.out.count("Answer:") == count - 1
    again = run(*command, "--baseline", "known.json")
    assert again.out == remembered.out
    (entry,) = json.loads((here / "known.json").read_text("utf-8"))["articles"]["walking.txt"]
    assert entry["answer"] == "It was in the talk of May."
    updated = run("audit", article, "--offline", "--format", "json", "--baseline", "known.json", "--update-baseline")
    kinds = [f["suppression"]["kind"] for f in _findings(updated)]
    assert kinds.count("answered") == 1
    assert set(kinds) == {"answered", "baseline"}


# --- diff --------------------------------------------------------------------------------------------------------


@pytest.fixture
def git(here: Path) -> Callable[..., None]:
    def call(*arguments: str) -> None:
        identity = ("-c", "user.name=Desk", "-c", "user.email=desk@clinic.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, cwd=here)  # noqa: S607

    call("init", "--quiet")
    return call


def test_only_what_a_change_adds_is_shown(audit: Run, article: Path, git: Callable[..., None]) -> None:
    git("add", article.name)
    git("commit", "--quiet", "-m", "an old article")
    assert audit("--diff-against", "HEAD", "--fail-on", "note").code == 0
    text = article.read_text("utf-8")
    article.write_text(text.replace("\nReferences", f"{NEW}\nReferences"), encoding="utf-8")
    done = audit("--diff-against", "HEAD", "--fail-on", "note")
    assert done.code == 1
    shown = [f for f in _findings(done) if not f["suppressed"]]
    assert shown
    assert all(f["quote"] in NEW for f in shown if f["quote"])
    assert {f["suppression"]["kind"] for f in _findings(done) if f["suppressed"]} == {"unchanged"}


def test_a_reference_taken_out_is_a_change_of_the_sentence_that_rests_on_it(
    audit: Run, article: Path, git: Callable[..., None]
) -> None:
    git("add", article.name)
    git("commit", "--quiet", "-m", "an old article")
    lines = article.read_text("utf-8").splitlines(keepends=True)
    article.write_text("".join(line for line in lines if not line.startswith("1. ")), encoding="utf-8")
    shown = [f["quote"] for f in _findings(audit("--diff-against", "HEAD")) if not f["suppressed"]]
    assert [quote for quote in shown if quote and "in one trial [1]" in quote]


def test_a_new_article_is_all_new_and_a_renamed_one_is_not(
    run: Run, article: Path, here: Path, git: Callable[..., None]
) -> None:
    (here / "readme.md").write_text("x", encoding="utf-8")
    git("add", "readme.md")
    git("commit", "--quiet", "-m", "first")
    assert run("audit", article, "--offline", "--diff-against", "HEAD").code == 1
    git("add", article.name)
    git("commit", "--quiet", "-m", "second")
    git("mv", article.name, "renamed.txt")
    assert run("audit", "renamed.txt", "--offline", "--diff-against", "HEAD").code == 0


@pytest.mark.parametrize("name", ["nowhere", "--help", "HEAD:x", "-h"])
def test_a_revision_that_is_not_there_gets_one_sentence(
    run: Run, article: Path, git: Callable[..., None], name: str
) -> None:
    done = run("audit", article, "--offline", f"--diff-against={name}")
    assert done.code == 2
    assert f"git knows no revision {name!r}" in done.complaint


def test_outside_a_repository_one_sentence_says_so(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(article.parent.parent))
    done = run("audit", article, "--offline", "--diff-against", "HEAD")
    assert (done.code, "is in no git repository" in done.complaint) == (2, True)


# --- formats -----------------------------------------------------------------------------------------------------


def test_suppressed_findings_stay_in_json_and_sarif_and_nowhere_else(run: Run, here: Path) -> None:
    text = "# Tea\n\n<!-- citecheck: ignore PRO003 -- quoted slogan -->\nThis revolutionary tea is sold in bottles.\n"
    (here / "tea.md").write_text(text, encoding="utf-8")
    command = ("audit", "tea.md", "--offline", "--select", "PRO003", "--format")
    (finding,) = _findings(run(*command, "json"))
    assert (finding["suppressed"], finding["suppression"]) == (True, {"kind": "comment", "reason": "quoted slogan"})
    schema = run("schema").json
    jsonschema.validate(run(*command, "json").json, schema, cls=jsonschema.Draft202012Validator)
    (result,) = run(*command, "sarif").json["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "quoted slogan"}]
    for name in ("text", "github", "queries"):
        assert "PRO003" not in run(*command, name).out


def test_the_settings_suppress_by_file_rule_and_quote(run: Run, here: Path) -> None:
    (here / "tea.txt").write_text("Tea\n\nThis revolutionary tea is sold in bottles.\n", encoding="utf-8")
    entry = '[[suppress]]\nfile = "tea.txt"\nrule = "PRO003"\nquote = "revolutionary tea"\nreason = "quoted slogan"\n'
    (here / "citecheck.toml").write_text(entry, encoding="utf-8")
    assert run("audit", "tea.txt", "--offline", "--select", "PRO003", "--fail-on", "note").code == 0
    (here / "citecheck.toml").write_text(entry.replace("PRO003", "PRO9"), encoding="utf-8")
    assert run("audit", "tea.txt", "--offline").complaint == "no rule is called PRO9: `citecheck rules` lists them"
    (here / "citecheck.toml").write_text(entry.replace('reason = "quoted slogan"\n', ""), encoding="utf-8")
    assert "`suppress` needs a `reason` in words" in run("audit", "tea.txt", "--offline").complaint
