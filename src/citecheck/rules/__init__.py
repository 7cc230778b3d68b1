"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import balance, citations, evidence, promotional, references, updates
from citecheck.rules.registry import FAMILIES, Rule, RuleError, known_names, rules, run_rules, selected, unknown_rules

__all__ = [
    "FAMILIES",
    "Rule",
    "RuleError",
    "balance",
    "citations",
    "evidence",
    "known_names",
    "promotional",
    "references",
    "rules",
    "run_rules",
    "selected",
    "unknown_rules",
    "updates",
]
