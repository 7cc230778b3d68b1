"""What a citation or a named source stands behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Audit = Callable[..., Any]

LIST = """
References

1. Keane J, Abel T. Soft braces for osteoarthritis of the knee: a randomised trial. Joint Lett. 2017;9(2):31-40.
2. Voss T, Hale M. Taping of the knee: a systematic review. Joint Lett. 2019;11(1):3-12.
"""


def test_a_citation_covers_its_sentence_and_not_the_next(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nA soft brace lowered pain scores by 12 points [1]. Steroid injections reduce pain "
        "within three days.\n" + LIST
    )
    assert report.verdict("soft brace").kind == "cited"
    assert report.verdict("soft brace").reference_ids == ("1",)
    assert report.verdict("Steroid injections").kind == "missing-citation"
    assert report.covered("[1]") == "A soft brace lowered pain scores by 12 points [1]."


def test_a_citation_within_a_sentence_covers_it_up_to_the_marker(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nA soft brace lowered pain scores by 12 points [1], while taping made no difference at "
        "all to the "
        "people who tried it for a month [2].\n" + LIST
    )
    assert report.covered("[1]") == "A soft brace lowered pain scores by 12 points [1]"
    assert report.covered("[2]").endswith("for a month [2].")


def test_several_citations_of_a_sentence_stand_together(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nBraces and tape lowered pain scores by 12 points in adults with sore knees [1,2].\n" + LIST
    )
    assert report.verdict("Braces and tape").reference_ids == ("1", "2")


def test_a_citation_of_a_lead_in_covers_the_list(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nPeople with sore knees have tried many things over the years.\n\nIn a trial of braces "
        "they reduced [1]:\n\n"
        "- pain at night\n- stiffness in the morning\n\nCrutches reduce the load on the knee by 50%.\n" + LIST
    )
    assert report.verdict("pain at night").kind == "cited"
    assert report.verdict("stiffness").reference_ids == ("1",)
    assert report.verdict("Crutches").kind == "missing-citation"
    assert report.covered("[1]").endswith("stiffness in the morning")


def test_items_of_an_unsourced_lead_in_need_a_source_and_are_told_once(audit: Audit) -> None:
    report = audit(
        "Swimming\n\nPeople of all ages swim in the lake from May until September.\n\n"
        "Regular swimming reduces the risk of:\n\n- falls\n- stroke\n"
    )
    assert report.verdict("falls").kind == "missing-citation"
    located = [f for f in report.report.findings if f.rule_id == "CIT003"]
    assert len(located) == 1


@pytest.mark.parametrize(
    "going_on",
    [
        "In that trial, scores rose again by 5 points after six weeks.",
        "The authors found no effect on sleep in 40% of them.",
    ],
)
def test_what_goes_on_about_the_study_is_covered(audit: Audit, going_on: str) -> None:
    report = audit(
        f"Knee braces\n\nA soft brace lowered pain scores by 12 points in 118 adults [1]. {going_on}\n" + LIST
    )
    assert report.verdict(going_on[:30]).kind == "cited"


@pytest.mark.parametrize(
    ("cited", "going_on", "kind"),
    [
        ("An earlier study in 38 adults", "The new trial", "missing-citation"),
        ("A previous trial in 38 adults", "The latest study", "missing-citation"),
        ("A trial in 38 adults", "The new trial", "cited"),
        ("An earlier study in 38 adults", "The study", "cited"),
    ],
)
def test_the_new_study_is_not_the_earlier_one_just_cited(audit: Audit, cited: str, going_on: str, kind: str) -> None:
    report = audit(
        f"Knee braces\n\n{cited} found that braces lowered pain scores by 12 points [1]. {going_on} proves that braces"
        " prevent falls.\n" + LIST
    )
    assert report.verdict(going_on + " proves").kind == kind


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        ("See a doctor if the knee swells.", "cited"),
        ("Some people get a rash under the brace.", "cited"),
        ("Insoles reduce pain scores by 20 points.", "missing-citation"),
    ],
)
def test_a_harm_or_a_word_about_doctors_may_stand_between(audit: Audit, between: str, kind: str) -> None:
    report = audit(
        f"Knee braces\n\nA soft brace lowered pain scores by 12 points in 118 adults [1]. {between} Those who wore it "
        "as participants in the trial walked 200 metres further after a month.\n" + LIST
    )
    assert report.verdict("Those who wore it").kind == kind


def test_in_another_paragraph_it_is_not(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nA soft brace lowered pain scores by 12 points in 118 adults [1].\n\n"
        "Participants of other trials got insoles, which reduced their pain by 20 points.\n" + LIST
    )
    assert report.verdict("insoles").kind == "missing-citation"


def test_a_marker_without_a_reference_backs_nothing(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nA soft brace lowered pain [1,2]. Insoles lowered pain scores by 20 points [7].\n" + LIST
    )
    assert report.verdict("Insoles").kind == "missing-citation"
    assert "leads to no reference" in report.verdict("Insoles").reason


def test_a_link_to_a_source_backs_its_sentence(audit: Audit) -> None:
    report = audit(
        (
            "# Insoles\n\nInsoles [lowered pain scores by 20 points](https://doi.org/10.5555/foot.2016.0030) in "
            "adults with heel pain.\n"
        ),
        suffix=".md",
    )
    assert report.kinds() == ["cited"]


def test_a_link_to_a_shop_does_not(audit: Audit) -> None:
    report = audit(
        "# Insoles\n\nInsoles [lower pain scores by 20 points](/shop/insoles) in adults with heel pain.\n", suffix=".md"
    )
    assert report.kinds() == ["missing-citation"]


def test_a_marker_in_an_aside_stands_for_the_aside(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nBraces reduce pain within a week by 20 points (many people also have sore hips [1]).\n" + LIST
    )
    assert report.verdict("Braces reduce").kind == "missing-citation"
    assert "aside in brackets" in report.verdict("Braces reduce").reason
    assert report.covered("[1]") == "(many people also have sore hips [1])"


@pytest.mark.parametrize("aside", ["in a trial of 118 adults [1]", "see Keane [1]", "95% were women [1]", "[1]"])
def test_a_bracket_that_names_the_evidence_stands_for_its_sentence(audit: Audit, aside: str) -> None:
    report = audit(f"Knee braces\n\nBraces reduce pain within a week by 20 points ({aside}).\n" + LIST)
    assert report.verdict("Braces reduce").kind == "cited"


# --- named sources -----------------------------------------------------------------------------------------------


def test_a_body_stands_behind_its_own_sentence_only(audit: Audit) -> None:
    report = audit(
        "How many people snore\n\nAccording to the World Health Organization, 25% of adults snore on most nights. "
        "Snoring doubles the risk of a stroke in men over 60.\n"
    )
    assert report.verdict("25%").kind == "attributed"
    assert report.verdict("Snoring doubles").kind == "missing-citation"


def test_a_named_study_that_the_article_is_about_is_behind_its_section(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\nWalnuts improved sleep by 20 minutes, according to a study published in the "
        "Journal of Night Food. "
        "The researchers gave 80 adults a handful each evening. After eight weeks they slept longer by 20 minutes.\n\n"
        "What walnuts are\n\nAlmonds improve memory in 30% of older adults, as many people believe.\n"
    )
    assert report.verdict("The researchers gave").kind == "attributed"
    assert report.verdict("After eight weeks").kind == "attributed"
    assert report.verdict("Almonds improve").kind == "missing-citation"


def test_the_sentence_before_is_covered_where_the_next_names_its_study(audit: Audit) -> None:
    report = audit(
        "Shingles\n\nTwo doses of the vaccine prevented 90% of shingles in people over 70. "
        "That is the finding of a trial published in the New Annals of Infection in 2016.\n"
    )
    assert report.verdict("Two doses").kind == "attributed"


@pytest.mark.parametrize(
    "text",
    [
        "Experts say that walnuts improve sleep by 20 minutes.",
        "Studies have shown that walnuts improve sleep by 20 minutes.",
        "It is believed that walnuts improve sleep by 20 minutes.",
        "Many patients report that walnuts improve their sleep by 20 minutes.",
    ],
)
def test_who_cannot_be_found_is_no_source(audit: Audit, text: str) -> None:
    report = audit(f"Walnuts and sleep\n\nWalnuts grow in gardens and along the road to the village. {text}\n")
    assert report.verdict("20 minutes").kind == "missing-citation"
    assert all(not a.identifiable for a in report.report.audited.article.attributions)


def test_an_expert_stands_behind_what_is_quoted(audit: Audit) -> None:
    report = audit(
        "Walnuts and sleep\n\n“Walnuts improve sleep by 20 minutes,” said Dr. Ann Bell, a dietitian at Leeds "
        "General Hospital. "
        "Almonds improve sleep by 30 minutes.\n"
    )
    assert report.verdict("Ann Bell").kind == "attributed"
    assert report.verdict("Almonds").kind == "missing-citation"


def test_a_citation_is_stronger_than_a_name(audit: Audit) -> None:
    report = audit(
        "Knee braces\n\nAccording to the World Health Organization, soft braces lower pain scores by 12 points [1].\n"
        + LIST
    )
    assert report.verdict("soft braces").kind == "cited"
