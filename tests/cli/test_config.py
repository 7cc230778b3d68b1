"""Settings: options over citecheck.toml over defaults, and one clear line about what is wrong in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def _settings(folder: Path, text: str) -> Path:
    path = folder / "citecheck.toml"
    path.write_text(text, encoding="utf-8")
    return path


# --- how it is found ---------------------------------------------------------------------------------------------


def test_found_in_the_folder_of_the_article_and_above(run: Run, here: Path, article: Path) -> None:
    inner = here / "blog" / "2024"
    inner.mkdir(parents=True)
    moved = article.rename(inner / "walking.txt")
    assert run("audit", moved, "--offline").code == 1
    _settings(here, 'fail-on = "none"')
    assert run("audit", moved, "--offline").code == 0
    _settings(here / "blog", 'fail-on = "note"')
    assert run("audit", moved, "--offline").code == 1


def test_not_looked_for_where_the_command_is_called(
    run: Run, here: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


# --- what is wrong with it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"fail-on = ", b"= 1", b"\xff\xfe\x00", b"[a"])
def test_what_is_no_toml(run: Run, here: Path, article: Path, data: bytes) -> None:
    (here / "citecheck.toml").write_bytes(data)
    done = run("audit", article, "--offline")
    assert (done.code, done.out) == (2, "")
    assert "citecheck.toml" in done.complaint


def test_an_unknown_key_ends_the_command(run: Run, here: Path, article: Path) -> None:
    path = _settings(here, '\n\nmin-garde = "B"')
    done = run("audit", article, "--offline")
    assert (done.code, done.out) == (2, "")
    assert done.complaint == f"{path}:3: unknown key `min-garde`: did you mean `min-grade`?"


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


def test_works_of_the_file_lie_beside_it(
    run: Run, here: Path, article: Path, works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
