"""Making a works index on disk: real files, real processes, real kills."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from citecheck.resolve import WorksFileError
from citecheck.resolve.build import Builder, Progress
from citecheck.resolve.files import works_files
from citecheck.resolve.folder import WorksFolder

# The small batches and commits that let a kill fall between any two.
BUILD = """
import sys
from pathlib import Path
import citecheck.resolve.build as build
from citecheck.resolve.files import works_files
files, folder, every = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
with build.Builder(folder, commit_every=every) as builder:
    print("begun", flush=True)
    for progress in builder.take_in(works_files([files], besides=folder)):
        print(progress.committed, progress.works, flush=True)
    builder.finish(complete=False)
"""


def record(number: int, title: str = "Naps") -> dict[str, object]:
    return {"DOI": f"10.5555/nap.{number}", "title": [f"{title} of kind{number}"]}


def lines(numbers: Sequence[int], title: str = "Naps") -> bytes:
    return "".join(json.dumps(record(number, title)) + "\n" for number in numbers).encode()


def build(folder: Path, *files: Path, every: int = 500_000) -> tuple[Progress, list[str]]:
    """The last progress, and what is wrong with the files that were left out."""
    with Builder(folder, commit_every=every) as builder:
        *_, last = builder.take_in(works_files(files, besides=folder))
        builder.finish(complete=False)
    return last, builder.failed


def held(folder: Path) -> list[str]:
    """The DOIs of all works of an index, one that is there twice named twice."""
    index = WorksFolder(folder)
    searcher, schema = index._searcher, index._index.schema
    import tantivy

    everything = tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Must, tantivy.Query.all_query()),
            (tantivy.Occur.MustNot, tantivy.Query.term_query(schema, "kind", "input")),
        ]
    )
    hits = searcher.search(everything, max(1, searcher.num_docs)).hits
    found = sorted(json.loads(searcher.doc(address)["work"][0])[0]["DOI"] for _, address in hits)
    assert len(found) == sum(one.works for one in index.inputs())
    return found


def dois(numbers: Sequence[int]) -> list[str]:
    return sorted(f"10.5555/nap.{number}" for number in numbers)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of files in every form, some in folders of their own."""
    folder = tmp_path / "files"
    (folder / "more").mkdir(parents=True)
    (folder / "0.json").write_text(json.dumps({"items": [record(n) for n in range(10)]}))
    (folder / "1.json.gz").write_bytes(gzip.compress(json.dumps([record(n) for n in range(10, 20)]).encode()))
    (folder / "more" / "2.jsonl").write_bytes(lines(range(20, 30)))
    (folder / "more" / "3.jsonl.gz").write_bytes(gzip.compress(lines(range(30, 40))))
    (folder / "README.txt").write_text("no works")
    return folder


def test_files_of_every_form_are_taken_in(tmp_path: Path, files: Path) -> None:
    last, failed = build(tmp_path / "index", files)
    assert (last.works, last.committed, last.files_done, last.size_done) == (40, 40, 4, last.size)
    assert failed == []
    assert held(tmp_path / "index") == dois(range(40))


