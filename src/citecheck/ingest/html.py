"""HTML: the page's visible text with its offsets, its structure as blocks, its links, raised text and named places.

What is article and what is page is judged twice: by the page's own structure, here and in page.py, and by what its
lines say, in layout.py, as for every format.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.facts import likely_language
from citecheck.ingest.head import Head
from citecheck.ingest.interface import Reading
from citecheck.ingest.page import Container, is_hidden, judge, own_kind
from citecheck.ingest.tags import Remark, Tag, Text, tokens
from citecheck.model import BlockKind, MarkKind
from citecheck.text import entity

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template svg iframe object audio video canvas select datalist textarea map noembed noframes"
    " title head".split()
)
_CLOSED = frozenset({"div", "article", "main", "section", "table", "ul", "ol", "script", "style"})
"""Elements that nobody leaves open on purpose."""
_IN_HEAD = frozenset("html head title meta link script style base template noscript object".split())
_MOST_NAMED = 20
"""Containers within one another."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_MARKED: Mapping[str, MarkKind] = {
    "a": "link", "sup": "superscript", "sub": "subscript", "em": "emphasis", "i": "emphasis", "strong": "strong",
    "b": "strong", "cite": "emphasis",
}  # fmt: skip
_ELSEWHERE = frozenset({"navigation", "related", "call-to-action", "other"})
_NEAR = 8
"""Elements: what a block is, one of the nearest around it tells."""
_BACK = frozenset("↑↩⤴⏎↵▲△^\ufe0e\ufe0f ")
"""What links back from a note to its marker are made of."""
_RAISED = expression(r"vertical-align:\s*(?P<how>super|sub)\b", re.IGNORECASE)
_UNSEEN_CHARACTERS = frozenset("\u00ad\u200b\u2060\ufeff")
# White space runs, soft hyphens and the like (which nobody sees), and what stands for itself; an "&" begins an entity.
_PIECES = expression(
    r"(?P<space>[ \t\r\n\f]+)|(?P<unseen>[\u00ad\u200b\u2060\ufeff]+)"
    r"|[^ \t\r\n\f&\u00ad\u200b\u2060\ufeff]+(?: (?=[^ \t\r\n\f&]))?"
)


class HtmlReader:
    """Reads a page as its source stands; nothing is run and nothing is fetched."""

    media_type = "text/html"

    def __init__(self, *, extracted: bool = False) -> None:
        """`extracted`: the page was made of a document, which has no chrome."""
        self._extracted = extracted

    def read(self, source: str) -> Reading:
        walk = _Walk(source)
        for token in tokens(source):
            walk.take(token)
        walk.end(len(source))
        reading = replace(walk.builder.reading(walk.head.facts(), walk.places), cut_short=walk.cut_short)
        return reading if self._extracted else _as_page(judge(reading, source, walk.containers, walk.depth))


def _as_page(reading: Reading) -> Reading:
    """The reading with the language of its text, whatever its template says."""
    main = " ".join(reading.text[b.start : b.end] for b in reading.blocks if b.region == "main" and not b.label)
    return replace(reading, facts=replace(reading.facts, language=likely_language(main, reading.facts.language)))


class _Element(Struct):
    """An open element that shapes blocks."""

    name: str
    container: int | None = None
    """Index of the container that it opened."""
    unseen: bool = False
    begun: int = 0
    """Where its text begins."""
    count: int = 0
    """Of an ordered list, the number of its last item."""


class _Inline(Struct):
    """Open inline markup."""

    kind: MarkKind
    tag: Tag
    start: int | None = None
    """In the visible text, once any has come."""
    whole: bool = True
    """No block ended within it yet."""


