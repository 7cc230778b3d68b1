"""Living with findings: the options that leave out what was there before, and what they do to the reports of a run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from citecheck.baseline import (
    Baseline,
    BaselineError,
    answered,
    marked,
    read_baseline,
    unchanged,
    updated,
    write_baseline,
)
from citecheck.cli.exits import UsageError
from citecheck.config import Config
from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.model import Notification, Report, Unreadable
from citecheck.pipeline import Auditor, looked_at

if TYPE_CHECKING:
    from citecheck.revisions import Revision

Reports = Sequence[Report | Unreadable]


def add_living(parser: ArgumentParser) -> None:
    parser.add_argument("--baseline", metavar="FILE", help="do not show the findings that this file holds")
    parser.add_argument(
        "--update-baseline", action="store_true", help="write what is found into the baseline: from now on it is known"
    )
    parser.add_argument(
        "--answers",
        metavar="FILE",
        help="a list of --format queries with the author's answers: the baseline remembers them",
    )
    parser.add_argument(
        "--diff-against", metavar="REV", help="show only what was not there at this revision of git, such as main"
    )


class Living:
    """What is known of the findings before a run."""

    def __init__(self, options: Namespace, config: Config) -> None:
        """Raises UsageError before anything is looked up: files that are not there, options that belong together."""
        self._config = config
        self._updates: bool = options.update_baseline
        self._answers: str | None = options.answers
        self._revision: Revision | None = None
        if (self._updates or self._answers) and config.baseline is None:
            option = "--update-baseline" if self._updates else "--answers"
            raise UsageError(f"{option} needs --baseline FILE, the file that remembers it")
        try:
            self._baseline = self._opened(config)
        except BaselineError as problem:
            raise UsageError(str(problem)) from None
        if options.diff_against:
            self._revision = _revision(options.diff_against, options.articles)

    def _opened(self, config: Config) -> Baseline | None:
        if config.baseline is None:
            return None
        path = Path(config.baseline)
        writes = self._updates or self._answers
        return Baseline(path) if writes and not path.exists() else read_baseline(path)

    def applied(self, reports: Reports, sources: Sequence[str], auditor: Auditor) -> list[Report | Unreadable]:
        """The reports with what was there before suppressed; the baseline is written where that is asked for."""
        try:
            if self._baseline and (self._updates or self._answers):
                self._write(self._baseline, reports, is_whole=len(reports) == len(sources))
            return [
                self._marked(report, source, auditor) if isinstance(report, Report) else report
                for report, source in zip(reports, sources, strict=False)
            ]
        except BaselineError as problem:
            raise UsageError(str(problem)) from None

    def _marked(self, report: Report, source: str, auditor: Auditor) -> Report:
        if self._baseline:
            uri = report.audited.article.document.uri
            entries = self._baseline.of(uri)
            report = marked(report, entries)
            found = {finding.fingerprint for finding in report.findings}
            sure = looked_at(self._config, report.audited.resolutions)
            gone = sum(one.fingerprint not in found and one.rule_id in sure for one in entries.values())
            if gone:
                told = f"{uri}: {gone} of the baseline's findings are no longer there: --update-baseline drops them"
                report = replace(report, notifications=(*report.notifications, Notification("note", told)))
        if self._revision:
            report = unchanged(report, self._before(self._revision, source, auditor), self._revision.name)
        return report

    @staticmethod
    def _before(revision: Revision, source: str, auditor: Auditor) -> set[str]:
        """The fingerprints that an article had at a revision; none where it was not there, or could not be read."""
        if source == "-" or source.lower().startswith(("http://", "https://")):
            raise UsageError(f"{source} is no file of the repository: --diff-against takes files")
        path = Path(source)
        data = _read(revision, path)
        if data is None:
            return set()
        try:
            old = auditor.audit_document(read_bytes(data, source, path.suffix.lower()))
        except UnreadableSourceError:
            return set()
        return {finding.fingerprint for finding in old.findings}

    def _write(self, baseline: Baseline, reports: Reports, *, is_whole: bool) -> None:
        from citecheck.report.answers import answers_in

        told = answers_in(Path(self._answers)) if self._answers else None
        for report in reports:
            if not isinstance(report, Report):
                continue
            uri = report.audited.article.document.uri
            entries = baseline.of(uri)
            if self._updates:
                sure = looked_at(self._config, report.audited.resolutions)
                baseline = baseline.having(uri, updated(report, entries, sure))
                entries = baseline.of(uri)
            if told:
                answers = told.of(uri, alone=len(reports) == 1 and is_whole)
                baseline = baseline.having(uri, answered(report, entries, answers))
        write_baseline(baseline)
        self._baseline = baseline


def _revision(name: str, sources: Sequence[str]) -> Revision:
    """A revision of the repository that the first article lies in."""
    from citecheck.revisions import Revision, RevisionError

    folder = Path(sources[0]).resolve().parent
    try:
        return Revision(name, folder if folder.is_dir() else Path.cwd())
    except RevisionError as problem:
        raise UsageError(str(problem)) from None


def _read(revision: Revision, path: Path) -> bytes | None:
    from citecheck.revisions import RevisionError

    try:
        return revision.read(path)
    except RevisionError as problem:
        raise UsageError(str(problem)) from None
