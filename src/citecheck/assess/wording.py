"""What two texts have in common: the words that carry what they say, without their endings, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from citecheck.assess.cues import stem
from citecheck.expressions import expression
from citecheck.lexicon import tokens
from citecheck.model import Span
from citecheck.tables import load
from citecheck.topics import printed_names, topic_of

_DATA = Path(__file__).with_name("wording.toml")
_BOUNDARY = expression(
    r"[,;:()\[\]–—]\s?|\s(?:and|or|but|while|whereas|although|versus|vs\.?|compared\s(?:with|to)|than)\s",
    re.IGNORECASE,
)
_LETTERS = 3


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about; synonyms of the word list as one."""
    same = _synonyms()
    stems = (stem(token.word) for token in tokens(text) if token.word[0].isalpha() and len(token.word) >= _LETTERS)
    return frozenset(same.get(one, one) for one in stems if one not in _empty())


def concepts(text: str) -> frozenset[str]:
    """The treatments and conditions that a text names."""
    return topic_of(text).names


def printed(names: Iterable[str], text: str) -> str:
    """Treatments and conditions in the words of the text that names them."""
    words = printed_names(text)
    return " and ".join(sorted({words.get(name, name) for name in names}))


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The parts of a sentence between commas, brackets and words such as "and"."""
    end = len(text) if end is None else end
    begin = start
    for found in _BOUNDARY.finditer(text, start, end):
        if found.start() > begin:
            yield Span(begin, found.start())
        begin = found.end()
    if end > begin:
        yield Span(begin, end)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in load(_DATA)["empty"].split())


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, str]:
    lines = (line.split() for line in load(_DATA)["synonyms"].splitlines() if line.strip())
    return {stem(word): stem(line[0]) for line in lines for word in line}
