"""EVD: wording that says more than there is: a hypothesis that became a fact, proof, and figures without a base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from citecheck.assess.cues import stem
from citecheck.expressions import expression
from citecheck.lexicon import tokens, word_list
from citecheck.model import Audited, Document, Finding, Related, Sentence
from citecheck.rules.registry import Rule, check
from citecheck.text import lowered

_DATA = Path(__file__).with_name("wording.toml")
_SHARED, _SHARE = 4, 0.5
"""Words that two sentences have in common, and their share of the shorter one, from which they say the same."""
_EMPTY = frozenset(
    "that this these those with from into than then they their there have been being were which when while where what"
    " will would could should might also more most some such about after before through during between because"
    " therefore however thus hence hypothesized hypothesised thought believed theory suggested".split()
)
_ABSOLUTE = expression(
    r"\b\d[\d,.]*\s(?:in|out of|of|per|for every)\s(?:the\s|every\s)?\d|\bfrom\s[\d.]+\s?(?:%|per ?cent)?\s?to\s[\d.]+"
    r"|\bfrom\s[\d.]+\s?(?:%|per ?cent\b)[^.;]{0,80}?\bto\s(?:about\s|around\s|just\s)?[\d.]+\s?(?:%|per ?cent\b)"
    r"|\d\s?(?:%|per ?cent\b)[^.;]{0,200}?\b(?:compared|versus|vs|against|than|and|while|placebo)\b[^.;]{0,80}?"
    r"\d\s?(?:%|per ?cent\b)"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\s(?:in|out of)\s(?:every\s)?\w+"
    r"|\bpercentage points?\b|\babsolute\b|\bpoints (?:on|of)\b|\b\d+[- ]point\b|\bper 1,?0+\b|\bnumber needed\b"
)
"""What a relative figure is of: counts, shares before and after, points of a scale."""
_CHANGE = r"(?:reduc|lower|cut|decreas|declin|drop|fell|fall|shr|slash|rais|increas|improv|boost|rise|rose|grew|los)\w*"
_OUTCOME = (
    r"(?:risks?|chances?|odds|likelihood|likely|rates?|symptoms?|pain|scores?|episodes?|attacks?|deaths?|mortality"
    r"|incidence|infections?)"
)
_PER_CENT = r"\d[\d.,]*\s?(?:%|per ?cent\b)"
_FIGURE = expression(r"%|per ?cent|twice|times|fold|doubl|tripl|quadrupl|halv")
"""What no relative figure is without: few sentences hold one of these."""
_GAP = r"[^.;:,()\d]"
_RELATIVE = expression(
    rf"\b{_OUTCOME}\b{_GAP}{{0,60}}?\b{_CHANGE}\b{_GAP}{{0,25}}?"
    rf"(?<!\bto\s)(?<!\bto about\s)(?<!\bthan\s)(?<!\bfrom\s){_PER_CENT}"
    rf"|\b{_CHANGE}\b{_GAP}{{0,50}}?\b{_OUTCOME}\b{_GAP}{{0,60}}?\bby\b{_GAP}{{0,25}}?{_PER_CENT}"
    rf"|{_PER_CENT}\s(?!or\b)(?:\w+\s){{0,2}}?(?:less|more|lower|higher|greater|reduced|increased)\s(?:\w+\s){{0,2}}?{_OUTCOME}\b"
    rf"|{_PER_CENT}\s(?:reduction|decrease|drop|fall|increase|rise|improvement)\sin\s(?:\w+\s){{0,3}}?{_OUTCOME}\b"
    rf"|\b(?:twice|(?:two|three|four|five|six|ten|\d+)[- ](?:times|fold)) (?:as|more|less) likely\b"
    rf"|\b(?:doubl|tripl|quadrupl|halv)\w+ (?:the|their|your|his|her) (?:\w+ )?(?:risk|chances?|odds|likelihood)\b"
)


@check("EVD020")
def hedge_lost(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A hypothesis of the article that a later sentence without a source states as a fact."""
    sentences = audited.article.sentences
    guesses = [(s, _content(s)) for s in sentences if s.text in word_list(_DATA, "hypothesis")]
    judged = zip(sentences, audited.assessment.claims, audited.assessment.verdicts, strict=True)
    for sentence, claim, verdict in judged if guesses else ():
        stated = claim.strength == "causal" and verdict.kind not in ("cited", "attributed", "supported")
        if not stated or sentence.text in word_list(_DATA, "hedged"):
            continue
        said = _content(sentence)
        before = next((g for g, words in guesses if g.end <= sentence.start and _same(words, said)), None)
        if before:
            related = (Related(before.start, before.end, "said here as a hypothesis"),)
            message = "States as a fact what the article called a hypothesis before."
            yield rule.finding(message, sentence.start, sentence.end, related=related)


def _content(sentence: Sentence) -> set[str]:
    """The stems of the words that carry the meaning."""
    return {stem(t.word) for t in tokens(sentence.text) if len(t.word) > 3 and t.word not in _EMPTY}


def _same(one: set[str], other: set[str]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED and shared >= _SHARE * min(len(one), len(other))


@check("EVD021")
def proof(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """What is called proof though no source stands behind the sentence."""
    document = audited.article.document
    judged = zip(audited.article.sentences, audited.assessment.verdicts, strict=True)
    for sentence, verdict in judged if document.facts.in_english else ():
        own = document.text[sentence.start : sentence.end]
        asked = sentence.text.rstrip().endswith("?")
        if asked or verdict.reference_ids or sentence.text in word_list(_DATA, "not_proof"):
            continue
        for hit in word_list(_DATA, "proof").find(own):
            message = "Called proof, and no source is given." if verdict.attribution is None else "Called proof."
            yield rule.finding(message, sentence.start + hit.start, sentence.start + hit.end)


@check("EVD022")
def relative_only(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A change in per cent or "twice the risk" of which the article never says of how many, or from what to what."""
    article = audited.article
    text = article.document.text
    judged = zip(article.sentences, audited.assessment.claims, strict=True)
    for sentence, claim in judged:
        if not claim.is_claim:
            continue
        own = lowered(text[sentence.start : sentence.end])
        found = _RELATIVE.search(own) if _FIGURE.search(own) else None
        if found and not _is_based(article.document, sentence, found.group()):
            message = "A relative figure: the paragraph does not say how many it is of, or from what to what."
            yield rule.finding(message, sentence.start + found.start(), sentence.start + found.end())


def _is_based(document: Document, sentence: Sentence, figure: str) -> bool:
    """Whether its paragraph, or another that gives the same figure, says what it is of."""
    number = re.search(r"\d[\d.,]*", figure)
    for index, block in enumerate(document.blocks):
        same = number is not None and number.group() in document.text[block.start : block.end]
        if (index == sentence.block or same) and _ABSOLUTE.search(lowered(document.text[block.start : block.end])):
            return True
    return False
