"""Builds the visible text of a marked-up source piece by piece, keeping where each piece came from."""

from __future__ import annotations

from citecheck.ingest.interface import Reading
from citecheck.model import Block, BlockKind, Facts, Mark, MarkKind
from citecheck.text import trimmed


class TextBuilder:
    """Readers of formats with markup add pieces and close blocks; the offsets keep themselves."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._anchors: list[tuple[int, int]] = []
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
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

    def mark(self, kind: MarkKind, start: int, source: tuple[int, int], target: str = "") -> None:
        """Marks the text from `start` to here; `source` is where it lies in the source with its markup."""
        if self.length > start:
            self._marks.append(Mark(start, self.length, kind, target, source))

    def close(self, kind: BlockKind, position: int, *, level: int = 0, label: str = "") -> None:
        """Ends the block that began where the last one ended; `position` is where the source goes on."""
        block = "".join(self._parts[self._first :])
        start, end = (self._begin + bound for bound in trimmed(block, 0, len(block)))
        if end > start:
            self._blocks.append(Block(start, end, kind, level=level, label=label))
            self.add("\n\n", position)
        self._begin, self._first = self.length, len(self._parts)

    def reading(self, facts: Facts) -> Reading:
        marks = tuple(sorted(self._marks, key=lambda mark: (mark.start, -mark.end)))
        return Reading("".join(self._parts), tuple(self._anchors), tuple(self._blocks), marks, facts)
