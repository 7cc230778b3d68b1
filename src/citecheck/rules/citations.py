"""CIT: the markers in the text and the sentences without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from citecheck.model import Audited, ClaimType, Finding, Level, Sentence
from citecheck.rules.registry import Rule, check

SAYS: dict[ClaimType, str] = {
    "efficacy": "says what a treatment does",
    "safety": "speaks of harm or safety",
    "prevalence": "says how common something is",
    "mechanism": "explains how something works in the body",
    "regulatory": "speaks of an approval or a licence",
    "cost": "gives a price or cost",
    "comparison": "compares",
    "guideline": "says what is given or recommended",
    "other": "states something a reader may want to look up",
}
_STAKES: dict[ClaimType, float] = {
    "efficacy": 1.0,
    "safety": 1.0,
    "regulatory": 0.9,
    "guideline": 0.8,
    "prevalence": 0.8,
    "comparison": 0.8,
    "mechanism": 0.6,
    "cost": 0.5,
    "other": 0.4,
}


_NUMBERED = ("bracket", "superscript", "glued-superscript", "footnote")
_CLOSING = (".", ",", ";", ":", "!", "?", ")", "”", '"', "\n", "")
"""What stands behind a marker; a number in brackets within a sentence may be anything."""


@check("CIT001")
def dangling_citation(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """An error where the article is seen to number its sources; a name and a year may mean something else.

    Of a page that is cut short the list may be what is missing.
    """
    article = audited.article
    seen = Counter(citation.style for citation in article.citations if citation.reference_ids)
    for citation in article.citations:
        if citation.dangling:
            missing = " or ".join(citation.dangling)
            have = len(article.references)
            message = f"There is no reference {missing}: " + (f"the list has {have}." if have else "there is no list.")
            closes = article.document.text[citation.end : citation.end + 1] in _CLOSING
            numbered = citation.style in _NUMBERED and (not have or (seen[citation.style] > 0 and closes))
            certain = numbered and not article.document.cut_short
            level: Level = rule.level if certain else "warning"
            confidence = rule.confidence if certain else 0.6
            yield rule.finding(message, citation.start, citation.end, level=level, confidence=confidence)


@check("CIT002")
def uncited_reference(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Only where the text has markers at all: a list without any is a list of sources of the whole.

    A key whose list could not be looked at may mean any reference.
    """
    cited = audited.article.cited
    told = not any(mark.kind == "citation" and not mark.target for mark in audited.article.document.marks)
    for reference in audited.article.references if cited and told else ():
        if reference.id not in cited:
            yield rule.finding("No marker in the text points to this reference.", reference.start, reference.end)


@check("CIT003")
def missing_citation(rule: Rule, audited: Audited) -> Iterator[Finding]:
    assessed = zip(audited.article.sentences, audited.assessment.claims, audited.assessment.verdicts, strict=True)
    for i, (sentence, claim, verdict) in enumerate(assessed):
        if verdict.kind == "missing-citation" and not _told_with_lead_in(audited, sentence):
            stakes = claim.check_worthiness * _STAKES[claim.type or "other"]
            marked = audited.article.citations_in(sentence)
            given = "its marker leads to no source for it" if marked else "no source is given"
            message = f"The sentence {SAYS[claim.type or 'other']}, and {given}."
            finding = rule.finding(
                message, sentence.start, sentence.end, weight=stakes, confidence=0.5 + claim.check_worthiness / 2.5
            )
            yield replace(finding, suggestions=audited.suggestions.get(i, ()))


def _told_with_lead_in(audited: Audited, sentence: Sentence) -> bool:
    """An item is not reported beside the sentence that introduces its list: one source mends both.

    An item with a marker of its own is: it looks as if it had a source.
    """
    lead_in = sentence.lead_in
    if lead_in is None or audited.article.citations_in(sentence):
        return False
    return audited.assessment.verdicts[lead_in].kind == "missing-citation"


@check("CIT004")
def no_sources(rule: Rule, audited: Audited) -> Iterator[Finding]:
    article = audited.article
    claims = sum(v.kind == "missing-citation" for v in audited.assessment.verdicts)
    named = any(a.identifiable for a in article.attributions)
    if claims and not article.references and not article.citations and not named:
        yield rule.finding(f"The article gives no source for anything it says; {claims} of its statements need one.")
