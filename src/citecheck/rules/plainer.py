"""Plainer words in place of those that sell, as a fix of the finding; whether to take them over is for the author."""

from __future__ import annotations

import re
from pathlib import Path

from citecheck.lexicon import load
from citecheck.model import Fix
from citecheck.text import fold

_WORDINGS = Path(__file__).with_name("plainer.toml")
_AN = re.compile(r"\b([Aa])n\s+$")
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


def plainer(rule_id: str, text: str, start: int, end: int) -> Fix | None:
    """What may stand in place of the words from `start` to `end`; None where no word fits without a look at the rest.

    Capitals stay, and an article before the words goes with them: "an innovative" is "a new".
    """
    words: str | None = load(_WORDINGS).get(rule_id, {}).get(fold(text[start:end]))
    if words is None:
        return None
    if not words:
        return _left_out(text, start, end)
    begins_anew = text[start].isupper()
    words = words[0].upper() + words[1:] if begins_anew else words
    article = _AN.search(text, max(0, start - 4), start)
    if article and not _VOWEL.match(words):
        return Fix(article.start(), end, f"{article[1]} {words}")
    return Fix(start, end, words)


def _left_out(text: str, start: int, end: int) -> Fix | None:
    """A word and the blank behind it taken out, in the middle of a sentence and not behind an article."""
    before = text[max(0, start - 4) : start]
    if text[end : end + 1] != " " or not text[end + 1 : end + 2].islower() or text[start].isupper():
        return None
    if not before.endswith(" ") or re.search(r"\b[Aa]n?\s$", before):
        return None
    return Fix(start, end + 1, "")
