"""Word files, read by mammoth as the HTML that they mean: raised runs, links, lists, footnotes and endnotes.

Insertions that are tracked are read and deletions are not, as the article will stand once they are accepted.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.facts import primary_tag
from citecheck.ingest.html import HtmlReader
from citecheck.ingest.interface import Reading, UnreadableSourceError
from citecheck.model import Facts

_LARGEST = 6_000_000
"""Bytes of XML, unpacked: some 1,000 pages. More is no article, or a file made to fill the memory."""
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
r[style-name='superscript'] => sup
r[style-name='Endnote Characters'] => sup
r[style-name='Footnote Characters'] => sup
"""
_TEXT_PARTS = expression(r"word/(?:document|footnotes|endnotes|numbering|styles|comments)\d*\.xml$|\.rels$")
_POSITION = expression(rb'<w:position w:val="[1-9]\d*"\s*/>')
_FIELD = expression(rb"</?w:fldSimple\b[^>]*>")
"""Fields in their short form, such as page numbers and links, which mammoth leaves out with all their text."""
_NOTE = expression(r'(<a href="#(?:foot|end)note-[^"]*"[^>]*>)\[(\d+)\](?=</a>)')
"""mammoth puts brackets around the numbers of notes, which a reader of the file does not see."""


class DocxReader:
    """Reads .docx; pictures, comments, headers and footers are no part of the text."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def read(self, data: bytes, name: str) -> Reading:
        core = _opened(data, name)
        try:
            from mammoth import convert_to_html
            from mammoth.images import img_element

            nothing = img_element(lambda _: {})
            page = convert_to_html(BytesIO(_as_understood(data)), style_map=_STYLES, convert_image=nothing).value
        except Exception:  # noqa: BLE001  mammoth raises whatever a damaged file leads it to
            raise UnreadableSourceError(f"{name} is a damaged Word file: open it in Word and save it again") from None
        reading = HtmlReader(extracted=True).read(_NOTE.sub(r"\1\2", page))
        marks = tuple(replace(mark, source=None) for mark in reading.marks)
        return replace(reading, marks=marks, facts=_facts(core))


def _as_understood(data: bytes) -> bytes:
    """The file as mammoth understands it: runs raised by points, as LibreOffice writes them, are superscripts."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(out, "w") as changed:
        for info in archive.infolist():
            if info.file_size <= _LARGEST and not info.filename.startswith("word/media/"):
                part = archive.read(info)
                part = _POSITION.sub(rb'<w:vertAlign w:val="superscript"/>', _FIELD.sub(b"", part))
                changed.writestr(info, part, ZIP_STORED)
    return out.getvalue()


def _opened(data: bytes, name: str) -> str:
    """The file's properties, after a look at its size; encrypted Word files are no zip archives.

    Raises:
        UnreadableSourceError: no archive, cut short, or one that unpacks to too much.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {info.filename: info.file_size for info in archive.infolist()}
            if "word/document.xml" not in parts:
                raise UnreadableSourceError(f"{name} is a Word file without a text: open it in Word and save it again")
            if sum(size for part, size in parts.items() if _TEXT_PARTS.search(part)) > _LARGEST:
                raise UnreadableSourceError(
                    f"{name} unpacks to more than {_LARGEST / 1e6:.0f} MB of text: give the article alone"
                )
            core = "docProps/core.xml"
            return archive.read(core).decode("utf-8", "replace") if parts.get(core, _LARGEST) < 100_000 else ""
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise UnreadableSourceError(
            f"{name} is a damaged Word file, cut short perhaps: save or fetch it again"
        ) from None


def _facts(core: str) -> Facts:
    """Title, author and language of the file's properties; its dates are those of the file, not of the article."""
    import html

    def said(element: str) -> str | None:
        found = re.search(rf"<dc:{element}>([^<]*)</dc:{element}>", core)
        return html.unescape(found[1]).strip() or None if found else None

    author = said("creator")
    return Facts(title=said("title"), author=(author,) if author else (), language=primary_tag(said("language")))
