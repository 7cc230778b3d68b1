"""The table of treatments: dated, sourced, silent on what it lacks, and open to a team's own files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.assess import load_treatments, treatments
from citecheck.cli import main
from citecheck.config import Config, ConfigError, load_config

Audit = Callable[..., Any]

SHIPPED = tomllib.loads(Path(treatments.__file__).with_name("treatments.toml").read_text(encoding="utf-8"))[
    "treatments"
]
ENTRY = """
[[treatments]]
name = "arnica"
known = "2024-01-01"
words = '''
arnica
'''
outside = '''
knee*
'''
[[treatments.decisions]]
agency = "MHRA"
status = "registered"
of = "for bruises, on traditional use"
source = "Traditional herbal registrations"
address = "https://example.org/arnica"
"""
KETAMINE = "Ketamine for PTSD\n\nKetamine relieves the symptoms of PTSD within hours. Ketamine is given in a chair.\n"


def _about(audit: Audit, text: str, **settings: Any) -> Any:
    return audit(text, config=Config(network="off", **settings)).report.audited.assessment.treatments


def test_the_table_is_long_enough_and_names_each_treatment_once() -> None:
    names = [entry["name"] for entry in SHIPPED]
    assert len(names) >= 25
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry["name"])
def test_an_entry_is_dated_and_sourced(entry: dict[str, Any]) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", entry["known"])
    for decision in entry["decisions"]:
        assert decision["address"].startswith("https://")
        assert decision["source"]


def test_a_use_outside_of_the_approval_is_found_where_it_stands(audit: Audit) -> None:
    (ketamine,) = _about(audit, KETAMINE)
    assert ketamine.name == "ketamine"
    assert ketamine.outside.words == "PTSD"
    assert {one.status for one in ketamine.decisions} == {"approved", "not-approved"}


def test_a_treatment_that_is_named_in_passing_is_not_the_subject(audit: Audit) -> None:
    assert not _about(audit, "Sleep and pain\n\nGood sleep relieves pain. Ketamine relieves pain as well.\n")


def test_of_what_is_not_in_the_table_nothing_is_said(audit: Audit) -> None:
    assert not _about(audit, KETAMINE.replace("Ketamine", "Rosehip"))


def test_a_file_of_ones_own_adds_to_the_table(audit: Audit, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ENTRY, encoding="utf-8")
    text = "Arnica for the knee\n\nArnica relieves pain of the knee within a week.\n"
    assert not _about(audit, text)
    (arnica,) = _about(audit, text, treatments=(str(own),))
    assert arnica.decisions[0].agency == "MHRA"
    assert _about(audit, KETAMINE, treatments=(str(own),))


def test_an_entry_of_the_same_name_takes_the_place_of_ours(audit: Audit, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ENTRY.replace("arnica", "ketamine").replace("knee*", "ptsd"), encoding="utf-8")
    (ketamine,) = _about(audit, KETAMINE, treatments=(str(own),))
    assert [one.agency for one in ketamine.decisions] == ["MHRA"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "arnica"\n', "", "`name` is missing"),
        ("2024-01-01", "last year", "`known` is 'last year'"),
        ('"registered"', '"blessed"', "`status` is 'blessed'"),
        ("agency", "agencies", "unknown key `agencies`"),
        ("\narnica\n", "\n[a] ...\n", "begins with any word"),
        ("[[treatments.decisions]]", "[[treatments.other]]", "unknown key `other`"),
        ("[[treatments]]", "[[treatment]]", "something else than [[treatments]]"),
        ("known =", "known", "no TOML"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(tmp_path: Path, old: str, new: str, told: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_treatments([str(own)])
    assert told in str(caught.value)
    assert str(own) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "citecheck.toml").write_text('treatments = ["none.toml"]\n', encoding="utf-8")
    article = tmp_path / "article.txt"
    article.write_text(KETAMINE, encoding="utf-8")
    assert main(["audit", str(article), "--offline"]) == 2
    told = capsys.readouterr().err
    assert "none.toml" in told
    assert "Traceback" not in told


def test_paths_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text('treatments = ["own.toml"]\n', encoding="utf-8")
    assert load_config(str(tmp_path / "article.txt")).treatments == (str(tmp_path / "own.toml"),)
