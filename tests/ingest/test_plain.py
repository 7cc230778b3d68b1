"""Plain text: lines to paragraphs, headings and list items, every character at its place."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.plain import PlainReader
from citecheck.text import collapse, source_offset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ReadBy

PARAGRAPHS = [
    "Why nurses nap",
    (
        "Night work is hard on the body. People who sleep in the day get two hours less than others, and their sleep"
        " is lighter.[1] Naps of twenty minutes are said to help."
    ),
    (
        "Over a year, we asked 412 nurses in three towns how they slept; about half of them napped at least once a"
        " week, mostly between two and four in the morning, and felt better for it."
    ),
    "What the trials found",
    (
        "In the first trial, 96 nurses napped for half an hour in each night shift. Their reaction times were shorter"
        " at the end of the shift.[2] In the second, naps made no difference."
    ),
    "References",
    "1. Lund KA, Osei B. Sleep in nurses on rotating shifts: a survey in Northby. Nordic Shift J. 2018;11(2):101-10.",
    "2. Varga T. Naps at work: a randomised trial. Nordic Shift J. 2019;12(1):1-9.",
]


def blocks(source: str) -> list[tuple[str, str, str]]:
    """Kind, label and text of each block, white space collapsed."""
    reading = PlainReader().read(source)
    return [(b.kind, b.label, collapse(reading.text[b.start : b.end])) for b in reading.blocks]


# --- lines, wrapped and not --------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("hanging", ["", "   "])
@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_paragraphs_read_like_paragraphs_on_one_line(width: int, hanging: str, newline: str) -> None:
    wrapped = [
        textwrap.fill(text, width, subsequent_indent=hanging if text[0].isdigit() else "") for text in PARAGRAPHS
    ]
    assert blocks("\n\n".join(wrapped).replace("\n", newline)) == blocks("\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \t\n", "\r"])
def test_paragraphs_on_one_line_each_are_one_block_each(between: str) -> None:
    assert [text for _, _, text in blocks(between.join(PARAGRAPHS[1:3]))] == PARAGRAPHS[1:3]


def test_a_line_that_was_ended_early_ends_its_paragraph() -> None:
    lines = [*textwrap.wrap(PARAGRAPHS[1], 72), "Short line.", *textwrap.wrap(PARAGRAPHS[2], 72)]
    assert [text for _, _, text in blocks("\n".join(lines))][-2:] == ["Short line.", PARAGRAPHS[2]]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_a_line_that_has_grown_since_it_was_wrapped_parts_no_paragraph(width: int) -> None:
    lines = textwrap.wrap(" ".join(PARAGRAPHS[1:3] * 3), width)
    grown = [*lines[:1], f"{lines[1]} [12]", *lines[2:]]
    assert len(lines) >= 10
    assert [text for _, _, text in blocks("\n".join(grown))] == [" ".join(grown)]


def test_a_sentence_put_on_a_line_of_its_own_parts_no_paragraph() -> None:
    lines = textwrap.wrap(" ".join(PARAGRAPHS[1:3] * 3), 72)
    lines[3] = lines[3][: lines[3].rindex(" ", 0, 50)]  # the rest of the line was moved up, and nothing wrapped anew
    assert [text for _, _, text in blocks("\n".join(lines))] == [" ".join(lines)]


def test_one_wrapped_paragraph_among_those_on_one_line_is_put_together() -> None:
    wrapped = "Naps are the newest cure of all. They are sure to stop the slips of a\nnight, or your money back."
    shift = "Nurses nap on night shifts."
    assert [text for _, _, text in blocks(f"Why nurses nap\n\n{shift}\n\n{wrapped}\n\n{shift}")] == [
        "Why nurses nap",
        shift,
        collapse(wrapped),
        shift,
    ]


@pytest.mark.parametrize(
    "below",
    ["a nurse who naps on a chair", "Naps help. So they say.", "nurses nap on chairs. " + PARAGRAPHS[1]],
    ids=["a caption", "a sentence of its own", "a paragraph on one line"],
)
def test_a_line_below_a_heading_is_no_rest_of_it(below: str) -> None:
    assert blocks(f"Paragraph one.\n\nWhy the nurses of the north nap at night\n{below}")[1][2].endswith("at night")


def test_items_that_follow_one_another_without_a_blank_line_stay_apart() -> None:
    items = [f"- {text}" for text in PARAGRAPHS[1:3]]
    assert [label for _, label, _ in blocks("\n".join("\n".join(textwrap.wrap(item, 72)) for item in items))] == [
        "-",
        "-",
    ]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("1. Rest more,\n   and walk.\n2. Read.", ["Rest more, and walk.", "Read."]),
        ("  1. Rest more,\n     and walk.", ["Rest more, and walk."]),
        ("1. Rest more.\n\n   A new paragraph.", ["Rest more.", "A new paragraph."]),
        ("1. Rest more.\n   - at noon\n   - at night", ["Rest more.", "at noon", "at night"]),
        ("1. Rest more.\nWhat else helps.", ["Rest more.", "What else helps."]),
        ("Rest more.\n   And walk.", ["Rest more.", "And walk."]),
    ],
)
def test_an_indented_line_goes_on_with_the_item_above_it(source: str, texts: list[str]) -> None:
    assert [text for _, _, text in blocks(source)] == texts


# --- kinds of blocks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("• Rest more", "•", "Rest more"),
        ("- Rest more", "-", "Rest more"),
        ("* Rest more", "*", "Rest more"),
        ("– Rest more", "–", "Rest more"),
        ("1. Rest more", "1.", "Rest more"),
        ("12) Rest more", "12)", "Rest more"),
        ("(3) Rest more", "(3)", "Rest more"),
        ("[3] Rest more", "[3]", "Rest more"),
        ("  4.\tRest more", "4.", "Rest more"),
        ("5.\u00a0Rest more", "5.", "Rest more"),
    ],
)
def test_a_printed_label_makes_an_item_and_is_no_part_of_its_text(line: str, label: str, text: str) -> None:
    assert blocks(line) == [("list-item", label, text)]


@pytest.mark.parametrize(
    "line", ["2020 was a bad year.", "1.5 mg is enough.", "-5 degrees is cold.", "(see below) It is so."]
)
def test_a_number_or_dash_that_begins_a_sentence_is_no_label(line: str) -> None:
    assert blocks(line) == [("paragraph", "", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Why nurses nap",
        "Does it help?",
        "5 ways to sleep better",
        "“I slept again”",
        "Results",
        "Sleep in the age of Web 2.0",
        "A pH of 7.4",
        "What 1,200 nurses say, 2019–2022",
        "The nurses of Ward No.1",
    ],
)
def test_a_short_line_without_a_stop_is_a_heading(line: str) -> None:
    assert blocks(f"{line}\n\n{PARAGRAPHS[1]}")[0] == ("heading", "", line)


@pytest.mark.parametrize(
    "line",
    [
        "Nurses nap.",
        "Nurses nap.[1]",
        "Nurses nap. [2, 3]",
        "Nurses nap.¹",
        "Nurses nap.1",
        "Most nurses nap, and few doctors do.2,3",
        "Most nurses nap, and few doctors do.5–7",
        "Half of the nurses napped in 2022.2",
        "Nurses on nights lack vitamin D.12",
        "Nurses on nights lack vitamin B12.4",
        "Nurses nap (and doctors, too).1",
        "“Nurses nap.”3",
        "Side effects are:",
        "Side effects are: [1]",
        "what a nurse said at noon",
        "This line has no stop but is so long that nobody would print it above a section of an article like this one",
        "11 Varga T. Naps at work. Nordic Shift J. 2019;12:1-9. doi:10.5555/nsj.2019.12",
        "Varga T. Naps at work. Nordic Shift J. 2019;12(1):1-9",
        "---",
        "* * *",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert blocks(f"{line}\n\n{PARAGRAPHS[1]}")[0][0] != "heading"


# --- positions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_is_found_is_pointed_at_in_the_file(read_by: ReadBy, newline: str) -> None:
    page = read_by(newline.join(["Naps", "", *PARAGRAPHS, ""]), PlainReader)
    for block in page.document.blocks:
        assert page.written(block) == page.visible(block)


@pytest.mark.shared
def test_real_articles_are_pointed_at_in_their_files(read_by: ReadBy, shared: Path) -> None:
    articles = sorted((shared / "seeds").glob("*.txt"))
    assert articles
    for path in articles:
        page = read_by(path.read_bytes().decode("utf-8-sig"), PlainReader)
        assert len(page.document.blocks) > 10
        for block in page.document.blocks:
            assert page.written(block).replace("\r\n", "\n") == page.visible(block)


def test_a_byte_order_mark_moves_nothing(read_by: ReadBy) -> None:
    page = read_by("Über Nacht\r\n\r\nMüde Menschen\u00a0schlafen – kurz. 😴 Ja.", PlainReader)
    assert page.written(page.span("schlafen – kurz. 😴")) == "schlafen – kurz. 😴"


lines = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200) | st.text(
    alphabet=" a1.-•\r\n\t", max_size=60
)


@given(lines)
def test_any_text_keeps_every_visible_character_at_its_place(source: str) -> None:
    reading = PlainReader().read(source)
    assert reading.text == source.replace("\r\n", "\n").replace("\r", "\n")
    for offset, character in enumerate(reading.text):
        if character != "\n":
            assert source[source_offset(reading.anchors, offset)] == character


@given(lines)
def test_any_text_is_cut_into_blocks_that_lose_nothing_but_labels(source: str) -> None:
    reading = PlainReader().read(source)
    reached = 0
    for block in reading.blocks:
        between = reading.text[reached : block.start]
        assert between.replace(block.label, "", 1).strip() == ""
        assert reading.text[block.start : block.end].strip() == reading.text[block.start : block.end] != ""
        reached = block.end
    assert not reading.text[reached:].strip()
