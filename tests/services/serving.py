"""The services on one port of this machine, each under a path of its own in place of its host."""

from __future__ import annotations

import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.services import crossref, limits
from tests.services.answers import HTML, Answer, Request, of_text
from tests.services.delivery import Line, whole
from tests.services.limits import Limit, Limiter, Violation
from tests.services.works import Source, Works, words

# What the services' web servers take as a request line; longer ones they refuse before they read them.
LONGEST_TARGET = 8190
_PATH = re.compile(r"/(crossref)(/.*)?")


class Services:
    """The services while they run: where they are, what they were asked, and what went past their limits.

    `violations` are the requests past a limit, `requests` all that came in, both in order. `errors` are faults of the
    server itself; leaving `serve` raises the first of them.
    """

    def __init__(
        self, works: Works, *, clock: Callable[[], float], burst: float, latency: float, seconds: float, port: int
    ) -> None:
        self.works = works
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.errors: list[BaseException] = []
        self.clock = clock
        self.limiter = Limiter(clock, burst)
        self.latency = latency
        self.seconds = seconds
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.services = self
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def crossref_url(self) -> str:
        """What stands for https://api.crossref.org ."""
        return self._url("crossref")

    def _url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.port}/{service}"

    def sent_text(self) -> str:
        """All that was ever sent to any of the services, decoded."""
        return "\n".join(request.text for request in list(self.requests))

    def leaks(self, text: str, length: int = 5) -> list[str]:
        """What of a text was sent to any of the services: each run of so many words, without case and accents."""
        sent = f" {' '.join(words(self.sent_text()))} "
        looked_for = words(text)
        runs = (" ".join(looked_for[i : i + length]) for i in range(len(looked_for) - length + 1))
        return [run for run in dict.fromkeys(runs) if f" {run} " in sent]

    def busiest(self, service: str, seconds: float = 1.0) -> int:
        """The most requests that a service got within any stretch of so many seconds."""
        times = sorted(request.at for request in self.requests if request.service == service)
        return max((sum(start <= at < start + seconds for at in times) for start in times), default=0)

    def close(self) -> None:
        """Stops, and ends what is still being answered."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # What follows is for the handler.

    def answer(self, request: Request) -> Answer:
        """The right answer to a request within the limits."""
        if len(request.target) > LONGEST_TARGET:
            return of_text("<html><body><h1>414 Request-URI Too Large</h1></body></html>", 414, HTML)
        return crossref.answer(request, self.works)

    def limit(self, request: Request) -> Limit:
        """The limit that a request counts against."""
        return limits.crossref(request, crossref.kind(request.path))


@contextmanager
def serve(
    works: Iterable[Source] | Works,
    *,
    clock: Callable[[], float] = time.monotonic,
    burst: float = 2.0,
    latency: float = 0.0,
    seconds: float = 1.0,
    port: int = 0,
) -> Iterator[Services]:
    """Runs the services over works: files of Crossref's records, or the records themselves.

    `burst` is how many windows' worth of requests may come as if at once (see `limits`); each answer takes `latency`
    seconds; `seconds` is what the slow faults take, in all or for each byte.
    """
    known = works if isinstance(works, Works) else Works(works)
    services = Services(known, clock=clock, burst=burst, latency=latency, seconds=seconds, port=port)
    try:
        yield services
    finally:
        services.close()
    if services.errors:
        raise services.errors[0]


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    services: Services

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  as socketserver names them
        """Keeps what went wrong in here; that a client hangs up is its right."""
        problem = sys.exception()
        if problem is not None and not isinstance(problem, ConnectionError | TimeoutError):
            self.services.errors.append(problem)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    connection: socket.socket

    def do_GET(self) -> None:
        services = self.server.services
        request = self._request(services.clock())
        if request is None:
            self.close_connection = not whole(self._line(lambda: None), of_text("Not found.", 404))
            return
        services.requests.append(request)
        limit = services.limit(request)
        with services.limiter.admit(limit, self.connection) as (broken, release):
            line = self._line(release)
            if broken:
                services.violations.append(Violation(broken, limit, request))
                answer = _too_many(limit)
            else:
                answer = services.answer(request)
            if services.latency and not line.wait(services.latency):
                self.close_connection = True
                return
            self.close_connection = not whole(line, answer.with_headers(_told(limit)))

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  the names that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name that http.server gives it
        """Says nothing: `Services.requests` is the log."""

    def _request(self, at: float) -> Request | None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        split = urlsplit(self.path)
        found = _PATH.fullmatch(split.path)
        if not found:
            return None
        form = body if self.headers.get_content_type() == "application/x-www-form-urlencoded" else ""
        pairs = [*parse_qsl(split.query, keep_blank_values=True), *parse_qsl(form, keep_blank_values=True)]
        return Request(
            service=found[1],
            method=self.command,
            target=self.path,
            path=unquote(found[2] or "/"),
            parameters=tuple(pairs),
            headers=tuple(self.headers.items()),
            body=body,
            at=at,
        )

    def _line(self, ending: Callable[[], None]) -> Line:
        services = self.server.services
        return Line(
            connection=self.connection,
            closing=services.closing,
            ending=ending,
            with_body=self.command != "HEAD",
            gzip="gzip" in self.headers.get("Accept-Encoding", ""),
            seconds=services.seconds,
            keep=not self.close_connection and not services.closing.is_set(),
        )


def _too_many(limit: Limit) -> Answer:
    return of_text("Too many requests.", 429).with_headers({"Retry-After": "1"})


def _told(limit: Limit) -> dict[str, str]:
    """What a service says of its limits with each answer."""
    headers = {
        "x-api-pool": limit.name,
        "x-rate-limit-limit": str(limit.count),
        "x-rate-limit-interval": f"{limit.seconds:g}s",
    }
    return headers | ({"x-concurrency-limit": str(limit.at_once)} if limit.at_once else {})
