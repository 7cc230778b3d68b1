"""What a citation or an attribution covers, as a reader takes it, with the reason."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.lexicon import word_list
from citecheck.model import Article, Attribution, Citation, Scope, Sentence

_DATA = Path(__file__).with_name("scope.toml")
_QUOTATION = re.compile(r"“[^”]{1,1500}(?:”|$)|\"[^\"]{1,1500}(?:\"|$)", re.MULTILINE)
_GAP = 2
"""Spaces between a quotation and the sentence beside it, at most."""
_LONG_QUOTE = 12
"""Sentences on either side that may belong to one quotation."""
_FEW_WORDS = 200
"""Characters that hold more than three words."""
_SUBJECT = 3
"""A study named within the first sentences is what the article is about."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands behind a sentence."""

    reference_ids: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()
    attribution: int | None = None
    reason: str = ""


def citation_scopes(article: Article) -> tuple[Scope, ...]:
    """The stretch each citation stands for: its clause, its sentence, or the list that its sentence introduces."""
    lists = {s.lead_in: s.end for s in article.sentences if s.lead_in is not None}
    return tuple(_scope(article, citation, lists) for citation in article.citations)


def _scope(article: Article, citation: Citation, lists: Mapping[int, int]) -> Scope:
    """`lists`: of the sentences that introduce one, where the list ends."""
    at = _sentence_of(article.sentences, citation.start)
    if at is None:
        return Scope(citation.start, citation.end, "outside the sentences of the text")
    sentence = article.sentences[at]
    if at in lists:
        return Scope(sentence.start, lists[at], "the sentence and the list it introduces")
    rest = article.document.text[citation.end : min(sentence.end, citation.end + _FEW_WORDS)]
    if len(rest.split()) > 3:
        return Scope(sentence.start, citation.end, "the sentence up to the marker")
    return Scope(sentence.start, sentence.end, "the sentence")


def covers(article: Article) -> tuple[Cover, ...]:
    """Of each sentence, what a reader takes to stand behind it."""
    found = [Cover()] * len(article.sentences)
    cited: dict[int, list[int]] = {}
    for i, citation in enumerate(article.citations):
        at = _sentence_of(article.sentences, citation.start)
        if at is not None:
            cited.setdefault(at, []).append(i)
    for at, citations in cited.items():
        ids = dict.fromkeys(one for i in citations for one in article.citations[i].reference_ids)
        found[at] = Cover(tuple(ids), tuple(citations), None, "cited in the sentence")
    for i, sentence in enumerate(article.sentences):
        lead = found[sentence.lead_in] if sentence.lead_in is not None else None
        if lead and lead.citations and not found[i].citations:
            found[i] = Cover(lead.reference_ids, lead.citations, None, "cited where the list is introduced")
    _continue(article, found)
    _sources_below(article, found)
    _attribute(article, found)
    return tuple(found)


def _sentence_of(sentences: Sequence[Sentence], offset: int) -> int | None:
    i = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return i if i >= 0 and offset < sentences[i].end else None


def _continue(article: Article, found: list[Cover]) -> None:
    """A sentence that goes on about the study just cited ("In that trial, …") is covered by the same citation."""
    for i in range(1, len(found)):
        before, here = article.sentences[i - 1], article.sentences[i]
        if (
            found[i - 1].citations
            and not found[i].citations
            and before.block == here.block
            and here.text in word_list(_DATA, "same_study")
        ):
            found[i] = Cover(
                found[i - 1].reference_ids, found[i - 1].citations, None, "goes on about the study just cited"
            )


def _sources_below(article: Article, found: list[Cover]) -> None:
    """A "Source:" line covers what it stands below, up to the heading or the "Source:" line before."""
    for reference in article.references:
        for i, sentence in enumerate(article.sentences if reference.below else ()):
            if reference.below and reference.below.contains(sentence) and not found[i].citations:
                ids = (*found[i].reference_ids, reference.id)
                found[i] = Cover(ids, (), None, "the source is named below")


def _attribute(article: Article, found: list[Cover]) -> None:
    """Named sources: the sentence itself; of a study also what tells of it before and after."""
    sections = _sections(article)
    for index, attribution in enumerate(article.attributions):
        at = _sentence_of(article.sentences, attribution.start)
        if at is None or not attribution.identifiable:
            continue
        for i, reason in _covered(article, attribution, at, sections).items():
            if not found[i].citations and found[i].attribution is None:
                found[i] = Cover(attribution=index, reason=reason)


def _covered(article: Article, attribution: Attribution, at: int, sections: Sequence[int]) -> dict[int, str]:
    """The sentences that an attribution stands behind, each with the reason."""
    sentences = article.sentences
    covered = {at: "names its source"}
    if attribution.kind == "expert":
        _quotation(article, at, covered)
        return covered
    if attribution.kind != "study":
        return covered
    if at and sentences[at].text in word_list(_DATA, "points_back"):
        covered[at - 1] = "the next sentence names the study it comes from"
    subject = at < _SUBJECT
    telling, block = True, sentences[at].block
    for i in range(at + 1, len(sentences)):
        if not subject and sections[i] != sections[at]:
            break
        if sentences[i].block != block:
            # A new paragraph tells of the study from where it says so; an item of a list with its introduction.
            block = sentences[i].block
            telling = sentences[i].lead_in in covered
        telling = telling or sentences[i].text in word_list(_DATA, "same_study")
        if telling:
            covered[i] = "tells of the study named before"
    return covered


def _quotation(article: Article, at: int, covered: dict[int, str]) -> None:
    """What else the expert says: every sentence of the paragraph's quotations that touch or adjoin this one."""
    sentences = article.sentences
    block = article.document.blocks[sentences[at].block]
    for found in _QUOTATION.finditer(article.document.text, block.start, block.end):
        if found.end() >= sentences[at].start - _GAP and found.start() <= sentences[at].end + _GAP:
            for i in range(max(0, at - _LONG_QUOTE), min(len(sentences), at + _LONG_QUOTE)):
                if sentences[i].start < found.end() and found.start() < sentences[i].end:
                    covered.setdefault(i, "quotes the expert named beside it")


def _sections(article: Article) -> list[int]:
    """The number of the section that each sentence stands in."""
    headings = [b.start for b in article.document.blocks if b.kind == "heading" and b.region == "main"]
    return [bisect_right(headings, s.start) for s in article.sentences]
