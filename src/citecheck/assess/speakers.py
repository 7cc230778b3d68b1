"""Who of the experts quoted speaks for whoever sells: their word is the seller's, and no source for what it sells."""

from __future__ import annotations

import re
from pathlib import Path

from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Article

_DATA = Path(__file__).with_name("scope.toml")
_INTRODUCTION = 120
"""Characters behind the name within which a speaker is introduced."""
_NAME = expression(r"\b[A-ZÀ-Þ][a-zß-ÿ’'\-]+")
_TITLES = frozenset("Dr Prof Professor Mr Mrs Ms".split())
_PRONOUN = expression(r"\b(?:he|she|they)\b", re.IGNORECASE)


def speaks_for_seller(article: Article) -> frozenset[int]:
    """The indices of the attributions to officers of a company, also where these are named shortly later on.

    Officers of public and professional bodies are sources like any other.
    """
    found: set[int] = set()
    names: set[str] = set()
    speaking = False
    for index, attribution in enumerate(article.attributions):
        if attribution.kind != "expert":
            continue
        end = next((s.end for s in article.sentences if s.contains(attribution)), attribution.end)
        told = article.document.text[attribution.start : min(end, attribution.end + _INTRODUCTION)]
        said = set(_NAME.findall(attribution.text)) - _TITLES
        office = word_list(_DATA, "officer").first(told)
        if office:
            speaking = told not in word_list(_DATA, "public_body")
        elif said:
            speaking = not said.isdisjoint(names)
        elif not _PRONOUN.search(attribution.text):
            speaking = False
        if speaking:
            found.add(index)
            names |= said
    return frozenset(found)
