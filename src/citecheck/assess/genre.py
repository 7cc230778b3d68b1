"""What kind of article it is, from its publisher, who calls, who signs and how it speaks; `unknown` where unsure.

Each sign (genre.toml) speaks for one genre, with a weight, wherever on the page it counts. The genre with the most
weight is the answer if it has enough and clearly more than the next; the reasons are the words that weighed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.lexicon import Lexicon
from citecheck.model import Article, Block, Genre
from citecheck.patterns import classes_in, patterns_in
from citecheck.tables import load
from citecheck.text import collapse, unquoted

_DATA = Path(__file__).with_name("genre.toml")
_ENOUGH = 2.5
"""Weight from which a genre counts."""
_AHEAD = 1.0
"""By how much it must outweigh the next."""
_SPEECH = ("main", "told", "headings", "title")
_YIELDS = 0.5
"""What is left of how an article speaks where its page sells: a seller's page speaks as it likes."""
_EDGE = 6
"""Blocks that are the opening of a page, and as many its end."""
_FOOT = 2
_SHORT = 12
"""Words: a longer line is text, no heading, byline, dateline or label."""
_NOT_ITS_OWN = ("references", "related", "navigation")
_EYEBROW = 3
"""Blocks above the title that may be its label; more of them are a menu, in which "Opinion" tells nothing."""
_SELF = frozenset({"i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself"})
_TELLS = 25
"""First-person words per 1,000, outside of quotations, from which somebody tells a story or gives an opinion."""
_WORDS = expression(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class _Sign(Struct, frozen=True):
    """One thing that speaks for a genre."""

    genre: Genre
    where: str
    weight: float
    most: int
    """Different words of it that add up."""
    tells: str
    words: Lexicon[None]


class _Seen(Struct, frozen=True):
    weight: float
    reason: str
    speech: bool = False
    """Told by how the article speaks, not by who publishes, signs or calls."""


def genre_of(article: Article) -> tuple[Genre, tuple[str, ...]]:
    """The genre of an article and its reasons, the weightiest first; without enough of them it is unknown."""
    if not article.document.facts.in_english:
        return "unknown", ("the genre is told in English only",)
    seen: dict[Genre, list[_Seen]] = defaultdict(list)
    parts = _parts(article)
    for sign in _signs():
        found = dict.fromkeys(
            text[hit.start : hit.end].lower() for text in parts[sign.where] for hit in sign.words.find(text)
        )
        chosen = list(found)[: sign.most]
        if chosen:
            quoted = ", ".join(f"“{words}”" for words in chosen)
            seen[sign.genre].append(_Seen(sign.weight * len(chosen), f"{sign.tells}: {quoted}", sign.where in _SPEECH))
    for genre, one in _facts(article, parts["told"]):
        seen[genre].append(one)
    return _decided(seen, signed=bool(article.document.facts.author))


def _decided(seen: Mapping[Genre, list[_Seen]], *, signed: bool) -> tuple[Genre, tuple[str, ...]]:
    sells = sum(one.weight for one in seen.get("commercial", ())) >= _ENOUGH

    def weight(genre: Genre, one: _Seen) -> float:
        # Leaflets are published by a body; what somebody signs may only speak like one.
        yields = sells if genre != "patient-information" else sells or signed
        return one.weight * (_YIELDS if one.speech and yields and genre != "commercial" else 1)

    weights = sorted(((sum(weight(genre, one) for one in signs), genre) for genre, signs in seen.items()), reverse=True)
    if not weights or weights[0][0] < _ENOUGH:
        return "unknown", ("too little tells the genre",)
    if len(weights) > 1 and weights[0][0] - weights[1][0] < _AHEAD:
        return "unknown", (f"as much speaks for {weights[1][1]} as for {weights[0][1]}",)
    genre = weights[0][1]
    return genre, tuple(one.reason for one in sorted(seen[genre], key=lambda one: -one.weight))


def _facts(article: Article, told: Iterable[str]) -> Iterator[tuple[Genre, _Seen]]:
    """What no list of words tells: who speaks, and whether somebody signs and dates it."""
    facts = article.document.facts
    words = [word.lower().replace("’", "'") for text in told for word in _WORDS.findall(text)]
    own = sum(word in _SELF for word in words)
    if own >= 3 and 1000 * own / max(len(words), 80) >= _TELLS:
        first_person = f"{own} words of the first person in {len(words)}"
        yield "personal-story", _Seen(3.0, first_person, speech=True)
        yield "opinion", _Seen(1.0, first_person, speech=True)
    if facts.author and facts.published:
        yield "news", _Seen(1.0, f"signed by {facts.author[0]} and dated {facts.published}")


def _parts(article: Article) -> Mapping[str, list[str]]:
    """The texts in which a sign may count, by the name that genre.toml has for them."""
    document = article.document
    listed = article.reference_list
    own = [b for b in document.blocks if b.region not in _NOT_ITS_OWN and not any(s.overlaps(b) for s in listed)]

    heads = next((i for i, b in enumerate(document.blocks) if b.region == "main"), 0)
    above = document.blocks[:heads] if heads <= _EYEBROW else ()

    def texts(*blocks: Block) -> list[str]:
        # An advert that a report quotes is not the report's.
        return [unquoted(collapse(document.text[b.start : b.end])) for b in blocks]

    def lines(*blocks: Block) -> list[str]:
        return [collapse(line) for b in blocks for line in document.text[b.start : b.end].split("\n")]

    opening, closing = texts(*own[:_EDGE]), texts(*own[-_EDGE:])
    address = document.facts.address or (document.uri if "://" in document.uri else "")
    host = re.split(r"[.\-]", urlsplit(address).hostname or "") if address else []
    return {
        "page": texts(*own),
        "main": [sentence.text for sentence in article.sentences],
        "told": texts(*(b for b in own if b.region == "main")),
        "title": [document.facts.title or ""],
        "headings": [line for line in lines(*own) if len(line.split()) <= _SHORT],
        "labels": [line for line in lines(*above, *own[:_EDGE]) if len(line.split()) <= _SHORT],
        "opening": opening,
        "foot": [line for line in lines(*own[-_FOOT:]) if len(line.split()) <= _SHORT],
        "ends": [*opening[:3], *closing],
        "publisher": [" ".join([document.facts.publisher or "", *host])],
    }


@cache
def _signs() -> tuple[_Sign, ...]:
    data: Mapping[str, Any] = load(_DATA)
    classes = classes_in(data["classes"])
    return tuple(
        _Sign(
            genre=sign["genre"],
            where=sign["where"],
            weight=float(sign["weight"]),
            most=sign.get("most", 1),
            tells=sign["tells"],
            words=Lexicon(((pattern, None) for pattern in patterns_in(sign["words"])), classes),
        )
        for sign in data["signs"]
    )
