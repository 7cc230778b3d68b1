"""The grade: named, weighted, explained components, and what would raise it, computed by changing one thing at a time.

The letter rates how an article sources and words what it says. It is no GRADE or USPSTF grade: those rate evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.assess.checklist import promotional_per_1000, said
from citecheck.assess.content import is_caution
from citecheck.model import Audited, Component, Evidence, Finding, Grade, Score, VerdictKind

WEIGHTS = {"citations": 40.0, "sources": 15.0, "evidence": 15.0, "balance": 15.0, "tone": 10.0, "disclosure": 5.0}
_LETTERS: tuple[tuple[float, Grade], ...] = ((80, "A"), (65, "B"), (50, "C"), (35, "D"), (0, "F"))
_BACKED: dict[VerdictKind, float] = {"supported": 1.0, "cited": 1.0, "weak-source": 0.55, "attributed": 0.9}
_WANTING: tuple[VerdictKind, ...] = ("missing-citation", "overstated", "contradicted")
_DENSE = 20.0
"""Promotional weight per 1,000 words at which nothing is left of the tone component."""
_FIRST = 5
"""Statements that one of the edits gives a source."""
_LEAST = 3
"""Claims below which there is nothing to grade."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """What the grade is made of; every field can be changed to see what it would bring."""

    wanted: float
    """Summed check-worthiness of the statements that need a source."""
    backed: float
    """The part of it that has one."""
    bare: tuple[float, ...]
    """Of the statements that have none, each one's check-worthiness."""
    findable: float
    """0 to 1: how many of the sources a reader can follow."""
    strength: float
    """0 to 1: mean strength of the evidence behind cited statements."""
    harms: bool
    limits: bool
    alternatives: bool
    promotion: float
    author: bool
    date: bool
    disclosed: bool
    sells: bool
    """Whether readers must be told who earns by it: of a leaflet or a news report this is not asked."""


def grade(audited: Audited, findings: Sequence[Finding]) -> Score:
    """The score of an article; null, with the reason, where there is nothing to grade."""
    facts = audited.article.document.facts
    if not facts.in_english:
        return Score(None, None, f"claims are judged in English only, and this article's language is {facts.language}")
    judged = [v for v in audited.assessment.verdicts if v.kind in _BACKED or v.kind in _WANTING]
    if len(judged) < _LEAST:
        return Score(None, None, f"{len(judged)} statements that need a source are too few to grade")
    measures = _measure(audited, findings)
    value = _value(measures)
    return Score(_letter(value), round(value, 1), None, _components(measures), _raise_by(measures, value, findings))


def _measure(audited: Audited, findings: Sequence[Finding]) -> _Measures:
    backed = 0.0
    worths: list[float] = []
    bare: list[float] = []
    assessed = zip(audited.article.sentences, audited.assessment.claims, audited.assessment.verdicts, strict=True)
    for sentence, claim, verdict in assessed:
        # To name a harm or a limit of the evidence never costs anything.
        free = verdict.kind in _WANTING and is_caution(sentence.text)
        if (verdict.kind in _BACKED or verdict.kind in _WANTING) and not free:
            worth = max(claim.check_worthiness, 0.3)
            worths.append(worth)
            backed += worth * _BACKED.get(verdict.kind, 0.0)
            if verdict.kind in _WANTING:
                bare.append(worth)
    facts = audited.article.document.facts
    study = any(a.identifiable and a.kind == "study" for a in audited.article.attributions)
    named = any(a.identifiable for a in audited.article.attributions)
    linked = any(c.target for c in audited.article.citations)
    return _Measures(
        wanted=sum(worths),
        backed=backed,
        bare=tuple(bare),
        findable=_findable(audited, study=study, named=named, linked=linked),
        strength=_strength(audited, study=study, named=named or linked),
        harms=bool(said(audited, "harms")),
        limits=bool(said(audited, "limits")),
        alternatives=bool(said(audited, "alternatives")),
        promotion=promotional_per_1000(audited, findings),
        author=bool(facts.author),
        date=bool(facts.published),
        disclosed=bool(said(audited, "disclosure")),
        sells=audited.assessment.genre in ("commercial", "unknown"),
    )


def _findable(audited: Audited, *, study: bool, named: bool, linked: bool) -> float:
    references = audited.article.references
    if not references:
        return 0.8 if linked else 0.7 if study else 0.3 if named else 0.0
    worth = {
        "matched": 1.0,
        "not-indexable": 0.6,
        "unchecked": 0.8,
        "ambiguous": 0.6,
        "mismatch": 0.3,
        "not-found": 0.0,
    }
    evidence, disowned = audited.assessment.evidence, audited.assessment.disowned
    standing = [r for r in references if not evidence[r.id].retracted or r.id in disowned]
    found = sum(worth[audited.resolutions[r.id].status] for r in standing)
    dangling = sum(len(citation.dangling) for citation in audited.article.citations)
    return found / (len(references) + dangling)


