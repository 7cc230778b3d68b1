"""Sends one request and reads its answer, within limits of time and size; the one place where a connection is made."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urljoin

import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from citecheck.resolve.online.service import NoAnswerError

_CONNECT, _SILENT, _WHOLE = 10.0, 15.0, 40.0
"""Seconds for a connection, for the next bytes, and for all of an answer."""
_AT_ONCE = 16
"""Connections to one host; more than its limits ever allow."""
_LARGEST = 20_000_000
"""Bytes: forty records with all their abstracts are a twentieth of it."""


class Response(Struct, frozen=True):
    """What came back; `redirect` is the whole address that it leads on to, if it does."""

    status: int
    data: bytes
    redirect: str | None = None
    retry_after: str | None = None


class Transport(Protocol):
    """Sends requests; tests have one of their own."""

    def get(self, address: str, parameters: Mapping[str, str], headers: Mapping[str, str], seconds: float) -> Response:
        """The answer to one request, which may take so long at most; raises NoAnswerError."""
        ...


class _Watch:
    """Ends a request that takes longer than it may, however busily its server sends: a socket's timeout does not."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self.connected: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        _current.watch = self
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        _current.watch = None
        self._timer.cancel()

    def _end(self) -> None:
        self.expired = True
        if self.connected:
            with suppress(OSError):
                self.connected.shutdown(socket.SHUT_RDWR)


class _Current(threading.local):
    """What watches over this thread's request."""

    watch: _Watch | None = None


_current = _Current()


class _HTTP(HTTPConnection):
    def request(self, *arguments: Any, **named: Any) -> None:
        super().request(*arguments, **named)
        if _current.watch:
            _current.watch.connected = self.sock


class _HTTPS(HTTPSConnection):
    def request(self, *arguments: Any, **named: Any) -> None:
        super().request(*arguments, **named)
        if _current.watch:
            _current.watch.connected = self.sock


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPS


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


class _Session(requests.Session):
    """Follows no redirect by itself, keeps no cookie, and knows no password but one that stands in the address."""

    def __init__(self) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.auth = _password_of_address  # without it, requests looks into the user's .netrc
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(pool_maxsize=_AT_ONCE))

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        return None


def _password_of_address(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    name, password = get_auth_from_url(prepared.url or "")
    return HTTPBasicAuth(name, password)(prepared) if name else prepared


class HttpTransport:
    """Requests over connections that are kept open. Threadsafe."""

    def __init__(self) -> None:
        self._session = _Session()

    def get(self, address: str, parameters: Mapping[str, str], headers: Mapping[str, str], seconds: float) -> Response:
        seconds = max(0.1, min(seconds, _WHOLE))
        watch = _Watch(seconds)
        timeout = (min(_CONNECT, seconds), min(_SILENT, seconds))
        try:
            with (
                watch,
                self._session.get(
                    address, params=parameters, headers=headers, stream=True, timeout=timeout, allow_redirects=False
                ) as response,
            ):
                return _read(response, watch)
        except requests.exceptions.SSLError:
            raise NoAnswerError("has no valid certificate") from None
        except (requests.Timeout, TimeoutError):
            raise NoAnswerError("did not answer in time", passing=True) from None
        except requests.exceptions.InvalidHeader:
            raise NoAnswerError("cannot be sent this token") from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
            raise NoAnswerError("has an address that cannot be asked") from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
            raise NoAnswerError(_told(problem, late=watch.expired), passing=True) from None


def _read(response: requests.Response, watch: _Watch) -> Response:
    data = bytearray()
    # read1 gives what has come: the size is known before all of it is there.
    while chunk := response.raw.read1(65_536, decode_content=True):
        data += chunk
        if len(data) > _LARGEST:
            response.raw.close()
            raise NoAnswerError(f"sent more than {_LARGEST / 1e6:.0f} MB")
        if watch.expired:  # behind a proxy its connection is out of our reach
            raise TimeoutError
    target = response.headers.get("Location") if response.is_redirect else None
    redirect = urljoin(response.url, target) if target else None
    return Response(response.status_code, bytes(data), redirect, response.headers.get("Retry-After"))


def _told(problem: Exception, *, late: bool) -> str:
    if late:
        return "did not answer in time"
    text = repr(problem)
    if "NameResolution" in text or "NewConnection" in text or "ConnectionRefused" in text or "ProxyError" in text:
        return "could not be reached"
    return "sent an answer that cannot be unpacked" if "Decod" in text else "broke off the connection"
