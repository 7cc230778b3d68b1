"""What kind of article it is, from who calls, who signs and how it speaks; `unknown` where nothing decides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from citecheck.lexicon import word_list
from citecheck.model import Article, Genre

_DATA = Path(__file__).with_name("genre.toml")
_SELLS = 3
"""Phrases of a seller in the article itself from which it counts as one."""
_TELLS = 25
"""First-person words per 1,000 from which an article counts as somebody's story."""


def genre_of(article: Article) -> Genre:
    """The genre of an article: who calls decides before how it speaks."""
    document = article.document
    around = " ".join(document.text[b.start : b.end] for b in document.blocks if b.region != "main")
    calls = " ".join(document.text[b.start : b.end] for b in document.blocks if b.region == "call-to-action")
    signed = bool(document.facts.author) and bool(document.facts.published)
    said = Counter[str]()
    for sentence in article.sentences:
        said.update({name: len(hits) for name, hits in word_list(_DATA).find_each(sentence.text).items()})
    words = max(sum(len(sentence.text.split()) for sentence in article.sentences), 300)
    if calls in word_list(_DATA, "seller") or said["seller"] >= _SELLS:
        return "commercial"
    if 1000 * said["story"] / words >= _TELLS and said["story"] > said["news"]:
        return "personal-story"
    if said["news"] >= 2 and (signed or any(a.identifiable for a in article.attributions)):
        return "news"
    if said["leaflet"] >= 3:
        return "patient-information"
    if said["research"] >= 2:
        return "research"
    return "news" if signed and around in word_list(_DATA, "newsroom") else "unknown"
