"""Where promotional words are innocent: taken back, quoted to be criticised, a title, a reference, no treatment at all.

What belongs to one rule ("leading cause") stands in its declaration as `unless`; here is what holds for all of them.
The words are data, in context.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from citecheck.expressions import expression
from citecheck.lexicon import Hit, Token, word_list

_DATA = Path(__file__).with_name("context.toml")
_REACH = 4
"""Words before a phrase in which a negation takes it back: "is not a miracle cure"."""
_STOPS = frozenset(",;:.!?")
_QUOTED = expression(r"[“\"‘][^“”\"‘’]{1,300}[”\"’]")
_VOLUME = expression(r"\b(?:19|20)\d\d;\s?\d+\s?[(:]")
"""Year, volume and pages as only a reference has them: "2019;34:112"."""
_TITLE_WORDS = 3
_SMALL = 4
"""Letters from which a word of a title begins with a capital: "of", "and" and "the" need not."""


class Context:
    """One sentence with what it says about its own words."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text, self._words = text, words
        self.disowned = bool(_VOLUME.search(text)) or self._holds("disowned")
        """Whether nothing in it is the author's praise: a reference, or advice not to believe such words."""
        self._quotes = [m.span() for m in _QUOTED.finditer(text)] if any(mark in text for mark in '”"’') else []

    def _holds(self, name: str) -> bool:
        return word_list(_DATA, name).first(self._text, self._words) is not None

    def of_a_habit(self) -> bool:
        """Whether it is about walking, sleep or vaccination, and no seller speaks."""
        return self._holds("habit") and not self._holds("seller")

    def named(self, hit: Hit[Any]) -> bool:
        """Whether the words are a name, or part of one: in capitals where the sentence around them is not."""
        words = self._text[hit.start : hit.end].split()
        capital = all(word[:1].isupper() and not word[1:2].isupper() for word in words if word[:1].isalpha())
        begins = not any(token.word[0].isalnum() for token in self._words[: hit.first])
        return capital and not begins and not _in_capitals(self._text[: hit.start] + self._text[hit.end :])

    def quoted(self, hit: Hit[Any]) -> bool:
        """Whether the words are a title, or in a quotation that the sentence criticises."""
        around = next(((start, end) for start, end in self._quotes if start <= hit.start and hit.end <= end), None)
        if around is None:
            return False
        return self._is_title(*around) or self._holds("sceptical")

    def negated(self, hit: Hit[Any]) -> bool:
        """Whether a negation shortly before the words takes them back."""
        first = max(0, hit.first - _REACH)
        before = self._words[first : hit.first]
        stop = next((k for k in range(len(before) - 1, -1, -1) if before[k].word in _STOPS), -1)
        before = before[stop + 1 :]
        for found in word_list(_DATA, "negations").find(self._text, before):
            after = before[found.last].word if found.last < len(before) else ""
            if not after or not word_list(_DATA, "adding").first(after):
                return True
        return bool(before) and before[-1].word.endswith("n't")

    def _is_title(self, start: int, end: int) -> bool:
        """Whether a quotation is written as titles are, or is led to as one, with a sentence around it."""
        outside = [t for t in self._words if not start <= t.start < end and t.word[0].isalnum()]
        quoted = self._text[start + 1 : end - 1].split()
        if len(outside) < _TITLE_WORDS or len(quoted) < _TITLE_WORDS:
            return False
        long = [word for word in quoted if len(word) >= _SMALL and word[0].isalpha()]
        led = [t.word for t in self._words if t.end <= start and t.word[0].isalnum()][-2:]
        return (len(long) > 1 and all(word[0].isupper() for word in long)) or any(
            word_list(_DATA, "titled").first(word) for word in led
        )


def _in_capitals(text: str) -> bool:
    """Whether it is written like a headline."""
    long = [word for word in text.split() if len(word) >= _SMALL and word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in long) > len(long)
