"""PDF files, by way of PDFium: characters with their places on the page to lines, and lines to paragraphs.

A PDF says where each glyph stands and nothing of words, lines, columns or notes. Characters come in the order in which
the page was written, which is the order of reading in what word processors, browsers and typesetters put out; so a
column's lines follow one another, and only what repeats from page to page has to be told apart. Raised digits are known
by their smaller size and higher baseline.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from msgspec import Struct, field

from citecheck.ingest.interface import Reading, UnreadableSourceError
from citecheck.ingest.paging import read_lines

_MOST = 400_000
"""Characters, some 65,000 words."""
_LARGE_GAP = 2.2
"""Of the size of the type: a gap this wide parts columns and cells."""
_WIDEST_SPACE = 9.0
"""A space in a line that is set to fill a column can be as wide."""
_WORD_GAP = 0.2
"""A gap this wide parts words, whether or not the file has a space in it."""
_BACK = frozenset("↩\ufe0e\ufe0f")
"""What leads from a note back to its marker on a page, and nowhere in print."""
_PRIVATE_BULLETS = frozenset({"\uf0b7", "\uf0a7", "\uf076", "\uf0d8", "\uf02d"})


class Glyph(Struct):
    """A character with its box in points, the origin at the page's lower left."""

    text: str
    left: float
    right: float
    base: float
    """Its baseline."""
    size: float
    bold: bool
    spaced: bool = False
    """White space stands before it."""
    broken: bool = False
    """PDFium takes it for the first of a line."""
    raised: int = 0
    """1 above the line's baseline, -1 below it."""
    target: str = ""
    """Of a linked one the address."""


class Line(Struct):
    """A run of glyphs on one baseline, without wide gaps."""

    page: int
    glyphs: list[Glyph] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0
    beside: bool = False
    """There is another one on the same baseline: a cell of a table."""

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def text(self) -> str:
        return "".join((" " if g.spaced and i else "") + g.text for i, g in enumerate(self.glyphs))


class PdfReader:
    """Reads what a PDF shows as text; a scanned page shows none."""

    media_type = "application/pdf"

    def read(self, data: bytes, name: str) -> Reading:
        import pypdfium2 as pdfium

        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as problem:
            if "password" in str(problem).lower():
                raise UnreadableSourceError(f"{name} is encrypted: save it without a password") from None
            raise UnreadableSourceError(f"{name} is a damaged PDF: export or fetch the article again") from None
        lines: list[Line] = []
        heights: list[float] = []
        count = 0
        try:
            for number in range(len(document)):
                page = document[number]
                heights.append(page.get_height())
                glyphs = list(_glyphs(page))
                count += len(glyphs)
                if count > _MOST:
                    raise UnreadableSourceError(
                        f"{name} has more than {_MOST:,} characters: give the article alone, not the whole book"
                    )
                lines += _lines(number, glyphs)
                page.close()
        except pdfium.PdfiumError:
            if not lines:
                raise UnreadableSourceError(f"{name} is a damaged PDF: export or fetch the article again") from None
        finally:
            document.close()
        if not lines:
            raise UnreadableSourceError(f"{name} shows no text, as scans do: run text recognition over it first")
        return read_lines(lines, heights)


def _glyphs(page: Any) -> Iterator[Glyph]:
    """The visible characters of a page in the order of its content."""
    from pypdfium2 import raw

    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    flags = ctypes.c_int()
    links = _links(page)
    font = ctypes.create_string_buffer(96)
    spaced = broken = False
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, i)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if code in (0x02, 0xFFFE):
            character = "\u00ad"  # what PDFium makes of a hyphen at a line's end
        control = code < 32 and code != 0x02
        if (
            not character
            or character in _BACK
            or character.isspace()
            or control
            or raw.FPDFText_IsGenerated(text.raw, i) == 1
        ):
            spaced |= character in (" ", "\u00a0")
            broken |= character in ("\r", "\n")
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, i, box)
        raw.FPDFText_GetCharOrigin(text.raw, i, x, y)
        raw.FPDFText_GetFontInfo(text.raw, i, font, 96, flags)
        size = raw.FPDFText_GetFontSize(text.raw, i) * _scale(raw, text.raw, i)
        heavy = b"bold" in font.value.lower() or b"black" in font.value.lower()
        character = "•" if character in _PRIVATE_BULLETS else character
        glyph = Glyph(character, box.left, box.right, y.value, size, heavy, spaced, broken)
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        glyph.target = next((target for target, area in links if _within(middle, area)), "")
        spaced = broken = False
        yield glyph


