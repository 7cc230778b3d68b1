"""What an article's statements rest on: its references, and which sentence rests on which of them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from citecheck.model import Article, Evidence, Reference, Report, Resolution, Support, UpdateNotice, Verdict
from citecheck.report import names
from citecheck.report.wording import cut

_SILENT = ("not-a-claim", "common-knowledge")
"""Verdicts on sentences that need nothing to rest on."""
_STATEMENT = 260
_WORK = 400
"""Characters shown of a sentence and of a work: the whole stands in the text and in the list."""


class Source(Struct, frozen=True):
    """A reference in the list."""

    id: str
    label: str
    raw: str
    work: str | None
    """What it was found to be, where a record was found."""
    doi: str | None
    address: str | None
    status: str
    kind: str
    """By which the badge gets its colour: a status, or "retracted"."""
    reason: str
    design: str
    level: str | None
    differences: tuple[str, ...]
    notices: tuple[str, ...]
    cited_in: tuple[tuple[int, str], ...]
    """The sentences that cite it: their numbers, and what they are called in links."""


class Base(Struct, frozen=True):
    """What a statement rests on: a reference, or something named in the text."""

    label: str
    href: str | None
    what: str
    design: str
    level: str | None
    kind: str


class Statement(Struct, frozen=True):
    """A sentence that needs a source, with what stands behind it."""

    number: int
    name: str
    text: str
    verdict: str
    kind: str
    reason: str
    bases: tuple[Base, ...]
    source_says: str | None
    """Where the two were held against each other, the nearest words of the source and where they stand."""


class Sources:
    """The references and the statements of one article."""

    def __init__(self, report: Report, prefix: str) -> None:
        self._audited = report.audited
        self._article: Article = report.audited.article
        self._prefix = prefix
        citing = _citing(self._article)
        verdicts = report.audited.assessment.verdicts
        told = {i for i, verdict in enumerate(verdicts) if verdict.kind not in _SILENT}
        shown = sorted(told | {i for sentences in citing.values() for i in sentences})
        self._numbers = {index: number for number, index in enumerate(shown, start=1)}
        self._told = told
        self._citing = citing

    @property
    def names(self) -> dict[int, str]:
        """What the sentences that something links to are called, by their index."""
        return {index: f"{self._prefix}-s{number}" for index, number in self._numbers.items()}

    @property
    def addresses(self) -> dict[str, str]:
        """Where each reference stands on the page, by its id."""
        return {reference.id: f"#{self._id(i)}" for i, reference in enumerate(self._article.references)}

    def references(self) -> list[Source]:
        return [self._source(i, reference) for i, reference in enumerate(self._article.references)]

    def statements(self) -> list[Statement]:
        """The map: each sentence that makes a claim, and what it rests on."""
        verdicts, names_ = self._audited.assessment.verdicts, self.names
        support = self._audited.assessment.support
        return [
            Statement(
                number=self._numbers[i],
                name=names_[i],
                text=cut(self._article.sentences[i].text, _STATEMENT),
                verdict=verdicts[i].kind.replace("-", " "),
                kind=verdicts[i].kind,
                reason=verdicts[i].reason,
                bases=tuple(self._bases(verdicts[i])),
                source_says=_says(support[i]),
            )
            for i in sorted(self._told)
        ]

    def _id(self, index: int) -> str:
        return f"{self._prefix}-r{index + 1}"

    def _source(self, index: int, reference: Reference) -> Source:
        resolution = self._audited.resolutions[reference.id]
        evidence = self._audited.assessment.evidence[reference.id]
        doi = resolution.doi or (reference.csl.get("DOI") if resolution.status != "mismatch" else None)
        names_ = self.names
        return Source(
            id=self._id(index),
            label=reference.label or reference.id,
            raw=reference.raw,
            work=names.short(resolution.work.csl, "", _WORK) if resolution.work else None,
            doi=doi,
            address=names.doi_address(doi),
            status=names.status(resolution, retracted=evidence.retracted),
            kind="retracted" if evidence.retracted else resolution.status,
            reason=resolution.reason,
            design=names.design(evidence),
            level=_level(evidence),
            differences=tuple(
                f"{d.field.replace('issued', 'year')}: here {d.cited or 'none'}, in the record {d.found or 'none'}"
                for d in resolution.differences
            ),
            notices=tuple(map(_notice, resolution.work.updates if resolution.work else ())),
            cited_in=tuple((self._numbers[i], names_[i]) for i in self._citing.get(reference.id, ())),
        )

    def _bases(self, verdict: Verdict) -> list[Base]:
        by_id = {reference.id: (i, reference) for i, reference in enumerate(self._article.references)}
        found = [self._cited(*by_id[id_]) for id_ in verdict.reference_ids if id_ in by_id]
        if verdict.attribution is not None:
            named = self._article.attributions[verdict.attribution]
            found.append(_named(named.text, self._audited.named.get(verdict.attribution)))
        return found

    def _cited(self, index: int, reference: Reference) -> Base:
        resolution = self._audited.resolutions[reference.id]
        evidence = self._audited.assessment.evidence[reference.id]
        work = resolution.work.csl if resolution.work else reference.csl
        return Base(
            label=reference.label or reference.id,
            href=f"#{self._id(index)}",
            what=names.short(work, reference.raw, _STATEMENT),
            design=names.design(evidence),
            level=_level(evidence),
            kind="retracted" if evidence.retracted else resolution.status,
        )


def _says(support: Support | None) -> str | None:
    return f"{support.where}: “{cut(support.quote, _WORK)}”" if support and support.quote else None


def _named(text: str, resolution: Resolution | None) -> Base:
    """Something that the sentence names, with the work that it was found to be."""
    work = resolution.work if resolution else None
    return Base(
        label="named",
        href=names.doi_address(work.doi) if work else None,
        what=names.short(work.csl, "", _STATEMENT) if work else f"“{text}”",
        design="named in the text",
        level=None,
        kind=resolution.status if resolution else "named",
    )


def _citing(article: Article) -> Mapping[str, list[int]]:
    """The indices of the sentences that cite each reference, in reading order."""
    found: dict[str, list[int]] = {}
    sentences = iter(enumerate(article.sentences))
    index, sentence = next(sentences, (-1, None))
    for citation in sorted(article.citations, key=lambda one: one.start):
        while sentence is not None and sentence.end <= citation.start:
            index, sentence = next(sentences, (-1, None))
        if sentence is None:
            break
        if sentence.start <= citation.start:
            for id_ in citation.reference_ids:
                listed = found.setdefault(id_, [])
                if index not in listed[-1:]:
                    listed.append(index)
    return found


def _level(evidence: Evidence) -> str | None:
    value = names.level(evidence)
    return f"level {value}, {evidence.level[0]}" if value and evidence.level else None


def _notice(notice: UpdateNotice) -> str:
    told = [notice.type.replace("_", " "), notice.date or "", f"doi:{notice.doi}" if notice.doi else ""]
    return ", ".join(part for part in told if part)
