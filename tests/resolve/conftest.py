"""A small library of invented works, and places to look them up that behave as real ones may."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import Resolution, Work
from citecheck.parse.fields import parse_reference
from citecheck.resolve import WorkSource, resolve
from citecheck.resolve.cache import _opened
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks

Record = dict[str, Any]


@pytest.fixture(autouse=True)
def cache_is_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes the caches that a test opens: since Python 3.13 each that nobody closes is a warning."""
    opened: list[sqlite3.Connection] = []

    def noted(path: Path, now: float) -> sqlite3.Connection:
        opened.append(_opened(path, now))
        return opened[-1]

    monkeypatch.setattr("citecheck.resolve.cache._opened", noted)
    yield
    for connection in opened:
        connection.close()


TITLE = "Sleep duration and the course of migraine in adults: a cohort study"
MIGRAINE = f"Lund KA, Osei B, Varga T. {TITLE}. Nordic Headache J. 2018;11(2):101-110."


def record(doi: str, title: str, authors: str, journal: str, place: str, year: int, **more: Any) -> Record:
    """A Crossref record; `authors` as "Karin A Lund, Ben Osei", `place` as volume, issue and page: "11 2 101-110"."""
    volume, issue, page = place.split()
    names = [author.rsplit(" ", 1) for author in authors.split(", ")]
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": given, "family": family} for given, family in names],
        "container-title": [journal],
        "issued": {"date-parts": [[year]]},
        "volume": volume,
        "issue": issue,
        "page": page,
        **more,
    }


ADULTS = record(
    "10.5555/nhj.2018.101",
    "Sleep duration and the course of migraine in adults: a cohort study",
    "Karin A Lund, Ben Osei, Tamás Varga",
    "Nordic Headache Journal",
    "11 2 101-110",
    2018,
)
CHILDREN = record(
    "10.5555/nhj.2019.201",
    "Sleep duration and the course of migraine in children: a cohort study",
    "Karin A Lund, Ben Osei",
    "Nordic Headache Journal",
    "12 3 201-209",
    2019,
)
YOGHURT = record(
    "10.5555/jtgh.2015.33",
    "Probiotic yoghurt for traveller's diarrhoea: a randomised trial",
    "Inês Ferreira, Ada Okafor",
    "Journal of Travel Gut Health",
    "4 1 33-41",
    2015,
)
KNEE = record(
    "10.5555/jcr.2020.7",
    "Walking programmes for osteoarthritis of the knee",
    "Samir Haddad",
    "Joint Care Research",
    "7 4 e70012",
    2020,
    **{
        "updated-by": [
            {
                "type": "retraction",
                "DOI": "10.5555/jcr.2021.r1",
                "updated": {"date-parts": [[2021, 6, 2]]},
                "source": "publisher",
            }
        ]
    },
)
EDITORIAL = record("10.5555/aor.2001.1", "Sleep", "Paul Moreau", "Annals of Rest", "3 1 1-2", 2001)
TWIN, OTHER_TWIN = (
    record(doi, "Green tea and blood pressure in older adults", "Naoko Ito", "Tea Science Letters", "9 1 15-20", 2016)
    for doi in ("10.5555/tsl.2016.15", "10.5555/tsl.2016.15a")
)
RECORDS = [ADULTS, CHILDREN, YOGHURT, KNEE, EDITORIAL, TWIN, OTHER_TWIN]


def works(records: Sequence[Record]) -> list[Work]:
    return [work for one in records if (work := work_from_record(one))]


@pytest.fixture(scope="session")
def library() -> LocalWorks:
    """A file of works: what it lacks may well exist elsewhere."""
    return LocalWorks(works(RECORDS), "library")


@pytest.fixture
def work(library: LocalWorks) -> Work:
    (found,) = library.by_doi(["10.5555/nhj.2018.101"])
    assert found is not None
    return found


@dataclass
class Index:
    """A whole index: what it does not hold does not exist there."""

    held: LocalWorks
    name: str = "index"
    complete: bool = True

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | LookupFailed | None]:
        return self.held.by_doi(dois)

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work] | LookupFailed]:
        return self.held.search(references, limit)


@dataclass
class Down:
    """An index that does not answer."""

    name: str = "crossref"
    complete: bool = True

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | LookupFailed | None]:
        return [LookupFailed("no answer within 10 seconds")] * len(dois)

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work] | LookupFailed]:
        return [LookupFailed("no answer within 10 seconds")] * len(references[:limit])


@pytest.fixture(scope="session")
def index(library: LocalWorks) -> WorkSource:
    return Index(library)


@pytest.fixture
def down() -> WorkSource:
    return Down()


LookUp = Callable[..., Resolution]


@pytest.fixture(scope="session")
def look_up(library: LocalWorks) -> LookUp:
    """What becomes of a reference as it is printed; in the library, where no sources are given."""

    def found(raw: str, *sources: WorkSource, offline: bool = True) -> Resolution:
        return resolve(parse_reference(raw), raw, sources or (library,), offline=offline)

    return found
