"""Splits HTML into tags and text as browsers do, keeping where everything stands.

Parsers that build a tree drop the positions, and the standard library's tokenizer, which keeps them, takes quadratic
time on damaged pages. This one follows the HTML standard's tokenizer as far as a reader of text needs it, in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from citecheck.expressions import expression

_NAME = expression(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)")
_ATTRIBUTE = expression(r"[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:(?P<quote>[\"'])|(?P<bare>[^\s>]*)))?")
_COMMENT_END, _CDATA_END, _TAG_END = expression(r"--!?>"), expression(r"\]\]>"), expression(">")
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"})
"""Elements whose content holds no tags."""


class Tag(Struct, frozen=True):
    """A tag at [start, end) of the source; `closing` for "</p>"."""

    start: int
    end: int
    name: str
    """In lower case."""
    closing: bool = False
    empty: bool = False
    """It closes itself: a drawing, or in XHTML an element whose content is no markup."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; values as written, entities and all."""


class Text(Struct, frozen=True):
    """What stands between tags; `raw` within elements whose content is no markup."""

    start: int
    end: int
    raw: bool = False


class Remark(Struct, frozen=True):
    """A comment, its signs included."""

    start: int
    end: int


def tokens(source: str) -> Iterator[Tag | Text | Remark]:
    """Tags, texts and comments in order; declarations are left out. Linear, whatever the source holds."""
    position = reached = 0
    xhtml = "xhtml" in source[:400].lower()
    while True:
        opening = source.find("<", position)
        if opening < 0:
            break
        named = _NAME.match(source, opening)
        if not named and source[opening + 1 : opening + 2] not in ("!", "?", "/"):
            position = opening + 1  # a sign, no markup: "p < 0.05"
            continue
        if opening > reached:
            yield Text(reached, opening)
        if not named:
            reached = position = _after_declaration(source, opening)
            if source.startswith("<!--", opening):
                yield Remark(opening, reached)
            continue
        tag = _tag(source, named, xhtml=xhtml)
        reached = position = tag.end
        yield tag
        if tag.name in _RAW and not tag.closing and not tag.empty:
            closing = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(source, tag.end)
            reached = position = closing.start() if closing else len(source)
            yield Text(tag.end, reached, raw=True)
    if reached < len(source):
        yield Text(reached, len(source))


def _after_declaration(source: str, opening: int) -> int:
    """Just after a comment, doctype, processing instruction or broken closing tag; the end where it never closes."""
    closed = _COMMENT_END if source.startswith("<!--", opening) else _CDATA_END
    if not source.startswith(("<!--", "<![CDATA["), opening) or source.startswith(("<!-->", "<!--->"), opening):
        closed = _TAG_END
    found = closed.search(source, opening)
    return found.end() if found else len(source)


def _tag(source: str, named: re.Match[str], *, xhtml: bool) -> Tag:
    attributes: dict[str, str] = {}
    position = named.end()
    while found := _ATTRIBUTE.match(source, position):
        value, position = found["bare"] or "", found.end()
        if found["quote"]:
            closing = source.find(found["quote"], position)
            closing = closing if closing >= 0 else len(source)
            value, position = source[position:closing], closing + 1
        attributes.setdefault(found["name"].lower(), value)
    closing = source.find(">", position)
    end = closing + 1 if closing >= 0 else len(source)
    name = named["name"].lower()
    empty = source.startswith("/>", end - 2) and (name == "svg" or (xhtml and name in _RAW))
    return Tag(named.start(), end, name, bool(named["close"]), empty, attributes)
