"""citecheck.toml: where it is found, what its keys take, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from citecheck.config import FILE_NAME, Config, ConfigError, HousePhrases, checked, load_config


def settings(folder: Path, text: str) -> Config:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return load_config(None, path)


def complaint(folder: Path, text: str) -> str:
    """What is said of a file, without its folder."""
    with pytest.raises(ConfigError) as problem:
        settings(folder, text)
    said = str(problem.value).replace(str(folder / FILE_NAME), FILE_NAME)
    assert "\n" not in said
    return said


# --- keys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ('select = ["PRO", "CIT003"]', "select", ("PRO", "CIT003")),
        ('ignore = ["REF"]', "ignore", ("REF",)),
        ('levels = { CIT003 = "error", PRO = "note" }', "levels", {"CIT003": "error", "PRO": "note"}),
        ('[levels]\nCIT003 = "warning"', "levels", {"CIT003": "warning"}),
        ('fail-on = "note"', "fail_on", "note"),
        ('fail-on = "none"', "fail_on", "none"),
        ('min-grade = "B"', "min_grade", "B"),
        ("min-confidence = 0.5", "min_confidence", 0.5),
        ("min-confidence = 1", "min_confidence", 1.0),
        ("min-confidence = 0", "min_confidence", 0.0),
        ("max-age = { treatment = 10 }", "max_age", {"treatment": 10}),
        ("[max-age]\nprevalence = 5\nharm = 9", "max_age", {"prevalence": 5, "harm": 9}),
        ('network = "off"', "network", "off"),
        ('allow-hosts = ["127.0.0.1", "wiki.lan"]', "allow_hosts", ("127.0.0.1", "wiki.lan")),
        ("allow-hosts = []", "allow_hosts", ()),
        ('mailto = "desk@clinic.example"', "mailto", "desk@clinic.example"),
        ('genre = "patient-information"', "genre", "patient-information"),
        ("allow-incomplete = true", "allow_incomplete", True),
        ('brands = ["Miracle Foam"]', "brands", ("Miracle Foam",)),
        (
            '[phrases.urgency]\nadd = ["act soon"]\nallow = ["hurry home"]\nseverity = 3',
            "phrases",
            (HousePhrases("urgency", ("act soon",), ("hurry home",), 3),),
        ),
    ],
)
def test_each_key_sets_what_it_names_and_nothing_else(tmp_path: Path, line: str, name: str, value: Any) -> None:
    config = settings(tmp_path, line)
    assert getattr(config, name) == value
    default = Config()
    others = [field for field in Config.__struct_fields__ if field != name]
    assert all(getattr(config, other) == getattr(default, other) for other in others)


def test_every_key_that_the_settings_have_can_be_set(tmp_path: Path) -> None:
    text = """
        select = ["PRO"]
        ignore = ["PRO002"]
        fail-on = "warning"
        min-grade = "C"
        min-confidence = 0.25
        works = ["a.jsonl"]
        sources = ["papers"]
        retractions = "rw.csv"
        network = "all"
        allow-hosts = ["wiki.lan"]
        indexes = ["crossref"]
        crossref-url = "http://localhost:1"
        doi-url = "http://localhost:2"
        datacite-url = "http://localhost:3"
        pubmed-url = "http://localhost:4"
        mailto = "desk@clinic.example"
        deadline = 60
        cache = "answers"
        genre = "news"
        treatments = ["own.toml"]
        suggest = true
        max-age = { harm = 9 }
        allow-incomplete = true
        rules = ["house-style/"]
        brands = ["Lumiva"]
        baseline = "known.json"
        [levels]
        PRO001 = "note"
        [weights]
        tone = 5
        [phrases.PRO001]
        allow = ["powerful owl"]
        [[suppress]]
        file = "tea.txt"
        rule = "PRO003"
        reason = "a slogan"
    """
    config, default = settings(tmp_path, text), Config()
    assert all(getattr(config, field) != getattr(default, field) for field in Config.__struct_fields__)


def test_an_empty_file_leaves_the_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path, "# nothing yet\n") == Config()


def test_paths_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    config = settings(tmp_path, 'works = ["works/heart.jsonl", "/data/all.jsonl"]\ncache = "answers"')
    assert config.works == (str(tmp_path / "works/heart.jsonl"), "/data/all.jsonl")
    assert config.cache == str(tmp_path / "answers")


# --- mistakes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "unknown", "meant"),
    [
        ('fail_on = "note"', 1, "fail_on", "fail-on"),
        ('network = "off"\n\nignores = ["PRO"]', 3, "ignores", "ignore"),
        ('# mailto\nmail-to = "desk@clinic.example"', 2, "mail-to", "mailto"),
        ('mailto = "a@b.example"\n[level]\nPRO = "note"', 2, "level", "levels"),
        ('"min-grad" = "B"', 1, "min-grad", "min-grade"),
        ('allow-host = ["wiki.lan"]', 1, "allow-host", "allow-hosts"),
        ("min.grade = 1", 1, "min", "min-grade"),
    ],
)
def test_an_unknown_key_is_shown_with_its_line_and_the_nearest_key(
    tmp_path: Path, text: str, line: int, unknown: str, meant: str
) -> None:
    said = complaint(tmp_path, text)
    assert said.startswith(f"{FILE_NAME}:{line}: ")
    assert f"`{unknown}`" in said
    assert f"did you mean `{meant}`?" in said


def test_an_unknown_key_that_is_like_none_is_answered_with_all_keys(tmp_path: Path) -> None:
    said = complaint(tmp_path, "zzz = 1")
    assert all(field.replace("_", "-") in said for field in Config.__struct_fields__)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('select = "PRO"', ["`select`", "a list of strings"]),
        ("ignore = [1]", ["`ignore`", "a list of strings"]),
        ("works = true", ["`works`", "a list of strings"]),
        ('levels = ["PRO"]', ["`levels`", "a table"]),
        ('levels = { PRO = "loud" }', ["`levels`.PRO", "'loud'", "'note', 'warning', 'error'"]),
        ('levels = { PRO = "errors" }', ["did you mean 'error'?"]),
        ('fail-on = "warn"', ["`fail-on`", "'warn'", "did you mean 'warning'?"]),
        ("fail-on = true", ["`fail-on`", "True"]),
        ('min-grade = "E"', ["`min-grade`", "'E'", "'A', 'B', 'C', 'D', 'F'"]),
        ("min-confidence = 50", ["`min-confidence`", "50", "from 0 to 1"]),
        ("min-confidence = -0.1", ["`min-confidence`", "from 0 to 1"]),
        ("min-confidence = nan", ["`min-confidence`", "from 0 to 1"]),
        ('min-confidence = "high"', ["`min-confidence`", "'high'", "a number"]),
        ("min-confidence = true", ["`min-confidence`", "a number"]),
        ('network = "on"', ["`network`", "'on'", "'off'"]),
        ('allow-hosts = "wiki.lan"', ["`allow-hosts`", "a list of strings"]),
        ("allow-hosts = true", ["`allow-hosts`", "a list of strings"]),
        ("mailto = 5", ["`mailto`", "a string"]),
        ('indexes = ["google"]', ["`indexes`", "'google'", "'crossref', 'doi.org', 'datacite', 'pubmed'"]),
        ("deadline = 0", ["`deadline`", "1 or more"]),
        ("deadline = 1.5", ["`deadline`", "a whole number"]),
        ("deadline = true", ["`deadline`", "a whole number"]),
        ("cache = []", ["`cache`", "a string"]),
        ('genre = "blog"', ["`genre`", "'blog'", "'news'"]),
        ('allow-incomplete = "yes"', ["`allow-incomplete`", "true or false"]),
        ("allow-incomplete = 1", ["`allow-incomplete`", "true or false"]),
    ],
)
def test_a_wrong_value_is_answered_with_what_the_key_takes(tmp_path: Path, text: str, named: list[str]) -> None:
    said = complaint(tmp_path, f"# settings\n{text}")
    assert said.startswith(f"{FILE_NAME}:2: ")
    assert all(part in said for part in named), said


def test_broken_toml_is_told_by_its_line(tmp_path: Path) -> None:
    said = complaint(tmp_path, 'network = "off"\nignore = [')
    assert said.startswith(f"{FILE_NAME}: no TOML: ")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes('mailto = "renée@clinic.example"'.encode("cp1252"))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(None, path)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b'\xef\xbb\xbfnetwork = "off"\r\n')
    assert load_config(None, path).network == "off"


def test_a_file_that_was_asked_for_and_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"elsewhere\.toml is not there"):
        load_config(None, tmp_path / "elsewhere.toml")


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(None, tmp_path)


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(str(tmp_path / "draft.md")) == Config()


# --- where it is found -------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Settings at the top and in one of two folders of articles."""
    for folder in ("blog/heart", "news"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / FILE_NAME).write_text('genre = "news"')
    (tmp_path / "blog" / FILE_NAME).write_text('genre = "opinion"')
    return tmp_path


