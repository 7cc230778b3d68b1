"""Which format a source has: its content tells, and its name only where content leaves it open."""

from __future__ import annotations

import re
from typing import Literal

from citecheck.expressions import expression
from citecheck.ingest.interface import UnreadableSourceError

Format = Literal["plain", "markdown", "html", "jats", "docx", "pdf"]

_HEAD = 4096
"""Bytes that are looked at."""
_NAMES: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".xml": "jats", ".nxml": "jats", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
_HTML = expression(
    rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|section"
    rb"|header|h1|p|script|link)[\s>]",
    re.IGNORECASE,
)
_COMMENT = expression(rb"<!--.*?-->", re.DOTALL)
_JATS = expression(
    rb"<!DOCTYPE\s+article\b|<article\b[^>]*\s(?:article-type|dtd-version)\s*=|<pmc-articleset\b", re.IGNORECASE
)
_XML = expression(rb"\s*<\?xml\b")
_OLE = b"\xd0\xcf\x11\xe0"
_UNREAD = {
    _OLE: "an old Word file: save it as .docx",
    b"\x89PNG": "a picture: give the article as text",
    b"\xff\xd8\xff": "a picture: give the article as text",
    b"GIF8": "a picture: give the article as text",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    b"{\\rtf": "an RTF file: save it as .docx",
}


def recognise(data: bytes, suffix: str, name: str) -> Format:
    """The format of a file's bytes; `suffix` as ".md", in lower case, is what its name says.

    Raises:
        UnreadableSourceError: a format that is not read.
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    _refuse(head, data, name)
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and (suffix == ".pdf" or not _is_text(head))):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    named = _NAMES.get(suffix)
    if named in ("pdf", "docx") and _is_text(head):
        named = None
    if named == "pdf":
        raise UnreadableSourceError(f"{name} is no PDF although it is called so: export the article again")
    if named == "docx":
        raise UnreadableSourceError(f"{name} is no Word file although it is called so: save the article again as .docx")
    if b"<" not in head and named != "jats":
        return named or "plain"
    if named != "markdown" and _JATS.search(head):
        return "jats"
    if _HTML.match(_COMMENT.sub(b"", head)) and (
        named != "markdown" or re.match(rb"\s*<(?:!doctype|html)", head, re.IGNORECASE)
    ):
        return "html"
    if _XML.match(head) or named == "jats":
        if b"<html" in head.lower():
            return "html"
        raise UnreadableSourceError(f"{name} is XML, but no article in JATS: give the article as HTML, text or JATS")
    return named or "plain"


def _refuse(head: bytes, data: bytes, name: str) -> None:
    """Raises what is said of a format that is known and not read."""
    if head.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableSourceError(f"{name} is encrypted: save it without a password")
    for signature, kind in _UNREAD.items():
        if head.startswith(signature):
            raise UnreadableSourceError(f"{name} is {kind}")


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head) * 100 <= len(head)


def _zipped(data: bytes, name: str) -> Format:
    """A zip archive is a Word file if it holds one's parts; their names stand in it as they are."""
    if b"word/" in data:
        return "docx"
    kind = (
        "an OpenDocument file: save it as .docx" if b"opendocument" in data[:200]
        else "an EPUB book: give the article as HTML" if b"epub+zip" in data[:200]
        else "a zip archive that is no Word file, or a damaged one: save the article again as .docx"
    )  # fmt: skip
    raise UnreadableSourceError(f"{name} is {kind}")
