"""A clock that tests wind on, and a network that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from citecheck.resolve.online.limits import Clock
from citecheck.resolve.online.service import NoAnswerError
from citecheck.resolve.online.transport import Response

Sent = tuple[str, dict[str, str]]


class Wound(Clock):
    """Goes on only while somebody waits. Of one thread."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def wait(self, changed: threading.Condition, seconds: float) -> None:  # noqa: ARG002
        self.time += seconds

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class Told:
    """A transport that gives prepared answers in order, the last of them for ever, and notes when it was asked."""

    def __init__(self, clock: Clock, *answers: Response | NoAnswerError | Callable[[], Response]) -> None:
        self.clock = clock
        self.answers = list(answers)
        self.asked: list[float] = []
        self.sent: list[Sent] = []
        self.headers: list[Mapping[str, str]] = []

    def get(self, address: str, parameters: Mapping[str, str], headers: Mapping[str, str], seconds: float) -> Response:
        assert seconds > 0
        self.asked.append(self.clock.now())
        self.sent.append((address, dict(parameters)))
        self.headers.append(headers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, NoAnswerError):
            raise answer
        return answer() if callable(answer) else answer


def ok(value: Any) -> Response:
    return Response(200, json.dumps(value).encode())


@pytest.fixture
def clock() -> Wound:
    return Wound()
