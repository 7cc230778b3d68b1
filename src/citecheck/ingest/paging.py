"""From lines on pages to paragraphs: what repeats on every page is told apart, broken words and addresses are mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from citecheck.ingest.build import TextBuilder
from citecheck.ingest.interface import Reading
from citecheck.ingest.plain import LABEL
from citecheck.model import BlockKind, Facts
from citecheck.text import plain_digits

if TYPE_CHECKING:
    from citecheck.ingest.pdf import Line

_MARGIN = 0.09
"""Of a page's height: heads and feet stand within it."""
_HEADING_WORDS = 24
_STOPPED = re.compile(r"[.!?:;…][\"”’»)\]\d,–-]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/|doi:)\S*$", re.IGNORECASE)
_GOES_ON = re.compile(r"[\w./%=&?#~+-]*[\d./%=_-][\w./%=&?#~+-]*[.,;)]?$")
"""A word that is part of an address."""
_HYPHENS = ("-", "\u00ad", "\u2010")
_PREFIXES = frozenset(
    "self well non long short high low evidence anti co cross follow half mid multi post pre double single meta".split()
)


def read_lines(lines: Sequence[Line], heights: Sequence[float]) -> Reading:
    """The reading of a PDF's lines, which come in the order of its content; `heights` of its pages, in points."""
    furniture = _furniture(lines, heights)
    body = [line for line in lines if id(line) not in furniture]
    size = _body_size(body or lines)
    pitch = _pitch(body, size)
    vocabulary = Counter(w for line in body for w in re.findall(r"[\w-]+", line.text.lower()))
    largest = max((line.size for line in body if not line.page), default=size)
    writer = _Writer(size, largest, vocabulary)
    for group in _paragraphs(body, size, pitch):
        writer.paragraph(group)
    for line in lines:
        if id(line) in furniture:
            writer.furniture(line)
    return writer.builder.reading(Facts())


def _furniture(lines: Sequence[Line], heights: Sequence[float]) -> set[int]:
    """Running heads, feet and page numbers: in the margins, and on several pages but for their numbers."""
    margins = [
        line for line in lines
        if not _MARGIN * heights[line.page] < line.base < (1 - _MARGIN) * heights[line.page]
    ]  # fmt: skip
    pages: dict[str, set[int]] = {}
    for line in margins:
        pages.setdefault(_shape(line), set()).add(line.page)
    found = set()
    for line in margins:
        shape = _shape(line)
        often = len(pages[shape]) >= max(2, len(heights) // 2)
        if often or not re.search(r"[^\W\d_]", shape.replace("page", "").replace("of", "")):
            found.add(id(line))
    return found


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.lower().split()))


