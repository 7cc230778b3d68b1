"""Positions, comparing and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.text import (
    Lines,
    collapse,
    fold,
    plain_digits,
    sentences,
    shown_address,
    source_span,
    trimmed,
    without_secrets,
)

if TYPE_CHECKING:
    from tests.conftest import ReadPage


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


# --- positions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("Salt and stroke", 0, (1, 1)),
        ("Salt and stroke", 5, (1, 6)),
        ("Salt\nStroke", 4, (1, 5)),
        ("Salt\nStroke", 5, (2, 1)),
        ("Salt\r\nStroke", 6, (2, 1)),
        ("Salt\rStroke", 5, (2, 1)),
        ("\n\nStroke", 2, (3, 1)),
        ("Crème fraîche\nStroke", 14, (2, 1)),
        ("🧂 salt", 2, (1, 3)),
        ("Salt", 4, (1, 5)),
    ],
)
def test_line_and_column_count_from_one_whatever_ends_the_lines(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Lines(text).at(offset) == place


@given(st.text(alphabet="ab\r\n"))
def test_lines_are_counted_the_same_whatever_ends_them(text: str) -> None:
    lines = Lines(text)
    for offset, character in enumerate(text):
        if character not in "\r\n":
            before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
            assert lines.at(offset) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("source", "phrase", "written"),
    [
        ("Naps help nurses.", "nurses", "nurses"),
        ("Naps *really* help.", "really", "*really*"),
        ("Naps **help** nurses.", "Naps help nurses.", "Naps **help** nurses."),
        ("Read [the trial](https://naps.example/t) here.", "the trial", "[the trial](https://naps.example/t)"),
        ("Read [the trial](https://naps.example/t) here.", "trial", "trial"),
        ("Read [the trial](https://naps.example/t) here.", "Read the", "Read [the"),
        ("Read [the trial](https://naps.example/t) here.", "trial here", "trial](https://naps.example/t) here"),
        ("Fish &amp; chips raise it.", "Fish & chips", "Fish &amp; chips"),
        ("She asked &ldquo;why?&rdquo;", "“why?”", "&ldquo;why?&rdquo;"),
        ("Doses of 5\\*", "5*", "5\\*"),
        ("It fell by half.[^2]\n\n[^2]: Moss T. Naps. 2019.", "half.[^2]", "half.[^2]"),
        ("Vitamin B<sub>12</sub> is low.", "B12", "B<sub>12"),
    ],
)
def test_a_span_of_the_visible_text_points_at_what_the_writer_typed(
    read: ReadPage, source: str, phrase: str, written: str
) -> None:
    page = read(source + "\n\nThe other paragraph is here so that the article has some length.", ".md")
    assert page.written(page.span(phrase)) == written


def test_an_empty_span_is_a_place_between_two_characters(read: ReadPage) -> None:
    source = "Naps *really* help nurses on long shifts."
    document = read(source, ".md").document
    for phrase in ("really", " help", "nurses"):
        place = document.text.index(phrase)
        assert source_span(document, place, place) == (source.index(phrase), source.index(phrase))


@given(st.text(alphabet=" \n\ta.", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_trimming_takes_white_space_only_and_only_from_the_ends(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = trimmed(text, start, end)
    assert start <= first <= last <= end
    assert text[first:last] == text[start:end].strip()


# --- comparing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller’s Study", "muller's study"),
        ("Œdème  –\nrévision", "œdeme - revision"),
        ("“Naps”", '"naps"'),
        ("STRASSE", "straße"),
        ("coenzyme\u00a0Q10", "Coenzyme Q10"),
        ("meta‑analysis", "meta-analysis"),
        ("½ dose", "1⁄2 dose"),
    ],
)
def test_texts_that_read_alike_are_alike_when_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hypertension", "hypotension"), ("5 mg", "50 mg"), ("no effect", "effect")]
)
def test_folding_keeps_what_carries_the_meaning(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("raised", "plain"),
    [("³", "3"), ("¹²", "12"), ("²⁻⁴", "2-4"), ("1–3", "1-3"), ("7 − 2", "7 - 2"), ("x", "x")],
)
def test_raised_digits_and_dashes_become_plain(raised: str, plain: str) -> None:
    assert plain_digits(raised) == plain


def test_white_space_of_any_kind_collapses_to_one_space() -> None:
    assert collapse("  Rest\u00a0and\n\n sleep\t") == "Rest and sleep"


# --- sentences ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        # full stops, question and exclamation marks
        ["Naps help.", "Long ones do not."],
        ["Do naps help?", "Yes!", "Most of the time."],
        ["Really?!", "So they say."],
        ["Some sleep badly…", "Others do not."],
        ["Ends without a stop"],
        ["The line breaks here.", "The next begins lower down."],
        # a stop, a closing quote or bracket, then the next
        ["“It worked.”", "She slept again."],
        ["He said “it worked”.", "She did not."],
        ["Most slept longer (by an hour).", "Some did not."],
        ["(Most slept longer.)", "Some did not."],
        # what the next sentence may begin with
        ["It helped.", "“Not me,” she said."],
        ["It helped.", "(Not her.)"],
        ["It helped.", "25 people slept."],
        ["It was over in 2015.", "200 people took part."],
        # a single letter that ends a sentence
        ["Oranges hold vitamin C.", "The body cannot store it."],
        ["Many lack vitamin D.", "Older people lack it most."],
        ["There is a vaccine against hepatitis B.", "Nurses get it."],
        ["They had diabetes of type I.", "It is rare."],
        # initials without stops
        ["It is common in people with MS.", "Their nights are short."],
        ["Gene therapy may help in CF.", "Trials go on."],
        # abbreviations at the end
        ["They smoke, drink, etc.", "The list is long."],
        ["It was approved in the U.S.", "The agency warned of it."],
        ["The nurse came at 8 a.m.", "She left at ten."],
        ["No.", "This is wrong."],
        # keys of references, with which Pandoc's sentences may begin
        ["It helped [@lind2019].", "@varga2020 saw none."],
        ["It helped.", "@varga2020 saw none."],
    ],
)
def test_a_paragraph_is_split_where_a_reader_would(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Amara Nwosu and Prof. J. B. Lindgren agree.",
        "Mrs. Lee saw Mr. Park vs. nobody.",
        "It is seen in the U.K., where winters are dark.",
        "It is seen in the U.S., Canada and the U.K., too.",
        "Naps help (Nguyen et al., 2016).",
        "Nguyen et al., Osei et al., and others found it.",
        "The U.S. Food and Drug Administration approved it.",
        "Pain killers, e.g. aspirin, i.e. Aspirin, help.",
        "Nguyen et al. found it first.",
        "In the trial by Nguyen et al. [3] Canadian nurses slept less.",
        "The mean was 3.5 points and the limit 0.05 mg.",
        "It holds approx. 5 mg of it.",
        "See fig. 3, p. 12 and no. 5 for more.",
        "E. coli and S. aureus grow on it.",
        "Drink St. John's wort tea with care.",
        "They rested… and slept.",
        "“Does it help?” she asked.",
        "Wait...what?",
        "She writes as Dr. @lind there.",
        "The site sleep.example.org says so.",
        "Jane Doe, M.D., wrote it.",
        "Jane Doe, Ph.D., Northby University, wrote it.",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split(sentence + " Here is another.") == [sentence, "Here is another."]


@pytest.mark.parametrize(
    "marker",
    [
        *(
            "3",
            "3,4",
            "12–14",
            "[3]",
            "[3, 4]",
            "[3][4]",
            " [3]",
            "³",
            "³⁻⁵",
            "¹,²",
            "[^3]",
            "[^study-3]",
            "[@lind2019]",
            " [@lind2019]",
            "”3",
            ")[3]",
        ),
        *("(3)", "(3, 4)", "”(3–5)"),
    ],
)
def test_a_marker_behind_the_stop_belongs_to_the_sentence_it_follows(marker: str) -> None:
    first = f"Walking brought relief.{marker}"
    assert split(f"{first} Later visits showed less.") == [first, "Later visits showed less."]


def test_a_key_begins_a_sentence() -> None:
    parts = ["Walking brought relief [@moen2019].", "@bell2020 saw less, e.g. @bell2020 in clinics."]
    assert split(" ".join(parts)) == parts


def test_a_marker_behind_a_year_is_no_decimal() -> None:
    assert split("The rule came in 2019.4 Later it fell.") == ["The rule came in 2019.4", "Later it fell."]


@pytest.mark.parametrize("sentence", ["The score was 3.5 Points are few.", "It costs 12.50 Euro a month."])
def test_a_decimal_before_a_capital_is_no_marker(sentence: str) -> None:
    assert split(sentence) == [sentence]


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "Heading. One here. Two here. Tail."
    start, end = text.index("One"), text.index(" Tail")
    assert [text[s.start : s.end] for s in sentences(text, start, end)] == ["One here.", "Two here."]


@given(st.text(alphabet="ab I.!?…3[]^()”\"' \n²,-DrU", max_size=80) | st.text(max_size=80))
def test_sentences_keep_every_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    ends = [0]
    for span in spans:
        assert ends[-1] <= span.start < span.end <= len(text)
        assert not text[ends[-1] : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        ends.append(span.end)
    assert not text[ends[-1] :].strip()


# --- addresses ---------------------------------------------------------------------------------------------------


def test_a_services_address_is_shown_without_anything_that_may_be_secret() -> None:
    assert shown_address("https://me:secret@index.example:8443/api?token=abc#x") == "https://index.example:8443/api"
    assert "secret" not in shown_address("https://me:secret@[bad/api")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://clinic.example/a?id=5#top", "https://clinic.example/a?id=5#top"),
        ("https://me:secret@clinic.example/a@b", "https://clinic.example/a@b"),
        ("https://clinic.example/a?id=5&access_token=secret&b=1", "https://clinic.example/a?id=5&access_token=…&b=1"),
        ("http://clinic.example/?X-Amz-Signature=secret", "http://clinic.example/?X-Amz-Signature=…"),
        ("https://clinic.example/a?apiKey=secret#b", "https://clinic.example/a?apiKey=…#b"),
        ("drafts/me:secret@home?token=1.txt", "drafts/me:secret@home?token=1.txt"),
    ],
)
def test_an_articles_address_is_shown_without_passwords_and_tokens(address: str, shown: str) -> None:
    assert without_secrets(address) == shown
