"""HealthNewsReview's criteria and the JAMA benchmarks, each with the words that decided. What cannot be told is said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.assess.claims import has_figure
from citecheck.lexicon import word_list
from citecheck.model import Answer, Audited, ChecklistItem, Finding

_DATA = Path(__file__).with_name("content.toml")
_FEW = 3
"""Promotional findings per 1,000 words up to which the language counts as sober."""


@dataclass(frozen=True, slots=True)
class Said:
    """Where an article first speaks of something, and in how many sentences."""

    start: int | None = None
    end: int | None = None
    count: int = 0


def said(audited: Audited, topic: str) -> Said:
    """Where the main text speaks of a topic of content.toml."""
    first: Said | None = None
    count = 0
    for sentence in audited.article.sentences:
        if sentence.text in word_list(_DATA, topic):
            count += 1
            first = first or Said(sentence.start, sentence.end)
    return Said(first.start, first.end, count) if first else Said()


def promotional_per_1000(audited: Audited, findings: Sequence[Finding]) -> float:
    """Weighted by severity: promotional findings in the article itself per 1,000 words, short texts as if of 300."""
    words = sum(len(s.text.split()) for s in audited.article.sentences)
    own = [f for f in findings if f.rule_id.startswith("PRO") and f.level != "note" and not f.suppressed]
    return 1000 * sum(0.5 + f.weight for f in own) / max(words, 300)


def fill_checklist(audited: Audited, findings: Sequence[Finding]) -> tuple[ChecklistItem, ...]:
    """Every criterion in the contract's order."""
    if audited.article.document.facts.language not in (None, "en"):
        return tuple(ChecklistItem(i, "cannot-tell", "the article is not in English") for i in _CRITERIA)
    efficacy = [
        i for i, c in enumerate(audited.assessment.claims) if c.is_claim and c.type in ("efficacy", "comparison") and not c.common_knowledge
    ]
    if not efficacy:
        treated: Answer = "not-applicable"
    else:
        treated = "not-satisfactory"
    items = [
        _asked(audited, "costs", treated, "a cost or price is named", "no cost or price is named"),
        _benefits(audited, efficacy),
        _asked(audited, "harms", treated, "side effects, risks or people it is not for are named", "no side effect or risk is named"),
        _quality(audited, treated),
        ChecklistItem("disease-mongering", "cannot-tell", "judged by a reader: how common and how grave the condition is made"),
        _funding(audited),
        _asked(audited, "alternatives", treated, "other options are named", "no other option is named"),
        _asked(audited, "availability", treated, "it says whether the treatment can be had, and how", "it does not say whether the treatment can be had"),
        ChecklistItem("novelty", "cannot-tell", "judged by a reader: whether what is called new is new"),
        _language(audited, findings),
        *_benchmarks(audited),
    ]
    return tuple(items)


_CRITERIA = ("costs", "benefits", "harms", "evidence-quality", "disease-mongering", "funding", "alternatives", "availability", "novelty", "language", "authorship", "attribution", "disclosure", "currency")


def _asked(audited: Audited, topic: str, otherwise: Answer, yes: str, no: str) -> ChecklistItem:
    found = said(audited, topic)
    if found.count:
        return ChecklistItem(topic, "satisfactory", f"{yes} ({found.count} sentences)", 1.0, found.start, found.end)
    if otherwise == "not-applicable":
        return ChecklistItem(topic, otherwise, "no claim that a treatment works")
    return ChecklistItem(topic, otherwise, no, 0.0)


def _benefits(audited: Audited, efficacy: Sequence[int]) -> ChecklistItem:
    if not efficacy:
        return ChecklistItem("benefits", "not-applicable", "no claim that a treatment works")
    for i in efficacy:
        sentence = audited.article.sentences[i]
        if has_figure(sentence.text):
            return ChecklistItem("benefits", "satisfactory", "the size of a benefit is given", 1.0, sentence.start, sentence.end)
    return ChecklistItem("benefits", "not-satisfactory", "no benefit is given in figures", 0.0)


def _quality(audited: Audited, otherwise: Answer) -> ChecklistItem:
    design, limits = said(audited, "design"), said(audited, "limits")
    if limits.count and (design.count or audited.article.references):
        return ChecklistItem("evidence-quality", "satisfactory", "kind and limits of the evidence are named", 1.0, limits.start, limits.end)
    if limits.count or design.count:
        only = "limits" if limits.count else "the kind of study"
        one = limits if limits.count else design
        return ChecklistItem("evidence-quality", "not-satisfactory", f"of the evidence only {only} is named", 0.5, one.start, one.end)
    if otherwise == "not-applicable":
        return ChecklistItem("evidence-quality", otherwise, "no claim that a treatment works")
    return ChecklistItem("evidence-quality", "not-satisfactory", "neither kind nor limits of the evidence are named", 0.0)


def _funding(audited: Audited) -> ChecklistItem:
    found = said(audited, "disclosure")
    if found.count:
        return ChecklistItem("funding", "satisfactory", "funding or interests are named", 1.0, found.start, found.end)
    return ChecklistItem("funding", "cannot-tell", "nothing is said of funding or interests")


def _language(audited: Audited, findings: Sequence[Finding]) -> ChecklistItem:
    density = promotional_per_1000(audited, findings)
    first = next((f for f in findings if f.rule_id.startswith("PRO") and f.start is not None), None)
    if density <= _FEW:
        return ChecklistItem("language", "satisfactory", "the wording is sober", 1.0)
    return ChecklistItem("language", "not-satisfactory", f"promotional wording, {density:.0f} per 1,000 words by weight", max(0.0, 1 - density / 20), first and first.start, first and first.end)


def _benchmarks(audited: Audited) -> list[ChecklistItem]:
    facts = audited.article.document.facts
    sourced = sum(v.kind in ("cited", "supported", "weak-source", "attributed") for v in audited.assessment.verdicts)
    wanting = sum(v.kind in ("missing-citation", "overstated", "contradicted") for v in audited.assessment.verdicts)
    share = sourced / (sourced + wanting) if sourced + wanting else 0.0
    disclosed = said(audited, "disclosure")
    return [
        ChecklistItem("authorship", "satisfactory", f"by {', '.join(facts.author)}", 1.0) if facts.author else ChecklistItem("authorship", "not-satisfactory", "no author is named", 0.0),
        ChecklistItem("attribution", "satisfactory" if share >= 0.5 else "not-satisfactory", f"{sourced} of {sourced + wanting} statements that need a source have one", round(share, 3)),
        ChecklistItem("disclosure", "satisfactory", "interests or ownership are stated", 1.0, disclosed.start, disclosed.end)
        if disclosed.count
        else ChecklistItem("disclosure", "not-satisfactory" if audited.assessment.genre == "commercial" else "cannot-tell", "nothing is said of ownership or interests", 0.0 if audited.assessment.genre == "commercial" else None),
        ChecklistItem("currency", "satisfactory", f"dated {facts.published}", 1.0) if facts.published else ChecklistItem("currency", "not-satisfactory", "no date is given", 0.0),
    ]
