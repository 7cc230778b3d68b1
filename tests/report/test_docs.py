"""The docs: up to date with the program, whole, and without a word of the machine they were written on."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from citecheck.assess.grade import WEIGHTS
from citecheck.config import Config, FailOn, load_config
from citecheck.model import (
    AttributionKind,
    CitationStyle,
    ClaimType,
    Genre,
    Grade,
    Level,
    Network,
    RegionKind,
    Status,
    Strength,
    VerdictKind,
)
from citecheck.report.formats import FORMATS
from citecheck.rules import rules

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _anchors(text: str) -> set[str]:
    """The anchors that a renderer gives the headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# --- all pages ---------------------------------------------------------------------------------------------------


def test_the_pages_are_there() -> None:
    assert {path.name for path in PAGES} >= {"configuration.md", "outputs.md", "report.md", "rules.md", "scoring.md"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_path_of_a_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:work|home|root|tmp|Users|mnt)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if name.startswith("http"):
            continue
        linked = DOCS / name if name else path
        assert linked.exists(), target
        assert not anchor or anchor in _anchors(linked.read_text(encoding="utf-8")), target


def test_generated_pages_are_up_to_date() -> None:
    generate = runpy.run_path(str(DOCS / "generate.py"))
    stale = [path.name for path, text in generate["pages"]().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run python docs/generate.py"


def test_each_format_has_its_section() -> None:
    headings = " ".join(re.findall(r"^## (.+)$", _page("outputs.md"), re.MULTILINE)).split()
    assert set(FORMATS) - {"terminal", "json"} <= set(re.sub(r",", "", " ".join(headings)).split())


# --- rules -------------------------------------------------------------------------------------------------------


def test_each_rule_has_the_page_that_findings_link_to() -> None:
    assert sorted(path.stem for path in (DOCS / "rules").glob("*.md")) == list(rules())
    assert all((rule.help_uri or "").endswith(f"/docs/rules/{rule.id}.md") for rule in rules().values())
    assert all(f"](rules/{rule_id}.md)" in _page("rules.md") for rule_id in rules())


# --- configuration -----------------------------------------------------------------------------------------------


def _examples() -> Iterator[tuple[str, str]]:
    """Each key with the example of its section."""
    for section in re.split(r"^### ", _page("configuration.md"), flags=re.MULTILINE)[1:]:
        for example in re.findall(r"```toml\n(.*?)```", section, re.DOTALL):
            yield section.split()[0], example


KEYS = [name.replace("_", "-") for name in Config.__struct_fields__]


def test_every_key_has_a_row_a_section_and_an_example() -> None:
    text = _page("configuration.md")
    assert re.findall(r"^\| \[`([\w-]+)`\]\(#[\w-]+\) \|", text, re.MULTILINE) == KEYS
    assert re.findall(r"^### ([\w-]+)$", text, re.MULTILINE) == KEYS
    assert [key for key, _ in _examples()] == KEYS


@pytest.mark.parametrize(("key", "example"), list(_examples()), ids=lambda value: value if value in KEYS else "")
def test_the_example_of_a_key_can_be_used(tmp_path: Path, key: str, example: str) -> None:
    path = tmp_path / "citecheck.toml"
    path.write_text(example, encoding="utf-8")
    name = key.replace("-", "_")
    assert getattr(load_config(None, path), name) != getattr(Config(), name)


def test_the_defaults_are_right() -> None:
    told = dict(
        re.findall(r"^\| \[`([\w-]+)`\]\(#[\w-]+\) \| [^|]+ \| ([^|]+) \|", _page("configuration.md"), re.MULTILINE)
    )
    default = Config()
    assert told["fail-on"] == f'`"{default.fail_on}"`'
    assert told["network"] == f'`"{default.network}"`'
    assert told["min-confidence"] == f"`{default.min_confidence}`"
    assert told["allow-incomplete"] == f"`{str(default.allow_incomplete).lower()}`"
    assert (default.min_grade, default.mailto, default.genre, default.works, default.select, default.ignore) == (
        None,
        None,
        None,
        (),
        (),
        (),
    )


@pytest.mark.parametrize("literal", [FailOn, Network, Genre, Grade, Level], ids=str)
def test_every_value_of_a_key_is_named(literal: Any) -> None:
    text = _page("configuration.md")
    assert all(f'`"{value}"`' in text for value in get_args(literal))


# --- report ------------------------------------------------------------------------------------------------------


def _fields(schema: Any) -> Iterator[str]:
    """The names of all fields that a JSON Schema describes, those of CSL-JSON aside."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            yield name
            yield from _fields(inner)
        for key, inner in schema.items():
            if key in ("$defs", "definitions"):
                for name, definition in inner.items():
                    if "csl" not in name.lower() and "name" not in name.lower():
                        yield from _fields(definition)
            elif key != "properties":
                yield from _fields(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _fields(inner)


def test_every_field_of_the_report_is_told() -> None:
    schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    text = _page("report.md")
    csl = set("type title container-title container-title-short issued volume issue page DOI PMID PMCID URL".split())
    csl |= set(
        "accessed publisher editor date-parts family given literal published-print published-online published".split()
    )
    told = {
        name for name in _fields(schema) if re.search(rf"[`\".]{re.escape(name)}[`\".]|^## {name}$", text, re.MULTILINE)
    }
    untold = set(_fields(schema)) - told - csl
    assert untold <= {"date", "doi", "start", "name", "error", "version", "message"}, untold


@pytest.mark.parametrize(
    "literal", [Status, VerdictKind, CitationStyle, AttributionKind, ClaimType, Strength, RegionKind, Level], ids=str
)
def test_every_value_of_a_field_is_told(literal: Any) -> None:
    text = _page("report.md")
    assert not [value for value in get_args(literal) if f"`{value}`" not in text]


# --- scoring -----------------------------------------------------------------------------------------------------


def test_the_weights_are_right() -> None:
    told = re.findall(r"^\| (\w+) \| (\d+) % \|", _page("scoring.md"), re.MULTILINE)
    assert {name: float(weight) for name, weight in told} == WEIGHTS


def test_the_arithmetic_of_the_example_is_right() -> None:
    text = _page("scoring.md")
    rows = re.findall(r"^\| (\w+) \| ([\d.]+) \| (\d+) % \| ([\d.]+) \|", text, re.MULTILINE)
    assert [row[0] for row in rows] == list(WEIGHTS)
    for _, value, weight, points in rows:
        assert float(value) * float(weight) / 100 == pytest.approx(float(points), abs=0.06)
    ((total, letter),) = re.findall(r"^([\d.]+) of 100 is the letter \*\*([A-F])\*\*", text, re.MULTILINE)
    assert sum(float(row[3]) for row in rows) == pytest.approx(float(total), abs=0.3)
    floors = dict(zip("ABCD", (80, 65, 50, 35), strict=True))
    assert letter == next((name for name, floor in floors.items() if float(total) >= floor), "F")
    assert "| 80 and more | 65 | 50 | 35 | less |" in text


def test_the_letter_is_told_apart_from_other_letters() -> None:
    text = " ".join(_page("scoring.md").split())
    assert re.search(r"neither a GRADE rating.{1,80}nor a USPSTF grade", text)
