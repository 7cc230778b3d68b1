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


# Works as only some of the services have them; PMIDs of nine digits are far from being given out.
TRIAL = {
    "DOI": "10.5555/jdm.2019.0033",
    "type": "journal-article",
    "title": ["Post-meal walking & glucose: a randomised crossover trial"],
    "container-title": ["Journal of Daily Movement"],
    "short-container-title": ["J Daily Mov"],
    "author": [{"given": "Peter M", "family": "Aldous"}, {"name": "Daily Walks Group"}],
    "issued": {"date-parts": [[2019, 4, 9]]},
    "volume": "4",
    "issue": "2",
    "page": "33-41",
    "abstract": (
        "<jats:sec><jats:title>Methods</jats:title><jats:p>Ninety adults walked.</jats:p></jats:sec>"
        "<jats:sec><jats:title>Results</jats:title><jats:p>Glucose fell (p&lt;0.05).</jats:p></jats:sec>"
    ),
    "updated-by": [
        {
            "updated": {"date-parts": [[2021, 6, 1]]},
            "DOI": "10.5555/jdm.2021.0601",
            "type": "retraction",
            "source": "retraction-watch",
            "label": "Retraction",
        }
    ],
    "_pubmed": {"pmid": "900000001", "pmcid": "PMC900000011", "publication_types": ["Randomized Controlled Trial"]},
}
NOTICE = {
    "DOI": "10.5555/jdm.2021.0601",
    "type": "journal-article",
    "title": ["Retraction: Post-meal walking & glucose"],
    "container-title": ["Journal of Daily Movement"],
    "short-container-title": ["J Daily Mov"],
    "author": [],
    "issued": {"date-parts": [[2021, 6]]},
    "update-to": [{"DOI": "10.5555/jdm.2019.0033", "type": "retraction", "label": "Retraction", "source": "publisher"}],
    "_pubmed": {"pmid": "900000002"},
}
DATA = {
    "DOI": "10.5555/data.walks.1",
    "type": "dataset",
    "title": ["Walks after meals: measurements"],
    "author": [{"given": "Peter M", "family": "Aldous"}, {"name": "Daily Walks Group"}],
    "issued": {"date-parts": [[2020]]},
    "publisher": "Example Repository",
    "_agency": "DataCite",
}
MORE_DATA = DATA | {"DOI": "10.5555/data.walks.2", "title": ["Steps counted"]}
FOREIGN = {"DOI": "10.5555/medra.1", "title": ["Passeggiate"], "_agency": "mEDRA"}
ELSEWHERE = [TRIAL, NOTICE, DATA, MORE_DATA, FOREIGN]


@pytest.fixture
def elsewhere(serving: Serving) -> Services:
    """The services over works that are also, or only, elsewhere than in Crossref; without haste being a violation."""
    return serving(ELSEWHERE, burst=1000)
