"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import (
    advice,
    balance,
    citations,
    disclosure,
    evidence,
    experts,
    quotations,
    references,
    regulatory,
    routes,
    support,
    updates,
    wording,
)
from citecheck.rules.packs import book
from citecheck.rules.registry import FAMILIES, HOUSE, Rule, RuleError, rules
from citecheck.rules.run import known_names, run_rules, selected, unknown_rules

__all__ = [
    "FAMILIES",
    "HOUSE",
    "Rule",
    "RuleError",
    "advice",
    "balance",
    "book",
    "citations",
    "disclosure",
    "evidence",
    "experts",
    "known_names",
    "quotations",
    "references",
    "regulatory",
    "routes",
    "rules",
    "run_rules",
    "selected",
    "support",
    "unknown_rules",
    "updates",
    "wording",
]
