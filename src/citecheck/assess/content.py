"""What an article tells its readers besides its claims: harms, costs, alternatives, limits, who wrote it and who earns.

The one place that looks for it. The rules of balance, the checklist and the grade read `Assessment.told`, by topic:

    harms  misuse  contraindications  limits  benefits  alternatives  costs  availability  status  novelty  design
    disclosure  ownership  credentials  author  date  reviewed

`detail.toml` adds how fully it tells them (prices, percentages, side effects by name …), which the checklist weighs.

A disclaimer ("this is not medical advice") tells nothing of any of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from citecheck.assess.claims import has_figure
from citecheck.assess.cues import stem
from citecheck.assess.sample import took_part
from citecheck.lexicon import Hit, word_list
from citecheck.model import Article, Block, Claim, Document, Told
from citecheck.text import collapse, sentences

_DATA = Path(__file__).with_name("content.toml")
_DETAIL = Path(__file__).with_name("detail.toml")
_ADDED = Path(__file__).with_name("frank.toml")
_SPOILT = frozenset({"side-effects", "symptoms", "safety", "risks", "severity"})
"""Details of harms that count for nothing where the sentence says that there is none."""
_FRANK = frozenset({"harms", "misuse", "contraindications", "limits", "costs"})
_ON_THE_PAGE = frozenset({"ownership", "disclosure", "credentials", "reviewed", "costs"})
"""Topics that count wherever on the page they stand; the others belong beside what is claimed."""
_OF_THE_AUTHOR = "credentials"
"""Of the author's name or box: a psychiatrist whom the article mentions is not its author."""
_NOT_ITS_OWN = ("main", "references", "related", "navigation")


def read_content(article: Article, claims: Sequence[Claim]) -> Mapping[str, tuple[Told, ...]]:
    """By topic, every sentence that tells of it; `claims` are in step with the sentences."""
    told: dict[str, list[Told]] = defaultdict(list)
    title = article.document.facts.title or ""
    subject = frozenset(stem(title[hit.start : hit.end].lower()) for hit in word_list(_DETAIL, "symptoms").find(title))
    for sentence, claim, text in zip(article.sentences, claims, unmarked(article), strict=True):
        for topic, words in _topics(sentence.text, subject):
            if topic == _OF_THE_AUTHOR:
                continue
            told[topic].append(Told(words, sentence.start, sentence.end))
        for topic, words in _details(text, subject):
            told[topic].append(Told(words, sentence.start, sentence.end))
        if claim.type in ("efficacy", "comparison") and has_figure(sentence.text):
            told["benefits"].append(Told(sentence.text, sentence.start, sentence.end))
    document = article.document
    for block in document.blocks:
        if block.region not in _NOT_ITS_OWN:
            for start, end, topic, words in _page_topics(document, block):
                if topic in _ON_THE_PAGE:
                    told[topic].append(Told(words, start, end))
    facts = document.facts
    told["author"] += [Told(name) for name in facts.author]
    told[_OF_THE_AUTHOR] += [Told(name) for name in facts.author if name in word_list(_DATA, _OF_THE_AUTHOR)]
    told["date"] += [Told(facts.published)] if facts.published else []
    return {topic: tuple(places) for topic, places in told.items() if places}


def _page_topics(document: Document, block: Block) -> Iterator[tuple[int, int, str, str]]:
    """The topics of a block outside the article, sentence by sentence: a disclaimer silences its own sentence only."""
    for part in sentences(document.text[block.start : block.end]):
        start, end = block.start + part.start, block.start + part.end
        for topic, words in _topics(collapse(document.text[start:end])):
            yield start, end, topic, words


def _details(text: str, subject: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The details that a sentence tells; `shares` is two percentages or more, that is, a comparison in figures.

    `sample` is a number of people: "45 % of patients" counts nobody. `subject` is as in `_topics`.
    """
    if is_disclaimer(text):
        return
    harmless = text in word_list(_DATA, "harmless")
    for topic, every in word_list(_DETAIL).find_each(text).items():
        hits = [hit for hit in every if topic != "symptoms" or not _is_named(subject, text, hit)]
        if not hits or (harmless and topic in _SPOILT):
            continue
        yield topic, text[hits[0].start : hits[0].end]
        if topic == "percentages" and len(hits) > 1:
            yield "shares", text[hits[0].start : hits[-1].end]
    if people := took_part(text):
        yield "sample", people


def unmarked(article: Article) -> Iterator[str]:
    """Each sentence without its citations: the number of a reference is no figure."""
    starts = [sentence.start for sentence in article.sentences]
    marks: dict[int, list[str]] = defaultdict(list)
    for citation in article.citations:
        marks[bisect_right(starts, citation.start) - 1].append(citation.text)
    for i, sentence in enumerate(article.sentences):
        text = sentence.text
        for mark in marks[i]:
            text = text if mark[:1].isalpha() else text.replace(mark, " ", 1)
        yield text


def is_caution(text: str) -> bool:
    """Whether a sentence names a harm or a limit of the evidence, and does not say that there is none."""
    return any(topic in ("harms", "misuse", "limits") for topic, _ in _topics(text))


def says_harmless(text: str) -> bool:
    """Whether a sentence says that there is no harm, or less of it."""
    return text in word_list(_DATA, "harmless")


def owes_no_source(text: str) -> bool:
    """Whether a sentence is a harm, a limit, a price or the advice to see a doctor: to say so never costs anything."""
    return (
        any(topic in _FRANK for topic, _ in _topics(text))
        or any(topic == "shared-decision" for topic, _ in _details(text))
        or text in word_list(_ADDED)
    )


def is_disclaimer(text: str) -> bool:
    """Whether a sentence declines to answer for the article; that tells a reader nothing."""
    return text in word_list(_DATA, "disclaimers")


def _topics(text: str, subject: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The topics that a sentence tells of, each with the first words that tell it.

    `subject` holds the symptoms of the title: insomnia is no harm in an article on insomnia.
    """
    found = dict(word_list(_DATA).find_each(text))
    if "disclaimers" in found:
        return
    otherwise = found.pop("means-otherwise", ())
    for topic, every in found.items():
        hits = [
            hit
            for hit in every
            if not hit.overlaps_any(otherwise) and (topic != "harms" or not _is_named(subject, text, hit))
        ]
        if not hits:
            continue
        words = text[hits[0].start : hits[0].end]
        if topic in ("harms", "limits") and "harmless" in found:
            continue
        if topic == "harms" and "misuse" in found:
            continue
        if topic == "status" and "misuse" in found:
            continue
        if topic != "harmless":
            yield topic, words


def _is_named(subject: frozenset[str], text: str, hit: Hit[str]) -> bool:
    """Whether a symptom is one of the title, so that it is the condition and no harm."""
    return stem(text[hit.start : hit.end].lower()) in subject
