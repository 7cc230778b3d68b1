"""EVD: whether what is cited is strong enough for what is said: by its design, its kind, its age and its size.

A rule speaks only where it knows all sources of a sentence: one that is not known may be the strong one. What a rule
reports, none of the others reports again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from citecheck.assess.levels import question_of
from citecheck.assess.subjects import names_animals
from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Audited, Claim, Evidence, Finding, Reference, Related, Resolution, Sentence, Verdict
from citecheck.rules.citations import SAYS
from citecheck.rules.registry import Rule, check

_DATA = Path(__file__).with_name("evidence.toml")
_YEAR = expression(r"\b(?:19|20)\d\d")
_SURE = 0.55
"""Confidence of a design from which a rule relies on it."""


class _Cited(Struct, frozen=True):
    """A claim with all that stands behind it."""

    sentence: Sentence
    claim: Claim
    verdict: Verdict
    sources: Sequence[tuple[Reference, Evidence]]

    @property
    def evidence(self) -> list[Evidence]:
        return [evidence for _, evidence in self.sources]

    def says(self, *lists: str) -> bool:
        return self.sentence.text in word_list(_DATA, *lists)

    def finding(self, rule: Rule, message: str, *, confidence: float | None = None) -> Finding:
        related = tuple(Related(r.start, r.end, f"reference {r.label or r.id}") for r, _ in self.sources)
        return rule.finding(message, self.sentence.start, self.sentence.end, related=related, confidence=confidence)


def _cited(audited: Audited) -> Iterator[_Cited]:
    """The claims that cite references of the list, and nothing besides: a link may lead to the strong source."""
    article, assessment = audited.article, audited.assessment
    by_id = {reference.id: reference for reference in article.references}
    for sentence, claim, verdict in zip(article.sentences, assessment.claims, assessment.verdicts, strict=True):
        linked = any(article.citations[i].target for i in article.citations_in(sentence))
        known = [i for i in verdict.reference_ids if i in by_id and i not in assessment.disowned]
        if claim.is_claim and known and not linked:
            yield _Cited(sentence, claim, verdict, [(by_id[i], assessment.evidence[i]) for i in known])


def _not_said_yet(audited: Audited) -> Iterator[_Cited]:
    """Those that EVD001 does not report."""
    return (one for one in _cited(audited) if one.verdict.kind != "weak-source")


@check("EVD001")
def weak_source(rule: Rule, audited: Audited) -> Iterator[Finding]:
    article, by_id = audited.article, {r.id: r for r in audited.article.references}
    for sentence, claim, verdict in zip(
        article.sentences, audited.assessment.claims, audited.assessment.verdicts, strict=True
    ):
        if verdict.kind == "weak-source":
            related = tuple(
                Related(by_id[i].start, by_id[i].end, f"reference {by_id[i].label or i}")
                for i in verdict.reference_ids
                if i in by_id
            )
            message = f"The sentence {SAYS[claim.type or 'other']}; {verdict.reason}."
            yield rule.finding(message, sentence.start, sentence.end, related=related)


@check("EVD002")
def uncontrolled(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A plain statement of benefit on designs that compare nothing, or nothing that was given."""
    for one in _not_said_yet(audited):
        designs = list(dict.fromkeys(e.design for e in one.evidence))
        if (
            one.claim.type in ("efficacy", "comparison")
            and one.claim.strength == "causal"
            and all(e.design in rule.data["designs"] and e.confidence >= _SURE for e in one.evidence)
            and not one.says("design_told", "hedged")
        ):
            told = " and ".join(rule.data["designs"][design] for design in designs)
            yield one.finding(rule, f"The sentence says plainly what a treatment does; it rests on {told} alone.")


