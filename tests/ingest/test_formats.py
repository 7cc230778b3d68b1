"""Which format a source has: its content tells, its name only where that leaves it open; what is not read is named."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest import UnreadableSourceError, read_bytes, read_source
from citecheck.ingest.formats import recognise
from citecheck.text import source_span

SENTENCE = "A walk after dinner lowered blood sugar by a tenth in one trial of ninety adults."
TEXT = f"Walks after meals\n\n{SENTENCE}\n".encode()
MARKDOWN = f"# Walks after meals\n\n{SENTENCE}\n".encode()
HTML = f"<!doctype html><html><body><article><h1>Walks</h1><p>{SENTENCE}</p></article></body></html>".encode()
JATS = (
    "<?xml version='1.0'?>\n<article article-type='research-article'><front><article-meta><title-group>"
    "<article-title>Walks after meals</article-title></title-group></article-meta></front>"
    f"<body><p>{SENTENCE}</p></body></article>"
).encode()
JUNK = bytes(range(256)) * 20


def archive(**parts: str | bytes) -> bytes:
    """A zip archive of the named parts; `__` in a name stands for a slash, a last `_` for the point before xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(re.sub(r"_(?=xml$|rels$)", ".", name.replace("__", "/")), content)
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCX = archive(
    **{
        "[Content_Types]_xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels__.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word__document_xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
        "</w:body></w:document>",
    }
)


def pdf(sentence: str) -> bytes:
    """A PDF of one page with one line."""
    shown = f"BT /F1 9 Tf 40 700 Td ({sentence}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>\nstream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


PDF = pdf(SENTENCE)


def refusal(data: bytes, suffix: str = ".txt", size: int | None = None) -> str:
    """What is said of a source that is not read: one sentence that begins with its name and says what to do."""
    with pytest.raises(UnreadableSourceError) as problem:
        read_bytes(data, f"draft{suffix}", suffix, size)
    said = str(problem.value)
    assert re.fullmatch(rf"draft{re.escape(suffix)} [^\n]+: [^\n]+[^.\n]", said), said
    return said


# --- what a source is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (TEXT, "text/plain"),
        (HTML, "text/html"),
        (JATS, "application/xml"),
        (PDF, "application/pdf"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=["plain", "html", "jats", "pdf", "docx"],
)
@pytest.mark.parametrize("suffix", [".txt", "", ".pdf", ".docx", ".doc", ".aspx"])
def test_content_tells_the_format_whatever_the_name(data: bytes, media_type: str, suffix: str) -> None:
    document = read_bytes(data, f"draft{suffix}", suffix)
    assert (document.media_type, document.text.count(SENTENCE)) == (media_type, 1)


@pytest.mark.parametrize(
    "data",
    [TEXT, HTML, DOCX, JATS, PDF],
    ids=["plain", "html", "docx", "jats", "pdf"],
)
def test_a_span_of_the_text_is_one_of_the_source(data: bytes) -> None:
    document = read_bytes(data, "draft", "")
    start = document.text.index(SENTENCE)
    first, last = source_span(document, start, start + len(SENTENCE))
    assert document.source[first:last] == SENTENCE


@pytest.mark.parametrize(
    ("data", "suffix", "form"),
    [
        (MARKDOWN, ".md", "markdown"),
        (MARKDOWN, ".markdown", "markdown"),
        (MARKDOWN, ".qmd", "markdown"),
        (MARKDOWN, ".rmd", "markdown"),
        (MARKDOWN, ".txt", "plain"),
        (TEXT, ".html", "html"),
        (b"<p>" + TEXT, ".md", "markdown"),
        (b"<div align=center>\n\n# Walks\n\n</div>\n\n" + TEXT, ".md", "markdown"),
        (b"<!-- draft -->\n# Walks\n\n" + TEXT, ".md", "markdown"),
        (b"An <article article-type='x'> is what JATS begins with.\n", ".md", "markdown"),
        (HTML, ".md", "html"),
        (JATS, ".html", "jats"),
        (b"\xef\xbb\xbf" + HTML, ".txt", "html"),
        (b"\xef\xbb\xbf" + JATS, ".txt", "jats"),
        (b"\xef\xbb\xbf" + PDF, ".txt", "pdf"),
        (b"\r\n  " + HTML, ".txt", "html"),
        (b"<!-- saved -->\n<!-- twice -->\n<HTML LANG=en><p>" + TEXT, ".txt", "html"),
        (b"<META charset=utf-8><p>" + TEXT, ".txt", "html"),
        (b"<?xml version='1.0'?><?xml-stylesheet href='a.css'?><html><body>", ".xml", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html><body>", ".txt", "html"),
        (b"<!DOCTYPE article PUBLIC '-//NLM//DTD JATS'><article>", ".txt", "jats"),
        (b"<pmc-articleset><article>", ".txt", "jats"),
        (b"<5 years of age, walks are short.\n", ".txt", "plain"),
        (b"<people> is what the table says.\n", ".txt", "plain"),
        (b"Walks, with <b>bold</b> words.\n", ".txt", "plain"),
    ],
)
def test_a_name_decides_only_where_content_leaves_it_open(data: bytes, suffix: str, form: str) -> None:
    assert recognise(data, suffix, "draft") == form


@pytest.mark.parametrize("first", ["PKU is a rare disorder.", "PKD runs in families."])
def test_an_article_that_begins_with_the_letters_of_a_zip_archive_is_a_text(first: str) -> None:
    assert read_bytes(f"{first} {SENTENCE}".encode(), "draft.txt", ".txt").text == f"{first} {SENTENCE}"


def test_a_page_whose_article_has_a_data_attribute_is_no_jats() -> None:
    data = HTML.replace(b"<article>", b'<article class="story" data-article-type="news">')
    assert read_bytes(data, "draft.html", ".html").media_type == "text/html"


def test_a_text_that_speaks_of_the_mark_of_a_pdf_is_a_text() -> None:
    assert recognise(b"Such a file begins with %PDF-1.7 as a rule.\n" + TEXT, ".md", "draft") == "markdown"


def test_what_stands_before_the_mark_of_a_pdf_is_passed_over() -> None:
    assert recognise(b"HTTP/1.0 200\r\n\r\n" + PDF + bytes(99), ".pdf", "draft") == "pdf"


# --- what is not read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file: save it as .docx"),
        (b"\x89PNG\r\n\x1a\n", "a picture: give the article as text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture: give the article as text"),
        (b"GIF89a\x01\x00", "a picture: give the article as text"),
        (b"\x1f\x8b\x08\x00" + zlib.compress(b"walks"), "a gzip archive: unpack it first"),
        (rb"{\rtf1\ansi Walks help.}", "an RTF file: save it as .docx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>"), "an OpenDocument file"),
        (archive(mimetype="application/epub+zip", walks_xml="<a/>"), "an EPUB book"),
        (archive(xl__workbook_xml="<a/>"), "a zip archive that is no Word file"),
        (DOCX[:20], "a damaged one: save the article again as .docx"),
    ],
    ids=["doc", "png", "jpeg", "gif", "gzip", "rtf", "odt", "epub", "xlsx", "cut"],
)
def test_a_file_of_another_kind_is_called_by_its_name(data: bytes, kind: str, suffix: str) -> None:
    assert kind in refusal(data, suffix)


