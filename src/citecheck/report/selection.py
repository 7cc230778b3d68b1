"""What matters most of an article's findings: what a reader is shown first, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from citecheck.model import Finding

_FIRST = {"CIT003": 5, "EVD": 5, "PRO": 5, "REF": 6, "CIT": 6, "BAL": 3}
"""How many of a rule, or of a family, are shown before the rest becomes a count: a long list is not read."""
_OTHERS = 5
"""The same of a family that a rule pack brings."""
_ERRORS = 100
"""How many errors of a rule or family: where a page has more, they have one cause."""


class Shown(Struct, frozen=True):
    """What is shown of the findings."""

    first: tuple[Finding, ...]
    """Those about the whole article, then errors, then the others, each in reading order."""
    more: Counter[str]
    """How many further findings of each rule, by name."""


def select(findings: Sequence[Finding], *, everything: bool = False) -> Shown:
    """Errors and the warnings with most at stake; notes only where everything is asked for."""
    active = [f for f in findings if not f.suppressed]
    if everything:
        return Shown(_in_order(active), Counter())
    taken: Counter[str] = Counter()
    first: list[Finding] = []
    for finding in sorted(active, key=lambda f: (f.level != "error", -f.weight * f.confidence)):
        kind = finding.rule_id if finding.rule_id in _FIRST else finding.rule_id[:3]
        most = _ERRORS if finding.level == "error" else _FIRST.get(kind, _OTHERS)
        if finding.level != "note" and taken[kind] < most:
            taken[kind] += 1
            first.append(finding)
    left = Counter(f.name for f in active) - Counter(f.name for f in first)
    return Shown(_in_order(first), left)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.start is not None, f.level != "error", f.start or 0)))
