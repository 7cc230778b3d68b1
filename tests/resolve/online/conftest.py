"""A clock that tests wind on, a network that answers as it is told, and the services of tests/services."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.services import Services
from tests.services.conftest import services, serving

from citecheck.config import Config
from citecheck.model import Resolution
from citecheck.parse.fields import parse_reference
from citecheck.resolve import WorkSource, resolve_all
from citecheck.resolve.online.limits import Clock
from citecheck.resolve.online.opening import open_session
from citecheck.resolve.online.service import NoAnswerError
from citecheck.resolve.online.session import Session
from citecheck.resolve.online.transport import Response

__all__ = ["services", "serving"]

Sent = tuple[str, dict[str, str]]


class Wound(Clock):
    """Goes on only while somebody waits. Of one thread."""

    def __init__(self) -> None:
        super().__init__()
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


# --- with the services of tests/services -------------------------------------------------------------------------


def printed(record: Mapping[str, Any], *, doi: bool = False) -> str:
    """A reference to a record, as a list prints it."""
    names = ", ".join(f"{name['family']} {name.get('given', '')[:1]}".strip() for name in record["author"])
    year = record["issued"]["date-parts"][0][0]
    numbers = f"{year};{record.get('volume', '1')}:{record.get('page', '1-9')}"
    text = f"{names}. {record['title'][0]}. {record['container-title'][0]}. {numbers}."
    return f"{text} doi:{record['DOI']}" if doi else text


def record(number: int, **more: Any) -> dict[str, Any]:
    """An invented work, unlike any other of its kind."""
    names = ("Abara", "Brenner", "Castellan", "Drozd", "Eklund", "Ferreira", "Garrick", "Haddad")
    things = ("walking", "cold baths", "chess", "gardening", "singing", "fasting", "napping", "knitting")
    where = ("knees", "memory", "sleep", "asthma", "gout", "migraine", "appetite", "grip strength")
    family, thing, place = names[number % 8], things[number // 8 % 8], where[number // 64 % 8]
    return {
        "DOI": f"10.5555/inv.{number}",
        "type": "journal-article",
        "title": [f"Effects of {thing} on {place} in group {number}: a randomised trial"],
        "author": [{"family": family, "given": "Rosa"}, {"family": names[(number + 3) % 8], "given": "Tom"}],
        "container-title": ["Journal of Invented Trials"],
        "issued": {"date-parts": [[1980 + number % 40]]},
        "volume": str(number),
        "page": f"{number * 10 + 1}-{number * 10 + 9}",
        **more,
    }


@dataclass
class Asked:
    """What became of references, and the session that asked for them."""

    session: Session
    found: list[Resolution]

    @property
    def statuses(self) -> list[str]:
        return [resolution.status for resolution in self.found]


Ask = Callable[..., Asked]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of Crossref Plus: with it a test need not keep to three requests a second."""
    monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "plus-secret-token")
    return "plus-secret-token"


@pytest.fixture
def ask(services: Services, tmp_path: Path) -> Ask:
    """Looks references up in the services, with one cache for the whole test: `ask(raw, …, refresh=True)`."""

    def call(*raws: str, sources: Sequence[WorkSource] = (), session: Session | None = None, **settings: Any) -> Asked:
        refresh, retractions = settings.pop("refresh", False), settings.pop("retractions", None)
        session = session or open_session(settings_for(services, tmp_path, **settings), refresh=refresh)
        references = [(parse_reference(raw), raw) for raw in raws]
        offline = not session.allowed
        return Asked(session, resolve_all(references, sources, session, offline=offline, retractions=retractions))

    return call


def settings_for(services: Services, folder: Path, **settings: Any) -> Config:
    return Config(
        crossref_url=services.crossref_url,
        doi_url=services.doi_url,
        datacite_url=services.datacite_url,
        pubmed_url=services.eutils_url,
        cache=str(folder / "answers"),
        **{"mailto": "desk@clinic.example", **settings},
    )
