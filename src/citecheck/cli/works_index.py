"""`citecheck works index`: makes a works index on disk, and tells on stderr how far it is."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.cli.exits import BAD_USAGE, INTERRUPTED, OK, UsageError, one_line
from citecheck.resolve import WorksFileError

if TYPE_CHECKING:
    from citecheck.resolve.build import Progress

_EVERY = 15.0
"""Seconds between two lines, where there is no terminal to draw on."""
_FAILED_SHOWN = 20


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="Crossref records: .json or .jsonl files, also with .gz, and folders of them",
    )
    parser.add_argument("--out", required=True, metavar="FOLDER", help="the index; one that is there is gone on with")
    parser.add_argument("--no-abstracts", action="store_true", help="leave abstracts out: the index is much smaller")
    parser.add_argument(
        "--complete",
        action="store_true",
        help="the files are all of Crossref: what the index lacks may then be called not found",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="tell nothing but what went wrong")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    from citecheck.resolve.build import Builder
    from citecheck.resolve.files import works_files

    folder, progress = Path(options.out), None
    try:
        files = works_files(map(Path, options.files), besides=folder)
        with Builder(folder, abstracts=not options.no_abstracts) as builder:
            with _telling(quiet=options.quiet) as tell:
                for progress in builder.take_in(files):
                    tell(progress)
            builder.finish(complete=options.complete)
    except WorksFileError as problem:
        raise UsageError(str(problem)) from None
    except KeyboardInterrupt:
        kept = f"{progress.committed:,} works of this run are kept" if progress else "nothing was read"
        print(f"citecheck: interrupted: {kept}, the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    if progress and not options.quiet:
        new = f"{progress.works:,} works taken in" if progress.works else "nothing new"
        print(f"citecheck: {new} of {count_files(progress.files)}: {one_line(options.out)} is ready", file=sys.stderr)
    return _complaints(builder.failed)


def _complaints(failed: list[str]) -> int:
    """Says which files could not be taken in: they are tried again when the command is run again."""
    for problem in failed[:_FAILED_SHOWN]:
        print(f"citecheck: {one_line(problem)}", file=sys.stderr)
    if len(failed) > _FAILED_SHOWN:
        print(f"citecheck: and {len(failed) - _FAILED_SHOWN:,} more", file=sys.stderr)
    if failed:
        left_out = f"{count_files(len(failed))} left out: mend what is wrong and run the command again"
        print(f"citecheck: {left_out}", file=sys.stderr)
    return BAD_USAGE if failed else OK


def count_files(count: int) -> str:
    """A number of files in words."""
    return f"{count:,} file{'s' if count != 1 else ''}"


@contextmanager
def _telling(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """How progress is told: not at all, on a terminal as a bar, elsewhere as a line now and then."""
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich import progress as drawn
    from rich.console import Console

    text, left = drawn.TextColumn("{task.description}"), drawn.TimeRemainingColumn()
    with drawn.Progress(text, drawn.BarColumn(), left, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading")
        began = time.monotonic()

        def tell(progress: Progress) -> None:
            bar.update(task, total=progress.size, completed=progress.size_done, description=_sofar(progress, began))

        yield tell


def _sofar(progress: Progress, began: float) -> str:
    rate = progress.works / max(0.001, time.monotonic() - began)
    return f"{progress.files_done:,} of {count_files(progress.files)}, {progress.works:,} works, {rate:,.0f} a second"


class _Lines:
    """A plain line now and then."""

    def __init__(self) -> None:
        self._began = self._told = time.monotonic()
        self._from: int | None = None

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._from is None:
            self._from = progress.size_done  # what an earlier run has done says nothing of this one's pace
        if now - self._told < _EVERY:
            return
        self._told = now
        pace = (progress.size_done - self._from) / (now - self._began)
        left = (progress.size - progress.size_done) / pace if pace else 0.0
        print(f"citecheck: {_sofar(progress, self._began)}, {_time(left)} left", file=sys.stderr, flush=True)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min" if minutes else "< 1 min"