@check("EVD003")
def secondary_source(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A study is reported, and what is cited is a work that tells of studies."""
    for one in _not_said_yet(audited):
        kinds = [_secondary(e) for e in one.evidence]
        # A body that reports its own survey is the first source of it.
        own = any(e.issuer == "public-body" for e in one.evidence) and one.says("survey_told")
        if all(kinds) and one.says("study_told") and not own and not one.says("review_told"):
            told = " and ".join(dict.fromkeys(kinds))
            yield one.finding(rule, f"The sentence reports the result of a study and cites {told}, not the study.")


def _secondary(evidence: Evidence) -> str:
    """What a source is that tells of studies of others; empty where it may be the study itself."""
    if evidence.source_type == "web-page" and evidence.issuer in ("public-body", "professional-body"):
        return f"a page of a {evidence.issuer.replace('-', ' ')}"
    if evidence.source_type == "book":
        return "a book"
    if evidence.confidence >= _SURE:
        return {
            "narrative-review": "a narrative review",
            "guideline": "a guideline",
            "opinion": "an opinion piece",
        }.get(evidence.design, "")
    return ""


@check("EVD004")
def animals_for_people(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for one in _not_said_yet(audited):
        species = {e.species for e in one.evidence}
        done = all(
            e.design in ("animal", "in-vitro") or e.design.endswith(("review", "analysis")) for e in one.evidence
        )
        of_people = one.claim.type in ("efficacy", "safety", "comparison") or one.says("people")
        if species <= {"animal", "cell"} and done and of_people and not names_animals(one.sentence.text):
            told = " and ".join({"animal": "in animals", "cell": "in cells"}[s] for s in sorted(species))
            yield one.finding(rule, f"The sentence speaks of people; what it cites was done {told}.")


@check("EVD005")
def dated(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The newest source of a sentence is older, by the article's date, than the question allows."""
    now = _written(audited)
    for one in _not_said_yet(audited):
        question = question_of(one.claim.type, one.sentence.text) if one.claim.type != "mechanism" else None
        years = [_year(audited.resolutions[r.id], r) for r, _ in one.sources]
        if not (now and question) or not all(years) or _YEAR.search(one.sentence.text) or one.says("past"):
            continue
        newest, limit = max(year for year in years if year), rule.data["max_age"][question]
        if now - newest > limit:
            yield one.finding(
                rule,
                f"The newest source of this sentence is of {newest}, {now - newest} years before the article;"
                f" the limit for {rule.data['asked'][question]} is {limit} years.",
            )


def _written(audited: Audited) -> int | None:
    """The year of the article: its date, else the latest that its references were issued or looked at."""
    published = audited.article.document.facts.published
    if published:
        return int(published[:4])
    given = (r.csl.get(key, {}).get("date-parts", [[0]])[0][0] for r in audited.article.references for key in _DATES)
    return max((year for year in given if isinstance(year, int)), default=0) or None


_DATES = ("issued", "accessed")


def _year(resolution: Resolution, reference: Reference) -> int | None:
    found = issued_year(resolution.work.csl) if resolution.work else None
    return found or issued_year(reference.csl)


@check("EVD006")
def preprint(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Where the first sentence that cites it does not say so, nor one beside it, nor the list."""
    article = audited.article
    told = [sentence.text in word_list(_DATA, "preprint_told") for sentence in article.sentences]
    reported = set[str]()
    for at, one in ((article.sentences.index(one.sentence), one) for one in _cited(audited)):
        for reference, evidence in one.sources:
            work = audited.resolutions[reference.id].work
            # One whose paper has appeared is reported as that, and a retracted one as retracted.
            said_elsewhere = evidence.retracted or (work is not None and bool(work.appeared_as))
            if evidence.source_type != "preprint" or reference.id in reported or said_elsewhere:
                continue
            reported.add(reference.id)
            if not any(told[max(0, at - 1) : at + 2]) and reference.raw not in word_list(_DATA, "preprint_told"):
                message = "The work that the sentence cites is an unreviewed preprint; the article does not say so."
                related = (Related(reference.start, reference.end, f"reference {reference.label or reference.id}"),)
                yield rule.finding(message, one.sentence.start, one.sentence.end, related=related)


@check("EVD007")
def small_study(rule: Rule, audited: Audited) -> Iterator[Finding]:
    for one in _not_said_yet(audited):
        evidence = one.evidence[0]
        if (
            len(one.sources) == 1
            and one.claim.type in ("efficacy", "comparison", "safety")
            and one.claim.strength == "causal"
            and evidence.design in rule.data["designs"]
            and evidence.species == "human"
            and evidence.sample_size is not None
            and evidence.sample_size < rule.data["fewer_than"]
            and not one.says("small_told", "hedged", "study_told")
            and str(evidence.sample_size) not in one.sentence.text
        ):
            said = evidence.reasons["sample_size"]
            message = f"The sentence speaks of everybody; its one source is a study of {said}."
            yield one.finding(rule, message)
