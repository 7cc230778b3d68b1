"""What an author has taken back, with a reason: by a comment in the article, or in the settings by its words.

A comment, `<!-- citecheck: ignore PRO003 -- quoted slogan -->`, covers the block that it stands in, or the next where
it stands between two; of the findings about the whole article it covers those of its rules wherever it stands.
"""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from citecheck.config import Config, Suppress
from citecheck.expressions import expression
from citecheck.model import Comment, Document, Finding, Notification, Span, Suppression, SuppressionKind
from citecheck.text import Lines, occurrences

_IGNORE = expression(r"ignore\b(?P<rules>.*?)(?:\s(?:--|[–—])\s(?P<reason>.*))?", re.IGNORECASE | re.DOTALL)
_FORM = "write `citecheck: ignore RULE -- why`"


class _Wanted(Struct, frozen=True):
    """One suppression: which rules, where, and why."""

    names: frozenset[str]
    """Ids, names or families, in lower case."""
    kind: SuppressionKind
    reason: str
    where: str
    """Where it is written, for the user."""
    spans: tuple[Span, ...]
    whole: bool
    """Whether it covers findings about the whole article."""

    def covers(self, finding: Finding) -> bool:
        if self.names.isdisjoint((finding.rule_id.lower(), finding.name.lower(), finding.rule_id[:3].lower())):
            return False
        if finding.start is None or finding.end is None:
            return self.whole
        place = Span(finding.start, finding.end)
        return any(span.overlaps(place) for span in self.spans)


class Suppressed(Struct, frozen=True):
    """The findings with those marked that were taken back, and what is to be said of the suppressions."""

    findings: tuple[Finding, ...]
    notifications: tuple[Notification, ...]


def suppress(
    document: Document, findings: Sequence[Finding], config: Config, known: Collection[str], looked_at: Collection[str]
) -> Suppressed:
    """Marks what was taken back.

    `known` are the ids, names and families of all rules, `looked_at` those of which it is sure that they would have
    found something: only of these a suppression can be called unused.
    """
    notes: list[Notification] = []
    wanted = [*_in_comments(document, known, notes), *_in_settings(document, config.suppress)]
    if not wanted:
        return Suppressed(tuple(findings), tuple(notes))
    used: set[int] = set()
    marked = []
    for finding in findings:
        covering = [i for i, one in enumerate(wanted) if one.covers(finding)]
        used.update(covering)
        if covering:
            first = wanted[covering[0]]
            finding = replace(finding, suppressed=True, suppression=Suppression(first.kind, first.reason))  # noqa: PLW2901
        marked.append(finding)
    sure = {name.lower() for name in looked_at}
    for i, one in enumerate(wanted):
        if i not in used and one.names <= sure:
            names = ", ".join(sorted(name.upper() if len(name) < 7 else name for name in one.names))
            notes.append(Notification("note", f"{one.where}: the suppression of {names} is unused: take it out"))
    return Suppressed(tuple(marked), tuple(notes))


# --- comments ----------------------------------------------------------------------------------------------------


def _in_comments(document: Document, known: Collection[str], notes: list[Notification]) -> Iterator[_Wanted]:
    lines = Lines(document.source)
    lower = {name.lower() for name in known}
    for comment in document.comments:
        where = f"{document.uri}:{lines.at(comment.source)[0]}"
        found = _IGNORE.fullmatch(comment.told)
        if not found:
            notes.append(Notification("warning", f"{where}: `{_short(comment.told)}` is not understood: {_FORM}"))
            continue
        names = [name for name in re.split(r"[\s,]+", found["rules"].lower()) if name]
        unknown = [name for name in names if name not in lower]
        reason = (found["reason"] or "").strip()
        if unknown or not names:
            told = f"no rule is called {', '.join(map(_short, unknown))}" if unknown else "no rule is named"
            notes.append(Notification("warning", f"{where}: {told}, so nothing is suppressed: {_FORM}"))
        elif not reason:
            notes.append(Notification("warning", f"{where}: no reason is given, so nothing is suppressed: {_FORM}"))
        else:
            block = _covered(document, comment)
            yield _Wanted(frozenset(names), "comment", reason, where, (block,) if block else (), whole=True)


def _covered(document: Document, comment: Comment) -> Span | None:
    """The block that a comment stands in, else the next."""
    behind = bisect_left(document.blocks, comment.offset, key=lambda block: block.start)
    place = behind - 1 if comment.inside else behind
    return document.blocks[place] if 0 <= place < len(document.blocks) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]} …"


# --- settings ----------------------------------------------------------------------------------------------------


def _in_settings(document: Document, entries: Sequence[Suppress]) -> Iterator[_Wanted]:
    for entry in entries:
        if _is_meant(document.uri, entry.file):
            spans = tuple(occurrences(document.text, entry.quote)) if entry.quote else ()
            where = f"{document.uri}: citecheck.toml" + (f", “{_short(entry.quote)}”" if entry.quote else "")
            names = frozenset({entry.rule.lower()})
            yield _Wanted(names, "settings", entry.reason, where, spans, whole=not entry.quote)


def _is_meant(uri: str, pattern: str) -> bool:
    """Whether a source is a file of the settings, whose `*` stand for anything."""
    if uri == "-" or uri.lower().startswith(("http://", "https://")):
        return fnmatch.fnmatchcase(uri, pattern)
    try:
        return any(fnmatch.fnmatchcase(name, pattern) for name in (uri, Path(uri).resolve().as_posix()))
    except (OSError, ValueError):
        return False
