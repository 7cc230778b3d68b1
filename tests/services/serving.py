"""The services on one port of this machine, each under a path of its own in place of its host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.services import crossref, datacite, doi_org, pubmed
from tests.services.answers import HTML, Answer, Request, of_text
from tests.services.delivery import Delivery, whole
from tests.services.faults import FAULTS, Plan, Plans, Struck
from tests.services.limits import Limit, Limiter, Violation
from tests.services.server import Server
from tests.services.spoiling import Scene
from tests.services.works import Source, Works, words

# What the services' web servers take as a request line; longer ones they refuse before they read them.
LONGEST_TARGET = 8190


@dataclass(frozen=True, slots=True)
class _Service:
    """What makes one service: its answers, its limits, and what it says of them."""

    answer: Callable[[Request, Works], Answer]
    limit: Callable[[Request], Limit]
    told: Callable[[Limit], dict[str, str]] = lambda _: {}
    too_many: Callable[[Limit], Answer] = crossref.too_many


_SERVICES = {
    "crossref": _Service(crossref.answer, crossref.limit, crossref.told),
    "datacite": _Service(datacite.answer, datacite.limit, too_many=datacite.too_many),
    "doi.org": _Service(doi_org.answer, doi_org.limit),
    "pubmed": _Service(pubmed.answer, pubmed.limit, pubmed.told, pubmed.too_many),
}


class Services:
    """The services while they run: where they are, what they were asked, and what went past their limits.

    `requests` are all that came in, `violations` those past a limit, `struck` those that a planned fault happened to,
    each in order. `errors` are faults of the server itself; leaving `serve` raises the first of them.
    """

    def __init__(
        self, works: Works, *, clock: Callable[[], float], burst: float, latency: float, seconds: float, port: int
    ) -> None:
        self.works = works
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.struck: list[Struck] = []
        self.errors: list[BaseException] = []
        self.clock = clock
        self.limiter = Limiter(clock, burst)
        self.latency = latency
        self.seconds = seconds
        self.plans = Plans()
        self._left: int | None = None
        self._lock = threading.Lock()
        self._server: Server | None = None
        self.port = port
        self.start()

    def url(self, service: str) -> str:
        """What stands for the host of a service."""
        return f"http://127.0.0.1:{self.port}/{service}"

    @property
    def crossref_url(self) -> str:
        """What stands for https://api.crossref.org ."""
        return self.url("crossref")

    @property
    def datacite_url(self) -> str:
        """What stands for https://api.datacite.org ."""
        return self.url("datacite")

    @property
    def doi_url(self) -> str:
        """What stands for https://doi.org ."""
        return self.url("doi.org")

    @property
    def eutils_url(self) -> str:
        """What stands for https://eutils.ncbi.nlm.nih.gov/entrez/eutils ."""
        return f"{self.url('pubmed')}/entrez/eutils"

    @property
    def converter_url(self) -> str:
        """What stands for https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/ ."""
        return f"{self.url('pubmed')}/tools/idconv/api/v1/articles/"

    def fail(
        self,
        fault: str,
        *,
        service: str | None = None,
        containing: str = "",
        after: int = 0,
        times: int | None = None,
    ) -> None:
        """Plans a fault of FAULTS, for requests to this service whose path or parameters hold this text.

        It lets the first `after` of them pass, and happens `times` times, or until `heal`. A request past a limit is
        told so and nothing else.
        """
        if service is not None and service not in _SERVICES:
            raise ValueError(f"there is no service {service!r}, only {', '.join(_SERVICES)}")
        self.plans.add(Plan(FAULTS[fault], service, containing, after, times))

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        self.plans.clear()

    def start(self) -> None:
        """Listens, at the first time and after `stop`, at the same address."""
        with self._lock:
            if self._server is None:
                self._left = None
                self._server = Server(self, self.port)
                self.port = self._server.server_port

    def stop(self, *, after: int = 0) -> None:
        """Stops: at once, breaking off what is under way, or when so many more requests have got their answer.

        Who asks then finds nobody there.
        """
        if after:
            self._left = after
        else:
            self._hang_up(abruptly=True)

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
        times = sorted(request.at for request in list(self.requests) if request.service == service)
        return max((sum(start <= at < start + seconds for at in times) for start in times), default=0)

    def reply(self, request: Request, limit: Limit, broken: str | None) -> tuple[Answer, Delivery]:
        """The answer to a request that went past a limit or not, and the way in which it is to go out."""
        service = _SERVICES[request.service]
        if broken:
            self.violations.append(Violation(broken, limit, request))
            return service.too_many(limit).with_headers(service.told(limit)), whole
        if len(request.target) > LONGEST_TARGET:
            return of_text("<html><h1>414 Request-URI Too Large</h1></html>", 414, HTML), whole
        answer = service.answer(request, self.works).with_headers(service.told(limit))
        fault = self.plans.fault(request, answer)
        if fault is None:
            return answer, whole
        self.struck.append(Struck(fault, request))
        return (fault.spoil(Scene(answer, request, self.works)) if fault.spoil else answer), fault.deliver

    def limit(self, request: Request) -> Limit | None:
        """The limit that a request counts against; none for a path of no service."""
        return _SERVICES[request.service].limit(request) if request.service in _SERVICES else None

    def count(self) -> None:
        """Counts an answer that is about to go out, and stops listening before it if it is the last."""
        with self._lock:
            if self._left is None:
                return
            self._left -= 1
            last = self._left == 0
        if last:
            self._hang_up(abruptly=False)

    def _hang_up(self, *, abruptly: bool) -> None:
        with self._lock:
            server, self._server = self._server, None
        if server:
            server.hang_up(abruptly=abruptly)


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
        services.stop()
    if services.errors:
        raise services.errors[0]
