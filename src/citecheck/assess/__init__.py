"""From an Article and its resolutions to an Assessment: claims, evidence, and what stands behind each sentence."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from citecheck.assess.backing import Known, support_of
from citecheck.assess.claims import judge
from citecheck.assess.content import read_content
from citecheck.assess.disowned import disowned
from citecheck.assess.evidence import appraise, question_of
from citecheck.assess.genre import genre_of
from citecheck.assess.others import said_by_others
from citecheck.assess.scope import Cover, citation_scopes, covers
from citecheck.assess.treatments import Treatments, load_treatments
from citecheck.assess.verdicts import verdict
from citecheck.model import (
    NUMBERED,
    Article,
    Assessment,
    Claim,
    Evidence,
    Genre,
    HeldSource,
    Question,
    Resolution,
    Sentence,
)
from citecheck.text import collapse

__all__ = ["Treatments", "assess_article", "load_treatments"]

_OTHERS = "what others say, or what the article denies"
_UNJUDGED = Claim(False, None, 0.0, "none", False, "claims are judged in English only")


def assess_article(
    article: Article,
    resolutions: Mapping[str, Resolution],
    genre: Genre | None = None,
    treatments: Treatments | None = None,
    *,
    named: Mapping[int, Resolution] = MappingProxyType({}),
    held: Mapping[str, HeldSource] = MappingProxyType({}),
) -> Assessment:
    """Never raises. In a language other than English no sentence is judged; references and citations are.

    `named` are the works that studies named in the text were found to be, by attribution; `held` the sources that the
    writer has, by reference id.
    """
    english = article.document.facts.in_english
    inferred, reasons = (genre, ("given",)) if genre else genre_of(article)
    others = said_by_others(article, inferred) if english else frozenset()
    claims = tuple(_judged(article, i, others) if english else _UNJUDGED for i in range(len(article.sentences)))
    covered = covers(article)
    evidence = _evidence(article, resolutions, claims, covered)
    known = Known(article, resolutions, named, held)
    support = tuple(
        support_of(known, i, cover) if claim.is_claim else None
        for i, (claim, cover) in enumerate(zip(claims, covered, strict=True))
    )
    return Assessment(
        genre=inferred,
        claims=claims,
        verdicts=tuple(
            verdict(claim, cover, evidence, article, sentence.text, said)
            for sentence, claim, cover, said in zip(article.sentences, claims, covered, support, strict=True)
        ),
        scopes=citation_scopes(article),
        evidence=evidence,
        support=support,
        disowned=frozenset(i for i, one in evidence.items() if one.retracted and disowned(article, resolutions, i)),
        others=others,
        genre_reasons=reasons,
        told=read_content(article, claims) if english else {},
        treatments=treatments.of(article, claims) if treatments and english else (),
    )


def _judged(article: Article, index: int, others: Container[int]) -> Claim:
    sentence = article.sentences[index]
    lead_in = article.sentences[sentence.lead_in] if sentence.lead_in is not None else None
    claim = judge(_unmarked(article, sentence), _unmarked(article, lead_in) if lead_in else None)
    if claim.is_claim and index in others:
        return replace(claim, is_claim=False, type=None, common_knowledge=False, reason=_OTHERS, needs_source=False)
    return claim


def _unmarked(article: Article, sentence: Sentence) -> str:
    """A sentence without the numbers that mark its sources: what it claims is the same with a source and without."""
    markers = [c for c in map(article.citations.__getitem__, article.citations_in(sentence)) if c.style in NUMBERED]
    if not markers:
        return sentence.text
    text, parts, at = article.document.text, [], sentence.start
    for marker in markers:
        parts.append(text[at : marker.start].rstrip())
        at = max(at, marker.end)
    return collapse("".join([*parts, text[at : sentence.end]]))


def _evidence(
    article: Article, resolutions: Mapping[str, Resolution], claims: tuple[Claim, ...], covered: tuple[Cover, ...]
) -> dict[str, Evidence]:
    """By reference id; the level is for the question of the first claim that cites it."""
    questions: dict[str, Question] = {}
    for sentence, claim, cover in zip(article.sentences, claims, covered, strict=True):
        question = question_of(claim.type, sentence.text)
        for reference in cover.reference_ids if question else ():
            questions.setdefault(reference, question)  # type: ignore[arg-type]
    return {r.id: appraise(r.csl, r.raw, resolutions[r.id], questions.get(r.id)) for r in article.references}
