"""Comments in a copy of a Word file: at the very words, and nothing else of the file changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from msgspec.structs import replace

from citecheck.config import Config
from citecheck.ingest import read_bytes, read_source
from citecheck.model import Report, Run
from citecheck.pipeline import Auditor
from citecheck.report.docx import render
from citecheck.report.docx_anchors import W, squeezed
from citecheck.report.places import Places
from citecheck.report.results import FormatError, Results, active

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = sorted((*FIXTURES.glob("reading/articles/*/*.docx"), *FIXTURES.glob("formats/made/*/*.docx")))
CLAIM = "This miracle tea cuts the risk of a stroke by 30%."


def _results(path: Path) -> Results:
    report = Auditor(Config(network="off")).audit(str(path))
    assert isinstance(report, Report)
    return Results([report], Run(complete=True, network="off", duration_s=0))


def _report(results: Results) -> Report:
    report = results.reports[0]
    assert isinstance(report, Report)
    return report


def _anchored(data: bytes) -> Iterator[tuple[str, str]]:
    """Of each comment by citecheck its text, and the words it is anchored to."""
    file = docx.Document(BytesIO(data))
    words: dict[str, str] = {}
    begun: set[str] = set()
    for element in file.element.body.iter():
        name = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            begun.add(name)
            words[name] = ""
        elif element.tag == f"{W}commentRangeEnd":
            begun.remove(name)
        elif element.tag == f"{W}t":
            for open_ in begun:
                words[open_] += element.text or ""
    assert not begun
    for comment in file.comments:
        if comment.author == "citecheck":
            yield comment.text, words[str(comment.comment_id)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_finding_is_a_comment_at_its_words(path: Path) -> None:
    """Those of a note at the number that leads to it."""
    results = _results(path)
    report = _report(results)
    places = Places(report.audited.article.document)
    anchored = list(_anchored(render(results)))
    assert len(anchored) == len(active(report))
    for finding, (text, words) in zip(active(report), anchored, strict=True):
        assert finding.message in text
        assert f"{finding.rule_id} {finding.name}, {finding.level}" in text
        quote = places.quote_of(finding)
        if quote is None:
            assert text.startswith("About the whole article: ")
        else:
            assert squeezed(words) == squeezed(quote) or (not words and path.stem.startswith("footnotes"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_copy_reads_as_the_article_does(path: Path, tmp_path: Path) -> None:
    results = _results(path)
    copy = tmp_path / path.name
    copy.write_bytes(render(results))
    before = _report(results).audited.article.document
    after = read_source(str(copy))
    assert (after.text, after.blocks, after.marks) == (before.text, before.blocks, before.marks)
    with ZipFile(path) as one, ZipFile(copy) as other:
        changed = {
            name for name in other.namelist() if name not in one.namelist() or one.read(name) != other.read(name)
        }
        assert set(one.namelist()) <= set(other.namelist())
    tied = {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert changed <= tied | {name for name in changed if name.startswith("word/comments")}


def test_two_runs_give_the_same_bytes() -> None:
    path = FIXTURES / "reading" / "articles" / "test" / "brackets-copd.docx"
    assert render(_results(path)) == render(_results(path))


def _word(tmp_path: Path, *paragraphs: str) -> Path:
    """A Word file of paragraphs whose runs are given as XML."""
    file = docx.Document()
    file.add_heading("Tea and stroke", 1)
    for runs in paragraphs:
        file.element.body.insert(len(file.element.body) - 1, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    path = tmp_path / "article.docx"
    file.save(str(path))
    return path


def _run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


DELETED = '<w:del w:id="7" w:author="a"><w:r><w:delText>never </w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="8" w:author="a">{_run("miracle")}</w:ins>'
TABS = (
    '<w:r><w:t xml:space="preserve">It rained. This miracle</w:t><w:tab/><w:t>tea</w:t><w:br/>'
    '<w:t xml:space="preserve">cuts the risk of a stroke by 30%. Yes.</w:t></w:r>'
)
BOOKMARK = '<w:bookmarkStart w:id="3" w:name="x"/><w:bookmarkEnd w:id="3"/>'
REST = _run(" tea cuts the risk of a stroke by 30%.")
MANGLED = {
    "one run": _run(f"It rained. {CLAIM} It stopped."),
    "runs that end within words": (
        _run("It rained. This mir") + _run("acle tea cuts the ris", "<w:b/>") + _run("k of a stroke by 30%. It")
    ),
    "what is deleted": _run("It rained. This miracle ") + DELETED + REST,
    "what is inserted": _run("It rained. This ") + INSERTED + REST,
    "tabs and breaks": TABS,
    "a bookmark": _run("It rained. This mira") + BOOKMARK + _run("cle") + REST,
}


@pytest.mark.parametrize("runs", MANGLED.values(), ids=MANGLED)
def test_the_words_are_found_across_runs(tmp_path: Path, runs: str) -> None:
    path = _word(tmp_path, runs, _run("The garden is open on Sundays."))
    results = _results(path)
    found = dict(_anchored(render(results)))
    words = {squeezed(words) for text, words in found.items() if "CIT003" in text}
    assert words == {squeezed(CLAIM)}
    promotional = {squeezed(words) for text, words in found.items() if "PRO" in text}
    assert any("miracle" in words for words in promotional)
    copy = tmp_path / "copy.docx"
    copy.write_bytes(render(results))
    assert read_source(str(copy)).text == _report(results).audited.article.document.text


def test_runs_keep_their_look_when_they_are_cut(tmp_path: Path) -> None:
    path = _word(tmp_path, _run(f"It rained. {CLAIM} It stopped.", "<w:b/><w:i/>"))
    file = docx.Document(BytesIO(render(_results(path))))
    runs = [run for paragraph in file.paragraphs[1:] for run in paragraph.runs if run.text]
    assert len(runs) > 2
    assert all(run.bold and run.italic for run in runs)


def test_what_cannot_be_found_word_for_word_goes_to_its_paragraph(tmp_path: Path) -> None:
    """Here the file is as it was read, and what was read of it is made up to differ."""
    path = _word(tmp_path, _run("The garden is open."), _run(f"It rained. {CLAIM} It stopped."))
    results = _results(path)
    report = _report(results)
    article = report.audited.article
    text = article.document.text.replace("stopped", "went on")
    other = replace(article, document=replace(article.document, text=text, source=text))
    changed = replace(report, audited=replace(report.audited, article=other))
    found = dict(_anchored(render(replace(results, reports=[changed]))))
    assert {squeezed(words) for text, words in found.items() if "CIT003" in text} == {
        squeezed(f"It rained. {CLAIM} It stopped.")
    }


def test_the_copy_has_no_comment_where_there_is_no_finding(tmp_path: Path) -> None:
    path = _word(tmp_path, _run("The garden is open on Sundays, and there is a bench."))
    results = _results(path)
    quiet = replace(_report(results), findings=())
    assert list(_anchored(render(replace(results, reports=[quiet])))) == []


# --- what it is not made of --------------------------------------------------------------------------------------


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    return _word(tmp_path, _run(CLAIM))


def test_another_file_than_was_audited_is_refused(word_file: Path) -> None:
    results = _results(word_file)
    word_file.write_bytes(word_file.read_bytes() + b" ")
    with pytest.raises(FormatError, match="was changed while it was audited"):
        render(results)
    word_file.unlink()
    with pytest.raises(FormatError, match="needs the Word file itself"):
        render(results)


def test_standard_input_is_refused(word_file: Path) -> None:
    document = read_bytes(word_file.read_bytes(), "-", "")
    report = Auditor(Config(network="off")).audit_document(document)
    with pytest.raises(FormatError, match="not standard input: save it"):
        render(Results([report], Run(complete=True, network="off", duration_s=0)))


def test_without_python_docx_one_sentence(word_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = _results(word_file)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(FormatError, match=r"pip install 'citecheck-audit\[docx\]'"):
        render(results)


def test_a_file_that_python_docx_cannot_take_is_told_in_one_sentence(
    word_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("rId9")

    results = _results(word_file)
    monkeypatch.setattr(docx, "Document", fail)
    with pytest.raises(FormatError, match=r"article\.docx takes no comments: save it in Word"):
        render(results)
