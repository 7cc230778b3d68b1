"""The report as JSON, as the contract defines it. Here, and only here, positions become those of the source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from citecheck import __version__
from citecheck.model import (
    Article,
    Claim,
    Csl,
    Document,
    Evidence,
    Finding,
    Report,
    Resolution,
    Run,
    Scope,
    Span,
    Suggestion,
    Support,
    Unreadable,
)
from citecheck.report.places import Places
from citecheck.report.results import Results

SCHEMA_VERSION = "1"


def render(results: Results) -> str:
    """One JSON object over all articles."""
    return json.dumps(as_json(results.reports, results.run, results.help_uris), ensure_ascii=False, indent=1) + "\n"


def as_json(reports: Sequence[Report | Unreadable], run: Run, help_uris: Mapping[str, str]) -> dict[str, Any]:
    """The report as a dictionary; `help_uris` by rule id."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "citecheck", "version": __version__},
        "reports": [report_as_json(report, help_uris) for report in reports],
        "run": {
            "complete": run.complete,
            "network": run.network,
            "requests": dict(run.requests),
            "cache_hits": run.cache_hits,
            "duration_s": round(run.duration_s, 3),
            "notifications": [{"level": n.level, "message": n.message} for n in run.notifications],
        },
    }


def report_as_json(report: Report | Unreadable, help_uris: Mapping[str, str]) -> dict[str, Any]:
    """The contract's Report of one article, or why it could not be read."""
    if isinstance(report, Unreadable):
        return {"document": {"uri": report.uri}, "error": report.error}
    return _Writer(report, help_uris).report()


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """The contract's `claim`."""
    return {
        "is_claim": claim.is_claim,
        "type": claim.type,
        "check_worthiness": claim.check_worthiness,
        "strength": claim.strength,
    }


def evidence_as_json(evidence: Evidence) -> dict[str, Any]:
    """The contract's `evidence`."""
    return {
        "design": evidence.design,
        "level": {"question": evidence.level[0], "value": evidence.level[1]} if evidence.level else None,
        "species": evidence.species,
        "sample_size": evidence.sample_size,
        "population": evidence.population,
        "source_type": evidence.source_type,
        "issuer": evidence.issuer,
        "retracted": evidence.retracted,
        "confidence": round(evidence.confidence, 3),
        "reasons": dict(evidence.reasons),
    }


def resolution_as_json(resolution: Resolution) -> dict[str, Any]:
    """The contract's `resolution`."""
    return {
        "status": resolution.status,
        "doi": resolution.doi,
        "score": None if resolution.score is None else round(resolution.score, 4),
        "source": resolution.source,
        "reason": resolution.reason,
        "work": _plain(resolution.work.csl) if resolution.work else None,
        "differences": [{"field": d.field, "cited": d.cited, "found": d.found} for d in resolution.differences],
        "update_notices": [
            {"type": n.type, "doi": n.doi, "date": n.date, "source": n.source}
            for n in (resolution.work.updates if resolution.work else ())
        ],
        "candidates": [
            {
                "doi": c.work.doi,
                "score": round(c.score, 4),
                "agrees": list(c.agrees),
                "work": _plain(c.work.csl),
            }
            for c in resolution.candidates
        ],
        "identifier_work": _plain(resolution.identifier_work.csl) if resolution.identifier_work else None,
    }


def support_as_json(support: Support) -> dict[str, Any]:
    """The contract's `support`, with each point in which claim and source differ."""
    return {
        "verdict": support.verdict,
        "exaggeration": support.exaggeration,
        "strength_text": support.strength,
        "strength_text_b": support.source_strength,
        "numbers": [{"value": n.value, "found": n.found} for n in support.numbers],
        "reasons": list(support.reasons),
        "quote": support.quote,
        "contrasts": [
            {
                "kind": c.kind,
                "text": c.words,
                "quote": c.quote,
                "message": c.message,
                "confidence": round(c.confidence, 3),
            }
            for c in support.contrasts
        ],
        "reference_id": support.reference_id,
        "where": support.where,
    }


def suggestion_as_json(suggestion: Suggestion) -> dict[str, Any]:
    """A work to read before it is cited."""
    return {
        "doi": suggestion.work.doi,
        "work": _plain(suggestion.work.csl),
        "evidence": evidence_as_json(suggestion.evidence),
        "known": suggestion.known,
        "contrary": suggestion.contrary,
        "reason": suggestion.reason,
    }


def _plain(csl: Csl) -> dict[str, Any]:
    return dict(csl)