def _body_size(lines: Sequence[Line]) -> float:
    """The size in which most of the text is set."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += len(line.glyphs)
    return counts.most_common(1)[0][0]


def _pitch(lines: Sequence[Line], size: float) -> float:
    """The distance of baselines within a paragraph."""
    steps = [
        before.base - line.base
        for before, line in zip(lines, lines[1:], strict=False)
        if before.page == line.page and 0.8 * size < before.base - line.base < 2.5 * size
    ]
    # Where many paragraphs have one line, most steps are those between paragraphs; lines of one stand closest.
    return sorted(steps)[len(steps) // 5] if steps else 1.2 * size


def _paragraphs(lines: Sequence[Line], size: float, pitch: float) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, size, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: Sequence[Line], line: Line, size: float, pitch: float) -> bool:
    """Whether a line belongs to the paragraph before it."""
    before, first = group[-1], group[0]
    if line.beside or before.beside or _begins_item(group, line, size, pitch):
        return False
    if abs(line.size - before.size) > 0.06 * size or _bold(line) != _bold(before):
        return False
    ended = _STOPPED.search(before.text) is not None
    labelled = bool(_label(first))
    step = before.base - line.base
    if line.page != before.page or not 0 < step < 4 * pitch:
        # The next column or page: a paragraph goes on there unless a sentence ended.
        return not _heading(group, size) and (not ended or line.text[:1].islower())
    if step > 1.3 * max(pitch * line.size / size, 1.05 * line.size):
        return False
    if labelled:
        return line.left > first.left - 0.5 * size
    hanging = len(group) == 1 or group[1].left - first.left > 0.8 * size
    indented = line.left - before.left > 0.8 * size
    if indented and not (hanging and len(group) == 1 and not ended):
        return len(group) == 1 and not ended
    if hanging and len(group) > 1 and line.left < before.left - 0.8 * size:
        return False  # the next entry of a list with hanging indents
    return True


def _begins_item(group: Sequence[Line], line: Line, size: float, pitch: float) -> bool:
    """Whether a line that begins with a bullet or number is an item, and not a sentence that was broken there."""
    label = _label(line)
    if not label:
        return False
    number, last = _number(label), _label(group[0])
    if number is not None and last and _number(last) is not None:
        return _form(label) == _form(last) and 0 < number - (_number(last) or 0) <= 2
    if number is not None and number > 1:
        return False
    before = group[-1]
    step = before.base - line.base
    moved = abs(line.left - before.left) > 0.5 * size or not 0 < step < 1.15 * pitch
    return moved or before.text[-1:] in ".!?"


def _number(label: re.Match[str]) -> int | None:
    digits = label["label"].strip("([.)]")
    return int(digits) if digits.isdigit() else None


def _form(label: re.Match[str]) -> str:
    return re.sub(r"\d+", "1", label["label"])


def _label(line: Line) -> re.Match[str] | None:
    return LABEL.match(line.text) if not line.glyphs[0].raised else None


def _bold(line: Line) -> bool:
    return sum(g.bold for g in line.glyphs) * 5 >= 4 * len(line.glyphs)


def _heading(group: Sequence[Line], size: float) -> bool:
    text = " ".join(line.text for line in group)
    larger = group[0].size > 1.08 * size
    stands_out = larger or (_bold(group[0]) and len(group) <= 3)
    return stands_out and len(text.split()) <= _HEADING_WORDS and text[-1:] not in ".;,"


class _Writer:
    """Writes paragraphs as blocks, with raised digits and links as marks."""

    def __init__(self, size: float, largest: float, vocabulary: Counter[str]) -> None:
        self.builder = TextBuilder()
        self._size = size
        self._vocabulary = vocabulary
        self._title = largest

    def furniture(self, line: Line) -> None:
        self.builder.add(line.text, 0)
        self.builder.close("paragraph", 0, region="other")

    def paragraph(self, group: Sequence[Line]) -> None:
        label = _label(group[0])
        heading = not label and _heading(group, self._size)
        printed = label["label"] if label else ""
        skip = sum(not c.isspace() for c in label.group()) if label else 0
        runs: list[tuple[str, str, int, int]] = []  # kind, target, start, end
        for number, line in enumerate(group):
            if number:
                self._join(line, group[number - 1])
            for i, glyph in enumerate(line.glyphs):
                if not number and i < skip:
                    continue
                if glyph.spaced and self.builder.in_block and i:
                    self.builder.add(" ", 0)
                start = self.builder.length
                if glyph.text == "\u00ad" and i + 1 < len(line.glyphs):
                    continue
                self.builder.add(glyph.text, 0)
                kind = "superscript" if glyph.raised > 0 else "subscript" if glyph.raised else ""
                runs += [(kind, "", start, start + 1)] if kind else []
                runs += [("link", glyph.target, start, start + 1)] if glyph.target else []
        self._mark(runs)
        kind: BlockKind = "heading" if heading else "list-item" if label else "table" if _cell(group) else "paragraph"
        self.builder.close(kind, 0, level=self._level(group[0].size) if heading else 0, label=printed)

    def _level(self, size: float) -> int:
        """1 for the largest type, which is the title's."""
        return 1 if size > 0.97 * self._title and size > 1.2 * self._size else 2

    def _mark(self, runs: Sequence[tuple[str, str, int, int]]) -> None:
        """Glyphs of a kind that follow one another, but for a space, are one mark."""
        merged: list[tuple[str, str, int, int]] = []
        for run in sorted(runs):
            last = merged[-1] if merged else None
            if last and last[:2] == run[:2] and run[2] <= last[3] + 1:
                merged[-1] = (*last[:3], run[3])
            else:
                merged.append(run)
        for kind, target, start, end in merged:
            self.builder.mark(kind, start, None, target, end)  # type: ignore[arg-type]

    def _join(self, line: Line, before: Line) -> None:
        """What stands between two lines of a paragraph: a space, or nothing within a word or an address."""
        text, following = self.builder.open_text, line.text.split(" ")[0]
        if text.endswith(_HYPHENS) and len(text) > 1 and not text[-2].isspace():
            if not _ADDRESS.search(text) and self._was_whole(text, following, before):
                self.builder.drop(1)
            return
        if _ADDRESS.search(text) and (
            text[-1] in "/=_?&%" or following[:1] in "/=_?&%." or (text[-1] != "," and _GOES_ON.match(following))
        ):
            return
        if line.glyphs[0].raised > 0 and plain_digits(following).strip(",-").isdigit():
            return
        self.builder.add(" ", 0)

    def _was_whole(self, text: str, following: str, before: Line) -> bool:
        """Whether a hyphen at a line's end only broke the word: the rest of the text tells, or how it looks."""
        if text[-1] != "-":
            return True
        begun = re.search(r"[^\W\d_]+(?=.$)", text)
        rest = re.match(r"[^\W\d_]+", following)
        if not begun or not rest or not rest.group()[0].islower():
            return False
        first, second = begun.group().lower(), rest.group().lower()
        if self._vocabulary[first + second]:
            return True
        return not self._vocabulary[f"{first}-{second}"] and first not in _PREFIXES


def _cell(group: Sequence[Line]) -> bool:
    return group[0].beside
