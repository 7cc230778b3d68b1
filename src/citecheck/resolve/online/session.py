"""All that is asked in one run: noted down, asked together, answered from memory, and kept for the next run.

A look-up asks its sources as if they knew everything. What is not known yet is noted down (NotAskedYetError); when all
look-ups of an article have got as far as they can, the open questions are asked in as few requests as possible and the
look-ups done again. So the judging stays a pure function of answers, and nothing is asked that it does not need.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from citecheck.resolve.cache import Cache, Kind, NewAnswer
from citecheck.resolve.interface import LookupFailed, NotAskedYetError
from citecheck.resolve.online.questions import Answers, Index, Job, Question, ServiceName, Value

if TYPE_CHECKING:
    import queue
    import threading

    from citecheck.resolve.online.service import Service

TITLES: Mapping[ServiceName, str] = {
    "crossref": "Crossref",
    "doi.org": "doi.org",
    "datacite": "DataCite",
    "pubmed": "PubMed",
}
_GRACE = 5.0
"""Seconds beyond the deadline in which answers under way may still come."""


class Network(Struct, frozen=True):
    """The services that may be asked, with what asks each of them."""

    services: Mapping[ServiceName, Service]
    indexes: Mapping[ServiceName, Index]


class Watcher(Protocol):
    """Is told what is being asked, for those who wait."""

    def begin(self, requests: Mapping[ServiceName, int], seconds: float) -> None:
        """So many requests to each service follow, which take so long at the least."""
        ...

    def answered(self) -> None:
        """One of them is done."""
        ...

    def end(self) -> None: ...


class _Unwatched:
    def begin(self, requests: Mapping[ServiceName, int], seconds: float) -> None: ...

    def answered(self) -> None: ...

    def end(self) -> None: ...


class Session:
    """The questions and answers of one run. Of one thread, though it asks with several.

    `places` are the addresses of the services: what one has answered is no answer of its mirror or of a test server.
    `allowed` are those that may be asked; what the cache holds of the others is used all the same.
    `connect` makes the network when the first question has to be asked: until then nothing of it is imported.
    """

    def __init__(
        self,
        cache: Cache,
        places: Mapping[ServiceName, str],
        connect: Callable[[], Network],
        *,
        allowed: Sequence[ServiceName],
        deadline: float = 300.0,
        watcher: Watcher | None = None,
    ) -> None:
        self.cache = cache
        self.allowed = tuple(allowed)
        self.places = places
        self.interrupted = False
        self.rounds: list[Sequence[Question]] = []
        """What was sent, round by round: later ones depend on what the earlier ones brought."""
        self.cache_hits = 0
        self._connect = connect
        self._network: Network | None = None
        self._deadline = deadline
        self._until = 0.0
        self._watcher = watcher or _Unwatched()
        self._known: dict[Question, Value | LookupFailed] = {}
        self._from_cache: set[Question] = set()
        self._wanted: dict[Question, None] = {}
        self._under_way: frozenset[Question] = frozenset()

    @cached_property
    def knows_nothing(self) -> bool:
        """Whether there was neither an answer that is kept nor anybody to ask when this was first needed."""
        return not self.allowed and self.cache.is_empty()

    @property
    def requests(self) -> Mapping[str, int]:
        """Requests sent so far, by service; repeated ones count."""
        services = self._network.services if self._network else {}
        return {name: service.requests for name, service in services.items() if service.requests}

    def begin(self) -> None:
        """From now on the time of the deadline runs."""
        self._until = time.monotonic() + self._deadline

    def remembered(self, question: Question) -> Value | LookupFailed:
        """What the cache holds of a question; None where it holds nothing."""
        self._look_up(question)
        return self._known[question] if question in self._from_cache else None

    def answer(self, question: Question) -> Value | LookupFailed:
        """The answer to a question.

        Raises:
            NotAskedYetError: it will be there after the next `ask`.
        """
        self._look_up(question)
        if question not in self._known:
            if question not in self._under_way:
                self._wanted[question] = None
            raise NotAskedYetError(question)
        return self._known[question]

    def ask(self) -> Iterator[Iterable[Question]]:
        """Asks all that was wanted, and tells which questions have got an answer, as they get it.

        In the end all of them have one, if only that there was none to be had. Ctrl-C ends the waiting: `interrupted`
        is then set, and what was answered by then is kept.
        """
        wanted, self._wanted = list(self._wanted), {}
        self._under_way = frozenset(wanted)
        jobs = {} if self.interrupted else self._jobs(wanted)
        if jobs:
            yield from self._run(jobs)
        late = "the look-ups were interrupted" if self.interrupted else "the time for looking works up was over"
        left = [question for question in wanted if question not in self._known]
        self._known |= dict.fromkeys(left, LookupFailed(late))
        yield left

    def _look_up(self, question: Question) -> None:
        if question in self._known or question in self._wanted:
            return
        stored = self.cache.get(self._stored_as(question))
        if stored:
            self._known[question] = stored.value
            self._from_cache.add(question)
            self.cache_hits += 1

    def _stored_as(self, question: Question) -> str:
        return "\n".join((question.service, question.kind, question.text, self.places.get(question.service, "")))

    def _jobs(self, wanted: Sequence[Question]) -> dict[ServiceName, list[Job]]:
        self._network = self._network or self._connect()
        self.rounds.append(wanted)
        names = dict.fromkeys(question.service for question in wanted)
        jobs = {n: list(self._network.indexes[n].jobs([q for q in wanted if q.service == n])) for n in names}
        return {name: own for name, own in jobs.items() if own}

    def _run(self, jobs: Mapping[ServiceName, Sequence[Job]]) -> Iterator[Iterable[Question]]:
        import queue  # only where something is asked
        import threading

        assert self._network is not None  # noqa: S101 - _jobs has made it
        services = self._network.services
        results: queue.Queue[Answers] = queue.Queue()
        seconds = max(services[name].limiter.seconds([job.lane for job in own]) for name, own in jobs.items())
        self._watcher.begin({name: len(own) for name, own in jobs.items()}, seconds)
        over = threading.Event()
        for name, own in jobs.items():
            line: queue.SimpleQueue[Job] = queue.SimpleQueue()
            for job in own:
                line.put(job)
            for _ in range(min(services[name].at_once, len(own))):
                # Daemons: whoever ends the program does not wait for a server that takes its time.
                worker = (line, TITLES[name], self._until, results, over)
                threading.Thread(target=_work, args=worker, daemon=True).start()
        try:
            for _ in range(sum(len(own) for own in jobs.values())):
                answers = results.get(timeout=max(0.0, self._until - time.monotonic()) + _GRACE)
                self._learn(answers)
                self._watcher.answered()
                yield answers
        except queue.Empty:
            pass
        except KeyboardInterrupt:
            self.interrupted = True
            for service in services.values():
                service.stop()
        finally:
            over.set()
            self._watcher.end()

    def _learn(self, answers: Answers) -> None:
        self._known |= answers
        self.cache.put(
            NewAnswer(self._stored_as(question), _kind(question, value), value)
            for question, value in answers.items()
            if not isinstance(value, LookupFailed)
        )
        # A work that a search has brought need not be asked for again by its DOI.
        for question, value in answers.items():
            if question.kind == "string" and isinstance(value, Sequence):
                for record in value:
                    if isinstance(record, Mapping):
                        self._known.setdefault(Question(question.service, "doi", record["DOI"].lower()), record)


def _work(
    line: queue.SimpleQueue[Job], title: str, until: float, results: queue.Queue[Answers], over: threading.Event
) -> None:
    """Does jobs until none is left; every job gets a result, whatever happens."""
    from queue import Empty

    from citecheck.resolve.online.service import NoAnswerError

    while not over.is_set():
        try:
            job = line.get_nowait()
        except Empty:
            return
        try:
            answers = job.run(job.questions, until)
        except NoAnswerError as problem:
            answers = dict.fromkeys(job.questions, LookupFailed(f"{title} {problem}"))
        except Exception as problem:  # noqa: BLE001 - a fault of ours must not be taken for an answer, nor end the run
            answers = dict.fromkeys(job.questions, LookupFailed(f"{title} was not understood ({problem!r:.200})"))
        results.put(answers)


def _kind(question: Question, value: Value | LookupFailed) -> Kind:
    if value is None or value == []:
        return "nothing"
    return "agency" if question.kind == "agency" else "search" if question.kind == "string" else "record"
