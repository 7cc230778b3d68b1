"""What is declared of the rules: complete, in words that accuse nobody, and obeyed by the configuration."""

from __future__ import annotations

import re

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import LEVELS, Finding
from citecheck.pipeline import Auditor
from citecheck.rules import FAMILIES, Rule, rules, selected, unknown_rules

ACCUSING = re.compile(r"\b(?:fake\w*|fabricat\w*|fraud\w*|misleading|illegal\w*|unsafe)\b", re.IGNORECASE)
CERTAIN = {"CIT001", "REF002", "REF003"}
"""What follows from the text or the record alone may be an error; whatever judges wording, support or need may not."""
ARTICLE = """
Copper and sore joints

Our miracle bracelet is a real game changer and relieves pain in 95% of people [1]. It also improves sleep [4].

References

1. Rye A, Tunnard K. Copper bracelets in osteoarthritis: a randomised crossover trial. Joint Lett. 2009;1(1):4-12.
2. Voss T. Magnets and knees: a pilot trial. Joint Lett. 2012;4(1):3-9.
"""


def _audit(config: Config) -> tuple[Finding, ...]:
    document = read_bytes(ARTICLE.encode(), "bracelet.txt", ".txt")
    return Auditor(config).audit_document(document).findings


def _ids(config: Config) -> set[str]:
    return {f.rule_id for f in _audit(config)}


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_texts_are_complete(rule: Rule) -> None:
    texts = (rule.summary, rule.why, rule.remedy, rule.before, rule.after)
    assert all(text and text == text.strip() and "\n" not in text for text in texts)
    assert all(text.endswith((".", "!", "?", "”", ")", "]")) for text in (rule.summary, rule.why, rule.remedy))
    assert rule.before != rule.after
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.name)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_texts_accuse_nobody(rule: Rule) -> None:
    for text in (rule.name, rule.summary, rule.why, rule.remedy, rule.before, rule.after):
        assert not ACCUSING.search(text)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_numbers_are_shares(rule: Rule) -> None:
    assert 0 <= rule.weight <= 1
    assert 0 < rule.confidence <= 1
    assert rule.level in LEVELS
    assert rule.level != "error" or rule.id in CERTAIN


def test_names_and_families_are_unique_and_known() -> None:
    assert len({rule.name for rule in rules().values()}) == len(rules())
    assert {rule.family for rule in rules().values()} == set(FAMILIES)


def test_ids_that_the_contract_names() -> None:
    names = {"CIT001": "dangling-citation", "CIT002": "uncited-reference", "CIT003": "missing-citation"}
    names |= {"REF001": "not-found", "REF002": "doi-mismatch", "REF003": "retracted-work"}
    assert {rule_id: rules()[rule_id].name for rule_id in names} == names


def test_help_leads_to_the_page_of_the_rule() -> None:
    assert all((rule.help_uri or "").endswith(f"docs/rules/{rule.id}.md") for rule in rules().values())


def test_all_rules_run_by_default() -> None:
    assert list(selected(Config())) == list(rules().values())
    assert {"CIT001", "CIT002", "PRO001"} <= _ids(Config(network="off"))


@pytest.mark.parametrize("name", ["PRO001", "PRO", "hype-adjective"])
def test_select_and_ignore_take_ids_families_and_names(name: str) -> None:
    chosen = _ids(Config(network="off", select=(name,)))
    assert "PRO001" in chosen
    assert all(rule_id.startswith("PRO") for rule_id in chosen)
    assert "PRO001" not in _ids(Config(network="off", ignore=(name,)))


def test_ignore_is_stronger_than_select() -> None:
    assert "PRO001" not in _ids(Config(network="off", select=("PRO",), ignore=("PRO001",)))


@pytest.mark.parametrize("name", ["CIT002", "CIT", "uncited-reference"])
def test_levels_take_ids_families_and_names(name: str) -> None:
    levels = {f.level for f in _audit(Config(network="off", levels={name: "error"})) if f.rule_id == "CIT002"}
    assert levels == {"error"}


def test_the_level_of_a_rule_is_stronger_than_that_of_its_family() -> None:
    found = _audit(Config(network="off", levels={"CIT": "error", "CIT002": "warning"}))
    assert {f.level for f in found if f.rule_id == "CIT002"} == {"warning"}


def test_min_confidence_leaves_out_what_is_less_sure() -> None:
    found = _audit(Config(network="off", min_confidence=0.9))
    assert found
    assert all(f.confidence >= 0.9 for f in found)
    assert len(found) < len(_audit(Config(network="off")))


def test_unknown_names_are_told() -> None:
    assert unknown_rules(["CIT003", "PRO", "not-found", "selling", "XYZ", "CIT999"], Config()) == ["XYZ", "CIT999"]


def test_findings_come_in_reading_order_those_of_the_whole_last() -> None:
    starts = [f.start for f in _audit(Config(network="off"))]
    located = [s for s in starts if s is not None]
    assert located == sorted(located)
    assert None not in starts[: len(located)]
