"""References out: the matched work's record, or the reference as it is cited, and never a wrong identifier."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
import rispy
from msgspec.structs import replace
from pybtex.database import Entry, parse_string

from citecheck.model import Reference, Report, Resolution, Work
from citecheck.report.bibliography import bibliography, tidy
from citecheck.report.results import Results

Item = dict[str, Any]


def _rendered(name: str, results: Results) -> str:
    text: str = import_module(f"citecheck.report.{name}").render(results)
    return text


def _matched(results: Results) -> dict[str, Work]:
    """The matched works by their DOIs."""
    return {
        r.doi.lower(): r.work
        for report in results.reports
        if isinstance(report, Report)
        for r in report.audited.resolutions.values()
        if r.status == "matched" and r.doi and r.work
    }


def test_what_is_matched_goes_out_as_its_record(results: Results) -> None:
    works = _matched(results)
    items = {item["DOI"].lower(): item for item in json.loads(_rendered("csl_json", results)) if "DOI" in item}
    assert len(works) > 40
    for doi, work in works.items():
        assert items[doi]["title"] == work.csl["title"]
        assert items[doi]["note"].startswith("Record of the matched work, from ")
        assert "Cited as: " in items[doi]["note"]


def test_what_is_not_matched_goes_out_as_cited_and_says_so(results: Results) -> None:
    items = json.loads(_rendered("csl_json", results))
    left = [item for item in items if item.get("DOI", "").lower() not in _matched(results)]
    assert len(left) > 5
    assert all(
        item["note"].startswith(("Not matched with a work (", "Record of the matched work")) and item["title"]
        for item in left
    )


def test_a_work_that_several_articles_cite_goes_out_once(results: Results) -> None:
    dois = [item["DOI"].lower() for item in json.loads(_rendered("csl_json", results)) if "DOI" in item]
    assert len(dois) == len(set(dois))
    twice = replace(results, reports=(*results.reports, *results.reports))
    assert _rendered("csl_json", twice) == _rendered("csl_json", results)


def test_all_formats_have_the_same_entries(results: Results) -> None:
    keys = [item["id"] for item in json.loads(_rendered("csl_json", results))]
    assert list(parse_string(_rendered("bibtex", results), "bibtex").entries) == keys
    assert [entry["id"] for entry in rispy.loads(_rendered("ris", results))] == keys


def test_bibtex_and_ris_tell_what_csl_json_tells(results: Results) -> None:
    """Where the words hold nothing that LaTeX writes in its own way."""
    entries = parse_string(_rendered("bibtex", results), "bibtex").entries
    records = {entry["id"]: entry for entry in rispy.loads(_rendered("ris", results))}
    compared = 0
    for item in json.loads(_rendered("csl_json", results)):
        entry, record = entries[item["id"]], records[item["id"]]
        assert record["title"] == item["title"]
        assert record.get("doi") == item.get("DOI")
        assert record["notes"] == [item["note"]]
        assert record.get("authors", []) == [_printed(name) for name in item.get("author", [])]
        if "issued" in item:
            assert record["year"] == str(item["issued"]["date-parts"][0][0])
            assert entry.fields["year"] == record["year"]
        if not set("&%$#_{}~^\\") & set(item["title"]):
            assert entry.fields["title"] == f"{{{item['title']}}}"
            compared += 1
        assert _families(entry) == [name.get("family", name.get("literal")) for name in item.get("author", [])]
    assert compared > 50


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [("101-110", "101", "110"), ("211–30", "211", "230"), ("e12", "e12", None), ("S3, 10-12", "S3, 10-12", None)],
)
def test_pages_in_ris(made: Results, page: str, first: str, last: str | None) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    work = Work({"type": "chapter", "title": "Tea", "page": page, "editor": [{"family": "Lund", "given": "K"}]})
    found = {**report.audited.resolutions, "1": Resolution("matched", "…", work)}
    changed = replace(report, audited=replace(report.audited, resolutions=found))
    record = rispy.loads(_rendered("ris", replace(made, reports=[changed])))[0]
    assert (record["start_page"], record.get("end_page")) == (first, last)
    assert record["secondary_authors"] == ["Lund, K"]


def _printed(name: dict[str, str]) -> str:
    return ", ".join(filter(None, (name.get("family") or name.get("literal"), name.get("given"))))


def _families(entry: Entry) -> list[str]:
    people = entry.persons.get("author", [])
    return [" ".join((*person.prelast_names, *person.last_names)).strip("{}") for person in people]


def test_an_identifier_of_another_work_is_left_out(made: Results) -> None:
    for name in ("csl_json", "bibtex", "ris"):
        text = _rendered(name, replace(made, reports=made.reports[:1]))
        lines = [line for line in text.splitlines() if "10.5555/other.1" in line]
        assert lines
        assert all("Cited as: " in line for line in lines)


def test_a_retraction_is_told(made: Results) -> None:
    assert "Retracted on 2021-02-03 (notice: 10.5555/sl.2021.9)." in _rendered("csl_json", made)


def test_the_work_that_is_meant_goes_out_where_the_doi_is_of_another(made: Results) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    meant = Work({"type": "article-journal", "title": "Coffee", "DOI": "10.5555/sl.2018.1"})
    other = report.audited.resolutions["1"].work
    found = {**report.audited.resolutions, "3": Resolution("mismatch", "…", meant, identifier_work=other)}
    audited = replace(report.audited, resolutions=found)
    entry = bibliography([replace(report, audited=audited)])[2]
    assert entry.csl["DOI"] == "10.5555/sl.2018.1"
    assert "The identifier printed belongs to another work." in entry.note


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (["O'Leary", "O’Leary", "Oleary"], ["oleary2019", "oleary2019a", "oleary2019b"]),
        (["Ní Chualáin", "Müller-Lüdenscheidt"], ["ni2019", "mullerludenscheidt2019"]),
        (["山本", ""], ["work2019", "tea2019"]),
    ],
)
def test_keys_are_plain_and_no_two_are_the_same(made: Results, names: list[str], keys: list[str]) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    references = tuple(
        Reference(
            i, i + 1, str(i), None, f"raw {i}",
            {"type": "book", "title": "Tea", "issued": {"date-parts": [[2019]]}}
            | ({"author": [{"family": name, "given": "A"}]} if name else {}),
        )
        for i, name in enumerate(names)
    )  # fmt: skip
    resolutions = {r.id: Resolution("unchecked", "offline") for r in references}
    article = replace(report.audited.article, references=references)
    audited = replace(report.audited, article=article, resolutions=resolutions)
    assert [entry.key for entry in bibliography([replace(report, audited=audited)])] == keys


def test_of_a_record_only_what_csl_knows_goes_out() -> None:
    csl = {"type": "component", "title": "Tea", "published-online": {"date-parts": [[2019]]}, "alternative-id": "x"}
    assert tidy(csl) == {"type": "document", "title": "Tea", "issued": {"date-parts": [[2019]]}}
