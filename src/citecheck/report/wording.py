"""What several formats say in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from citecheck.model import LEVELS, Finding
from citecheck.text import collapse


def count(number: int, noun: str) -> str:
    """Such as "1 error", "2 errors"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def levels(findings: Iterable[Finding]) -> str:
    """How many findings of each level there are, the gravest first."""
    counts = Counter(finding.level for finding in findings)
    return ", ".join(count(counts[level], level) for level in reversed(LEVELS))


def cut(text: str, length: int) -> str:
    """A text of so many characters at most, cut between words."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def one_line(text: str) -> str:
    """A text in one line, white space as single blanks."""
    return collapse("".join(character for character in text if character.isprintable() or character.isspace()))


def printable(text: str) -> str:
    """A text without the characters that end a line, steer a terminal or turn the direction of writing."""
    return "".join(character for character in text if character.isprintable())
