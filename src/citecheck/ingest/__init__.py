"""From a file, an address or standard input to a Document: read by its format, the article told from its page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.decode import decode, is_encoding
from citecheck.ingest.facts import complete
from citecheck.ingest.formats import Format, recognise
from citecheck.ingest.gate import obstacle
from citecheck.ingest.interface import DocumentReader, Reading, TextReader, UnreadableSourceError
from citecheck.ingest.layout import label_regions
from citecheck.model import Document, Network, Notification
from citecheck.text import without_secrets

__all__ = ["DocumentReader", "Reading", "TextReader", "UnreadableSourceError", "read_bytes", "read_source"]

_MAX_FILE = 50_000_000
"""Bytes of a PDF or Word file, most of which are pictures."""
_MAX_TEXT = 500_000
"""Characters that a reader sees, some 85,000 words: longer than any article."""
_MAX_BLOCKS = 20_000
_CHARSET = expression(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def read_source(uri: str, network: Network = "references", allow_hosts: Sequence[str] = ()) -> Document:
    """Reads one article: a path, an http(s) address, or "-" for standard input.

    Raises:
        UnreadableSourceError: with one sentence that says what, where and what to do.
    """
    if uri == "-":
        return read_bytes(sys.stdin.buffer.read(_MAX_FILE + 1), "-", ".txt")
    if uri.lower().startswith(("http://", "https://")):
        from citecheck.ingest.fetch import fetch

        if network == "off":
            raise UnreadableSourceError(
                f"{without_secrets(uri)} is an address, and nothing is fetched offline: save the page and name it"
            )
        try:
            page = fetch(uri, allow_hosts)
        except UnreadableSourceError as problem:
            raise UnreadableSourceError(str(problem).replace(uri, without_secrets(uri))) from None
        return read_bytes(page.data, without_secrets(page.uri), page.suffix, declared=page.charset)
    path = Path(uri)
    try:
        if path.is_dir():
            raise UnreadableSourceError(f"{uri} is a folder: name the articles in it")
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
            size = max(len(data), path.stat().st_size)
    except FileNotFoundError:
        raise UnreadableSourceError(f"{uri} is not there: check the path") from None
    except OSError as problem:
        raise UnreadableSourceError(
            f"{uri} cannot be read ({problem.strerror or problem}): check its permissions"
        ) from None
    except ValueError:
        raise UnreadableSourceError(f"{uri!r} is no file name: check the path") from None
    return read_bytes(data, uri, path.suffix.lower(), size)


def read_bytes(data: bytes, uri: str, suffix: str, size: int | None = None, *, declared: str | None = None) -> Document:
    """A Document of an article's bytes; `suffix` names the format as a file name would, `declared` the encoding.

    Raises:
        UnreadableSourceError: undecodable, or of a format that is not read.
    """
    name = "standard input" if uri == "-" else uri
    if not data.strip():
        raise UnreadableSourceError(f"{name} is empty: there is nothing to audit")
    form = recognise(data, suffix, name)
    if form in ("pdf", "docx", "jats"):
        read = _read_document(data, name, form, size or len(data))
    else:
        read = _read_text(data, uri, name, form, size, declared)
    reading = read.reading
    if len(reading.text) > _MAX_TEXT or len(reading.blocks) > _MAX_BLOCKS:
        raise UnreadableSourceError(
            f"{name} has {len(reading.text):,} characters in {len(reading.blocks):,} paragraphs, and articles of up to"
            f" {_MAX_TEXT:,} in {_MAX_BLOCKS:,} are read: give each article as a file of its own"
        )
    blocks, title = label_regions(reading.text, reading.blocks, reading.facts.title, scraped=form == "plain")
    if form == "html" and (problem := obstacle(read.source, reading.text, blocks)):
        raise UnreadableSourceError(f"{name} {problem}")
    if not any(block.region == "main" and block.kind != "heading" for block in blocks):
        raise UnreadableSourceError(f"{name} holds no sentence to audit: is it the article itself?")
    return Document(
        uri=uri,
        media_type=read.media_type,
        encoding=read.encoding,
        sha256=sha256(data).hexdigest(),
        source=read.source,
        text=reading.text,
        anchors=reading.anchors,
        blocks=blocks,
        marks=reading.marks,
        facts=complete(reading.facts, reading.text, blocks, title, as_printed=form == "html"),
        places=reading.places,
        cut_short=reading.cut_short,
        pages=reading.pages,
        notifications=tuple(_remarks(name, read)),
        comments=reading.comments,
        stated=reading.stated,
    )


class _Read(Struct, frozen=True):
    """A reading with what is known of its source."""

    reading: Reading
    media_type: str
    encoding: str | None
    source: str
    """What positions count in: the decoded source, or the extracted text."""
    guessed: bool = False
    """The encoding is a guess."""


def _read_text(data: bytes, uri: str, name: str, form: Format, size: int | None, declared: str | None) -> _Read:
    reader = _text_reader(form, uri)
    decoded = decode(data, name, size, declared if is_encoding(declared) else _declared(data, form))
    return _Read(reader.read(decoded.text), reader.media_type, decoded.encoding, decoded.text, decoded.guessed)


def _read_document(data: bytes, name: str, form: Format, size: int) -> _Read:
    if size > _MAX_FILE:
        raise UnreadableSourceError(f"{name} has more than {_MAX_FILE / 1e6:.0f} MB: give the article alone")
    reader = _document_reader(form)
    reading = replace(reader.read(data, name), anchors=())  # extracted text has no positions in the file
    return _Read(reading, reader.media_type, None, reading.text)


def _remarks(name: str, read: _Read) -> Iterator[Notification]:
    if read.guessed:
        told = f"{name} was read as {read.encoding}, which is a guess: save it as UTF-8 if names look wrong"
        yield Notification("note", told)
    if read.reading.cut_short:
        told = f"{name} ends within an element: it may be cut short, and its references with it"
        yield Notification("warning", told)
    if read.reading.remark:
        yield Notification("warning", f"{name} {read.reading.remark}")


def _declared(data: bytes, form: Format) -> str | None:
    """The encoding that the source itself names."""
    head = data[:2048]
    found = _CHARSET.search(head) if form == "html" else None
    return found[1].decode("ascii") if found else None


def _text_reader(form: Format, uri: str) -> TextReader:
    """The reader of a format, imported when an article has it; what lies beside a file may belong to it."""
    match form:
        case "markdown":
            from citecheck.ingest.markdown import MarkdownReader

            return MarkdownReader(None if uri == "-" or "://" in uri else Path(uri).parent)
        case "html":
            from citecheck.ingest.html import HtmlReader

            return HtmlReader()
    from citecheck.ingest.plain import PlainReader

    return PlainReader()


def _document_reader(form: Format) -> DocumentReader:
    match form:
        case "pdf":
            from citecheck.ingest.pdf import PdfReader

            return PdfReader()
        case "jats":
            from citecheck.ingest.jats import JatsReader

            return JatsReader()
    from citecheck.ingest.docx import DocxReader

    return DocxReader()