@pytest.mark.parametrize(
    ("article", "genre"),
    [
        ("draft.md", "news"),
        ("news/draft.md", "news"),
        ("blog/draft.md", "opinion"),
        ("blog/heart/draft.md", "opinion"),
        ("blog/../news/draft.md", "news"),
    ],
)
def test_the_nearest_file_in_the_articles_folder_or_above_counts(tree: Path, article: str, genre: str) -> None:
    assert load_config(str(tree / article)).genre == genre


def test_the_file_asked_for_outranks_the_nearest(tree: Path) -> None:
    assert load_config(str(tree / "blog/draft.md"), tree / FILE_NAME).genre == "news"


@pytest.mark.parametrize("article", ["-", None])
def test_without_a_file_the_search_begins_where_the_command_was_called(
    tree: Path, monkeypatch: pytest.MonkeyPatch, article: str | None
) -> None:
    monkeypatch.chdir(tree / "blog")
    assert load_config(article).genre == "opinion"


def test_a_path_of_the_article_is_relative_to_where_the_command_was_called(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "news")
    assert load_config("../blog/draft.md").genre == "opinion"


def test_a_folder_of_that_name_is_no_settings_file(tree: Path) -> None:
    (tree / "news" / FILE_NAME).mkdir()
    assert load_config(str(tree / "news/draft.md")).genre == "news"


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("crossref_url", "localhost:8000", "localhost"),
        ("pubmed_url", "ftp://me:secret@there.example/x", "there.example"),
        ("doi_url", "https://there.example/?token=secret", "there.example"),
        ("mailto", "desk", "desk"),
        ("mailto", "desk@there.example\r\nX-Header: 1", "mailto"),
    ],
)
def test_what_is_no_address_is_refused_and_no_secret_of_it_is_shown(key: str, value: str, shown: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked(replace(Config(), **{key: value}))
    assert shown in str(caught.value)
    assert "secret" not in str(caught.value)


def test_weights_of_components(tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("[weights]\ntone = 30\nbalance = 10.5\n")
    assert load_config(str(tmp_path / "a.txt")).weights == {"tone": 30.0, "balance": 10.5}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("weights = 3", "a table of components and weights"),
        ("[weights]\ntones = 3", "did you mean 'tone'"),
        ("[weights]\ntone = -1", "it takes a number from 0 to 1000"),
        ('[weights]\ntone = "much"', "it takes a number from 0 to 1000"),
        (
            "[weights]\ncitations = 0\nsources = 0\nevidence = 0\nbalance = 0\ntone = 0\ndisclosure = 0",
            "no component any weight",
        ),
    ],
)
def test_weights_that_are_none(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "citecheck.toml").write_text(text + "\n")
    with pytest.raises(ConfigError, match=told):
        load_config(str(tmp_path / "a.txt"))
