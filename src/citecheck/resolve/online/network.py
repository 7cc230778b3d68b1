"""The services of the settings, ready to be asked. Imported when the first question has to be sent, and not before."""

from __future__ import annotations

import os

from citecheck import __version__
from citecheck.config import Config
from citecheck.resolve.online.crossref import PLUS, POLITE, PUBLIC, TOKEN_HEADER, Crossref
from citecheck.resolve.online.limits import Clock, Limits
from citecheck.resolve.online.questions import ServiceName
from citecheck.resolve.online.service import Service
from citecheck.resolve.online.session import Network
from citecheck.resolve.online.transport import HttpTransport, Transport

TOKEN_VARIABLE = "CROSSREF_PLUS_API_TOKEN"  # noqa: S105 - the variable's name


def connect(config: Config, transport: Transport | None = None, clock: Clock | None = None) -> Network:
    """The services that the settings allow; connections are made when they are asked."""
    transport, clock = transport or HttpTransport(), clock or Clock()
    agent = f"citecheck/{__version__}" + (f" (mailto:{config.mailto})" if config.mailto else "")
    token = os.environ.get(TOKEN_VARIABLE, "").strip()

    def service(name: ServiceName, address: str, limits: Limits, **headers: str) -> Service:
        return Service(name, address, limits, transport, clock, {"User-Agent": agent, **headers})

    pool = PLUS if token else POLITE if config.mailto else PUBLIC
    plus = {TOKEN_HEADER: f"Bearer {token}"} if token else {}
    crossref = service("crossref", config.crossref_url, pool, **plus)
    return Network({"crossref": crossref}, {"crossref": Crossref(crossref)})
