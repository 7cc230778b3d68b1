"""Small articles, audited as a whole: what assess gives depends on all that was parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Claim, Evidence, Report, Scope, Verdict
from citecheck.pipeline import Auditor
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks


@dataclass(frozen=True)
class Assessed:
    """A report with what tests ask of it."""

    report: Report

    def _index(self, words: str) -> int:
        """The one sentence that holds the words."""
        hits = [i for i, s in enumerate(self.report.audited.article.sentences) if words in s.text]
        assert len(hits) == 1, f"{words!r} is in {len(hits)} sentences"
        return hits[0]

    def verdict(self, words: str) -> Verdict:
        return self.report.audited.assessment.verdicts[self._index(words)]

    def claim(self, words: str) -> Claim:
        return self.report.audited.assessment.claims[self._index(words)]

    def kinds(self) -> list[str]:
        return [v.kind for v in self.report.audited.assessment.verdicts]

    def scope(self, marker: str) -> Scope:
        audited = self.report.audited
        return next(
            s for c, s in zip(audited.article.citations, audited.assessment.scopes, strict=True) if c.text == marker
        )

    def covered(self, marker: str) -> str:
        scope = self.scope(marker)
        return self.report.audited.article.document.text[scope.start : scope.end]

    def evidence(self, reference: str = "1") -> Evidence:
        return self.report.audited.assessment.evidence[reference]

    def rules(self) -> set[str]:
        return {f.rule_id for f in self.report.findings}


Audit = Callable[..., Assessed]
OFFLINE = Config(network="off")


@pytest.fixture
def audit() -> Audit:
    """Audits an article that stands in the test, offline, against the records given."""

    def call(text: str, *records: Mapping[str, Any], suffix: str = ".txt", config: Config = OFFLINE) -> Assessed:
        works = [work for record in records if (work := work_from_record(record))]
        sources: Sequence[LocalWorks] = [LocalWorks(works)] if works else []
        return Assessed(Auditor(config, sources).audit_document(read_bytes(text.encode(), f"article{suffix}", suffix)))

    return call
