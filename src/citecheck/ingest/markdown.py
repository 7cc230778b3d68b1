"""Markdown: CommonMark with tables, footnotes and front matter, read by markdown-it, with the offsets kept.

markdown-it tells the structure; where each of its texts lies in the source is found by walking the block's source lines
in step with its tokens, so that a finding points at the writer's own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citecheck.ingest.build import TextBuilder
from citecheck.ingest.interface import Reading
from citecheck.model import BlockKind, Facts, MarkKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[A-Za-z][^<>]{0,2000}>", re.DOTALL)


class MarkdownReader:
    """Links, footnotes and raised text become marks; images, code and comments are not prose and are left out."""

    media_type = "text/markdown"

    def read(self, source: str) -> Reading:
        # markdown-it counts lines by "\n" and takes "\r\n" and "\r" for it.
        starts = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", source))]
        builder = TextBuilder()
        facts = Facts()
        for leaf in _leaves(_parse(source)):
            first, last = leaf.token.map or [0, 0]
            begin, end = starts[first], starts[last] if last < len(starts) else len(source)
            if leaf.token.type == "front_matter":
                facts = _front_matter(leaf.token.content)
            elif leaf.token.type == "html_block":
                _html(builder, source, begin, end)
            else:
                _Inline(builder, leaf.token, source, begin, end).write()
                builder.close(leaf.kind, end, level=leaf.level, label=leaf.label)
        return builder.reading(facts)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A token that holds text, with the kind of its block, its level and its printed label."""

    token: Token
    kind: BlockKind = "paragraph"
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
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
    # text_join would hide which characters were escaped; footnote_tail would drop notes that nothing points to.
    return parser.disable(["text_join", "footnote_tail"]).parse(source)


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    around: list[tuple[BlockKind, int]] = []
    depth, label = 0, ""
    for token in tokens:
        match token.type:
            case "front_matter" | "html_block":
                yield _Leaf(token)
            case "heading_open":
                around.append(("heading", int(token.tag[1])))
            case "blockquote_open":
                around.append(("quote", 0))
            case "table_open":
                around.append(("table", 0))
            case "heading_close" | "blockquote_close" | "table_close":
                around.pop()
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                label = f"{token.info}{token.markup}"
            case "footnote_reference_open":
                label = f"[^{token.meta['label']}]"
            case "inline":
                if around:
                    yield _Leaf(token, *around[-1])
                elif label:
                    yield _Leaf(token, "list-item", depth, label)
                    label = ""  # a second paragraph of the item is a paragraph
                else:
                    yield _Leaf(token)


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
                    self._close()
                case "em_open" | "strong_open":
                    self._open("emphasis", child.markup)
                case "em_close" | "strong_close":
                    self._skip(child.markup)
                    self._close()
                case "image":
                    self._skip_image()
                case "footnote_ref":
                    self._footnote(child)
                case "html_inline":
                    self._tag(child.content)

    def _open(self, kind: MarkKind, literal: str, target: str = "") -> None:
        self._skip(literal)
        self.opened.append(_Opened(kind, self.builder.length, self.position - len(literal), target))

    def _close(self) -> None:
        if self.opened:
            one = self.opened.pop()
            self.builder.mark(one.kind, one.start, (one.position, self.position), one.target)

    def _text(self, content: str, written: str) -> None:
        form = written or content
        found = self.source.find(form, self.position, self.end)
        if found >= 0:
            self.position = found + len(form)
        self.builder.add(content, found if found >= 0 else self.position)

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
        if tag.startswith("</sup") and self.opened and self.opened[-1].kind == "superscript":
            self._close()
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
    position = begin
    for found in [*_TAG.finditer(source, begin, end), None]:
        stop = found.start() if found else end
        builder.add(source[position:stop], position)
        position = found.end() if found else end
    builder.close("paragraph", end)


def _front_matter(content: str) -> Facts:
    import yaml

    try:
        data = yaml.safe_load(content)
    except yaml.YAMLError:
        return Facts()  # a draft's broken header is no reason not to read the draft
    if not isinstance(data, dict):
        return Facts()
    authors = data.get("author", data.get("authors")) or ()
    authors = authors if isinstance(authors, list) else [authors]
    names = tuple(str(a.get("name", "")) if isinstance(a, dict) else str(a) for a in authors)

    def stated(*keys: str) -> str | None:
        value = next((data[k] for k in keys if data.get(k)), None)
        return str(value).strip() if value is not None else None

    return Facts(
        title=stated("title"),
        author=tuple(n for n in names if n),
        published=(stated("date", "published", "datePublished") or "")[:10] or None,
        publisher=stated("publisher", "site", "organization"),
        language=(stated("lang", "language") or "")[:2] or None,
    )
