"""How fast and how many at once a service may be asked: one limiter for all threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct

Lane = Literal["single", "list"]
"""Requests for one record and requests for many are counted apart."""
_MARGIN = 1.02
"""Requests that were sent evenly do not arrive quite so."""
_SLOWEST = 8.0
"""Times the usual distance between two requests, at most, for a service that goes on complaining."""


class Limits(Struct, frozen=True):
    """What a service allows: requests a second by lane, and how many under way at once."""

    per_second: Mapping[Lane, float]
    at_once: int


class OutOfTimeError(Exception):
    """A turn would come too late to be of use."""


class Clock:
    """The time in seconds from some moment on, and waiting; tests have one of their own."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        """Set when nobody waits for answers any more."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, changed: threading.Condition, seconds: float) -> None:
        """Waits so long, or until something has changed."""
        changed.wait(seconds)

    def sleep(self, seconds: float) -> None:
        self.stopped.wait(seconds)


class Limiter:
    """Lets requests through evenly spaced; slower after a complaint, and by and by as before. Threadsafe."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._changed = threading.Condition()
        self._next: dict[Lane, float] = {}
        self._closed_until = 0.0
        self._under_way = 0
        self._slower = 1.0

    @contextmanager
    def turn(self, lane: Lane, until: float) -> Iterator[None]:
        """Waits for a turn and holds it while the request is under way.

        Raises:
            OutOfTimeError: it would come after `until`, by the clock.
        """
        with self._changed:
            while (wait := self._wait(lane)) is None or wait > 0:
                now = self._clock.now()
                if now + (wait or 0) > until:
                    raise OutOfTimeError
                self._clock.wait(self._changed, until - now if wait is None else wait)
                if wait is None and self._clock.now() >= until:
                    raise OutOfTimeError
            self._under_way += 1
            self._next[lane] = self._clock.now() + self._apart(lane)
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def complained(self, seconds: float) -> None:
        """The service has had too much: nobody asks it for so long, and all ask more slowly from then on."""
        with self._changed:
            self._closed_until = max(self._closed_until, self._clock.now() + seconds)
            self._slower = min(_SLOWEST, self._slower * 2)

    def answered(self) -> None:
        """The service has answered: what complaints have slowed down is taken up again."""
        with self._changed:
            self._slower = max(1.0, self._slower * 0.9)

    def seconds(self, lanes: Sequence[Lane]) -> float:
        """How long so many requests take at the least."""
        with self._changed:
            closed = max(0.0, self._closed_until - self._clock.now())
        return closed + max((lanes.count(lane) * self._apart(lane) for lane in set(lanes)), default=0.0)

    def _wait(self, lane: Lane) -> float | None:
        """Seconds until the next turn; None while too many are under way."""
        if self._under_way >= self._limits.at_once:
            return None
        return max(self._next.get(lane, 0.0), self._closed_until) - self._clock.now()

    def _apart(self, lane: Lane) -> float:
        return _MARGIN * self._slower / self._limits.per_second[lane]
