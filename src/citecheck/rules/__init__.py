"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import (
    advice,
    balance,
    citations,
    disclosure,
    evidence,
    experts,
    promotional,
    quotations,
    references,
    regulatory,
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
    "advice",
    "balance",
    "citations",
    "disclosure",
    "evidence",
    "experts",
    "promotional",
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
