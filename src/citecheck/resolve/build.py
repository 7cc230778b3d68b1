"""Makes a works index on disk of files of Crossref's records, or goes on making one.

What is committed stays, whatever happens to the process; a reader sees the last commit and never half of one. A file is
taken in to its end or, when it cannot be read, not at all: the others are not held up by it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from citecheck import __version__
from citecheck.resolve.files import holds_no_works
from citecheck.resolve.folder import FORMAT, About, create, document, is_index, open_index, write_about
from citecheck.resolve.inputs import RECORDS, Input, Inputs, noted, remove, write_note
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.reading import Batch, ReaderLostError, Readers, Task
from citecheck.resolve.words import prepare

COMMIT_EVERY = 500_000
"""Works after which what has been taken in is made to last: half a minute's work at most is lost."""
_HEAP = 256_000_000
"""Bytes that Tantivy may fill before it writes a part of the index: larger parts make faster searches."""


class Progress(Struct, frozen=True):
    """How far a build has come; sizes in bytes of the files as they lie there."""

    files: int
    files_done: int
    size: int
    size_done: int
    works: int
    """Works that this run has read; those of a file that turns out to be broken do not stay."""
    committed: int
    """Those of them that are safe."""


class Builder:
    """Takes files of works into an index on disk, the only one that does so at a time. To be used with `with`.

    Raises:
        WorksFileError: the folder cannot be used, or another process is writing there.
    """

    def __init__(self, folder: Path, *, abstracts: bool = True, commit_every: int = COMMIT_EVERY) -> None:
        if not is_index(folder):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            create(folder, About(FORMAT, __version__, now, abstracts))
        self.folder = folder
        self.failed: list[str] = []
        """What is wrong with the files that could not be taken in."""
        self._commit_every = commit_every
        self._index, _, self.about = open_index(folder)
        if self.about.abstracts != abstracts:
            kept, wish = ("with", "leave out --no-abstracts") if self.about.abstracts else ("without", "--no-abstracts")
            raise WorksFileError(f"{folder} was begun {kept} abstracts: go on so ({wish}), or choose another folder")
        prepare(self._index)
        try:
            self._writer: Any = self._index.writer(_HEAP, max(1, _processors() // 4))
        except ValueError as problem:
            if "LockBusy" in str(problem):
                told = f"{folder} is being written by another `citecheck works index`: wait for it to end"
                raise WorksFileError(told) from None
            raise WorksFileError(f"{folder} cannot be written: {problem}") from None
        self._index.config_reader("manual", 0)
        self._index.reload()
        held = noted(self._index, self._index.searcher())
        self._inputs = Inputs(held)
        self._said = {one.number for one in held}
        """Numbers of the inputs that the index has a note of, be it out of date."""
        self._unsaid: set[int] = set()
        """Numbers of the inputs of which the index does not say yet what it holds of them."""
        self._reading: dict[int, Path] = {}
        self._tally = _Tally({})

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer = None  # gives the folder free; what is not committed is gone

    def take_in(self, files: Sequence[Path]) -> Iterator[Progress]:
        """Takes in what is new or changed of the files, and tells after each batch how far it is.

        Raises:
            WorksFileError: the index can no longer be written. What was committed stays.
        """
        tally = self._tally = _Tally({file: _size(file) for file in files})
        with self._complaining(), Readers(_processors(), abstracts=self.about.abstracts) as readers:
            for batch in readers.read(self._tasks(files)):
                self._add(batch)
                if tally.works - tally.committed >= self._commit_every:
                    self._commit()
                yield tally.progress()
            self._commit()
            yield tally.progress()

    def finish(self, *, complete: bool) -> None:
        """Waits until the index is as fast as it gets; `complete` says that it holds all works there are."""
        with self._complaining():
            self._writer.wait_merging_threads()
            if complete and not self.failed:
                write_about(self.folder, replace(self.about, complete=True))

    def _tasks(self, files: Iterable[Path]) -> Iterator[Task]:
        """What is to be read of the files, decided when there is somebody to read it."""
        for file in files:
            try:
                taken = self._inputs.of(file)
            except OSError as problem:
                self.failed.append(f"{file} cannot be read as works: {problem.strerror}")
                self._tally.done(file)
                continue
            if taken.number in self._reading:
                self._tally.done(file)  # a copy of one that is just being read
                continue
            if taken != self._inputs.get(taken.number):
                self._note(taken)
            if taken.whole:
                self._settle(file, taken)
                self._tally.done(file)
            else:
                self._reading[taken.number] = file
                yield Task(taken.number, file, taken.read)

    def _add(self, batch: Batch) -> None:
        number, taken = batch.number, self._inputs[batch.number]
        for entry in batch.entries:
            self._writer.add_document(document(entry, taken.place(entry.at)))
        self._tally.works += len(batch.entries)
        self._tally.positions[number] = batch.position
        taken = replace(taken, read=batch.read, works=taken.works + len(batch.entries), whole=batch.whole)
        if batch.failed or (batch.whole and not taken.works):
            self.failed.append(batch.failed or holds_no_works(self._reading[number]))
            self._drop(taken)
        else:
            self._note(taken)
            if taken.whole:
                self._settle(self._reading[number], taken)
        if batch.failed or batch.whole:
            self._tally.done(self._reading.pop(number), number)

    def _note(self, taken: Input) -> None:
        """Sees to it that the next commit says of an input what it then holds of it."""
        self._inputs.put(taken)
        self._unsaid.add(taken.number)

    def _settle(self, file: Path, taken: Input) -> None:
        """Takes out what lay there before: only now, so that it is found until all of its follower is."""
        for older in self._inputs.older(file, taken):
            self._drop(older)

    def _drop(self, taken: Input) -> None:
        self._inputs.drop(taken.number)
        self._unsaid.discard(taken.number)
        remove(self._writer, self._index.schema, taken.place(0), taken.place(RECORDS - 1))

    def _commit(self) -> None:
        """Makes all that was taken in so far last, in one step with what is said of it."""
        for number in self._unsaid:
            taken = self._inputs[number]
            if number in self._said:  # looking for a note that is not there takes long in a large index
                remove(self._writer, self._index.schema, taken.place(0), taken.place(0))
            write_note(self._writer, taken)
        self._writer.commit()
        self._said |= self._unsaid
        self._unsaid.clear()
        self._tally.committed = self._tally.works

    @contextmanager
    def _complaining(self) -> Iterator[None]:
        again = "what was committed is kept, and the same command goes on from there"
        try:
            yield
        except ReaderLostError:
            raise WorksFileError(f"a process that read files was ended, perhaps for want of memory: {again}") from None
        except (OSError, ValueError) as problem:
            raise WorksFileError(f"{self.folder} cannot be written ({problem}): {again}") from None


class _Tally:
    """What has been done so far, for the progress to be told."""

    def __init__(self, sizes: Mapping[Path, int]) -> None:
        self.works = self.committed = 0
        self.positions: dict[int, int] = {}
        self._sizes = sizes
        self._size = sum(sizes.values())
        self._files_done = self._size_done = 0

    def done(self, file: Path, number: int = 0) -> None:
        self._files_done += 1
        self._size_done += self._sizes[file]
        self.positions.pop(number, None)

    def progress(self) -> Progress:
        done = self._size_done + sum(self.positions.values())
        return Progress(len(self._sizes), self._files_done, self._size, done, self.works, self.committed)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # told when it is its turn


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
