"""DataCite's, doi.org's and PubMed's routes and shapes."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests
from tests.services import Services
from tests.services.conftest import DATA, FOREIGN, MORE_DATA, NOTICE, TRIAL


def get(url: str, **parameters: Any) -> requests.Response:
    return requests.get(url, params=parameters, timeout=30)


def json(url: str, **parameters: Any) -> Any:
    return get(url, **parameters).json()


def test_crossref_has_no_record_of_another_agency_but_knows_it(elsewhere: Services) -> None:
    url = f"{elsewhere.crossref_url}/works/{DATA['DOI']}"
    assert get(url).status_code == 404
    assert json(f"{url}/agency")["message"]["agency"] == {"id": "datacite", "label": "DataCite"}
    listed = json(f"{elsewhere.crossref_url}/works")["message"]["items"]
    assert [item["DOI"] for item in listed] == [TRIAL["DOI"], NOTICE["DOI"]]


def test_doi_org_says_who_registered_each_doi(elsewhere: Services) -> None:
    asked = [TRIAL["DOI"], str(DATA["DOI"]).upper(), FOREIGN["DOI"], "10.5555/none", "walks", "10.5555"]
    answer = json(f"{elsewhere.doi_url}/doiRA/{','.join(map(str, asked))}")
    assert answer == [
        {"DOI": asked[0], "RA": "Crossref"},
        {"DOI": asked[1], "RA": "DataCite"},
        {"DOI": asked[2], "RA": "mEDRA"},
        {"DOI": asked[3], "status": "DOI does not exist"},
        {"DOI": asked[4], "status": "Invalid DOI"},
        {"DOI": asked[5], "RA": "Crossref"},
    ]


def test_doi_org_refuses_an_address_that_is_too_long(elsewhere: Services) -> None:
    assert get(f"{elsewhere.doi_url}/doiRA/{','.join(['10.5555/none'] * 1000)}").status_code == 414


def test_datacite_gives_its_own_work_by_doi(elsewhere: Services) -> None:
    data = json(f"{elsewhere.datacite_url}/dois/{str(DATA['DOI']).upper()}")["data"]
    assert (data["id"], data["type"]) == (DATA["DOI"], "dois")
    attributes = data["attributes"]
    assert attributes["titles"] == [{"title": "Walks after meals: measurements"}]
    assert [creator["name"] for creator in attributes["creators"]] == ["Aldous, Peter M", "Daily Walks Group"]
    assert (attributes["publicationYear"], attributes["types"]["resourceTypeGeneral"]) == (2020, "Dataset")


def test_datacite_does_not_know_crossrefs_works(elsewhere: Services) -> None:
    response = get(f"{elsewhere.datacite_url}/dois/{TRIAL['DOI']}")
    assert response.status_code == 404
    assert response.json()["errors"][0]["status"] == "404"


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"query": "walks after meals measurements"}, [DATA]),
        ({"query": 'titles.title:"steps counted"'}, [MORE_DATA]),
        ({"query": f'doi:"{DATA["DOI"]}" OR doi:{MORE_DATA["DOI"]}'}, [DATA, MORE_DATA]),
        ({"ids": f"{MORE_DATA['DOI']},10.5555/none"}, [MORE_DATA]),
        ({"query": "walks aldous", "page[size]": 1, "page[number]": 1}, [DATA]),
    ],
)
def test_datacite_lists_what_a_query_finds(elsewhere: Services, parameters: dict[str, Any], found: list[Any]) -> None:
    answer = json(f"{elsewhere.datacite_url}/dois", **parameters)
    assert [entry["id"] for entry in answer["data"]][: len(found)] == [work["DOI"] for work in found]
    assert answer["meta"]["total"] >= len(answer["data"])


@pytest.mark.parametrize(
    ("term", "pmids"),
    [
        ("900000001[uid]", ["900000001"]),
        ("10.5555/jdm.2019.0033[doi]", ["900000001"]),
        ("10.5555/JDM.2019.0033[aid] OR 10.5555/jdm.2021.0601[aid]", ["900000002", "900000001"]),
        ("walking glucose[ti] AND 2019[dp]", ["900000001"]),
        ("(2019[dp] OR 2021[dp]) AND Retraction[ti]", ["900000002"]),
        ("walking NOT crossover", ["900000002"]),
        ('"J Daily Mov"[ta] AND 4[vi] AND 33[pg] AND Aldous PM[au]', ["900000001"]),
        ("PMC900000011[pmcid]", ["900000001"]),
        ("walking penguins", []),
        (DATA["DOI"], []),
    ],
)
def test_esearch_finds_what_the_term_says(elsewhere: Services, term: str, pmids: list[str]) -> None:
    result = json(f"{elsewhere.eutils_url}/esearch.fcgi", db="pubmed", term=term, retmode="json")["esearchresult"]
    assert result["idlist"] == pmids
    assert result["count"] == str(len(pmids))
    assert ("warninglist" in result) == (not pmids)


def test_esummary_gives_several_and_names_what_it_does_not_know(elsewhere: Services) -> None:
    form = {"db": "pubmed", "id": "900000001,900000009", "retmode": "json"}
    result = requests.post(f"{elsewhere.eutils_url}/esummary.fcgi", data=form, timeout=30).json()["result"]
    assert result["uids"] == ["900000001", "900000009"]
    assert result["900000009"] == {"uid": "900000009", "error": "cannot get document summary"}
    known = result["900000001"]
    assert known["title"] == "Post-meal walking & glucose: a randomised crossover trial."
    assert [author["name"] for author in known["authors"]] == ["Aldous PM", "Daily Walks Group"]
    assert (known["pubdate"], known["sortpubdate"]) == ("2019 Apr 9", "2019/04/09 00:00")
    assert {found["idtype"]: found["value"] for found in known["articleids"]} == {
        "pubmed": "900000001",
        "pmc": "PMC900000011",
        "doi": TRIAL["DOI"],
    }
    assert known["pubtype"] == ["Randomized Controlled Trial", "Retracted Publication"]


def test_efetch_gives_types_abstract_identifiers_and_notices(elsewhere: Services) -> None:
    response = get(f"{elsewhere.eutils_url}/efetch.fcgi", db="pubmed", id="900000001,900000002", retmode="xml")
    assert response.headers["Content-Type"].startswith("text/xml")
    articles = ET.fromstring(response.content).findall("PubmedArticle")  # noqa: S314  it is our own server's
    texts = [
        [element.text for element in article.iter(name)]
        for article in articles
        for name in ("ArticleTitle", "PublicationType", "AbstractText")
    ]
    assert texts == [
        ["Post-meal walking & glucose: a randomised crossover trial"],
        ["Randomized Controlled Trial", "Retracted Publication"],
        ["Ninety adults walked.", "Glucose fell (p<0.05)."],
        ["Retraction: Post-meal walking & glucose"],
        ["Journal Article", "Retraction of Publication"],
        [],
    ]
    labels = [element.get("Label") for element in articles[0].iter("AbstractText")]
    assert labels == ["METHODS", "RESULTS"]
    notices = [
        (notice.get("RefType"), notice.findtext("RefSource"), notice.findtext("PMID"))
        for article in articles
        for notice in article.iter("CommentsCorrections")
    ]
    assert notices == [
        ("RetractionIn", "J Daily Mov. doi: 10.5555/jdm.2021.0601", "900000002"),
        ("RetractionOf", "J Daily Mov. doi: 10.5555/jdm.2019.0033", "900000001"),
    ]
    identifiers = {element.get("IdType"): element.text for element in articles[0].iter("ArticleId")}
    assert identifiers == {"pubmed": "900000001", "doi": TRIAL["DOI"], "pmc": "PMC900000011"}


def test_the_converter_knows_only_what_is_in_pmc(elsewhere: Services) -> None:
    asked = f"900000001,PMC900000011,{TRIAL['DOI']},900000002"
    answer = json(elsewhere.converter_url, ids=asked, format="json")
    known = {"doi": TRIAL["DOI"], "pmcid": "PMC900000011", "pmid": 900000001}
    assert answer["status"] == "ok"
    assert answer["records"] == [
        known | {"requested-id": "900000001"},
        known | {"requested-id": "PMC900000011"},
        known | {"requested-id": TRIAL["DOI"]},
        {
            "pmid": 900000002,
            "requested-id": "900000002",
            "status": "error",
            "errmsg": "Identifier not found in PMC",
        },
    ]
