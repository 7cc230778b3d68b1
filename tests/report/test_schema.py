"""The schema: a report of today can be read by whoever was written for the last release of this version.

`released/schema-N.json` is the schema as the last release of schema version N had it. A change that breaks its readers
needs a new SCHEMA_VERSION; what is only added goes through. With a release, copy the schema there.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from citecheck.report.json import SCHEMA_VERSION

RELEASED = Path(__file__).with_name("released") / f"schema-{SCHEMA_VERSION}.json"
Schema = dict[str, Any]


def _now() -> Schema:
    schema: Schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    return schema


def _released() -> Schema:
    schema: Schema = json.loads(RELEASED.read_text(encoding="utf-8"))
    return schema


@dataclass
class _Field:
    """What a reader may expect of a field."""

    kinds: set[str] = field(default_factory=set)
    """Its JSON types; of a list of values, those of the values."""
    is_always_there: bool = True


def breaks(before: Schema, after: Schema) -> list[str]:
    """What a reader written for `before` would trip over in a report of `after`."""
    old, new = _fields(before), _fields(after)
    said = [f"{path} is gone" for path in old if path not in new]
    for path in old.keys() & new.keys():
        if more := new[path].kinds - old[path].kinds:
            said.append(f"{path} may now be {', '.join(sorted(more))}")
        if old[path].is_always_there and not new[path].is_always_there:
            said.append(f"{path} may be left out")
    return said


def _fields(schema: Schema) -> dict[str, _Field]:
    """All fields by their paths, such as `.reports[].findings[].level`."""
    found: dict[str, _Field] = {}

    def walk(part: Any, path: str, refs: tuple[str, ...]) -> None:
        while "$ref" in part:
            if part["$ref"] in refs:
                return
            refs = (*refs, part["$ref"])
            part = schema["$defs"][part["$ref"].rpartition("/")[2]]
        own = found.setdefault(path, _Field())
        own.kinds |= _kinds(part)
        for one in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            walk(one, path, refs)
        for name, inner in part.get("properties", {}).items():
            walk(inner, f"{path}.{name}", refs)
            found.setdefault(f"{path}.{name}", _Field()).is_always_there &= name in part.get("required", ())
        if "items" in part:
            walk(part["items"], f"{path}[]", refs)

    walk(schema, "", ())
    return found


def _kinds(part: Any) -> set[str]:
    named = part.get("type", [])
    kinds = {named} if isinstance(named, str) else set(named)
    values = [*part.get("enum", ()), *([part["const"]] if "const" in part else ())]
    return kinds | {{str: "string", bool: "boolean", type(None): "null"}.get(type(value), "number") for value in values}


def test_the_schema_breaks_no_reader_of_the_last_release() -> None:
    assert breaks(_released(), _now()) == []


def test_the_version_is_that_of_the_file_and_of_the_report() -> None:
    assert _now()["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert RELEASED.is_file()


def _finding(schema: Schema) -> Schema:
    finding: Schema = schema["$defs"]["finding"]
    return finding


def _gone(schema: Schema) -> None:
    del _finding(schema)["properties"]["fingerprint"]


def _optional(schema: Schema) -> None:
    _finding(schema)["required"].remove("quote")


def _another_type(schema: Schema) -> None:
    _finding(schema)["properties"]["message"] = {"type": "array", "items": {"type": "string"}}


def _may_be_null(schema: Schema) -> None:
    _finding(schema)["properties"]["level"] = {"anyOf": [{"enum": ["note"]}, {"type": "null"}]}


def test_the_fields_of_the_report_are_seen() -> None:
    fields = _fields(_released())
    assert fields[".reports[].findings[].line"].kinds == {"integer", "null"}
    assert len(fields) > 150


@pytest.mark.parametrize("change", [_gone, _optional, _another_type, _may_be_null])
def test_what_would_break_a_reader_is_seen(change: Any) -> None:
    changed = copy.deepcopy(_released())
    change(changed)
    assert breaks(_released(), changed)


def test_what_is_added_is_no_break() -> None:
    changed = copy.deepcopy(_released())
    _finding(changed)["properties"]["author"] = {"type": "string"}
    assert breaks(_released(), changed) == []
