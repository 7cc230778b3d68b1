"""From lines on pages to paragraphs: what repeats on every page is told apart, broken words are mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.interface import Reading
from citecheck.ingest.plain import LABEL
from citecheck.model import BlockKind, Facts
from citecheck.text import plain_digits

if TYPE_CHECKING:
    from citecheck.ingest.pdf import Line

_MARGIN = 0.09
"""Of a page's height: heads and feet stand within it."""
_PAGE_NUMBER = expression(r"[\W_]{0,3}(?:page|seite|página|p\.|s\.)?#(?:(?:of|von|de|sur|/|-|–)#)?[\W_]{0,3}")
"""With "#" for every number."""
_HEADING_WORDS = 24
_STOPPED = expression(r"[.!?:;…][\"”’»)\]\d,–-]*$")
_SEMICOLON = expression(r";[\d,–-]*$")
_ADDRESS = expression(r"(?:https?://|www\.|\b10\.\d{4,9}/|doi:)\S*$", re.IGNORECASE)
_GOES_ON = expression(r"[\w./%=&?#~+-]*[\d./%=_-][\w./%=&?#~+-]*[.,;)]?$")
"""A word that is part of an address."""
_LARGER = 1.08
"""Times the size of the text: headings are at least so large, or bold."""
_SMALL_TYPE = 0.93
_WINDOW = 25
"""Lines before and behind that tell how wide a column is."""
_LONGEST_ITEM = 10
"""Lines."""
_BULLETS = frozenset("•●▪◦‣")
_NOTE = expression(r"(?P<label>\d{1,3}|[*†‡§])[ \t]*(?=\S)")
_HYPHENS = ("-", "\u00ad", "\u2010")
_BEHIND = frozenset(
    "based related controlled blind blinded term free like specific dependent induced wide old year day week month hour"
    " minute point wedge line up in out off over to treated adjusted reported risk care life dose level quality scale"
    " effective threatening sectional analysis".split()
)
"""What stands behind a hyphen more often than at the end of a broken word."""
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
    notes = _notes(body, size, pitch)
    for part in (
        [line for line in body if id(line) not in notes],
        [line for line in body if id(line) in notes],
    ):
        groups = _paragraphs(part, size, pitch)
        items = _drawn_items(groups, size)
        for i, group in enumerate(groups):
            writer.paragraph(group, item=i in items)
    for line in lines:
        if id(line) in furniture:
            writer.furniture(line)
    return replace(writer.builder.reading(Facts()), pages=tuple(writer.pages))


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
        if often or _PAGE_NUMBER.fullmatch(shape):
            found.add(id(line))
    return found


def _notes(lines: Sequence[Line], size: float, pitch: float) -> set[int]:
    """Lines of footnotes: the last of their page, the first of them with its number or sign.

    They are read behind the text, so that a sentence that goes on over the page stays whole. On the last page of the
    text nothing goes on, and small type behind it may be a list of references, unless earlier pages have footnotes.
    """
    found: set[int] = set()
    last = max((line.page for line in lines if line.size > _SMALL_TYPE * size), default=0)
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        if page[0].page >= last and not found:
            break
        small = len(page)
        while small and page[small - 1].size <= _SMALL_TYPE * size:
            small -= 1
        first = next((i for i, line in enumerate(page) if _heads_note(page, i, small, pitch)), len(page))
        found.update(id(line) for line in page[first:])
    return found


