"""The articles of fixtures/reading: what is reported of a web page points at the raw page; what was built is fresh."""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from citecheck.config import Config
from citecheck.model import Report, Run
from citecheck.pipeline import Auditor
from citecheck.report.json import as_json

READING = Path(__file__).resolve().parents[1] / "fixtures" / "reading"
sys.path.insert(0, str(READING))

from build import taken_apart  # noqa: E402  beside the masters

PAGES = sorted([*READING.glob("articles/*/*.html"), *READING.parent.glob("formats/made/*/*.html")])
MASTERS = sorted(
    p for suffix in ("txt", "md", "html") for p in READING.glob(f"masters/*/*.{suffix}") if p.name.count(".") == 1
)
ARTICLES = sorted(READING.glob("articles/*/*.*"))
# What a reader never sees of a page: comments, scripts, and what is there for screen readers alone.
UNSEEN = re.compile(
    r"<!--.*?-->|<(?P<unseen>script|style|noscript|svg)\b.*?</(?P=unseen)>"
    r"|<span[^>]*(?:screen-reader-text|sr-only|visually-hidden|mw-cite-backlink|mw-editsection)[^>]*>.*?</span>"
    r"|<(?P<hidden>sup|div|span)[^>]*display:\s*none[^>]*>.*?</(?P=hidden)>",
    re.DOTALL,
)


def printed(path: Path) -> dict[str, Any]:
    report = Auditor(Config(network="off")).audit(str(path))
    assert isinstance(report, Report), report.error
    found: dict[str, Any] = as_json([report], Run(complete=True, network="off", duration_s=0), {})["reports"][0]
    return found


def as_read(raw: str) -> str:
    """A slice of a page as its reader sees it, without white space: where that falls, markup does not say."""
    text = re.sub(r"<[^<>]*>", "", UNSEEN.sub("", raw))
    return re.sub(r"[\s\u00ad\u200b]+", "", html.unescape(text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_slice_of_the_raw_page_reads_as_the_quote(path: Path) -> None:
    page, report = path.read_text(encoding="utf-8"), printed(path)
    told = [(item, item["text"]) for item in (*report["sentences"], *report["citations"], *report["attributions"])]
    told += [(item, item["raw"]) for item in report["references"]]
    told += [(item, item["quote"]) for item in report["findings"] if item["start"] is not None]
    assert told
    for item, text in told:
        assert as_read(page[item["start"] : item["end"]]) == re.sub(r"\s+", "", text)


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.name)
def test_what_is_built_is_what_the_masters_say(master: Path) -> None:
    source, gold = taken_apart(master.read_text(encoding="utf-8"))
    part, name = master.parent.name, master.name
    assert (READING / "articles" / part / name).read_text(encoding="utf-8") == source
    assert json.loads((READING / "gold" / part / f"{master.stem}.json").read_text(encoding="utf-8")) == gold


def test_the_set_is_as_varied_as_it_says() -> None:
    tested = [path for path in ARTICLES if path.parent.name == "test"]
    assert len(tested) >= 25
    assert {path.suffix for path in tested} == {".txt", ".md", ".html", ".docx", ".pdf", ".xml"}
