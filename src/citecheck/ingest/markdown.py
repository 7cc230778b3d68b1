"""Markdown: CommonMark with tables, footnotes and front matter, read by markdown-it, with the offsets kept.

markdown-it tells the structure; where each of its texts lies in the source is found by walking the block's source lines
in step with its tokens, so that a finding points at the writer's own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.front_matter import Header, read_front_matter
from citecheck.ingest.interface import Reading
from citecheck.ingest.keyed import Keyed, citation_plugin
from citecheck.model import BlockKind, MarkKind

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

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        """Where the files of references lie that an article names; None where it is not known."""

    def read(self, source: str) -> Reading:
        # markdown-it counts lines by "\n" and takes "\r\n" and "\r" for it.
        starts = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", source))]
        builder = TextBuilder()
        header = Header()
        keyed = Keyed(header, source)
        notes = _Notes(source)
        reached = 0
        for leaf in _leaves(_parse(source, notes.env)):
            first, last = leaf.token.map or [0, 0]
            begin, end = starts[first], starts[last] if last < len(starts) else len(source)
            if leaf.token.type == "front_matter":
                header = read_front_matter(builder, source, begin, leaf.token.content, self._folder)
                keyed = Keyed(header, source)
            elif leaf.token.type == "html_block":
                _html(builder, source, begin, end)
            else:
                # The cells of a table's row have one line in common.
                behind = max(begin, reached) if leaf.kind == "table" else begin
                inline = _Inline(builder, leaf.token, source, (behind, end), keyed, notes)
                inline.write()
                reached = inline.position
                builder.close(leaf.kind, end, level=leaf.level, label=leaf.label)
                notes.write(builder, keyed)
        return replace(builder.reading(header.facts), remark=keyed.remark())


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


class _Notes:
    """The notes that stand within the text, "^[like this]": each is written behind the block that it stands in."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._named = set(_FOOTNOTE.findall(source))
        self.env: dict[str, Any] = {"footnotes": {"refs": {f":{name}": -1 for name in self._named}}}
        self._number = 0
        self._waiting: list[tuple[str, Token, tuple[int, int]]] = []

    def found(self, identifier: int, begin: int, end: int) -> str:
        """The name of a note whose text has these bounds: the next number that no other has."""
        from markdown_it.token import Token

        self._number += 1
        while str(self._number) in self._named:
            self._number += 1
        name, held = str(self._number), self.env["footnotes"]["list"][identifier]
        token = Token("inline", "", 0, content=held["content"], children=held["tokens"])
        self._waiting.append((f"[^{name}]", token, (begin, end)))
        return name

    def write(self, builder: TextBuilder, keyed: Keyed) -> None:
        while self._waiting:
            label, token, bounds = self._waiting.pop(0)
            _Inline(builder, token, self._source, bounds, keyed, self).write()
            builder.close("list-item", bounds[1], label=label)


def _parse(source: str, env: dict[str, Any]) -> Sequence[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(footnote_plugin)
    # text_join would hide which characters were escaped, and footnote_tail drop notes that nothing points to. A marker
    # is one even where its note is missing.
    parser.use(citation_plugin).disable(["text_join", "footnote_tail"])
    return parser.parse(source, env)


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

    def __init__(
        self, builder: TextBuilder, token: Token, source: str, bounds: tuple[int, int], keyed: Keyed, notes: _Notes
    ) -> None:
        self.builder, self.source, self.keyed, self.notes = builder, source, keyed, notes
        begin, end = self.position, self.end = bounds
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
                case "footnote_ref" | "citation":
                    self._marker(child)
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

    def _marker(self, child: Token) -> None:
        if child.type == "citation":
            self._citation(child.content)
        elif "label" in child.meta:
            self._footnote(str(child.meta["label"] or ""))
        else:
            self._note(int(child.meta["id"]))

    def _footnote(self, label: str) -> None:
        start = self.builder.length
        self._text(f"[^{label}]", "")
        self.builder.mark("footnote", start, (self.position - len(label) - 3, self.position), label)

    def _note(self, identifier: int) -> None:
        """A note within the line, of which its marker stands here."""
        begin = self.source.find("^[", self.position, self.end)
        if begin < 0:
            return
        self.position = _closing(self.source, begin + 1, self.end)
        name = self.notes.found(identifier, begin + 2, self.position - 1)
        start = self.builder.length
        self.builder.add_instead(f"[^{name}]", begin, self.position)
        self.builder.mark("footnote", start, (begin, self.position), name)

    def _citation(self, content: str) -> None:
        keys = self.keyed.keys(content)
        first, *others = content.split("\n")
        begin = max(self.source.find(first, self.position, self.end), self.position)
        start = self.builder.length
        self._text(first, "")
        for written in others:
            self._line_break()
            self._text(written.strip(" "), "")
        if keys is not None and self.position > begin:
            self.builder.mark("citation", start, (begin, self.position), " ".join(keys))

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
