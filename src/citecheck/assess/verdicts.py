"""One verdict a sentence: what it claims against what stands behind it. The first that holds is given."""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.assess.backing import shown
from citecheck.assess.evidence import is_weak, question_of
from citecheck.assess.levels import is_recommendation
from citecheck.assess.scope import Cover
from citecheck.assess.subjects import names_animals
from citecheck.model import Article, Claim, Design, Evidence, SourceType, Support, Verdict, VerdictKind


def verdict(
    claim: Claim,
    cover: Cover,
    evidence: Mapping[str, Evidence],
    article: Article,
    text: str,
    support: Support | None = None,
) -> Verdict:
    """The verdict on one sentence with the reason; order as the contract lists them."""
    if not claim.is_claim:
        return Verdict("not-a-claim", claim.reason, cover.reference_ids)
    if cover.reference_ids or cover.citations:
        cited = _held_against(cover, support) or _cited(claim, cover, evidence, article, text)
        if cited.kind == "cited" and support and support.verdict == "supports":
            return Verdict("supported", f"{support.where} says so: “{support.quote}”", cover.reference_ids)
        return cited
    if claim.common_knowledge:
        return Verdict("common-knowledge", claim.reason)
    if cover.attribution is not None:
        named = article.attributions[cover.attribution]
        return Verdict("attributed", f"{cover.reason}: “{named.text}”", attribution=cover.attribution)
    if not claim.needs_source:
        return Verdict("common-knowledge", "nothing in it that a reader would look up")
    return Verdict("missing-citation", f"{claim.reason}; {cover.reason}" if cover.reason else claim.reason)


def _held_against(cover: Cover, support: Support | None) -> Verdict | None:
    """Where the source says otherwise, or less."""
    for contrast in shown(support):
        if contrast.kind in ("direction", "strength"):
            kind: VerdictKind = "contradicted" if contrast.kind == "direction" else "overstated"
            where = support.where if support else "the source"
            return Verdict(kind, f"{where} {contrast.message}: “{contrast.quote}”", cover.reference_ids)
    return None


def _cited(claim: Claim, cover: Cover, evidence: Mapping[str, Evidence], article: Article, text: str) -> Verdict:
    known = [evidence[i] for i in cover.reference_ids if i in evidence]
    linked = any(article.citations[i].target for i in cover.citations)
    if not known and not linked and any(article.citations[i].dangling for i in cover.citations):
        return Verdict("missing-citation", "its marker leads to no reference of the list")
    weak = known and all(is_weak(e, claim.type) and not _answers(e, claim, text) for e in known)
    if weak and claim.needs_source:
        kinds = " and ".join(dict.fromkeys(_kind(e) for e in known))
        return Verdict("weak-source", f"it rests on {kinds} alone", cover.reference_ids)
    return Verdict("cited", cover.reason, cover.reference_ids)


def _answers(evidence: Evidence, claim: Claim, text: str) -> bool:
    """Whether a source that is weak for claims of a type is none for this sentence.

    A sentence about animals or the laboratory may cite what was done there, and one that tells what is recommended, or
    compares how common a thing is, the page of a body.
    """
    if evidence.issuer in ("public-body", "professional-body"):
        return question_of(claim.type, text) == "prevalence" or is_recommendation(text)
    return evidence.design in ("animal", "in-vitro") and names_animals(text)


_KINDS: Mapping[SourceType, str] = {
    "web-page": "a web page",
    "news": "a news item",
    "press-release": "a press release",
    "encyclopaedia": "an encyclopaedia",
    "commercial": "a seller's page",
}
_DESIGNS: Mapping[Design, str] = {
    "opinion": "an opinion piece",
    "animal": "an animal study",
    "in-vitro": "a laboratory study",
    "case-report": "a case report",
}


def _kind(evidence: Evidence) -> str:
    """What a weak source is, which is told by its kind or by its design."""
    kind = _KINDS.get(evidence.source_type) or _DESIGNS[evidence.design]
    if kind == "a web page" and evidence.issuer in ("public-body", "professional-body"):
        return f"{kind} of a {evidence.issuer.replace('-', ' ')}"
    return kind
