"""Plain text: lines to paragraphs, headings and list items, whether scraped (a line is a paragraph) or wrapped."""

from __future__ import annotations

import re
from itertools import pairwise

from citecheck.expressions import expression
from citecheck.ingest.interface import Reading
from citecheck.ingest.message import Message, read_head
from citecheck.model import Block
from citecheck.text import trimmed

LABEL = expression(r"[ \t]*(?P<label>[•●▪◦‣·*\-–]|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t\u00a0]+(?=\S)")
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_OF_REFERENCE = expression(r"\b10\.\d{4,9}/|\b(?:19|20)\d\d;\s?\d")
"""A DOI, or a year and a volume: many references end without a stop."""
# A number glued to a stop is a marker behind a word ("skin.2,3"), a year, a letter or a bracket, and none in "Web 2.0".
_MARKED = expression(
    r"\s?(?:\[\^?\d[\d\s,–-]{0,12}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)+$"
    r"|(?:(?<=[^\W\d_]{2}[.!?…])(?<!\bNo\.)|(?<=\b(?:19|20)\d\d\.)|(?<=\s[A-Z]\.)|(?<=[A-Z]\d\.)|(?<=[A-Z]\d\d\.)"
    r"|(?<=[)%][.!?])|(?<=[.!?][”’\")]))\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}$"
)
"""Markers of sources at the end of a line."""
_SENTENCE_END = expression(r"[.!?](?=\s|$)")
_ENDS = frozenset('.!?:…"”’)')
"""What a sentence ends with."""
_HEADING_WORDS = 22
_HEADING_CHARS = 160


class PlainReader:
    """The visible text is the source with its line ends as line feeds."""

    media_type = "text/plain"

    def read(self, source: str) -> Reading:
        text, anchors = _unix_lines(source)
        lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
        message = read_head(text)
        footer = message.footer(text, lines)
        blocks = [Block(*trimmed(text, *line), "paragraph", "metadata") for line in lines if line[0] < message.end]
        for start, end in _joined(text, [line for line in lines if line[0] >= message.end], message):
            aside = start >= footer or message.is_aside(text[start:end])
            first, last = trimmed(text, start, end)
            blocks.append(Block(first, last, "paragraph", "other") if aside else _block(text, start, end))
        return Reading(text, anchors, tuple(blocks), facts=message.facts)


def _unix_lines(source: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    if "\r" not in source:
        return source, ((0, 0),)
    parts: list[str] = []
    anchors, visible, position = [(0, 0)], 0, 0
    for found in re.finditer(r"\r\n?", source):
        parts += (source[position : found.start()], "\n")
        visible += found.start() - position + 1
        position = found.end()
        anchors.append((visible, position))
    parts.append(source[position:])
    return "".join(parts), tuple(anchors)


def _joined(text: str, lines: list[tuple[int, int]], message: Message) -> list[tuple[int, int]]:
    """Lines of wrapped paragraphs put together.

    A line was wrapped if the next one's first word would not have fitted behind it; a shorter one ended on purpose.
    """
    asides = {start for start, end in lines if message.is_aside(text[start:end])}
    width = _wrap_width(text, [line for line in lines if line[0] not in asides])
    spans: list[tuple[int, int]] = []
    for start, end in lines:
        alone = not spans or start in asides or spans[-1][0] in asides
        if alone or not (_hangs(text, spans[-1], start, end, width) or _continues(text, spans[-1], start, end, width)):
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
    return spans


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The column at which the text is wrapped; 0 where it is not."""
    # A line with another right below it; headings and the last lines of paragraphs may have any length.
    below = {start for start, _ in lines}
    inner = [(start, end) for start, end in lines if end + 1 in below] or lines
    printed = [text[start:end].rstrip() for start, end in inner]
    lengths = sorted(map(len, printed))
    # One line in eight may have grown by hand since: a marker, a word put in.
    longest = lengths[-1 - len(lengths) // 8] if lengths else 0
    if not _NARROWEST_WRAP <= longest <= _WIDEST_WRAP:
        return 0
    full = [line for line in printed if len(line) > 0.8 * longest]
    # Paragraphs on one line each may be of a length too, but they end where sentences do.
    broken_off = sum(line[-1] not in _ENDS for line in full)
    if len(full) >= max(3, len(inner) // 4) and 2 * broken_off >= len(full):
        return longest
    return _width_of_few(text, lines) if max(end - start for start, end in lines) <= _WIDEST_WRAP else 0


def _width_of_few(text: str, lines: list[tuple[int, int]]) -> int:
    """The length of the longest first line of a paragraph whose second goes on within the sentence and ends it."""
    firsts = [
        len(text[start:end].rstrip())
        for (start, end), (below, last) in pairwise(lines)
        if text[max(0, start - 2) : start] == "\n\n"
        and below == end + 1
        and text[below].islower()
        and text[start:end].rstrip()[-1] not in _ENDS
        and _SENTENCE_END.search(text, below, last)
        and not LABEL.match(text, start, end)
    ]
    longest = max(firsts, default=0)
    return longest if longest >= _NARROWEST_WRAP else 0


def _continues(text: str, before: tuple[int, int], start: int, end: int, width: int) -> bool:
    if not width or "\n" in text[before[1] : start].replace("\n", "", 1) or LABEL.match(text, start, end):
        return False
    above = text[text.rfind("\n", before[0], before[1]) + 1 or before[0] : before[1]].rstrip()
    first_word = text[start:end].split(maxsplit=1)[0]
    # Where a sentence was put in, lines may end too early, but not what they say.
    goes_on = above[-1] not in _ENDS and first_word[0].islower() and 2 * len(above) > width
    return goes_on or len(above) + 1 + len(first_word) > width - 2


def _hangs(text: str, item: tuple[int, int], start: int, end: int, width: int) -> bool:
    """Whether a line is the next of an item's: indented under its first, or, in wrapped text, right below it."""
    if "\n" in text[item[1] : start].replace("\n", "", 1) or LABEL.match(text, start, end):
        return False
    labelled = LABEL.match(text, *item)
    indented = _indent(text, start, end) >= max(2, _indent(text, *item) + 1)
    return labelled is not None and (indented or (width > 0 and item[1] - item[0] > _NARROWEST_WRAP))


def _indent(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return len(line) - len(line.lstrip())


def _block(text: str, start: int, end: int) -> Block:
    labelled = LABEL.match(text, start, end)
    if labelled:
        first, last = trimmed(text, labelled.end(), end)
        return Block(first, last, "list-item", label=labelled["label"])
    first, last = trimmed(text, start, end)
    return Block(first, last, "heading" if is_heading(text[first:last]) else "paragraph", level=2)


def is_heading(line: str) -> bool:
    """Whether a line by itself reads like a heading: short, begun with a capital, and not ended as sentences are."""
    ending = _MARKED.sub("", line).rstrip("”\"'’)»")[-1:]
    if len(line) > _HEADING_CHARS or ending in ".;,:…!" or "\n" in line or "://" in line:
        return False
    if _OF_REFERENCE.search(line):
        return False
    words = line.split()
    return (
        len(words) <= _HEADING_WORDS
        and (line[0].isupper() or line[0].isdigit() or line[0] in "“\"'‘¿")
        and any(c.isalpha() for c in line)
    )
