"""How an answer goes out over the connection: whole, or in one of the ways in which networks and servers fail."""

from __future__ import annotations

import contextlib
import gzip
import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus

from tests.services.answers import Answer

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """The connection to a client who waits for an answer."""

    connection: socket.socket
    closing: threading.Event  # set when the server goes away
    ending: Callable[[], None]  # to be called before the last bytes: from then on the next request is allowed
    with_body: bool  # not for HEAD
    gzip: bool  # the client takes it
    seconds: float  # how long "slowly" is
    keep: bool  # whether the connection may serve another request

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def finish(self, data: bytes) -> None:
        """Sends the last bytes."""
        self.ending()
        self.send(data)

    def wait(self, seconds: float | None = None) -> bool:
        """Waits, for ever if no time is given; whether the client is still there afterwards."""
        left = float("inf") if seconds is None else seconds
        while left > 0 and not self.closing.is_set():
            pause = min(left, 0.05)
            readable, _, _ = select.select([self.connection], [], [], pause)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return False
            if readable:
                # The client sent more, which is no sign of its going away and would end each select at once.
                self.closing.wait(pause)
            left -= pause
        return not self.closing.is_set()


# Sends an answer; whether the connection is still good for another request.
Delivery = Callable[[Line, Answer], bool]


def head(answer: Answer, length: int | None, *, keep: bool) -> bytes:
    """Status line and headers; no length leaves the end of the body to the end of the connection."""
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = ""
    headers = {
        "Date": formatdate(usegmt=True),
        "Content-Type": answer.content_type,
        **({} if length is None else {"Content-Length": str(length)}),
        "Connection": "keep-alive" if keep else "close",
        **answer.headers,
    }
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in headers.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def whole(line: Line, answer: Answer) -> bool:
    """As it should be: compressed for who takes that, and the connection kept."""
    body = answer.body
    if line.gzip and len(body) > 1000 and "Content-Encoding" not in answer.headers:
        body = gzip.compress(body, 1, mtime=0)
        answer = answer.with_headers({"Content-Encoding": "gzip"})
    line.finish(head(answer, len(body), keep=line.keep) + (body if line.with_body else b""))
    return line.keep


def late(line: Line, answer: Answer) -> bool:
    """Whole, but after a while."""
    return line.wait(line.seconds) and whole(line, answer)


def never(line: Line, answer: Answer) -> bool:
    """Not a byte, until the client gives up."""
    line.wait()
    return False


def stalled(line: Line, answer: Answer) -> bool:
    """Headers and half of the body, then nothing more until the client gives up."""
    line.send(head(answer, len(answer.body), keep=False) + answer.body[: len(answer.body) // 2])
    line.wait()
    return False


def dripping(line: Line, answer: Answer) -> bool:
    """A byte at a time, so that a time limit between bytes never strikes."""
    line.send(head(answer, len(answer.body), keep=False))
    for position in range(len(answer.body)):
        if not line.wait(line.seconds):
            return False
        line.send(answer.body[position : position + 1])
    return False


def dripping_headers(line: Line, answer: Answer) -> bool:
    """The headers a byte at a time."""
    for byte in head(answer, len(answer.body), keep=False):
        if not line.wait(line.seconds):
            return False
        line.send(bytes([byte]))
    line.finish(answer.body)
    return False


def cut_off(line: Line, answer: Answer) -> bool:
    """Fewer bytes than the length that was announced."""
    line.finish(head(answer, len(answer.body), keep=False) + answer.body[: len(answer.body) // 2])
    return False


def cut_off_chunks(line: Line, answer: Answer) -> bool:
    """In chunks, of which the last never comes."""
    half = answer.body[: len(answer.body) // 2]
    start = head(answer.with_headers({"Transfer-Encoding": "chunked"}), None, keep=False)
    line.finish(start + f"{len(half):x}\r\n".encode() + half + b"\r\n")
    return False


def reset(line: Line, answer: Answer) -> bool:
    """The connection is torn down before anything is said."""
    line.ending()
    _tear_down(line.connection)
    return False


def reset_midway(line: Line, answer: Answer) -> bool:
    """The connection is torn down in the middle of the body."""
    line.finish(head(answer, len(answer.body), keep=False) + answer.body[: len(answer.body) // 2])
    _tear_down(line.connection)
    return False


def closed(line: Line, answer: Answer) -> bool:
    """The connection is closed, properly, before the status line."""
    line.ending()
    return False


def not_http(line: Line, answer: Answer) -> bool:
    """Something that is not HTTP."""
    line.finish(b"SSH-2.0-OpenSSH_9.6\r\nProtocol mismatch.\r\n")
    return False


def endless_header(line: Line, answer: Answer) -> bool:
    """A header longer than any client should read."""
    line.finish(head(answer.with_headers({"X-Padding": "x" * 200_000}), len(answer.body), keep=False) + answer.body)
    return False


def many_headers(line: Line, answer: Answer) -> bool:
    """More headers than any client should read."""
    extra = {f"X-Padding-{number}": "x" for number in range(2000)}
    line.finish(head(answer.with_headers(extra), len(answer.body), keep=False) + answer.body)
    return False


def huge(line: Line, answer: Answer) -> bool:
    """The right body after 256 MB of spaces, sent as long as the client reads."""
    size = 256 << 20
    line.send(head(answer, size + len(answer.body), keep=False))
    for _ in range(size // _CHUNK):
        line.send(b" " * _CHUNK)
    line.finish(answer.body)
    return False


def endless(line: Line, answer: Answer) -> bool:
    """Spaces without end, and no length announced."""
    line.send(head(answer, None, keep=False))
    while not line.closing.is_set():
        line.send(b" " * _CHUNK)
    return False


def _tear_down(connection: socket.socket) -> None:
    """Closes with a reset, which is what lingering for no time does."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
