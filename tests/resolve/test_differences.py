"""Where a reference and a record differ, and that form alone is no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from tests.resolve.conftest import MIGRAINE, TITLE

from citecheck.model import Work
from citecheck.parse.fields import parse_reference
from citecheck.resolve.differences import differences

if TYPE_CHECKING:
    from citecheck.resolve.works import LocalWorks


def differing(raw: str, work: Work) -> list[str]:
    return [difference.field for difference in differences(parse_reference(raw), raw, work)]


def test_a_record_without_a_journal_says_nothing_of_it(work: Work) -> None:
    bare = replace(work, csl={key: value for key, value in work.csl.items() if key != "container-title"})
    assert differing(MIGRAINE, bare) == []


def test_either_year_of_a_work_is_right(work: Work) -> None:
    online = replace(work, csl={**work.csl, "published-online": {"date-parts": [[2017]]}})
    for year in ("2017", "2018"):
        assert "issued" not in differing(MIGRAINE.replace("2018", year), online)


@pytest.mark.parametrize(
    "raw",
    [
        MIGRAINE,
        MIGRAINE.upper(),
        MIGRAINE.replace("101-110", "101-10"),
        MIGRAINE.replace(", Varga T", ", et al"),
        MIGRAINE.replace("Varga", "Vargá"),
        MIGRAINE.replace("Osei B", "Ben Osei"),
        MIGRAINE.replace("Lund KA", "LUND Karin"),
        MIGRAINE.replace(": a cohort study", ""),
        MIGRAINE.replace("Nordic Headache J.", "Nordic Headache Journal."),
        MIGRAINE + " doi:10.5555/nhj.2018.101",
        f"Lund, K. A., Osei, B., & Varga, T. (2018). {TITLE}. Nordic Headache Journal, 11(2), 101–110.",
        f"Lund, Karin A et al. “{TITLE}.” Nordic headache journal vol. 11,2 (2018): 101-110.",
        # parsed badly, yet all of it is there
        f"Karin A. Lund, Ben Osei and Tamás Varga (2018). {TITLE}. Nordic Headache Journal 11:101-110.",
    ],
)
def test_what_differs_only_in_form_is_no_difference(work: Work, raw: str) -> None:
    assert differing(raw, work) == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2018", "2017", "issued"),
        ("11(2)", "12(2)", "volume"),
        ("11(2)", "11(3)", "issue"),
        ("101-110", "107-116", "page"),
        ("Osei B", "Brown Q", "author"),
        ("Osei B", "Ben FO", "author"),
        ("Lund KA, Osei B, Varga T", "Brown Q, Quist B", "author"),
        ("in adults", "in children", "title"),
        ("Nordic Headache J.", "Annals of Rest.", "container-title"),
    ],
)
def test_a_slip_is_told_with_both_sides(work: Work, old: str, new: str, field: str) -> None:
    raw = MIGRAINE.replace(old, new)
    (difference,) = differences(parse_reference(raw), raw, work)
    assert difference.field == field
    assert difference.cited
    assert difference.found
    assert difference.cited != difference.found


@pytest.mark.parametrize(
    "title",
    [
        "Probiotic yogurt for travelers' diarrhea: a randomized trial",
        "Probiotic yoghurt for traveller’s diarrhoea",
        "PROBIOTIC YOGHURT FOR TRAVELLER'S DIARRHOEA: A RANDOMISED TRIAL",
    ],
)
def test_spelling_length_and_capitals_of_a_title_are_form(library: LocalWorks, title: str) -> None:
    (yoghurt,) = library.by_doi(["10.5555/jtgh.2015.33"])
    assert yoghurt is not None
    assert differing(f"Ferreira I, Okafor A. {title}. J Travel Gut Health. 2015;4(1):33-41.", yoghurt) == []


def test_what_a_reference_does_not_show_is_no_difference(work: Work) -> None:
    assert differing(f"Lund KA. {TITLE}.", work) == []
    assert differing("10.5555/nhj.2018.101", work) == []
