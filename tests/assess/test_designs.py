"""Designs, species, sizes and levels of the works of fixtures/evidence, and the words that are given as the reason."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from citecheck.assess.design import design_of
from citecheck.assess.evidence import of_work
from citecheck.model import Evidence
from citecheck.resolve.records import work_from_record
from citecheck.text import collapse

WORKS = Path(__file__).parents[2] / "fixtures" / "evidence" / "works.jsonl"
LINES = [json.loads(line) for line in WORKS.read_text(encoding="utf-8").splitlines()]
LEAST = 0.95
"""Share of right answers for each field."""


def _evidence(line: dict[str, Any]) -> Evidence:
    work = work_from_record(line["record"])
    assert work
    return of_work(work, line["question"])


def _answer(evidence: Evidence, field: str) -> Any:
    if field == "level":
        return evidence.level[1] if evidence.level else None
    return getattr(evidence, field)


def test_each_field_is_right_in_nearly_all_works() -> None:
    asked, right = Counter[str](), Counter[str]()
    for line in LINES:
        evidence = _evidence(line)
        for field, answer in line["expect"].items():
            asked[field] += 1
            right[field] += _answer(evidence, field) == answer
    assert {field: n for field, n in asked.items() if right[field] < LEAST * n} == {}


def test_there_are_works_of_every_design() -> None:
    designs = Counter(line["expect"]["design"] for line in LINES)
    assert len(LINES) >= 200
    assert len(designs) == 16
    assert min(designs.values()) >= 3


def test_works_have_dois_of_the_prefix_for_examples_each_once() -> None:
    dois = [line["record"]["DOI"] for line in LINES]
    assert len(set(dois)) == len(dois)
    assert all(doi.startswith("10.5555/") for doi in dois)


def test_what_is_quoted_as_the_reason_stands_in_the_title_or_the_abstract() -> None:
    for line in LINES:
        record = line["record"]
        texts = [collapse(record["title"][0]), collapse(record.get("abstract", ""))]
        reasons = _evidence(line).reasons
        for field in ("species", "sample_size"):
            reason = reasons.get(field, "")
            assert reason[:1] != "“" or any(reason.strip("“”") in text for text in texts)


@pytest.mark.parametrize(
    ("abstract", "design"),
    [
        ("We randomly assigned 40 adults to walking or rest.", "rct"),
        ("Forty adults were followed for a year. Randomised trials are needed.", "cohort"),
        ("Households were randomly selected for a survey of sleep.", "cross-sectional"),
        ("Patients chose their treatment and were not randomised; 40 were followed for a year.", "cohort"),
        ("Participants will be randomised. The primary outcome will be measured at one year.", "other"),
        ("Among participants of a randomised trial we looked for predictors of falls over five years.", "cohort"),
    ],
)
def test_only_what_was_done_in_this_study_is_its_design(abstract: str, design: str) -> None:
    assert design_of("Walking and sleep", abstract).design == design


def test_a_type_for_all_that_is_observed_is_told_apart_by_the_text() -> None:
    types = ("Observational Study",)
    assert design_of("Naps", "We compared 40 cases and 80 controls.", types).design == "case-control"
    assert design_of("Naps", "", types).design == "cohort"


def test_the_reason_says_where_the_words_stand() -> None:
    assert design_of("Naps: a randomised trial", "").reason == "the title says “randomised trial”"
    assert design_of("Naps", "We enrolled 20 adults in a cohort.").reason == "the abstract says “cohort”"
    assert design_of("Naps", "", ("Review",)).reason == "publication type “Review”"
