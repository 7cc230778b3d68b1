"""What the sources of an article say to its sentences: each sentence with a citation against what it cites.

Only where something is known of every source that a sentence cites is it held against them, and the one that says most
for it counts: what one of three does not say, another may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from citecheck.assess.scope import Cover
from citecheck.assess.support import Source, compare
from citecheck.expressions import expression
from citecheck.model import Article, Contrast, HeldSource, Resolution, Support
from citecheck.text import collapse

SHOWN = 0.85
"""Confidence from which a difference is shown; where it was measured, 0.95 of them are right (docs/support.md)."""
_GAP = expression(r"\s(?=[.,;:!?])")
"""What a marker leaves before a stop."""
_FEW_WORDS = 4
"""Words of a clause that can stand for itself."""


class Known(Struct, frozen=True):
    """An article with what is known of its sources."""

    article: Article
    resolutions: Mapping[str, Resolution]
    named: Mapping[int, Resolution]
    """By attribution."""
    held: Mapping[str, HeldSource]
    """By reference id."""

    def source(self, reference_id: str) -> tuple[Source, str] | None:
        """What a reference says, and where: the writer's own copy before the abstract."""
        if own := self.held.get(reference_id):
            return Source(own.text, own.title, whole=True), own.name
        resolution = self.resolutions.get(reference_id)
        return _abstract(resolution) if resolution and resolution.status == "matched" else None

    def study(self, attribution: int) -> tuple[Source, str] | None:
        """What a study says that is named without a reference."""
        resolution = self.named.get(attribution)
        return _abstract(resolution) if resolution and resolution.status == "matched" else None


def _abstract(resolution: Resolution) -> tuple[Source, str] | None:
    work = resolution.work
    if not work or not work.abstract:
        return None
    return Source(work.abstract, str(work.csl.get("title", ""))), "the abstract"


def shown(support: Support | None) -> list[Contrast]:
    """The differences that are sure enough to be shown, and not only that something is left out."""
    contrasts = support.contrasts if support else ()
    return [one for one in contrasts if one.confidence >= SHOWN and one.kind != "missing"]


def support_of(known: Known, index: int, cover: Cover) -> Support | None:
    """What the sources say to a sentence; of several of its clauses the one with most against it counts."""
    if cover.citations or cover.reference_ids:
        found = [one for text, ids in _cited(known.article, index, cover) if (one := _best(known, text, ids))]
        return max(found, key=lambda one: (len(shown(one)), len(one.contrasts)), default=None)
    if cover.attribution is None:
        return None
    source = known.study(cover.attribution)
    if source is None:
        return None
    support = compare(known.article.sentences[index].text, source[0])
    # What tells of a study may name what its abstract leaves out.
    kept = tuple(one for one in support.contrasts if one.kind != "topic")
    return replace(support, contrasts=kept, where=source[1])


def _cited(article: Article, index: int, cover: Cover) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clauses of a sentence, each with the references that its marker points to; markers are left out."""
    sentence = article.sentences[index]
    inside = [article.citations[i] for i in cover.citations if sentence.contains(article.citations[i])]
    markers = sorted((one for one in inside if one.reference_ids), key=lambda one: one.start)
    text = article.document.text
    whole = _without(text, sentence.start, sentence.end, [(one.start, one.end) for one in markers])
    if len({one.reference_ids for one in markers}) < 2:
        yield whole, cover.reference_ids
        return
    begin = sentence.start
    for one in markers:
        clause = collapse(text[begin : one.start]).strip(" ,;.")
        if len(clause.split()) >= _FEW_WORDS:
            yield clause, one.reference_ids
        begin = one.end


def _without(text: str, start: int, end: int, markers: list[tuple[int, int]]) -> str:
    parts, at = [], start
    for first, last in markers:
        parts.append(text[at:first])
        at = last
    return _GAP.sub("", collapse("".join([*parts, text[at:end]])))


def _best(known: Known, text: str, reference_ids: tuple[str, ...]) -> Support | None:
    """What the source that says most for a clause says; None where one of its sources is not known."""
    answers = []
    for reference_id in reference_ids:
        source = known.source(reference_id)
        if source is None:
            return None
        support = replace(compare(text, source[0]), reference_id=reference_id, where=source[1])
        answers.append(_with_page(support, known.held.get(reference_id)))
    return min(answers, key=lambda one: (len(shown(one)), len(one.contrasts), one.verdict != "supports"), default=None)


def _with_page(support: Support, own: HeldSource | None) -> Support:
    """The support with the page of the writer's own copy on which its quotation stands."""
    if own is None or not support.quote:
        return support
    at = own.text.find(support.quote[:60])
    page = own.page_of(at) if at >= 0 else None
    return replace(support, where=f"{own.name}, page {page}") if page else support
