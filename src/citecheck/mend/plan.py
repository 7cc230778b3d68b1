"""The changes of an article, each tried on the whole of it: read again, it is the same article but for the change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.mend.edits import Edit, edited, edited_source
from citecheck.mend.references import Change, Left, mend_references, same_but_for
from citecheck.mend.writing import encoded
from citecheck.model import Article, Report
from citecheck.parse.article import parse_document
from citecheck.text import collapse


class Mended(Struct, frozen=True):
    """What mending makes of an article."""

    before: str
    """The decoded source."""
    after: str
    data: bytes
    """The file with the changes, in its own encoding."""
    changes: tuple[str, ...]
    """What was changed, one sentence each."""
    left: tuple[str, ...]
    """What was not, and why."""


def plan(report: Report, data: bytes, suffix: str, accepted: Collection[str] = ()) -> Mended:
    """What would be changed in the file that holds `data`, whose name ends in `suffix`.

    `accepted` are the ids of rules whose wordings are taken over; without them no word of the text is changed.

    Raises:
        MendError: the file cannot be written again as it was read.
    """
    article = report.audited.article
    encoded(article.document.source, data, article.document)
    wanted = [*mend_references(article, report.audited.resolutions), *_wordings(report, accepted)]
    changes = [one for one in wanted if isinstance(one, Change)]
    left = [one.why for one in wanted if isinstance(one, Left)]
    trial = _Trial(article, data, suffix)
    kept = trial.those_that_hold([], changes)
    left += [f"{change.what}: this cannot be done without a change of something else" for change in changes
             if change not in kept]  # fmt: skip
    after = trial.source(kept)
    before = article.document.source
    return Mended(
        before,
        before if after is None else after,
        data if after is None else encoded(after, data, article.document),
        tuple(change.what for change in kept),
        tuple(left),
    )


def _wordings(report: Report, accepted: Collection[str]) -> Iterator[Change]:
    """The better wordings of rules that the author accepts; what was suppressed stays as it is."""
    text = report.audited.article.document.text
    for finding in report.findings:
        fix = finding.fix
        if fix and finding.rule_id in accepted and not finding.suppressed:
            was, put_in = collapse(text[fix.start : fix.end]), collapse(fix.replacement)
            told = f"“{put_in}” for “{was}”" if put_in else f"“{was}” left out"
            yield Change(f"{finding.rule_id}: {told}", (Edit(fix.start, fix.end, fix.replacement),))


class _Trial:
    """Tries changes on one article."""

    def __init__(self, article: Article, data: bytes, suffix: str) -> None:
        self.article, self.data, self.suffix = article, data, suffix

    def source(self, changes: Sequence[Change]) -> str | None:
        return edited_source(self.article.document, [edit for change in changes for edit in change.edits])

    def those_that_hold(self, kept: list[Change], changes: Sequence[Change]) -> list[Change]:
        """The changes that hold together with those kept: halved until what does not hold is out."""
        if not changes or self.holds([*kept, *changes]):
            return [*kept, *changes]
        if len(changes) == 1:
            return kept
        half = len(changes) // 2
        return self.those_that_hold(self.those_that_hold(kept, changes[:half]), changes[half:])

    def holds(self, changes: Sequence[Change]) -> bool:
        """Whether the article with the changes is read as the same one but for them."""
        edits = sorted((edit for change in changes for edit in change.edits), key=lambda edit: (edit.start, edit.end))
        if any(one.end > other.start for one, other in pairwise(edits)):
            return False
        before, source = self.article, self.source(changes)
        if source is None:
            return False
        try:
            data = encoded(source, self.data, before.document)
            after = parse_document(read_bytes(data, before.document.uri, self.suffix))
        except (UnreadableSourceError, UnicodeEncodeError):
            return False
        return (
            after.document.text == edited(before.document.text, edits)
            and [one.reference_ids for one in after.citations] == [one.reference_ids for one in before.citations]
            and self._same_references(after, changes)
        )

    def _same_references(self, after: Article, changes: Sequence[Change]) -> bool:
        fields: dict[str, dict[str, str]] = {}
        for change in changes:
            if change.reference:
                fields.setdefault(change.reference, {}).update(change.fields)
        before = self.article.references
        return [one.id for one in before] == [one.id for one in after.references] and all(
            _is_same(one.csl, other.csl, fields.get(one.id, {}))
            for one, other in zip(before, after.references, strict=True)
        )


def _is_same(before: Mapping[str, object], after: Mapping[str, object], fields: Mapping[str, str]) -> bool:
    """Whether a reference has its changes and nothing else; one that gains a DOI may become an article."""
    return same_but_for(before, after, fields, (key for key in before if not (fields and key in ("type", "URL"))))
