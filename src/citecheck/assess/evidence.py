"""What kind of source stands behind a claim: study design, level of evidence, species, size, and who issued it.

Each part is told by a module of its own, with the words that decided: design.py, subjects.py, sample.py, sources.py and
levels.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from citecheck.assess.design import Told, design_of
from citecheck.assess.levels import level_of, question_of
from citecheck.assess.sample import is_of_people, population_of, size_of
from citecheck.assess.sources import Source, source_of, source_of_work
from citecheck.assess.subjects import Subjects, species_of
from citecheck.model import ClaimType, Csl, Design, Evidence, Question, Resolution, Work

__all__ = ["appraise", "is_weak", "of_work", "question_of"]

_ABOUT_STUDIES: tuple[Design, ...] = (
    *("systematic-review", "meta-analysis", "guideline", "narrative-review", "opinion", "other"),
)
"""Designs that stay what they are, whatever the species: a review of studies in rats is a review."""
_OF_PEOPLE: tuple[Design, ...] = (
    *("systematic-review", "meta-analysis", "guideline", "rct", "non-randomized-trial", "cohort", "case-control"),
    *("cross-sectional", "case-series", "case-report"),
)
_WITHOUT_SAMPLE: tuple[Design, ...] = ("guideline", "narrative-review", "opinion", "other")
"""Of these a number in the abstract is not that of people who took part: that of a protocol is yet to come."""


def appraise(csl: Csl, raw: str, resolution: Resolution, question: Question | None) -> Evidence:
    """The evidence of one reference: of its work where it was found, else of what the reference shows."""
    if resolution.work:
        return of_work(resolution.work, question)
    source = source_of(csl, raw)
    if source.type in ("article", "preprint"):
        venue = f"{csl.get('container-title', '')} {csl.get('publisher', '')}".strip()
        evidence = _of_study(str(csl.get("title", "")), "", (), venue, source, question)
        return replace(evidence, confidence=evidence.confidence * 0.8)
    design: Design = "guideline" if source.type == "guideline" else "unknown"
    return Evidence(design, source.type, source.issuer, confidence=0.7, reasons=_of_source(source))


def of_work(work: Work, question: Question | None) -> Evidence:
    """The evidence of a record of an index."""
    evidence = _of_study(
        str(work.csl.get("title", "")),
        work.abstract or "",
        work.publication_types,
        str(work.csl.get("container-title", "")),
        source_of_work(work),
        question,
    )
    return replace(evidence, retracted=bool(work.retractions))


def is_weak(evidence: Evidence, claim: ClaimType | None) -> bool:
    """Whether a source of this kind is too weak for a claim of this type, whatever it says.

    For how common a thing is and for what is recommended, public and professional bodies are good sources.
    """
    if evidence.source_type in ("web-page", "news", "press-release", "encyclopaedia", "commercial"):
        official = evidence.issuer in ("public-body", "professional-body")
        return claim in ("efficacy", "safety", "mechanism", "comparison") or not official
    return claim in ("efficacy", "comparison") and evidence.design in ("opinion", "animal", "in-vitro", "case-report")


def _of_study(
    title: str, abstract: str, types: Sequence[str], journal: str, source: Source, question: Question | None
) -> Evidence:
    subjects = species_of(title, abstract)
    size = size_of(abstract)
    if subjects.species == "unknown" and size and is_of_people(size):
        subjects = Subjects("human", size.words)
    told = design_of(title, abstract, types, journal)
    if told.design in _WITHOUT_SAMPLE and subjects.species in ("animal", "cell"):
        subjects = species_of(title, "")  # what a review tells of animals does not make it one of animals
    if subjects.species == "unknown" and told.design in _OF_PEOPLE:
        subjects = Subjects("human")  # these are done in people where no animal is named
    told = _in_species(told, subjects)
    if told.design in _WITHOUT_SAMPLE:
        size = None
    population = population_of(title, abstract, size)
    level = level_of(question, told.design, subjects.species, abstract)
    reasons = {"design": told.reason, **_of_source(source)}
    if subjects.species != "unknown":
        reasons["species"] = f"“{subjects.words}”" if subjects.words else f"{told.design}, and no animal is named"
    if size:
        reasons["sample_size"] = f"“{size.words}”"
    if question:
        reasons["level"] = (
            f"OCEBM 2011, {question}: {told.design} {f'is level {level[1]}' if level else 'has no level'}"
        )
    return Evidence(
        design=told.design,
        source_type="guideline" if told.design == "guideline" and source.type != "preprint" else source.type,
        issuer=source.issuer,
        species=subjects.species,
        sample_size=size.number if size else None,
        population=population,
        level=level,
        confidence=told.confidence,
        reasons=reasons,
    )


def _in_species(told: Told, subjects: Subjects) -> Told:
    """A trial in rats is an animal study, and one in cells a laboratory study."""
    if subjects.species not in ("animal", "cell") or told.design in _ABOUT_STUDIES:
        return told
    design: Design = "animal" if subjects.species == "animal" else "in-vitro"
    return Told(design, max(told.confidence, 0.7), f"done in “{subjects.words}”")


def _of_source(source: Source) -> dict[str, str]:
    return {"source_type": source.type_reason, "issuer": source.issuer_reason}
