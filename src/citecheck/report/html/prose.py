"""The article as it reads: its blocks, cut into pieces wherever a finding, a link or typography begins or ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from citecheck.model import Article, Block, Mark, Span
from citecheck.report.html.cards import Card

_T = TypeVar("_T")
_TAGS = {"superscript": "sup", "subscript": "sub", "emphasis": "em", "strong": "strong"}
_PAGE = {"navigation": "Navigation of the page", "related": "Other articles of the page", "other": "Rest of the page"}
"""What is page and not article is folded away, unless something was found there."""
_WRAPPED = ("text/plain", "text/markdown")
"""Where the end of a line ends nothing."""
_DEEPEST = 6
_CHUNK = 20


class Link(Struct, frozen=True):
    """Where a piece leads: into the page, or to where the article itself links."""

    address: str
    title: str = ""
    leaves: bool = False


class Piece(Struct, frozen=True):
    """A run of characters that all have the same marks."""

    text: str
    names: tuple[str, ...]
    """What the sentences that begin here are called in links."""
    cards: tuple[Card, ...]
    """The findings that mark it, the widest first."""
    flags: tuple[Card, ...]
    """Those of them that end here."""
    tags: tuple[str, ...]
    link: Link | None


class Paragraph(Struct, frozen=True):
    """A heading, a paragraph or an item of a list."""

    kind: str
    depth: int
    """Of a heading its level on the page, none left out; of an item how deep it is nested."""
    label: str
    pieces: tuple[Piece, ...]


class Part(Struct, frozen=True):
    """Neighbouring paragraphs: the items of one list, or others."""

    is_list: bool
    paragraphs: tuple[Paragraph, ...]


class Stretch(Struct, frozen=True):
    """Neighbouring parts of the article, or of the page around it."""

    title: str | None
    """Of the page around it."""
    is_open: bool
    chunks: tuple[tuple[Part, ...], ...]
    """Of some twenty paragraphs each: what a browser lays out at a time."""


class _Edges(Struct, frozen=True):
    """All that marks the text, by the block that it lies in."""

    cards: Mapping[int, list[tuple[Span, Card]]]
    marks: Mapping[int, list[tuple[Span, Mark]]]
    links: Mapping[int, list[tuple[Span, Link]]]
    names: Mapping[int, list[tuple[Span, str]]]


class Prose:
    """Cuts one article into pieces."""

    def __init__(
        self, article: Article, cards: Sequence[Card], names: Mapping[int, str], addresses: Mapping[str, str]
    ) -> None:
        """The `names` are by the index of the sentence, the `addresses` by the id of the reference."""
        document = article.document
        self._text, self._blocks = document.text, document.blocks
        self._starts = [block.start for block in document.blocks]
        self.keeps_lines = document.media_type not in _WRAPPED
        links: list[tuple[Span, Link]] = [
            (mark, Link(mark.target, leaves=True)) for mark in document.marks if _is_web(mark)
        ]
        for citation in article.citations:
            if citation.reference_ids and citation.style != "hyperlink":
                listed = ", ".join(citation.reference_ids)
                links.append((citation, Link(addresses[citation.reference_ids[0]], f"Reference {listed}")))
        self._edges = _Edges(
            self._by_block((self._seen(card.span), card) for card in cards if card.span),
            self._by_block((mark, mark) for mark in document.marks if mark.kind in _TAGS),
            self._by_block(links),
            self._by_block((article.sentences[i], name) for i, name in names.items()),
        )
        self._last = {card.id: i for i, found in self._edges.cards.items() for _, card in found}

    def stretches(self, top: int) -> Iterator[Stretch]:
        """The whole article; `top` is the level of the heading that it stands under."""
        levels = _heading_levels(self._blocks, top)
        for title, run in groupby(range(len(self._blocks)), key=lambda i: _PAGE.get(self._blocks[i].region)):
            indices = [i for i in run if not self._text[self._blocks[i].start : self._blocks[i].end].isspace()]
            if indices:
                chunks = (indices[i : i + _CHUNK] for i in range(0, len(indices), _CHUNK))
                found = any(i in self._edges.cards for i in indices)
                yield Stretch(title, found, tuple(tuple(self._parts(chunk, levels)) for chunk in chunks))

    def _parts(self, indices: Sequence[int], levels: Mapping[int, int]) -> Iterator[Part]:
        for is_list, members in groupby(indices, key=lambda i: self._blocks[i].kind == "list-item"):
            yield Part(is_list, tuple(self._paragraph(i, levels) for i in members))

    def _paragraph(self, index: int, levels: Mapping[int, int]) -> Paragraph:
        block = self._blocks[index]
        depth = levels.get(index, min(block.level, _DEEPEST))
        return Paragraph(block.kind, depth, block.label, tuple(self._pieces(index)))

    def _pieces(self, index: int) -> Iterator[Piece]:
        block, edges = self._blocks[index], self._edges
        cards, marks = edges.cards.get(index, []), edges.marks.get(index, [])
        links, names = edges.links.get(index, []), edges.names.get(index, [])
        spans = [span for kind in (cards, marks, links) for span, _ in kind]
        cuts = {block.start, block.end, *(span.start for span, _ in names)}
        cuts |= {edge for span in spans for edge in (span.start, span.end)}
        inside = sorted(edge for edge in cuts if block.start <= edge <= block.end)
        with_cards, with_marks, with_links = _Sweep(cards), _Sweep(marks), _Sweep(links)
        begun = _Sweep(names)
        for start, end in pairwise(inside):
            here = [card for _, card in sorted(with_cards.at(start), key=lambda one: (-one[0].end, one[1].number))]
            linked = [link for _, link in with_links.at(start)]
            yield Piece(
                text=self._text[start:end],
                names=tuple(name for span, name in begun.at(start) if span.start == start),
                cards=tuple(here),
                flags=tuple(c for span, c in with_cards.at(start) if span.end == end and self._last[c.id] == index),
                tags=tuple(dict.fromkeys(_TAGS[mark.kind] for _, mark in with_marks.at(start))),
                link=linked[-1] if linked else None,
            )

    def _seen(self, span: Span) -> Span:
        """A span that can be seen: at least a character wide, and not between two paragraphs."""
        wide = Span(span.start, max(span.end, span.start + 1))
        i = bisect_left(self._starts, wide.end) - 1
        if i < 0 or wide.overlaps(self._blocks[i]):
            return wide
        return Span(self._blocks[i].end - 1, self._blocks[i].end)

    def _by_block(self, spans: Iterable[tuple[Span, _T]]) -> dict[int, list[tuple[Span, _T]]]:
        """What lies in each block, cut to it, by its beginning."""
        starts = self._starts
        found: dict[int, list[tuple[Span, _T]]] = {}
        for span, value in sorted(spans, key=lambda pair: pair[0].start):
            i = max(0, bisect_right(starts, span.start) - 1)
            while i < len(starts) and starts[i] < span.end:
                block = self._blocks[i]
                if span.overlaps(block):
                    within = Span(max(span.start, block.start), min(span.end, block.end))
                    found.setdefault(i, []).append((within, value))
                i += 1
        return found


class _Sweep(Generic[_T]):
    """Which of some spans, sorted by their beginnings, hold an offset; asked from left to right."""

    def __init__(self, spans: Sequence[tuple[Span, _T]]) -> None:
        self._coming = list(reversed(spans))
        self._open: list[tuple[Span, _T]] = []

    def at(self, offset: int) -> list[tuple[Span, _T]]:
        while self._coming and self._coming[-1][0].start <= offset:
            self._open.append(self._coming.pop())
        self._open = [one for one in self._open if one[0].end > offset]
        return self._open


def _is_web(mark: Mark) -> bool:
    """Whether a link leads to the web, and so to nothing that could run here."""
    if mark.kind != "link":
        return False
    try:
        parts = urlsplit(mark.target)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _heading_levels(blocks: Sequence[Block], top: int) -> dict[int, int]:
    """The level of each heading on the page, by the index of its block: below `top`, and none left out."""
    levels: dict[int, int] = {}
    above: list[int] = []
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            levels[i] = min(top + len(above), _DEEPEST)
    return levels
