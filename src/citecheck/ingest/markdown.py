"""Markdown: CommonMark with tables, footnotes and front matter, read by markdown-it, with the offsets kept.

markdown-it tells the structure; where each of its texts lies in the source is found by walking the block's source lines
in step with its tokens, so that a finding points at the writer's own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.front_matter import read_front_matter
from citecheck.ingest.interface import Reading
from citecheck.model import BlockKind, Facts, MarkKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_HTML = expression(
    r"<!--.*?(?:-->|$)|<(?P<unseen>script|style)\b.*?(?:</(?P=unseen)\s*>|$)|</?[a-z][^<>]{0,2000}>"
    r"|(?P<entity>&#?\w{1,32};)|(?P<line>\r\n?)",
    re.DOTALL | re.IGNORECASE,
)
_FOOTNOTE = expression(r"\[\^([^\]\s]{1,100})\]")


class MarkdownReader:
    """Links, footnotes and raised text become marks; images, code and comments are not prose and are left out."""

    media_type = "text/markdown"

    def read(self, source: str) -> Reading:
        # markdown-it counts lines by "\n" and takes "\r\n" and "\r" for it.
        starts = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", source))]
        builder = TextBuilder()
        facts = Facts()
        reached = 0
        for leaf in _leaves(_parse(source)):
            first, last = leaf.token.map or [0, 0]
            begin, end = starts[first], starts[last] if last < len(starts) else len(source)
            if leaf.token.type == "front_matter":
                facts = read_front_matter(builder, source, begin, leaf.token.content)
            elif leaf.token.type == "html_block":
                _html(builder, source, begin, end)
            else:
                # The cells of a table's row have one line in common.
                behind = max(begin, reached) if leaf.kind == "table" else begin
                inline = _Inline(builder, leaf.token, source, behind, end)
                inline.write()
                reached = inline.position
                builder.close(leaf.kind, end, level=leaf.level, label=leaf.label)
        return builder.reading(facts)


class _Leaf(Struct, frozen=True):
    """A token that holds text, with the kind of its block, its level and its printed label."""

    token: Token
    kind: BlockKind = "paragraph"
    level: int = 0
    label: str = ""


class _Opened(Struct, frozen=True):
    """Inline markup that is not closed yet."""

    kind: MarkKind
    start: int
    """In the visible text."""
    position: int
    """In the source, its own markup included."""
    target: str


def _parse(source: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(footnote_plugin)
    # text_join would hide which characters were escaped; footnote_tail would drop notes that nothing points to, and
    # footnote_inline the text of a note within the line. A marker is one even where its note is missing.
    parser.disable(["text_join", "footnote_tail", "footnote_inline"])
    return parser.parse(source, {"footnotes": {"refs": {f":{name}": -1 for name in _FOOTNOTE.findall(source)}}})


_AROUND: dict[str, BlockKind] = {"heading": "heading", "blockquote": "quote", "table": "table"}


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    around: list[tuple[BlockKind, int]] = []
    depth, label = 0, ""
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in ("front_matter", "html_block"):
            yield _Leaf(token)
        elif name in _AROUND and token.nesting > 0:
            around.append((_AROUND[name], int(token.tag[1]) if name == "heading" else 0))
        elif name in _AROUND:
            around.pop()
        elif name in ("bullet_list", "ordered_list"):
            depth += token.nesting
        elif name in ("list_item", "footnote_reference"):
            label = _label(token) if token.nesting > 0 else ""
        elif name == "inline" and around:
            yield _Leaf(token, *around[-1])
        elif name == "inline":
            yield _Leaf(token, "list-item", depth, label) if label else _Leaf(token)
            label = ""  # a second paragraph of the item is a paragraph


def _label(token: Token) -> str:
    """What is printed before an item: "-", "1.", "[^note]"."""
    return f"{token.info}{token.markup}" if token.type == "list_item_open" else f"[^{token.meta['label']}]"


class _Inline:
    """Writes one inline token, walking the source from `position` in step."""

    def __init__(self, builder: TextBuilder, token: Token, source: str, begin: int, end: int) -> None:
        self.builder, self.source, self.position, self.end = builder, source, begin, end
        self.children = token.children or []
        # Inline text begins at its first line's first character: after the list label, quote mark or heading sign.
        first_line = token.content.split("\n", 1)[0]
        found = source.find(first_line, begin, end)
        self.position = found if found >= 0 else begin
        self.opened: list[_Opened] = []

    def write(self) -> None:
        for child in self.children:
            match child.type:
                case "text" | "text_special":
                    self._text(child.content, child.markup if child.type == "text_special" else "")
                case "softbreak" | "hardbreak":
                    self._line_break()
                case "code_inline":
                    self._skip(child.markup)
                    self._text(child.content, "")
                    self._skip(child.markup)
                case "link_open":
                    self._open("link", "<" if child.markup == "autolink" else "[", str(child.attrs.get("href", "")))
                case "link_close":
                    self._skip_target()
                    self._close("link")
                case "em_open" | "strong_open":
                    self._open("strong" if child.type == "strong_open" else "emphasis", child.markup)
                case "em_close" | "strong_close":
                    self._skip(child.markup)
                    self._close("strong" if child.type == "strong_close" else "emphasis")
                case "image":
                    self._skip_image()
                case "footnote_ref":
                    self._footnote(child)
                case "html_inline":
                    self._tag(child.content)

    def _open(self, kind: MarkKind, literal: str, target: str = "") -> None:
        self._skip(literal)
        self.opened.append(_Opened(kind, self.builder.length, self.position - len(literal), target))

    def _close(self, kind: MarkKind) -> None:
        while self.opened:
            one = self.opened.pop()
            if one.kind == kind:  # a tag within it that was never closed is dropped
                self.builder.mark(kind, one.start, (one.position, self.position), one.target)
                return

    def _text(self, content: str, written: str) -> None:
        form = written or content
        found = self.source.find(form, self.position, self.end)
        if found >= 0:
            self.position = found + len(form)
            self.builder.add(content, found)
            return
        # Line ends within code are read as spaces, escaped bars in a table as bars.
        for piece in re.findall(r"[^ |]+|[ |]", content):
            bar = piece == "|" and self.source.startswith("\\|", self.position)
            found = self.position if bar or piece == " " else self.source.find(piece, self.position, self.end)
            self.builder.add(piece, found if found >= 0 else self.position)
            if found >= 0:
                self.position = found + len(piece) + bar

    def _line_break(self) -> None:
        found = re.compile(r"\r\n|\n|\r").search(self.source, self.position, self.end)
        self.builder.add("\n", found.start() if found else self.position)
        if found:
            # The next line's indentation and quote marks are no text.
            self.position = found.end()

    def _skip(self, literal: str) -> None:
        found = self.source.find(literal, self.position, self.end) if literal else -1
        if found >= 0:
            self.position = found + len(literal)

    def _skip_target(self) -> None:
        """The `](address "title")`, `][name]`, `]` or `>` that ends a link."""
        if self.source.startswith(">", self.position):
            self.position += 1
            return
        self._skip("]")
        if self.source.startswith(("(", "["), self.position):
            self.position = _closing(self.source, self.position, self.end)

    def _skip_image(self) -> None:
        self._skip("!")
        if self.source.startswith("[", self.position):
            self.position = _closing(self.source, self.position, self.end)
            if self.source.startswith(("(", "["), self.position):
                self.position = _closing(self.source, self.position, self.end)

    def _footnote(self, child: Token) -> None:
        label = str((child.meta or {}).get("label") or "")
        start = self.builder.length
        self._text(f"[^{label}]", "")
        self.builder.mark("footnote", start, (self.position - len(label) - 3, self.position), label)

    def _tag(self, content: str) -> None:
        tag = content.lower()
        if tag.startswith("<sup"):
            self._open("superscript", content)
            return
        self._skip(content)
        if tag.startswith("<!--"):
            self.builder.comment(content, self.position - len(content))
        elif tag.startswith("</sup") and self.opened and self.opened[-1].kind == "superscript":
            self._close("superscript")
        elif tag.startswith("<br"):
            self.builder.add("\n", self.position)


def _closing(source: str, position: int, end: int) -> int:
    """Just after the bracket that closes the one at `position`; its own kind may nest, a backslash escapes."""
    opening = source[position]
    closing = {"(": ")", "[": "]"}[opening]
    depth, i = 0, position
    while i < end:
        if source[i] == "\\":
            i += 1
        elif source[i] == opening:
            depth += 1
        elif source[i] == closing:
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    return end


def _html(builder: TextBuilder, source: str, begin: int, end: int) -> None:
    """A block of raw HTML: its text between the tags, as one paragraph."""
    import html

    position = begin
    for found in [*_HTML.finditer(source, begin, end), None]:
        builder.add(source[position : found.start() if found else end], position)
        if found and found["line"]:
            builder.add("\n", found.start())
        elif found and found.group().startswith("<!--"):
            builder.comment(found.group(), found.start())
        elif found and found["entity"]:
            character = html.unescape(found.group())
            builder.add(character if len(character) == 1 else found.group(), found.start())
        position = found.end() if found else end
    builder.close("paragraph", end)
