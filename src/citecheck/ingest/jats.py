"""JATS, the XML of journals: the article's text with its cross-references, and its list of references as strings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from citecheck.expressions import expression
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.decode import decode
from citecheck.ingest.facts import primary_tag
from citecheck.ingest.interface import Reading, UnreadableSourceError
from citecheck.model import BlockKind, Facts, MarkKind, RegionKind
from citecheck.text import collapse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENCODING = expression(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_DECLARATION = expression(r"\s*<\?xml[^>]*\?>")
_NAMED = expression(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,31};")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MARKED: dict[str, MarkKind] = {
    "sup": "superscript", "sub": "subscript", "italic": "emphasis", "bold": "emphasis", "ext-link": "link",
    "uri": "link", "xref": "link",
}  # fmt: skip
_APART: dict[str, tuple[BlockKind, RegionKind]] = {
    "p": ("paragraph", "main"), "title": ("heading", "main"), "td": ("table", "main"), "th": ("table", "main"),
    "disp-quote": ("quote", "main"), "list-item": ("list-item", "main"), "def": ("paragraph", "main"),
    "term": ("paragraph", "main"), "caption": ("paragraph", "other"), "attrib": ("paragraph", "other"),
    "disp-formula": ("paragraph", "other"), "label": ("paragraph", "other"), "verse-line": ("paragraph", "main"),
}  # fmt: skip
_UNSEEN = frozenset({"front-stub", "object-id", "processing-meta", "tex-math", "permissions", "graphic", "media"})
_NAMES = frozenset({"name", "string-name", "collab"})
_PARTS_OF_NAMES = frozenset({"surname", "given-names", "prefix", "suffix"})
_IDENTIFIERS = {"doi": "doi:{}", "pmid": "PMID: {}", "pmcid": "{}"}


class JatsReader:
    """Reads one article; of a set of articles the first."""

    media_type = "application/xml"

    def read(self, data: bytes, name: str) -> Reading:
        said = _ENCODING.match(data)
        source = decode(data, name, declared=said[1].decode("ascii") if said else None).text
        source = _NAMED.sub(
            lambda found: html.escape(html.unescape(found.group())), _DECLARATION.sub("", source, count=1)
        )
        try:
            article = _article(ElementTree.fromstring(source))  # noqa: S314  expat bounds what entities grow to
            return _Walk().article(article)
        except ElementTree.ParseError as problem:
            line = problem.position[0]
            raise UnreadableSourceError(f"{name} is damaged XML from line {line} on: mend or export it again") from None
        except RecursionError:
            raise UnreadableSourceError(f"{name} is nested too deep for an article: export it again") from None


def _article(root: Element) -> Element:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # whatever namespace it was put in
    return root if root.tag == "article" else next(root.iter("article"), root)


class _Walk:
    """Writes the article's text; extracted text has no positions in the source."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.places: dict[str, int] = {}
        self._space = False
        self._around: list[tuple[BlockKind, RegionKind]] = [("paragraph", "main")]
        self._label = ""
        self._level = 1
        self._notes: list[Element] = []
        """Notes that stand within a sentence, written behind its paragraph."""

    def article(self, article: Element) -> Reading:
        title = article.find(".//front//article-title")
        if title is not None:
            self._block(title, "heading", "main")
        for abstract in article.iterfind("./front/article-meta/abstract"):
            self._content(abstract)
        for part in ("body", "back"):
            element = article.find(part)
            if element is not None:
                self._content(element)
        self._close()
        return self.builder.reading(_facts(article), self.places)

    def _content(self, element: Element) -> None:
        """The text and the children of an element, in order."""
        self._text(element.text)
        for child in element:
            self._child(child)
            self._text(child.tail)

    def _child(self, element: Element) -> None:
        tag = element.tag
        if "id" in element.attrib:
            self.places.setdefault(element.attrib["id"], self.builder.length + self._space)
        if tag in _UNSEEN:
            return
        if tag == "fn" and self.builder.in_block:
            self._notes.append(element)
        elif tag == "ref-list":
            self._reference_list(element)
        elif tag in ("sec", "ack", "app", "fn-group", "notes", "boxed-text"):
            self._level += 1
            self._content(element)
            self._close()
            self._level -= 1
        elif tag in ("list", "table-wrap", "table", "tr", "fig", "def-list", "def-item"):
            self._close()
            self._items(element) if tag == "list" else self._content(element)
            self._close()
        elif tag in _APART:
            self._block(element, *_APART[tag])
        elif tag in _MARKED:
            self._marked(element, _MARKED[tag])
        elif tag == "break":
            self._space = True
        else:
            self._space |= tag in _PARTS_OF_NAMES and self.builder.open_text[-1:].isalpha()
            self._content(element)

    def _items(self, element: Element) -> None:
        ordered = element.get("list-type") in ("order", "alpha-lower", "roman-lower")
        for number, item in enumerate(element.iterfind("list-item"), 1):
            printed = item.find("label")
            self._label = f"{number}." if ordered else "•"
            if printed is not None:
                self._label = _all_text(printed)
                item.remove(printed)
            self._block(item, "list-item", "main")

    def _block(self, element: Element, kind: BlockKind, region: RegionKind) -> None:
        self._close()
        outer = self._around[-1]
        # A paragraph within an item, a cell or a caption is a part of that.
        own = outer if kind == "paragraph" and outer != ("paragraph", "main") else (kind, region)
        self._around.append(own if outer[1] == "main" else (own[0], outer[1]))
        self._content(element)
        self._close()
        self._around.pop()

    def _marked(self, element: Element, kind: MarkKind) -> None:
        self._flush()
        start = self.builder.length
        self._content(element)
        target = element.get(_HREF) or (collapse("".join(element.itertext())) if element.tag == "uri" else "")
        if element.tag == "xref":
            target = f"#{element.get('rid', '').split(' ')[0]}" if element.get("ref-type") == "bibr" else ""
        if kind != "link" or target:
            self.builder.mark(kind, start, None, target)

    def _reference_list(self, element: Element) -> None:
        self._close()
        title = element.find("title")
        self._around.append(("heading", "main"))
        self._text(collapse("".join(title.itertext())) if title is not None else "References")
        self._close()
        self._around[-1] = ("list-item", "main")
        for number, ref in enumerate(element.iter("ref"), 1):
            label = collapse(ref.findtext("label") or "").strip("[]().")
            self._label = f"{label or number}."
            self.places.setdefault(ref.get("id", ""), self.builder.length)
            for entry in _entries(ref):
                if entry.tag == "mixed-citation" or (entry.tag == "citation" and (entry.text or "").strip()):
                    self._content(entry)
                else:
                    self._text(rendered(entry))
                self._space = True
            self._close()
        self._around.pop()

    def _text(self, text: str | None) -> None:
        words = (text or "").split()
        if text and words:
            self._space |= text[0].isspace()
            self._space &= not self.builder.open_text.endswith(" ")
            self._flush()
            self.builder.add(" ".join(words), 0)
            self._space = text[-1].isspace()
        elif text:
            self._space = True

    def _flush(self) -> None:
        if self._space and self.builder.in_block:
            self.builder.add(" ", 0)
        self._space = False

    def _close(self) -> None:
        self._space = False
        if self.builder.in_block:
            kind, region = self._around[-1]
            self.builder.close(kind, 0, level=self._level if kind == "heading" else 0, label=self._label, region=region)
            self._label = ""
        while self._notes and not self.builder.in_block:
            self._block(self._notes.pop(0), "paragraph", "other")


