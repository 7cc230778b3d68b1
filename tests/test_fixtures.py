"""The fixture articles against their gold: facts on which no figure of accuracy may depend."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from citecheck.config import Config
from citecheck.ingest import read_source
from citecheck.model import Report
from citecheck.pipeline import Auditor
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.text import source_span

FIXTURES = Path(__file__).parents[1] / "fixtures"
ARTICLES = sorted((FIXTURES / "articles").iterdir())
WORKS = sorted((FIXTURES / "works").iterdir())
Gold = dict[str, Any]


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor(Config(network="off"), [LocalWorks(load_works(path), path.stem) for path in WORKS])


@pytest.fixture(params=ARTICLES, ids=lambda path: path.name)
def article(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def source(article: Path) -> str:
    return article.read_bytes().decode()


@pytest.fixture
def gold(article: Path) -> Gold:
    value: Gold = json.loads((FIXTURES / "gold" / f"{article.stem}.json").read_text(encoding="utf-8"))
    return value


@pytest.fixture
def report(auditor: Auditor, article: Path) -> Report:
    return auditor.audit_document(read_source(str(article)))


def _unmarked(text: str) -> str:
    """Without the links and the emphasis of Markdown: some gold quotes them and some does not."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip("*")


def _spans(report: Report, rule_id: str) -> list[tuple[int, int]]:
    document = report.audited.article.document
    located = [(f.start, f.end) for f in report.findings if f.rule_id == rule_id]
    return [source_span(document, start, end) for start, end in located if start is not None and end is not None]


# --- the fixtures themselves -------------------------------------------------------------------------------------


def test_gold_quotes_what_lies_at_its_positions(source: str, gold: Gold, article: Path) -> None:
    assert gold["file"] == article.name
    quoting = [
        *gold.get("boilerplate", ()),
        *gold.get("promotional", ()),
        *gold.get("headings", ()),
        *gold.get("markers", ()),
    ]
    for item in quoting:
        lies_there = source[item["start"] : item["end"]]
        assert _unmarked(lies_there) == _unmarked(item.get("quote", item.get("text")))


def test_works_have_dois_of_the_prefix_for_examples_each_once() -> None:
    dois = [json.loads(line)["DOI"] for path in WORKS for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(doi.startswith("10.5555/") for doi in dois)
    assert len(dois) == len(set(dois))


def test_every_article_has_gold_and_the_other_way_round() -> None:
    assert {path.stem for path in ARTICLES} == {path.stem for path in (FIXTURES / "gold").iterdir()}


# --- what must be found ------------------------------------------------------------------------------------------


def test_title_and_date(report: Report, gold: Gold) -> None:
    facts = report.audited.article.document.facts
    assert facts.title == gold["title"]
    assert facts.published == gold["published"]


def test_every_reference_and_no_other(report: Report, gold: Gold) -> None:
    found = report.audited.article.references
    listed = [r for r in gold["references"] if not r.get("in_text_only")]
    assert len(found) == len(listed)
    document = report.audited.article.document
    for reference, wanted in zip(found, listed, strict=True):
        start, end = source_span(document, reference.start, reference.end)
        assert abs(start - wanted["start"]) <= 4
        assert abs(end - wanted["end"]) <= 4


def test_every_work_and_none_that_is_another(report: Report, gold: Gold) -> None:
    for reference, wanted in zip(report.audited.article.references, gold["references"], strict=False):
        resolution = report.audited.resolutions[reference.id]
        if wanted.get("expected_resolution") == "crossref-doi":
            assert (resolution.status, resolution.doi) in (("matched", wanted["doi"]), ("mismatch", wanted["doi"]))
        elif wanted.get("expected_resolution") is None:
            assert wanted["note"] == "not among the works"
            assert (resolution.status, resolution.doi) == ("unchecked", None)
        else:
            assert resolution.status in ("not-indexable", "unchecked")
            assert resolution.doi is None


def test_dangling_markers(report: Report, gold: Gold) -> None:
    wanted = [(item["start"], item["end"]) for item in gold["dangling"]]
    assert _spans(report, "CIT001") == wanted


def test_uncited_references(report: Report, gold: Gold) -> None:
    by_id = {r.id: r for r in report.audited.article.references}
    found = {f.start for f in report.findings if f.rule_id == "CIT002"}
    assert found == {by_id[str(index)].start for index in gold["uncited_references"]}


def test_retracted_works(report: Report, gold: Gold) -> None:
    by_id = {r.id: r for r in report.audited.article.references}
    wanted = {by_id[str(r["index"])].start for r in gold["references"] if r.get("retracted")}
    assert {f.start for f in report.findings if f.rule_id == "REF003"} == wanted


def test_nothing_is_not_found_where_only_a_file_of_works_was_asked(report: Report) -> None:
    assert "REF001" not in {f.rule_id for f in report.findings}


@pytest.mark.parametrize(
    "article", [FIXTURES / "articles" / "magnesium-sleep.md"], indirect=True, ids=["magnesium-sleep.md"]
)
def test_the_doi_that_belongs_to_another_work(report: Report) -> None:
    found = [f for f in report.findings if f.rule_id == "REF002"]
    assert len(found) == 1
    assert "10.5555/irds.2020.15.318" in found[0].message
    assert "The work described here has the DOI 10.5555/irds.2020.15.330" in found[0].message
    assert found[0].level == "error"


def test_articles_without_a_source_are_told_so_and_no_others(report: Report, gold: Gold) -> None:
    if gold["references"] or gold["markers"]:
        assert "CIT004" not in {f.rule_id for f in report.findings}
    if not gold["references"]:
        assert report.audited.article.references == ()


@pytest.mark.parametrize(
    "article",
    [FIXTURES / "articles" / name for name in ("detox-tea-shop.md", "testosterone-clinic-ad.txt")],
    indirect=True,
    ids=lambda p: p.name,
)
def test_advertisements_without_a_source_get_an_f(report: Report) -> None:
    assert report.score.grade == "F"
    assert "CIT004" in {f.rule_id for f in report.findings}
