"""BAL: what an article leaves out that its readers need: harms, and who sells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citecheck.lexicon import word_list
from citecheck.model import Audited, Finding
from citecheck.rules.registry import Rule, check

_DATA = Path(__file__).with_name("balance.toml")


@check("BAL001")
def no_harms(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """An article that says a treatment works names what it may do besides, or says that nothing is known of it."""
    article = audited.article
    efficacy = sum(c.is_claim and c.type == "efficacy" and not c.common_knowledge for c in audited.assessment.claims)
    if efficacy < 2 or not article.document.facts.in_english:
        return
    if not any(s.text in word_list(_DATA, "harms") for s in article.sentences):
        yield rule.finding(
            f"The article says in {efficacy} sentences what a treatment does,"
            " and names no side effect, risk or person it is not for."
        )


@check("BAL002")
def seller_not_stated(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The page asks its reader to buy or book what it writes about, and does not say so."""
    document = audited.article.document
    if audited.assessment.genre != "commercial":
        return
    text = " ".join(document.text[b.start : b.end] for b in document.blocks)
    if text in word_list(_DATA, "disclosure"):
        return
    calls = [
        b
        for b in document.blocks
        if b.region == "call-to-action"
        and b.kind != "heading"
        and document.text[b.start : b.end] in word_list(_DATA, "sells")
    ]
    where = calls[0] if calls else None
    yield rule.finding(
        "The page offers the treatment it writes about, and does not say that its publisher earns by it.",
        where.start if where else None,
        where.end if where else None,
    )
