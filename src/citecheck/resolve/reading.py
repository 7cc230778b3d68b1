"""Reads files of works in processes of their own and hands them over in batches, ready for an index."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from msgspec import Struct

from citecheck.resolve.files import Parse, Records, fast_parse
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.records import work_from_record
from citecheck.resolve.stored import Entry, entry_of

_BATCH = 1000
"""Records handed over at a time: some hundred kilobytes."""


class ReaderLostError(Exception):
    """A process that reads files has gone without a word."""


class Task(Struct, frozen=True):
    """A file to read, from the record behind `read`, under the number that the index knows it by."""

    number: int
    path: Path
    read: int = 0


class Batch(Struct, frozen=True):
    """What was read of a file next."""

    number: int
    entries: list[Entry]
    read: int
    """How many of its records have now been read."""
    position: int = 0
    """How many of its bytes."""
    whole: bool = False
    failed: str | None = None
    """Why the file cannot be read any further; then the batch is the last."""


def batches(task: Task, parse: Parse, *, abstracts: bool) -> Iterator[Batch]:
    """A file in batches; never raises for what stands in it."""
    number, read = task.number, task.read
    records = Records(task.path, parse)
    try:
        rest = islice(records, read, None)
        while chunk := list(islice(rest, _BATCH)):
            works = ((at, work_from_record(record)) for at, record in enumerate(chunk, read + 1))
            entries = [entry_of(work, at, abstract=abstracts) for at, work in works if work]
            read += len(chunk)
            yield Batch(number, entries, read, records.position)
    except WorksFileError as problem:
        yield Batch(number, [], read, failed=str(problem))
        return
    yield Batch(number, [], read, whole=True)


class Readers:
    """Processes that read files at once, started as they are needed. To be used with `with`."""

    def __init__(self, most: int, *, abstracts: bool) -> None:
        self._most = most
        self._abstracts = abstracts
        self._free: list[Connection] = []
        self._busy: list[Connection] = []
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (*self._free, *self._busy):
            connection.close()
        for process in self._processes:
            process.terminate()
            process.join()

    def read(self, tasks: Iterator[Task]) -> Iterator[Batch]:
        """The batches of all files as they come: those of one file in their order, those of several mixed.

        Raises:
            ReaderLostError: a process has gone, say because the machine had no memory left.
        """
        while True:
            while (self._free or len(self._processes) < self._most) and (task := next(tasks, None)):
                connection = self._free.pop() if self._free else self._start()
                connection.send(task)
                self._busy.append(connection)
            if not self._busy:
                return
            for ready in wait(self._busy):
                yield self._received(cast(Connection, ready))

    def _start(self) -> Connection:
        # A process that is forked shares the ends of its sisters' pipes, and none would notice that this one is gone.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self._abstracts), daemon=True)
        process.start()
        there.close()
        self._processes.append(process)
        return here

    def _received(self, connection: Connection) -> Batch:
        try:
            batch: Batch = connection.recv()
        except (EOFError, OSError):
            raise ReaderLostError from None
        if batch.whole or batch.failed:
            self._busy.remove(connection)
            self._free.append(connection)
        return batch


def _serve(connection: Connection, abstracts: bool) -> None:
    """Reads what it is told to until the other end is closed, or its process gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides when it is over
    gc.disable()
    parse = fast_parse()
    with suppress(EOFError, OSError):
        while True:
            for batch in batches(connection.recv(), parse, abstracts=abstracts):
                connection.send(batch)
