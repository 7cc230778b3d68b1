"""Builds the visible text of a marked-up source piece by piece, keeping where each piece came from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.interface import Reading
from citecheck.ingest.plain import is_heading
from citecheck.model import Block, BlockKind, Comment, Csl, Facts, Mark, MarkKind, RegionKind
from citecheck.text import collapse, trimmed

_OURS = expression(r"<!--\s{0,20}citecheck:(?P<told>.*?)--!?>", re.DOTALL | re.IGNORECASE)
_MOST_COMMENTS = 1_000
"""More than anybody writes into an article."""
_BOLD_LEVEL = 3
"""Of a heading that is one only by its type."""


class TextBuilder:
    """Readers of formats with markup add pieces and close blocks; the offsets keep themselves."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._anchors: list[tuple[int, int]] = []
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._comments: list[Comment] = []
        self._stated: dict[int, Csl] = {}
        self._begin, self._first = 0, 0
        self.length = 0

    def add(self, text: str, position: int) -> None:
        """A piece of visible text that begins at `position` of the source.

        A piece that differs from its source (an entity) is one character or keeps its length: anchors are per piece.
        """
        if text:
            self._anchors.append((self.length, position))
            self._parts.append(text)
            self.length += len(text)

    def add_instead(self, text: str, begin: int, end: int) -> None:
        """A piece that is shown instead of a stretch of the source: each of its characters lies within the stretch."""
        held = min(len(text), end - begin) - 1
        self.add(text[:held], begin)
        for character in text[held:]:
            self.add(character, end - 1)

    @property
    def block_count(self) -> int:
        """How many blocks are closed."""
        return len(self._blocks)

    @property
    def in_block(self) -> bool:
        """Whether the block that is open has any text."""
        return self.length > self._begin

    @property
    def open_text(self) -> str:
        """The text of the block that is open."""
        return "".join(self._parts[self._first :])

    def drop(self, count: int) -> None:
        """Takes the last characters back: a hyphen that only broke a word."""
        text = self.open_text[:-count]
        self._parts[self._first :] = [text]
        self.length = self._begin + len(text)
        while self._anchors and self._anchors[-1][0] >= self.length > self._begin:
            self._anchors.pop()
        self._marks = [mark for mark in self._marks if mark.end <= self.length]

    def mark(
        self, kind: MarkKind, start: int, source: tuple[int, int] | None, target: str = "", end: int | None = None
    ) -> None:
        """Marks the text from `start` to `end`, or to here.

        `source` is where it lies in the source with its markup, if in one piece.
        """
        end = self.length if end is None else end
        if end > start:
            self._marks.append(Mark(start, end, kind, target, source))

    def comment(self, written: str, position: int) -> None:
        """Keeps a comment that begins at `position` of the source, if it speaks to the program."""
        found = _OURS.match(written)
        if found and len(self._comments) < _MOST_COMMENTS:
            self._comments.append(Comment(collapse(found["told"]), self.length, self.in_block, position))

    def close(
        self,
        kind: BlockKind,
        position: int,
        *,
        level: int = 0,
        label: str = "",
        region: RegionKind = "main",
        stated: Csl | None = None,
    ) -> None:
        """Ends the block that began where the last one ended; `position` is where the source goes on.

        `stated` are the fields of a reference that the source gives as such.
        """
        block = "".join(self._parts[self._first :])
        start, end = (self._begin + bound for bound in trimmed(block, 0, len(block)))
        if end > start:
            self._blocks.append(Block(start, end, kind, region, level, label))
            if stated:
                self._stated[start] = stated
            self.add("\n\n", position)
        self._begin, self._first = self.length, len(self._parts)

    def reading(self, facts: Facts, places: Mapping[str, int] | None = None) -> Reading:
        marks = tuple(sorted(self._marks, key=lambda mark: (mark.start, -mark.end)))
        text = "".join(self._parts)
        # Many a page and draft sets its headings as paragraphs in bold type.
        bold = {(mark.start, mark.end) for mark in marks if mark.kind == "strong"}
        blocks = list(self._blocks)
        for i, block in enumerate(blocks):
            in_bold = block.kind == "paragraph" and (block.start, block.end) in bold
            if in_bold and is_heading(text[block.start : block.end]):
                blocks[i] = replace(block, kind="heading", level=_BOLD_LEVEL)
        comments = tuple(self._comments)
        return Reading(
            text,
            tuple(self._anchors),
            tuple(blocks),
            marks,
            facts,
            places or {},
            comments=comments,
            stated=self._stated,
        )
