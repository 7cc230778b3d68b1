"""Names by which findings are known again after edits elsewhere in the article.

A fingerprint is made of the rule, the words that the finding is about and the passage that they stand in: the
sentence, the heading or the reference. No line number, no neighbour and no other paragraph is part of it, nor the
number that a marker prints, which changes when a reference is put in. So paragraphs may move, come and go; only an
edit of the passage itself makes another finding of it. Equals are told apart by their order: "…:1", "…:2".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.model import NUMBERED, Article, Finding, Span
from citecheck.text import SUPERSCRIPT_DIGITS, fold

_MARKER = expression(rf"\s?\[[\d,;\s–-]{{1,40}}\]|[{SUPERSCRIPT_DIGITS}⁻]+")
"""Markers that nobody takes for words, also where the rest of the article does not show that they are markers."""
_LENGTH = 16
"""Hexadecimal digits: of a million findings one in forty million shares its name with another."""


def fingerprinted(article: Article, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in the order given, each with its fingerprint; that order should be the one of reading."""
    passages = _Passages(article)
    equals: Counter[str] = Counter()
    named = []
    for finding in findings:
        digest = sha256("\n".join((finding.rule_id, *passages.around(finding))).encode("utf-8", "surrogatepass"))
        name = digest.hexdigest()[:_LENGTH]
        equals[name] += 1
        named.append(replace(finding, fingerprint=f"{name}:{equals[name]}"))
    return tuple(named)


class _Passages:
    """The sentences, references and headings of an article, and the words in them."""

    def __init__(self, article: Article) -> None:
        self.text = article.document.text
        headings = (block for block in article.document.blocks if block.kind == "heading")
        self.passages = sorted(
            (Span(s.start, s.end) for s in (*headings, *article.references, *article.sentences)),
            key=lambda span: (span.start, span.end),
        )
        self.starts = [span.start for span in self.passages]
        self.markers = [Span(c.start, c.end) for c in article.citations if c.style in NUMBERED]

    def around(self, finding: Finding) -> tuple[str, str]:
        """The words of a finding and of the passage they stand in; both empty for one about the whole article."""
        if finding.start is None or finding.end is None:
            return "", ""
        words = Span(finding.start, finding.end)
        behind = bisect_right(self.starts, words.start)
        passage = next((p for p in self.passages[max(0, behind - 3) : behind] if p.contains(words)), words)
        return self._read(words), self._read(passage)

    def _read(self, span: Span) -> str:
        """A span's text without the markers in it; of a marker, what it prints."""
        parts, at = [], span.start
        for marker in self.markers:
            if span.contains(marker) and marker.start >= at:
                parts.append(self.text[at : marker.start].rstrip())
                at = marker.end
        parts.append(self.text[at : span.end])
        return fold(_MARKER.sub("", "".join(parts))) or fold(self.text[span.start : span.end])
