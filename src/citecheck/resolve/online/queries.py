"""What of a reference may be sent: its string without addresses, if it reads like a reference and not like a sentence.

No sentence of an article leaves this machine. What parsing takes for a reference may be one all the same, and a title
may be quoted in the article: so no five words that stand in a row in its text are sent, whoever wrote them first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from citecheck.expressions import expression
from citecheck.journals import is_journal
from citecheck.model import Csl
from citecheck.resolve.interface import LeftOpen
from citecheck.resolve.unmatched import is_page

_RUN = 5
"""Words in a row that are never sent of the article's text."""
_MOST_OF_IT = 0.6
"""The share of a string's words in such runs from which the string is a sentence of the article."""
_LONGEST = 400
"""Characters; what comes later in a string tells no work from another."""
_ENOUGH = 3
"""Of what references are made of: a year and names, a journal and a title, numbers and any of these."""
_LEFT_OUT = expression(
    r"(?:https?://|www\.)\S+|\b(?:doi:?\s{0,2})?10\.\d{4,9}/\S+|\S+@\S+|\bPM(?:C)?ID:?\s{0,2}(?:PMC)?\d+", re.IGNORECASE
)
_WORD = expression(r"\w+")
_YEAR = expression(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NUMBERS = expression(
    r"\d\s?\(\d+[^)]{0,12}\)\s?[:,]|[;:,]\s?e?\d+\s?[-–]\s?\d+|;\s?\d+[(:]|\bvol(?:ume)?\b\.?\s?\d|\bp(?:p|ages?)?\b\.?\s?\d|\b\d+:e?\d+"
)
_NAMES = expression(
    # Lund KA · Lund, K. A. · Lund, Karin · K. A. Lund · Karin Lund, Ben Osei · Lund et al
    r"\W{0,3}(?:\d{1,3}[\]).]{0,2}\s?)?(?:[^\W\d][\w'’-]*\s){0,2}[^\W\d][\w'’-]+,?\s(?:[A-Z]\.?[\s-]?){1,3}(?=[,.;:&(]|and\b|et\b|$)"
    r"|\W{0,3}(?:\d{1,3}[\]).]{0,2}\s?)?(?:[^\W\d][\w'’-]*\s){0,1}[A-Z][\w'’-]+,\s[A-Z][\w'’-]+[\s.,]"
    r"|\W{0,3}(?:\d{1,3}[\]).]{0,2}\s?)?(?:[A-Z]\.\s?-?){1,3}[A-Z][\w'’-]+"
    r"|\W{0,3}(?:\d{1,3}[\]).]{0,2}\s?)?(?:[A-Z][\w'’-]+\s){1,2}[A-Z][\w'’-]+(?:,|\sand)\s[A-Z]"
    r"|\W{0,3}(?:[A-Z][\w'’-]+\s){1,3}[A-Z][\w'’-]+\.\s[A-Z]"
    r"|.{2,40}\bet al\b"
)
_TITLED = expression(
    r"\b(?:trial|review|meta-?analysis|cohort|survey|study of|effects? of|efficacy|randomi[sz]ed|case report"
    r"|guidelines?)\b"
    r"|\w: \w|[“\"].{12,}[”\"]"
)
_TOLD = expression(
    r"\b(?:you|your|we|our|i|my|they|their|he|she|his|her|it|this|these|that|who|which|says?|said|told|found|finds|shows?|showed"
    r"|suggests?|according|because|but|if|when|while|however|also|has|have|had|was|were|is|are|can|could|may|might|will"
    r"|would|should|must|don['’]t)\b"
)

Draft = frozenset[tuple[str, ...]]
"""The runs of five words of an article's text."""


def draft_of(sentences: Iterable[str]) -> Draft:
    """What of an article is not to be sent."""
    return frozenset(run for sentence in sentences for run in _runs(_words(sentence)))


def query_of(csl: Csl, raw: str, draft: Draft = frozenset()) -> str | LeftOpen:
    """What may be sent of a reference's string, or why nothing may."""
    if is_page(csl):
        return LeftOpen("a page, which no index of works need hold")
    text = " ".join(_LEFT_OUT.sub(" ", raw).split())[:_LONGEST]
    if len(_words(text)) < 3:
        return LeftOpen("too little is printed to look for")
    if is_prose(csl, text):
        return LeftOpen("what is printed reads like a sentence, and sentences are not sent")
    return without_draft(text, draft)


def is_prose(csl: Csl, text: str) -> bool:
    """Whether a string reads like a sentence: little of what references are made of, and words that tell.

    References are made of years, names, numbers of volumes and pages, journals, and titles. A title too may tell
    ("What is …"), so that the more a string has of the rest, the more it may.
    """
    lower = text.lower()
    journal = str(csl.get("container-title", ""))
    made_of = (
        bool(_YEAR.search(text))
        + 2 * bool(_NUMBERS.search(lower))
        + 2 * bool(_NAMES.match(text))
        + 2 * bool(journal and is_journal(journal))
        + bool(_TITLED.search(lower))
    )
    return made_of < _ENOUGH or made_of <= len(_TOLD.findall(lower))


def without_draft(text: str, draft: Draft) -> str | LeftOpen:
    """A string without any run of the article's text; it is searched as a bag of words, so that gaps cost little."""
    shared = {i + k for i, run in enumerate(_runs(_words(text))) if run in draft for k in range(_RUN)}
    if not shared:
        return text
    if len(shared) > _MOST_OF_IT * len(_words(text)):
        return LeftOpen("what is printed stands in the article's text, which is not sent")
    parts = text.split()
    i = 0
    while i < len(parts):
        words = [word for part in parts[: i + 1] for word in _words(part)]
        # The runs that end within this part: without it there are none.
        ending = words[max(0, len(words) - len(_words(parts[i])) - _RUN + 1) :]
        if any(run in draft for run in _runs(ending)):
            del parts[i]
        else:
            i += 1
    return " ".join(parts)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]
