"""Each fault does what it says, to whom and as often as it was planned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
import requests
from requests import exceptions as failures
from tests.services import FAULTS, Fault, Services, of_kind
from tests.services.conftest import DATA, MORE_DATA, NOTICE, TRIAL, WORKS, Serving

RECORD = f"/works/{TRIAL['DOI']}"
PUBMED = {"db": "pubmed", "id": "900000001,900000002"}


def names(faults: Sequence[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=lambda fault: fault.name)


def get(services: Services, path: str = RECORD, **options: Any) -> requests.Response:
    return requests.get(f"{services.crossref_url}{path}", timeout=30, **options)


def fetched(services: Services) -> requests.Response:
    return requests.get(f"{services.eutils_url}/efetch.fcgi", params=PUBMED, timeout=30)


def test_there_are_many_faults_and_each_has_its_own_name_and_words() -> None:
    assert len(FAULTS) >= 30
    assert len({fault.says for fault in FAULTS.values()}) == len(FAULTS)
    assert {fault.kind for fault in FAULTS.values()} == {"status", "body", "json", "record", "xml", "line"}


@names(of_kind("status"))
def test_a_status_is_answered_whatever_is_asked(elsewhere: Services, fault: Fault) -> None:
    elsewhere.fail(fault.name)
    response = get(elsewhere, allow_redirects=False)
    assert response.status_code == int(fault.name[:3])
    assert ("Retry-After" in response.headers) == (fault.name[3:] not in ("", "-page", "-loop", "-away", "-file"))


def test_a_redirect_leads_back_to_itself(elsewhere: Services) -> None:
    elsewhere.fail("302-loop", containing="walking")
    with pytest.raises(failures.TooManyRedirects):
        get(elsewhere, "/works?query=walking")


@names(of_kind("body"))
def test_a_body_is_not_the_right_one(elsewhere: Services, fault: Fault) -> None:
    right = get(elsewhere)
    elsewhere.fail(fault.name)
    try:
        wrong = get(elsewhere)
    except failures.ContentDecodingError:
        assert fault.name.startswith("gzip")
    else:
        assert wrong.status_code == 200
        said = ("Content-Type", "Content-Encoding")
        assert [wrong.content, *(wrong.headers.get(key) for key in said)] != [
            right.content,
            *(right.headers.get(key) for key in said),
        ]
    assert [struck.fault for struck in elsewhere.struck] == [fault]


@names(of_kind("json", "record"))
@pytest.mark.parametrize("query", ["crossref one", "crossref list", "datacite", "esummary"])
def test_json_is_not_the_right_one(serving: Serving, fault: Fault, query: str) -> None:
    services = serving([TRIAL, NOTICE, DATA, MORE_DATA], burst=100)
    url = {
        "crossref one": f"{services.crossref_url}{RECORD}",
        "crossref list": f"{services.crossref_url}/works?query=walking",
        "datacite": f"{services.datacite_url}/dois/{DATA['DOI']}",
        "esummary": f"{services.eutils_url}/esummary.fcgi?db=pubmed&retmode=json&id=900000001,900000002",
    }[query]
    right = requests.get(url, timeout=30)
    services.fail(fault.name)
    wrong = requests.get(url, timeout=30)
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (200, right.headers["Content-Type"])
    assert wrong.content != right.content


def test_another_works_record_is_whole_and_of_another_work(elsewhere: Services) -> None:
    elsewhere.fail("another")
    assert get(elsewhere).json()["message"]["DOI"] == NOTICE["DOI"]
    data = requests.get(f"{elsewhere.datacite_url}/dois/{DATA['DOI']}", timeout=30).json()["data"]
    assert data["attributes"]["titles"] == [{"title": "Steps counted"}]
    asked = {"db": "pubmed", "id": "900000001", "retmode": "json"}
    summaries = requests.get(f"{elsewhere.eutils_url}/esummary.fcgi", params=asked, timeout=30).json()
    assert summaries["result"]["900000001"]["uid"] == "900000002"


def test_a_half_character_comes_as_json_writes_it(elsewhere: Services) -> None:
    elsewhere.fail("surrogate-title")
    assert get(elsewhere).json()["message"]["title"] == ["\ud800 half"]


@names(of_kind("xml"))
def test_xml_is_not_the_right_one_and_json_is(elsewhere: Services, fault: Fault) -> None:
    right = fetched(elsewhere).content
    elsewhere.fail(fault.name)
    assert fetched(elsewhere).content != right
    assert get(elsewhere).json()["message"]["DOI"] == TRIAL["DOI"]
    assert len(elsewhere.struck) == 1


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("never", failures.ReadTimeout),
        ("stalled", failures.ConnectionError),
        ("cut-off", failures.ChunkedEncodingError),
        ("cut-off-chunks", failures.ChunkedEncodingError),
        ("closed", failures.ConnectionError),
        ("reset", failures.ConnectionError),
        ("reset-midway", failures.ChunkedEncodingError),
        ("not-http", failures.ConnectionError),
        ("endless-header", failures.ConnectionError),
        ("many-headers", failures.ConnectionError),
    ],
)
def test_a_connection_fails_as_it_should(elsewhere: Services, name: str, failure: type[Exception]) -> None:
    elsewhere.fail(name)
    patience = 0.3 if name in ("never", "stalled") else 30
    with pytest.raises(failure):
        requests.get(f"{elsewhere.crossref_url}{RECORD}", timeout=patience)
    elsewhere.heal()
    assert get(elsewhere).status_code == 200
    assert elsewhere.violations == []


@pytest.mark.parametrize("name", ["slow", "dripping", "dripping-headers"])
def test_a_slow_answer_is_right_in_the_end(serving: Serving, name: str) -> None:
    services = serving([TRIAL], seconds=0.0005)
    right = get(services).json()
    services.fail(name)
    assert get(services).json() == right


@pytest.mark.parametrize("name", ["huge", "endless", "gzip-bomb"])
def test_a_large_answer_goes_on_until_the_client_has_enough(elsewhere: Services, name: str) -> None:
    elsewhere.fail(name)
    with get(elsewhere, stream=True) as response:
        read = sum(len(piece) for piece, _ in zip(response.iter_content(1 << 20), range(40), strict=False))
    assert read == 40 << 20


def test_a_fault_befalls_whom_it_was_planned_for_and_as_often(elsewhere: Services) -> None:
    elsewhere.fail("503", service="crossref", containing=str(TRIAL["DOI"]).upper(), after=1, times=2)
    assert [get(elsewhere).status_code for _ in range(5)] == [200, 503, 503, 200, 200]
    assert get(elsewhere, f"/works/{NOTICE['DOI']}").status_code == 200
    elsewhere.fail("500", service="datacite")
    assert get(elsewhere).status_code == 200
    assert requests.get(f"{elsewhere.datacite_url}/dois/{DATA['DOI']}", timeout=30).status_code == 500
    elsewhere.heal()
    assert requests.get(f"{elsewhere.datacite_url}/dois/{DATA['DOI']}", timeout=30).status_code == 200


def test_what_is_planned_last_comes_first(elsewhere: Services) -> None:
    elsewhere.fail("500")
    elsewhere.fail("404", times=1)
    assert [get(elsewhere).status_code for _ in range(2)] == [404, 500]


def test_a_fault_that_there_is_not_is_refused(elsewhere: Services) -> None:
    with pytest.raises(KeyError):
        elsewhere.fail("thunder")
    with pytest.raises(ValueError, match="no service 'pubmet', only crossref"):
        elsewhere.fail("500", service="pubmet")


def test_the_services_stop_half_way_and_come_back(elsewhere: Services) -> None:
    elsewhere.stop(after=2)
    with requests.Session() as session:
        assert [session.get(f"{elsewhere.crossref_url}{RECORD}").status_code for _ in range(2)] == [200, 200]
        with pytest.raises(failures.ConnectionError):
            session.get(f"{elsewhere.crossref_url}{RECORD}")
    assert len(elsewhere.requests) == 2
    elsewhere.start()
    assert get(elsewhere).status_code == 200


def test_what_was_sent_is_found_wherever_it_was_sent(elsewhere: Services) -> None:
    article = "Ten minutes of walking after dinner lowered blood sugar in one small trial."
    requests.get(f"{elsewhere.crossref_url}/works/10.5555%2Fa", params={"query": "walking"}, timeout=30)
    assert elsewhere.leaks(article) == []
    headers = {"X-Note": "lowered blood sugar, in ONE"}
    requests.post(f"{elsewhere.url('nowhere')}/x", data="minutes of walking after dinner", headers=headers, timeout=30)
    assert elsewhere.leaks(article) == ["minutes of walking after dinner", "lowered blood sugar in one"]
    assert "GET /works/10.5555/a" in elsewhere.sent_text()


def test_the_command_says_where_it_is() -> None:
    command = [sys.executable, "-m", "tests.services", *map(str, WORKS), "--fail", "503"]
    root = WORKS[0].parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as running:
        assert running.stdout
        said = dict(running.stdout.readline().split() for _ in range(5))
        assert list(said) == ["crossref", "datacite", "doi", "eutils", "converter"]
        assert requests.get(f"{said['crossref']}/works", timeout=30).status_code == 503
        running.kill()


def test_the_command_says_in_a_sentence_that_it_cannot_read_the_works() -> None:
    command = [sys.executable, "-m", "tests.services", "no-such-file.jsonl"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=WORKS[0].parents[2], check=False)
    assert ran.returncode == 2
    assert "the works cannot be read: [Errno 2] No such file or directory: 'no-such-file.jsonl'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_fault_of_the_server_itself_goes_unseen(serving: Serving) -> None:
    services = serving([TRIAL])
    services.fail("another")
    with pytest.raises(failures.ConnectionError):
        get(services)
    assert [type(error) for error in services.errors] == [LookupError]
    services.errors.clear()
