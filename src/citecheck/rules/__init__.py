"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import balance, citations, evidence, promotional, quotations, references, updates, wording
from citecheck.rules.registry import FAMILIES, Rule, RuleError, rules, run_rules, selected, unknown_rules

__all__ = [
    "FAMILIES",
    "Rule",
    "RuleError",
    "balance",
    "citations",
    "evidence",
    "promotional",
    "quotations",
    "references",
    "rules",
    "run_rules",
    "selected",
    "unknown_rules",
    "updates",
    "wording",
]
