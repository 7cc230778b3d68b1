"""Crossref's routes, shapes and refusals."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from tests.services import Services
from tests.services.conftest import Serving

MIGRAINE = "10.5555/nhj.2018.0101"
TITLE = "Prevalence of migraine in adults: a survey linked with prescription registers"


def get(services: Services, path: str, **parameters: Any) -> requests.Response:
    return requests.get(f"{services.crossref_url}{path}", params=parameters, timeout=30)


@pytest.mark.parametrize("written", [MIGRAINE, MIGRAINE.upper(), MIGRAINE.replace("/", "%2F")])
def test_a_work_is_found_by_its_doi_however_it_is_written(services: Services, written: str) -> None:
    response = get(services, f"/works/{written}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    answer = response.json()
    assert (answer["status"], answer["message-type"]) == ("ok", "work")
    assert answer["message"]["DOI"] == MIGRAINE
    assert answer["message"]["title"] == [TITLE]


def test_an_unknown_doi_is_not_found_in_plain_text(services: Services) -> None:
    response = get(services, "/works/10.5555/there.is.none")
    assert (response.status_code, response.text) == (404, "Resource not found.")
    assert response.headers["Content-Type"].startswith("text/plain")


def test_a_record_says_nothing_of_what_is_only_ours(services: Services) -> None:
    items = get(services, "/works", rows=1000).json()["message"]["items"]
    assert len(items) == len(services.works)
    assert not [key for item in items for key in item if key.startswith("_")]


def test_many_dois_are_looked_up_in_one_list(services: Services) -> None:
    asked = [record["DOI"] for record in services.works.records[5:45]]
    doubtful = [*asked, "10.5555/there.is.none", asked[0].upper()]
    answer = get(services, "/works", filter=",".join(f"doi:{doi}" for doi in doubtful), rows=1000).json()
    assert answer["message-type"] == "work-list"
    assert sorted(item["DOI"] for item in answer["message"]["items"]) == sorted(asked)
    assert answer["message"]["total-results"] == len(asked)


def test_a_query_ranks_by_shared_words_and_selects(services: Services) -> None:
    reference = f"Lindqvist P, Amadi C, Roussel F. {TITLE}. Nordic Headache Journal. 2018;11(2):101-110."
    answer = get(services, "/works", **{"query.bibliographic": reference}, rows=5, select="DOI,title,score").json()
    items = answer["message"]["items"]
    assert items[0]["DOI"] == MIGRAINE
    assert [set(item) for item in items] == [{"DOI", "title", "score"}] * 5
    scores = [item["score"] for item in items]
    assert scores == sorted(scores, reverse=True)
    assert answer["message"]["query"]["search-terms"] == reference


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ({"select": "DOI,language"}, "select-not-available"),
        ({"format": "bibtex"}, "unknown-parameter"),
        ({"rows": "1001"}, "integer-not-valid"),
        ({"rows": "ten"}, "integer-not-valid"),
        ({"query.firstpage": "101"}, "field-query-not-available"),
        ({"filter": "pmid:1"}, "filter-not-available"),
        ({"filter": "doi"}, "filter-not-valid"),
        ({"filter": "from-pub-date:May"}, "date-not-valid"),
        ({"cursor": "next"}, "cursor-not-valid"),
    ],
)
def test_what_the_route_does_not_know_is_refused(services: Services, parameters: dict[str, str], kind: str) -> None:
    response = get(services, "/works", **parameters)
    assert response.status_code == 400
    answer = response.json()
    assert (answer["status"], answer["message-type"]) == ("failed", "validation-failure")
    assert [problem["type"] for problem in answer["message"]] == [kind]


def test_a_single_record_takes_no_parameters_but_an_address(services: Services) -> None:
    response = get(services, f"/works/{MIGRAINE}", rows=1)
    assert (response.status_code, response.json()["message"][0]["type"]) == (400, "parameter-not-allowed")


def test_filters_narrow_a_list_and_dates_sort_it(services: Services) -> None:
    filters = "from-pub-date:2018,until-pub-date:2019-06,type:journal-article,type:book"
    answer = get(services, "/works", filter=filters, sort="issued", order="asc", rows=1000).json()
    dates = [item["issued"]["date-parts"][0] for item in answer["message"]["items"]]
    assert dates == sorted(dates)
    assert {date[0] for date in dates} == {2018, 2019}


def test_notices_are_found_from_either_end(services: Services) -> None:
    retracted = next(record for record in services.works.records if "updated-by" in record)
    notice = retracted["updated-by"][0]["DOI"]
    answer = get(services, "/works", filter=f"updates:{retracted['DOI']}", select="DOI").json()
    assert answer["message"]["items"] == [{"DOI": notice}]
    assert get(services, f"/works/{retracted['DOI']}").json()["message"]["updated-by"] == retracted["updated-by"]


def test_a_cursor_leads_through_all_works_once(serving: Serving) -> None:
    services = serving(burst=100)
    found: list[str] = []
    cursor = "*"
    while items := (message := get(services, "/works", cursor=cursor, rows=50).json()["message"])["items"]:
        found += [item["DOI"] for item in items]
        cursor = message["next-cursor"]
    assert found == [record["DOI"] for record in services.works.records]


def test_each_answer_tells_the_limits_of_its_pool(services: Services) -> None:
    told = [
        get(services, f"/works/{MIGRAINE}").headers,
        get(services, "/works").headers,
        get(services, f"/works/{MIGRAINE}", mailto="a@example.org").headers,
        get(services, "/works", mailto="a@example.org").headers,
    ]
    assert [(h["x-api-pool"], h["x-rate-limit-limit"], h["x-concurrency-limit"]) for h in told] == [
        ("public-single", "5", "1"),
        ("public-array", "1", "1"),
        ("polite-single", "10", "3"),
        ("polite-array", "3", "3"),
    ]
    assert {h["x-rate-limit-interval"] for h in told} == {"1s"}
