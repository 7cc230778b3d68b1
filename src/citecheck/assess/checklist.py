"""HealthNewsReview's criteria and the JAMA benchmarks, each with the words that decided."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Audited, ChecklistItem, Finding, Told

_FEW = 3
"""Promotional findings per 1,000 words up to which the language counts as sober."""
_ASKED_FOR = {"harms": ("harms", "misuse")}
"""Topics that answer a criterion, where it is not one of the same name."""


def said(audited: Audited, criterion: str) -> tuple[Told, ...]:
    """Where the article tells what a criterion asks for."""
    return tuple(
        told for topic in _ASKED_FOR.get(criterion, (criterion,)) for told in audited.assessment.told.get(topic, ())
    )


def promotional_per_1000(audited: Audited, findings: Sequence[Finding]) -> float:
    """Weighted by severity: promotional findings in the article itself per 1,000 words, short texts as if of 300."""
    words = sum(len(s.text.split()) for s in audited.article.sentences)
    own = [f for f in findings if f.rule_id.startswith("PRO") and f.level != "note" and not f.suppressed]
    return 1000 * sum(0.5 + f.weight for f in own) / max(words, 300)


def fill_checklist(audited: Audited, findings: Sequence[Finding]) -> tuple[ChecklistItem, ...]:
    """Every criterion in the contract's order."""
    if not audited.article.document.facts.in_english:
        return tuple(_untold(criterion, "the article is not in English") for criterion in _CRITERIA)
    treats = any(
        claim.type in ("efficacy", "comparison") and not claim.common_knowledge for claim in audited.assessment.claims
    )
    by_a_reader = "judged by a reader"
    return (
        _named(audited, "costs", treats, "a cost or price is named"),
        _benefits(audited, treats),
        _named(audited, "harms", treats, "side effects, risks or people it is not for are named"),
        _quality(audited, treats),
        _untold("disease-mongering", f"{by_a_reader}: how common and how grave the condition is made"),
        _funding(audited),
        _named(audited, "alternatives", treats, "other options are named"),
        _named(audited, "availability", treats, "it is said whether the treatment can be had"),
        _untold("novelty", f"{by_a_reader}: whether what is called new is new"),
        _language(audited, findings),
        *_benchmarks(audited),
    )


_DENIED = {
    "costs": "no cost or price is named",
    "harms": "no side effect or risk is named",
    "alternatives": "no other option is named",
    "availability": "it is not said whether the treatment can be had",
}


def _met(criterion: str, explanation: str, where: Told | None = None) -> ChecklistItem:
    where = where or Told("")
    return ChecklistItem(criterion, "satisfactory", explanation, 1.0, where.start, where.end)


def _unmet(criterion: str, explanation: str, score: float = 0.0, where: Told | None = None) -> ChecklistItem:
    where = where or Told("")
    return ChecklistItem(criterion, "not-satisfactory", explanation, score, where.start, where.end)


def _untold(criterion: str, explanation: str) -> ChecklistItem:
    return ChecklistItem(criterion, "cannot-tell", explanation)


def _unasked(criterion: str) -> ChecklistItem:
    return ChecklistItem(criterion, "not-applicable", "no claim that a treatment works")


def _named(audited: Audited, topic: str, treats: bool, wanted: str) -> ChecklistItem:
    """Whether the article speaks of a topic at all."""
    found = said(audited, topic)
    if found:
        return _met(topic, wanted, found[0])
    return _unmet(topic, _DENIED[topic]) if treats else _unasked(topic)


def _benefits(audited: Audited, treats: bool) -> ChecklistItem:
    if not treats:
        return _unasked("benefits")
    found = said(audited, "benefits")
    if found:
        return _met("benefits", "the size of a benefit is given", found[0])
    return _unmet("benefits", "no benefit is given in figures")


def _quality(audited: Audited, treats: bool) -> ChecklistItem:
    design, limits = said(audited, "design"), said(audited, "limits")
    if limits and (design or audited.article.references):
        return _met("evidence-quality", "kind and limits of the evidence are named", limits[0])
    if limits:
        return _unmet("evidence-quality", "of the evidence only its limits are named", 0.5, limits[0])
    if design:
        return _unmet("evidence-quality", "of the evidence only the kind of study is named", 0.5, design[0])
    if not treats:
        return _unasked("evidence-quality")
    return _unmet("evidence-quality", "neither kind nor limits of the evidence are named")


def _funding(audited: Audited) -> ChecklistItem:
    found = said(audited, "disclosure")
    if found:
        return _met("funding", "funding or interests are named", found[0])
    return _untold("funding", "nothing is said of funding or interests")


def _language(audited: Audited, findings: Sequence[Finding]) -> ChecklistItem:
    density = promotional_per_1000(audited, findings)
    if density <= _FEW:
        return _met("language", "the wording is sober")
    first = next((f for f in findings if f.rule_id.startswith("PRO") and f.start is not None), None)
    where = Told("", first.start, first.end) if first else None
    told = f"promotional wording, {density:.0f} per 1,000 words by weight"
    return _unmet("language", told, round(max(0.0, 1 - density / 20), 3), where)


def _benchmarks(audited: Audited) -> tuple[ChecklistItem, ...]:
    """The JAMA benchmarks."""
    facts = audited.article.document.facts
    kinds = [verdict.kind for verdict in audited.assessment.verdicts]
    sourced = sum(kind in ("cited", "supported", "weak-source", "attributed") for kind in kinds)
    wanting = sum(kind in ("missing-citation", "overstated", "contradicted") for kind in kinds)
    share = sourced / (sourced + wanting) if sourced + wanting else 0.0
    told = f"{sourced} of {sourced + wanting} statements that need a source have one"
    disclosed = said(audited, "disclosure")
    if disclosed:
        disclosure = _met("disclosure", "interests or ownership are stated", disclosed[0])
    elif audited.assessment.genre == "commercial":
        disclosure = _unmet("disclosure", "nothing is said of ownership or interests")
    else:
        disclosure = _untold("disclosure", "nothing is said of ownership or interests")
    return (
        _met("authorship", f"by {', '.join(facts.author)}")
        if facts.author
        else _unmet("authorship", "no author is named"),
        _met("attribution", told) if share >= 0.5 else _unmet("attribution", told, round(share, 3)),
        disclosure,
        _met("currency", f"dated {facts.published}") if facts.published else _unmet("currency", "no date is given"),
    )


_CRITERIA = (
    "costs benefits harms evidence-quality disease-mongering funding alternatives availability novelty language"
    " authorship attribution disclosure currency"
).split()
