"""What all filters share: JSON Lines in, JSON Lines out, one line for one line, in order."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import msgspec

from citecheck.cli.exits import BAD_USAGE, OK, UsageError

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
AnswerAll = Callable[[Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
_plainly_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quickly_written = msgspec.json.Encoder().encode
_Answered = Callable[[str], tuple[str, int]]
"""From a line to the line that answers it, and the exit code that this asks for."""
_ENOUGH = 40
"""Lines that are answered before it is worth while to share the rest."""
_TOGETHER = 120
"""Lines handed over at a time."""
_ASKED_TOGETHER = 100
"""Lines whose look-ups are made together."""


class BadLineError(ValueError):
    """A line that a filter cannot answer; the message goes into its place."""


def _written(answer: Mapping[str, Any]) -> str:
    try:
        return _quickly_written(answer).decode()
    except UnicodeEncodeError:
        return _plainly_written(answer)  # half of a character pair, which is no UTF-8


def add_file(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - or nothing is standard input"
    )


def run_filter(file: str, answer: Answer, *, plain_key: str | None = None, parallel: bool = False) -> int:
    """Answers every line of a file; a line that is no JSON object is `{plain_key: line}` where that is given.

    `parallel` says that an answer costs more than handing a line to another process does.
    """
    code = OK

    def answered(line: str) -> tuple[str, int]:
        try:
            return _written(answer(_row(line, plain_key))), OK
        except BadLineError as problem:
            return _written({"error": str(problem)}), BAD_USAGE

    with _opened(file) as opened:
        lines = (line for line in opened if line.strip())
        for written, found in _in_parallel(answered, lines) if parallel else map(answered, lines):
            sys.stdout.write(written + "\n")
            code = max(code, found)
    return code


def run_together(file: str, answer: AnswerAll, *, plain_key: str) -> int:
    """As run_filter, for answers that cost less when many are asked for at once."""
    code = OK
    with _opened(file) as opened:
        lines = (line for line in opened if line.strip())
        while batch := list(islice(lines, _ASKED_TOGETHER)):
            answers: list[Mapping[str, Any] | None] = []
            rows = []
            for line in batch:
                try:
                    rows.append(_row(line, plain_key))
                    text_of(rows[-1], plain_key)
                    answers.append(None)
                except BadLineError as problem:
                    del rows[answers.count(None) :]
                    answers.append({"error": str(problem)})
                    code = BAD_USAGE
            answered = iter(answer(rows))
            for one in answers:
                found = next(answered) if one is None else one
                sys.stdout.write(_written(found) + "\n")
            sys.stdout.flush()
    return code


def read_rows(file: str, *, plain_key: str) -> Iterator[tuple[int, Callable[[], Mapping[str, Any]]]]:
    """The lines of a file by number, for what is made of all of them; reading a bad one raises BadLineError."""
    with _opened(file) as opened:
        for number, line in enumerate(opened, 1):
            if line.strip():
                yield number, partial(_row, line, plain_key)


def _in_parallel(answered: _Answered, lines: Iterator[str]) -> Iterator[tuple[str, int]]:
    """The answers in order; those beyond the first lines from as many processes as there are processors."""
    yield from map(answered, islice(lines, _ENOUGH))
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    further = list(islice(lines, _ENOUGH))
    if processors == 1 or not further:  # elsewhere than on Linux starting a process costs as much as it saves
        yield from map(answered, chain(further, lines))
        return
    import multiprocessing  # only where there is much to do

    # What has been loaded for the first lines is there in every process that is forked from this one, and stays there:
    # looking through it for what could be thrown away would copy it.
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(processors, _take_over, (answered,)) as pool:
        yield from pool.imap(_answer_elsewhere, chain(further, lines), _TOGETHER)


_answer_here: _Answered


def _take_over(answered: _Answered) -> None:
    """Makes a process ready that only answers: the one that asks decides when it is over."""
    global _answer_here  # noqa: PLW0603 - a pool hands functions over by name, and this one has none
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # an answer leaves nothing behind that refers to itself
    _answer_here = answered


def _answer_elsewhere(line: str) -> tuple[str, int]:
    return _answer_here(line)


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
