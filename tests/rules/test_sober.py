"""What the rules of evidence say of articles that leave nothing to say: notes at most."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.config import Config
from citecheck.ingest import read_source
from citecheck.model import Report
from citecheck.pipeline import Auditor
from citecheck.resolve.works import LocalWorks, load_works

SOBER = Path(__file__).parents[2] / "fixtures" / "sober"
ARTICLES = sorted(path for path in SOBER.glob("*.md") if path.name != "README.md")


@pytest.fixture(params=[True, False], ids=["with the works", "without"])
def auditor(request: pytest.FixtureRequest) -> Auditor:
    sources = [LocalWorks(load_works(SOBER / "works.jsonl"))] if request.param else []
    return Auditor(Config(network="off"), sources)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_sober_article_gets_no_finding_of_evidence_above_a_note(auditor: Auditor, article: Path) -> None:
    report = auditor.audit_document(read_source(str(article)))
    assert isinstance(report, Report)
    assert [(f.rule_id, f.message) for f in report.findings if f.rule_id[:3] == "EVD" and f.level != "note"] == []


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_sober_article_is_read_whole(auditor: Auditor, article: Path) -> None:
    """That nothing is reported is worth something only where the claims and their sources were found."""
    report = auditor.audit_document(read_source(str(article)))
    audited = report.audited
    assert 400 <= sum(len(s.text.split()) for s in audited.article.sentences) <= 850
    assert len(audited.article.references) >= 8
    assert sum(v.kind == "cited" for v in audited.assessment.verdicts) >= 12
    # Without the works most of its references are unchecked, and there is no grade.
    assert report.score.grade in ("A", "B") or "could not be looked up" in str(report.score.reason)


def test_there_are_five() -> None:
    assert len(ARTICLES) == 5
