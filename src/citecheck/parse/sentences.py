"""The sentences and list items of the main text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.expressions import expression
from citecheck.model import Block, Citation, Document, Sentence, Span
from citecheck.text import SUPERSCRIPT_DIGITS, collapse, sentences, trimmed, with_markers

_INTRODUCES = expression(rf":(?:\s?\[\^?[\w,–-]+\]|[{SUPERSCRIPT_DIGITS}\d,–-]+)*\s*$")
"""A colon, markers behind it or not."""
_BULLET = expression(
    r"(?:(?<=\s)|(?<=:)|^)(?:[•●▪◦‣∙■✓✔➤►]\s*|(?<=:)\*\s)|(?<=[.;:!?])\s+[\-–*]\s+(?=[A-Z])", re.MULTILINE
)
"""The sign of an item whose line was lost on the way: "side effects include: • rash • fatigue".

A dash is one only behind the end of a sentence, or a colon, and before a capital.
"""


def find_sentences(document: Document, lists: Sequence[Span], citations: Sequence[Citation]) -> tuple[Sentence, ...]:
    """In order, without headings and lists of references; an item knows the sentence that introduces its list.

    Citations that stand behind a stop belong to the sentence before, unless they are words of the next one.
    """
    marked = with_markers(document.text, [c for c in citations if _stands_apart(c)])
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
        for piece, is_item, is_last in _pieces(document.text, block):
            if not is_item and block.kind != "list-item":
                lead_in = None
            for place, span in enumerate(sentences(marked, piece.start, piece.end)):
                text = collapse(document.text[span.start : span.end])
                if any(c.isalpha() for c in text):
                    # Where the items of a paragraph end is not told: of the last only its first sentence is one.
                    introduced = None if is_item and is_last and place else lead_in
                    found.append(Sentence(span.start, span.end, text, index, introduced))
            introduces = _INTRODUCES.search(document.text, max(piece.start, piece.end - 30), piece.end)
            if introduces and found and not is_item and block.kind != "list-item":
                lead_in = len(found) - 1
    return tuple(found)


def _stands_apart(citation: Citation) -> bool:
    """Whether a marker is no part of what a sentence says, as a name with its year and a linked phrase are."""
    if citation.style != "hyperlink" and citation.text.startswith(("(", "[")):
        return True
    return not any(c.isalpha() for c in citation.text)


def _pieces(text: str, block: Block) -> Iterator[tuple[Span, bool, bool]]:
    """What stands before, between and behind the bullets of a block, whether it is an item, and whether the last.

    One bullet alone only parts what stands on either side, as in "News • 5 minutes", unless a colon introduces it.
    """
    bullets = list(_BULLET.finditer(text, block.start, block.end))
    if len(bullets) == 1 and not text[block.start : bullets[0].start()].rstrip().endswith(":"):
        bullets = []
    edges = [block.start, *(b.start() for b in bullets), block.end]
    starts = [block.start, *(b.end() for b in bullets)]
    for k, start in enumerate(starts):
        first, last = trimmed(text, start, edges[k + 1])
        if last > first:
            yield Span(first, last), k > 0, bool(bullets) and k == len(bullets)
