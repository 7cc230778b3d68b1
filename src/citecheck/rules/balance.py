"""BAL: what an article leaves out or plays down: harms, who the treatment is not for, other options, limits."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.assess.content import says_harmless
from citecheck.model import Audited, Finding, Told
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english, efficacy, own_sentences, treats, words

_LONG = 8
"""Sentences from which it matters where in an article its harms stand."""
_LATE = 0.75
"""The share of an article behind which its first harm comes late."""


def _told(audited: Audited, topic: str) -> tuple[Told, ...]:
    return audited.assessment.told.get(topic, ())


@check_in_english("BAL001")
def no_harms(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """An article that says a treatment works names what it may do besides, or says that nothing is known of it."""
    claimed = len(efficacy(audited))
    if not treats(audited) or _told(audited, "harms") or _told(audited, "contraindications") or _warns(audited):
        return
    besides = ", and of harms only those of misuse" if _told(audited, "misuse") else ""
    yield rule.finding(
        f"The article says in {claimed} sentences what a treatment does,"
        f" and names no side effect, risk or person it is not for{besides}."
    )


def _warns(audited: Audited) -> bool:
    """Whether a sentence is about safety and does not say that all is well: a harm in words that no list has."""
    return any(
        claim.type == "safety" and not says_harmless(text) and text not in words("reassures")
        for claim, text in zip(audited.assessment.claims, (s.text for s in audited.article.sentences), strict=True)
    )


@check_in_english("BAL003")
def harms_played_down(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Risks weighed against benefits without a figure or a source, or passed over in a subordinate clause."""
    article = audited.article
    for sentence, text in own_sentences(audited):
        before, _, after = text.partition(",")
        conceded = before in words("concedes") and after in words("gains")
        if text in words("outweighs") or conceded:
            sourced = article.citations_in(sentence) or any(sentence.contains(a) for a in article.attributions)
            if not sourced and text not in words("figures") and text not in words("speaks"):
                yield rule.finding(
                    "The sentence weighs harms against benefits, or passes over them, without a figure or a source.",
                    sentence.start,
                    sentence.end,
                )


@check_in_english("BAL004")
def harms_far_off(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The first harm stands near the end of a longer article, behind everything that is said of benefits."""
    sentences, claimed = audited.article.sentences, efficacy(audited)
    harms = [told.start for topic in ("harms", "contraindications") for told in _told(audited, topic)]
    starts = [start for start in harms if start is not None]
    if len(sentences) < _LONG or len(claimed) <= 2 or not starts:
        return
    first = next(i for i, sentence in enumerate(sentences) if sentence.start >= min(starts))
    if first >= _LATE * len(sentences) and first > claimed[-1] + 1:
        yield rule.finding(
            f"The first harm comes in sentence {first + 1} of {len(sentences)}, behind all that is said of benefits.",
            sentences[first].start,
            sentences[first].end,
        )


@check_in_english("BAL005")
def nobody_excluded(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Harms are named, and nobody whom the treatment is not for."""
    if treats(audited) and _told(audited, "harms") and not _told(audited, "contraindications"):
        yield rule.finding("The article names harms of the treatment, and does not say who should not have it.")


@check_in_english("BAL009")
def for_everyone(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A treatment is said to be for everybody, or for everybody with a condition."""
    for sentence, text in own_sentences(audited):
        hit = words("everyone").first(text)
        if hit and text[: hit.start] not in words("negations"):
            yield rule.finding(
                f"“{text[hit.start : hit.end]}”: the treatment is said to suit everybody.",
                sentence.start,
                sentence.end,
            )


@check_in_english("BAL013")
def no_alternatives(rule: Rule, audited: Audited) -> Iterator[Finding]:
    if treats(audited) and not _told(audited, "alternatives"):
        yield rule.finding("The article recommends a treatment, and names no other option, not even to wait.")


@check_in_english("BAL014")
def no_price(rule: Rule, audited: Audited) -> Iterator[Finding]:
    if treats(audited) and not _told(audited, "costs"):
        yield rule.finding("The page offers what it writes about, and does not say what it costs.")


@check_in_english("BAL015")
def no_limits(rule: Rule, audited: Audited) -> Iterator[Finding]:
    if treats(audited) and not _told(audited, "limits"):
        yield rule.finding("The article says that a treatment works, and names no limit of the evidence.")
