"""Which sentences a source stands behind that the text names without a reference, with the reason."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from citecheck.assess.claims import has_figure
from citecheck.assess.speakers import speaks_for_seller
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Article, Attribution, Sentence

_DATA = Path(__file__).with_name("scope.toml")
_QUOTATION = expression(r"“[^”]{1,1500}(?:”|$)|\"[^\"]{1,1500}(?:\"|$)", re.MULTILINE)
_LONG_QUOTE = 12
"""Sentences on either side that may belong to one quotation."""
_SUBJECT, _SUBJECT_OF_RELEASE = 3, 14
"""A study named within so many sentences is what an article, or a press release, is about."""
_DATELINE = expression(
    r"[^\n]{0,100}?(?:\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2},?\s\d{4}\b[^\n]{0,60}?"
    r"|(?i:\b(?:pr\s?|business\s?|globe\s?|news\s?|media\s?|/\s?)(?:news)?wire\b)[^\n]{0,40}?)(?:--|—|–|\s-)\s"
)
"""How a press release begins: "BOSTON, May 5, 2020 (Some Newswire) --"."""
_PAST = expression(
    r"(?<!\bis\s)(?<!\bare\s)(?<!\bbe\s)(?<!\bbeen\s)(?<!\bhave\s)(?<!\bhas\s)\b(?:was|were|had|did|found|showed|saw|fell|rose|lost|gave|took"
    r"|kept|ate|drank|slept|got|felt|became|led|made|went|began|[a-z]{3,}ed)\b"
)
"""A verb that tells what happened, or a participle that may."""
_OPENING = 12
"""Blocks among which a press release begins, its title and highlights before it."""
Cover = tuple[int | None, str]
"""The index of the attribution, None where it is no source, and the reason."""


def attributed(article: Article) -> dict[int, Cover]:
    """By sentence, the source named for it: the first that covers it, a study before somebody who only speaks."""
    found: dict[int, Cover] = {}
    interested = speaks_for_seller(article)
    named = [(i, a) for i, a in enumerate(article.attributions) if a.identifiable and i not in interested]
    sections = _sections(article)
    near = _SUBJECT_OF_RELEASE if _is_release(article) else _SUBJECT
    for index, attribution in named:
        at = sentence_of(article.sentences, attribution.start)
        if at is not None:
            for i, reason in _covered(article, attribution, at, sections, near).items():
                found.setdefault(i, (index, reason))
    for index in sorted(interested):
        at = sentence_of(article.sentences, article.attributions[index].start)
        if at is not None:
            found.setdefault(at, (None, "said by somebody who speaks for the seller, which is no source"))
    return found


def sentence_of(sentences: Sequence[Sentence], offset: int) -> int | None:
    """The index of the sentence that holds a character."""
    i = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return i if i >= 0 and offset < sentences[i].end else None


def _covered(article: Article, attribution: Attribution, at: int, sections: Sequence[int], near: int) -> dict[int, str]:
    """The sentences that an attribution stands behind, each with the reason."""
    sentences = article.sentences
    covered = {at: "names its source"}
    if attribution.kind == "study":
        if at and sentences[at].text in word_list(_DATA, "points_back"):
            covered[at - 1] = "the next sentence names the study it comes from"
        subject = at < near
        if subject and near > _SUBJECT:
            covered |= dict.fromkeys(
                _telling(sentences, 0, at, telling=False), "tells of the study that the release names later"
            )
        last = len(sentences) if subject else bisect_right(sections, sections[at])
        covered |= (
            dict.fromkeys(_telling(sentences, at, last, telling=True), "tells of the study named before") | covered
        )
    elif attribution.kind == "expert":
        _quotation(article, at, covered)
    elif at < _SUBJECT < near and _passes_on(article, attribution, sentences[at]):
        covered |= dict.fromkeys(range(at + 1, len(sentences)), "is passed on from the body named at the start")
    for i, sentence in enumerate(sentences):
        if sentence.lead_in in covered:
            covered.setdefault(i, "its list is introduced with the source")
    return covered


def _telling(sentences: Sequence[Sentence], first: int, last: int, *, telling: bool) -> Iterator[int]:
    """Those that tell of a study: in each paragraph from where it says so, `telling` whether the first does."""
    block = sentences[first].block
    for i in range(first, last):
        if sentences[i].block != block:
            block, telling = sentences[i].block, False
        says_so = _says_so(sentences[i].text)
        telling = telling or says_so
        if says_so or (telling and (i == first or not _is_of_others(sentences[i].text))):
            yield i


@lru_cache(maxsize=4096)
def _says_so(text: str) -> bool:
    """Remembered: in a review every study that is named asks it of the same sentences."""
    return text in word_list(_DATA, "same_study", "told_of_study")


@lru_cache(maxsize=4096)
def _is_of_others(text: str) -> bool:
    """Whether a sentence states what holds at all times, or what others found: no result of one study is told so."""
    return text in word_list(_DATA, "other_study") or (not has_figure(text) and _PAST.search(text) is None)


def _passes_on(article: Article, body: Attribution, sentence: Sentence) -> bool:
    """Whether a body is said to share what it knows."""
    return article.document.text[body.start : sentence.end] in word_list(_DATA, "passes_on")


def _quotation(article: Article, at: int, covered: dict[int, str]) -> None:
    """What else the expert says: every sentence of the paragraph's quotations that touch or adjoin this one."""
    sentences = article.sentences
    block = article.document.blocks[sentences[at].block]
    for found in _QUOTATION.finditer(article.document.text, block.start, block.end):
        if found.end() >= sentences[at].start - 1 and found.start() <= sentences[at].end + 1:
            for i in range(max(0, at - _LONG_QUOTE), min(len(sentences), at + _LONG_QUOTE)):
                if sentences[i].start < found.end() and found.start() < sentences[i].end:
                    covered.setdefault(i, "quotes the expert named beside it")


def _sections(article: Article) -> list[int]:
    """The number of the section that each sentence stands in."""
    headings = [b.start for b in article.document.blocks if b.kind == "heading" and b.region == "main"]
    return [bisect_right(headings, s.start) for s in article.sentences]


def _is_release(article: Article) -> bool:
    """Whether one of the first paragraphs begins with a place, a date or a news wire, as press releases do."""
    document = article.document
    opening = [b for b in document.blocks if b.region == "main" and b.kind != "heading"][:_OPENING]
    return any(_DATELINE.match(document.text, b.start, b.end) for b in opening)
