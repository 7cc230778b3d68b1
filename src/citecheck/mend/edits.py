"""A change of an article: in the text that a reader sees, and in the source, of which nothing else may change."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from citecheck.expressions import expression
from citecheck.model import Document, Span
from citecheck.text import source_offset, source_span

_MARKDOWN = expression(r"[\\`*\[\]<>]|&(?=#?\w)")
"""What means something within a line of Markdown; an underscore within a word does not."""


_LINE_END = expression(r"\r\n|\r|\n")


class Edit(Span, frozen=True):
    """A stretch of the visible text and what is to stand in its place; an empty stretch is where it is put in."""

    replacement: str
    within: Span | None = None
    """Of what is put in at the end of a reference, that reference: its markup ends before it."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The visible text with the changes."""
    return _spliced(text, [(edit.start, edit.end, edit.replacement) for edit in edits])


def edited_source(document: Document, edits: Iterable[Edit]) -> str | None:
    """The source with the changes, written as its format wants them; None where one would reach over markup."""
    changes = []
    for edit in edits:
        place = _in_source(document, edit)
        if place is None:
            return None
        changes.append((*place, _written(edit.replacement, document)))
    return _spliced(document.source, changes)


def _in_source(document: Document, edit: Edit) -> tuple[int, int] | None:
    if edit.within:
        behind = source_span(document, edit.within.start, edit.within.end)[1]
        return behind, behind
    first = source_offset(document.anchors, edit.start)
    last = source_offset(document.anchors, edit.end - 1) + 1
    if document.source[first:last] != document.text[edit.start : edit.end]:
        return None
    return first, last


def _written(text: str, document: Document) -> str:
    if document.media_type == "text/html":
        return html.escape(text, quote=False)
    if document.media_type == "text/markdown":
        return _MARKDOWN.sub(lambda found: f"\\{found.group()}", text)
    line_end = _LINE_END.search(document.source)
    return text.replace("\n", line_end.group()) if line_end else text


def _spliced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, replacement in sorted(changes):
        parts += (text[at:start], replacement)
        at = end
    return "".join((*parts, text[at:]))
