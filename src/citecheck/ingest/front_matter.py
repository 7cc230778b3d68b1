"""The YAML header of a Markdown file: facts of the article and, with some writers, its references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from citecheck.csl import line
from citecheck.dates import iso_date
from citecheck.ingest.bibliography import FILE, read_bibliography, stated
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.facts import primary_tag
from citecheck.ingest.keyed import keys_in
from citecheck.model import Csl, Facts

if TYPE_CHECKING:
    from yaml import Mark, Node

_LISTS = frozenset({"references", "sources", "bibliography", "citations", "quellen", "referencias", "literature"})
_FILES = "bibliography"
"""The list that may name files instead."""


class Header(Struct, frozen=True):
    """What a header states."""

    facts: Facts = Facts()
    keys: frozenset[str] = frozenset()
    """By which the text can cite the references that are known."""
    unread: tuple[str, ...] = ()
    """Of each list of references that could not be looked at, why."""
    lists: bool = False
    """Whether it has references with keys, or names a list of them."""


def read_front_matter(
    builder: TextBuilder, source: str, begin: int, content: str, folder: Path | None = None
) -> Header:
    """Writes the references that the header lists, each a block, and gives what it states.

    `content` is the header without its rules and stands in the source behind `begin`; of the files of references that
    it names, those that lie in `folder` are read, and the works that the article cites by their keys written too.
    """
    import yaml

    loader = yaml.SafeLoader(content)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return Header()  # a draft's broken header is no reason not to read the draft; "2024-13-45" is a ValueError
    finally:
        loader.dispose()
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        return Header()
    # The parser counts lines by "\n", whatever the file ends them with.
    lines = [found.end() for found in re.finditer(r"\r\n|\n|\r", source[begin : begin + 2 * len(content) + 16])]
    cited = keys_in(source[begin + len(content) :])
    writer = _Writer(builder, source, [begin + line for line in lines])
    for key, value in node.value:
        name = str(key.value).lower()
        files = [one for one in _scalars(value) if FILE.fullmatch(str(one.value))] if name == _FILES else []
        if files:
            writer.files(files, folder, cited)
        elif name in _LISTS and isinstance(value, yaml.SequenceNode):
            given = data.get(key.value)
            writer.items(value.value, given if isinstance(given, list) else [])
    return writer.header(_facts(data))


class _Writer:
    """Writes references, each a block of its own, and keeps by which keys they are cited."""

    def __init__(self, builder: TextBuilder, source: str, lines: Sequence[int]) -> None:
        self.builder, self.source, self.lines = builder, source, lines
        self.keys: set[str] = set()
        self.unread: list[str] = []
        self.lists = False

    def header(self, facts: Facts) -> Header:
        return Header(facts, frozenset(self.keys), tuple(self.unread), self.lists)

    def items(self, nodes: Sequence[Node], given: Sequence[object]) -> None:
        """The items of a list: strings, values in fields of any name, or works as CSL describes them."""
        for i, node in enumerate(nodes):
            item = given[i] if i < len(given) else None
            csl = stated(item) if isinstance(item, Mapping) and _is_csl(item) else {}
            if csl.get("title") or csl.get("author"):
                key = item.get("id") if isinstance(item, Mapping) else None
                self._work(node, str(key) if isinstance(key, str | int) else "", csl)
                continue
            for scalar in _scalars(node):
                _write(self.builder, self.source, self._begin(scalar), str(scalar.value))
            end = self.lines[min(node.end_mark.line, len(self.lines) - 1)]
            self.builder.close("list-item", end, region="references")

    def files(self, named: Sequence[Node], folder: Path | None, cited: Sequence[str]) -> None:
        """The works of some files that the article cites: each stands where the first file is named."""
        self.lists = True
        found = read_bibliography(folder, [str(node.value) for node in named], cited)
        self.unread += found.unread
        for key in cited:
            if key in found.works and key not in self.keys:
                self._work(named[0], key, found.works[key])

    def _work(self, node: Node, key: str, csl: Csl) -> None:
        begin, end = self._begin(node), self._place(node.end_mark)
        written = self.source[begin:end].rstrip()
        self.builder.add_instead(line(csl), begin, begin + max(1, len(written)))
        label = f"[@{key}]" if key else ""
        self.builder.close("list-item", end, label=label, region="references", stated=csl)
        self.lists = self.lists or bool(key)
        self.keys |= {key} if key else set()

    def _begin(self, node: Node) -> int:
        return self._place(node.start_mark)

    def _place(self, mark: Mark) -> int:
        """Where a mark of the parser stands in the source."""
        return min(self.lines[min(mark.line, len(self.lines) - 1)] + mark.column, len(self.source) - 1)


def _is_csl(item: Mapping[Any, Any]) -> bool:
    """Whether an item describes a work in CSL's way: with a key or a type, names in parts, dates in parts."""
    parts = [one for value in item.values() for one in (value if isinstance(value, list) else [value])]
    return "id" in item or "type" in item or any(isinstance(part, Mapping) for part in parts)


def _scalars(item: Node) -> Iterator[Node]:
    """An item's text: a string, or the strings among the values of its fields."""
    import yaml

    if isinstance(item, yaml.ScalarNode):
        yield item
        return
    values = [value for _, value in item.value] if isinstance(item, yaml.MappingNode) else [item]
    for value in values:
        held = value.value if isinstance(value, yaml.SequenceNode) else [value]
        yield from (one for one in held if isinstance(one, yaml.ScalarNode))


def _write(builder: TextBuilder, source: str, position: int, text: str) -> None:
    """A scalar word by word, since quoting and folding change what stands between them."""
    for word in text.split():
        found = source.find(word, position)
        if builder.in_block:
            builder.add(" ", max(position - 1, 0))
        position = found if found >= 0 else position
        builder.add(word, position)
        position += len(word) if found >= 0 else 0


def _facts(data: Mapping[Any, Any]) -> Facts:
    authors = data.get("author", data.get("authors"))
    names = [a.get("name") if isinstance(a, dict) else a for a in (authors if isinstance(authors, list) else [authors])]
    return Facts(
        title=_printed(data, "title") or None,
        author=tuple(name.strip() for name in names if isinstance(name, str) and name.strip()),
        published=iso_date(_printed(data, "date", "published", "datePublished")),
        publisher=_printed(data, "publisher", "site", "organization") or None,
        language=primary_tag(_printed(data, "lang", "language")),
    )


def _printed(data: Mapping[Any, Any], *keys: str) -> str:
    """The first of the keys that holds a plain value, as text."""
    values = (data.get(key) for key in keys)
    return next((str(v).strip() for v in values if v and isinstance(v, str | int | float | date)), "")
