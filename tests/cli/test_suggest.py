"""Named studies and suggestions as a user sees them, from works at hand and from Crossref."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.services import Services
from tests.services.conftest import Serving, serving

Run = Callable[..., Any]
__all__ = ["serving"]

ARTICLE = """
Magnesium at night, and what a new trial says

by Temitope Okafor
March 4, 2024

Magnesium can ease nocturnal leg cramps in older adults, many people say. It stands on the shelf of every shop.

Turmeric relieves osteoarthritis as well as any pill does. That is what my team's new trial, just published in the \
Northern Journal of Kitchen Medicine Letters, was made to find out.
"""
CRAMPS = {
    "DOI": "10.5555/mag.2019.1",
    "type": "journal-article",
    "title": ["Oral magnesium and nocturnal leg cramps in older adults: a randomized placebo-controlled trial"],
    "author": [{"given": "Maja", "family": "Lindqvist"}],
    "container-title": ["Journal of Mineral Nutrition"],
    "issued": {"date-parts": [[2019]]},
    "abstract": "Older adults took magnesium for eight weeks. Magnesium did not reduce leg cramps.",
}
TRIAL = {
    "DOI": "10.5555/njkm.2024.7",
    "type": "journal-article",
    "title": ["Turmeric for osteoarthritis of the knee: a randomised trial"],
    "author": [{"given": "Temitope", "family": "Okafor"}],
    "container-title": ["Northern Journal of Kitchen Medicine Letters"],
    "issued": {"date-parts": [[2024]]},
}
OTHER = TRIAL | {
    "DOI": "10.5555/other.9",
    "container-title": ["Another Journal"],
    "title": ["Turmeric for eczema: a randomised trial"],
    "author": [{"given": "Ben", "family": "Osei"}],
}
RECORDS = [CRAMPS, TRIAL, OTHER]


@pytest.fixture
def draft(here: Path) -> Path:
    path = here / "magnesium.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def shelf(here: Path) -> Path:
    path = here / "works.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def named(report: dict[str, Any]) -> list[str]:
    return [a["resolution"]["doi"] for a in report["attributions"] if a["resolution"]]


def suggested(report: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {f["quote"]: f["suggestions"] for f in report["findings"] if f["suggestions"]}


def test_works_are_suggested_when_asked_for_and_never_inserted(run: Run, draft: Path, shelf: Path) -> None:
    plain = run("audit", draft, "--offline", "--works", shelf, "--format", "json").json["reports"][0]
    assert named(plain) == [TRIAL["DOI"]]
    assert suggested(plain) == {}
    report = run("audit", draft, "--offline", "--works", shelf, "--format", "json", "--suggest").json["reports"][0]
    found = suggested(report)
    (cramps,) = next(works for quote, works in found.items() if "cramps" in quote)
    assert (cramps["doi"], cramps["contrary"], cramps["evidence"]["design"]) == (CRAMPS["DOI"], True, "rct")
    assert "10.5555/other.9" not in json.dumps(report)
    assert all(f["fix"] is None for f in report["findings"] if f["suggestions"])


def test_the_settings_can_ask_for_suggestions(run: Run, here: Path, draft: Path, shelf: Path) -> None:
    (here / "citecheck.toml").write_text("suggest = true\n", encoding="utf-8")
    report = run("audit", draft, "--offline", "--works", shelf, "--format", "json").json["reports"][0]
    assert suggested(report)


def test_the_terminal_says_to_read_them_first(run: Run, draft: Path, shelf: Path) -> None:
    shown = " ".join(run("audit", draft, "--offline", "--works", shelf, "--suggest").out.split())
    assert "Read before citing:" in shown
    assert "speaks against an effect" in shown
    assert "Named studies" in shown


@pytest.fixture
def services(serving: Serving, here: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "plus-secret-token")
    running = serving(RECORDS)
    (here / "citecheck.toml").write_text(f'crossref-url = "{running.crossref_url}"\n', encoding="utf-8")
    return running


def test_crossref_is_asked_for_terms_only_where_all_may_be_sent(run: Run, draft: Path, services: Services) -> None:
    silent = run("audit", draft, "--suggest", "--format", "json", "--show-queries")
    assert silent.json["run"]["requests"] == {}
    done = run("audit", draft, "--suggest", "--network", "all", "--format", "json", "--show-queries")
    report = done.json["reports"][0]
    assert named(report) == [TRIAL["DOI"]]
    assert suggested(report)
    sent = re.findall(r"“(.*)”", done.err)
    assert len(sent) == done.json["run"]["requests"]["crossref"] > 0
    text = " ".join(re.findall(r"\w+", ARTICLE.lower()))
    for query in sent:
        words = re.findall(r"\w+", query.lower())
        assert not [i for i in range(len(words) - 4) if " ".join(words[i : i + 5]) in text]


def test_a_named_study_that_could_not_be_asked_for_is_unchecked(run: Run, draft: Path, services: Services) -> None:
    services.fail("400", service="crossref")
    done = run("audit", draft, "--network", "all", "--format", "json")
    assert done.code == 2
    (resolution,) = [a["resolution"] for a in done.json["reports"][0]["attributions"] if a["resolution"]]
    assert resolution["status"] == "unchecked"
    assert done.complaint.startswith("1 named study could not be looked up")


def test_of_the_fixtures_three_name_a_study_that_is_among_the_works(run: Run) -> None:
    fixtures = Path(__file__).parents[2] / "fixtures"
    works = [argument for path in sorted((fixtures / "works").glob("*.jsonl")) for argument in ("--works", path)]
    articles = sorted((fixtures / "articles").iterdir())
    done = run("audit", *articles, "--offline", *works, "--fail-on", "none", "--format", "json")
    found = {Path(r["document"]["uri"]).stem: set(named(r)) for r in done.json["reports"] if named(r)}
    assert found == {
        "psilocybin-news": {"10.5555/njpm.2025.0041"},
        "semaglutide-news": {"10.5555/otp.2024.0117"},
        "sleep-apnea-news": {"10.5555/sam.2023.0118"},
    }
