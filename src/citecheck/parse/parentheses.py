"""What numbers in parentheses do where they stand: count points, or close a statement as markers do."""

from __future__ import annotations

import re

from citecheck.expressions import expression

_POINT = expression(
    r"(?:(?<=[:;,—–.?!][ \n])|(?<=\n)|^|(?<=\b\w\w[ \n])|(?<=\b\w\w\w[ \n])|(?<=\b(?:then|oder)[ \n])|(?<=\by[ \n]))"
    r"\((?P<number>\d{1,2})\)(?=\s\w)"
)
"""A number in parentheses with a word behind it, as points are counted, after a pause or a short word."""
_LAST = expression(r"[.!?]\s?\(\d{1,2}\)\s*\Z")
_BREAK = expression(r"[.!?](?:\(\d[^()\n]{0,20}\))?\s|\n\n")
"""Between two sentences; a marker may stand behind the stop."""
_NUMBER = expression(r"\(\d")
_GLUED_TO = expression(r"(?:[a-z]{3}|[.!?][\"'”’]?)\Z")
"""What a marker may follow without a space: a word, no formula, or the stop."""
_STOP = expression(r"[.!?][\"'”’]?\Z")
_BEFORE_PAUSE = expression(r"[.,;:!?](?!\w)")
_BEFORE_SENTENCE = expression(r"\s+[A-ZÀ-Þ]|\s*\Z|\n\n")
_NUMBERED_THINGS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve type phase stage grade level score step chapter"
    " figure table page item option group class category factor equation formula question point criterion section box"
    " in of by to from at is see than and or".split()
)
"""Behind what a number in parentheses repeats or tells something: "two (2)", "grade (3)", "as in (4)"."""
_REACH = 300
"""Characters on either side in which the sentence is looked for."""


def points(text: str) -> set[int]:
    """Where numbers in parentheses stand that count from one within a paragraph, each before what it counts.

    Behind full stops they count nothing in a paragraph that ends with one: "Naps help. (1) Light does. (2)".
    """
    found: set[int] = set()
    counted: list[int] = []
    end = 0
    behind_stops = True
    for m in _POINT.finditer(text):
        if m.start() >= end:
            counted = []
            end = text.find("\n\n", m.end())
            end = end if end >= 0 else len(text)
            behind_stops = not _LAST.search(text, max(m.end(), end - 20), end)
        if not behind_stops and text[m.start() - 2 : m.start()].startswith((".", "!", "?")):
            continue
        if int(m["number"]) != len(counted) + 1:
            counted = []
        if int(m["number"]) == len(counted) + 1:
            counted.append(m.start())
            found.update(counted if len(counted) > 1 else ())
    return found


def closes(text: str, found: re.Match[str]) -> bool:
    """Whether a number in parentheses stands behind a statement, the only one of its sentence.

    Numbers of people, of a scale and of steps come in rows ("men (1), women (2)"), or behind what they number.
    """
    before = text[max(0, found.start() - _REACH) : found.start()]
    after = text[found.end() : found.end() + _REACH]
    behind_stop = _STOP.search(before) is not None
    if not _follows_word(before) or not (_BEFORE_SENTENCE if behind_stop else _BEFORE_PAUSE).match(after):
        return False
    rest = "" if behind_stop else _BREAK.split(after)[0]
    return not _NUMBER.search(_BREAK.split(before)[-1]) and not _NUMBER.search(rest)


def _follows_word(before: str) -> bool:
    """Whether a word of the statement stands before, no figure and nothing that has a number itself."""
    if not before[-1:].isspace():
        return _GLUED_TO.search(before) is not None
    word = "".join(before[-40:].split()[-1:]).lower()
    return any(c.isalpha() for c in word) and word not in _NUMBERED_THINGS
