"""Whether what came back is a record in Crossref's shape, and what of it is worth keeping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIELDS = (
    "DOI", "type", "title", "subtitle", "author", "container-title", "short-container-title", "issued",
    "published", "published-print", "published-online", "volume", "issue", "page", "article-number", "publisher",
    "abstract", "updated-by", "update-to", "relation",
)  # fmt: skip
_STRINGS = frozenset({"title", "subtitle", "container-title", "short-container-title"})
_OBJECTS = frozenset({"author", "updated-by", "update-to"})
_NO_YEAR = 2200
_DATES = frozenset({"issued", "published", "published-print", "published-online"})


def kept(record: Any) -> dict[str, Any] | None:
    """The parts of a record that we use; None where it is no record, or one of its parts is of the wrong type.

    A record with a part that cannot be read would match nothing, and its work would be said not to exist.
    """
    if not isinstance(record, Mapping) or not record.get("DOI"):
        return None
    found = {key: record[key] for key in FIELDS if key in record}
    if not all(_is_sound(key, value) for key, value in found.items()):
        return None
    return {key: value for key, value in found.items() if key not in _DATES or _is_possible(value)}


def is_titled(record: Mapping[str, Any]) -> bool:
    """Whether a record has a title; some do without, but hardly all that a search brings."""
    return any(title.strip() for title in record.get("title", ()))


def _is_sound(key: str, value: Any) -> bool:
    if key in _STRINGS:
        return _is_list_of(value, str)
    if key in _OBJECTS:
        return _is_list_of(value, Mapping)
    if key in _DATES:
        parts = value.get("date-parts") if isinstance(value, Mapping) else None
        if not isinstance(parts, list):
            return False
        return _is_list_of(parts, list) and all(part is None or type(part) is int for one in parts for part in one)
    return isinstance(value, Mapping if key == "relation" else str)


def _is_possible(date: Mapping[str, Any]) -> bool:
    """Whether a date lies in a year that there is; records have been seen with others."""
    return all(part is None or 0 <= part < _NO_YEAR for one in date["date-parts"] for part in one)


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)
