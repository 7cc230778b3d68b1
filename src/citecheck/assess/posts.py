"""What the model of posts sees beyond the features of any sentence: what a post is about, and how it is written.

Posts are short and about anything, so their own words say little about the next one: what they are about
(posts.toml), and whether they answer, quote, link or chat, is what they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from citecheck.expressions import expression
from citecheck.lexicon import Token, word_list

_DATA = Path(__file__).with_name("posts.toml")
_OFTEN = (2, 4)
"""Words of a topic from which a post is more about it."""
_ADDRESS = expression(r"https?:\S*")
_QUOTED = expression(r"\bRT\b|^\"@")
_EMOJI = expression("[\u2600-\u27bf\U0001f000-\U0001faff]")
_SHARE = expression(r"\d ?%|\bpercent\b|\d (?:in|out of) \d|\btimes\b", re.IGNORECASE)
_MOST = 3
"""Names, tags and links: more are as many."""
_SIXTHS = 6
"""By how much of a post begins with a capital."""


def features(text: str, words: Sequence[Token]) -> set[str]:
    """The features of a post, given as it would be typed."""
    return {*_topics(text, words), *_writing(text)}


def _topics(text: str, words: Sequence[Token]) -> Iterator[str]:
    for name, hits in word_list(_DATA).find_each(text, words).items():
        yield f"topic:{name}"
        yield from (f"topic:{name}:{least}" for least in _OFTEN if len(hits) >= least)


def _writing(text: str) -> Iterator[str]:
    plain = _ADDRESS.sub("", text)
    words = plain.split()
    capitals = sum(word[0].isupper() for word in words[1:])
    yield f"capitals:{min(4, capitals * _SIXTHS // max(1, len(words)))}"
    yield f"names:{min(_MOST, sum(word[0] == '@' for word in words))}"
    yield f"tags:{min(_MOST, plain.count('#'))}"
    yield f"links:{min(_MOST, len(_ADDRESS.findall(text)))}"
    told = {
        "answer": plain.startswith("@"),
        "emoji": _EMOJI.search(plain) is not None,
        "cut": "..." in plain,
        "small": plain.islower(),
        "quoted": _QUOTED.search(plain) is not None,
        "asks": "?" in plain,
        "exclaims": "!" in plain,
        "share": _SHARE.search(plain) is not None,
    }
    yield from (f"writes:{name}" for name, holds in told.items() if holds)
