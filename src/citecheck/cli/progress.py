"""What is being asked and how long the limits will take, on standard error, for those who wait at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING

from citecheck.resolve.online.questions import ServiceName
from citecheck.resolve.online.session import TITLES, Watcher

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_WORTH_IT = 1.0
"""Seconds; what takes less is over before anybody has read what it is."""
_WIDE = 60
"""Columns from which there is room for a bar."""


def watcher(*, quiet: bool) -> Watcher | None:
    """Somebody to tell, if there is a terminal and it is wanted."""
    return Bar(sys.stderr) if sys.stderr.isatty() and not quiet else None


class Bar:
    """A line that counts the requests and vanishes when they are done."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begin(self, requests: Mapping[ServiceName, int], seconds: float) -> None:
        if seconds < _WORTH_IT:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.table import Column

        asked = ", ".join(
            f"{TITLES[name]} {'once' if count == 1 else f'{count} times'}" for name, count in requests.items()
        )
        told = f"asking {asked}: at least {seconds:.0f} s within the limits (Ctrl-C: report so far)"
        console = Console(file=self._file)
        # The words stand last, and go on in the next line where there is no room: the count is never cut off.
        columns = (
            *([BarColumn(12)] if console.width >= _WIDE else []),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=False)),
        )
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task(told, total=sum(requests.values()))
        self._progress.start()

    def answered(self) -> None:
        if self._progress and self._task is not None:
            self._progress.advance(self._task)

    def end(self) -> None:
        if self._progress:
            self._progress.stop()
            self._progress = None
