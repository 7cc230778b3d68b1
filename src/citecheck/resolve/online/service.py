"""One service on the network: asked within its limits, again after what may pass, and no more once it is down."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from citecheck.resolve.online.limits import Clock, Lane, Limiter, Limits, OutOfTimeError

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from citecheck.resolve.online.transport import Response, Transport

_ATTEMPTS = 4
_FAILURES, _FAILED_QUESTIONS = 6, 3
"""Requests in a row that fail, for so many different questions, until a service is taken for down."""
_REST = 60.0
"""Seconds until one that is taken for down is tried again."""
_LONGEST_WAIT = 120.0
"""Seconds: a service that sends us away for longer is down for this run."""
_HOPS = 3
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_SAID = {
    401: "asks for a login or does not accept the token",
    403: "refuses to answer",
    429: "has had too many requests",
}


class NoAnswerError(Exception):
    """A request that led to no answer; the message ends a sentence that begins with the service's name.

    `passing`: it may go better the next time. `down`: it says something of the service, not of this one question.
    """

    def __init__(self, reason: str, *, passing: bool = False, down: bool = True, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.passing = passing
        self.down = down
        self.wait = wait


class RefusedError(NoAnswerError):
    """The service does not accept this very question; its fault or ours, it would say so again."""

    def __init__(self) -> None:
        super().__init__("did not accept the question", down=False)


class Reply(Struct, frozen=True):
    """An answer to work with: 200 or 404, JSON read; `moved` says that the service led on to another address."""

    found: bool
    data: bytes
    moved: bool = False

    def json(self) -> Any:
        """The body as JSON; raises NoAnswerError."""
        try:
            return json.loads(self.data)
        except (ValueError, RecursionError):
            raise NoAnswerError("sent no JSON", passing=True) from None


class Service:
    """A service by its name and address. Threadsafe."""

    def __init__(
        self, name: str, address: str, limits: Limits, transport: Transport, clock: Clock, headers: Mapping[str, str]
    ) -> None:
        self.name = name
        self.address = address.rstrip("/")
        self.limiter = Limiter(limits, clock)
        self.at_once = limits.at_once
        self.requests = 0
        self._transport = transport
        self._clock = clock
        self._headers = headers
        self._lock = threading.Lock()
        self._failures = 0
        self._failed_questions: set[str] = set()
        self._down: str | None = None
        self._down_until = 0.0

    def ask(
        self, path: str, parameters: Mapping[str, str], lane: Lane, until: float, read: Callable[[Reply], Any]
    ) -> Any:
        """What `read` makes of the answer; tried again as long as there is hope and time.

        `until` is a time of the clock. `read` may raise NoAnswerError too: an answer that makes no sense is none.
        Raises NoAnswerError.
        """
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

        backoff = wait_random_exponential(multiplier=0.5, max=8)

        def seconds(state: RetryCallState) -> float:
            problem = state.outcome.exception() if state.outcome else None
            return max(backoff(state), getattr(problem, "wait", 0.0))

        def hopeless(state: RetryCallState) -> bool:
            late = self._clock.now() + state.upcoming_sleep > until
            return late or self._clock.stopped.is_set() or self._gone() is not None

        attempts = Retrying(
            sleep=self._clock.sleep,
            wait=seconds,
            stop=lambda state: stop_after_attempt(_ATTEMPTS)(state) or hopeless(state),
            retry=retry_if_exception(lambda problem: isinstance(problem, NoAnswerError) and problem.passing),
            reraise=True,
        )
        return attempts(self._once, path, parameters, lane, until, read)

    def _once(
        self, path: str, parameters: Mapping[str, str], lane: Lane, until: float, read: Callable[[Reply], Any]
    ) -> Any:
        try:
            made = read(self._followed(path, parameters, lane, until))
        except NoAnswerError as problem:
            self._failed(problem, f"{path} {sorted(parameters.items())}")
            raise
        self._succeeded()
        return made

    def _followed(self, path: str, parameters: Mapping[str, str], lane: Lane, until: float) -> Reply:
        """The answer at the end of redirects, none of which may lead to another host: a token would go with them."""
        address = self.address + path
        for hop in range(_HOPS + 1):
            response = self._sent(address, parameters if hop == 0 else {}, lane, until)
            if not response.redirect:
                return Reply(response.status == 200, response.data, moved=hop > 0)
            if _origin(response.redirect) != _origin(self.address):
                raise NoAnswerError("leads on to another host")
            address = response.redirect
        raise NoAnswerError("leads round in circles")

    def _sent(self, address: str, parameters: Mapping[str, str], lane: Lane, until: float) -> Response:
        if gone := self._gone():
            raise NoAnswerError(gone, down=False)
        try:
            with self.limiter.turn(lane, until):
                if gone := self._gone():
                    raise NoAnswerError(gone, down=False)
                with self._lock:
                    self.requests += 1
                response = self._transport.get(address, parameters, self._headers, until - self._clock.now())
        except OutOfTimeError:
            raise NoAnswerError("was not asked: the time for looking works up was over", down=False) from None
        if response.status == 429:
            wait = _retry_after(response.retry_after)
            self.limiter.complained(max(wait, 1.0))
        elif response.status == 503:
            wait = _retry_after(response.retry_after)
        else:
            wait = 0.0
        if response.status in (200, 404) or response.redirect:
            return response
        if response.status == 400:
            raise RefusedError
        said = _SAID.get(response.status, f"answered with {response.status}")
        if wait > _LONGEST_WAIT:
            raise NoAnswerError(f"{said} and wants to be left alone for {wait / 60:.0f} minutes")
        passing = response.status in _PASSING
        raise NoAnswerError(said, passing=passing, wait=wait)

    def stop(self) -> None:
        """Nobody waits for answers any more: no further request is sent."""
        self._clock.stopped.set()

    def _gone(self) -> str | None:
        if self._clock.stopped.is_set():
            return "was not asked any more"
        with self._lock:
            return self._down if self._down and self._clock.now() < self._down_until else None

    def _failed(self, problem: NoAnswerError, question: str) -> None:
        if not problem.down:
            return
        with self._lock:
            self._failures += 1
            self._failed_questions.add(question)
            if self._failures >= _FAILURES and len(self._failed_questions) >= _FAILED_QUESTIONS:
                self._down = f"{problem}, {self._failures} times in a row"
                self._down_until = self._clock.now() + _REST

    def _succeeded(self) -> None:
        self.limiter.answered()
        with self._lock:
            self._failures = 0
            self._failed_questions.clear()
            self._down = None


def _origin(address: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port


def _retry_after(value: str | None) -> float:
    """Seconds of a Retry-After header, which may also be a date."""
    if not value:
        return 0.0
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    from datetime import UTC, datetime

    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
