"""What all filters share: JSON Lines in, JSON Lines out, one line for one line, in order.

Lines that come together are answered together, and their answers are written before the next are waited for: a reader
may as well send one reference and wait for its answer as pour in a file.
"""

from __future__ import annotations

import codecs
import gc
import io
import json
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, cast

import msgspec

from citecheck.cli.exits import BAD_USAGE, OK, UsageError

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
AnswerAll = Callable[[Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
_plainly_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quickly_written = msgspec.json.Encoder().encode
_Answered = Callable[[Sequence[str]], tuple[str, int]]
"""From lines to what answers them, and the exit code that this asks for."""
_TOGETHER = 40
"""Lines answered before anything is written, or handed over to another process, at most."""
_SEVERAL = 8
"""Lines that come together of somebody who does not wait for the answer to each."""
_ASKED_TOGETHER = 100
"""Lines whose look-ups are made together, at most."""
_AT_ONCE = 1 << 16
"""Bytes read at a time, as many as a pipe holds."""


class BadLineError(ValueError):
    """A line that a filter cannot answer; the message goes into its place."""


def add_file(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - or nothing is standard input"
    )


def run_filter(file: str, answer: Answer, *, plain_key: str | None = None, parallel: bool = False) -> int:
    """Answers every line of a file; a line that is no JSON object is `{plain_key: line}` where that is given.

    `parallel` says that an answer costs more than handing a line to another process does.
    """
    code = OK

    def answered(lines: Sequence[str]) -> tuple[str, int]:
        written, asked = [], OK
        for line in lines:
            try:
                written.append(_written(answer(_row(line, plain_key))))
            except BadLineError as problem:
                written.append(_written({"error": str(problem)}))
                asked = BAD_USAGE
        return "".join(f"{one}\n" for one in written), asked

    with _opened(file) as opened:
        batches = _batches(opened, _TOGETHER)
        for written, asked in _in_parallel(answered, batches) if parallel else map(answered, batches):
            sys.stdout.write(written)
            sys.stdout.flush()
            code = max(code, asked)
    return code


def run_together(file: str, answer: AnswerAll, *, plain_key: str) -> int:
    """As run_filter, for answers that cost less when many are asked for at once."""
    code = OK
    with _opened(file) as opened:
        for batch in _batches(opened, _ASKED_TOGETHER):
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
        for number, line in enumerate(chain.from_iterable(_arriving(opened)), 1):
            if line.strip():
                yield number, partial(_row, line, plain_key)


def _written(answer: Mapping[str, Any]) -> str:
    try:
        return _quickly_written(answer).decode()
    except UnicodeEncodeError:
        return _plainly_written(answer)  # half of a character pair, which is no UTF-8


def _in_parallel(answered: _Answered, batches: Iterator[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """The answers in order: those of the first batch, then of many lines from as many processes as processors."""
    # Elsewhere than on Linux starting a process costs as much as it saves.
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    is_first = True
    for batch in batches:
        if processors > 1 and not is_first and len(batch) >= _SEVERAL:
            yield from _elsewhere(answered, chain([batch], batches), processors)
            return
        yield answered(batch)
        is_first = False


def _elsewhere(answered: _Answered, batches: Iterator[Sequence[str]], processors: int) -> Iterator[tuple[str, int]]:
    import multiprocessing  # only where there is much to do

    # What has been loaded for the first lines is there in every process that is forked from this one, and stays there:
    # looking through it for what could be thrown away would copy it.
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(processors, _take_over, (answered,)) as pool:
        yield from pool.imap(_answer_elsewhere, batches)


_answer_here: _Answered


def _take_over(answered: _Answered) -> None:
    """Makes a process ready that only answers: the one that asks decides when it is over."""
    global _answer_here  # noqa: PLW0603 - a pool hands functions over by name, and this one has none
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # an answer leaves nothing behind that refers to itself
    _answer_here = answered


def _answer_elsewhere(lines: Sequence[str]) -> tuple[str, int]:
    return _answer_here(lines)


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


def _batches(opened: io.BufferedReader, size: int) -> Iterator[Sequence[str]]:
    """The lines that are not blank: those that came together in batches of a size and a smaller one."""
    for lines in _arriving(opened):
        told = [line for line in lines if line.strip()]
        for start in range(0, len(told), size):
            yield told[start : start + size]


def _arriving(opened: io.BufferedReader) -> Iterator[Sequence[str]]:
    """The lines of a stream, in one list those that are there without waiting."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")("replace"), translate=True)
    begun: list[str] = []
    while block := opened.read1(_AT_ONCE):
        first, *others = decoder.decode(block).split("\n")
        begun.append(first)
        if others:
            *whole, rest = others
            yield ["".join(begun), *whole]
            begun = [rest]
    yield ["".join(begun) + decoder.decode(b"", final=True)]


@contextmanager
def _opened(file: str) -> Iterator[io.BufferedReader]:
    if file == "-":
        yield cast("io.BufferedReader", sys.stdin.buffer)
        return
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(Path(file).open("rb"))
        except OSError as problem:
            raise UsageError(f"{file} cannot be read: {problem.strerror}") from None
        yield stream