def _heads_note(page: Sequence[Line], i: int, small: int, pitch: float) -> bool:
    """Whether footnotes begin here: a number or sign in small type, or a raised one behind a wider gap."""
    if i >= small:
        return page[i].glyphs[0].raised > 0 or _label(page[i]) is not None
    apart = not i or not 0 < page[i - 1].base - page[i].base < 1.4 * pitch
    return page[i].glyphs[0].raised > 0 and apart and len(page[i].glyphs) > 3


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
        for before, line in pairwise(lines)
        if before.page == line.page and 0.8 * size < before.base - line.base < 2.5 * size
    ]
    # Where many paragraphs have one line, most steps are those between paragraphs; lines of one stand closest.
    return sorted(steps)[len(steps) // 5] if steps else 1.2 * size


def _paragraphs(lines: Sequence[Line], size: float, pitch: float) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for i, line in enumerate(lines):
        goes_on = groups and (
            (_goes_on(groups[-1], line, size, pitch) and not _ends_short(lines, i, size))
            or _counts_on(groups[-1], lines, i)
        )  # fmt: skip
        if goes_on and not _ends_drawn_item(groups):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _ends_drawn_item(groups: Sequence[Sequence[Line]]) -> bool:
    """Whether the last line ends with a semicolon in a list whose bullets are drawn: set in, and behind a colon."""
    last = groups[-1]
    if not _SEMICOLON.search(last[-1].text):
        return False
    before = next((g for g in reversed(groups[:-1]) if abs(g[0].left - last[0].left) > 1), None)
    return before is not None and before[-1].text.endswith(":") and last[0].left > before[0].left + last[0].size


def _counts_on(group: Sequence[Line], lines: Sequence[Line], i: int) -> bool:
    """Whether a line at the top of a page or column belongs to the item before: the next number follows it."""
    first = _label(group[0])
    number = _number(first) if first else None
    turned = lines[i].page != group[-1].page or lines[i].base > group[-1].base
    if first is None or number is None or not turned or _label(lines[i]) or lines[i].size != group[-1].size:
        return False
    following = (_label(line) for line in lines[i + 1 : i + _LONGEST_ITEM])
    label = next((label for label in following if label), None)
    return label is not None and _number(label) == number + 1 and _form(label) == _form(first)


def _drawn_items(groups: Sequence[Sequence[Line]], size: float) -> set[int]:
    """Items whose bullets are drawn and no text: paragraphs set in behind one that ends with a colon."""
    found: set[int] = set()
    lead: float | None = None
    for i, group in enumerate(groups):
        if lead is not None and group[0].left > lead + size and not _label(group[0]):
            found.add(i)
        else:
            lead = group[0].left if group[-1].text.endswith(":") else None
    return found


def _goes_on(group: Sequence[Line], line: Line, size: float, pitch: float) -> bool:
    """Whether a line belongs to the paragraph before it."""
    before, first = group[-1], group[0]
    other_type = abs(line.size - before.size) > 0.06 * size
    if line.beside or before.beside or other_type or _begins_item(group, line, size, pitch):
        return False
    ended = _STOPPED.search(before.text) is not None
    labelled = bool(_label(first))
    step = before.base - line.base
    if line.page != before.page or not 0 < step < 4 * pitch:
        # The next column or page: a paragraph goes on there unless a sentence ended.
        return not _heading(group, size) and (not ended or line.text[:1].islower())
    apart = 1.06 * pitch if _bold(line) != _bold(before) else 1.3 * max(pitch * line.size / size, 1.05 * line.size)
    if step > apart:
        return False
    if labelled:
        return line.left > first.left - 0.5 * size
    hanging = len(group) == 1 or group[1].left - first.left > 0.8 * size
    if line.left - before.left > 0.8 * size:
        # The first line of the next paragraph, or the second one with a hanging indent.
        return len(group) == 1 and not ended
    next_hanging = hanging and len(group) > 1 and line.left < before.left - 0.8 * size
    return not next_hanging


def _ends_short(lines: Sequence[Line], i: int, size: float) -> bool:
    """Whether the line before ended on purpose: the next one's first word would have fitted behind it."""
    before, line = lines[i - 1], lines[i]
    near = [
        other.right for other in lines[max(0, i - _WINDOW) : i + _WINDOW]
        if other.page == before.page and abs(other.left - before.left) < 4 * size and not other.beside
    ]  # fmt: skip
    if len(near) < 4:
        return False
    margin = sorted(near)[len(near) * 4 // 5]
    word = next((g.left for g in line.glyphs[1:] if g.spaced), line.right) - line.left
    return before.right + word + 0.8 * size < margin


def _begins_item(group: Sequence[Line], line: Line, size: float, pitch: float) -> bool:
    """Whether a line that begins with a bullet or number is an item, and not a sentence that was broken there."""
    label = _label(line)
    if not label:
        return False
    number, last = _number(label), _label(group[0])
    if label["label"] in _BULLETS or (last and last["label"] == label["label"]):
        return True
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
    """A bullet or a number before a line; a raised one is that of a footnote."""
    return _NOTE.match(line.text) if line.glyphs[0].raised > 0 else LABEL.match(line.text)


def _bold(line: Line) -> bool:
    return sum(g.bold for g in line.glyphs) * 5 >= 4 * len(line.glyphs)


def _heading(group: Sequence[Line], size: float) -> bool:
    text = " ".join(line.text for line in group)
    larger = group[0].size > _LARGER * size
    stands_out = larger or (_bold(group[0]) and len(group) <= 3)
    return stands_out and len(text.split()) <= _HEADING_WORDS and text[-1:] not in (".;," if larger else ".;,!")


class _Writer:
    """Writes paragraphs as blocks, with raised digits and links as marks."""

    def __init__(self, size: float, largest: float, vocabulary: Counter[str]) -> None:
        self.builder = TextBuilder()
        self._size = size
        self._vocabulary = vocabulary
        self._title = largest
        self.pages: list[tuple[int, int]] = []

    def furniture(self, line: Line) -> None:
        self.builder.add(line.text, 0)
        self.builder.close("paragraph", 0, region="other")

    def paragraph(self, group: Sequence[Line], *, item: bool = False) -> None:
        """A group of lines as a block; `item` of a list whose bullets are drawn."""
        label = _label(group[0])
        heading = _heading(group, self._size) and (not label or group[0].size > _LARGER * self._size)
        label = None if heading else label  # "2. What works" in larger type
        printed = label["label"] if label else "•" if item else ""
        skip = sum(not c.isspace() for c in label.group()) if label else 0
        runs: list[tuple[str, str, int, int]] = []  # kind, target, start, end
        for number, line in enumerate(group):
            if number:
                self._join(line)
            if not self.pages or self.pages[-1][1] != line.page + 1:
                self.pages.append((self.builder.length, line.page + 1))
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
        block: BlockKind = (
            "heading" if heading else "list-item" if printed else "table" if group[0].beside else "paragraph"
        )
        self.builder.close(block, 0, level=self._level(group[0].size) if heading else 0, label=printed)

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

    def _join(self, line: Line) -> None:
        """What stands between two lines of a paragraph: a space, or nothing within a word or an address."""
        text, following = self.builder.open_text, line.text.split(" ")[0]
        if text.endswith(_HYPHENS) and len(text) > 1 and not text[-2].isspace():
            self.builder.drop(1)
            if _ADDRESS.search(text) or not self._was_whole(text, following):
                self.builder.add("-", 0)
            return
        if re.search(r"\d[–/]$", text) and following[:1].isdigit():
            return
        if _ADDRESS.search(text) and (
            text[-1] in "/=_?&%" or following[:1] in "/=_?&%." or (text[-1] != "," and _GOES_ON.match(following))
        ):
            return
        if line.glyphs[0].raised > 0 and re.fullmatch(r"\d[\d,-]*", plain_digits(following)):
            return
        self.builder.add(" ", 0)

    def _was_whole(self, text: str, following: str) -> bool:
        """Whether a hyphen at a line's end only broke the word: the rest of the text tells, or how it looks."""
        begun = re.search(r"[^\W\d_]+(?=.$)", text)
        rest = re.match(r"[^\W\d_]+", following)
        if not begun or not rest or not rest.group()[0].islower():
            return False
        first, second = begun.group().lower(), rest.group().lower()
        if self._vocabulary[first + second]:
            return True
        return not (self._vocabulary[f"{first}-{second}"] or first in _PREFIXES or second in _BEHIND)
