"""A works index on disk as a source of works."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import shutil
from pathlib import Path

import pytest

from citecheck.parse.fields import parse_reference
from citecheck.resolve import WorksFileError, resolve
from citecheck.resolve.build import Builder
from citecheck.resolve.folder import FORMAT, WorksFolder

RECORDS = [
    {
        "DOI": "10.5555/NAP.1",
        "title": ["Naps at noon and the course of migraine"],
        "author": [{"family": "Lund", "given": "K"}],
        "issued": {"date-parts": [[2018]]},
        "volume": "3",
        "page": "1-9",
        "updated-by": [{"type": "retraction", "DOI": "10.5555/nap.9"}],
    },
    {"DOI": "10.5555/nap.2", "title": ["Naps at night"], "_pubmed": {"publication_types": ["Review"]}},
    {"DOI": "10.5555/nap.2", "title": ["Naps at night, a later record of it"]},
    {"title": ["Naps without an identifier"]},
]
REFERENCE = "Lund K. Naps at noon and the course of migraine. 2018;3:1-9."


def built(folder: Path, *, complete: bool = False) -> Path:
    works = folder / "works.json"
    works.write_text(json.dumps(RECORDS))
    with Builder(folder / "index") as builder:
        assert [progress.works for progress in builder.take_in([works])][-1] in (len(RECORDS), 0)
        builder.finish(complete=complete)
    return folder / "index"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("works"))


@pytest.fixture(scope="module")
def held(folder: Path) -> WorksFolder:
    return WorksFolder(folder)


def found_by(source: WorksFolder) -> list[str | None]:
    return [work.doi for work in source.search([REFERENCE], 3)[0]]


def test_a_doi_is_found_whatever_its_case(held: WorksFolder) -> None:
    found = held.by_doi(["10.5555/nap.1", "10.5555/none", "10.5555/NAP.2"])
    assert [work and work.doi for work in found] == ["10.5555/NAP.1", None, "10.5555/nap.2"]
    assert found[0] is not None
    assert [notice.doi for notice in found[0].retractions] == ["10.5555/nap.9"]


def test_a_reference_is_found_by_its_words(held: WorksFolder) -> None:
    assert found_by(held)[0] == "10.5555/NAP.1"
    assert held.search(["", "zebra"], 3) == [[], []]
    assert len(held.search(["naps"], 2)[0]) == 2


def test_of_records_with_one_doi_the_first_counts(held: WorksFolder) -> None:
    (found,) = held.by_doi(["10.5555/nap.2"])
    assert found is not None
    assert (found.csl["title"], found.publication_types) == ("Naps at night", ("Review",))
    titles = [work.csl["title"] for work in held.search(["naps at night, a later record of it"], 5)[0]]
    assert titles[0] == "Naps at night"
    assert len(titles) == len(set(titles)) == 3


def test_an_index_of_a_chosen_part_leaves_what_it_lacks_unchecked(held: WorksFolder, tmp_path: Path) -> None:
    unknown = "Nobody N. A treatise on the zebra. Quagga Lett. 1999;1:2-3."
    csl = parse_reference(unknown)
    assert resolve(csl, unknown, [held], offline=True).status == "unchecked"
    whole = WorksFolder(built(tmp_path, complete=True))
    assert whole.complete
    assert resolve(csl, unknown, [whole], offline=True).status == "not-found"


def test_an_index_begun_complete_stays_so_and_one_with_broken_files_does_not_become_it(tmp_path: Path) -> None:
    folder = built(tmp_path, complete=True)
    assert WorksFolder(built(tmp_path)).complete
    shutil.rmtree(folder)
    (tmp_path / "broken.json").write_text("[")
    with Builder(folder) as builder:
        list(builder.take_in([tmp_path / "broken.json", tmp_path / "works.json"]))
        builder.finish(complete=True)
    assert not WorksFolder(folder).complete


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_an_open_index_answers_in_forked_processes_too(held: WorksFolder) -> None:
    here = found_by(held)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(found_by, [held] * 4) == [here] * 4


def test_another_process_opens_an_index_anew(held: WorksFolder) -> None:
    assert found_by(pickle.loads(pickle.dumps(held))) == found_by(held)  # noqa: S301 - it was pickled here


def test_a_folder_that_is_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorksFileError, match="is a folder, but no index of works: `citecheck works index"):
        WorksFolder(tmp_path)


@pytest.mark.parametrize("told", ["", "[]", "{}", f'{{"format": {FORMAT}, "version": "9", "surprise": 1}}', "\xff"])
def test_a_folder_with_another_thing_of_that_name_is_no_index(tmp_path: Path, told: str) -> None:
    (tmp_path / "about.json").write_text(told, encoding="latin-1")
    with pytest.raises(WorksFileError, match="no index of works"):
        WorksFolder(tmp_path)


def test_an_index_of_another_version_is_told_and_never_written_to(tmp_path: Path) -> None:
    folder = built(tmp_path)
    told = json.loads((folder / "about.json").read_text())
    (folder / "about.json").write_text(json.dumps(told | {"format": 0, "version": "0.0.9", "of old": True}))
    for use in (WorksFolder, Builder):
        with pytest.raises(WorksFileError, match=r"was made by citecheck 0\.0\.9, .*make it anew"):
            use(folder)


@pytest.mark.parametrize("damaged", ["meta.json", "*.store"])
def test_a_damaged_index_is_told(tmp_path: Path, damaged: str) -> None:
    folder = built(tmp_path)
    for file in (folder / "index").glob(damaged):
        file.write_text("{")
    with pytest.raises(WorksFileError, match="holds an index that cannot be read"):
        WorksFolder(folder)


def test_an_index_that_may_only_be_read_answers(tmp_path: Path) -> None:
    folder = built(tmp_path)
    for lock in (folder / "index").glob(".*.lock"):
        lock.unlink()
        lock.mkdir()  # cannot be opened for writing, even by root
    index = WorksFolder(folder)
    assert found_by(index)[0] == "10.5555/NAP.1"
    assert [work and work.doi for work in index.by_doi(["10.5555/nap.2"])] == ["10.5555/nap.2"]
    assert len(index.inputs()) == 1
    with pytest.raises(WorksFileError, match="cannot be written"):
        Builder(folder)