def _strength(audited: Audited, *, study: bool, named: bool) -> float:
    """Of each cited statement its strongest source, on average: a further source never takes anything away."""
    evidence = audited.assessment.evidence
    backed = [verdict.reference_ids for verdict in audited.assessment.verdicts if verdict.kind in _BACKED]
    # What is said of a retracted work, as such, does not rest on it.
    sources = [[evidence[i] for i in ids if i not in audited.assessment.disowned] for ids in backed]
    known = [max(map(_of_evidence, own)) for own in sources if own]
    if known:
        return sum(known) / len(known)
    return 0.8 if study else 0.3 if named else 0.0


def _of_evidence(evidence: Evidence) -> float:
    if evidence.retracted:
        return 0.0
    if evidence.level:
        return {1: 1.0, 2: 1.0, 3: 0.8, 4: 0.6, 5: 0.4}[evidence.level[1]]
    if evidence.source_type not in ("article", "preprint", "guideline"):
        return 0.6 if evidence.issuer in ("public-body", "professional-body") else 0.25
    return {
        "guideline": 0.9,
        "systematic-review": 1.0,
        "meta-analysis": 1.0,
        "narrative-review": 0.7,
        "opinion": 0.3,
    }.get(evidence.design, 0.6)


def _values(m: _Measures) -> dict[str, float]:
    """Each component, 0 to 100."""
    return {
        "citations": 100 * m.backed / m.wanted if m.wanted else 100.0,
        "sources": 100 * m.findable,
        "evidence": 100 * m.strength,
        "balance": 100 * (0.5 * m.harms + 0.3 * m.limits + 0.2 * m.alternatives),
        "tone": 100 * max(0.0, 1 - m.promotion / _DENSE),
        "disclosure": 100 * (0.4 * m.author + 0.3 * m.date + 0.3 * (m.disclosed or not m.sells)),
    }


def _value(m: _Measures) -> float:
    """An article without any source has nothing of citations, sources and evidence: at most 30, which is F."""
    return sum(WEIGHTS[name] * part / 100 for name, part in _values(m).items())


def _letter(value: float) -> Grade:
    return next(letter for floor, letter in _LETTERS if value >= floor)


def _components(m: _Measures) -> dict[str, Component]:
    told = {
        "citations": f"{_values(m)['citations']:.0f} % of what needs a source has one, weighed by what is at stake",
        "sources": "a reader can find them"
        if m.findable >= 0.75
        else "some of them a reader can find"
        if m.findable
        else "there are none",
        "evidence": "strong for what is claimed"
        if m.strength >= 0.75
        else "middling for what is claimed"
        if m.strength >= 0.4
        else "weak or not known",
        "balance": ", ".join(
            f"{name} {'named' if there else 'not named'}"
            for name, there in (
                ("harms", m.harms),
                ("limits of the evidence", m.limits),
                ("alternatives", m.alternatives),
            )
        ),
        "tone": f"{m.promotion:.0f} promotional findings per 1,000 words, by weight",
        "disclosure": ", ".join(
            f"{name} {'given' if there else 'not given'}"
            for name, there in (("author", m.author), ("date", m.date), ("interests", m.disclosed))
        ),
    }
    return {name: Component(round(value, 1), WEIGHTS[name], told[name]) for name, value in _values(m).items()}


def _raise_by(m: _Measures, value: float, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Up to three edits, those that bring most first, each with its points."""
    missing = sorted(m.bare, reverse=True)[:_FIRST]
    promotional = sum(f.rule_id.startswith("PRO") for f in findings)
    edits = {
        f"cite a source for the {len(missing)} statements with most at stake"
        if len(missing) > 1
        else "cite a source for the statement that has none": replace(
            m,
            backed=m.backed + sum(missing),
            findable=max(m.findable, 0.8),
            strength=max(m.strength, 0.6),
        ),
        "name side effects, risks and who it is not for": replace(m, harms=True),
        "say how limited the evidence is": replace(m, limits=True),
        "name the alternatives": replace(m, alternatives=True),
        f"replace the promotional wording ({promotional} places)": replace(m, promotion=0.0),
        "name the author": replace(m, author=True),
        "give the date": replace(m, date=True),
        "state who publishes and what they earn by it": replace(m, disclosed=True),
    }
    gains = sorted(((_value(changed) - value, edit) for edit, changed in edits.items()), key=lambda pair: -pair[0])
    return tuple(f"{edit}: +{gain:.0f}" for gain, edit in gains[:3] if gain >= 0.5)
