"""The example file of each rule: what it must find, and the look-alikes on which it must be silent."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Genre, Report, Work
from citecheck.pipeline import Auditor
from citecheck.resolve import WorkSource
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks
from citecheck.rules import rules
from citecheck.rules.packs import EXAMPLES as LEAST
from citecheck.rules.phrases import finder
from citecheck.text import collapse, source_span

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "rules"
ENGLISH_ONLY = ("BAL", "CIT003", "CIT004", "EVD")
PHRASES = finder(Config())


class WholeIndex(LocalWorks):
    """Works that stand for a whole index: what they lack does not exist there."""

    complete = True


@dataclass(frozen=True)
class Example:
    """A small article as its file gives it."""

    rule_id: str
    kind: str
    number: int
    article: str
    format: str = "txt"
    works: str = ""
    index: bool = False
    """Whether the works are a whole index, in which what is missing counts as not found."""
    quote: str = ""
    """The words that the finding must point at; empty where it is about the whole article."""
    note: str = ""
    language: str = "en"
    """Of rules that know English only: what the article is read as, so that none is silent for want of words."""
    genre: Genre | None = None
    """The kind of article; inferred where it is not given."""
    status: str = ""
    """What becomes of the first reference, so that an example is silent for the right reason."""
    verdict: str = ""
    """A verdict that one of the sentences gets, for the same purpose."""
    xfail: str = ""

    def audit(self) -> Report:
        records = [json.loads(line) for line in self.works.splitlines() if line.strip()]
        works = [work for record in records if (work := work_from_record(record))]
        assert len(works) == len(records)
        document = read_bytes(self.article.encode(), f"{self.rule_id}-{self.kind}-{self.number}", f".{self.format}")
        config = Config(network="off", genre=self.genre)
        report = Auditor(config, self._sources(works)).audit_document(document)
        audited = report.audited
        assert document.facts.language in (None, self.language) or not self.rule_id.startswith(ENGLISH_ONLY)
        assert not self.status or next(iter(audited.resolutions.values())).status == self.status
        assert not self.verdict or self.verdict in {v.kind for v in audited.assessment.verdicts}
        return report

    def _sources(self, works: Sequence[Work]) -> list[WorkSource]:
        if self.index:
            return [WholeIndex(works, "index")]
        return [LocalWorks(works)] if works else []


def _file(rule_id: str) -> dict[str, Any]:
    path = EXAMPLES / f"{rule_id}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _articles(kind: str) -> list[Any]:
    """The articles of one kind as parameters, those of known faults marked."""
    examples = [
        Example(rule_id, kind, number, **entry)
        for rule_id in rules()
        if not rule_id.startswith("PRO")
        for number, entry in enumerate(_file(rule_id).get(kind, ()), 1)
    ]
    return [
        pytest.param(e, id=f"{e.rule_id}-{e.number}", marks=[pytest.mark.xfail(reason=e.xfail)] if e.xfail else [])
        for e in examples
    ]


def _sentences(kind: str) -> list[Any]:
    return [
        pytest.param(rule_id, text, id=f"{rule_id}-{number}")
        for rule_id in rules()
        if rule_id.startswith("PRO")
        for number, text in enumerate(_file(rule_id).get(kind, ()), 1)
    ]


@pytest.mark.parametrize("example", _articles("fires"))
def test_fires(example: Example) -> None:
    report = example.audit()
    found = [f for f in report.findings if f.rule_id == example.rule_id]
    assert found, example.note
    if not example.quote:
        assert all(f.start is None and f.end is None for f in found)
        return
    text, source = report.audited.article.document.text, example.article
    located = [(f.start, f.end) for f in found if f.start is not None and f.end is not None]
    assert example.quote in [collapse(text[start:end]) for start, end in located]
    spans = [source_span(report.audited.article.document, start, end) for start, end in located]
    if example.format == "txt":
        assert example.quote in [collapse(source[start:end]) for start, end in spans]


@pytest.mark.parametrize("example", _articles("silent"))
def test_is_silent_on_look_alikes(example: Example) -> None:
    found = [(f.message, f.start) for f in example.audit().findings if f.rule_id == example.rule_id]
    assert not found, example.note


@pytest.mark.parametrize(("rule_id", "text"), _sentences("fires"))
def test_phrase_rule_fires(rule_id: str, text: str) -> None:
    assert rule_id in {p.rule.id for p in PHRASES.find(text)}


@pytest.mark.parametrize(("rule_id", "text"), _sentences("silent"))
def test_phrase_rule_is_silent_on_look_alikes(rule_id: str, text: str) -> None:
    assert [text[p.start : p.end] for p in PHRASES.find(text) if p.rule.id == rule_id] == []


@pytest.mark.parametrize("rule_id", rules())
def test_every_rule_has_enough_examples_of_both_kinds(rule_id: str) -> None:
    examples = _file(rule_id)
    assert len(examples.get("fires", ())) >= LEAST
    assert len(examples.get("silent", ())) >= LEAST


def test_every_example_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.toml")} <= set(rules())


def test_works_of_examples_have_the_prefix_for_examples() -> None:
    dois = [
        json.loads(line)["DOI"]
        for rule_id in rules()
        if not rule_id.startswith("PRO")
        for kind in ("fires", "silent")
        for entry in _file(rule_id).get(kind, ())
        for line in entry.get("works", "").splitlines()
        if line.strip()
    ]
    assert dois
    assert all(doi.lower().startswith("10.5555/") for doi in dois)
