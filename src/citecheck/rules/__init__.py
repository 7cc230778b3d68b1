"""The rules and their findings. Importing this package binds every check to its declaration."""

from citecheck.rules import balance, citations, evidence, experts, quotations, references, routes, updates, wording
from citecheck.rules.packs import book
from citecheck.rules.registry import FAMILIES, HOUSE, Rule, RuleError, rules
from citecheck.rules.run import run_rules, selected, unknown_rules

__all__ = [
    "FAMILIES",
    "HOUSE",
    "Rule",
    "RuleError",
    "balance",
    "book",
    "citations",
    "evidence",
    "experts",
    "quotations",
    "references",
    "routes",
    "rules",
    "run_rules",
    "selected",
    "unknown_rules",
    "updates",
    "wording",
]
