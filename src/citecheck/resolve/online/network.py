"""The services of the settings, ready to be asked. Imported when the first question has to be sent, and not before."""

from __future__ import annotations

import os
from collections.abc import Mapping

from citecheck import __version__
from citecheck.config import Config
from citecheck.resolve.online import datacite, doi_org, pubmed
from citecheck.resolve.online.crossref import PLUS, POLITE, PUBLIC, TOKEN_HEADER, Crossref
from citecheck.resolve.online.limits import Clock, Limits
from citecheck.resolve.online.questions import Index, ServiceName
from citecheck.resolve.online.service import Service
from citecheck.resolve.online.session import Network
from citecheck.resolve.online.transport import HttpTransport, Transport

TOKEN_VARIABLE = "CROSSREF_PLUS_API_TOKEN"  # noqa: S105 - the variable's name


def connect(config: Config, transport: Transport | None = None, clock: Clock | None = None) -> Network:
    """The services that the settings allow; connections are made when they are asked."""
    transport, clock = transport or HttpTransport(), clock or Clock()
    agent = {"User-Agent": f"citecheck/{__version__}"}
    # Crossref and DataCite take the address from here, NCBI as a parameter; doi.org has no use for it.
    named = {"User-Agent": f"citecheck/{__version__} (mailto:{config.mailto})"} if config.mailto else agent
    token = os.environ.get(TOKEN_VARIABLE, "").strip()

    def service(name: ServiceName, address: str, limits: Limits, headers: Mapping[str, str] = agent) -> Service:
        return Service(name, address, limits, transport, clock, headers)

    pool = PLUS if token else POLITE if config.mailto else PUBLIC
    plus = {TOKEN_HEADER: f"Bearer {token}"} if token else {}
    per_five_minutes = datacite.IDENTIFIED if config.mailto else datacite.ANONYMOUS
    services: dict[ServiceName, Service] = {
        "crossref": service("crossref", config.crossref_url, pool, {**named, **plus}),
        "doi.org": service("doi.org", config.doi_url, doi_org.LIMITS),
        "datacite": service("datacite", config.datacite_url, per_five_minutes, named),
        "pubmed": service("pubmed", config.pubmed_url, pubmed.LIMITS),
    }
    indexes: dict[ServiceName, Index] = {
        "crossref": Crossref(services["crossref"]),
        "doi.org": doi_org.DoiOrg(services["doi.org"]),
        "datacite": datacite.DataCite(services["datacite"]),
        "pubmed": pubmed.PubMed(services["pubmed"], config.mailto),
    }
    return Network(services, indexes)
