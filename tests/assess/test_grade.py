"""The grade: bounded by what is sourced, null with a reason, and never lowered by what makes an article better."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from citecheck.assess.grade import WEIGHTS
from citecheck.config import Config
from citecheck.model import GRADES, ComponentName

Audit = Callable[..., Any]

HEAD = "Insoles for heel pain\n\nBy Ruth Adeyemi\n12 May 2022\n\n"
CLAIMS = (
    "Insoles lower heel pain by 20 points within six weeks.",
    "One in ten adults has heel pain at some time of life.",
    "Night splints reduce the pain in 40% of runners.",
    "Steroid injections relieve heel pain for three months.",
    "Shock waves improve walking in older adults by 15%.",
)
HARMS = "Side effects such as bruising and a risk of infection are known."
LIMITS = "The evidence is limited, and more research is needed."
SOURCED = f"{HARMS} {LIMITS}".replace(".", " [1].")
OPTIONS = "There are alternatives such as exercise and physiotherapy."
TRIAL = "Yilmaz S, Korda P. Insoles for heel pain: a randomised trial. Foot Plain. 2016;8(1):30-39."
RECORD = {
    "DOI": "10.5555/foot.2016.0030",
    "title": ["Insoles for heel pain: a randomised trial"],
    "author": [{"family": "Yilmaz", "given": "S"}, {"family": "Korda", "given": "P"}],
    "container-title": ["Foot Plain"],
    "issued": {"date-parts": [[2016]]},
    "volume": "8",
    "page": "30-39",
}


def _article(cited: int = 0, *more: str, references: tuple[str, ...] = (TRIAL,)) -> str:
    """The five claims, the first of them cited, and further sentences."""
    text = " ".join(claim.replace(".", " [1].") if n < cited else claim for n, claim in enumerate(CLAIMS))
    listed = "\n".join(f"{n}. {raw}" for n, raw in enumerate(references, 1)) if cited else ""
    return HEAD + text + "\n\n" + " ".join(more) + ("\n\nReferences\n\n" + listed if listed else "") + "\n"


def _value(audit: Audit, text: str) -> float:
    value = audit(text, RECORD).report.score.value
    assert isinstance(value, float)
    return value


def test_without_a_source_never_better_than_d(audit: Audit) -> None:
    score = audit(_article(0, HARMS, LIMITS, OPTIONS)).report.score
    assert score.grade in ("D", "F")
    assert score.value < 50
    assert [score.components[name].value for name in ("citations", "sources", "evidence")] == [0, 0, 0]


def test_a_source_for_everything_is_good(audit: Audit) -> None:
    score = audit(_article(5, SOURCED, OPTIONS), RECORD).report.score
    assert score.grade in ("A", "B")
    assert score.components["citations"].value == 100


def test_letters_go_with_the_value(audit: Audit) -> None:
    scores = [audit(_article(n, HARMS), RECORD).report.score for n in range(6)]
    by_value = sorted(scores, key=lambda score: -score.value)
    letters = [GRADES.index(score.grade) for score in by_value]
    assert letters == sorted(letters)


def test_components_add_up(audit: Audit) -> None:
    score = audit(_article(3), RECORD).report.score
    assert sum(WEIGHTS.values()) == 100
    assert {name: part.weight for name, part in score.components.items()} == WEIGHTS
    assert score.value == pytest.approx(sum(p.value * p.weight / 100 for p in score.components.values()), abs=0.1)


# --- null, with the reason ---------------------------------------------------------------------------------------


def test_too_few_statements(audit: Audit) -> None:
    score = audit(
        "A walk\n\nThe path along the river is the best of all, and there is a bench at its end.\n"
    ).report.score
    assert (score.grade, score.value, score.components) == (None, None, {})
    assert "too few to grade" in score.reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            (
                "Einlagen senken den Schmerz an der Ferse, und sie sind für die meisten Menschen bequem. Auch eine "
                "Schiene in der Nacht kann bei vielen den Schmerz lindern, wenn sie das wollen."
            ),
            "de",
        ),
        (
            (
                "Les semelles diminuent la douleur du talon, et elles sont confortables pour la plupart des gens. "
                "Une attelle dans la nuit est aussi utile pour ceux qui ont mal avec les chaussures."
            ),
            "fr",
        ),
        (
            (
                "Las plantillas reducen el dolor del talón y son cómodas para la mayoría de las personas. Una "
                "férula por la noche también puede ayudar a los que tienen más dolor, pero no es para todos."
            ),
            "es",
        ),
    ],
)
def test_another_language(audit: Audit, text: str, language: str) -> None:
    report = audit(text + "\n")
    assert report.report.audited.article.document.facts.language == language
    assert report.report.score.grade is None
    assert language in report.report.score.reason


# --- never lowered by what is better -----------------------------------------------------------------------------


def test_each_source_raises_it(audit: Audit) -> None:
    values = [_value(audit, _article(n)) for n in range(6)]
    assert all(more >= fewer for fewer, more in pairwise(values))
    assert values[-1] > values[0]


@pytest.mark.parametrize("cited", range(1, 6))
def test_a_second_source_of_the_same_kind_never_lowers_it(audit: Audit, cited: int) -> None:
    text = _article(
        cited,
        references=(TRIAL, "Lund E. Night splints for heel pain: a randomised trial. Foot Plain. 2018;10(1):5-13."),
    )
    twice = text.replace("[1]", "[1,2]", 1)
    assert _value(audit, twice) >= _value(audit, text)


@pytest.mark.parametrize(
    "weaker",
    [
        "Korda P. Heel pain: a narrative review. Foot Plain. 2012;4(1):3-12.",
        "Heel pain. NHS. https://www.nhs.uk/heel/. Accessed 3 May 2022.",
    ],
)
def test_a_weaker_source_beside_a_strong_one_never_lowers_it(audit: Audit, weaker: str) -> None:
    text = _article(5, references=(TRIAL, weaker))
    assert _value(audit, text.replace("[1]", "[1,2]", 1)) >= _value(audit, text)


@pytest.mark.parametrize(
    "weaker",
    [
        "Korda P. Heel pain: a narrative review. Foot Plain. 2012;4(1):3-12.",
        "Heel pain. NHS. https://www.nhs.uk/heel/. Accessed 3 May 2022.",
    ],
)
def test_a_weak_source_is_better_than_none(audit: Audit, weaker: str) -> None:
    text = _article(4, references=(TRIAL,))
    more = text.replace(CLAIMS[4], CLAIMS[4].replace(".", " [2].")).rstrip() + f"\n2. {weaker}\n"
    assert audit(more, RECORD).kinds().count("missing-citation") < audit(text, RECORD).kinds().count("missing-citation")
    assert _value(audit, more) >= _value(audit, text)


@pytest.mark.parametrize("cited", range(6))
def test_naming_harms_never_lowers_it(audit: Audit, cited: int) -> None:
    assert _value(audit, _article(cited, HARMS)) >= _value(audit, _article(cited))


def test_naming_harms_without_a_source_never_lowers_it(audit: Audit) -> None:
    text = HEAD + "{} {}\n\nReferences\n\n1. " + TRIAL + "\n"
    for count in (3, 5):
        cited = " ".join(claim.replace(".", " [1].") for claim in CLAIMS[:count])
        for harms in (
            "Some people get blisters and a rash.",
            "Splints can cause pain and a risk of falls in 10% of adults.",
        ):
            assert _value(audit, text.format(cited, harms)) >= _value(audit, text.format(cited, ""))


@pytest.mark.parametrize("added", [LIMITS, OPTIONS, f"{LIMITS} {OPTIONS}"])
@pytest.mark.parametrize("cited", [0, 2, 5])
def test_naming_limits_or_options_never_lowers_it(audit: Audit, cited: int, added: str) -> None:
    assert _value(audit, _article(cited, HARMS, added)) >= _value(audit, _article(cited, HARMS))


def test_an_item_under_side_effects_owes_no_source(audit: Audit) -> None:
    listed = "Insoles may cause side effects:\n\n- blisters in 3% of runners\n- higher pressure on the forefoot"
    assert _value(audit, _article(2, HARMS, f"\n\n{listed}")) >= _value(audit, _article(2, HARMS))


@pytest.mark.parametrize("added", ["Book a check-up before you begin.", "The insoles are priced at £40 a pair."])
def test_a_price_worded_as_an_offer_never_lowers_it(audit: Audit, added: str) -> None:
    assert _value(audit, _article(2, HARMS, added)) >= _value(audit, _article(2, HARMS))


def test_selling_words_lower_it(audit: Audit) -> None:
    sober = _article(3)
    assert _value(audit, sober.replace("Insoles lower", "Our miracle insoles, a real game changer, lower")) < _value(
        audit, sober
    )


def test_an_author_and_a_date_raise_it(audit: Audit) -> None:
    anonymous = _article(3).replace("By Ruth Adeyemi\n12 May 2022\n\n", "")
    assert _value(audit, anonymous) < _value(audit, _article(3))


def test_a_retracted_source_is_worth_less(audit: Audit) -> None:
    retracted = {**RECORD, "updated-by": [{"type": "retraction", "DOI": "10.5555/foot.2018.1"}]}
    assert audit(_article(3), retracted).report.score.value < _value(audit, _article(3))


def test_no_grade_where_most_sources_could_not_be_looked_up(audit: Audit) -> None:
    report = audit(_article(5)).report
    assert report.audited.resolutions["1"].status == "unchecked"
    assert (report.score.grade, report.score.value) == (None, None)
    assert "could not be looked up" in report.score.reason


# --- what would raise it -----------------------------------------------------------------------------------------


def test_up_to_three_edits_with_their_points_the_best_first(audit: Audit) -> None:
    told = audit(_article(1), RECORD).report.score.raise_by
    assert 1 <= len(told) <= 3
    points = [int(edit.rpartition(": +")[2]) for edit in told]
    assert points == sorted(points, reverse=True)


def test_naming_the_author_brings_what_is_promised(audit: Audit) -> None:
    best = HEAD.replace("By Ruth Adeyemi\n", "") + _article(5, HARMS, LIMITS, OPTIONS).removeprefix(HEAD)
    told = audit(best, RECORD).report.score.raise_by
    assert any(edit.startswith("name the author") for edit in told)
    gain = next(int(edit.rpartition("+")[2]) for edit in told if edit.startswith("name the author"))
    signed = _value(audit, _article(5, HARMS, LIMITS, OPTIONS))
    assert signed - _value(audit, best) == pytest.approx(gain, abs=0.6)


def test_nothing_is_asked_for_that_is_there(audit: Audit) -> None:
    told = " ".join(audit(_article(5, SOURCED, OPTIONS), RECORD).report.score.raise_by)
    for there in ("side effects", "limited", "alternatives", "author", "date", "cite a source"):
        assert there not in told


def test_rules_that_are_switched_off_do_not_change_what_is_counted_of_sources(audit: Audit) -> None:
    config = Config(network="off")
    all_rules = audit(_article(3), RECORD, config=config).report.score
    none = audit(_article(3), RECORD, config=replace(config, select=("REF",))).report.score
    for name in ("citations", "sources", "evidence", "balance", "disclosure"):
        assert none.components[name] == all_rules.components[name]


# --- weights -----------------------------------------------------------------------------------------------------


def test_weights_of_the_settings_are_shares_of_their_sum(audit: Audit) -> None:
    config = Config(network="off", weights={"tone": 100.0})
    score = audit(_article(3), RECORD, config=config).report.score
    assert sum(part.weight for part in score.components.values()) == pytest.approx(100)
    assert score.components["tone"].weight == pytest.approx(100 * 100 / (100 + 100 - WEIGHTS["tone"]))
    assert score.value > _value(audit, _article(3))


def test_no_weights_make_an_article_without_a_source_better_than_d(audit: Audit) -> None:
    nothing: dict[ComponentName, float] = {name: 0.0 for name in WEIGHTS if name != "tone"}
    score = audit(_article(0, HARMS), config=Config(network="off", weights=nothing)).report.score
    assert score.components["tone"].value == 100
    assert score.grade == "D"


# --- what looks like a source ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Corrosion of steel bridges below lorry traffic", "Salaries of tennis coaches"])
def test_a_work_about_something_else_never_raises_it(audit: Audit, title: str) -> None:
    record = {**RECORD, "DOI": "10.5555/other.1", "title": [title], "container-title": ["Plain Letters"]}
    entry = f"Yilmaz S, Korda P. {title}. Plain Letters. 2016;8:30-39. doi:10.5555/other.1"
    text = _article(2)
    more = text.replace(CLAIMS[3], CLAIMS[3].replace(".", " [2].")).rstrip() + f"\n2. {entry}\n"
    changed = audit(more, RECORD, record)
    assert changed.report.audited.resolutions["2"].status == "matched"
    assert changed.report.score.value <= _value(audit, text)


def test_a_retracted_work_never_raises_it(audit: Audit) -> None:
    retracted = {**RECORD, "updated-by": [{"type": "retraction", "DOI": "10.5555/foot.2018.1"}]}
    assert audit(_article(1), retracted).report.score.value <= _value(audit, _article(0))


def test_what_a_selling_sentence_tells_earns_nothing(audit: Audit) -> None:
    told = "Our miracle insoles, a game changer, cost only $40, and side effects such as a rash are rare."
    assert _value(audit, _article(3)) >= _value(audit, _article(3, told))
