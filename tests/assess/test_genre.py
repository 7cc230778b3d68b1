"""The kind of article: small articles of every kind, told right, and a leaflet never taken for a seller's page."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from citecheck.config import Config
from citecheck.model import Genre
from citecheck.tables import load

Audit = Callable[..., Any]

FIXTURES = Path(__file__).parents[2] / "fixtures" / "genre"
GENRES = get_args(Genre)
CALL = "\n\nOur team would love to help you. Book your consultation today.\n"
PEEL = "What a peel does\n\nA peel takes off the upper layer of the skin. The skin is red for a week."


def _articles() -> list[Any]:
    return [
        pytest.param(path.stem, one, id=f"{path.stem}-{number}")
        for path in sorted(FIXTURES.glob("*.toml"))
        for number, one in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["articles"], 1)
    ]


def test_every_genre_has_articles() -> None:
    counts = {path.stem: path.read_text(encoding="utf-8").count("[[articles]]") for path in FIXTURES.glob("*.toml")}
    assert set(counts) == set(GENRES)
    assert min(counts.values()) >= 5
    assert sum(counts.values()) >= 40


@pytest.mark.parametrize(("genre", "article"), _articles())
def test_the_genre_of_a_small_article(audit: Audit, genre: str, article: dict[str, str]) -> None:
    assessment = audit(article["article"], suffix=f".{article.get('format', 'txt')}").report.audited.assessment
    # Where little tells it, unknown is right too; another genre never is.
    right = {genre, "unknown"} if article.get("unsure") else {genre}
    assert assessment.genre in right, assessment.genre_reasons
    assert assessment.genre_reasons


def test_the_reasons_are_the_words(audit: Audit) -> None:
    assessment = audit(PEEL + CALL).report.audited.assessment
    assert assessment.genre == "commercial"
    assert any("“book your consultation”" in reason.lower() for reason in assessment.genre_reasons)


def test_a_genre_that_is_given_says_so(audit: Audit) -> None:
    assessment = audit(PEEL + CALL, config=Config(network="off", genre="news")).report.audited.assessment
    assert (assessment.genre, assessment.genre_reasons) == ("news", ("given",))


@pytest.mark.parametrize(
    "call",
    [
        "If you cannot come, call our clinic on 01632 960 111 to change your appointment.",
        "Book your follow-up appointment at the desk before you go home.",
        "Contact us today if the wound is red or hot.",
        "Our team of nurses will see you on the ward.",
    ],
)
def test_what_a_hospital_asks_of_its_patients_sells_nothing(audit: Audit, call: str) -> None:
    text = (
        "After your operation\n\nThis leaflet explains what you should do at home. Do not drive for two days. "
        f"{call}\n\nWest Fell NHS Trust\nReview date: May 2026\n"
    )
    assert audit(text).report.audited.assessment.genre == "patient-information"


def test_how_a_page_speaks_yields_to_who_calls(audit: Audit) -> None:
    """A seller's page that speaks like a leaflet is a seller's page."""
    advice = " If you have asthma, ask your doctor. You should not drive. Tell your doctor if you are pregnant."
    assert audit(PEEL + advice + CALL + "\nSessions from $90.\n").report.audited.assessment.genre == "commercial"


def test_an_advert_that_is_quoted_does_not_call(audit: Audit) -> None:
    assert (
        audit(PEEL + ' "Book your consultation today," the card says.\n').report.audited.assessment.genre == "unknown"
    )


def test_in_another_language_it_is_unknown(audit: Audit) -> None:
    text = (
        "Einlagen senken den Schmerz an der Ferse, und sie sind für die meisten Menschen bequem. Auch eine "
        "Schiene in der Nacht kann das. Bestellen Sie jetzt in unserem Shop.\n"
    )
    assessment = audit(text).report.audited.assessment
    assert assessment.genre == "unknown"
    assert assessment.genre_reasons == ("the genre is told in English only",)


def test_the_signs_name_genres_and_parts_that_are_there() -> None:
    parts = {"page", "main", "told", "title", "headings", "labels", "opening", "foot", "ends", "publisher"}
    from citecheck.assess import genre

    signs = load(Path(genre.__file__).with_name("genre.toml"))["signs"]
    assert {sign["genre"] for sign in signs} <= set(GENRES)
    assert {sign["where"] for sign in signs} <= parts
