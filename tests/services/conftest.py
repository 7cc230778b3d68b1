"""The services as fixtures. Other folders take them with `from tests.services.conftest import services, serving`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.services import Services, serve

WORKS = sorted((Path(__file__).parents[2] / "fixtures" / "works").glob("*.jsonl"))

Serving = Callable[..., Services]


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Starts services until the end of the test: `serving(works, burst=1.0)`; without works, over those of fixtures."""
    monkeypatch.setenv("no_proxy", "*")
    with ExitStack() as running:

        def start(works: Any = WORKS, **options: Any) -> Services:
            return running.enter_context(serve(works, **options))

        yield start


@pytest.fixture
def services(serving: Serving) -> Services:
    """The services over the works of fixtures."""
    return serving()
