"""The same article in every format, made by real converters, is the same article to the program."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from citecheck.config import Config
from citecheck.model import Report, Sentence
from citecheck.pipeline import Auditor

FORMATS = Path(__file__).resolve().parents[1] / "fixtures" / "formats"
MASTERS = sorted(FORMATS.glob("*.md"))
FILES = ("article.html", "article.docx", "article.txt", "browser.pdf", "office.pdf")


@dataclass(frozen=True)
class Audit:
    """What must not depend on the format; as letters and digits, since converters set quotes and dashes anew."""

    sentences: list[str]
    references: list[str]
    citations: list[tuple[str, ...]]
    findings: list[tuple[str, str]]


def plain(text: str) -> str:
    """Letters and digits; what a note is called, its marker says in Markdown alone."""
    return "".join(c for c in re.sub(r"\[\^\w+\]|\^", "", text).lower() if c.isalnum())


def audit(path: Path) -> Audit:
    report = Auditor(Config(network="off")).audit(str(path))
    assert isinstance(report, Report), report.error
    article = report.audited.article
    text = article.document.text

    def words(start: int | None, end: int | None) -> str:
        return "".join(c for c in plain(text[start:end]) if c.isalpha()) if start is not None else ""

    return Audit(
        [_without_markers(report, s) for s in article.sentences],
        [plain(r.raw) for r in article.references],
        [c.reference_ids for c in article.citations],
        sorted((f.rule_id, words(f.start, f.end)) for f in report.findings),
    )


def _without_markers(report: Report, sentence: Sentence) -> str:
    """A sentence's words: a raised 1 in one format is a [1] in another."""
    text = list(report.audited.article.document.text)
    for citation in report.audited.article.citations:
        if citation.style != "author-year":
            text[citation.start : citation.end] = " " * (citation.end - citation.start)
    return plain("".join(text[sentence.start : sentence.end]))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_every_format_gives_the_same(master: Path, file: str) -> None:
    assert audit(FORMATS / "made" / master.stem / file) == audit(master)


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_the_articles_have_something_to_lose(master: Path) -> None:
    found = audit(master)
    assert len(found.sentences) >= 8
    assert len(found.references) >= 5
    assert len(found.citations) >= 5


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as the converters of this machine make them."""
    sys.path.insert(0, str(FORMATS.parent))
    try:
        from convert import missing_tools
    finally:
        sys.path.remove(str(FORMATS.parent))
    missing = missing_tools()
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("formats")
    made = subprocess.run([sys.executable, FORMATS / "make.py", folder], check=False)
    if made.returncode:
        pytest.skip("a converter of this machine crashed")
    return folder


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_the_converters_of_this_machine_do_too(master: Path, file: str, remade: Path) -> None:
    assert audit(remade / master.stem / file) == audit(master)
