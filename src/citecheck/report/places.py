"""Where things lie for whoever opens the source: offsets, lines and columns, and the words there."""

from __future__ import annotations

from citecheck.model import Document, Finding, Span
from citecheck.text import Lines, collapse, source_span


class Places:
    """Turns spans of the visible text into places of the source file.

    Of a Word file, a PDF or JATS, whose source is no text to look into, they are places of the extracted text.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.is_extracted = not document.anchors
        self.source = document.text if self.is_extracted else document.source
        self._lines = Lines(self.source)

    def at(self, span: Span) -> Span:
        """A span in code points of the source."""
        return Span(*source_span(self.document, span.start, span.end))

    def line(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset of the source."""
        return self._lines.at(offset)

    def of(self, finding: Finding) -> Span | None:
        """Where a finding is, in the source; None where it is about the whole article."""
        if finding.start is None or finding.end is None:
            return None
        return self.at(Span(finding.start, finding.end))

    def begins(self, finding: Finding) -> tuple[int, int] | None:
        """Line and column of a finding; None where it is about the whole article."""
        place = self.of(finding)
        return self.line(place.start) if place else None

    def quote(self, span: Span) -> str:
        """What a reader sees at a span of the visible text, in one line."""
        return collapse(self.document.text[span.start : span.end])

    def quote_of(self, finding: Finding) -> str | None:
        if finding.start is None or finding.end is None:
            return None
        return self.quote(Span(finding.start, finding.end))

    def paragraph(self, offset: int) -> int:
        """The number, from 1, of the heading, paragraph or item that an offset of the visible text lies in."""
        return max(1, sum(block.start <= offset for block in self.document.blocks))
