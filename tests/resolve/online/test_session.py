"""Many look-ups in few requests, each question once in a run and not in the next, and truthful when they fail."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest
from tests.resolve.online.conftest import Ask, printed, record, settings_for
from tests.services import Services
from tests.services.conftest import Serving

from citecheck.resolve.online.opening import open_session
from citecheck.resolve.records import work_from_record
from citecheck.resolve.retraction_watch import load_retractions
from citecheck.resolve.works import LocalWorks

WORKS = [record(number) for number in range(40)]
THESIS = record(70, _agency="DataCite", type="dissertation")
ELSEWHERE = record(71, _agency="JaLC")
IN_PUBMED = record(
    72,
    _pubmed={"pmid": "31234567", "publication_types": ["Randomized Controlled Trial", "Preprint"]},
    relation={"is-preprint-of": [{"id-type": "doi", "id": "10.5555/inv.74"}]},
    abstract="Cold baths did nothing.",
    **{"updated-by": [{"type": "retraction", "DOI": "10.5555/inv.73", "source": "publisher"}]},
)
UNKNOWN = "Quist B. Feeding habits of the northern field mouse. Rat Notes. 1998;2(1):1-9."
BOOK = "Quist B. Field mice at home: a guide. London: Burrow Press; 1998."
PAGE = "Northern field mouse. Steady Nature. Accessed 3 March 2021. https://steady.example/mouse"


@pytest.fixture
def services(serving: Serving) -> Services:
    return serving([*WORKS, THESIS, ELSEWHERE, IN_PUBMED])


pytestmark = pytest.mark.usefixtures("quick")


def by_service(services: Services) -> dict[str, int]:
    names = [request.service for request in services.requests]
    return {name: names.count(name) for name in dict.fromkeys(names)}


# --- few requests ------------------------------------------------------------------------------------------------


def test_identifiers_are_asked_for_together_and_strings_one_by_one(services: Services, ask: Ask) -> None:
    asked = ask(*(printed(work, doi=True) for work in WORKS[:20]), *(printed(work) for work in WORKS[20:26]))
    assert asked.statuses == ["matched"] * 26
    assert [resolution.doi for resolution in asked.found] == [work["DOI"] for work in WORKS[:26]]
    assert {resolution.source for resolution in asked.found} == {"crossref"}
    assert by_service(services) == asked.session.requests == {"crossref": 7}
    assert not services.violations


def test_a_string_is_sent_only_where_its_doi_does_not_settle_it(services: Services, ask: Ask) -> None:
    wrong = printed(WORKS[0]) + f" doi:{WORKS[20]['DOI']}"
    asked = ask(wrong, printed(WORKS[2], doi=True))
    assert asked.statuses == ["mismatch", "matched"]
    assert by_service(services) == {"crossref": 2}


def test_long_lists_of_identifiers_are_cut_to_what_fits_an_address(serving: Serving, tmp_path: Path, ask: Ask) -> None:
    many = [record(number, DOI=f"10.5555/{'long-' * 12}{number}") for number in range(120)]
    services = serving(many)
    session = open_session(settings_for(services, tmp_path))
    asked = ask(*(printed(work, doi=True) for work in many), session=session)
    assert set(asked.statuses) == {"matched"}
    assert 2 < len(services.requests) <= 6


def test_a_doi_with_a_comma_is_asked_for_alone(serving: Serving, tmp_path: Path, ask: Ask) -> None:
    odd = record(1, DOI="10.5555/a,b<3>#4")
    services = serving([odd, *WORKS[2:]])
    session = open_session(settings_for(services, tmp_path))
    asked = ask(f"https://doi.org/{odd['DOI']}", printed(WORKS[3], doi=True), session=session)
    assert [resolution.status for resolution in asked.found][1] == "matched"


def test_each_work_is_asked_for_once_in_a_run_and_not_again_in_the_next(services: Services, ask: Ask) -> None:
    references = [printed(WORKS[0], doi=True), printed(WORKS[1]), UNKNOWN, f"{UNKNOWN} doi:10.5555/none"]
    first = ask(*references)
    sent = len(services.requests)
    for _ in range(3):
        assert ask(*references, session=first.session).found == first.found
    assert len(services.requests) == sent
    again = ask(*references)
    assert len(services.requests) == sent
    assert again.statuses == first.statuses == ["matched", "matched", "not-found", "not-found"]
    assert [resolution.source for resolution in again.found] == ["cache", "cache", "crossref", "crossref"]
    assert again.session.requests == {}
    assert again.session.cache_hits > 0
    refreshed = ask(*references, refresh=True)
    assert refreshed.found == first.found
    assert len(services.requests) == 2 * sent


def test_a_string_that_two_references_need_at_different_times_is_asked_for_once(services: Services, ask: Ask) -> None:
    services.latency = 0.2
    asked = ask(printed(WORKS[0]), f"{printed(WORKS[0])} doi:10.5555/nowhere", *(printed(work) for work in WORKS[1:9]))
    assert asked.statuses == ["matched"] * 10
    strings = [text for request in services.requests if (text := request.parameter("query.bibliographic"))]
    assert len(strings) == len(set(strings)) == 9


def test_a_work_that_a_search_has_found_is_known_by_its_doi_too(services: Services, ask: Ask) -> None:
    first = ask(printed(WORKS[5]))
    sent = len(services.requests)
    again = ask(printed(WORKS[5], doi=True), session=first.session)
    assert again.statuses == ["matched"]
    assert len(services.requests) == sent


def test_nothing_is_asked_that_the_users_own_works_hold(services: Services, ask: Ask) -> None:
    own = LocalWorks([work for one in WORKS if (work := work_from_record(one))])
    asked = ask(printed(WORKS[0], doi=True), printed(WORKS[1]), PAGE, sources=[own])
    assert asked.statuses == ["matched", "matched", "not-indexable"]
    assert services.requests == []


def test_offline_the_cache_answers_and_nobody_is_asked(services: Services, ask: Ask) -> None:
    known, other = printed(WORKS[0], doi=True), printed(WORKS[1])
    ask(known)
    sent = len(services.requests)
    asked = ask(known, other, UNKNOWN, network="off")
    assert asked.statuses == ["matched", "unchecked", "unchecked"]
    assert not any(resolution.failed for resolution in asked.found)
    assert len(services.requests) == sent


def test_what_one_crossref_answers_is_not_what_another_does(serving: Serving, tmp_path: Path, ask: Ask) -> None:
    full, empty = serving(WORKS), serving(WORKS[1:])
    reference = printed(WORKS[0])
    statuses = [
        ask(reference, session=open_session(settings_for(one, tmp_path))).statuses for one in (full, empty, full)
    ]
    assert statuses == [["matched"], ["not-found"], ["matched"]]


# --- each question where it can be answered ----------------------------------------------------------------------


def test_a_doi_is_asked_for_at_its_own_agency(services: Services, ask: Ask) -> None:
    asked = ask(printed(THESIS, doi=True), printed(WORKS[0], doi=True))
    assert [(r.status, r.source) for r in asked.found] == [("matched", "datacite"), ("matched", "crossref")]
    # DataCite's record has neither volume nor pages: so little agrees that Crossref is searched for a better one.
    assert by_service(services) == {"crossref": 2, "doi.org": 1, "datacite": 1}


@pytest.mark.parametrize(
    ("indexes", "reason"),
    [
        (("crossref", "doi.org", "datacite", "pubmed"), "registered with JaLC, which is not asked"),
        (("crossref",), "who else may have registered it was not asked"),
    ],
)
def test_a_doi_of_another_agency_is_no_missing_work(ask: Ask, indexes: tuple[str, ...], reason: str) -> None:
    (found,) = ask(f"{UNKNOWN} doi:{ELSEWHERE['DOI']}", indexes=indexes).found
    assert (found.status, found.failed) == ("unchecked", False)
    assert reason in found.reason


def test_a_thesis_is_no_missing_work_where_datacite_is_switched_off(ask: Ask) -> None:
    (found,) = ask(printed(THESIS, doi=True), indexes=("crossref", "doi.org")).found
    assert (found.status, found.failed) == ("unchecked", False)
    assert "registered with DataCite" in found.reason


def test_a_doi_that_is_registered_nowhere_does_not_hide_the_work_nor_invent_one(services: Services, ask: Ask) -> None:
    asked = ask(f"{printed(WORKS[0])} doi:10.5555/nowhere", f"{UNKNOWN} doi:10.5555/nowhere.2")
    assert asked.statuses == ["matched", "not-found"]
    assert by_service(services)["doi.org"] == 1


def test_a_pmid_is_asked_for_at_pubmed(services: Services, ask: Ask) -> None:
    asked = ask(f"{printed(IN_PUBMED)} PMID: 31234567", f"{printed(WORKS[0])} PMID: 99999999")
    (found, other) = asked.found
    assert (found.status, found.source, found.doi) == ("matched", "pubmed", IN_PUBMED["DOI"])
    assert found.work is not None
    assert found.work.csl["PMID"] == "31234567"
    assert found.work.abstract == "Cold baths did nothing."
    assert "Randomized Controlled Trial" in found.work.publication_types
    assert [notice.doi for notice in found.work.retractions] == ["10.5555/inv.73"]
    assert found.work.appeared_as == ("10.5555/inv.74",)
    assert (other.status, other.source) == ("matched", "crossref")
    assert by_service(services) == {"pubmed": 1, "crossref": 1}


def test_a_pmid_of_another_work_is_a_mismatch(ask: Ask) -> None:
    (found,) = ask(f"{printed(WORKS[20])} PMID: 31234567").found
    assert (found.status, found.doi) == ("mismatch", WORKS[20]["DOI"])
    assert found.identifier_work is not None
    assert found.identifier_work.csl["PMID"] == "31234567"
    assert "its PMID belongs to another work" in found.reason


def test_only_what_an_index_would_have_to_hold_is_missing(ask: Ask) -> None:
    asked = ask(UNKNOWN, BOOK, PAGE)
    assert asked.statuses == ["not-found", "unchecked", "not-indexable"]
    assert not any(resolution.failed for resolution in asked.found)


# --- when it fails -----------------------------------------------------------------------------------------------


def test_a_service_that_fails_leaves_open_what_it_alone_could_answer(services: Services, ask: Ask) -> None:
    services.fail("403", service="crossref")
    asked = ask(printed(WORKS[0], doi=True), printed(WORKS[1]), UNKNOWN, f"{printed(IN_PUBMED)} PMID: 31234567", PAGE)
    assert asked.statuses == ["unchecked", "unchecked", "unchecked", "matched", "not-indexable"]
    assert [resolution.failed for resolution in asked.found] == [True, True, True, False, False]
    assert "Crossref refuses to answer" in asked.found[0].reason
    services.heal()
    healed = ask(printed(WORKS[0], doi=True), printed(WORKS[1]), UNKNOWN)
    assert healed.statuses == ["matched", "matched", "not-found"], "no failure was stored"


def test_what_passes_is_asked_again(services: Services, ask: Ask) -> None:
    services.fail("503", service="crossref", times=2)
    asked = ask(printed(WORKS[0], doi=True), printed(WORKS[1]))
    assert asked.statuses == ["matched", "matched"]
    assert asked.session.requests == {"crossref": 4}


def test_a_service_that_stops_half_way_keeps_what_it_has_answered(services: Services, ask: Ask) -> None:
    services.stop(after=4)
    asked = ask(*(printed(work) for work in WORKS[:8]), UNKNOWN)
    assert asked.statuses.count("matched") == 4 - asked.statuses.count("not-found")
    assert {r.failed for r in asked.found if r.status == "unchecked"} == {True}
    services.start()
    again = ask(*(printed(work) for work in WORKS[:8]), UNKNOWN)
    assert again.statuses == ["matched"] * 8 + ["not-found"]
    assert again.session.requests == {"crossref": 5}, "nothing is asked again that was answered"


def test_one_doi_that_crossref_does_not_accept_does_not_spoil_the_others(services: Services, ask: Ask) -> None:
    services.fail("400", service="crossref", containing="doi:", times=1)
    asked = ask(printed(WORKS[0], doi=True), printed(WORKS[1], doi=True))
    assert asked.statuses == ["matched", "matched"]
    assert asked.session.requests == {"crossref": 3}


def test_another_works_record_is_no_answer(services: Services, ask: Ask) -> None:
    services.fail("another", service="crossref")
    (found,) = ask(printed(WORKS[0], doi=True)).found
    assert (found.status, found.failed) == ("unchecked", True)


def test_the_deadline_ends_the_waiting(services: Services, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.resolve.online.session._GRACE", 0.5)
    services.fail("never")
    asked = ask(printed(WORKS[0], doi=True), UNKNOWN, deadline=1)
    assert asked.statuses == ["unchecked", "unchecked"]
    assert all(resolution.failed for resolution in asked.found)


def test_ctrl_c_keeps_what_was_answered_and_asks_nothing_more(services: Services, ask: Ask) -> None:
    services.fail("never", containing="group 3:")
    timer = threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    asked = ask(printed(WORKS[1]), printed(WORKS[2]), printed(WORKS[3]))
    assert asked.statuses == ["matched", "matched", "unchecked"]
    assert "interrupted" in asked.found[2].reason
    assert asked.session.interrupted
    sent = len(services.requests)
    later = ask(printed(WORKS[7]), session=asked.session)
    assert (later.statuses, len(services.requests)) == (["unchecked"], sent)


# --- what is sent ------------------------------------------------------------------------------------------------


def test_the_token_goes_to_crossref_and_nowhere_else(services: Services, ask: Ask, quick: str, tmp_path: Path) -> None:
    asked = ask(printed(THESIS, doi=True), f"{printed(IN_PUBMED)} PMID: 31234567", UNKNOWN)
    for request in services.requests:
        assert (request.header("Crossref-Plus-API-Token") == f"Bearer {quick}") == (request.service == "crossref")
    assert quick not in repr(asked.found)
    asked.session.cache.close()
    stored = b"".join(file.read_bytes() for file in (tmp_path / "answers").iterdir())
    assert quick.encode() not in stored
    assert b"desk@clinic.example" not in stored


def test_the_address_of_the_user_is_told_to_those_who_ask_for_it(services: Services, ask: Ask) -> None:
    references = [printed(THESIS, doi=True), f"{printed(IN_PUBMED)} PMID: 31234567"]
    ask(*references)
    told = {request.service for request in services.requests if "desk@clinic.example" in request.text}
    assert told == {"crossref", "datacite", "pubmed"}
    services.requests.clear()
    ask(*references, mailto=None, refresh=True)
    assert not any("@" in request.text for request in services.requests)


def test_only_the_fields_that_are_used_are_asked_for_and_few_works(services: Services, ask: Ask) -> None:
    ask(printed(WORKS[0]))
    (request,) = services.requests
    assert request.parameter("rows") == "7"
    assert "title" in (request.parameter("select") or "").split(",")
    assert request.parameter("query.bibliographic") == printed(WORKS[0])
    assert request.header("User-Agent").startswith("citecheck/")


def test_a_local_list_of_retractions_is_asked_last_and_adds_to_what_the_services_know(tmp_path: Path, ask: Ask) -> None:
    columns = "Title,Journal,Author,RetractionDate,RetractionDOI,OriginalPaperDate,OriginalPaperDOI"
    held, unknown = WORKS[0], {**record(90), "DOI": "10.5555/nowhere.9"}
    rows = [
        f"{one['title'][0]},{one['container-title'][0]},Rosa {one['author'][0]['family']},1/2/2020 0:00,,"
        f"1/1/{one['issued']['date-parts'][0][0]} 0:00,{one['DOI']},0,Retraction"
        for one in (held, unknown)
    ]
    path = tmp_path / "retractions.csv"
    path.write_text("\n".join([f"{columns},OriginalPaperPubMedID,RetractionNature", *rows]), encoding="utf-8")
    raws = [f"{printed(one)} doi:{one['DOI']}" for one in (held, unknown)]
    found = ask(*raws, retractions=load_retractions(path)).found
    assert [(one.status, one.source) for one in found] == [("matched", "crossref"), ("matched", "works")]
    assert all(one.work and one.work.retractions for one in found)
