"""Where an article's references stand, and what is no list of references though it looks like one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.markdown import MarkdownReader
from citecheck.ingest.plain import PlainReader
from citecheck.parse.reference_list import find_list

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy, ReadPage

BODY = """\
Why nurses nap on night shifts

Night work is hard on the body, and people who sleep in the day get two hours less than others. Their sleep is lighter.

Naps of twenty minutes are said to help with that, and in one of the trials they did so for most of the nurses.

"""
NAPS = "Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110."
TRIAL = (
    "Varga T. A trial of naps in three wards of one hospital. Nordic Shift J. 2019;12(1):1-9. doi:10.5555/nsj.2019.1"
)
PAGE = "Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021."
ABOUT = """

About the author

Ada Osei writes about health and sleep for a living in Northby, and lives there with her two dogs.
"""


def entries(page: Page) -> list[tuple[str | None, str]]:
    """Label and text of each entry."""
    return [(entry.label, " ".join(page.visible(entry).split())) for entry in find_list(page.document).entries]


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "REFERENCES",
        "References:",
        "Sources",
        "Medical sources",
        "Bibliography",
        "Works cited",
        "References (3)",
        "Literatur",
        "Références",
    ],
)
def test_a_list_stands_under_its_heading(read: ReadPage, heading: str) -> None:
    page = read(f"{BODY}{heading}\n\n1. {NAPS}\n2. {TRIAL}\n3. {PAGE}\n")
    assert entries(page) == [("1", NAPS), ("2", TRIAL), ("3", PAGE)]


@pytest.mark.parametrize("undated", ["in press", "n.d.", "n. d.", "forthcoming", "im Druck"])
def test_an_entry_without_a_year_ends_a_list_as_it_stands_within_one(read: ReadPage, undated: str) -> None:
    last = f"Tran, L. ({undated}). Naps and wheeze. Nordic Shift Quarterly."
    assert entries(read(f"{BODY}References\n\n{NAPS}\n\n{TRIAL}\n\n{last}\n"))[-1] == (None, last)


@pytest.mark.parametrize(
    "tail", ["Lee Tran writes of naps for the Northby Press.", "Naps (in press) are what she writes on."]
)
def test_a_paragraph_behind_a_list_that_shows_little_is_no_entry(read: ReadPage, tail: str) -> None:
    assert len(entries(read(f"{BODY}References\n\n{NAPS}\n\n{TRIAL}\n\n{tail}\n"))) == 2


def test_a_page_says_how_many_sources_it_was_reviewed_by(read: ReadPage) -> None:
    page = read(f"{BODY}How we reviewed this article: 2 sources\n\n• {NAPS}\n• {PAGE}\n")
    assert entries(page) == [(None, NAPS), (None, PAGE)]


@pytest.mark.parametrize("form", ["{}. {}", "{}) {}", "({}) {}", "[{}] {}", "{} {}", "{}.\t{}", "{}.\u00a0{}"])
def test_the_printed_number_is_the_label_and_no_part_of_the_entry(read: ReadPage, form: str) -> None:
    page = read(f"{BODY}References\n\n{form.format(1, NAPS)}\n{form.format(2, TRIAL)}\n")
    assert entries(page) == [("1", NAPS), ("2", TRIAL)]


def test_a_number_that_is_left_out_is_left_out(read: ReadPage) -> None:
    page = read(f"{BODY}References\n\n1. {NAPS}\n3. {TRIAL}\n")
    assert [label for label, _ in entries(page)] == ["1", "3"]


@pytest.mark.parametrize("bullet", ["", "• ", "- ", "* "])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_entries_need_no_number(read: ReadPage, bullet: str, between: str) -> None:
    page = read(f"{BODY}Sources\n\n{bullet}{NAPS}{between}{bullet}{TRIAL}{between}{bullet}{PAGE}\n")
    assert entries(page) == [(None, NAPS), (None, TRIAL), (None, PAGE)]


def test_entries_need_no_stop_at_their_end(read: ReadPage) -> None:
    one, other = NAPS.removesuffix("."), "Varga T. A trial of naps. Nordic Shift J. 2019;12(1):1-9"
    assert entries(read(f"{BODY}References\n\n{one}\n\n{other}\n")) == [(None, one), (None, other)]


def test_a_list_of_bullets_ends_where_they_are_no_references_any_more(read: ReadPage) -> None:
    page = read(f"{BODY}Sources\n\n• {NAPS}\n• {TRIAL}\n• Ask a doctor before a change of habits.\n")
    assert entries(page) == [(None, NAPS), (None, TRIAL)]


def test_a_numbered_run_of_references_needs_no_heading(read: ReadPage) -> None:
    assert entries(read(f"{BODY}1. {NAPS}\n2. {TRIAL}\n3. {PAGE}\n")) == [("1", NAPS), ("2", TRIAL), ("3", PAGE)]


def test_lines_that_hang_under_a_number_belong_to_its_entry(read: ReadPage) -> None:
    hanging = [
        NAPS.replace("a cohort ", "a cohort\n   "),
        TRIAL.replace("wards ", "wards\n      ").replace("12(1)", "\n   12(1)"),
    ]
    page = read(f"{BODY}References\n\n1. {hanging[0]}\n2. {hanging[1]}\n")
    assert [label for label, _ in entries(page)] == ["1", "2"]
    assert entries(page)[0] == ("1", NAPS)


def test_an_address_on_a_line_of_its_own_belongs_to_the_entry_above(read: ReadPage) -> None:
    one, other = "Lund KA. Naps. Nordic Shift J. 2018.", "Varga T. Trial of naps. Nordic Shift J. 2019."
    page = read(f"{BODY}References\n\n{one}\nhttps://naps.example/a\n{other}\ndoi:10.5555/nsj.2019.1\n")
    assert entries(page) == [(None, f"{one} https://naps.example/a"), (None, f"{other} doi:10.5555/nsj.2019.1")]


def test_two_lists_are_one_after_the_other(read: ReadPage) -> None:
    page = read(f"{BODY}References\n\n1. {NAPS}\n2. {TRIAL}\n\nFurther reading\n\n• {PAGE}\n")
    assert entries(page) == [("1", NAPS), ("2", TRIAL), (None, PAGE)]


@pytest.mark.parametrize("tail", [ABOUT, "\n\n© 2021 Steady Health Press. All rights reserved. www.steady.example\n"])
def test_what_follows_the_list_is_no_entry(read: ReadPage, tail: str) -> None:
    assert entries(read(f"{BODY}References\n\n1. {NAPS}\n2. {TRIAL}{tail}")) == [("1", NAPS), ("2", TRIAL)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_entries_are_pointed_at_in_the_file(read_by: ReadBy, newline: str) -> None:
    page = read_by(f"{BODY}References\n\n1. {NAPS}\n2. {TRIAL}\n".replace("\n", newline), PlainReader)
    assert [page.written(entry) for entry in find_list(page.document).entries] == [NAPS, TRIAL]


def test_the_heading_is_part_of_what_the_list_takes_up(read: ReadPage) -> None:
    page = read(f"{BODY}References\n\n1. {NAPS}\n2. {TRIAL}\n")
    assert [page.visible(span) for span in find_list(page.document).spans] == ["References", NAPS, TRIAL]


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param("", id="no list"),
        pytest.param("References\n", id="heading alone"),
        pytest.param(
            "References\n\nAsk the author for a list of them, which is long and was not printed here.\n",
            id="heading over prose",
        ),
        pytest.param(
            "Try this:\n\n1. Go to bed at the same hour.\n2. Keep the room dark.\n3. Leave the phone outside.\n",
            id="steps",
        ),
        pytest.param(
            "History:\n\n1. In 1950 the first nap room opened.\n2. In 1990 the second did.\n3. In 2010 they closed.\n",
            id="years",
        ),
        pytest.param("What helps:\n\n• Coffee before a nap, says Dr. Lund\n• A dark room\n• Ear plugs\n", id="bullets"),
        pytest.param(f"1. {NAPS}\n", id="one numbered line without a heading"),
        pytest.param(f"4. {NAPS}\n5. {TRIAL}\n", id="a run that does not begin at one"),
        pytest.param(
            "References to naps are found in the oldest books, and sources of the Nile have been less sought.\n",
            id="prose",
        ),
    ],
)
def test_other_lists_and_prose_are_no_references(read: ReadPage, tail: str) -> None:
    assert entries(read(BODY + tail)) == []


# --- Markdown ----------------------------------------------------------------------------------------------------


def test_footnotes_are_entries_wherever_they_stand(read_by: ReadBy) -> None:
    source = f"# Why nurses nap\n\nThey are tired.[^1]\n\n[^1]: {NAPS}\n\nNaps help.[^trial]\n\n[^trial]: {TRIAL}\n"
    assert entries(read_by(source, MarkdownReader)) == [("1", NAPS), ("trial", TRIAL)]


def test_footnotes_under_a_heading_are_entries_once(read_by: ReadBy) -> None:
    page = read_by(
        f"They are tired.[^1] Naps help.[^2]\n\n## References\n\n[^1]: {NAPS}\n[^2]: {TRIAL}\n", MarkdownReader
    )
    assert entries(page) == [("1", NAPS), ("2", TRIAL)]
    assert [page.visible(span) for span in find_list(page.document).spans] == ["References", NAPS, TRIAL]


@pytest.mark.parametrize("note", ["Sleep at night, Steady Health", "See the leaflet of the Northby Trust", PAGE])
def test_a_short_footnote_names_a_source(read_by: ReadBy, note: str) -> None:
    assert entries(read_by(f"They nap.[^1]\n\n[^1]: {note}\n", MarkdownReader)) == [("1", note)]


def test_a_footnote_that_is_an_aside_is_no_reference(read_by: ReadBy) -> None:
    aside = (
        "By a nap is meant here what nurses on wards mean by it when they talk among themselves: any sleep that is too"
        " short to dream in and that nobody has to know of."
    )
    assert entries(read_by(f"They nap.[^1] It helps.[^2]\n\n[^1]: {aside}\n[^2]: {TRIAL}\n", MarkdownReader)) == [
        ("2", TRIAL)
    ]


@pytest.mark.parametrize(
    "aside", ["The review was renewed in 2022; what it says is the same.", "Prices as they were before 2019."]
)
def test_a_year_that_an_aside_speaks_of_makes_it_no_reference(read_by: ReadBy, aside: str) -> None:
    assert entries(read_by(f"They nap.[^1]\n\n[^1]: {aside}\n", MarkdownReader)) == []
    assert entries(read_by(f"They nap.^[{aside}] Some do not.^[{TRIAL}]\n", MarkdownReader)) == [("2", TRIAL)]


@pytest.mark.parametrize("heading", ["## References", "**References**", "References\n----------"])
@pytest.mark.parametrize(("form", "label"), [("1. {}", "1"), ("- {}", None), ("{}", None)])
def test_a_list_of_markdown_is_a_list(read_by: ReadBy, heading: str, form: str, label: str | None) -> None:
    page = read_by(
        f"Nurses are tired, and naps are said to help them.\n\n{heading}\n\n{form.format(NAPS)}\n", MarkdownReader
    )
    assert entries(page) == [(label, NAPS)]


def test_references_of_a_front_matter_come_before_the_article(read: ReadPage) -> None:
    header = f'---\ntitle: Why nurses nap\nreferences:\n  - "{NAPS}"\n  - {{author: Varga T, year: 2019}}\n---\n'
    page = read(f"{header}\nNight work is hard on the body [1], and naps are said to help with that [2].\n", ".md")
    assert entries(page) == [(None, NAPS), (None, "Varga T 2019")]
    assert page.written(find_list(page.document).entries[0]) == NAPS


def test_a_damaged_front_matter_leaves_the_article(read: ReadPage) -> None:
    page = read(f'---\ntitle: [Why\nreferences:\n  - "{NAPS}"\n---\n\n{BODY}\n\n## References\n\n1. {TRIAL}\n', ".md")
    assert entries(page) == [("1", TRIAL)]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (f"Source: {NAPS}", [NAPS]),
        (f"**Source:** {NAPS}", [NAPS]),
        ("Quelle: https://steady.example/sleep", ["https://steady.example/sleep"]),
        (f"Sources: 1. {NAPS} 2. {TRIAL}", [NAPS, TRIAL]),
        ("Source: Steady Health Trust", []),
        ("Source: the nurses of the ward, who told us in 2019", []),
        (f"The source: {NAPS}", []),
    ],
)
def test_a_line_that_names_its_source_is_a_list_where_there_is_none(
    read_by: ReadBy, line: str, source: list[str]
) -> None:
    assert [text for _, text in entries(read_by(f"{BODY}{line}\n\nThat is all.\n", MarkdownReader))] == source
    listed = entries(read_by(f"{BODY}{line}\n\nThat is all.\n\n## References\n\n1. {PAGE}\n", MarkdownReader))
    assert listed == [("1", PAGE)]


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        pytest.param([NAPS, TRIAL, PAGE], [NAPS, TRIAL, PAGE], id="list"),
        pytest.param([NAPS], [], id="one"),
        pytest.param([NAPS, TRIAL, "The nurses are thanked for their time."], [], id="thanks behind"),
        pytest.param([NAPS, "Light was dim.", TRIAL, PAGE], [TRIAL, PAGE], id="prose between"),
        pytest.param([f"\\[3\\] {NAPS}", f"\\[4\\] {TRIAL}"], [], id="not from one"),
    ],
)
def test_the_last_paragraphs_are_a_list_if_they_look_so(read_by: ReadBy, tail: list[str], found: list[str]) -> None:
    page = read_by(BODY + "\n\n".join(tail) + "\n", MarkdownReader)
    assert entries(page) == [(None, one) for one in found]


def test_the_last_paragraphs_need_no_stop_at_their_end(read: ReadPage) -> None:
    assert entries(read(f"{BODY}{NAPS}\n\n{TRIAL}\n\n{PAGE}")) == [(None, NAPS), (None, TRIAL), (None, PAGE)]


@given(
    st.lists(
        st.sampled_from(
            ["References", NAPS, TRIAL, PAGE, "1. ", "2. ", "- ", "[^1]: ", "[1] ", "\n", "\n\n", "  ", "Naps help."]
        ),
        max_size=20,
    )
)
def test_any_mixture_gives_entries_apart_from_one_another(parts: list[str]) -> None:
    from citecheck.model import Document

    for reader in (PlainReader, MarkdownReader):
        source = "".join(parts)
        reading = reader().read(source)
        document = Document(
            "draft", reader.media_type, "utf-8", "", source, reading.text, reading.anchors, reading.blocks
        )
        found = find_list(document)
        ordered = sorted(found.entries, key=lambda entry: entry.start)
        assert all(one.end <= other.start for one, other in pairwise(ordered))
        assert all(any(span.overlaps(entry) for span in found.spans) for entry in found.entries)
