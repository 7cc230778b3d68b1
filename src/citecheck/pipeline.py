"""Runs the stages over one article, from its source to its grade; each adds its part and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from citecheck.assess import assess_article, load_treatments
from citecheck.assess.checklist import fill_checklist
from citecheck.assess.grade import grade
from citecheck.assess.suggest import choose, needs_suggestions, suggested
from citecheck.config import Config
from citecheck.fingerprints import fingerprinted
from citecheck.ingest import UnreadableSourceError, read_source
from citecheck.model import (
    Article,
    Assessment,
    Audited,
    Document,
    HeldSource,
    Report,
    Resolution,
    Suggestion,
    Unreadable,
    Work,
)
from citecheck.parse.article import parse_document
from citecheck.resolve import WorkSource, match_held, resolve_all, resolve_named, studies_reported, works_about
from citecheck.rules import known_names, run_rules, selected
from citecheck.suppressions import suppress
from citecheck.text import without_secrets

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session
    from citecheck.resolve.retraction_watch import RetractionWatch


class Auditor:
    """Audits articles with one configuration and one set of sources of works; what these lack, `session` may know.

    Raises:
        ConfigError: when it is made, for a file of treatments that cannot be used.
    """

    def __init__(
        self,
        config: Config,
        sources: Sequence[WorkSource] = (),
        session: Session | None = None,
        retractions: RetractionWatch | None = None,
        held: Sequence[HeldSource] = (),
    ) -> None:
        self.config = config
        self.sources = sources
        self.session = session
        self.retractions = retractions
        self.held = held
        self.treatments = load_treatments(config.treatments)

    def audit(self, uri: str) -> Report | Unreadable:
        """The report on one article, or why it could not be read."""
        try:
            return self.audit_document(read_source(uri, self.config.network, self.config.allow_hosts))
        except UnreadableSourceError as problem:
            return Unreadable(without_secrets(uri), str(problem))

    def audit_document(self, document: Document) -> Report:
        article = parse_document(document)
        if self.session:
            self.session.begin()
        resolutions = self._resolve(article)
        named = resolve_named(article, self.sources, self._asked)
        held = match_held(article, resolutions, self.held)
        assessment = assess_article(article, resolutions, self.config.genre, self.treatments, named=named, held=held)
        known = [one.work for one in (*named.values(), *resolutions.values()) if one.status == "matched" and one.work]
        suggestions = self._suggest(article, assessment, known) if self.config.suggest else {}
        reported = self._reported(article, resolutions, assessment)
        audited = Audited(article, resolutions, assessment, named, suggestions, reported)
        all_found = fingerprinted(article, run_rules(audited, self.config))
        told = suppress(document, all_found, self.config, known_names(self.config), looked_at(self.config, resolutions))
        findings = told.findings
        checklist = fill_checklist(audited, findings)
        score = grade(audited, findings, self.config.weights)
        return Report(audited, findings, checklist, score, told.notifications)

    @property
    def _asked(self) -> Session | None:
        """Who may be asked for more than references."""
        return self.session if self.config.network == "all" else None

    def _suggest(
        self, article: Article, assessment: Assessment, known: Sequence[Work]
    ) -> Mapping[int, tuple[Suggestion, ...]]:
        """By the index of the sentence, what may stand behind those that need a source."""
        judged = enumerate(zip(assessment.claims, assessment.verdicts, strict=True))
        wanting = [i for i, (claim, verdict) in judged if needs_suggestions(claim, verdict)]
        texts = [sentence.text for sentence in article.sentences]
        found = works_about([texts[i] for i in wanting], known, self.sources, self._asked, main_text=texts)
        chosen = {
            i: choose(texts[i], assessment.claims[i], works, known) for i, works in zip(wanting, found, strict=True)
        }
        return {i: suggestions for i, suggestions in chosen.items() if suggestions}

    def _reported(
        self, article: Article, resolutions: Mapping[str, Resolution], assessment: Assessment
    ) -> Mapping[str, Suggestion]:
        """By reference id, the study that a press release or a news item seems to report."""
        pages = [
            i for i, one in assessment.evidence.items() if one.source_type in ("press-release", "news", "web-page")
        ]
        found = studies_reported(article, resolutions, pages, self.sources)
        return {i: suggested(work, "the page seems to report it") for i, work in found.items()}

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
    audited = [report.audited for report in reports if isinstance(report, Report)]
    return not any(r.failed for one in audited for r in (*one.resolutions.values(), *one.named.values()))


def looked_at(config: Config, resolutions: Mapping[str, Resolution]) -> set[str]:
    """Names of the rules that found all there was to find: none that hang on a work that was not looked for."""
    if config.min_confidence > 0:
        return set()
    unchecked = any(resolution.status == "unchecked" for resolution in resolutions.values())
    ran = [rule for rule in selected(config) if not (unchecked and rule.family in ("REF", "EVD"))]
    return {name for rule in ran for name in (rule.id, rule.name, rule.family)}
