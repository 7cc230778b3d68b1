"""Settings: options over citecheck.toml over defaults, and one clear line about what is wrong in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from citecheck.config import Config, ConfigError, load_config

Run = Callable[..., Any]


def _settings(folder: Path, text: str) -> Path:
    path = folder / "citecheck.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _load(folder: Path, text: str) -> Config:
    return load_config(str(folder / "article.txt"), _settings(folder, text))


# --- how it is found ---------------------------------------------------------------------------------------------


def test_defaults_where_there_is_no_file(here: Path) -> None:
    assert load_config(str(here / "article.txt")) == Config()


def test_found_in_the_folder_of_the_article_and_above(run: Run, here: Path, article: Path) -> None:
    inner = here / "blog" / "2024"
    inner.mkdir(parents=True)
    moved = article.rename(inner / "walking.txt")
    assert run("audit", moved, "--offline").code == 1
    _settings(here, 'fail-on = "none"')
    assert run("audit", moved, "--offline").code == 0
    _settings(here / "blog", 'fail-on = "note"')
    assert run("audit", moved, "--offline").code == 1


def test_not_looked_for_where_the_command_is_called(run: Run, here: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "elsewhere").mkdir()
    _settings(here / "elsewhere", 'fail-on = "none"')
    monkeypatch.chdir(here / "elsewhere")
    assert run("audit", article, "--offline").code == 1


def test_for_standard_input_found_where_the_command_is_called(command: Run, here: Path, article: Path) -> None:
    _settings(here, 'fail-on = "none"\nnetwork = "off"')
    assert command("audit", "-", stdin=article.read_bytes()).code == 0


def test_an_explicit_file_is_the_only_one(run: Run, here: Path, article: Path) -> None:
    _settings(here, 'fail-on = "none"')
    (here / "strict.toml").write_text('fail-on = "note"\nselect = ["CIT002"]\n', encoding="utf-8")
    assert run("audit", article, "--offline", "--config", "strict.toml").code == 1


def test_a_missing_explicit_file(run: Run, article: Path) -> None:
    done = run("audit", article, "--config", "gone.toml")
    assert (done.code, done.out) == (2, "")
    assert done.complaint == "gone.toml is not there: check --config"


# --- what it says ------------------------------------------------------------------------------------------------


def test_every_key(here: Path) -> None:
    text = """
