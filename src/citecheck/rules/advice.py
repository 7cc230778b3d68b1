"""BAL: what a reader may act on alone: a dose."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Audited, Finding
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english, own_sentences, words


@check_in_english("BAL010")
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
