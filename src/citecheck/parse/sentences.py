"""The sentences and list items of the main text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model import Document, Sentence, Span
from citecheck.text import SUPERSCRIPT_DIGITS, collapse, sentences

_INTRODUCES = re.compile(rf":(?:\s?\[\^?[\w,–-]+\]|[{SUPERSCRIPT_DIGITS}\d,–-]+)*\s*$")
"""A colon, markers behind it or not."""


def find_sentences(document: Document, lists: Sequence[Span]) -> tuple[Sentence, ...]:
    """In order, without headings and lists of references; an item knows the sentence that introduces its list."""
    found: list[Sentence] = []
    lead_in: int | None = None
    listed = {span.start for span in lists}
    for index, block in enumerate(document.blocks):
        skipped = block.region != "main" or block.kind == "heading" or block.start in listed
        if skipped:
            if block.kind == "heading":
                lead_in = None
            continue
        if block.kind != "list-item":
            lead_in = None
        for span in sentences(document.text, block.start, block.end):
            if not any(c.isalpha() for c in document.text[span.start : span.end]):
                continue
            found.append(Sentence(span.start, span.end, collapse(document.text[span.start : span.end]), index, lead_in))
        if (
            block.kind != "list-item"
            and found
            and _INTRODUCES.search(document.text, max(block.start, block.end - 30), block.end)
        ):
            lead_in = len(found) - 1
    return tuple(found)
