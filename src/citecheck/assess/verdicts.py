"""One verdict a sentence: what it claims against what stands behind it. The first that holds is given."""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.assess.evidence import is_weak
from citecheck.assess.scope import Cover
from citecheck.assess.sources import shown
from citecheck.model import Article, Claim, Evidence, Support, Verdict, VerdictKind


def verdict(
    claim: Claim, cover: Cover, evidence: Mapping[str, Evidence], article: Article, support: Support | None
) -> Verdict:
    """The verdict on one sentence with the reason; order as the contract lists them."""
    if not claim.is_claim:
        return Verdict("not-a-claim", claim.reason, cover.reference_ids)
    if cover.reference_ids or cover.citations:
        return _held_against(cover, support) or _cited(claim, cover, evidence, article, support)
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


def _cited(
    claim: Claim, cover: Cover, evidence: Mapping[str, Evidence], article: Article, support: Support | None
) -> Verdict:
    known = [evidence[i] for i in cover.reference_ids if i in evidence]
    linked = any(article.citations[i].target for i in cover.citations)
    if not known and not linked and any(article.citations[i].dangling for i in cover.citations):
        return Verdict("missing-citation", "its marker leads to no reference of the list")
    if known and all(is_weak(e, claim.type) for e in known) and claim.needs_source:
        kinds = " and ".join(dict.fromkeys(_kind(e) for e in known))
        return Verdict("weak-source", f"it rests on {kinds} alone", cover.reference_ids)
    if support and support.verdict == "supports":
        return Verdict("supported", f"{support.where} says so: “{support.quote}”", cover.reference_ids)
    return Verdict("cited", cover.reason, cover.reference_ids)


def _kind(evidence: Evidence) -> str:
    if evidence.source_type == "article":
        return {
            "opinion": "an opinion piece",
            "animal": "an animal study",
            "in-vitro": "a laboratory study",
            "case-report": "a case report",
        }[evidence.design]
    if evidence.source_type == "web-page" and evidence.issuer in ("public-body", "professional-body"):
        return f"a web page of a {evidence.issuer.replace('-', ' ')}"
    return {
        "web-page": "a web page",
        "news": "a news item",
        "press-release": "a press release",
        "encyclopaedia": "an encyclopaedia",
        "commercial": "a seller's page",
    }[evidence.source_type]
