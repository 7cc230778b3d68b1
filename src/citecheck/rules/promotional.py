"""PRO and the phrases of rule packs: where they are looked for, and how much a finding weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from citecheck.assess.others import asks, is_not_meant
from citecheck.model import Audited, Finding, Fix, Span
from citecheck.rules.phrases import Finder, Promotional
from citecheck.rules.registry import Rule

_CALLS = "call-to-action"
"""The rule that also looks into the boxes in which a page calls."""
_SELLER = 1.2
"""How much more praise weighs on the page of somebody who sells ..."""
_SELLERS_CLAIM = 1.5
"""... and in a sentence of theirs that says what a treatment does."""


class _Passage(Struct, frozen=True):
    span: Span
    stakes: float
    """What the weight of a finding is multiplied by."""


def _passages(audited: Audited) -> Iterator[_Passage]:
    """The sentences of the main text and its headings: never a reference, whose title is somebody else's.

    Neither what the article denies or tells of others, nor a question, unless the page sells.
    """
    article, genre = audited.article, audited.assessment.genre
    lists, text = article.reference_list, article.document.text
    selling = genre == "commercial"
    for i, (sentence, claim) in enumerate(zip(article.sentences, audited.assessment.claims, strict=True)):
        if i in audited.assessment.others or (not selling and asks(sentence.text)):
            continue
        promised = claim.is_claim and claim.type == "efficacy"
        yield _Passage(sentence, (_SELLERS_CLAIM if promised else _SELLER) if selling else 1.0)
    for block in article.document.blocks:
        heads = block.region == "main" and block.kind == "heading" and not any(s.contains(block) for s in lists)
        if heads and not is_not_meant(text[block.start : block.end], genre):
            yield _Passage(block, _SELLER if selling else 1.0)


def promotional(rules: Mapping[str, Rule], audited: Audited, finder: Finder) -> Iterator[Finding]:
    """A finding for each run of words that one of the rules lists."""
    if not (rules and audited.article.document.facts.in_english):
        return
    document, genre = audited.article.document, audited.assessment.genre
    for passage in _passages(audited):
        start = passage.span.start
        for one in finder.find(document.text[start : passage.span.end], rules):
            if one.rule.id in rules and genre not in one.silent_in:
                yield _finding(rules[one.rule.id], one, start, passage.stakes)
    if genre == "commercial" and (calls := next((r for r in rules.values() if r.name == _CALLS), None)):
        yield from _in_boxes(calls, audited, finder)


def _finding(rule: Rule, one: Promotional, at: int, stakes: float) -> Finding:
    return rule.finding(
        rule.data["message"],
        at + one.start,
        at + one.end,
        weight=min(1.0, rule.weight * (0.5 + one.severity / 3) * stakes),
        confidence=min(0.95, rule.confidence + 0.1 * (one.severity - 1)),
        fix=Fix(at + one.fix.start, at + one.fix.end, one.fix.replacement) if one.fix else None,
    )


def _in_boxes(rule: Rule, audited: Audited, finder: Finder) -> Iterator[Finding]:
    """Once in each box that calls, where the page sells what it writes about."""
    document = audited.article.document
    for block in document.blocks:
        if block.region == "call-to-action" and block.kind == "paragraph":
            found = finder.find(document.text[block.start : block.end], (rule.id,))
            call = next((one for one in found if one.rule.id == rule.id), None)
            if call:
                yield replace(_finding(rule, call, block.start, 1.0), level="note", fix=None)