class _Writer:
    """Writes one report; knows where visible text lies in the source."""

    def __init__(self, report: Report, help_uris: Mapping[str, str]) -> None:
        self.whole = report
        self.article: Article = report.audited.article
        self.document: Document = self.article.document
        self.help_uris = help_uris
        self.places = Places(self.document)

    def report(self) -> dict[str, Any]:
        return {
            "document": self._document(),
            "references": self._references(),
            "citations": self._citations(),
            "attributions": self._attributions(),
            "sentences": self._sentences(),
            "findings": [self._finding(f) for f in self.whole.findings],
            "checklist": [
                {
                    "id": c.id,
                    "verdict": c.verdict,
                    "score": c.score,
                    "explanation": c.explanation,
                    **self._maybe(c.start, c.end),
                }
                for c in self.whole.checklist
            ],
            "score": self._score(),
        }

    def _at(self, span: Span | Scope) -> dict[str, int]:
        place = self.places.at(span)
        return {"start": place.start, "end": place.end}

    def _maybe(self, start: int | None, end: int | None) -> dict[str, int | None]:
        if start is None or end is None:
            return {"start": None, "end": None}
        return dict(self._at(Span(start, end)))

    def _document(self) -> dict[str, Any]:
        document, facts = self.document, self.document.facts
        extracted = self.places.is_extracted
        return {
            "uri": document.uri,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "sha256": document.sha256,
            "text_space": "extracted" if extracted else "source",
            **({"text": document.text} if extracted else {}),
            "title": facts.title,
            "author": list(facts.author),
            "published": facts.published,
            "publisher": facts.publisher,
            "language": facts.language,
            "genre": self.whole.audited.assessment.genre,
            "genre_reasons": list(self.whole.audited.assessment.genre_reasons),
            "regions": self._regions(),
        }

    def _regions(self) -> list[dict[str, Any]]:
        """Neighbouring blocks of one kind as one region; what the parser found to be the reference list is one too."""
        lists = self.article.reference_list
        kinds = [("references" if any(s.overlaps(b) for s in lists) else b.region, b) for b in self.document.blocks]
        regions = []
        for kind, run in groupby(kinds, key=lambda pair: pair[0]):
            blocks = [block for _, block in run]
            regions.append({**self._at(Span(blocks[0].start, blocks[-1].end)), "kind": kind})
        return regions

    def _references(self) -> list[dict[str, Any]]:
        cited = self.article.cited
        return [
            {
                "id": r.id,
                "label": r.label,
                **self._at(r),
                "raw": r.raw,
                "csl": _plain(r.csl),
                "resolution": resolution_as_json(self.whole.audited.resolutions[r.id]),
                "evidence": evidence_as_json(self.whole.audited.assessment.evidence[r.id]),
                "cited": r.id in cited,
            }
            for r in self.article.references
        ]

    def _citations(self) -> list[dict[str, Any]]:
        scopes = self.whole.audited.assessment.scopes
        return [
            {
                **self._at(c),
                "text": c.text,
                "style": c.style,
                "reference_ids": list(c.reference_ids),
                "scope": {**self._at(s), "reason": s.reason},
            }
            for c, s in zip(self.article.citations, scopes, strict=True)
        ]

    def _attributions(self) -> list[dict[str, Any]]:
        named = self.whole.audited.named
        return [
            {
                **self._at(a),
                "text": a.text,
                "kind": a.kind,
                "identifiable": a.identifiable,
                "resolution": resolution_as_json(named[i]) if i in named else None,
            }
            for i, a in enumerate(self.article.attributions)
        ]

    def _sentences(self) -> list[dict[str, Any]]:
        assessed = self.whole.audited.assessment
        return [
            {
                **self._at(s),
                "text": s.text,
                "claim": claim_as_json(claim),
                "reference_ids": list(verdict.reference_ids),
                "support": support_as_json(support) if support else None,
                "verdict": verdict.kind,
                "reason": verdict.reason,
            }
            for s, claim, verdict, support in zip(
                self.article.sentences, assessed.claims, assessed.verdicts, assessed.support, strict=True
            )
        ]

    def _finding(self, finding: Finding) -> dict[str, Any]:
        where = self._maybe(finding.start, finding.end)
        line, column = self.places.begins(finding) or (None, None)
        return {
            "rule_id": finding.rule_id,
            "name": finding.name,
            "level": finding.level,
            "confidence": round(finding.confidence, 3),
            "message": finding.message,
            **where,
            "line": line,
            "column": column,
            "quote": self.places.quote_of(finding),
            "remedy": finding.remedy,
            "related": [{**self._at(r), "message": r.message} for r in finding.related],
            "help_uri": self.help_uris.get(finding.rule_id),
            "fix": {**self._at(finding.fix), "replacement": finding.fix.replacement} if finding.fix else None,
            "suppressed": finding.suppressed,
            "fingerprint": finding.fingerprint,
            "suggestions": [suggestion_as_json(one) for one in finding.suggestions],
        }

    def _score(self) -> dict[str, Any]:
        score = self.whole.score
        return {
            "grade": score.grade,
            "value": score.value,
            "reason": score.reason,
            "components": {
                name: {"value": c.value, "weight": c.weight, "explanation": c.explanation}
                for name, c in score.components.items()
            },
            "raise_by": list(score.raise_by),
        }
