"""The HTTP server: reads requests off their connections and lets the services' answers out."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.services.answers import Request, of_text
from tests.services.delivery import Line, whole

if TYPE_CHECKING:
    from tests.services.serving import Services


class Server(ThreadingHTTPServer):
    """Listens from its making until it hangs up; a thread for each connection."""

    request_queue_size = 128

    def __init__(self, services: Services, port: int) -> None:
        self.services = services
        self.closing = threading.Event()  # nothing more is sent
        self.gone = False  # no further request is taken
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def hang_up(self, *, abruptly: bool) -> None:
        """Stops listening; abruptly, it also breaks off whatever is open."""
        self.gone = True
        self.shutdown()
        self.server_close()
        if abruptly:
            self.closing.set()
            for connection in list(self._connections):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remembers the connection for as long as it is open."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  as socketserver names them
        """Keeps what went wrong in here; that a client hangs up is its right."""
        problem = sys.exception()
        if problem is not None and not isinstance(problem, ConnectionError | TimeoutError):
            self.services.errors.append(problem)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    connection: socket.socket

    def do_GET(self) -> None:
        services = self.server.services
        if self.server.gone:
            self.close_connection = True
            return
        request = self._request(services.clock())
        services.requests.append(request)
        limit = services.limit(request)
        if limit is None:
            self.close_connection = not whole(self._line(lambda: None), of_text("Not found.", 404))
            return
        with services.limiter.admit(limit, self.connection) as (broken, release):
            answer, deliver = services.reply(request, limit, broken)
            services.count()
            line = self._line(release)
            there = not services.latency or line.wait(services.latency)
            self.close_connection = not (there and deliver(line, answer))

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  the names that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name that http.server gives it
        """Says nothing: `Services.requests` is the log."""

    def _request(self, at: float) -> Request:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        split = urlsplit(self.path)
        _, service, path = f"{split.path}/".split("/", 2)
        form = body if self.headers.get_content_type() == "application/x-www-form-urlencoded" else ""
        pairs = [*parse_qsl(split.query, keep_blank_values=True), *parse_qsl(form, keep_blank_values=True)]
        return Request(
            service=service,
            method=self.command,
            target=self.path,
            path=f"/{unquote(path.removesuffix('/'))}",
            parameters=tuple(pairs),
            headers=tuple(self.headers.items()),
            body=body,
            at=at,
        )

    def _line(self, ending: Callable[[], None]) -> Line:
        return Line(
            connection=self.connection,
            closing=self.server.closing,
            ending=ending,
            with_body=self.command != "HEAD",
            gzip="gzip" in self.headers.get("Accept-Encoding", ""),
            seconds=self.server.services.seconds,
            keep=not self.close_connection and not self.server.gone,
        )
