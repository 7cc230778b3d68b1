"""Runs the stages over one article, from its source to its grade; each adds its part and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from citecheck.assess import assess_article
from citecheck.assess.checklist import fill_checklist
from citecheck.assess.grade import grade
from citecheck.config import Config
from citecheck.ingest import UnreadableSourceError, read_source
from citecheck.model import Article, Audited, Document, Report, Resolution, Unreadable
from citecheck.parse.article import parse_document
from citecheck.resolve import WorkSource, resolve_all
from citecheck.rules import run_rules
from citecheck.text import without_secrets

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session
    from citecheck.resolve.retraction_watch import RetractionWatch


class Auditor:
    """Audits articles with one configuration and one set of sources of works; what these lack, `session` may know."""

    def __init__(
        self,
        config: Config,
        sources: Sequence[WorkSource] = (),
        session: Session | None = None,
        retractions: RetractionWatch | None = None,
    ) -> None:
        self.config = config
        self.sources = sources
        self.session = session
        self.retractions = retractions

    def audit(self, uri: str) -> Report | Unreadable:
        """The report on one article, or why it could not be read."""
        try:
            return self.audit_document(read_source(uri, self.config.network, self.config.allow_hosts))
        except UnreadableSourceError as problem:
            return Unreadable(without_secrets(uri), str(problem))

    def audit_document(self, document: Document) -> Report:
        article = parse_document(document)
        resolutions = self._resolve(article)
        assessment = assess_article(article, resolutions, self.config.genre)
        audited = Audited(article, resolutions, assessment)
        findings = tuple(run_rules(audited, self.config))
        checklist = fill_checklist(audited, findings)
        return Report(audited, findings, checklist, grade(audited, findings))

    def _resolve(self, article: Article) -> Mapping[str, Resolution]:
        references = [(r.csl, r.raw) for r in article.references]
        offline = self.config.network == "off"
        main_text = (sentence.text for sentence in article.sentences)
        found = resolve_all(
            references,
            self.sources,
            self.session,
            offline=offline,
            main_text=main_text,
            retractions=self.retractions,
        )
        return {r.id: resolution for r, resolution in zip(article.references, found, strict=True)}


def is_complete(reports: Sequence[Report | Unreadable]) -> bool:
    """Whether every look-up that was wanted could be made."""
    return not any(
        r.failed for report in reports if isinstance(report, Report) for r in report.audited.resolutions.values()
    )
