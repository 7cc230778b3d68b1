"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import (
    balance,
    citations,
    evidence,
    experts,
    promotional,
    quotations,
    references,
    routes,
    support,
    updates,
    wording,
)
from citecheck.rules.registry import FAMILIES, Rule, RuleError, rules, run_rules, selected, unknown_rules

__all__ = [
    "FAMILIES",
    "Rule",
    "RuleError",
    "balance",
    "citations",
    "evidence",
    "experts",
    "promotional",
    "quotations",
    "references",
    "routes",
    "rules",
    "run_rules",
    "selected",
    "support",
    "unknown_rules",
    "updates",
    "wording",
]
