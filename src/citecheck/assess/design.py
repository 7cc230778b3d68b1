"""The design of a study, by its publication types, its title, its abstract and its journal, in this order of trust.

What a title or an abstract says of other studies, or of what is still to be done, is not its own design: "randomised
trials are needed" makes no trial. Word lists: designs.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from citecheck.lexicon import Hit, tokens, word_list
from citecheck.model import Design

_DATA = Path(__file__).with_name("designs.toml")
_PUBLICATION_TYPES: tuple[tuple[str, Design], ...] = (
    ("clinical trial protocol", "other"),
    ("meta-analysis", "meta-analysis"),
    ("network meta-analysis", "meta-analysis"),
    ("systematic review", "systematic-review"),
    ("scoping review", "systematic-review"),
    ("practice guideline", "guideline"),
    ("guideline", "guideline"),
    ("consensus development conference", "guideline"),
    ("randomized controlled trial", "rct"),
    ("pragmatic clinical trial", "rct"),
    ("equivalence trial", "rct"),
    ("randomized controlled trial, veterinary", "animal"),
    ("case reports", "case-report"),
    ("editorial", "opinion"),
    ("comment", "opinion"),
    ("letter", "opinion"),
    ("news", "opinion"),
    ("review", "narrative-review"),
    ("controlled clinical trial", "non-randomized-trial"),
    ("clinical trial", "non-randomized-trial"),
    ("clinical trial, phase i", "non-randomized-trial"),
    ("clinical trial, phase ii", "non-randomized-trial"),
    ("clinical trial, phase iii", "non-randomized-trial"),
    ("clinical trial, phase iv", "non-randomized-trial"),
    ("observational study", "cohort"),
)
"""MEDLINE's names; the first that a work has decides."""
_OBSERVED: tuple[Design, ...] = ("cohort", "case-control", "cross-sectional", "case-series")
_SAID_OUTRIGHT: Mapping[str, Design] = {
    "protocol": "other",
    "title_reply": "opinion",
    "title_guideline": "guideline",
    "title_meta": "meta-analysis",
    "title_systematic": "systematic-review",
    "title_randomised": "rct",
    "title_case_control": "case-control",
    "title_case_report": "case-report",
    "title_case_series": "case-series",
    "title_plain_cohort": "cohort",
    "title_plain_survey": "cross-sectional",
    "title_plain_review": "narrative-review",
    "title_other": "other",
}
"""Lists of titles that leave no doubt, in the order in which they are asked."""
_HINTED: Mapping[str, Design] = {
    "title_trial": "non-randomized-trial",
    "title_cohort": "cohort",
    "title_cross_sectional": "cross-sectional",
    "title_review": "narrative-review",
    "title_opinion": "opinion",
}
"""Lists of titles that an abstract may overrule."""
_TITLE = (*_SAID_OUTRIGHT, *_HINTED, "about_guidelines", "told_of_others", "negated")
_ABSTRACT = (
    *(
        "planned",
        "told_of_others",
        "negated",
        "randomised",
        "blinded",
        "placebo",
        "control_group",
        "meta",
        "searched",
        "review",
        "discussing",
    ),
    *(
        "files_reviewed",
        "series_told",
        "case_series",
        "case_told",
        "case_words",
        "trial",
        "cohort",
        "case_control_design",
        "case_control",
        "cross_sectional",
    ),
    *("other_design", "opinion_text", "statistics", "own_data"),
)
_OF_CHANCE = ("title_randomised", "randomised", "blinded")
"""Lists that "not randomised" denies."""
_JOURNALS: Mapping[str, Design] = {
    "journal_case_report": "case-report",
    "journal_systematic": "systematic-review",
    "journal_review": "narrative-review",
}
_ESSAY = 40
"""Words from which an abstract that reports no data of its own is taken for that of a review."""


class Told(Struct, frozen=True):
    """A design, how sure (0 to 1), and the words that decided."""

    design: Design
    confidence: float
    reason: str


def design_of(title: str, abstract: str, publication_types: Sequence[str] = (), journal: str = "") -> Told:
    """Never raises; `unknown` where nothing tells, with the reason that nothing does."""
    said = _Said(title, _TITLE)
    if said.own("protocol"):
        return Told("other", 0.85, f"a protocol: the title says {said.quote('protocol')}")
    by_type = _by_publication_type(publication_types)
    found = by_type or _by_text(said, abstract, journal)
    if by_type and by_type.design == "cohort":
        # MEDLINE has one type for all that is only observed.
        closer = _by_text(said, abstract, journal)
        return closer if closer.design in _OBSERVED else by_type
    return found


def _by_publication_type(publication_types: Sequence[str]) -> Told | None:
    named = {name.lower(): name for name in publication_types}
    for name, design in _PUBLICATION_TYPES:
        if name in named:
            return Told(design, 0.95, f"publication type “{named[name]}”")
    return None


