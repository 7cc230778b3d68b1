"""The baseline: it knows findings by their words, so only what is new is shown, wherever paragraphs go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.baseline import Baseline, BaselineError, marked, read_baseline, updated, write_baseline
from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Report
from citecheck.pipeline import Auditor
from citecheck.rules import known_names

PARAGRAPHS = (
    "Walking after meals cuts the risk of a stroke by 30%. The path along the river is pleasant.",
    "This miracle drink cures colds in all people who drink it every day. It is sold in bottles.",
    "Ginger tea reduced nausea by 40% in pregnant women [2]. Nobody knows why.",
    "Nine in ten users sleep better within a week. The others sleep as before.",
    "Zinc prevents colds [7]. So they say.",
    "The garden is open on Sundays, and there is a bench under the old tree.",
    "A revolutionary breakthrough: cold showers burn fat. Cold showers also raise blood pressure by 20%.",
)
NEW = "This amazing powder melts fat within days and cures headaches in 90% of users."
REFERENCES = """References

1. Aldous P, Reyes M. Post-meal walking and glucose: a randomised trial. J Daily Mov. 2019;4(2):33-41.
2. Brenner K. Ginger and nausea: a crossover trial. J Daily Mov. 2020;5(1):12-19.
"""


def _report(paragraphs: Sequence[str]) -> Report:
    text = "\n\n".join(("Walking and blood sugar", *paragraphs, REFERENCES))
    return Auditor(Config(network="off", genre="news")).audit_document(read_bytes(text.encode(), "draft.txt", ".txt"))


@cache
def _known() -> Baseline:
    report = _report(PARAGRAPHS)
    return Baseline(Path("known.json")).having("draft.txt", updated(report, {}, known_names(Config())))


def _shown(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """Rule and words of the findings that the baseline does not hold."""
    report = marked(_report(paragraphs), _known().of("draft.txt"))
    text = report.audited.article.document.text
    return [(f.rule_id, text[f.start or 0 : f.end or 0]) for f in report.findings if not f.suppressed]


def test_an_article_with_its_baseline_shows_nothing() -> None:
    assert len(_known().of("draft.txt")) >= 6
    assert _shown(PARAGRAPHS) == []


@given(st.permutations(PARAGRAPHS), st.integers(2, len(PARAGRAPHS)), st.integers(0, 7))
def test_moving_adding_and_removing_paragraphs_shows_only_what_is_new(order: list[str], kept: int, place: int) -> None:
    moved = order[:kept]
    shown = _shown([*moved[:place], NEW, *moved[place:]])
    assert [one for one in shown if one[1] not in NEW] == []
    assert shown


def test_a_new_paragraph_is_shown_and_an_edited_sentence_too() -> None:
    assert _shown([*PARAGRAPHS, NEW])
    edited = [p.replace("30%", "50%") for p in PARAGRAPHS]
    shown = _shown(edited)
    assert "CIT003" in {rule for rule, _ in shown}
    assert all(words in edited[0] for _, words in shown)


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    written = Baseline(path).having(str(tmp_path / "a" / "draft.txt"), _known().of("draft.txt").values())
    write_baseline(written)
    read = read_baseline(path)
    assert list(read.articles) == ["a/draft.txt"]
    assert read.of(str(tmp_path / "a" / "draft.txt")) == _known().of("draft.txt")
    before = path.read_bytes()
    write_baseline(read)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["known.json"]


def test_what_a_rule_that_did_not_run_had_found_stays() -> None:
    entries = _known().of("draft.txt")
    without = _report(["The garden is open on Sundays, and there is a bench under the old tree."])
    kept = {one.rule_id for one in updated(without, entries, {"PRO003"})}
    assert "PRO003" not in kept
    assert "CIT003" in kept


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"citecheck-baseline": 1}', '{"citecheck-baseline": 1, "articles": {"a": [1]}}']
)
def test_a_file_that_is_no_baseline_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match="is no baseline"):
        read_baseline(path)
