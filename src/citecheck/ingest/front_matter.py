"""The YAML header of a Markdown file: facts of the article and, with some writers, its references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from citecheck.dates import iso_date
from citecheck.ingest.build import TextBuilder
from citecheck.ingest.facts import primary_tag
from citecheck.model import Facts

if TYPE_CHECKING:
    from yaml import Node

_LISTS = frozenset({"references", "sources", "bibliography", "citations", "quellen", "referencias", "literature"})


def read_front_matter(builder: TextBuilder, source: str, begin: int, content: str) -> Facts:
    """Writes the references that the header lists, each a block, and gives the facts that it states.

    `content` is the header without its rules and stands in the source behind `begin`.
    """
    import yaml

    loader = yaml.SafeLoader(content)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return Facts()  # a draft's broken header is no reason not to read the draft; "2024-13-45" is a ValueError
    finally:
        loader.dispose()
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        return Facts()
    # The parser counts lines by "\n", whatever the file ends them with.
    lines = [found.end() for found in re.finditer(r"\r\n|\n|\r", source[begin : begin + 2 * len(content) + 16])]
    for key, value in node.value:
        if str(key.value).lower() in _LISTS and isinstance(value, yaml.SequenceNode):
            for item in value.value:
                for scalar in _scalars(item):
                    mark = scalar.start_mark
                    _write(builder, source, begin + lines[mark.line] + mark.column, str(scalar.value))
                end = item.end_mark.line
                builder.close("list-item", begin + lines[min(end, len(lines) - 1)], region="references")
    return _facts(data)


def _scalars(item: Node) -> Iterator[Node]:
    """An item's text: a string, or the values of its fields."""
    import yaml

    if isinstance(item, yaml.ScalarNode):
        yield item
    elif isinstance(item, yaml.MappingNode):
        for _, value in item.value:
            yield from (value.value if isinstance(value, yaml.SequenceNode) else [value])


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
