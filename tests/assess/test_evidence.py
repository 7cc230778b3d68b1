"""What stands behind a claim: design, level by OCEBM 2011, species, size, issuer, and whether it is too weak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from citecheck.assess.evidence import appraise, is_weak, of_work, question_of
from citecheck.model import Design, Evidence, Question, Resolution, UpdateNotice, Work
from citecheck.parse.fields import parse_reference

Audit = Callable[..., Any]

# One title for each design that a title can show.
TITLES: dict[Design, str] = {
    "systematic-review": "Night splints for carpal tunnel syndrome: a systematic review",
    "meta-analysis": "Night splints for carpal tunnel syndrome: systematic review and meta-analysis",
    "guideline": "Treatment of carpal tunnel syndrome: a clinical practice guideline",
    "rct": "Night splints for carpal tunnel syndrome: a randomised controlled trial",
    "non-randomized-trial": "Night splints for carpal tunnel syndrome: an open-label pilot trial",
    "cohort": "Typing and carpal tunnel syndrome: a prospective cohort study",
    "case-control": "Typing and carpal tunnel syndrome: a case-control study",
    "cross-sectional": "Carpal tunnel syndrome in typists: a cross-sectional survey",
    "case-series": "Surgery of the wrist in pianists: a case series of 12 patients",
    "case-report": "A numb hand after a long flight: a case report",
    "narrative-review": "Carpal tunnel syndrome: a narrative review",
    "opinion": "Splints are good enough: an editorial",
    "animal": "Compression of the median nerve in rats",
    "in-vitro": "Pressure and Schwann cells in vitro",
}
# Centre for Evidence-Based Medicine, Oxford: the 2011 levels, one row a question.
LEVELS: dict[Question, dict[Design, int]] = {
    "treatment": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "rct": 2,
        "non-randomized-trial": 3,
        "cohort": 3,
        "case-control": 4,
        "case-series": 4,
    },
    "harm": {"systematic-review": 1, "meta-analysis": 1, "rct": 2, "cohort": 3, "case-control": 4, "case-series": 4},
    "prevalence": {"cross-sectional": 1, "systematic-review": 2, "meta-analysis": 2},
    "diagnosis": {"systematic-review": 1, "meta-analysis": 1, "cross-sectional": 2, "case-control": 4},
    "prognosis": {
        "systematic-review": 1,
        "meta-analysis": 1,
        "cohort": 2,
        "rct": 3,
        "case-control": 4,
        "case-series": 4,
    },
}
NOT_FOUND = Resolution("unchecked", "no works were given")


def _work(title: str, abstract: str | None = None, *publication_types: str, **csl: Any) -> Work:
    return Work({"type": "article-journal", "title": title, **csl}, abstract, publication_types)


def _of_reference(raw: str) -> Evidence:
    return appraise(parse_reference(raw), raw, NOT_FOUND, "treatment")


@pytest.mark.parametrize(("design", "title"), TITLES.items())
def test_design_by_title(design: Design, title: str) -> None:
    assert of_work(_work(title), None).design == design


@pytest.mark.parametrize(
    ("question", "design", "level"), [(q, d, level) for q, designs in LEVELS.items() for d, level in designs.items()]
)
def test_levels_of_ocebm(question: Question, design: Design, level: int) -> None:
    assert of_work(_work(TITLES[design]), question).level == (question, level)


@pytest.mark.parametrize("question", get_args(Question))
@pytest.mark.parametrize("design", ["narrative-review", "opinion", "guideline"])
def test_reviews_of_opinion_and_guidelines_have_no_level(design: Design, question: Question) -> None:
    assert of_work(_work(TITLES[design]), question).level is None


def test_no_question_no_level() -> None:
    assert of_work(_work(TITLES["rct"]), None).level is None


@pytest.mark.parametrize("question", get_args(Question))
def test_animals_and_cells_rank_last_if_at_all(question: Question) -> None:
    for design in ("animal", "in-vitro"):
        level = of_work(_work(TITLES[design]), question).level
        assert level is None or level[1] == 5


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("efficacy", "treatment"),
        ("comparison", "treatment"),
        ("safety", "harm"),
        ("prevalence", "prevalence"),
        ("cost", None),
        ("regulatory", None),
        (None, None),
    ],
)
def test_the_question_that_a_claim_asks(claim: Any, question: Question | None) -> None:
    assert question_of(claim) == question


def test_a_survey_ranks_high_for_prevalence_and_not_for_treatment() -> None:
    survey = _work(TITLES["cross-sectional"])
    assert of_work(survey, "prevalence").level == ("prevalence", 1)
    assert of_work(survey, "treatment").level is None


def test_publication_types_are_stronger_than_the_title() -> None:
    assert of_work(_work("Splints at night", None, "Randomized Controlled Trial"), None).design == "rct"
    assert of_work(_work("A trial of splints", None, "Letter"), None).design == "opinion"


def test_design_by_abstract_where_the_title_says_nothing() -> None:
    work = _work("Splints at night", "We randomly assigned 120 adults to a splint or to nothing.")
    evidence = of_work(work, "treatment")
    assert (evidence.design, evidence.sample_size, evidence.species) == ("rct", 120, "human")
    assert evidence.confidence < of_work(_work(TITLES["rct"]), None).confidence


def test_a_protocol_has_no_results() -> None:
    assert of_work(_work("Splints at night: study protocol for a randomised trial"), "treatment").design == "other"


def test_a_randomised_study_in_animals_is_an_animal_study() -> None:
    evidence = of_work(_work("Ginger and nausea: a randomised controlled trial in rats"), "treatment")
    assert (evidence.design, evidence.species) == ("animal", "animal")


@pytest.mark.parametrize(
    ("abstract", "size"),
    [
        ("We enrolled 1,240 adults with gout.", 1240),
        ("In 96 women with acne, the gel worked.", 96),
        ("A total of 18 340 people answered.", 18340),
        ("The dose was 320 mg for 12 weeks.", None),
        (None, None),
    ],
)
def test_sample_size(abstract: str | None, size: int | None) -> None:
    assert of_work(_work("Gout", abstract), None).sample_size == size


@pytest.mark.parametrize(
    ("kind", "retracted"),
    [
        ("retraction", True),
        ("withdrawal", True),
        ("removal", True),
        ("correction", False),
        ("expression_of_concern", False),
        ("addendum", False),
    ],
)
def test_only_what_takes_a_work_back_is_a_retraction(kind: str, *, retracted: bool) -> None:
    work = Work({"title": "Gout"}, updates=(UpdateNotice(kind, "10.5555/n.1", "2022-01-01", "publisher"),))
    assert bool(work.retractions) is retracted
    assert of_work(work, None).retracted is retracted


def test_nothing_known_is_unknown() -> None:
    evidence = of_work(_work("Knees"), "treatment")
    assert (evidence.design, evidence.level, evidence.species, evidence.sample_size) == (
        "unknown",
        None,
        "unknown",
        None,
    )
    assert evidence.confidence <= 0.5


# --- references that were not found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "source_type", "issuer"),
    [
        ("Knee pain. NHS. https://www.nhs.uk/conditions/knee-pain/. Accessed 3 May 2022.", "web-page", "public-body"),
        (
            "Hearing loss. World Health Organization. https://www.who.int/. Accessed 2 March 2023.",
            "web-page",
            "public-body",
        ),
        (
            "Eczema. American Academy of Dermatology. https://www.aad.example.org/. Accessed 9 June 2022.",
            "web-page",
            "professional-body",
        ),
        ("Liquorice. Wikipedia. Accessed 4 April 2023.", "encyclopaedia", "unknown"),
        (
            "Spray cuts nosebleeds, says maker. Press release. Nordia Pharma. Accessed 12 January 2021.",
            "press-release",
            "seller",
        ),
        (
            "Why everyone takes collagen. Daily Courier News. https://www.example.com/news. Accessed 1 May 2020.",
            "news",
            "publisher",
        ),
        # Authors and a year, and nothing that says a page: it is not called one.
        ("Smith J. Hearts at sea. 2019.", "other", "unknown"),
        ("Smith J. Hearts at sea.", "web-page", "unknown"),
    ],
)
def test_sources_that_are_no_articles(raw: str, source_type: str, issuer: str) -> None:
    evidence = _of_reference(raw)
    assert (evidence.source_type, evidence.issuer) == (source_type, issuer)
    assert (evidence.design, evidence.level) == ("unknown", None)


def test_a_title_says_something_of_an_article_that_was_not_found() -> None:
    raw = (
        "Rye A, Tunnard K. Copper bracelets in osteoarthritis: a randomised crossover trial. Joint Lett. "
        "2009;1(1):4-12."
    )
    evidence = _of_reference(raw)
    assert (evidence.design, evidence.source_type, evidence.level) == ("rct", "article", ("treatment", 2))
    assert evidence.confidence < of_work(_work(parse_reference(raw)["title"]), None).confidence


# --- too weak ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["efficacy", "safety", "mechanism", "comparison"])
@pytest.mark.parametrize("source_type", ["web-page", "news", "press-release", "encyclopaedia", "commercial"])
@pytest.mark.parametrize("issuer", ["public-body", "unknown", "seller"])
def test_pages_and_press_are_weak_for_benefit_harm_and_mechanism(claim: Any, source_type: Any, issuer: Any) -> None:
    assert is_weak(Evidence("unknown", source_type, issuer), claim)


@pytest.mark.parametrize("claim", ["prevalence", "guideline", "regulatory", "cost"])
@pytest.mark.parametrize("issuer", ["public-body", "professional-body"])
def test_pages_of_public_and_professional_bodies_are_good_for_the_rest(claim: Any, issuer: Any) -> None:
    assert not is_weak(Evidence("unknown", "web-page", issuer), claim)


@pytest.mark.parametrize("design", ["opinion", "animal", "in-vitro", "case-report"])
def test_some_designs_are_weak_for_benefit(design: Any) -> None:
    assert is_weak(Evidence(design, "article", "research"), "efficacy")
    assert not is_weak(Evidence(design, "article", "research"), "mechanism")


@pytest.mark.parametrize("design", ["rct", "meta-analysis", "systematic-review", "cohort", "unknown", "guideline"])
def test_others_are_not(design: Any) -> None:
    assert not is_weak(Evidence(design, "article", "research"), "efficacy")


def test_the_level_is_for_the_question_that_the_sentence_asks(audit: Audit) -> None:
    list_ = (
        "\n\nReferences\n\n1. Lowe P, Ames T. Tinnitus in musicians: a cross-sectional survey. Ear Nose "
        "Plain. 2015;6(2):88-95.\n"
    )
    common = audit(
        "Tinnitus\n\nTinnitus is common: it affects 38% of the musicians who play in an orchestra [1]." + list_
    )
    cure = audit(
        "Tinnitus\n\nEar plugs prevent tinnitus in the musicians who play in an orchestra every night [1]." + list_
    )
    assert common.evidence().level == ("prevalence", 1)
    assert cure.evidence().level is None
