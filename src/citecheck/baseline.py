"""The findings that an archive has already: kept in a file by their fingerprints, so that only what is new is shown.

A fingerprint is made of words and not of line numbers (see fingerprints.py), so paragraphs may move, come and go. The
file also remembers what the author has answered. Articles go by their path from the folder of the file.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from citecheck.model import Finding, Report, Suppression
from citecheck.text import collapse

VERSION = 1
_KEY = "citecheck-baseline"
_QUOTED = 120
"""Characters of the words that are kept for whoever reads the file; they identify nothing."""


class BaselineError(Exception):
    """One sentence for the user: which file, what is wrong, what to do."""


class Entry(Struct, frozen=True):
    """A finding that was there before."""

    fingerprint: str
    rule_id: str
    quote: str = ""
    answer: str = ""
    """What the author said to the question about it."""


Entries = Mapping[str, Entry]
"""Of one article, by fingerprint."""


class Baseline(Struct, frozen=True):
    """The entries of articles, by their names in the file."""

    path: Path
    articles: Mapping[str, Entries] = field(default_factory=dict)

    def of(self, uri: str) -> Entries:
        return self.articles.get(self.name(uri), {})

    def name(self, uri: str) -> str:
        """What an article is called in the file: its path from there; an address as it is."""
        if uri == "-" or uri.lower().startswith(("http://", "https://")):
            return uri
        try:
            return Path(os.path.relpath(Path(uri).resolve(), self.path.resolve().parent)).as_posix()
        except (OSError, ValueError):
            return uri  # on another drive

    def having(self, uri: str, entries: Iterable[Entry]) -> Baseline:
        """The baseline with other entries of an article."""
        own = {entry.fingerprint: entry for entry in entries}
        return replace(self, articles={**self.articles, self.name(uri): own})


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        BaselineError: not there, unreadable, or something else.
    """
    import json  # only where there is a baseline

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data[_KEY] != VERSION:
            raise BaselineError(
                f"{path} is a baseline of another version of citecheck: write it with --update-baseline"
            )
        articles = {
            str(name): {str(one["fingerprint"]): _entry(one) for one in entries}
            for name, entries in data["articles"].items()
        }
    except FileNotFoundError:
        raise BaselineError(f"{path} is not there: --update-baseline writes it") from None
    except OSError as problem:
        raise BaselineError(f"{path} cannot be read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BaselineError(
            f"{path} is no baseline: name another file, or remove it and use --update-baseline"
        ) from None
    return Baseline(path, articles)


def _entry(one: Mapping[str, Any]) -> Entry:
    return Entry(*(str(one.get(key) or "") for key in ("fingerprint", "rule_id", "quote", "answer")))


def write_baseline(baseline: Baseline) -> None:
    """Writes the file, articles in the order of their names, an entry a line, so that its own changes read well.

    Raises:
        BaselineError: it cannot be written.
    """
    import json

    lines = []
    for name, entries in sorted(baseline.articles.items()):
        if entries:
            listed = ",\n".join(f"   {json.dumps(_written(one), ensure_ascii=False)}" for one in entries.values())
            lines.append(f"  {json.dumps(name, ensure_ascii=False)}: [\n{listed}\n  ]")
    joined = ",\n".join(lines)
    text = f'{{\n "{_KEY}": {VERSION},\n "articles": {{\n{joined}\n }}\n}}\n'
    new = baseline.path.with_name(f".{baseline.path.name}.new")
    try:
        new.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        new.replace(baseline.path)
    except OSError as problem:
        raise BaselineError(f"{baseline.path} cannot be written: {problem.strerror}") from None


def _written(entry: Entry) -> dict[str, str]:
    written = {"fingerprint": entry.fingerprint, "rule_id": entry.rule_id, "quote": entry.quote}
    return written | ({"answer": entry.answer} if entry.answer else {})


def marked(report: Report, entries: Entries) -> Report:
    """The report with those findings suppressed that were there before or are answered."""

    def mark(finding: Finding) -> Finding:
        entry = entries.get(finding.fingerprint)
        if finding.suppressed or entry is None:
            return finding
        why = (
            Suppression("answered", entry.answer) if entry.answer else Suppression("baseline", "it is in the baseline")
        )
        return replace(finding, suppressed=True, suppression=why)

    return replace(report, findings=tuple(map(mark, report.findings)))


def unchanged(report: Report, before: Collection[str], revision: str) -> Report:
    """The report with those findings suppressed whose fingerprints the article already had `before`."""
    why = Suppression("unchanged", f"it was there at {revision}")
    return replace(
        report,
        findings=tuple(
            replace(one, suppressed=True, suppression=why) if one.fingerprint in before and not one.suppressed else one
            for one in report.findings
        ),
    )


def updated(report: Report, entries: Entries, looked_at: Collection[str]) -> list[Entry]:
    """The entries of an article as it is now: those of its findings that nobody has taken back.

    Old ones go where their rule found them no more; `looked_at` are the rules that would have. Answers stay.
    """
    now = []
    for finding in report.findings:
        if not finding.suppressed:
            old = entries.get(finding.fingerprint)
            now.append(Entry(finding.fingerprint, finding.rule_id, _quote(report, finding), old.answer if old else ""))
    found = {entry.fingerprint for entry in now}
    kept = [old for old in entries.values() if old.fingerprint not in found and old.rule_id not in looked_at]
    return now + kept


def answered(report: Report, entries: Entries, answers: Mapping[str, str]) -> list[Entry]:
    """The entries of an article with the answers to its questions, by fingerprint."""
    own = dict(entries)
    for finding in report.findings:
        if answer := answers.get(finding.fingerprint):
            quote = _quote(report, finding)
            own[finding.fingerprint] = Entry(finding.fingerprint, finding.rule_id, quote, answer)
    return list(own.values())


def _quote(report: Report, finding: Finding) -> str:
    if finding.start is None or finding.end is None:
        return ""
    words = collapse(report.audited.article.document.text[finding.start : finding.end])
    return words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
