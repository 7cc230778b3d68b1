"""What all filters share: JSON Lines in, JSON Lines out, one line for one line, in order."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from citecheck.cli.exits import BAD_USAGE, OK, UsageError

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class BadLineError(ValueError):
    """A line that a filter cannot answer; the message goes into its place."""


def add_file(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - or nothing is standard input"
    )


def run_filter(file: str, answer: Answer, *, plain_key: str | None = None) -> int:
    """Answers every line of a file; a line that is no JSON object is `{plain_key: line}` where that is given."""
    code = OK
    with _opened(file) as lines:
        for line in lines:
            if not line.strip():
                continue
            try:
                result = answer(_row(line, plain_key))
            except BadLineError as problem:
                result, code = {"error": str(problem)}, BAD_USAGE
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return code


def text_of(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise BadLineError(f"no string under {key!r}")
    return value


def _row(line: str, plain_key: str | None) -> Mapping[str, Any]:
    text = line.strip()
    if plain_key and not text.startswith("{"):
        return {plain_key: text}
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise BadLineError(f"no JSON: {problem}") from None
    if not isinstance(value, dict):
        raise BadLineError(f"{type(value).__name__} where an object is expected")
    return value


@contextmanager
def _opened(file: str) -> Iterator[IO[str]]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield sys.stdin
        return
    with ExitStack() as opened:
        try:
            lines = opened.enter_context(Path(file).open(encoding="utf-8", errors="replace"))
        except OSError as problem:
            raise UsageError(f"{file} cannot be read: {problem.strerror}") from None
        yield lines