def _entries(ref: Element) -> Iterator[Element]:
    """The citations of a reference; of several ways to print one the first."""
    for one in ref:
        if one.tag == "citation-alternatives":
            yield from list(_entries(one))[:1]
        elif one.tag in ("mixed-citation", "element-citation", "citation", "nlm-citation"):
            yield one


def rendered(citation: Element) -> str:
    """An element-citation, which holds fields without punctuation, as a reference is printed."""

    def said(*names: str) -> str:
        return next((collapse("".join(e.itertext())) for n in names for e in citation.iter(n)), "")

    people = [_person(n) or _all_text(n) for n in citation.iter() if n.tag in _NAMES]
    others = ["et al"] if citation.find(".//etal") is not None else []
    pages = "-".join(dict.fromkeys(p for p in (said("fpage"), said("lpage")) if p)) or said(
        "elocation-id", "page-range"
    )
    numbers = said("volume") + (f"({said('issue')})" if said("issue") else "")
    imprint = [part for part in (said("publisher-loc"), said("publisher-name")) if part]
    issued = f"{said('year')}{';' + numbers if numbers else ''}{':' + pages if pages else ''}"
    parts = [
        ", ".join([*people, *others]), said("article-title", "chapter-title", "data-title"), said("source"),
        ": ".join(imprint), issued,
    ]  # fmt: skip
    for one in citation.iter("pub-id"):
        kind = one.get("pub-id-type", "")
        if kind in _IDENTIFIERS:
            parts.append(_IDENTIFIERS[kind].format(_all_text(one)))
    parts += [e.get(_HREF) or _all_text(e) for e in citation.iter() if e.tag in ("ext-link", "uri")]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def _person(name: Element) -> str:
    given = "".join(word[0] for word in re.split(r"[\s.-]+", name.findtext("given-names") or "") if word)
    return " ".join(part for part in (collapse(name.findtext("surname") or ""), given) if part)


def _all_text(element: Element) -> str:
    return collapse("".join(element.itertext()))


def _facts(article: Element) -> Facts:
    meta = article.find("./front")
    if meta is None:
        return Facts()

    def said(path: str) -> str | None:
        found = meta.find(path)
        return _all_text(found) or None if found is not None else None

    return Facts(
        title=said(".//article-title"),
        author=tuple(_authors(meta.findall(".//contrib"))),
        published=_published(meta.findall(".//pub-date")),
        publisher=said(".//journal-title") or said(".//publisher-name"),
        language=primary_tag(article.get(_LANGUAGE)),
    )


def _authors(contributors: Sequence[Element]) -> Iterator[str]:
    for one in contributors:
        if one.get("contrib-type", "author") == "author":
            given, family = (collapse(one.findtext(f".//{part}") or "") for part in ("given-names", "surname"))
            name = f"{given} {family}".strip() or collapse(one.findtext(".//collab") or "")
            if name:
                yield name


def _published(dates: Sequence[Element]) -> str | None:
    """The fullest of the dates of publication."""
    found = [one.get("iso-8601-date") or "-".join(_parts(one)) for one in dates]
    return max(found, key=len, default=None) or None


def _parts(date: Element) -> Iterator[str]:
    for part in ("year", "month", "day"):
        value = collapse(date.findtext(part) or "")
        if not value.isdigit():
            return
        yield value.zfill(2)
