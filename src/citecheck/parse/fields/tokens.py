"""A reference string as words, what stands between them, and the fields that a word can belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, get_args

from citecheck.expressions import expression

# A vocabulary reads better side by side.
# fmt: off
Label = Literal[
    "author", "editor", "title", "container", "series", "volume", "issue", "page", "edition", "publisher", "place",
    "issued", "genre", "medium", "number", "event", "note", "other",
]
# fmt: on
LABELS: tuple[Label, ...] = get_args(Label)

PLACEHOLDERS = "\ue000-\ue0ff"
"""Characters that stand for what rules have read already (see strings.py); a word each."""
UNDATED = "\ue007"
"""Of them the one for "n.d." and what is printed like it."""

_LETTERS = rf"[^\W\d_{PLACEHOLDERS}]+"
_MORE = rf"[^\W_{PLACEHOLDERS}]*"
# Words with inner apostrophes, hyphens and bracketed letters ("W(h)ither"), numbers with letters behind them ("2016a",
# "38S", "306-D"), "pp" apart from its number.
_WORD = expression(
    r"((?<![^\W_])(?:pp?|vol|v|no|nr|n|ss)(?=\d)"
    rf"|{_LETTERS}(?:['’\-‐‑]{_LETTERS}|\([^\W\d_]{{1,3}}\){_LETTERS})*{_MORE}"
    rf"|\d{_MORE}(?:-[A-Z](?=[:;,(]))?|[{PLACEHOLDERS}])",
    re.IGNORECASE,
)


class Tokens(NamedTuple):
    """Words of a string; `gaps[i]` is what is printed before word i, `gaps[-1]` what follows the last."""

    words: list[str]
    gaps: list[str]

    def offsets(self) -> list[int]:
        """Where each word begins and ends, in turn: word i is `text[offsets[2 * i] : offsets[2 * i + 1]]`."""
        pieces = [self.gaps[0]]
        for word, gap in zip(self.words, self.gaps[1:], strict=True):
            pieces += (word, gap)
        return list(accumulate(map(len, pieces)))[:-1]


def tokenize(text: str) -> Tokens:
    """Never raises; the words and gaps together are the text."""
    pieces = _WORD.split(text)
    return Tokens(pieces[1::2], pieces[0::2])


def find_label(labels: Sequence[Label], label: Label) -> int | None:
    """The first word with a label; None where there is none."""
    return labels.index(label) if label in labels else None


def end_of(labels: Sequence[Label], start: int) -> int:
    """Where the stretch of one label that holds `start` ends."""
    end = start
    while end < len(labels) and labels[end] == labels[start]:
        end += 1
    return end