class _Walk(Struct):
    """Walks a page's tokens in order and writes its visible text."""

    source: str
    builder: TextBuilder = field(default_factory=TextBuilder)
    head: Head = field(default_factory=Head)
    containers: list[Container] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    depth: int = 0
    """The deepest nesting met."""
    _open: list[_Element] = field(default_factory=list)
    _names: Counter[str] = field(default_factory=Counter)
    _inline: list[_Inline] = field(default_factory=list)
    _unseen: int = 0
    _named: int = 0
    """How many of the open elements are containers."""
    _label: str = ""
    _space: int | None = None
    """Where white space stands that is shown if text follows in the block."""
    _breaks: int = 0
    _last: str = ""
    _begun: bool = False
    """A <body> was opened, and neither it nor the page was closed."""
    cut_short: bool = False

    def take(self, token: Tag | Text | Remark) -> None:
        if isinstance(token, Remark):
            self.builder.comment(self.source[token.start : token.end], token.start)
        elif isinstance(token, Text):
            if token.raw and not self._names["svg"]:
                self.head.text(self._last, self.source[token.start : token.end])
            elif not token.raw:
                if self._only_head() and not self.source[token.start : token.end].isspace():
                    self._end_head(token.start)
                if not self._unseen:
                    self._text(token.start, token.end)
        elif token.closing:
            self._begun &= token.name not in ("body", "html")
            self._closes(token)
        else:
            self._last = token.name
            self._begun |= token.name == "body"
            if self._only_head() and token.name not in _IN_HEAD:
                self._end_head(token.start)
            self.head.tag(token)
            self._opens(token)

    def end(self, position: int) -> None:
        self.end_block(position)
        if self._begun and any(element.name in _CLOSED for element in self._open):
            self.cut_short = True
        while self._open:
            self._pop(position)

    def _only_head(self) -> bool:
        """Whether the head is open, and nothing in it that is not shown either."""
        return self._names["head"] > 0 and self._unseen == 1

    def _end_head(self, position: int) -> None:
        """The head ends where something begins that it cannot hold, whether or not a tag says so."""
        while self._names["head"]:
            self._pop(position)

    # --- tags ----------------------------------------------------------------------------------------------------

    def _opens(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._break(tag)
        elif name in _BLOCKS:
            self._close_implied(name, tag.start)
            if not self._unseen:
                self.end_block(tag.start)
        self._place(tag)
        if not self._unseen and tag.name not in _VOID and not self._in_box():
            self.head.shown(tag, self.source, self.builder.block_count)
        if name in _VOID or tag.empty:
            return
        if name in _BLOCKS or name in _UNSEEN or self._unseen or self._hides(tag):
            self._push(tag)
        else:
            raised = _RAISED.search(tag.attributes.get("style", ""))
            kind: MarkKind | None = _MARKED.get(name)
            if raised:
                kind = "superscript" if raised["how"].lower() == "super" else "subscript"
            if name == "a":
                self._end_inline("a", tag.start, tag.start)  # links do not nest
            if kind:
                self._inline.append(_Inline(kind, tag))

    def _in_box(self) -> bool:
        """Whether an open element holds something else than the article by its name; a foot may be the article's."""
        held = (element for element in self._open if element.container is not None and element.name != "footer")
        return self._named > 0 and any(self.containers[e.container or 0].kind in _ELSEWHERE for e in held)

    def _hides(self, tag: Tag) -> bool:
        return bool(tag.attributes) and is_hidden(tag)

    def _push(self, tag: Tag) -> None:
        unseen = tag.name in _UNSEEN or self._hides(tag)
        element = _Element(tag.name, unseen=unseen, begun=self.builder.length)
        self._unseen += element.unseen
        kind = own_kind(tag)
        if kind and self._named < _MOST_NAMED:
            self._named += 1
            element.container = len(self.containers)
            self.containers.append(Container(kind, tag.name, self.builder.block_count))
        if tag.name == "ol":
            start = tag.attributes.get("start", "")
            element.count = int(start) - 1 if re.fullmatch(r"\d{1,6}", start) else 0
        elif tag.name == "li":
            self._label = self._item_label(tag)
        self._open.append(element)
        self._names[tag.name] += 1
        self.depth = max(self.depth, len(self._open))

    def _item_label(self, tag: Tag) -> str:
        around = next((e for e in reversed(self._open) if e.name in _LISTS), None)
        if around is None or around.name != "ol":
            return "•"
        value = tag.attributes.get("value", "")
        around.count = int(value) if re.fullmatch(r"\d{1,6}", value) else around.count + 1
        return f"{around.count}."

    def _close_implied(self, name: str, position: int) -> None:
        """Elements that end where another begins: a paragraph, a heading, an item, a cell."""
        while self._open and (self._open[-1].name == "p" or self._is_told_heading(name)):
            self._pop(position)
        ends = {"li": _LISTS, "td": {"tr", "table"}, "th": {"tr", "table"}, "tr": {"table"}, "dt": {"dl"}, "dd": {"dl"}}
        same = _CELLS if name in _CELLS else {"dt", "dd"} if name in ("dt", "dd") else {name}
        if name not in ends or not any(self._names[one] for one in same):
            return
        for k in range(len(self._open) - 1, max(-1, len(self._open) - 40), -1):
            if self._open[k].name in ends[name] or self._open[k].name in _UNSEEN:
                return
            if self._open[k].name in same:
                while len(self._open) > k:
                    self._pop(position)
                return

    def _is_told_heading(self, name: str) -> bool:
        """Whether the innermost element is a heading that ends here: it has its text, or another heading begins."""
        last = self._open[-1]
        return last.name in _HEADINGS and (name in _HEADINGS or self.builder.length > last.begun)

    def _closes(self, tag: Tag) -> None:
        if tag.name in ("br", "p") and not self._names[tag.name]:
            self.end_block(tag.start)
        elif self._names[tag.name]:
            while self._pop(tag.start) != tag.name:
                pass
        else:
            self._end_inline(tag.name, tag.start, tag.end)

    def _pop(self, position: int) -> str:
        """Ends the innermost element; its block ends with it."""
        element = self._open[-1]
        if element.name in _BLOCKS and not self._unseen:
            self.end_block(position)
        self._open.pop()
        self._names[element.name] -= 1
        self._unseen -= element.unseen
        if element.container is not None:
            self._named -= 1
            self.containers[element.container].end = self.builder.block_count
        return element.name

    def _place(self, tag: Tag) -> None:
        for attribute in ("id", "name"):
            value = tag.attributes.get(attribute)
            if value and (attribute == "id" or tag.name == "a"):
                self.places.setdefault(
                    html.unescape(value), self.builder.length + (self._space is not None and self.builder.in_block)
                )

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self, begin: int, end: int) -> None:
        while begin < end:
            found = _PIECES.match(self.source, begin, end)
            if found is None:
                begin = self._entity(begin, end)
                continue
            piece = found.group()
            if found["space"]:
                self._space = begin if self._space is None else self._space
            elif not found["unseen"]:
                self._add(piece.rstrip(" "), begin)
                if piece.endswith(" "):
                    self._space = found.end() - 1
            begin = found.end()

    def _entity(self, position: int, end: int) -> int:
        """What stands at an "&", and where the text goes on."""
        written = entity(self.source, position)
        if written is None or written[1] > end:
            self._add("&", position)
            return position + 1
        characters, after = written
        if characters.isspace() and characters.isascii():
            self._space = position if self._space is None else self._space
        elif characters not in _UNSEEN_CHARACTERS:
            for one in characters:
                self._add(one, position)
        return after

    def _add(self, piece: str, position: int) -> None:
        if self._breaks:
            if self.builder.in_block:
                self.builder.add("\n", self._space if self._space is not None else position)
            self._breaks = 0
        elif self._space is not None and self.builder.in_block:
            self.builder.add(" ", self._space)
        self._space = None
        for one in reversed(self._inline):
            if one.start is not None:
                break
            one.start = self.builder.length
        self.builder.add(piece, position)

    def _break(self, tag: Tag) -> None:
        """One break is a line's end, two in a row end the paragraph."""
        if self._unseen:
            return
        self._breaks += 1
        self._space = tag.start
        if self._breaks > 1:
            self.end_block(tag.start)

    def end_block(self, position: int) -> None:
        """Closes the block that is open; what is marked across its end is marked in both blocks."""
        self._space, self._breaks = None, 0
        if not self.builder.in_block:
            return
        for one in self._inline:
            if one.start is not None:
                self.builder.mark(one.kind, one.start, None, _address(one))
                one.start, one.whole = None, False
        self._inline = [one for one in self._inline if one.kind == "link"]  # links hold paragraphs, letters do not
        kind, level = self._kind()
        self.builder.close(kind, position, level=level, label=self._label if kind == "list-item" else "")
        if kind == "list-item":
            self._label = ""

    def _kind(self) -> tuple[BlockKind, int]:
        depth = sum(self._names[name] for name in _LISTS)
        for element in self._open[: -_NEAR - 1 : -1]:
            if element.name in _HEADINGS:
                return "heading", _HEADINGS[element.name]
            if element.name == "summary":
                return "heading", 3
            if element.name == "li":
                return ("list-item", depth) if self._label else ("paragraph", 0)
            if element.name in _CELLS or element.name == "caption":
                return "table", 0
            if element.name == "blockquote":
                return "quote", 0
        return "paragraph", 0

    def _end_inline(self, name: str, before: int, after: int) -> None:
        """Ends the innermost open markup of a name: `before` its closing tag and `after` it in the source."""
        k = next((k for k in range(len(self._inline) - 1, max(-1, len(self._inline) - 30), -1)
                  if self._inline[k].tag.name == name), None)  # fmt: skip
        if k is None:
            return
        one = self._inline.pop(k)
        if one.start is not None and _address(one).startswith("#") and self._drop_back_link(one.start, before):
            return
        if one.start is not None:
            source = (one.tag.start, after) if one.whole and after > before else None
            self.builder.mark(one.kind, one.start, source, _address(one))

    def _drop_back_link(self, start: int, before: int) -> bool:
        """Takes the arrow back that leads from a note to its marker; whether there was one."""
        length = self.builder.length - start
        found = length < 6 and not set(self.builder.open_text[-length:]) - _BACK
        if found:
            self.builder.drop(length)
            if self.builder.open_text.endswith(" "):
                self.builder.drop(1)
                self._space = self._space or before
        return found


def _address(one: _Inline) -> str:
    return html.unescape(one.tag.attributes.get("href", "")).strip() if one.kind == "link" else ""
