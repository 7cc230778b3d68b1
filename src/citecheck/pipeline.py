"""Runs the stages over one article, from its source to its grade; each adds its part and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.assess import assess_article
from citecheck.assess.checklist import fill_checklist
from citecheck.assess.grade import grade
from citecheck.config import Config
from citecheck.ingest import UnreadableSourceError, read_source
from citecheck.model import Article, Audited, Document, Report, Resolution, Unreadable
from citecheck.parse.article import parse_document
from citecheck.resolve import WorkSource, resolve
from citecheck.rules import run_rules


class Auditor:
    """Audits articles with one configuration and one set of sources of works."""

    def __init__(self, config: Config, sources: Sequence[WorkSource] = ()) -> None:
        self.config = config
        self.sources = sources

    def audit(self, uri: str) -> Report | Unreadable:
        """The report on one article, or why it could not be read."""
        try:
            return self.audit_document(read_source(uri, self.config.network, self.config.allow_hosts))
        except UnreadableSourceError as problem:
            return Unreadable(uri, str(problem))

    def audit_document(self, document: Document) -> Report:
        article = parse_document(document)
        resolutions = self._resolve(article)
        assessment = assess_article(article, resolutions, self.config.genre)
        audited = Audited(article, resolutions, assessment)
        findings = tuple(run_rules(audited, self.config))
        checklist = fill_checklist(audited, findings)
        return Report(audited, findings, checklist, grade(audited, findings))

    def _resolve(self, article: Article) -> Mapping[str, Resolution]:
        offline = self.config.network == "off"
        return {r.id: resolve(r.csl, r.raw, self.sources, offline=offline) for r in article.references}


def is_complete(reports: Sequence[Report | Unreadable]) -> bool:
    """Whether every look-up that was wanted could be made."""
    return not any(
        r.failed for report in reports if isinstance(report, Report) for r in report.audited.resolutions.values()
    )
