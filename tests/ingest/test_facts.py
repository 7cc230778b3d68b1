"""What an article says of itself: title, authors, date, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.facts import language

if TYPE_CHECKING:
    from tests.conftest import ReadPage

BODY = """
Night work is hard on the body, and people who sleep in the day get two hours less than others. Their sleep is lighter.

Naps of twenty minutes are said to help with that, and in one of the trials they did so for most of the nurses.
"""


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ada Osei", ("Ada Osei",)),
        ("BY ADA OSEI", ("ADA OSEI",)),
        ("Written by Dr. Ada Osei", ("Dr. Ada Osei",)),
        ("Written by Renée Álvarez", ("Renée Álvarez",)),
        ("By Ada Osei and Ben Lund-Varga", ("Ada Osei", "Ben Lund-Varga")),
        ("By Ada Osei & Ben Lund", ("Ada Osei", "Ben Lund")),
        ("By Ada Osei, RN", ("Ada Osei",)),
        ("By Ada Osei | June 8, 2022", ("Ada Osei",)),
        ("Author: Ada Osei", ("Ada Osei",)),
        ("Written by: Ada Osei, RN", ("Ada Osei",)),
        ("Posted by Ada Osei on 8 June 2022 | 5 min read | 12 comments", ("Ada Osei",)),
        ("Dr. Ada Osei, MBBS, MRCPCH · 8 June 2022", ("Dr. Ada Osei",)),
        ("Ada Osei, MSc, registered dietitian — June 8, 2022", ("Ada Osei",)),
        ("Health News · 8 June 2022", ()),
        ("New York, NY · 8 June 2022", ()),
        ("Medically reviewed by Ada Osei", ()),
        ("Edited by Ada Osei", ()),
    ],
)
def test_the_byline_names_the_authors_and_nobody_else(read: ReadPage, byline: str, authors: tuple[str, ...]) -> None:
    assert read(f"Why nurses nap on night shifts\n\n{byline}\n{BODY}").document.facts.author == authors


def test_the_picture_of_an_author_box_names_the_author(read: ReadPage) -> None:
    page = read(f"Why nurses nap on night shifts\n{BODY}\nAbout the author\n\nAvatar of Ada Osei\n")
    assert page.document.facts.author == ("Ada Osei",)


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("Published: 8 June 2022", "2022-06-08"),
        ("June 8, 2022", "2022-06-08"),
        ("By Ada Osei | June 8, 2022", "2022-06-08"),
        ("Updated 9 July 2023\n\nPublished 8 June 2022", "2022-06-08"),
        ("June 8, 2022 - Updated July 9, 2023", "2022-06-08"),
        ("Last updated: 9 July 2023", "2023-07-09"),
        ("Last reviewed\n\n9 July 2023\n\n8 June 2022", "2022-06-08"),
    ],
)
def test_the_first_date_of_the_page_counts_before_any_update(read: ReadPage, lines: str, published: str) -> None:
    assert read(f"Why nurses nap on night shifts\n\n{lines}\n{BODY}").document.facts.published == published


def test_a_date_in_the_prose_is_not_the_day_of_publication(read: ReadPage) -> None:
    prose = BODY.replace("in one of the trials", "in the trial that ended on 8 June 2022")
    assert read(f"Why nurses nap on night shifts\n{prose}").document.facts.published is None


def test_the_headline_is_the_title(read: ReadPage) -> None:
    assert read(f"Why nurses nap on night shifts\n{BODY}").document.facts.title == "Why nurses nap on night shifts"


def test_front_matter_outranks_what_the_page_prints(read: ReadPage) -> None:
    header = "---\ntitle: Naps\nauthor: Cy Varga\ndate: 2020-01-02\nlang: fr\n---\n"
    facts = read(f"{header}\n# Why nurses nap\n\nBy Ada Osei\n\n8 June 2022\n{BODY}", ".md").document.facts
    assert (facts.title, facts.author, facts.published, facts.language) == ("Naps", ("Cy Varga",), "2020-01-02", "fr")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", BODY),
        (
            "de",
            "Wer in der Nacht wacht, der schläft am Tag zwei Stunden weniger, und das ist nicht so gut für den Kopf.",
        ),
        (
            "fr",
            "Celles qui sont de garde la nuit ont le jour deux heures de repos de moins que les autres, et le dos las.",
        ),
        (
            "es",
            "Las enfermeras que trabajan por la noche duermen dos horas menos que los demás y se cansan más en el día.",
        ),
        (
            "nl",
            "Wie in de nacht werkt, slaapt op de dag twee uur minder dan de anderen en is niet goed voor het werk.",
        ),
        (
            "pl",
            "Kto nie śpi w nocy, ten po dniu jest tak samo zły jak inni, ale nie ma siły na to, co jest do pracy.",
        ),
        ("und", "lorem ipsum dolor sit amet " * 15),
    ],
)
def test_the_language_is_known_by_its_commonest_words(tag: str, text: str) -> None:
    assert language(text) == tag


def test_references_in_another_language_do_not_make_an_article_foreign(read: ReadPage) -> None:
    references = (
        "1. Müller K. Der Schlaf und die Nacht in der Pflege und das Leben der Frauen mit dem Dienst. 2018.\n" * 8
    )
    assert read(f"Why nurses nap on night shifts\n{BODY}\nReferences\n\n{references}").document.facts.language == "en"


@pytest.mark.parametrize(
    "text", ["", "12 34 56", "Naps help nurses on long shifts.", "lorem ipsum dolor sit amet " * 5]
)
def test_a_few_words_do_not_tell_a_language(text: str) -> None:
    assert language(text) is None
