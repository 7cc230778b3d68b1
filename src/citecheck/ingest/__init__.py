"""From a file, or standard input, to a Document: decoded, read by format, the article told from the page's chrome."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from citecheck.ingest.decode import MAX_BYTES, decode
from citecheck.ingest.facts import complete
from citecheck.ingest.interface import Reader, Reading, UnreadableSourceError
from citecheck.ingest.layout import label_regions
from citecheck.model import Document, Notification

__all__ = ["Reader", "Reading", "UnreadableSourceError", "read_bytes", "read_source"]

_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_LATER = {".html": "HTML", ".htm": "HTML", ".docx": "Word", ".pdf": "PDF", ".xml": "XML"}


def read_source(uri: str) -> Document:
    """Reads one article: a path, or "-" for standard input.

    Raises:
        UnreadableSourceError: with one sentence that says what, where and what to do.
    """
    if uri == "-":
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "-", ".txt")
    if uri.lower().startswith(("http://", "https://")):
        raise UnreadableSourceError(
            f"{uri} is an address, and addresses are not read yet: save the page as .txt or .md"
        )
    path = Path(uri)
    try:
        if path.is_dir():
            raise UnreadableSourceError(f"{uri} is a folder: name the articles in it")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
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


def read_bytes(data: bytes, uri: str, suffix: str, size: int | None = None) -> Document:
    """A Document of an article's bytes; `suffix` names the format as a file name would.

    Raises:
        UnreadableSourceError: undecodable, or of a format that is not read.
    """
    name = "standard input" if uri == "-" else uri
    if suffix in _LATER and data.strip():
        raise UnreadableSourceError(
            f"{name} is {_LATER[suffix]}, which is not read yet: save the article as .txt or .md"
        )
    decoded = decode(data, name, size)
    reader = _reader(suffix)
    reading = reader.read(decoded.text)
    blocks, title = label_regions(reading.text, reading.blocks, reading.facts.title)
    if not any(block.region == "main" and block.kind != "heading" for block in blocks):
        raise UnreadableSourceError(f"{name} holds no sentence to audit: is it the article itself?")
    notes: tuple[Notification, ...] = ()
    if decoded.guessed:
        notes = (
            Notification(
                "note",
                f"{name} was read as {decoded.encoding}, which is a guess: save it as UTF-8 if names look wrong",
            ),
        )
    return Document(
        uri=uri,
        media_type=reader.media_type,
        encoding=decoded.encoding,
        sha256=sha256(data).hexdigest(),
        source=decoded.text,
        text=reading.text,
        anchors=reading.anchors,
        blocks=blocks,
        marks=reading.marks,
        facts=complete(reading.facts, reading.text, blocks, title),
        notifications=notes,
    )


def _reader(suffix: str) -> Reader:
    """The reader of a format, imported when an article has it."""
    if suffix in _MARKDOWN:
        from citecheck.ingest.markdown import MarkdownReader

        return MarkdownReader()
    from citecheck.ingest.plain import PlainReader

    return PlainReader()
