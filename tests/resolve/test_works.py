"""Files of works, and the index in memory that is built of one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from citecheck.resolve import WorksFileError
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks, load_works

ONE = {"DOI": "10.5555/nap.1", "title": ["Naps at noon"]}
TWO = {"DOI": "10.5555/nap.2", "title": ["Naps at night"]}
LINES = f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n"


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaint(path: Path) -> str:
    """What is said of a file: one sentence that begins with its path, here without the folder."""
    with pytest.raises(WorksFileError) as problem:
        load_works(path)
    said = str(problem.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said.removeprefix(str(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("works.json", json.dumps([ONE, TWO])),
        ("works.json", json.dumps({"status": "ok", "message": {"total-results": 2, "items": [ONE, TWO]}})),
        ("works.json", json.dumps({"items": [ONE, TWO]})),
        ("works.jsonl", LINES),
        ("works.jsonl", LINES.replace("\n", "\r\n")),
        ("works.jsonl", f"\n{LINES}\n\n"),
        ("works.jsonl", b"\xef\xbb\xbf" + LINES.encode()),
        ("works.jsonl.gz", gzip.compress(LINES.encode())),
        ("works.json.gz", gzip.compress(json.dumps([ONE, TWO]).encode())),
    ],
)
def test_works_come_in_every_form_that_crossref_gives_them_in(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert [work.doi for work in load_works(file(tmp_path, name, content))] == ["10.5555/nap.1", "10.5555/nap.2"]


@pytest.mark.parametrize("content", [json.dumps(ONE), json.dumps({"status": "ok", "message": ONE})])
def test_one_work_is_a_file_of_works_too(tmp_path: Path, content: str) -> None:
    assert [work.doi for work in load_works(file(tmp_path, "work.json", content))] == ["10.5555/nap.1"]


def test_records_without_title_and_doi_are_passed_over(tmp_path: Path) -> None:
    assert len(load_works(file(tmp_path, "works.jsonl", '{"publisher": "Fjordline"}\n' + LINES))) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("works.jsonl", LINES + '{"DOI": \n', ", line 3 is no JSON"),
        ("works.jsonl", "DOI\n" + LINES, ", line 1 is no JSON"),
        ("works.jsonl", LINES + "5\n", ", line 3 holds a number where a Crossref record is expected"),
        ("works.jsonl", LINES + "\n[1]\n", ", line 4 holds a list where"),
        ("works.jsonl.gz", gzip.compress((LINES + "oh").encode()), ", line 3 is no JSON"),
        ("works.json", '[{"DOI": "10.5555/nap.1"}, ', " is no JSON"),
        ("works.json", '[{"DOI": "10.5555/nap.1"}, "x"]', " holds a string where"),
        ("works.json", "null", " holds null where"),
        ("works.json", '{"message": null}', " holds null where"),
        ("works.json", '{"items": 5}', " holds a number where"),
        ("works.json", "[" * 100_000, " is no JSON"),
        ("works.json", "", " is no JSON"),
        ("works.json", "[]", " holds no works"),
        ("works.json", '{"message": {"items": []}}', " holds no works"),
        ("works.jsonl", "", " holds no works"),
        ("works.jsonl", "\n \n", " holds no works"),
        ("works.jsonl", '{"publisher": "Fjordline"}', " holds no works"),
        ("works.jsonl", "{}".encode("utf-16"), " is not UTF-8"),
        ("works.jsonl.gz", LINES, " cannot be read as works"),
        ("works.jsonl.gz", gzip.compress(LINES.encode())[:-9], " cannot be read as works"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    assert complaint(file(tmp_path, name, content)).startswith(said)


def test_a_folder_is_told_for_what_it_is(tmp_path: Path) -> None:
    assert "is a folder" in complaint(tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "is not there" in complaint(tmp_path / "works.jsonl")


# --- the index ---------------------------------------------------------------------------------------------------


def test_a_doi_is_found_whatever_its_case(library: LocalWorks) -> None:
    found = library.by_doi(["10.5555/NHJ.2018.101", "10.5555/none", "10.5555/jcr.2020.7"])
    assert [work and work.doi for work in found] == ["10.5555/nhj.2018.101", None, "10.5555/jcr.2020.7"]


@pytest.mark.parametrize(
    ("reference", "doi"),
    [
        ("Lund KA. Sleep duration and the course of migraine in adults. 2018", "10.5555/nhj.2018.101"),
        ("LUND K: sleep duration, course of MIGRAINE in children", "10.5555/nhj.2019.201"),
        ("Ferreira, I. (2015). Probiotic yoghurt for traveller’s diarrhoea", "10.5555/jtgh.2015.33"),
        ("Walking-programmes for osteoarthritis", "10.5555/jcr.2020.7"),
        ("Varga, Tamas. Sleep duration and migraine", "10.5555/nhj.2018.101"),
        ("Joint Care Research 2020 7 e70012", "10.5555/jcr.2020.7"),
    ],
)
def test_the_search_puts_the_likest_work_first(library: LocalWorks, reference: str, doi: str) -> None:
    assert library.search([reference], 5)[0][0].doi == doi


def test_answers_stand_in_the_order_of_the_questions(library: LocalWorks) -> None:
    answers = library.search(["osteoarthritis of the knee", "", "zebra quagga", "probiotic yoghurt"], 1)
    assert [[work.doi for work in answer] for answer in answers] == [
        ["10.5555/jcr.2020.7"],
        [],
        [],
        ["10.5555/jtgh.2015.33"],
    ]


def test_no_more_works_than_asked_for_are_given(library: LocalWorks) -> None:
    assert len(library.search(["sleep migraine tea knee yoghurt"], 3)[0]) == 3


@pytest.mark.parametrize(
    "reference", ['title:"sleep AND (', "+sleep -migraine", "sleep* OR ~", "\\", "[* TO *]", "sleep:sleep^2"]
)
def test_a_reference_is_words_and_no_query_language(library: LocalWorks, reference: str) -> None:
    found = library.search([reference], 5)[0]
    assert bool(found) == ("sleep" in reference)


def test_a_file_of_works_makes_no_claim_to_be_complete(library: LocalWorks) -> None:
    assert not library.complete


def test_works_indexed_while_they_are_read_are_found_as_others_are() -> None:
    again = {**TWO, "DOI": str(ONE["DOI"]).upper()}
    works = [work for record in (ONE, again, TWO) if (work := work_from_record(record))]
    for query in ("Naps at noon", "sleep", "10.5555/nap.2"):
        at_once, later = (LocalWorks(iter(works), searched=searched).search([query], 5) for searched in (True, False))
        assert at_once == later


@pytest.mark.parametrize("searched", [True, False])
def test_an_index_of_no_works_finds_nothing(searched: bool) -> None:
    empty = LocalWorks([], searched=searched)
    assert list(empty.by_doi(["10.5555/nap.1"])) == [None]
    assert list(empty.search(["Naps at noon"], 5)) == [[]]


def test_words_that_copying_tears_apart_or_runs_together_are_still_searched_for() -> None:
    works = [work for record in (ONE, TWO) if (work := work_from_record(record))]
    for torn in ("Na ps atNoon", "napsAtNoon", "Naps1noon"):
        assert LocalWorks(works).search([torn], 1)[0][0].doi == "10.5555/nap.1", torn
