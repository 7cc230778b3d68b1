"""Who goes past the limits is told so and counted; who keeps to them, in any way, is not."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
import requests
from tests.services.conftest import Serving
from tests.services.limits import Limit, Limiter

LIST, SINGLE = Limit("polite", "array", 3, at_once=3), Limit("polite", "single", 10, at_once=3)


class Clock:
    """A clock that stands where it is put."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def connection() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def refused(times: Iterable[float], limit: Limit, burst: float = 2.0) -> int:
    """How many of the requests that came at these times, one after another, went past a limit."""
    clock = Clock()
    limiter = Limiter(clock, burst)
    count = 0
    with connection() as (ours, _):
        for at in times:
            clock.now = 1000 + at
            with limiter.admit(limit, ours) as (broken, _release):
                count += broken == "rate"
    return count


@pytest.mark.parametrize("limit", [LIST, SINGLE, Limit("public", "array", 1), Limit("datacite", "x", 500, 300)])
@pytest.mark.parametrize("seed", range(5))
def test_who_keeps_to_the_limit_is_never_refused_however_the_network_shakes(limit: Limit, seed: int) -> None:
    assert limit.count
    shaken = random.Random(seed)  # noqa: S311  nothing is kept secret with it
    step = limit.seconds / limit.count
    slack = 0.2 * limit.seconds
    evenly = sorted(n * step + shaken.uniform(0, slack) for n in range(20 * limit.count))
    # All of a window at its end, all of the next at its beginning: the worst that a fixed window allows.
    windows = [0.99 * limit.seconds, *(limit.seconds * n for n in range(1, 20))]
    fixed = sorted(at + shaken.uniform(0, slack) for at in windows for _ in range(limit.count))
    assert refused(evenly, limit) == 0
    assert refused(fixed, limit) == 0


@pytest.mark.parametrize("limit", [LIST, SINGLE, Limit("public", "array", 1)])
def test_who_goes_faster_is_refused_what_is_too_much(limit: Limit) -> None:
    assert limit.count
    times = [n / (1.5 * limit.count) for n in range(60 * limit.count)]
    too_many = len(times) / 3
    assert too_many - 3 * limit.count < refused(times, limit) <= too_many
    assert refused([0.0] * 10 * limit.count, limit) >= 7 * limit.count


def test_a_burst_of_one_window_holds_clients_to_any_second() -> None:
    fixed = [0.99] * 3 + [1.0] * 3
    assert refused(fixed, LIST) == 0
    assert refused(fixed, LIST, burst=1.0) == 3
    assert refused([n / 3 for n in range(60)], LIST, burst=1.0) == 0


def test_records_and_lists_are_counted_apart_but_at_once_together() -> None:
    limiter = Limiter(Clock())
    with ExitStack() as open_:
        lines = [open_.enter_context(connection())[0] for _ in range(4)]
        limits = [LIST, SINGLE, SINGLE, LIST]
        found = [open_.enter_context(limiter.admit(*pair))[0] for pair in zip(limits, lines, strict=True)]
    assert found == [None, None, None, "concurrency"]
    with connection() as (line, _), limiter.admit(LIST, line) as (broken, _release):
        assert broken is None


def test_a_request_whose_answer_ends_or_whose_client_has_gone_is_not_under_way() -> None:
    limiter = Limiter(Clock())
    public = Limit("public", "single", 5, at_once=1)
    with ExitStack() as open_:
        first, theirs = open_.enter_context(connection())
        open_.enter_context(limiter.admit(public, first))
        theirs.close()
        second, _ = open_.enter_context(connection())
        broken, release = open_.enter_context(limiter.admit(public, second))
        assert broken is None
        release()
        third, _ = open_.enter_context(connection())
        assert open_.enter_context(limiter.admit(public, third))[0] is None
        assert open_.enter_context(limiter.admit(public, third))[0] == "concurrency"


def test_violations_are_answered_with_429_and_counted(serving: Serving) -> None:
    clock = Clock()
    services = serving(clock=clock)
    with requests.Session() as session:
        responses = [session.get(f"{services.crossref_url}/works", params={"rows": 0}) for _ in range(5)]
        assert [response.status_code for response in responses] == [200, 200, 429, 429, 429]
        assert responses[-1].headers["Retry-After"] == "1"
        assert responses[-1].headers["x-api-pool"] == "public-array"
        assert [(v.what, v.limit.name, v.request.at) for v in services.violations] == [
            ("rate", "public-array", clock.now)
        ] * 3
        clock.now += 1
        assert session.get(f"{services.crossref_url}/works", params={"rows": 0}).status_code == 200
    assert len(services.requests) == 6
    assert services.busiest("crossref") == 5


def test_too_many_at_once_are_counted(serving: Serving) -> None:
    services = serving()
    services.fail("never", times=3)
    headers = {"User-Agent": "walks/1.0 (mailto:a@example.org)"}

    def ask() -> int:
        return requests.get(f"{services.crossref_url}/works/10.5555/none", headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(3) as pool:
        held = [pool.submit(ask) for _ in range(3)]
        while len(services.struck) < 3:
            time.sleep(0.01)
        assert ask() == 429
        services.stop()
    assert [type(one.exception()) for one in held] == [requests.ConnectionError] * 3
    assert [violation.what for violation in services.violations] == ["concurrency"]


def test_one_after_another_is_never_too_many_at_once(serving: Serving) -> None:
    services = serving(clock=iter(range(10_000)).__next__)
    for _ in range(30):
        requests.get(f"{services.crossref_url}/works/10.5555/nhj.2018.0101", timeout=30)
    assert services.violations == []


@pytest.mark.parametrize(
    ("service", "path", "allowed"),
    [
        ("pubmed", "/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&term=walks", 6),
        ("pubmed", "/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&term=walks&api_key=x", 22),
        ("crossref", "/works/10.5555/none", 11),
        ("crossref", "/works/10.5555/none?mailto=a@example.org", 22),
        ("doi.org", "/doiRA/10.5555/none", 60),
        ("datacite", "/dois/10.5555/none", 60),
    ],
)
def test_each_service_has_its_own_limit(serving: Serving, service: str, path: str, allowed: int) -> None:
    services = serving(clock=Clock())
    with requests.Session() as session:
        statuses = [session.get(f"{services.url(service)}{path}").status_code for _ in range(60)]
    assert statuses.count(429) == 60 - allowed
    assert len(services.violations) == 60 - allowed
