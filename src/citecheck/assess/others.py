"""Which sentences say what others claim, or what the article denies: nothing in them is its own.

Whoever debunks a claim has to repeat it. What is denied is never the article's; hearsay is not either, unless the page
sells: there "you may have read that" is a way to say it.
"""

from __future__ import annotations

from pathlib import Path

from citecheck.lexicon import word_list
from citecheck.model import Article, Genre
from citecheck.text import typed

_DATA = Path(__file__).with_name("others.toml")
_LONGEST_DENIAL = 200
"""Characters: who says more does not only deny."""


def said_by_others(article: Article, genre: Genre) -> frozenset[int]:
    """The indices of the sentences that are not the article's own."""
    return frozenset(i for i in range(len(article.sentences)) if _is_not_own(article, i, genre))


def is_not_meant(text: str, genre: Genre) -> bool:
    """Whether a heading tells what its article does not say: "Myth: sugar feeds cancer", "Can tea melt fat?"."""
    text = typed(text)
    return _holds("rejected", text) or (genre != "commercial" and (_holds("hearsay", text) or asks(text)))


def asks(text: str) -> bool:
    """Whether it is a question that looks for an answer: "Can tea melt fat?"."""
    text = typed(text)
    return text.endswith("?") and _holds("asks", text) and not _holds("addressed", text)


def _is_not_own(article: Article, index: int, genre: Genre) -> bool:
    text = typed(article.sentences[index].text)
    behind = _behind(article, index)
    if _holds("rejected", text) or (len(behind) <= _LONGEST_DENIAL and _holds("denies", behind)):
        return True
    return genre != "commercial" and _holds("hearsay", text) and not _holds("affirms", behind)


def _behind(article: Article, index: int) -> str:
    """The sentence that goes on about one, with a stop at its end; of a cell of a table the next cell, which judges it.

    Empty where there is none.
    """
    if index + 1 == len(article.sentences):
        return ""
    sentence, behind = article.sentences[index], article.sentences[index + 1]
    between = behind.block - sentence.block
    in_table = article.document.blocks[sentence.block].kind == "table"
    return f"{typed(behind.text)}." if between == 0 or (in_table and between == 1) else ""


def _holds(name: str, text: str) -> bool:
    return text in word_list(_DATA, name)
