"""Whatever a service does: what it has answered is kept, the rest is open with a reason, and nothing is not found.

`benchmarks/faults.py` does the same with the whole command, and with the faults that take their time.
"""

from __future__ import annotations

import pytest
from tests.resolve.online.conftest import Ask, printed, record
from tests.services import FAULTS, Services
from tests.services.conftest import Serving
from tests.services.faults import of_kind

from citecheck.resolve.online.limits import Clock

WORKS = [record(number * 9) for number in range(6)]
THESIS = record(71, _agency="DataCite", type="dissertation")
IN_PUBMED = record(60, _pubmed={"pmid": "31234567"})
REFERENCES = [
    *(printed(work, doi=True) for work in WORKS[:2]),
    *(printed(work) for work in WORKS[2:4]),
    printed(THESIS, doi=True),
    f"{printed(IN_PUBMED)} PMID: 31234567",
]
QUICK = [fault.name for fault in of_kind("status", "body", "json", "record", "xml")]


@pytest.fixture
def services(serving: Serving) -> Services:
    others = [record(79, _agency="DataCite"), record(88, _pubmed={"pmid": "39999999"})]
    return serving([*WORKS, THESIS, IN_PUBMED, *others])


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch, quick: str) -> None:
    """Asks as fast as it can: how long it waits is tested elsewhere."""
    monkeypatch.setattr(Clock, "sleep", lambda *_: None)
    monkeypatch.setattr("citecheck.resolve.online.limits._MARGIN", 0.0)
    monkeypatch.setattr("citecheck.resolve.online.limits.Limiter.complained", lambda *_: None)


@pytest.mark.parametrize("fault", QUICK)
@pytest.mark.parametrize("service", ["crossref", "doi.org", "datacite", "pubmed"])
def test_a_fault_of_one_service_accuses_nobody_and_is_not_stored(
    services: Services, ask: Ask, service: str, fault: str
) -> None:
    # A search that is answered with other works is no different from one for a work that does not exist.
    services.fail(fault, service=service, containing="10.5555/" if fault == "another" else "")
    asked = ask(*REFERENCES)
    assert set(asked.statuses) <= {"matched", "unchecked"}
    for resolution in asked.found:
        assert resolution.status == "matched" or resolution.reason
    others = {"crossref": (4, 5), "doi.org": (0, 1, 2, 3, 5), "datacite": (0, 1, 2, 3, 5), "pubmed": (0, 1, 2, 3, 4)}
    assert {asked.statuses[number] for number in others[service]} == {"matched"}
    services.heal()
    assert ask(*REFERENCES).statuses == ["matched"] * 6


def test_there_are_faults_of_each_kind() -> None:
    assert len(QUICK) > 80
    assert {fault.kind for fault in FAULTS.values()} >= {"status", "body", "json", "record", "xml", "line"}