def _by_text(title: _Said, abstract: str, journal: str) -> Told:
    for name, design in _SAID_OUTRIGHT.items():
        if title.own(name) and not (name == "title_guideline" and title.own("about_guidelines")):
            return Told(design, 0.85, f"the title says {title.quote(name)}")
    hinted = next((Told(d, 0.7, f"the title says {title.quote(n)}") for n, d in _HINTED.items() if title.own(n)), None)
    venue = _by_journal(journal)
    if not abstract:
        return hinted or venue or Told("unknown", 0.3, "the title does not say, and there is no abstract")
    said = _Said(abstract, _ABSTRACT)
    return _outright(said) or hinted or _essay(said) or _hinted(said) or venue or _NOTHING


_NOTHING = Told("unknown", 0.3, "neither the title nor the abstract says")


def _by_journal(journal: str) -> Told | None:
    for name, design in _JOURNALS.items():
        if journal and journal in word_list(_DATA, name):
            return Told(design, 0.6, f"the journal is “{journal}”")
    return None


class _Said:
    """What a text says of designs: by list its hits, without those that speak of other studies."""

    def __init__(self, text: str, lists: tuple[str, ...]) -> None:
        self.text = text
        self.words = tokens(text)
        self._hits = word_list(_DATA, *lists).find_each(text, self.words)
        self._others = [hit for name in ("told_of_others", "planned", "negated") for hit in self._hits.get(name, ())]

    def own(self, name: str) -> list[Hit[str]]:
        """The hits of a list that speak of this work: none that begins in what is told of others, or is denied."""
        hits = self._hits.get(name, [])
        if name == "planned" or not hits or not self._others:
            return hits
        others = [o for o in self._others if o.value != "negated" or name in _OF_CHANCE]
        return [hit for hit in hits if not any(_takes_away(other, hit) for other in others)]

    def count(self, name: str) -> int:
        return len(self.own(name))

    def quote(self, *names: str) -> str:
        """The first hit of the first list that has one, as it is printed."""
        hit = next(hit for name in names for hit in self.own(name))
        return f"“{' '.join(self.text[hit.start : hit.end].split())}”"


def _takes_away(other: Hit[str], hit: Hit[str]) -> bool:
    if other.value == "negated":
        return hit.overlaps_any([other])
    return other.first <= hit.first < other.last


def _abstract(design: Design, confidence: float, said: _Said, *names: str) -> Told:
    return Told(design, confidence, f"the abstract says {said.quote(*names)}")


def _outright(said: _Said) -> Told | None:
    """What the abstract says plainly of its own work; the first that holds."""
    data = said.count("own_data") + said.count("statistics")
    searched, review = said.count("searched"), said.count("review")
    # A search of one's own files is none of the literature.
    sought = searched >= 3 or (searched == 2 and not said.own("files_reviewed") and not said.own("randomised"))
    plain: tuple[tuple[bool, str, Design, float], ...] = (
        (said.count("planned") >= 2 and data < 4, "planned", "other", 0.7),
        (said.count("meta") >= (1 if searched else 2), "meta", "meta-analysis", 0.75),
        (sought, "searched", "systematic-review", 0.7),
        (said.count("randomised") > 0, "randomised", "rct", 0.8),
        (said.count("case_control_design") > 0, "case_control_design", "case-control", 0.7),
        (said.count("blinded") > 0 and not review, "blinded", "rct", 0.65),
        (said.count("placebo") > 0 and data + said.count("control_group") > 0 and not review, "placebo", "rct", 0.55),
        (said.count("series_told") > 0, "series_told", "case-series", 0.65),
        (said.count("case_told") > 0 and _tells_a_case(said), "case_told", "case-report", 0.7),
        (said.count("opinion_text") > 0 and data <= 2, "opinion_text", "opinion", 0.65),
        (review > 0 and (data <= 2 or searched > 0), "review", "narrative-review", 0.65),
    )
    return next((_abstract(design, sure, said, name) for holds, name, design, sure in plain if holds), None)


def _tells_a_case(said: _Said) -> bool:
    """Whether single patients are told of, and nothing is reckoned up over many."""
    return (
        said.count("statistics") <= 1
        and said.count("case_told") + said.count("case_words") > said.count("own_data") - 3
    )


def _hinted(said: _Said) -> Told | None:
    """The observed and the uncontrolled, by what is said most often."""
    if said.own("other_design"):
        return _abstract("other", 0.55, said, "other_design")
    if said.own("files_reviewed"):
        return _abstract("case-series" if said.own("case_series") else "cohort", 0.5, said, "files_reviewed")
    counts: Iterable[tuple[int, str, Design]] = (
        (said.count("case_control"), "case_control", "case-control"),
        (said.count("cross_sectional"), "cross_sectional", "cross-sectional"),
        (said.count("cohort"), "cohort", "cohort"),
        (said.count("trial"), "trial", "non-randomized-trial"),
        (said.count("case_series"), "case_series", "case-series"),
    )
    most, name, design = max(counts, key=lambda one: one[0])
    return _abstract(design, 0.5 if most == 1 else 0.6, said, name) if most else None


def _essay(said: _Said) -> Told | None:
    """An abstract that discusses a field and reports nothing measured."""
    data = said.count("own_data") + said.count("statistics")
    about = said.count("discussing") + said.count("review")
    if len(said.words) < _ESSAY or about < 2 or data >= about:
        return None
    return Told("narrative-review", 0.45, "the abstract discusses a field and reports no data of its own")
