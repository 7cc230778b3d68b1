"""Whatever words an article holds, every format shows them as they are and stays what it is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from itertools import pairwise

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from pybtex.database import parse_string

from citecheck.model import Finding, Report, Resolution, Span, Work
from citecheck.report.bibtex import render as as_bibtex
from citecheck.report.csv import table
from citecheck.report.formats import FORMATS
from citecheck.report.junit import render as as_junit
from citecheck.report.markdown import escaped
from citecheck.report.results import Results
from citecheck.report.ris import render as as_ris
from citecheck.report.wording import one_line, printable

WORDS = st.text(
    st.one_of(
        st.sampled_from("|`*_[]()<>#@!~$&{}\\%^=+-:;,.'\"\r\n\t ab1é“”"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)
Check = Callable[[str], object]


def _with_message(made: Results, message: str) -> Results:
    report = made.reports[0]
    assert isinstance(report, Report)
    findings: tuple[Finding, ...] = tuple(replace(f, message=message, remedy=message) for f in report.findings)
    return replace(made, reports=(replace(report, findings=findings),))


def _with_work(made: Results, words: str) -> Results:
    """The first reference is matched with a work whose every field holds these words."""
    report = made.reports[0]
    assert isinstance(report, Report)
    csl = {
        "type": "article-journal",
        "title": words or "Tea",
        "author": [{"family": words or "Osei", "given": words}, {"literal": words or "Group"}],
        "container-title": words,
        "volume": words,
        "page": words,
        "DOI": f"10.5555/{words}",
        "URL": words,
    }
    resolution = Resolution("matched", words, Work({k: v for k, v in csl.items() if v}), 0.9, "works")
    audited = replace(report.audited, resolutions={**report.audited.resolutions, "1": resolution})
    return replace(made, reports=(replace(report, audited=audited),))


@pytest.mark.parametrize("name", ["text", "sarif", "html", "markdown", "github", "junit", "csv", "queries"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_a_message_of_any_words(made: Results, check_all: dict[str, Check], name: str, words: str) -> None:
    text = import_module(f"citecheck.report.{FORMATS[name].module}").render(_with_message(made, f"It says {words}."))
    check_all.get(name, len)(text)


@given(WORDS)
def test_markdown_shows_the_words_in_one_cell(words: str) -> None:
    page = MarkdownIt("commonmark").enable("table")
    tokens = page.parse(f"| a | b |\n|---|---|\n| x{escaped(words)}x | y |\n")
    cells = [token for before, token in pairwise(tokens) if before.type == "td_open"]
    assert len(cells) == 2
    assert all(child.type == "text" for child in cells[0].children or ())
    seen = "".join(child.content for child in cells[0].children or ()).replace("\u200b", "")
    assert seen == f"x{one_line(words)}x"


@pytest.mark.parametrize("words", ["@octocat", "see #12", "GH-12", "a@b.example", "org/team@octocat"])
def test_markdown_calls_nobody(words: str) -> None:
    assert "\u200b" in escaped(words)


@pytest.mark.parametrize("words", ["https://example.org", "www.example.org", ":tada:", "$x$", "~~no~~", "<img src=x>"])
def test_markdown_makes_nothing_of_the_words(words: str) -> None:
    assert "\\" in escaped(words)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_table_gives_the_words_back_and_no_spreadsheet_runs_them(cells: list[str]) -> None:
    (_, row) = csv.reader(StringIO(table(["a"] * len(cells), [cells]), newline=""))
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)
    for cell, written in zip(cells, row, strict=True):
        one = printable(re.sub(r"\s", " ", cell))
        assert written == (f"'{one}" if one.lstrip("'").startswith(tuple("=+-@＝＋－＠")) else one)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_bibtex_of_any_words_is_read(made: Results, words: str) -> None:
    read = parse_string(as_bibtex(_with_work(made, words)), "bibtex")
    assert len(read.entries) == 3
    first = next(iter(read.entries.values()))
    assert len(first.persons["author"]) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_ris_of_any_words_is_read(made: Results, words: str) -> None:
    read = rispy.loads(as_ris(_with_work(made, words)))
    assert len(read) == 3
    assert read[0]["title"].strip() == (one_line(words or "Tea") or read[0]["notes"][0].partition("Cited as: ")[2])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_junit_of_an_article_of_any_name(made: Results, check_all: dict[str, Check], words: str) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    article = report.audited.article
    named = replace(article, document=replace(article.document, uri=f"a{words}"))
    report = replace(report, audited=replace(report.audited, article=named))
    check_all["junit"](as_junit(replace(made, reports=(report,))))


def test_a_github_command_cannot_be_ended_by_an_article(made: Results, check_all: dict[str, Check]) -> None:
    results = _with_message(made, "one\n::error::two\r\n::stop-commands::x")
    text = import_module("citecheck.report.github").render(results)
    check_all["github"](text)
    assert all(line.count("::error::two") == 0 or not line.startswith("::error::two") for line in text.splitlines())
    assert len(text.splitlines()) == 4


def test_a_span_of_nothing_breaks_no_format(made: Results, check_all: dict[str, Check]) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    at = Span(5, 5)
    findings = tuple(replace(f, start=at.start, end=at.end) for f in report.findings)
    results = replace(made, reports=(replace(report, findings=findings),))
    for name, check in check_all.items():
        check(import_module(f"citecheck.report.{FORMATS[name].module}").render(results))
    assert json.loads(import_module("citecheck.report.jsonl").render(results))
