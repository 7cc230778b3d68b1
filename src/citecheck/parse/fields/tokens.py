"""A reference string as words, and what stands between them."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

PLACEHOLDERS = "\ue000-\ue0ff"
"""Characters that stand for what rules have read already (see strings.py); a word each."""

# Words with inner apostrophes and hyphens, numbers with letters behind them ("2016a", "38S"), "pp" apart from its number.
_WORD = re.compile(
    r"((?<![^\W_])(?:pp?|vol|v|no|nr|n|ss)(?=\d)"
    r"|[^\W\d_" + PLACEHOLDERS + r"]+(?:['’\-‐‑][^\W\d_" + PLACEHOLDERS + r"]+)*[^\W_" + PLACEHOLDERS + r"]*"
    r"|\d[^\W_" + PLACEHOLDERS + r"]*|[" + PLACEHOLDERS + r"])",
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
