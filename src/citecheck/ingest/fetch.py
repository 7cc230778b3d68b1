"""Fetches an article's page: once, within limits of time and size, and never from this machine or a private network.

Which addresses a name leads to is checked where the connection is made, so that neither a redirect nor a name that
answers differently the second time leads inside.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NameResolutionError

from citecheck import __version__
from citecheck.expressions import expression
from citecheck.ingest.interface import UnreadableSourceError

_TIMEOUT = (10, 20)
"""Seconds to connect, and to wait for the next bytes."""
_DEADLINE = 60
"""Seconds for all of it."""
_LARGEST = 20_000_000
_HOPS = 8
_AGENT = f"citecheck/{__version__} (checks the citations of one article; fetches it once)"
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/xml": ".xml", "text/xml": ".xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_REFUSALS = {
    401: "asks for a login: save the page from your browser and name the file",
    402: "is behind a paywall: save the page from your browser and name the file",
    403: "refuses programs (403): save the page from your browser and name the file",
    404: "is not there (404): check the address",
    410: "is gone (410): an archived copy may be had, save it and name the file",
    429: "has too many visitors now (429): try again later, or save the page and name the file",
    451: "is withheld for legal reasons (451): save the page where it can be read and name the file",
}
_WRAPPING = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10"))
)
_HOST = expression(r"[^\s\x00-\x20\x7f/?#@\\]+")
_LOGIN = expression(r"/(?:log-?in|sign-?in|sso|auth|account/login)(?:[/?.]|$)", re.IGNORECASE)


class Page(Struct, frozen=True):
    """What was fetched."""

    data: bytes
    uri: str
    """Where it was found in the end, after redirects."""
    suffix: str
    """Its format as a file name would tell it, by what the server says."""
    charset: str | None


def _name(host: str) -> str:
    """A host as it is compared: in lower case, without brackets and port."""
    return re.sub(r"(?<=\w):\d+$" if host.count(":") < 2 else r"(?<=\]):\d+$", "", host.lower()).strip("[]")


class _Session(requests.Session):
    """Follows no redirect by itself, since requests would read all that one holds, whatever its size."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        return None


class _PrivateAddressError(HTTPError):
    """A name that leads to this machine or a private network."""


