"""Plainer wordings: they fit where they stand, and are proposed nowhere else."""

from __future__ import annotations

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Report
from citecheck.pipeline import Auditor
from citecheck.rules.plainer import plainer


def _report(text: str) -> Report:
    return Auditor(Config(network="off")).audit_document(read_bytes(text.encode(), "draft.txt", ".txt"))


@pytest.mark.parametrize(
    ("rule", "words", "before", "after"),
    [
        ("PRO003", "revolutionary", "It is a revolutionary tea.", "It is a new tea."),
        ("PRO003", "Revolutionary", "Revolutionary tea helps.", "New tea helps."),
        ("PRO001", "innovative", "It is an innovative tea.", "It is a new tea."),
        ("PRO001", "Innovative", "An Innovative tea.", "A New tea."),
        ("PRO001", "state-of-the-art", "a state-of-the-art ward", "a current ward"),
        ("PRO001", "dramatically", "It dramatically lowers pressure.", "It lowers pressure."),
        ("PRO003", "revolutionised", "It revolutionised care.", "It changed care."),
    ],
)
def test_the_words_fit_where_they_stand(rule: str, words: str, before: str, after: str) -> None:
    start = before.index(words)
    fix = plainer(rule, before, start, start + len(words))
    assert fix
    assert before[: fix.start] + fix.replacement + before[fix.end :] == after


@pytest.mark.parametrize(
    ("rule", "words", "text"),
    [
        ("PRO003", "miracle", "It is a miracle tea."),
        ("PRO001", "dramatically", "It lowers pressure dramatically."),
        ("PRO001", "Dramatically", "Dramatically lower pressure."),
        ("PRO001", "incredibly", "It is an incredibly low price."),
    ],
)
def test_nothing_is_proposed_where_more_would_have_to_change(rule: str, words: str, text: str) -> None:
    assert plainer(rule, text, text.index(words), text.index(words) + len(words)) is None


def test_a_finding_has_its_wording_as_a_fix() -> None:
    text = "Tea\n\nThis is a revolutionary treatment for colds in adults. It is sold in bottles.\n"
    (finding,) = (f for f in _report(text).findings if f.rule_id == "PRO003")
    assert finding.fix
    assert text[finding.fix.start : finding.fix.end] == "revolutionary"
    assert finding.fix.replacement == "new"
