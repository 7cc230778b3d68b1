"""A local copy of the Retraction Watch data, written as Crossref distributes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.model import Resolution, UpdateNotice, Work
from citecheck.resolve import WorksFileError, resolve_all
from citecheck.resolve.retraction_watch import RetractionWatch, load_retractions
from citecheck.resolve.works import LocalWorks

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes"
).split(",")
ZINC = {
    "Record ID": "1",
    "Title": "Zinc lozenges, and the duration of colds",
    "Journal": "Cold Facts",
    "Author": "Carla Orsini;Victor B Pell",
    "RetractionDate": "3/9/2018 0:00",
    "RetractionDOI": "10.5555/cold.2018.0001",
    "RetractionPubMedID": "0",
    "OriginalPaperDate": "1/2/2016 0:00",
    "OriginalPaperDOI": "10.5555/Cold.2016.0040",
    "OriginalPaperPubMedID": "4711",
    "RetractionNature": "Retraction",
    "Reason": "+Error in Data;+Unreliable Results;",
}
RAW = "Orsini C, Pell VB. Zinc lozenges, and the duration of colds. Cold Facts. 2016. doi:10.5555/cold.2016.0040"
CSL = {
    "type": "article-journal",
    "title": "Zinc lozenges, and the duration of colds",
    "author": [{"family": "Orsini", "given": "C"}, {"family": "Pell", "given": "VB"}],
    "container-title": "Cold Facts",
    "issued": {"date-parts": [[2016]]},
    "DOI": "10.5555/cold.2016.0040",
}
Load = Callable[..., RetractionWatch]


def table(*rows: dict[str, str]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*COLUMNS, ""])
    writer.writerows([*(row.get(column, "") for column in COLUMNS), ""] for row in rows)
    return written.getvalue()


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load_(*rows: dict[str, str], encoding: str = "utf-8") -> RetractionWatch:
        path = tmp_path / "retractions.csv"
        path.write_bytes(table(*rows).encode(encoding))
        return load_retractions(path)

    return load_


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_work_of_the_file_comes_with_its_notice(load: Load, encoding: str) -> None:
    (work,) = load(ZINC | {"Institution": "Université; "}, encoding=encoding).by_doi(["10.5555/COLD.2016.0040"])
    assert work is not None
    assert work.csl == {
        "type": "article-journal",
        "title": "Zinc lozenges, and the duration of colds",
        "author": [{"family": "Orsini", "given": "Carla"}, {"family": "Pell", "given": "Victor B"}],
        "container-title": "Cold Facts",
        "issued": {"date-parts": [[2016, 1, 2]]},
        "DOI": "10.5555/Cold.2016.0040",
        "PMID": "4711",
    }
    assert work.updates == (UpdateNotice("retraction", "10.5555/cold.2018.0001", "2018-03-09", "retraction-watch"),)


@pytest.mark.parametrize(
    ("nature", "type_"),
    [
        ("Retraction", "retraction"),
        ("Expression of concern", "expression_of_concern"),
        ("Correction", "correction"),
        ("Reinstatement", "reinstatement"),
    ],
)
def test_the_nature_of_a_row_is_the_type_of_its_notice(load: Load, nature: str, type_: str) -> None:
    (work,) = load(ZINC | {"RetractionNature": nature}).by_pmid(["4711"])
    assert work is not None
    assert [notice.type for notice in work.updates] == [type_]


def test_what_is_unavailable_is_no_identifier(load: Load) -> None:
    unknown = {"OriginalPaperDOI": "unavailable", "OriginalPaperPubMedID": "0", "RetractionDOI": "Unavailable"}
    found = load(ZINC, {**ZINC, **unknown}, {**ZINC, **unknown, "OriginalPaperPubMedID": "12", "RetractionDate": "?"})
    assert found.by_doi(["unavailable"]) == [None]
    assert found.by_pmid(["0", ""]) == [None, None]
    (work,) = found.by_pmid(["12"])
    assert work is not None
    assert work.updates == (UpdateNotice("retraction", None, None, "retraction-watch"),)


def test_a_work_that_was_reinstated_is_not_retracted(load: Load) -> None:
    again = {"RetractionNature": "Reinstatement", "RetractionDate": "6/1/2019 0:00", "RetractionDOI": ""}
    (work,) = load(ZINC, ZINC | again).by_doi([str(CSL["DOI"])])
    assert work is not None
    assert len(work.updates) == 2
    assert not work.retractions


# --- with other sources ------------------------------------------------------------------------------------------


def work(*updates: UpdateNotice) -> Work:
    return Work({**CSL, "volume": "1"}, updates=updates)


def test_a_notice_is_added_to_a_work_that_another_source_holds(load: Load) -> None:
    (found,) = resolve_all([(CSL, RAW)], [LocalWorks([work()])], None, offline=True, retractions=load(ZINC))
    assert found.status == "matched"
    assert found.work is not None
    assert found.work.csl["volume"] == "1"
    assert [notice.source for notice in found.work.retractions] == ["retraction-watch"]


def test_a_retraction_that_the_publisher_tells_of_too_is_counted_once(load: Load) -> None:
    told = UpdateNotice("retraction", "10.5555/cold.2018.0001", "2018-03-02", "publisher")
    before = Resolution("matched", "", work(told))
    assert load(ZINC).added_to(before) is before


def test_a_work_that_no_other_source_holds_is_found_offline(load: Load) -> None:
    (found,) = resolve_all([(CSL, RAW)], [], None, offline=True, retractions=load(ZINC))
    assert (found.status, found.source) == ("matched", "works")
    assert found.work is not None
    assert found.work.retractions


def test_the_doi_of_a_retracted_work_on_another_reference_is_no_retraction_of_that(load: Load) -> None:
    other = {
        **CSL,
        "title": "Sound therapy for tinnitus in carpenters",
        "author": [{"family": "Yates", "given": "B"}],
        "container-title": "Ear Nose Plain",
        "issued": {"date-parts": [[2009]]},
    }
    raw = "Yates B. Sound therapy for tinnitus in carpenters. Ear Nose Plain. 2009. doi:10.5555/cold.2016.0040"
    (found,) = resolve_all([(other, raw)], [], None, offline=True, retractions=load(ZINC))
    assert found.status == "mismatch"
    assert found.work is None


def test_a_reference_that_the_file_lacks_stays_as_it_was(load: Load) -> None:
    csl = {**CSL, "DOI": "10.5555/cold.2020.0001"}
    (found,) = resolve_all([(csl, RAW)], [], None, offline=True, retractions=load(ZINC))
    assert found.status == "unchecked"
    assert not found.failed


# --- files that cannot be used -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is no Retraction Watch CSV: it has no column Title"),
        ("<!DOCTYPE html>\n<p>Sign in</p>\n", "is no Retraction Watch CSV: it has no column Title"),
        ("DOI,Title\n10.5555/a,Naps\n", "is no Retraction Watch CSV: it has no column Journal"),
        (table(), "names no work that was retracted"),
        (table(ZINC | {"OriginalPaperDOI": "", "OriginalPaperPubMedID": "0"}), "names no work that was retracted"),
        (table(ZINC) + "2,Naps,,,", "row 2 is cut short"),
        (table(ZINC) + '2,"' + "x" * 200_000, "row 2 cannot be read"),
    ],
)
def test_another_or_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorksFileError) as caught:
        load_retractions(path)
    message = str(caught.value)
    assert message.startswith(f"{path}")
    assert complaint in message
    assert "\n" not in message


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(WorksFileError, match="cannot be read"):
            load_retractions(path)


def test_rows_without_a_comma_behind_them_and_blank_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("\n".join(line.rstrip(",") for line in table(ZINC).splitlines()) + ",,\n\n", encoding="utf-8")
    assert load_retractions(path).by_pmid(["4711"]) != [None]
