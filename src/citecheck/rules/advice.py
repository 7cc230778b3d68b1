"""BAL: what a reader may act on alone: a dose, and a form of the treatment that the evidence is not about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from citecheck.model import Audited, Finding
from citecheck.rules.genres import check_by_genre, forms, own_sentences, words
from citecheck.rules.registry import Rule

_OFTEN = 2
"""How often the evidence must name a form before another one is noticed."""


@check_by_genre("BAL010")
def dosing_advice(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A dose or a schedule is given to laymen; of what anybody may buy, a note."""
    prescribed = bool(audited.assessment.treatments)
    for sentence, text in own_sentences(audited):
        told = text in words("doses") and text in words("dosed") and text not in words("studied")
        if told and not audited.article.citations_in(sentence):
            yield rule.finding(
                "The sentence tells readers a dose or a schedule, and neither whose it is nor who should set it.",
                sentence.start,
                sentence.end,
                level=None if prescribed else "note",
            )


@check_by_genre("BAL011")
def other_form_sold(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """What is said to work has one form, what is sold another, of which the article says nothing."""
    article, document = audited.article, audited.article.document
    claims = audited.assessment.claims
    studied = Counter(
        hit.value
        for sentence, claim in zip(article.sentences, claims, strict=True)
        if claim.is_claim
        for hit in forms().find(sentence.text)
    )
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.region != "call-to-action" or text not in words("sells"):
            continue
        sold = {hit.value for hit in forms().find(text)}
        main = [form for form, count in studied.most_common() if count >= _OFTEN]
        if main and sold and not sold & set(studied):
            yield rule.finding(
                f"What is offered is {' or '.join(sorted(sold))}; what the article says of its effects is about a"
                f" treatment {main[0]}.",
                block.start,
                block.end,
            )
            return