def test_a_finished_index_has_nothing_to_do(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    before = (tmp_path / "index" / "index" / "meta.json").read_text()
    last, _ = build(tmp_path / "index", files)
    assert (last.works, last.files_done) == (0, 4)
    assert (
        json.loads(before)["segments"]
        == json.loads((tmp_path / "index" / "index" / "meta.json").read_text())["segments"]
    )


def test_a_file_given_twice_or_copied_or_moved_is_one(tmp_path: Path, files: Path) -> None:
    shutil.copy(files / "0.json", files / "copy.json")
    (files / "link.json").symlink_to(files / "0.json")
    build(tmp_path / "index", files, files, files / "0.json")
    assert held(tmp_path / "index") == dois(range(40))
    files.rename(tmp_path / "elsewhere")
    assert build(tmp_path / "index", tmp_path / "elsewhere")[0].works == 0
    assert held(tmp_path / "index") == dois(range(40))


def test_new_files_are_added(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    (files / "4.jsonl").write_bytes(lines(range(40, 45)))
    assert build(tmp_path / "index", files)[0].works == 5
    assert held(tmp_path / "index") == dois(range(45))


def test_a_changed_file_takes_the_place_of_what_it_was(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    (files / "more" / "2.jsonl").write_bytes(lines(range(25, 32), "Siestas"))
    assert build(tmp_path / "index", files)[0].works == 7
    assert held(tmp_path / "index") == sorted([*dois(range(20)), *dois(range(25, 32)), *dois(range(30, 40))])
    (found,) = WorksFolder(tmp_path / "index").by_doi(["10.5555/nap.26"])
    assert found is not None
    assert found.csl["title"] == "Siestas of kind26"


def test_a_file_that_becomes_a_copy_of_another_keeps_nothing_of_its_own(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    shutil.copy(files / "0.json", files / "more" / "2.jsonl.json")
    (files / "more" / "2.jsonl").unlink()
    (files / "1.json.gz").write_bytes((files / "more" / "3.jsonl.gz").read_bytes())
    build(tmp_path / "index", files)
    assert held(tmp_path / "index") == dois([*range(10), *range(20, 40)])


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda packed: packed[: len(packed) // 2],
    "not packed": lambda _: b"no gzip",
    "a bad line": lambda packed: gzip.compress(gzip.decompress(packed) + b"{"),
    "no works": lambda _: gzip.compress(b'{"publisher": "Fjordline"}\n'),
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_file_is_named_and_holds_nobody_up(tmp_path: Path, files: Path, way: str) -> None:
    path = files / "2.jsonl.gz"
    whole = gzip.compress(lines(range(100, 4000)))
    path.write_bytes(BROKEN[way](whole))
    last, failed = build(tmp_path / "index", files, every=1000)
    assert last.files_done == 5
    (said,) = failed
    assert said.startswith(str(path))
    assert held(tmp_path / "index") == dois(range(40))
    assert len(build(tmp_path / "index", files)[1]) == 1
    path.write_bytes(whole)
    assert build(tmp_path / "index", files)[1] == []
    assert held(tmp_path / "index") == dois([*range(40), *range(100, 4000)])


def test_a_file_that_breaks_stays_as_it_was(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    (files / "0.json").write_text('{"items": [')
    assert len(build(tmp_path / "index", files)[1]) == 1
    assert held(tmp_path / "index") == dois(range(40))


def test_abstracts_are_kept_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_text(json.dumps([record(1) | {"abstract": "<p>People napped.</p>"}]))
    for abstracts, abstract in ((True, "People napped."), (False, None)):
        folder = tmp_path / f"index-{abstracts}"
        with Builder(folder, abstracts=abstracts) as builder:
            assert [progress.works for progress in builder.take_in([path])][-1] == 1
        (found,) = WorksFolder(folder).by_doi(["10.5555/nap.1"])
        assert found is not None
        assert found.abstract == abstract
    with pytest.raises(WorksFileError, match="was begun without abstracts"):
        Builder(tmp_path / "index-False")


def test_two_cannot_build_one_index_at_a_time(tmp_path: Path, files: Path) -> None:
    with Builder(tmp_path / "index"), pytest.raises(WorksFileError, match="is being written by another"):
        Builder(tmp_path / "index")
    assert build(tmp_path / "index", files)[0].works == 40


def test_a_reader_sees_the_last_commit_while_the_index_grows(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for part in range(6):
        (files / f"{part}.jsonl").write_bytes(lines(range(part * 100, part * 100 + 100)))
    folder = tmp_path / "index"
    with Builder(folder, commit_every=100) as builder:
        for progress in builder.take_in(works_files([files], besides=folder)):
            assert len(held(folder)) == progress.committed


@pytest.mark.parametrize("something", ["file", "folder"])
def test_something_else_is_never_written_over(tmp_path: Path, something: str) -> None:
    folder = tmp_path / "mine"
    if something == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "notes.txt").write_text("mine")
    with pytest.raises(WorksFileError, match="something else is there"):
        Builder(folder)
    assert (folder if something == "file" else folder / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorksFileError, match="cannot be made an index of works"):
        Builder(tmp_path / "file" / "index")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_index_in_a_folder_that_is_for_reading_only_is_told(tmp_path: Path, files: Path) -> None:
    build(tmp_path / "index", files)
    (tmp_path / "index" / "index").chmod(0o555)
    with pytest.raises(WorksFileError, match="cannot be written"):
        Builder(tmp_path / "index")
    (tmp_path / "index" / "index").chmod(0o755)


# --- kill -9 -----------------------------------------------------------------------------------------------------


def killed_after(said: int, files: Path, folder: Path, every: int) -> int:
    """Kills a build when it has said so many lines; how many works it had by then told to be committed."""
    command = [sys.executable, "-c", BUILD, str(files), str(folder), str(every)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [line for _, line in zip(range(said), process.stdout, strict=False)]
        process.kill()
        told += process.stdout  # ends only when the readers, which hold the other end too, are gone
    counts = [int(found[0]) for line in told if (found := re.match(r"\d+", line))]
    return max(counts, default=0)


def check(folder: Path, least: int, wanted: list[str]) -> int:
    """That an index holds what was committed, and nothing twice; how much that is."""
    found = held(folder)
    assert len(found) == len(set(found)) >= least
    assert set(found) <= set(wanted)
    return len(found)


@pytest.mark.parametrize("said", [1, 2, 9, 17, 30])
def test_a_kill_while_building_leaves_what_was_committed(tmp_path: Path, said: int) -> None:
    files, folder = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    for part in range(20):
        (files / f"{part:02}.jsonl").write_bytes(lines(range(part * 50, part * 50 + 50)))
    wanted = dois(range(1000))
    check(folder, killed_after(said, files, folder, 100), wanted)
    check(folder, killed_after(said, files, folder, 100), wanted)  # and again, while it goes on
    build(folder, files)
    assert held(folder) == wanted


@pytest.mark.parametrize("said", [2, 4, 6])
def test_a_build_goes_on_in_the_middle_of_a_file(tmp_path: Path, said: int) -> None:
    file, folder = tmp_path / "works.jsonl.gz", tmp_path / "index"
    file.write_bytes(gzip.compress(lines(range(8000))))
    kept = check(folder, killed_after(said, file, folder, 1000), dois(range(8000)))
    assert kept % 1000 == 0
    assert build(folder, file)[0].works == 8000 - kept
    assert held(folder) == dois(range(8000))


def test_a_kill_while_a_changed_file_is_read_keeps_the_old_one_until_the_new_is_whole(tmp_path: Path) -> None:
    file, folder = tmp_path / "works.jsonl", tmp_path / "index"
    file.write_bytes(lines(range(5000)))
    build(folder, file)
    file.write_bytes(lines(range(5000), "Siestas"))
    killed_after(4, file, folder, 1000)
    titles = {str(work.csl["title"]) for work in WorksFolder(folder).by_doi(dois(range(5000))) if work}
    assert all(title.startswith("Naps") for title in titles) or all(title.startswith("Siestas") for title in titles)
    assert len(titles) == 5000
    build(folder, file)
    assert held(folder) == dois(range(5000))
    (found,) = WorksFolder(folder).by_doi(["10.5555/nap.7"])
    assert found is not None
    assert found.csl["title"] == "Siestas of kind7"
