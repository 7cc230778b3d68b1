"""The limits that the services set, and whoever goes past them.

How many requests a second: a bucket that holds what two windows allow and a little more, and fills at the allowed rate.
That is exactly what a client may send who keeps to N in each second of its own clock: N at the end of one second and N
at the beginning of the next, as if at once, and N in each second after. Who spaces the requests evenly stays far below.
The little more is a quarter of a window, for requests that the network brings closer together than they were sent. So
nobody who keeps to the limit, in either way, is ever called a violator, and nobody who does not keeps it up for long.
With a `burst` of 1 the bucket holds one window: then only those pass who keep to N in any second whatever.

How many at once: counted from the moment a request is read until the last of its answer is about to be sent. A request
whose client has hung up is no longer under way, whether or not the server has noticed.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.services.answers import Request

JITTER = 0.25  # windows


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests in `seconds`; at most `at_once` under way, of all those of the same pool."""

    pool: str  # whose requests are counted together for `at_once`
    name: str  # which of them are counted together for `count`
    count: int | None
    seconds: float = 1.0
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A request past a limit: `what` is "rate" or "concurrency"."""

    what: str
    limit: Limit
    request: Request


class Limiter:
    """Lets requests through as far as the limits allow. Safe among threads."""

    def __init__(self, clock: Callable[[], float], burst: float = 2.0) -> None:
        self._clock = clock
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}
        self._under_way: dict[str, list[socket.socket]] = {}

    @contextmanager
    def admit(self, limit: Limit, connection: socket.socket) -> Iterator[tuple[str | None, Callable[[], None]]]:
        """Counts a request: what it went past, if anything, and how to say that its answer is about to end."""
        with self._lock:
            broken = self._broken(limit, connection)

        def release() -> None:
            with self._lock:
                under_way = self._under_way.get(limit.pool, [])
                if connection in under_way:
                    under_way.remove(connection)

        try:
            yield broken, release
        finally:
            release()

    def _broken(self, limit: Limit, connection: socket.socket) -> str | None:
        under_way = [other for other in self._under_way.get(limit.pool, []) if not _hung_up(other)]
        self._under_way[limit.pool] = under_way
        if limit.at_once is not None and len(under_way) >= limit.at_once:
            return "concurrency"
        if limit.count is not None:
            now = self._clock()
            depth = limit.count * (self._burst + JITTER)
            left, at = self._buckets.get((limit.pool, limit.name), (depth, now))
            left = min(depth, left + (now - at) * limit.count / limit.seconds)
            # Rounding must not cost a client the last request of an exact rhythm.
            if left < 1 - 1e-9:
                self._buckets[limit.pool, limit.name] = (left, now)
                return "rate"
            self._buckets[limit.pool, limit.name] = (left - 1, now)
        under_way.append(connection)
        return None


def _hung_up(connection: socket.socket) -> bool:
    """Whether the other end has closed."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
