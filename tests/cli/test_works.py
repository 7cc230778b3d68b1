"""`citecheck works index|search|info`, and an index as `--works`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ALDOUS = "Aldous P, Reyes M. Post-meal walking and glucose: a randomised crossover trial. J Daily Mov. 2019;4(2):33-41."
BRENNER = "Brenner K. Fasted walking and glucose: a crossover trial. J Daily Mov. 2020;5(1):12-19."


@pytest.fixture
def index(command: Run, here: Path, works: Path) -> Path:
    assert command("works", "index", works, "--out", "index", "-q").code == 0
    return here / "index"


def test_an_index_is_made_and_gone_on_with(command: Run, here: Path, works: Path) -> None:
    made = command("works", "index", works, "--out", "index")
    assert (made.code, made.out) == (0, "")
    assert made.err == "citecheck: 2 works taken in of 1 file: index is ready\n"
    again = command("works", "index", works, "--out", "index")
    assert (again.code, again.err) == (0, "citecheck: nothing new of 1 file: index is ready\n")


def test_a_folder_is_read_with_all_that_is_in_it_but_the_index(command: Run, here: Path, works: Path) -> None:
    (here / "more").mkdir()
    packed = gzip.compress(b'{"DOI": "10.5555/more.1", "title": ["More"]}\n')
    (here / "more" / "0.jsonl.gz").write_bytes(packed)
    for new in ("3 works taken in", "nothing new"):
        done = command("works", "index", ".", "--out", "index")
        assert (done.code, done.err) == (0, f"citecheck: {new} of 2 files: index is ready\n")


def test_quiet_says_nothing_but_what_went_wrong(command: Run, here: Path, works: Path) -> None:
    assert command("works", "index", works, "--out", "index", "--quiet").err == ""
    (here / "broken.json").write_text("[")
    done = command("works", "index", works, "broken.json", "--out", "index", "--quiet")
    assert done.code == 2
    assert "broken.json is no JSON" in done.err
    assert "1 file left out" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gone.jsonl", "--out", "index"), "gone.jsonl is not there"),
        (("empty", "--out", "index"), "empty holds no files of works"),
        (("works.jsonl", "--out", "works.jsonl"), "something else is there"),
        (("works.jsonl", "--out", "empty/../works.jsonl/index"), "cannot be made an index of works"),
    ],
)
def test_what_cannot_be_indexed_is_told_in_a_sentence(
    run: Run, here: Path, works: Path, arguments: tuple[str, ...], said: str
) -> None:
    (here / "empty").mkdir()
    done = run("works", "index", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.complaint
    assert sorted(path.name for path in here.iterdir()) == ["empty", "works.jsonl"]


def test_info_tells_what_an_index_holds(run: Run, index: Path) -> None:
    told = run("works", "info", "--works", index, "--format", "json").json
    assert (told["works"], told["files"], told["unfinished"]) == (2, 1, [])
    assert (told["abstracts"], told["complete"]) == (True, False)
    assert told["size"] == sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    text = run("works", "info", "--works", index).out
    assert "2 works of 1 file" in text
    assert "complete   no" in text


def test_info_tells_of_a_complete_index_without_abstracts(command: Run, run: Run, here: Path, works: Path) -> None:
    command("works", "index", works, "--out", "index", "--no-abstracts", "--complete")
    told = run("works", "info", "--works", "index", "--format", "json").json
    assert (told["abstracts"], told["complete"]) == (False, True)


@pytest.mark.parametrize("where", ["index", "works.jsonl"])
@pytest.mark.parametrize("query", ["10.5555/JDM.2020.0012", "https://doi.org/10.5555/jdm.2020.0012", BRENNER])
def test_a_work_is_looked_up_in_an_index_and_in_a_file(run: Run, index: Path, where: str, query: str) -> None:
    done = run("works", "search", query, "--works", where, "--limit", "1")
    assert done.code == 0
    title = "Fasted walking and glucose: a crossover trial"
    assert done.out == f"Brenner (2020). {title}. Journal of Daily Movement, 5, 12-19. doi:10.5555/jdm.2020.0012\n"
    (found,) = run("works", "search", query, "--works", where, "--limit", "1", "--format", "json").json
    assert found["title"] == title


def test_no_work_is_an_answer_too(run: Run, index: Path) -> None:
    done = run("works", "search", "quagga", "--works", index)
    assert (done.code, done.out) == (0, "No work fits.\n")
    assert run("works", "search", "10.5555/none", "--works", index, "--format", "json").json == []


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1001"])
def test_a_limit_is_a_number(run: Run, index: Path, limit: str) -> None:
    assert run("works", "search", "tea", "--works", index, "--limit", limit).code == 2


@pytest.mark.parametrize(
    "arguments",
    [("references", "resolve"), ("works", "search", "x"), ("works", "info"), ("audit", "walking.txt", "--offline")],
)
def test_a_folder_that_is_no_index_is_told(run: Run, here: Path, article: Path, arguments: tuple[str, ...]) -> None:
    (here / "empty").mkdir()
    done = run(*arguments, "--works", "empty")
    assert (done.code, done.out) == (2, "")
    assert "empty is a folder, but no index of works" in done.complaint


def test_an_index_answers_as_the_file_does_that_it_was_made_of(command: Run, index: Path, works: Path) -> None:
    references = "\n".join([ALDOUS, BRENNER, "Nobody N. Of the quagga. 1999."] * 80)  # enough for several processes
    of_index, of_file = (
        command("references", "resolve", "--offline", "--works", source, stdin=references) for source in (index, works)
    )
    assert (of_index.code, of_index.err) == (0, "")
    assert [json.loads(line)["resolution"]["status"] for line in of_index.out.splitlines()[:3]] == [
        "matched",
        "matched",
        "unchecked",
    ]
    assert of_index.out == of_file.out


def test_the_first_source_that_holds_a_work_answers(run: Run, here: Path, index: Path) -> None:
    (here / "mine.jsonl").write_text('{"DOI": "10.5555/jdm.2020.0012", "title": ["A record of mine"]}\n')
    for order, title in (
        (("mine.jsonl", "index"), "A record of mine"),
        (("index", "mine.jsonl"), "Fasted walking and glucose: a crossover trial"),
    ):
        sources = [argument for path in order for argument in ("--works", path)]
        (found,) = run("works", "search", "10.5555/jdm.2020.0012", *sources, "--format", "json").json
        assert found["title"] == title
