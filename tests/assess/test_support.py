"""What a source says to a claim: the pairs written for the project, and what each check must and must not do."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

import pytest

from citecheck.assess.backing import SHOWN
from citecheck.assess.effects import effects
from citecheck.assess.quantities import quantities
from citecheck.assess.support import Source, compare
from citecheck.model import Support

PAIRS = Path(__file__).parents[2] / "fixtures" / "support"
FILES = ("first", "second", "third", "fourth")
FAULTS_FOUND, FALSE = 0.95, 0.02
ABSTRACT = (
    "We assigned 120 adults with migraine to riboflavin 400 mg or placebo for three months. Attacks fell by 2.1 days a"
    " month with riboflavin and by 0.6 days with placebo. Nausea did not change. Diarrhoea occurred in 4% of patients"
    " on riboflavin and 1% of those on placebo. Riboflavin may be an option for prevention."
)


def _pairs(name: str) -> list[tuple[str, tuple[str, ...], Support]]:
    """Claim, the kinds of fault of which one is in it, and what the comparison says."""
    data = tomllib.loads((PAIRS / f"{name}.toml").read_text(encoding="utf-8"))
    return [
        (claim["text"], tuple(claim.get("fault", ())), compare(claim["text"], Source(_plain(one), one["title"])))
        for one in data["source"]
        for claim in one["claims"]
    ]


def _plain(source: dict[str, str]) -> str:
    return " ".join(source["abstract"].split())


def _is_found(faults: tuple[str, ...], support: Support) -> bool:
    """Whether a fault of this kind was found; a figure of something else is a wrong one and one of another group."""
    kinds = {one.kind for one in support.contrasts}
    kinds |= {"number", "group"} if kinds & {"number", "group"} else set()
    return bool(kinds & set(faults))


SETS = pytest.mark.parametrize("names", [FILES[:2], FILES], ids=["the 200", "all"])


@SETS
def test_faults_of_the_pairs_are_found(names: tuple[str, ...]) -> None:
    wrong = [(text, faults, said) for text, faults, said in chain.from_iterable(map(_pairs, names)) if faults]
    missed = [text for text, faults, said in wrong if not _is_found(faults, said)]
    assert len(missed) <= (1 - FAULTS_FOUND) * len(wrong), missed


@SETS
def test_right_claims_of_the_pairs_are_left_alone(names: tuple[str, ...]) -> None:
    right = [(text, said) for text, faults, said in chain.from_iterable(map(_pairs, names)) if not faults]
    false = [text for text, said in right if said.contrasts or said.verdict == "contradicts"]
    assert len(false) <= FALSE * len(right), false


def test_what_is_sure_enough_to_be_shown_is_right() -> None:
    """Of the differences that an audit shows, at least 95 of 100 are there."""
    shown = [
        _is_found(faults, said)
        for _, faults, said in chain.from_iterable(map(_pairs, FILES))
        if any(one.confidence >= SHOWN and one.kind != "missing" for one in said.contrasts)
    ]
    assert len(shown) >= 80
    assert sum(shown) >= FAULTS_FOUND * len(shown)


def test_there_are_enough_pairs() -> None:
    assert [len(_pairs(name)) for name in FILES[:2]] == [100, 100]


def _kinds(claim: str, source: str = ABSTRACT) -> set[str]:
    return {one.kind for one in compare(claim, Source(source, "Riboflavin for migraine: a randomised trial")).contrasts}


def test_each_difference_has_the_words_of_both() -> None:
    said = compare("Diarrhoea occurred in 14% of patients on riboflavin.", Source(ABSTRACT))
    (contrast,) = said.contrasts
    assert contrast.words == "14%"
    assert "Diarrhoea occurred in 4%" in contrast.quote
    assert [(one.value, one.found) for one in said.numbers] == [("14%", False)]


def test_a_source_that_says_nothing_of_it_leaves_it_open() -> None:
    said = compare("Riboflavin is cheap and sold in every pharmacy.", Source(ABSTRACT))
    assert (said.verdict, said.contrasts) == ("unclear", ())


def test_an_empty_source_leaves_everything_open() -> None:
    assert compare("Riboflavin reduces attacks by 50%.", Source("")).verdict == "unclear"


def test_a_source_that_says_the_same_supports() -> None:
    assert compare("Attacks fell by about two days a month with riboflavin.", Source(ABSTRACT)).verdict == "supports"


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Riboflavin worsened nausea in adults with migraine.", "direction"),
        ("Patients took 40 mg of riboflavin.", "number"),
        ("Diarrhoea occurred in 4% of those on placebo.", "group"),
        ("Riboflavin prevents migraine in children.", "population"),
        ("Riboflavin cures migraine.", "strength"),
        ("A meta-analysis found that riboflavin reduces attacks.", "design"),
    ],
)
def test_each_kind_of_difference(claim: str, kind: str) -> None:
    assert kind in _kinds(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Does riboflavin raise the number of attacks?",
        "Whether riboflavin prevents migraine in the long run is not known.",
        "Riboflavin does not cure migraine.",
        "Migraine is common, and riboflavin is vitamin B2.",
        "Patients took 0.4 g of riboflavin.",
        "Patients took riboflavin for about 12 weeks.",
    ],
)
def test_look_alikes_are_left_alone(claim: str) -> None:
    assert not _kinds(claim)


def _read(text: str) -> list[tuple[str, str, tuple[float, ...]]]:
    return [(text[q.start : q.end], q.kind, tuple(round(v, 2) for v in q.values)) for q in quantities(text)]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "In the second year, 8% of those with insoles had pain, against 24% without.",
            "In the second year 8% of the insole group and 24% of the control group had pain.",
        ),
        (
            "Over two and a half years, stroke was 24% less frequent.",
            "Patients were followed for 2.5 years. Stroke was 24% less frequent with the drug.",
        ),
        ("The drug about halves the risk, from 77% to 33%.", "Colds occurred in 33% on the drug and 77% on placebo."),
        ("The drug more than halves the risk.", "Colds occurred in 33% on the drug and 77% on placebo."),
        ("The drug halves the risk.", "The drug reduced the risk of colds by 52%."),
        ("Nausea occurred in 15% of patients.", "Nausea occurred in 14.7% of patients and in 5.2% on placebo."),
        ("Nausea occurred in 48% of patients.", "Nausea occurred in 47.6% of patients and in 5.2% on placebo."),
    ],
)
def test_the_same_figure_in_other_words_is_no_difference(claim: str, source: str) -> None:
    assert not _kinds(claim, source)


def test_figures_of_two_groups_that_are_exchanged_are_found() -> None:
    source = "At two years pain persisted in 24% of the placebo group and in 8% of the insole group."
    assert "group" in _kinds("With insoles, pain persisted in 24%, against 8% with placebo.", source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Nausea occurred in 15% of patients.", "Nausea occurred in 14.2% of patients and in 5.2% on placebo."),
        ("Nausea occurred in 15% of patients.", "Nausea occurred in 16% of patients and in 5% on placebo."),
        ("Patients were followed for two and a half years.", "Patients were followed for two years."),
        ("The drug halves the risk of colds.", "The drug reduced the risk of colds by 24%."),
        ("The drug more than halves the risk of colds.", "The drug reduced the risk of colds by 24%."),
        ("In the second year 12% of the insole group had pain.", "In the second year 8% of the insole group had pain."),
    ],
)
def test_another_figure_of_the_same_is_one(claim: str, source: str) -> None:
    assert "number" in _kinds(claim, source)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one in five adults", [("one in five", "share", (20.0,))]),
        ("two thirds of them", [("two thirds", "share", (66.25,))]),
        ("15 of 22 patients", [("15 of 22", "share", (68.18,))]),
        ("between 4 and 12 weeks", [("4 and 12 weeks", "time", (672.0, 2016.0))]),
        ("Two hundred and twelve outpatients", [("Two hundred and twelve outpatients", "count", (212.0,))]),
        ("twice the risk", [("twice the", "fold", (2.0,))]),
        ("odds ratio 0.88", [("0.88", "ratio", (0.88,))]),
        ("500 µg and 2 g", [("500 µg", "dose", (0.5,)), ("2 g", "dose", (2000.0,))]),
        ("16 million people", [("16 million people", "count", (16e6,))]),
        ("44\u00a0000 patients", [("44\u00a0000 patients", "count", (44000.0,))]),
        ("at week 12", [("week 12", "time", (2016.0,))]),
        ("in the second year 8% of them", [("8%", "share", (8.0,))]),
        ("in the first week 8 of 24 patients", [("8 of 24", "share", (33.33,))]),
        ("two and a half years", [("two and a half years", "time", (21915.0,))]),
        ("2 and a half years", [("2 and a half years", "time", (21915.0,))]),
        ("half of them, once", [("half", "share", (50.25,))]),
        ("halves the risk", [("halves", "fold", (0.5,))]),
        ("seen in half of people without pain", [("half", "share", (50.25,))]),
        ("a double-blind trial of adults aged 40 to 79 years in 2019 (95% CI 1.2 to 3.4; p=0.03)", []),
        ("type 2 diabetes, COVID-19 and half an hour [3]", []),
        ("introduced in the 1960s2 and depression.12", []),
    ],
)
def test_quantities_are_read_with_what_they_count(text: str, found: list[tuple[str, str, tuple[float, ...]]]) -> None:
    assert _read(text) == found


def test_hostile_texts_take_no_longer_than_they_are_long() -> None:
    for piece in ("1 of ", "two hundred and ", "1,000 ", "95% CI 1 to ", "between 1 and ", "ratio (1.1 and "):
        assert quantities(piece * 2_000) is not None
    for piece in ("increases the ", "no effect of ", "a trial of ", "not ", "patients with pain ", "(PTSD) "):
        assert compare(piece * 200, Source(piece * 2_000)) is not None


@pytest.mark.parametrize(
    "cause", ["all-cause mortality", "mortality from any cause", "death, the leading cause of grief,"]
)
def test_a_cause_that_is_a_noun_causes_nothing(cause: str) -> None:
    abstract = f"We found a fifth lower {cause} among those who ate most fibre than among those who ate least."
    assert [one.kind for one in effects(abstract)] == ["down"]
    claim = "People who ate the most fibre had a lower risk of dying from any cause than those who ate the least."
    assert compare(claim, Source(abstract, "")).verdict != "contradicts"
