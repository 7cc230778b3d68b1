"""The rules: each declared once, in a data file; the checks that are code find their rule by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from citecheck.config import Config
from citecheck.lexicon import load
from citecheck.model import LEVELS, Audited, Finding, Fix, Level, Related

_DECLARED = Path(__file__).with_name("declared")
HELP_URI = "https://github.com/citecheck/citecheck/blob/main/docs/rules.md#{}"
FAMILIES = {
    "REF": "reference list",
    "CIT": "in-text citations",
    "EVD": "evidence and support",
    "PRO": "promotional language",
    "BAL": "balance and disclosure",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of a rule before it looks at anything."""

    id: str
    name: str
    level: Level
    summary: str
    """What it flags, one sentence."""
    why: str
    remedy: str
    """What to do about a finding, in the imperative."""
    before: str
    after: str
    weight: float
    """0 to 1: how much is at stake, for the order of findings of one level."""
    confidence: float
    data: Mapping[str, Any] = field(default_factory=dict)
    """What only this rule's check knows: phrases, thresholds."""

    @property
    def family(self) -> str:
        return self.id[:3]

    @property
    def help_uri(self) -> str:
        return HELP_URI.format(self.id.lower())

    def finding(
        self,
        message: str,
        start: int | None = None,
        end: int | None = None,
        *,
        level: Level | None = None,
        confidence: float | None = None,
        weight: float | None = None,
        remedy: str | None = None,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
    ) -> Finding:
        return Finding(
            rule_id=self.id,
            name=self.name,
            level=level or self.level,
            confidence=self.confidence if confidence is None else confidence,
            message=message,
            start=start,
            end=end,
            remedy=self.remedy if remedy is None else remedy,
            related=related,
            fix=fix,
            weight=self.weight if weight is None else weight,
        )


Check = Callable[[Rule, Audited], Iterable[Finding]]
_checks: dict[str, Check] = {}


def check(rule_id: str) -> Callable[[Check], Check]:
    """Binds a function to the rule that it checks."""

    def bind(function: Check) -> Check:
        _checks[rule_id] = function
        return function

    return bind


class RuleError(ValueError):
    """A declaration that cannot be used; names the file and the field."""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, in order."""
    return {rule.id: rule for rule in map(_declared, sorted(_DECLARED.glob("*.toml")))}


def _declared(path: Path) -> Rule:
    data = dict(load(path))
    example = data.pop("example", {})
    try:
        rule = Rule(
            id=data.pop("id"),
            name=data.pop("name"),
            level=data.pop("level"),
            summary=data.pop("summary"),
            why=data.pop("why"),
            remedy=data.pop("remedy"),
            before=example["before"],
            after=example["after"],
            weight=float(data.pop("weight")),
            confidence=float(data.pop("confidence")),
            data=data,
        )
    except KeyError as missing:
        raise RuleError(f"{path.name} lacks {missing}") from None
    if rule.id != path.stem or rule.level not in LEVELS or rule.family not in FAMILIES:
        raise RuleError(f"{path.name}: id {rule.id!r} or level {rule.level!r} is not right")
    return rule


def run_rules(audited: Audited, config: Config) -> list[Finding]:
    """The findings of the selected rules in reading order, those about the whole article last."""
    found = [f for rule in selected(config) for f in _found(rule, audited, config)]
    at_end = len(audited.article.document.text)
    return sorted(found, key=lambda f: (at_end if f.start is None else f.start, f.rule_id))


def selected(config: Config) -> Iterator[Rule]:
    for rule in rules().values():
        names = (rule.id, rule.family, rule.name)
        if (not config.select or any(n in config.select for n in names)) and not any(n in config.ignore for n in names):
            yield rule


def unknown_rules(names: Iterable[str]) -> list[str]:
    """Those names that are neither a rule's id nor its name nor a family."""
    known = {*rules(), *FAMILIES, *(rule.name for rule in rules().values())}
    return [name for name in names if name not in known]


def _found(rule: Rule, audited: Audited, config: Config) -> Iterator[Finding]:
    level = next((config.levels[name] for name in (rule.id, rule.name, rule.family) if name in config.levels), None)
    for finding in _checks[rule.id](_as_set(rule, config), audited):
        if finding.confidence >= config.min_confidence:
            yield replace(finding, level=level) if level else finding


def _as_set(rule: Rule, config: Config) -> Rule:
    """The rule with the thresholds of its declaration that a setting of the same name changes."""
    if "max_age" not in rule.data:
        return rule
    return replace(rule, data={**rule.data, "max_age": {**rule.data["max_age"], **config.max_age}})