select = ["PRO", "CIT003"]
ignore = ["PRO008"]
levels = { CIT003 = "error", PRO = "note" }
fail-on = "warning"
min-grade = "B"
min-confidence = 0.5
works = ["works/a.jsonl", "b.json"]
network = "all"
mailto = "editor@example.org"
cache = "answers"
genre = "news"
allow-incomplete = true
"""
    assert {line.split(" =")[0].replace("-", "_") for line in text.split("\n") if line} == {f.name for f in fields(Config)}
    assert _load(here, text) == Config(
        select=("PRO", "CIT003"),
        ignore=("PRO008",),
        levels={"CIT003": "error", "PRO": "note"},
        fail_on="warning",
        min_grade="B",
        min_confidence=0.5,
        works=(str(here / "works/a.jsonl"), str(here / "b.json")),
        network="all",
        mailto="editor@example.org",
        cache=str(here / "answers"),
        genre="news",
        allow_incomplete=True,
    )


def test_a_byte_order_mark_is_no_fault(here: Path) -> None:
    (here / "citecheck.toml").write_bytes(b'\xef\xbb\xbffail-on = "none"\n')
    assert load_config(str(here / "article.txt")).fail_on == "none"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('fail-an = "error"', 1, "unknown key `fail-an`: did you mean `fail-on`?"),
        ('fail_on = "error"', 1, "unknown key `fail_on`: did you mean `fail-on`?"),
        ('\n\nmin-garde = "B"', 3, "unknown key `min-garde`: did you mean `min-grade`?"),
        ("[ignores]\na = 1", 1, "unknown key `ignores`: did you mean `ignore`?"),
        ("xyzzy = 1", 1, "unknown key `xyzzy`: the keys are select, ignore"),
        ('fail-on = "fatal"', 1, "'none', 'note', 'warning', 'error'"),
        ('min-grade = "b"', 1, "'A', 'B', 'C', 'D', 'F'"),
        ('network = "offline"', 1, "did you mean 'off'?"),
        ("\nmin-confidence = 2", 2, "a number from 0 to 1"),
        ('min-confidence = "0.5"', 1, "a number from 0 to 1"),
        ("min-confidence = true", 1, "a number from 0 to 1"),
        ('select = "PRO"', 1, "a list of strings"),
        ("ignore = [1]", 1, "a list of strings"),
        ("allow-incomplete = 1", 1, "true or false"),
        ("mailto = 3", 1, "a string"),
        ('levels = "note"', 1, "a table of rules and levels"),
        ('levels = { CIT003 = "fatal" }', 1, "'note', 'warning', 'error'"),
        ('genre = "poem"', 1, "'news', 'patient-information'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(here: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(here, text)
    message = str(caught.value)
    assert message.startswith(f"{here / 'citecheck.toml'}:{line}: ")
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize("data", [b"fail-on = ", b"= 1", b"\xff\xfe\x00", b"[a"])
def test_what_is_no_toml(run: Run, here: Path, article: Path, data: bytes) -> None:
    (here / "citecheck.toml").write_bytes(data)
    done = run("audit", article, "--offline")
    assert (done.code, done.out) == (2, "")
    assert "citecheck.toml" in done.complaint


def test_an_unknown_key_ends_the_command(run: Run, here: Path, article: Path) -> None:
    _settings(here, 'fail-an = "error"')
    done = run("audit", article, "--offline")
    assert (done.code, done.out) == (2, "")
    assert "did you mean `fail-on`?" in done.complaint


@pytest.mark.parametrize("text", ['select = ["CIT999"]', 'ignore = ["nonsense"]', 'levels = { XYZ = "note" }'])
def test_an_unknown_rule_in_the_file(run: Run, here: Path, article: Path, text: str) -> None:
    _settings(here, text)
    done = run("audit", article, "--offline")
    assert (done.code, done.out) == (2, "")
    assert re.search(r"no rule is called (CIT999|nonsense|XYZ)", done.complaint)


# --- options over the file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ('fail-on = "none"', ("--offline", "--fail-on", "note"), 1),
        ('fail-on = "note"', ("--offline", "--fail-on", "none"), 0),
        ('network = "references"', ("--offline", "--fail-on", "none"), 0),
        ('network = "off"', ("--fail-on", "none", "--network", "references"), 2),
        ("allow-incomplete = true", ("--fail-on", "none"), 0),
        ('select = ["CIT001"]', ("--offline", "--select", "CIT002"), 0),
        ('ignore = ["CIT001"]', ("--offline", "--ignore", "CIT002"), 1),
        ('select = ["CIT002"]\nlevels = { CIT002 = "error" }', ("--offline",), 1),
        ('levels = { CIT001 = "note" }', ("--offline",), 0),
    ],
)
def test_options_win(run: Run, here: Path, article: Path, text: str, options: tuple[str, ...], code: int) -> None:
    _settings(here, text)
    assert run("audit", article, *options).code == code


def test_works_of_the_file_lie_beside_it(run: Run, here: Path, article: Path, works: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _settings(here, 'works = ["works.jsonl"]')
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    report = run("audit", article, "--offline", "--format", "json").json["reports"][0]
    assert {r["resolution"]["status"] for r in report["references"]} == {"matched"}


def test_works_of_an_option_lie_where_the_command_is_called(run: Run, here: Path, article: Path, works: Path) -> None:
    _settings(here, 'works = ["gone.jsonl"]')
    assert run("audit", article, "--offline", "--works", "works.jsonl", "--fail-on", "none").code == 0


@pytest.mark.parametrize("names", ["CIT001,CIT002", "CIT001, CIT002", "dangling-citation,uncited-reference"])
def test_select_takes_a_list_with_commas(run: Run, article: Path, names: str) -> None:
    report = run("audit", article, "--offline", "--select", names, "--format", "json").json["reports"][0]
    assert {f["rule_id"] for f in report["findings"]} == {"CIT001", "CIT002"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_on_the_command_line(run: Run, article: Path, option: str) -> None:
    done = run("audit", article, "--offline", option, "CIT001,CIT999")
    assert (done.code, done.out) == (2, "")
    assert done.complaint == "no rule is called CIT999: `citecheck rules` lists them"


def test_genre_is_taken_as_given(run: Run, article: Path) -> None:
    report = run("audit", article, "--offline", "--genre", "news", "--format", "json").json["reports"][0]
    assert report["document"]["genre"] == "news"


def test_settings_hold_for_filters_that_look_works_up(run: Run, here: Path, works: Path) -> None:
    _settings(here, 'works = ["works.jsonl"]\nnetwork = "off"')
    raw = "Brenner K. Fasted walking and glucose: a crossover trial. J Daily Mov. 2020;5(1):12-19."
    done = run("references", "resolve", stdin=json.dumps({"raw": raw}))
    assert done.code == 0
    assert done.rows[0]["resolution"]["doi"] == "10.5555/jdm.2020.0012"
