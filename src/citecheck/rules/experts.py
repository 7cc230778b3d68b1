"""EVD009: who is quoted works for who publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Audited, Finding, Sentence
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english
from citecheck.text import fold

_DATA = Path(__file__).with_suffix(".toml")
_NAME = r"(?P<name>[A-Z][\w'&+-]*(?:\s(?:(?:of|and|&|the|for)\s)?[A-Z][\w'&+-]*){0,4})"
_HOUSE = (
    (("we", "our", "you can"), expression(rf"\b(?:At|at|Here at|here at)\s{_NAME},?\s(?:we|our|you can)\b")),
    (
        ("elated", "ore", "atest"),
        expression(
            rf"\b(?:[Rr]elated|[Mm]ore|[Ll]atest)\s(?:articles?|posts?|news|stories)?\s?(?:from|by|at)\s{_NAME}"
        ),
    ),
    (
        ("©", "(C)", "(c)", "opyright"),
        expression(rf"(?:©|\([Cc]\)|\b[Cc]opyright)\s(?:(?:19|20)\d\d(?:[-–]\d{{2,4}})?\s)?(?:by\s)?{_NAME}"),
    ),
    (
        ("today", "now"),
        expression(
            r"\b(?:[Bb]ook|[Ss]chedule|[Cc]ontact|[Cc]all|[Vv]isit)\s(?:an?\s)?(?:[a-z]+\s){0,3}(?:at|with)"
            rf"\s{_NAME}\s(?:today|now)\b"
        ),
    ),
)
"""How a page speaks of its own house, each form with letters one of which it cannot do without."""
_AFFILIATED = r"\b(?:at|of|from|for|with|,)\s?(?:the\s)?"
_SHORT = 4
"""Letters of a name below which it may be any word."""


@check_in_english("EVD009")
def own_expert(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The house is known by what the page says of itself: its publisher, its address, its offers, its foot."""
    article, claims = audited.article, audited.assessment.claims
    houses = _houses(audited)
    for attribution in article.attributions:
        at = next((i for i, s in enumerate(article.sentences) if s.contains(attribution)), None)
        if attribution.kind != "expert" or at is None or not claims[at].is_claim:
            continue
        sentence = article.sentences[at]
        house = next((name for name in houses if _belongs(sentence, name)), "")
        if house:
            message = f"The expert is of {house}, which publishes the article."
        elif sentence.text in word_list(_DATA, "own"):
            message = "The expert is of the house that publishes the article, as the sentence says."
        else:
            continue
        yield rule.finding(message, attribution.start, attribution.end)


def _belongs(sentence: Sentence, house: str) -> bool:
    return re.search(_AFFILIATED + re.escape(fold(house)) + r"\b", fold(sentence.text)) is not None


def _houses(audited: Audited) -> list[str]:
    """The names by which the page speaks of its publisher; those of an address as one word."""
    document = audited.article.document
    found = [document.facts.publisher or ""]
    host = (urlsplit(document.facts.address or "").hostname or "").removeprefix("www.")
    found.append(host.split(".")[0])
    lists = audited.article.reference_list
    for block in document.blocks:
        if not any(one.overlaps(block) for one in lists):
            text = document.text[block.start : block.end].replace("’", "'")
            forms = (form for signs, form in _HOUSE if any(sign in text for sign in signs))
            found += [match["name"] for form in forms for match in form.finditer(text)]
    return list(dict.fromkeys(name for name in found if len(name) >= _SHORT))
