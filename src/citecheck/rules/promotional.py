"""PRO: words that sell. What they are is data; where they are looked for is here."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Audited, Finding, Span
from citecheck.rules.phrases import find_promotional
from citecheck.rules.plainer import plainer
from citecheck.rules.registry import Rule, check


def _passages(audited: Audited) -> Iterator[Span]:
    """The sentences of the main text and its headings: never a reference, whose title is somebody else's."""
    article = audited.article
    lists = article.reference_list
    yield from article.sentences
    yield from (
        b
        for b in article.document.blocks
        if b.region == "main" and b.kind == "heading" and not any(s.contains(b) for s in lists)
    )


@check("PRO001")
@check("PRO002")
@check("PRO003")
@check("PRO004")
@check("PRO005")
@check("PRO006")
@check("PRO007")
@check("PRO009")
@check("PRO010")
def promotional(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A finding for each run of words that the rule lists."""
    if not audited.article.document.facts.in_english:
        return
    text = audited.article.document.text
    selling = audited.assessment.genre == "commercial"
    for passage in _passages(audited):
        for one in find_promotional(text[passage.start : passage.end]):
            if one.rule is rule:
                weight = min(1.0, rule.weight * (0.5 + one.severity / 3) * (1.2 if selling else 1.0))
                confidence = min(0.95, rule.confidence + 0.1 * (one.severity - 1))
                start, end = passage.start + one.start, passage.start + one.end
                yield rule.finding(
                    rule.data["message"],
                    start,
                    end,
                    weight=weight,
                    confidence=confidence,
                    fix=plainer(rule.id, text, start, end),
                )


@check("PRO008")
def call_to_action(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """In the article itself, and once in each box that calls where the page sells what it writes about."""
    yield from promotional(rule, audited)
    document = audited.article.document
    if audited.assessment.genre == "commercial":
        for block in document.blocks:
            calls = [p for p in find_promotional(document.text[block.start : block.end]) if p.rule is rule]
            if block.region == "call-to-action" and block.kind == "paragraph" and calls:
                yield rule.finding(
                    rule.data["message"], block.start + calls[0].start, block.start + calls[0].end, level="note"
                )
