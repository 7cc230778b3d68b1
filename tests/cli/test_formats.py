"""`--format` and `--output`: every format there is, into a file or not, and never over an article."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from citecheck.report.formats import DEFAULT, FORMATS

Run = Callable[..., Any]
TEXTS = [f.name for f in FORMATS.values() if f.name != DEFAULT and not f.one_file]
WORD = Path(__file__).parents[2] / "fixtures" / "reading" / "articles" / "test" / "brackets-copd.docx"


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "json"])
def test_a_file_gets_what_would_be_printed(run: Run, article: Path, name: str) -> None:
    options = ("audit", article, "--offline", "--fail-on", "none", "--format", name)
    printed = run(*options)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out
    written = run(*options, "--output", "report.out")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert Path("report.out").read_text(encoding="utf-8") == printed.out


@pytest.mark.parametrize("name", TEXTS)
def test_the_exit_code_is_that_of_every_format(run: Run, article: Path, harmless: Path, name: str) -> None:
    assert run("audit", article, "--offline", "--format", name).code == 1
    assert run("audit", harmless, "--offline", "--format", name).code == 0
    assert run("audit", "gone.txt", "--offline", "--format", name).code == 2


def test_the_help_names_every_format(run: Run) -> None:
    told = "".join(run("audit", "--help").out.split())
    assert all(name in told for name in FORMATS)


def test_an_unknown_format_is_told_with_those_there_are(run: Run, article: Path) -> None:
    done = run("audit", article, "--format", "yaml")
    assert (done.code, done.out) == (2, "")
    assert "invalid choice: 'yaml'" in done.err
    assert "csl-json" in done.err


@pytest.mark.parametrize("name", [DEFAULT, "json", "text"])
def test_no_report_is_written_over_the_article(run: Run, article: Path, name: str) -> None:
    before = article.read_bytes()
    done = run("audit", article, "--offline", "--format", name, "--output", article)
    assert (done.code, done.out) == (2, "")
    assert "is the article itself" in done.complaint
    assert article.read_bytes() == before


def test_only_the_rules_that_ran_are_told(run: Run, article: Path) -> None:
    log = run("audit", article, "--offline", "--format", "sarif", "--select", "CIT").json
    told = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert told
    assert all(rule.startswith("CIT") for rule in told)


# --- a Word file with comments -----------------------------------------------------------------------------------


def test_a_copy_with_comments_goes_into_a_file(run: Run, here: Path) -> None:
    done = run("audit", WORD, "--offline", "--fail-on", "none", "--format", "docx", "--output", "copy.docx")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert [comment for comment in docx.Document(str(here / "copy.docx")).comments if comment.author == "citecheck"]


def test_a_copy_with_comments_goes_through_a_pipe() -> None:
    command = [sys.executable, "-m", "citecheck", "audit", str(WORD), "--offline", "--format", "docx"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert docx.Document(BytesIO(done.stdout)).comments


def test_a_text_gets_no_comments_and_leaves_the_old_file(run: Run, article: Path, here: Path) -> None:
    (here / "copy.docx").write_bytes(b"old")
    done = run("audit", article, "--offline", "--format", "docx", "--output", "copy.docx")
    assert (done.code, done.out) == (2, "")
    assert done.complaint == (
        f"--format docx puts comments into a Word file, and {article} is none: take another format"
    )
    assert (here / "copy.docx").read_bytes() == b"old"


def test_one_file_is_made_of_one_article(run: Run, article: Path) -> None:
    done = run("audit", WORD, article, "--offline", "--format", "docx", "--output", "copy.docx")
    assert (done.code, done.out) == (2, "")
    assert "name a single source" in done.complaint


def test_a_terminal_shows_no_word_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.cli.audit.is_terminal", lambda: True)
    done = run("audit", WORD, "--offline", "--format", "docx")
    assert (done.code, done.out) == (2, "")
    assert "name one with --output" in done.complaint
