"""Reads the package's data files: what they use of TOML, in a fraction of the time that the whole language takes.

There are a hundred of them and most are read in every run. A file that uses more than is known here goes to tomllib.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TEXT = r'"[^"\\\n]*"'
_PAIR = r'[a-z-]+\ =\ (?:"[^"\\\n{}]*"|\d+(?:\.\d+)?)'
_TABLE = rf"\{{\ {_PAIR}(?:,\ {_PAIR})*\ \}}"
# Quotes need no escapes here, and nothing follows a value: what is written otherwise does not match.
_LINE = re.compile(
    rf"""(?:[ \t]*(?:\#[^\n]*)?
    |\[(?P<table>[A-Za-z0-9_.-]+|{_TEXT})\]
    |\[\[(?P<row>[A-Za-z0-9_.-]+)\]\]
    |(?P<key>[A-Za-z0-9_-]+|{_TEXT})\ =\ (?:
        '''\n?(?P<block>[^']*(?:'(?!'')[^']*)*)'''
        |(?P<text>{_TEXT})
        |'(?P<literal>[^'\n]*)'
        |(?P<whole>0|[1-9]\d{{0,8}})
        |(?P<decimal>(?:0|[1-9]\d{{0,8}})\.\d{{1,9}})
        |(?P<truth>true|false)
        |(?P<pairs>{_TABLE})
        |\[\s*(?P<texts>{_TEXT}(?:,\s*{_TEXT})*),?\s*\]
        |\[\s*(?P<tables>{_TABLE}(?:,\s*{_TABLE})*),?\s*\]
    ))\n""",
    re.VERBOSE,
)


@cache
def load(path: Path) -> Mapping[str, Any]:
    """A data file of the package, read once."""
    text = path.read_bytes().decode().replace("\r\n", "\n")
    found = _simple(text)
    if found is None:
        import tomllib  # which compiles its own expressions when it is imported

        found = tomllib.loads(text)
    return found


def _simple(text: str) -> dict[str, Any] | None:
    """What a file of plain tables holds; None where it holds anything else."""
    whole: dict[str, Any] = {}
    table, end = whole, 0
    while end < len(text):
        line = _LINE.match(text, end)
        if line is None:
            return None
        end, kind = line.end(), line.lastgroup
        if kind is None:  # a blank line, or a remark
            continue
        if kind in ("table", "row"):
            written = line[kind]
            names = [written[1:-1]] if written[0] == '"' else written.split(".")
            opened = _opened(whole, names, as_row=kind == "row")
            if opened is None:
                return None
            table = opened
            continue
        name = line["key"].strip('"')
        if name in table:
            return None
        table[name] = _value(kind, line[kind])
    return whole


def _opened(whole: dict[str, Any], names: list[str], *, as_row: bool) -> dict[str, Any] | None:
    """The new table of that path, a row of a list or one by itself; None where there is something else."""
    above: Any = whole
    for name in names[:-1]:
        above = above.setdefault(name, {})
        above = above[-1] if isinstance(above, list) else above
        if not isinstance(above, dict):
            return None
    opened: dict[str, Any] = {}
    held = above.setdefault(names[-1], [] if as_row else opened)
    if as_row and isinstance(held, list):
        held.append(opened)
        return opened
    return opened if held is opened else None


def _value(kind: str, written: str) -> Any:
    match kind:
        case "text":
            return written[1:-1]
        case "whole":
            return int(written)
        case "decimal":
            return float(written)
        case "truth":
            return written == "true"
        case "texts":
            return re.findall(r'"([^"]*)"', written)
        case "pairs":
            return _pairs(written)
        case "tables":
            return [_pairs(table) for table in re.findall(r"\{[^{}]*\}", written)]
    return written


def _pairs(table: str) -> dict[str, Any]:
    found = re.findall(r'([a-z-]+) = (?:"([^"]*)"|([\d.]+))', table)
    return {name: (float(number) if "." in number else int(number)) if number else text for name, text, number in found}
