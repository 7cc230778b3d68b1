"""Where words of an article lie in the Word file it was read from: run by run, character by character.

The article was read by mammoth, which keeps no positions. So its words are looked for in the text of the file's runs,
both without white space, paragraph by paragraph; what is not found word for word goes to the paragraph most like it.
Notes have no place of their own for a comment: what is said of their text goes to the number that points to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from msgspec import Struct

from citecheck.model import Block, Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_LEAST_LIKE = 60.0
"""Percent that a paragraph has to be like the one looked for (rapidfuzz's ratio)."""
_HYPHENS = {f"{W}noBreakHyphen": "‑", f"{W}softHyphen": "\xad"}
_HIDDEN = frozenset((f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{_MC}Fallback"))
"""What a reader does not see, and boxes, in which Word allows no comment."""

Element = Any
"""An element of lxml, which python-docx gives and does not type."""
_Cut = tuple[int, int]
"""A place in a run: the number of a child, and of a character in it."""


class _Unit(Struct, frozen=True):
    """A character that can be seen, and where it stands."""

    character: str
    run: Element
    child: int
    index: int
    paragraph: int


class Target(Struct, frozen=True):
    """What a comment is anchored to: the first and the last of the file's characters, both inclusive."""

    first: int
    last: int


class Anchors:
    """Finds targets in a file, then cuts its runs so that each begins and ends with one."""

    def __init__(self, body: Element, notes: Mapping[str, Mapping[str, Element]], document: Document) -> None:
        self.units = list(_units(body, notes))
        self.document = document
        self._text = "".join(unit.character for unit in self.units)
        self._blocks = dict(self._found_blocks())

    def first_paragraph(self) -> Target | None:
        """The title, mostly; None for a file without any text."""
        return self._paragraph(self.units[0].paragraph) if self.units else None

    def at(self, start: int, end: int) -> Target | None:
        """The words of a span of the article's text, or the paragraph that they are in."""
        blocks = self.document.blocks
        number = max(0, sum(block.start <= start for block in blocks) - 1)
        offset = self._blocks.get(number)
        if offset is None:
            return self._most_like(blocks[number]) or self.first_paragraph()
        block = blocks[number]
        first = offset + len(squeezed(self.document.text[block.start : start]))
        length = len(squeezed(self.document.text[start : min(end, block.end)]))
        return Target(first, first + length - 1) if length else self._paragraph(self.units[offset].paragraph)

    def _found_blocks(self) -> Iterator[tuple[int, int]]:
        """By the number of the block, where its text begins in the file; in order first, then wherever it is."""
        behind = 0
        for number, block in enumerate(self.document.blocks):
            words = squeezed(self.document.text[block.start : block.end])
            offset = self._text.find(words, behind) if words else -1
            if words and offset < 0:
                offset = self._text.find(words)
            if offset >= 0:
                behind = offset + len(words)
                yield number, offset

    def _most_like(self, block: Block) -> Target | None:
        from rapidfuzz.fuzz import ratio

        words = squeezed(self.document.text[block.start : block.end])
        texts: dict[int, list[str]] = {}
        for unit in self.units:
            texts.setdefault(unit.paragraph, []).append(unit.character)
        scored = [(ratio(words, "".join(text)), -number) for number, text in texts.items()]
        score, number = max(scored, default=(0.0, 0))
        return self._paragraph(-number) if score >= _LEAST_LIKE else None

    def _paragraph(self, number: int) -> Target:
        inside = [i for i, unit in enumerate(self.units) if unit.paragraph == number]
        return Target(inside[0], inside[-1])

    def cut(self, targets: Sequence[Target]) -> list[tuple[Element, Element]]:
        """Cuts the runs at the ends of the targets; of each the runs that are then its first and its last."""
        cuts: dict[int, set[_Cut]] = {}
        runs = {}
        for target in targets:
            for unit, behind in ((self.units[target.first], 0), (self.units[target.last], 1)):
                runs[id(unit.run)] = unit.run
                cuts.setdefault(id(unit.run), set()).add((unit.child, unit.index + behind))
        pieces = {name: _in_pieces(run, sorted(cuts[name])) for name, run in runs.items()}

        def piece(unit: _Unit) -> Element:
            return [run for begin, run in pieces[id(unit.run)] if begin <= (unit.child, unit.index)][-1]

        return [(piece(self.units[target.first]), piece(self.units[target.last])) for target in targets]


def squeezed(text: str) -> str:
    """A text without white space and what cannot be seen, which readers of Word files keep or drop as they like."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def _units(body: Element, notes: Mapping[str, Mapping[str, Element]]) -> Iterator[_Unit]:
    """The characters of the text in order, then those of the notes, which stand at their numbers."""
    told: list[tuple[_Unit, Element]] = []
    for number, paragraph in enumerate(body.iter(f"{W}p")):
        for run in paragraph.iter(f"{W}r"):
            if _paragraph_of(run) is not paragraph or _is_hidden(run):
                continue
            for child, element in enumerate(run):
                kind = element.tag.removeprefix(W) if isinstance(element.tag, str) else ""
                note = notes.get(kind, {}).get(element.get(f"{W}id", ""))
                text = str(len(told) + 1) if note is not None else _text(element)
                seen = [_Unit(c, run, child, i, number) for i, c in enumerate(text) if squeezed(c)]
                if note is not None:
                    told.append((_Unit("", run, child, 0, number), note))
                    seen = [_Unit(c, run, child, 0, number) for c in text]
                yield from seen
    for at, note in told:
        text = "".join(_text(element) for element in note.iter() if not _is_hidden(element))
        yield from (_Unit(c, at.run, at.child, 0, at.paragraph) for c in squeezed(text))


def _text(element: Element) -> str:
    return (element.text or "") if element.tag == f"{W}t" else _HYPHENS.get(element.tag, "")


def _paragraph_of(run: Element) -> Element:
    return next(run.iterancestors(f"{W}p"))


def _is_hidden(element: Element) -> bool:
    return any(above.tag in _HIDDEN for above in element.iterancestors())


def _in_pieces(run: Element, cuts: Sequence[_Cut]) -> list[tuple[_Cut, Element]]:
    """Puts several runs of the same look in place of one; each with the place where it begins."""
    begins = [(0, 0), *(cut for cut in cuts if cut > (0, 0))]
    ends: list[_Cut] = [*begins[1:], (len(run), 0)]
    pieces = [(begin, _piece(run, begin, end)) for begin, end in zip(begins, ends, strict=True)]
    kept = [(begin, piece) for begin, piece in pieces if any(child.tag != f"{W}rPr" for child in piece)]
    for _, piece in kept:
        run.addprevious(piece)
    run.getparent().remove(run)
    return kept


def _piece(run: Element, begin: _Cut, end: _Cut) -> Element:
    """A copy of a run with what stands from one place to another."""
    piece = deepcopy(run)
    piece.tail = None
    for child, element in reversed(list(enumerate(list(piece)))):
        if element.tag == f"{W}rPr":
            continue
        if element.tag != f"{W}t":
            if not begin <= (child, 0) < end:
                piece.remove(element)
            continue
        text = element.text or ""
        first = begin[1] if child == begin[0] else 0 if child > begin[0] else len(text)
        last = end[1] if child == end[0] else len(text) if child < end[0] else 0
        if first >= last:
            piece.remove(element)
            continue
        element.text = text[first:last]
        element.set(f"{_XML}space", "preserve")
    return piece
