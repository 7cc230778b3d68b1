"""A service is asked again after what may pass, left alone once it is down, and not waited for beyond the deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from tests.resolve.online.conftest import Told, Wound, ok

from citecheck.resolve.online.limits import Limits
from citecheck.resolve.online.service import NoAnswerError, Reply, Service
from citecheck.resolve.online.transport import Response

LIMITS = Limits({"single": 10, "list": 3}, at_once=3)
REACHED = NoAnswerError("could not be reached", passing=True)
ADDRESS = "https://index.example/api"


def service(clock: Wound, *answers: Any) -> tuple[Service, Told]:
    told = Told(clock, *answers)
    return Service("index", ADDRESS, LIMITS, told, clock, {"User-Agent": "citecheck"}), told


def ask(asked: Service, clock: Wound, path: str = "/works", seconds: float = 300.0) -> Any:
    return asked.ask(path, {"rows": "5"}, "list", clock.now() + seconds, Reply.json)


def test_an_answer_is_read(clock: Wound) -> None:
    asked, told = service(clock, ok({"status": "ok"}))
    assert ask(asked, clock) == {"status": "ok"}
    assert told.sent == [(f"{ADDRESS}/works", {"rows": "5"})]
    assert told.headers == [{"User-Agent": "citecheck"}]
    assert asked.requests == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(clock: Wound, status: int) -> None:
    asked, told = service(clock, Response(status, b""), REACHED, Response(200, b"<html>"), ok([1]))
    assert ask(asked, clock) == [1]
    assert asked.requests == len(told.asked) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 410, 418, 501])
def test_what_does_not_pass_is_not_asked_again(clock: Wound, status: int) -> None:
    asked, _ = service(clock, Response(status, b""))
    with pytest.raises(NoAnswerError):
        ask(asked, clock)
    assert asked.requests == 1


def test_it_is_given_up_after_four_attempts_with_growing_pauses(clock: Wound) -> None:
    asked, told = service(clock, Response(500, b""))
    with pytest.raises(NoAnswerError, match="answered with 500"):
        ask(asked, clock)
    assert len(told.asked) == 4
    assert clock.now() < 1000 + 20


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_waited_for(clock: Wound, as_date: bool) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=21), usegmt=True)
    asked, told = service(clock, Response(429, b"", retry_after=when if as_date else "20"), ok([]))
    ask(asked, clock)
    assert 19 <= told.asked[1] - told.asked[0] <= 30


def test_who_wants_to_be_left_alone_for_long_is(clock: Wound) -> None:
    asked, told = service(clock, Response(429, b"", retry_after="3600"))
    with pytest.raises(NoAnswerError, match="60 minutes"):
        ask(asked, clock)
    assert len(told.asked) == 1


@pytest.mark.parametrize("retry_after", ["soon", "-5", "", "Thu, 99 Nonsense"])
def test_a_senseless_retry_after_is_none(clock: Wound, retry_after: str) -> None:
    asked, _ = service(clock, Response(429, b"", retry_after=retry_after), ok([]))
    assert ask(asked, clock) == []


def test_a_service_that_is_down_is_left_alone_and_tried_again_later(clock: Wound) -> None:
    asked, told = service(clock, *[REACHED] * 9, ok([]))
    reasons = []
    for number in range(6):
        with pytest.raises(NoAnswerError) as caught:
            ask(asked, clock, f"/{number}")
        reasons.append(str(caught.value))
    assert len(told.asked) == 9, "four attempts, four, and one that was enough"
    assert reasons[-1] == "could not be reached, 9 times in a row"
    clock.time += 61
    assert ask(asked, clock) == []


def test_one_question_that_cannot_be_answered_does_not_make_a_service_down(clock: Wound) -> None:
    asked, _ = service(clock, *[Response(500, b"")] * 8, ok([]))
    for _ in range(2):
        with pytest.raises(NoAnswerError):
            ask(asked, clock, "/bad")
    assert ask(asked, clock, "/good") == []


def test_a_refused_question_says_nothing_of_the_service(clock: Wound) -> None:
    asked, told = service(clock, Response(400, b""))
    for number in range(12):
        with pytest.raises(NoAnswerError, match="did not accept the question"):
            ask(asked, clock, f"/{number}")
    assert len(told.asked) == 12


def test_nothing_is_asked_beyond_the_deadline(clock: Wound) -> None:
    asked, told = service(clock, Response(503, b"", retry_after="30"))
    with pytest.raises(NoAnswerError, match="answered with 503"):
        ask(asked, clock, seconds=10)
    assert clock.now() < 1010
    assert len(told.asked) == 1
    asked.limiter.complained(100)
    with pytest.raises(NoAnswerError, match="time for looking works up was over"):
        ask(asked, clock, seconds=10)
    assert len(told.asked) == 1


def test_not_found_is_an_answer(clock: Wound) -> None:
    asked, _ = service(clock, Response(404, b"Resource not found."))
    assert asked.ask("/works/10.5555%2Fx", {}, "single", clock.now() + 9, lambda reply: reply.found) is False


def test_an_answer_that_makes_no_sense_is_asked_again_if_it_may_pass(clock: Wound) -> None:
    asked, told = service(clock, ok({"message": None}), ok({"message": 1}))

    def read(reply: Reply) -> Any:
        if reply.json()["message"] is None:
            raise NoAnswerError("sent no message", passing=True)
        return reply.json()["message"]

    assert asked.ask("/works", {}, "list", clock.now() + 99, read) == 1
    assert len(told.asked) == 2


def test_a_redirect_on_the_same_host_is_followed_and_told(clock: Wound) -> None:
    asked, told = service(clock, Response(301, b"", redirect="https://index.example/api/works/b"), ok([]))
    assert asked.ask("/works/a", {}, "single", clock.now() + 9, lambda reply: reply.moved) is True
    assert [address for address, _ in told.sent] == [f"{ADDRESS}/works/a", f"{ADDRESS}/works/b"]
    assert asked.requests == 2


@pytest.mark.parametrize(
    ("target", "said"), [("https://other.example/api", "another host"), ("http://index.example/api", "another host")]
)
def test_a_token_does_not_follow_to_another_host(clock: Wound, target: str, said: str) -> None:
    asked, told = service(clock, Response(302, b"", redirect=target))
    with pytest.raises(NoAnswerError, match=said):
        ask(asked, clock)
    assert len(told.asked) == 1


def test_redirects_in_a_circle_end(clock: Wound) -> None:
    asked, told = service(clock, Response(302, b"", redirect=f"{ADDRESS}/works"))
    with pytest.raises(NoAnswerError, match="circles"):
        ask(asked, clock)
    assert len(told.asked) == 4
