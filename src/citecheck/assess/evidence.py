"""What kind of source stands behind a claim: study design, level of evidence, species, size, and who issued it.

The level is that of OCEBM 2011 for the question that the claim asks: a survey ranks high for how common a thing is and
not for whether a treatment works; opinion, narrative reviews and web pages have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from citecheck.lexicon import word_list
from citecheck.model import ClaimType, Csl, Design, Evidence, Issuer, Question, Resolution, SourceType, Work

_DATA = Path(__file__).with_name("evidence.toml")
_PUBLICATION_TYPES: tuple[tuple[str, Design], ...] = (
    ("meta-analysis", "meta-analysis"),
    ("systematic review", "systematic-review"),
    ("guideline", "guideline"),
    ("randomized controlled trial", "rct"),
    ("case reports", "case-report"),
    ("editorial", "opinion"),
    ("comment", "opinion"),
    ("letter", "opinion"),
    ("review", "narrative-review"),
    ("observational study", "cohort"),
    ("clinical trial", "non-randomized-trial"),
)
_IN_TITLE: tuple[Design, ...] = (
    "guideline",
    "meta-analysis",
    "systematic-review",
    "case-report",
    "case-series",
    "rct",
    "case-control",
    "cohort",
    "cross-sectional",
    "non-randomized-trial",
    "in-vitro",
    "animal",
    "opinion",
    "narrative-review",
)
_IN_ABSTRACT: tuple[Design, ...] = (
    "meta-analysis",
    "systematic-review",
    "rct",
    "case-control",
    "cohort",
    "cross-sectional",
    "case-series",
    "case-report",
    "non-randomized-trial",
    "narrative-review",
)
# OCEBM 2011, by question: the level of each design; what is missing has none.
_LEVELS: Mapping[Question, Mapping[Design, int]] = {
    "treatment": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "rct": 2,
        "non-randomized-trial": 3,
        "cohort": 3,
        "case-control": 4,
        "case-series": 4,
        "case-report": 4,
        "animal": 5,
        "in-vitro": 5,
    },
    "harm": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "rct": 2,
        "non-randomized-trial": 3,
        "cohort": 3,
        "case-control": 4,
        "case-series": 4,
        "case-report": 4,
        "animal": 5,
        "in-vitro": 5,
    },
    "prevalence": {"cross-sectional": 1, "systematic-review": 2, "meta-analysis": 2, "cohort": 3, "case-series": 4},
    "diagnosis": {"systematic-review": 1, "meta-analysis": 1, "cross-sectional": 2, "cohort": 2, "case-control": 4},
    "prognosis": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "cohort": 2,
        "rct": 3,
        "case-control": 4,
        "case-series": 4,
    },
}
_QUESTIONS: Mapping[ClaimType, Question] = {
    "efficacy": "treatment",
    "comparison": "treatment",
    "mechanism": "treatment",
    "safety": "harm",
    "prevalence": "prevalence",
}
_PUBLIC = re.compile(
    r"\b(?:who\.int|nih\.gov|nimh\.nih|cdc\.gov|fda\.gov|nhs\.uk|nice\.org|gov\.uk|europa\.eu|health\.gov|\.gov\b"
    r"|World Health Organi[sz]ation|National Institutes? (?:of|for)|NIH|NIMH|CDC|FDA|NHS|NICE|MedlinePlus"
    r"|Centers for Disease Control|Department of Health|Food and Drug Administration|National Cent(?:er|re)s?"
    r"|Office of Dietary Supplements)",
    re.IGNORECASE,
)
_PROFESSIONAL = re.compile(r"\b(?:Association|Academy|College of|Royal College|Society|Federation)\b")
_NEWS = re.compile(
    r"\b(?:news(?!-?room)|times|post|guardian|telegraph|bbc|cnn|reuters|daily|herald|tribune|magazine|today|courier|gazette|psypost|wired|forbes)\b",
    re.IGNORECASE,
)
_PRESS_RELEASE = re.compile(r"\b(?:press|news|media) release\b|newsroom|\bnewswire\b|eurekalert", re.IGNORECASE)
_ENCYCLOPAEDIA = re.compile(r"\b(?:wikipedia|britannica)\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?P<n>\d{1,3}(?:[,  ]\d{3})+|\d{2,7})\s(?:[a-z\-]+\s){0,4}?"
    r"(?:patients|participants|respondents|subjects|adults|women|men|children|people|individuals|volunteers|persons"
    r"|students|veterans|infants|cases)\b",
    re.IGNORECASE,
)
Species = Literal["human", "animal", "cell", "unknown"]


def question_of(claim: ClaimType | None) -> Question | None:
    """The clinical question that a claim of a type asks; None where OCEBM has none for it."""
    return _QUESTIONS.get(claim) if claim else None


def appraise(csl: Csl, raw: str, resolution: Resolution, question: Question | None) -> Evidence:
    """The evidence of one reference: of its work where it was found, else of what the reference shows."""
    if resolution.work:
        return of_work(resolution.work, question)
    source = _source_type(csl, raw)
    if source != "article":
        return Evidence("unknown", source, _issuer(raw, source), confidence=0.7)
    design, confidence = _design(str(csl.get("title", "")), "", ())
    return Evidence(design, source, "research", level=_level(question, design), confidence=confidence * 0.8)


def of_work(work: Work, question: Question | None) -> Evidence:
    """The evidence of a record of an index."""
    title, abstract = str(work.csl.get("title", "")), work.abstract or ""
    design, confidence = _design(title, abstract, work.publication_types)
    species = _species(f"{title} {abstract}", design)
    if species in ("animal", "cell") and design in ("unknown", "rct", "cohort", "cross-sectional"):
        design = "animal" if species == "animal" else "in-vitro"
    kinds: Mapping[str, SourceType] = {"book": "book", "chapter": "book", "article": "preprint", "webpage": "web-page"}
    source = "guideline" if design == "guideline" else kinds.get(str(work.csl.get("type")), "article")
    size = _SIZE.search(abstract)
    return Evidence(
        design=design,
        source_type=source,
        issuer="research",
        species=species,
        sample_size=int(re.sub(r"\D", "", size["n"])) if size else None,
        level=_level(question, design),
        retracted=bool(work.retractions),
        confidence=confidence,
    )


def is_weak(evidence: Evidence, claim: ClaimType | None) -> bool:
    """Whether a source of this kind is too weak for a claim of this type, whatever it says.

    For how common a thing is and for what is recommended, public and professional bodies are good sources.
    """
    if evidence.source_type in ("web-page", "news", "press-release", "encyclopaedia", "commercial"):
        official = evidence.issuer in ("public-body", "professional-body")
        return claim in ("efficacy", "safety", "mechanism", "comparison") or not official
    return claim in ("efficacy", "comparison") and evidence.design in ("opinion", "animal", "in-vitro", "case-report")


def _design(title: str, abstract: str, publication_types: tuple[str, ...]) -> tuple[Design, float]:
    """The design and how sure: publication types, then the title, then the abstract."""
    named = [t.lower() for t in publication_types]
    for name, design in _PUBLICATION_TYPES:
        if name in named:
            return design, 0.95
    if title in word_list(_DATA, "protocol"):
        return "other", 0.8
    for design in _IN_TITLE:
        if title in word_list(_DATA, design.replace("-", "_")):
            return design, 0.85
    for design in _IN_ABSTRACT:
        if abstract in word_list(_DATA, design.replace("-", "_")):
            return design, 0.6
    return "unknown", 0.3


def _level(question: Question | None, design: Design) -> tuple[Question, int] | None:
    if question is None or design not in _LEVELS[question]:
        return None
    return question, _LEVELS[question][design]


def _species(text: str, design: Design) -> Species:
    if text in word_list(_DATA, "animal") and not re.search(
        r"\b(?:patients|participants|volunteers|adults|women|men|children|people)\b", text, re.IGNORECASE
    ):
        return "animal"
    if design == "in-vitro":
        return "cell"
    return (
        "human"
        if re.search(
            r"\b(?:patients|participants|volunteers|adults|women|men|children|people|respondents|individuals|subjects)\b",
            text,
            re.IGNORECASE,
        )
        else "unknown"
    )


_SOURCES: Mapping[str | None, SourceType] = {
    "book": "book",
    "chapter": "book",
    "thesis": "book",
    "article-newspaper": "news",
    "article-magazine": "news",
    "entry-encyclopedia": "encyclopaedia",
    "entry-dictionary": "encyclopaedia",
    "article": "preprint",
}
"""By CSL type."""


def _source_type(csl: Csl, raw: str) -> SourceType:
    kind = csl.get("type")
    if _ENCYCLOPAEDIA.search(raw):
        return "encyclopaedia"
    if _PRESS_RELEASE.search(raw):
        return "press-release"
    if kind in _SOURCES:
        return _SOURCES[kind]
    if kind in ("webpage", "pamphlet", "post", "post-weblog", "broadcast", "motion_picture", "speech", "document"):
        where = " ".join(str(csl.get(key, "")) for key in ("container-title", "URL", "publisher"))
        if _NEWS.search(where):
            return "news"
        # Authors and a year, and too little else to say what it is.
        unclear = kind == "document" and "URL" not in csl and "author" in csl and "issued" in csl
        return "other" if unclear else "web-page"
    return "article"


def _issuer(raw: str, source: SourceType) -> Issuer:
    if _PUBLIC.search(raw):
        return "public-body"
    if _PROFESSIONAL.search(raw):
        return "professional-body"
    return "publisher" if source in ("news", "book") else "unknown"