def _scale(raw: Any, text: Any, i: int) -> float:
    """What the page's matrix makes of a character's size."""
    matrix = raw.FS_MATRIX()
    return abs(matrix.d) or 1.0 if raw.FPDFText_GetMatrix(text, i, matrix) else 1.0


def _within(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _links(page: Any) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Addresses that parts of a page lead to, each with its box: left, bottom, right, top."""
    from pypdfium2 import raw

    found: list[tuple[str, tuple[float, float, float, float]]] = []
    position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, position, link) and len(found) < 2000:
        action = raw.FPDFLink_GetAction(link)
        if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI and raw.FPDFLink_GetAnnotRect(link, box):
            length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
            found.append((buffer.value.decode("utf-8", "replace"), (box.left, box.bottom, box.right, box.top)))
    return found


def _lines(page: int, glyphs: list[Glyph]) -> Iterator[Line]:
    """Glyphs put together as long as one goes on from the other: on the baseline, or raised or lowered beside it."""
    line = Line(page)
    for glyph in glyphs:
        if line.glyphs and not _joins(line, glyph):
            same = abs(glyph.base - line.base) < 0.2 * line.size and glyph.left > line.right
            line.beside |= same
            yield from _cells(line)
            line = Line(page, beside=same)
        if not line.glyphs:
            line.base, line.size = glyph.base, glyph.size
        gap = glyph.left - line.glyphs[-1].right if line.glyphs else 0.0
        glyph.spaced |= gap > _WORD_GAP * line.size
        line.glyphs.append(glyph)
    if line.glyphs:
        yield from _cells(line)


def _cells(line: Line) -> Iterator[Line]:
    """A line parted at gaps that are far wider than its others, as between the cells of a table."""
    gaps = [after.left - before.right for before, after in pairwise(line.glyphs) if after.spaced]
    if not gaps or max(gaps) < _LARGE_GAP * line.size or max(gaps) < 3 * median([*gaps[:-1], 0.3 * line.size]):
        yield line
        return
    widest = 0.7 * max(gaps)
    part = Line(line.page, [], line.base, line.size, beside=True)
    for before, glyph in pairwise([line.glyphs[0], *line.glyphs]):
        if glyph.spaced and glyph.left - before.right > widest and part.glyphs:
            yield part
            part = Line(line.page, [], line.base, line.size, beside=True)
        part.glyphs.append(glyph)
    yield part


def _joins(line: Line, glyph: Glyph) -> bool:
    """Whether a glyph goes on with the line; sets what it is to the line's baseline."""
    last = line.glyphs[-1]
    gap, rise = glyph.left - last.right, glyph.base - line.base
    larger = max(line.size, glyph.size)
    widest = _LARGE_GAP if glyph.broken else _WIDEST_SPACE
    ligature = (glyph.left, glyph.base) == (last.left, last.base)
    if not ligature and not -0.6 * larger < gap < widest * larger:
        return False
    if abs(rise) <= 0.12 * larger:
        return True
    if glyph.size <= 0.88 * line.size and -0.4 * larger < rise < 0.75 * larger:
        glyph.raised = 1 if rise > 0 else -1
        return True
    if line.size <= 0.88 * glyph.size and -0.75 * larger < rise < 0.4 * larger and len(line.glyphs) <= 12:
        for before in line.glyphs:  # the line began with raised digits
            before.raised = 1 if rise < 0 else -1
        line.base, line.size = glyph.base, glyph.size
        return True
    return False