def fetch(uri: str, allow_hosts: Sequence[str] = ()) -> Page:
    """Fetches a page; `allow_hosts` are names that may lead to this machine or a private network.

    Raises:
        UnreadableSourceError: with one sentence that says why, and what to do.
    """
    allowed = frozenset(_name(host) for host in allow_hosts)
    until = time.monotonic() + _DEADLINE
    with _Session() as session:
        session.headers.update({"User-Agent": _AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(allowed))
        try:
            return _followed(session, uri, until)
        except requests.TooManyRedirects:
            problem = "leads round in circles: save the page from your browser and name the file"
        except requests.exceptions.SSLError:
            problem = "has no valid certificate: check the address, or save the page and name the file"
        except requests.Timeout:
            problem = "did not answer in time: try again later, or save the page and name the file"
        except (requests.RequestException, HTTPError, ValueError) as caught:
            problem = _told(caught)
    raise UnreadableSourceError(f"{uri} {problem}")


def _followed(session: requests.Session, uri: str, until: float) -> Page:
    """The page at the end of the redirects; nothing of what they hold themselves is read.

    Raises:
        UnreadableSourceError: it cannot be had, for a reason that the page or its address tells.
        requests.RequestException: or one that the connection tells.
    """
    address = _checked(uri, uri)
    for _ in range(_HOPS):
        with session.get(address, stream=True, timeout=_TIMEOUT, allow_redirects=False) as response:
            if not response.is_redirect:
                return _page(uri, response, until)
            target = response.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
            address = urljoin(address, target)
        if urlsplit(address).scheme not in ("http", "https"):
            raise requests.exceptions.InvalidSchema(address)
        _checked(address, uri)
    raise requests.TooManyRedirects


def _told(caught: Exception) -> str:
    if "_PrivateAddressError" in repr(caught):
        return "is an address of this machine or a private network: allow its host by name with --allow-host"
    if isinstance(caught, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | ValueError):
        return "is no address that can be fetched: check it"
    return "could not be reached: check the address and the network, or save the page and name the file"


def _checked(address: str, uri: str) -> str:
    """The address, if it has a host and holds no name and password; `uri` is what the user called it.

    Raises:
        UnreadableSourceError: it does not.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if not host or not _HOST.fullmatch(host):
        shown = re.sub(r"//[^/@]*@", "//", uri)
        raise UnreadableSourceError(f"{shown} is no address that can be fetched: check it")
    if parts.username or parts.password:
        raise UnreadableSourceError(
            "an address with a name and password is not fetched: save the page and name the file"
        )
    return uri


def _page(uri: str, response: requests.Response, until: float) -> Page:
    if response.status_code != 200:
        problem = _REFUSALS.get(
            response.status_code,
            f"answered with {response.status_code}: try again later, or save the page and name the file",
        )
        raise UnreadableSourceError(f"{uri} {problem}")
    if response.url != uri and _LOGIN.search(urlsplit(response.url).path):
        raise UnreadableSourceError(f"{uri} {_REFUSALS[401]}")
    data = bytearray()
    # read1 gives what has come, so that a server which sends byte by byte does not outlast the deadline.
    while chunk := response.raw.read1(65_536, decode_content=True):
        data += chunk
        if len(data) > _LARGEST:
            raise UnreadableSourceError(
                f"{uri} has more than {_LARGEST / 1e6:.0f} MB: save the article alone and name the file"
            )
        if time.monotonic() > until:
            raise requests.Timeout
    said = response.headers.get("Content-Type", "")
    kind = said.split(";")[0].strip().lower()
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", said, re.IGNORECASE)
    suffix = _SUFFIXES.get(kind, ".html" if not kind else ".txt")
    if suffix == ".txt":
        suffix = Path(urlsplit(response.url).path).suffix.lower() or suffix
    return Page(bytes(data), response.url, suffix, charset[1] if charset else None)


# --- connections -------------------------------------------------------------------------------------------------


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    # Addresses that hold another one, which may be private, are nobody's website.
    wraps = ip.version == 6 and any(ip in network for network in _WRAPPING)
    return ip.is_global and not ip.is_multicast and not wraps


class _GuardedHTTP(HTTPConnection):
    """A connection that is made only to an address of the public network, or to a host that was allowed."""

    allowed: frozenset[str] = frozenset()

    def _new_conn(self) -> socket.socket:
        with _looked_up(self, self.allowed):
            return super()._new_conn()


class _GuardedHTTPS(HTTPSConnection):
    """The same, encrypted; the certificate is checked against the name."""

    allowed: frozenset[str] = frozenset()

    def _new_conn(self) -> socket.socket:
        with _looked_up(self, self.allowed):
            return super()._new_conn()


@contextmanager
def _looked_up(connection: HTTPConnection, allowed: frozenset[str]) -> Iterator[None]:
    """Has the connection made to the address that was looked at, whatever the name says the next time.

    Raises:
        _PrivateAddressError: the name leads to this machine or a private network and was not allowed.
    """
    name = connection._dns_host
    if name.lower().strip("[]") in allowed:
        yield
        return
    try:
        found = socket.getaddrinfo(name.strip("[]"), connection.port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise NameResolutionError(name, connection, socket.gaierror(str(problem))) from problem
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(_is_public, addresses)):
        raise _PrivateAddressError(name)
    # Of both kinds that of version 4, since version 6 is often announced and not there.
    connection._dns_host = min(addresses, key=lambda address: ":" in address)
    try:
        yield
    finally:
        connection._dns_host = name


class _Adapter(HTTPAdapter):
    """requests' adapter with guarded connections; a proxy that the user has set is believed to guard its own."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        plain = type("_HTTP", (_GuardedHTTP,), {"allowed": self._allowed})
        secure = type("_HTTPS", (_GuardedHTTPS,), {"allowed": self._allowed})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_HTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_HTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