@pytest.mark.parametrize(
    ("data", "suffix", "told"),
    [
        (JUNK, ".pdf", "is no PDF although it is called so"),
        (JUNK, ".docx", "is no Word file although it is called so"),
        (JUNK, ".html", "holds binary data"),
        (PDF[:60], ".pdf", "is a damaged PDF"),
        (DOCX[:-30], ".docx", "is a damaged Word file"),
        (JATS[:-30], ".xml", "is damaged XML from line 2 on"),
        (b"<?xml version='1.0'?><rss><p>Walks</p></rss>", ".txt", "is XML, but no article in JATS"),
        (TEXT, ".nxml", "is XML, but no article in JATS"),
        (HTML[:20], ".html", "holds no sentence to audit"),
        (b" \n", ".pdf", "is empty"),
    ],
    ids=["pdf", "docx", "html", "cut pdf", "cut docx", "cut jats", "rss", "no xml", "cut html", "empty"],
)
def test_a_damaged_file_is_told_in_one_sentence(data: bytes, suffix: str, told: str) -> None:
    assert told in refusal(data, suffix)


STARTS = [b"", b"%PDF-1.4\n", b"PK\x03\x04word/", DOCX[:-40], PDF[:300], JATS[:150], HTML[:60], b"<?xml ", b"\xff\xfe<"]


@given(st.sampled_from(STARTS), st.binary(max_size=200), st.sampled_from([".txt", ".md", ".html", ".xml", ".pdf"]))
def test_any_bytes_are_read_or_refused_in_one_sentence(start: bytes, data: bytes, suffix: str) -> None:
    try:
        assert read_bytes(start + data, "draft", suffix).text.strip()
    except UnreadableSourceError as problem:
        assert re.fullmatch(r"draft [^\n]+", str(problem))  # noqa: PT017  only where there is a refusal


# --- limits ------------------------------------------------------------------------------------------------------


def test_a_file_of_more_bytes_than_the_limit_is_told_before_it_is_opened() -> None:
    assert "has more than 50 MB: give the article alone" in refusal(PDF, ".pdf", 50_000_001)
    assert read_bytes(PDF, "draft.pdf", ".pdf", 50_000_000).media_type == "application/pdf"


def test_a_text_of_more_characters_than_the_limit_is_told_with_its_size() -> None:
    paragraph = f"{SENTENCE * 50}\n\n"
    said = refusal((paragraph * (500_000 // len(paragraph) + 1)).encode())
    assert re.search(r"has 50\d,\d{3} characters in 12\d paragraphs, and articles of up to 500,000 in 20,000", said)


def test_a_text_of_more_paragraphs_than_the_limit_is_told_with_their_number() -> None:
    assert "characters in 20,001 paragraphs" in refusal(b"Walks help.\n\n" * 20_001)


def test_standard_input_is_told_by_its_content_and_called_so() -> None:
    assert read_bytes(HTML, "-", ".txt").media_type == "text/html"
    with pytest.raises(UnreadableSourceError, match="standard input is a picture"):
        read_bytes(b"\x89PNG\r\n", "-", ".txt")


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(UnreadableSourceError, match="is no file name: check the path"):
        read_source("walks\0.txt")
