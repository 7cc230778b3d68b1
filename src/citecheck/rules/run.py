"""Runs the rules that the settings choose over an audited article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from citecheck.config import Config
from citecheck.model import Audited, Finding, Level
from citecheck.rules.packs import book
from citecheck.rules.phrases import finder, of_words
from citecheck.rules.promotional import promotional
from citecheck.rules.registry import FAMILIES, Rule, checks


def run_rules(audited: Audited, config: Config) -> list[Finding]:
    """The findings of the selected rules in reading order, those about the whole article last.

    Raises:
        RuleError: a rule pack or a phrase of the settings cannot be used.
    """
    here = {rule.id: rule for rule in _at_their_level(selected(config), audited, config)}
    phrased = {rule_id: rule for rule_id, rule in here.items() if of_words(rule)}
    coded = (_as_set(rule, config) for rule_id, rule in here.items() if rule_id in checks)
    found = [finding for rule in coded for finding in checks[rule.id](rule, audited)]
    found += promotional(phrased, audited, finder(config))
    kept = [_at_set_level(f, here[f.rule_id], config) for f in found if f.confidence >= config.min_confidence]
    at_end = len(audited.article.document.text)
    return sorted(kept, key=lambda f: (at_end if f.start is None else f.start, f.rule_id))


def selected(config: Config) -> Iterator[Rule]:
    for rule in book(config).values():
        chosen = not config.select or any(name in config.select for name in rule.names)
        if chosen and not any(name in config.ignore for name in rule.names):
            yield rule


def unknown_rules(names: Iterable[str], config: Config) -> list[str]:
    """Those names that are neither a rule's id nor its name nor its category nor a family."""
    known = known_names(config)
    return [name for name in names if name not in known]


def known_names(config: Config) -> set[str]:
    """All that a rule may be called by: ids, names, categories and families."""
    return {*FAMILIES, *(name for rule in book(config).values() for name in rule.names)}


def _at_their_level(rules: Iterable[Rule], audited: Audited, config: Config) -> Iterator[Rule]:
    """The rules as they hold for articles of this genre; those that do not are left out, unless asked for by name."""
    for rule in rules:
        asked = config.levels.get(rule.id, config.levels.get(rule.name))
        level = asked or rule.level_in(audited.assessment.genre)
        if level != "off":
            yield replace(rule, level=level) if level != rule.level else rule


def _at_set_level(finding: Finding, rule: Rule, config: Config) -> Finding:
    """The finding at the level that the settings give its rule, whatever the genre."""
    level: Level | None = next((config.levels[name] for name in rule.names if name in config.levels), None)
    return replace(finding, level=level) if level else finding


def _as_set(rule: Rule, config: Config) -> Rule:
    """The rule with the thresholds of its declaration that a setting of the same name changes."""
    if "max_age" not in rule.data:
        return rule
    return replace(rule, data={**rule.data, "max_age": {**rule.data["max_age"], **config.max_age}})
