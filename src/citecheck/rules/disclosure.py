"""BAL: who publishes, sells, writes and judges, and when."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Audited, Finding
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english, efficacy, own_sentences, treats, words

_ADVISES = 3
"""Sentences on what a treatment does, from which readers ask what their author knows of it."""


@check_in_english("BAL002")
def seller_not_stated(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The page asks its reader to buy or book what it writes about, and does not say so."""
    document = audited.article.document
    if audited.assessment.told.get("ownership"):
        return
    calls = [
        block
        for block in document.blocks
        if block.region == "call-to-action"
        and block.kind != "heading"
        and document.text[block.start : block.end] in words("sells")
    ]
    where = calls[0] if calls else None
    others = where is not None and document.text[where.start : where.end] in words("others")
    told = (
        "The page sends its readers to a seller of what it writes about, and does not say what it has to do with it."
        if others
        else "The page offers the treatment it writes about, and does not say that its publisher earns by it."
    )
    yield rule.finding(told, where.start if where else None, where.end if where else None)


@check_in_english("BAL016")
def no_author(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Nobody signs, and nobody is said to have reviewed."""
    told = audited.assessment.told
    if treats(audited) and not (told.get("author") or told.get("reviewed")):
        yield rule.finding("The article says what a treatment does, and names neither an author nor a reviewer.")


@check_in_english("BAL017")
def no_date(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A reader cannot tell how old the advice is."""
    told = audited.assessment.told
    if treats(audited) and not (told.get("date") or told.get("reviewed")):
        yield rule.finding("The article says what a treatment does, and not when it was written or last reviewed.")


@check_in_english("BAL018")
def unknown_author(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A name alone does not tell a reader what its bearer knows of medicine."""
    told = audited.assessment.told
    named = audited.article.document.facts.author
    if named and len(efficacy(audited)) >= _ADVISES and not (told.get("credentials") or told.get("reviewed")):
        yield rule.finding(
            f"{', '.join(named)} signs; the page names no medical training of the author and no reviewer who has one."
        )


@check_in_english("BAL019")
def own_study(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Authors write about a study of their own, and nothing is said of interests or funding."""
    if audited.assessment.told.get("disclosure"):
        return
    for sentence, text in own_sentences(audited):
        if text in words("own_study"):
            yield rule.finding(
                "The author writes about a study of the author's own; nothing is said of its funding or interests.",
                sentence.start,
                sentence.end,
            )
            return
