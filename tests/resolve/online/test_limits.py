"""One limiter for all threads: never faster than allowed, never more at once, and slower after a complaint."""

from __future__ import annotations

import itertools
import threading
import time

import pytest
from tests.resolve.online.conftest import Wound

from citecheck.resolve.online.limits import Clock, Limiter, Limits, OutOfTimeError

POLITE = Limits({"single": 10, "list": 3}, at_once=3)


def times(limiter: Limiter, clock: Wound, count: int, lane: str = "list") -> list[float]:
    found = []
    for _ in range(count):
        with limiter.turn(lane, clock.now() + 1000):  # type: ignore[arg-type]
            found.append(clock.now())
    return found


def test_requests_are_spaced_evenly(clock: Wound) -> None:
    began = times(Limiter(POLITE, clock), clock, 10)
    apart = [later - earlier for earlier, later in itertools.pairwise(began)]
    assert all(1 / 3 <= gap <= 1.05 / 3 for gap in apart)


def test_lanes_are_counted_apart(clock: Wound) -> None:
    limiter = Limiter(POLITE, clock)
    first = times(limiter, clock, 1, "list") + times(limiter, clock, 1, "single")
    assert first[0] == first[1]


def test_a_complaint_stops_everybody_and_slows_down_until_answers_come_again(clock: Wound) -> None:
    limiter = Limiter(POLITE, clock)
    times(limiter, clock, 1)
    limiter.complained(5)
    began = clock.now()
    after = times(limiter, clock, 3)
    assert after[0] == began + 5
    assert after[1] - after[0] > 0.6
    assert times(limiter, clock, 1, "single")[0] >= began + 5
    for _ in range(20):
        limiter.answered()
    times(limiter, clock, 1)
    later = times(limiter, clock, 2)
    assert later[1] - later[0] < 0.36


def test_a_turn_that_comes_too_late_is_not_waited_for(clock: Wound) -> None:
    limiter = Limiter(POLITE, clock)
    limiter.complained(60)
    began = clock.now()
    with pytest.raises(OutOfTimeError), limiter.turn("list", began + 10):
        pass
    assert clock.now() == began


def test_how_long_requests_take_is_foretold(clock: Wound) -> None:
    limiter = Limiter(POLITE, clock)
    assert 10 <= limiter.seconds(["list"] * 30) <= 10.5
    assert limiter.seconds([]) == 0
    limiter.complained(4)
    assert limiter.seconds([]) == 4


@pytest.mark.parametrize("at_once", [1, 3])
def test_threads_share_the_limits(at_once: int) -> None:
    limiter = Limiter(Limits({"single": 200, "list": 200}, at_once), Clock())
    lock = threading.Lock()
    under_way, most, began = 0, 0, []

    def work() -> None:
        nonlocal under_way, most
        for _ in range(4):
            with limiter.turn("list", time.monotonic() + 60):
                with lock:
                    began.append(time.monotonic())
                    under_way += 1
                    most = max(most, under_way)
                time.sleep(0.012)
                with lock:
                    under_way -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(began) == 24
    assert most <= at_once
    began.sort()
    assert began[-1] - began[0] >= 23 * 0.005


def test_whoever_waits_for_a_place_gives_up_in_time() -> None:
    limiter = Limiter(Limits({"single": 200, "list": 200}, 1), Clock())
    with (
        limiter.turn("list", time.monotonic() + 60),
        pytest.raises(OutOfTimeError),
        limiter.turn("list", time.monotonic() + 0.05),
    ):
        pass
