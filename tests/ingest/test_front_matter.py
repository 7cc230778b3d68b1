"""The header of a Markdown file: the references that it lists, where they stand in it, and what it states."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.markdown import MarkdownReader
from citecheck.model import Facts

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy, ReadPage

VARGA = "Varga T. Naps on night shifts: a trial. J Rest. 2019;4(2):11-19."
OSEI = "Osei A. Naps and mood. Sleep Lett. 2021;7:3-9."


def entries(page: Page) -> list[str]:
    """What the header lists as references."""
    return [text for kind, text in page.blocks("references") if kind == "list-item"]


def prose(page: Page) -> list[str]:
    return [text for _, text in page.blocks("main")]


# --- references that are strings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "entry"),
    [
        (f'"{VARGA}"', VARGA),
        (f"'{VARGA}'", VARGA),
        ("Varga T. Naps on night shifts. 2019.", "Varga T. Naps on night shifts. 2019."),
        ('"Varga T. \\"Naps\\" at night. 2019."', 'Varga T. "Naps" at night. 2019.'),
        ("'Varga T. The nurse''s nap. 2019.'", "Varga T. The nurse's nap. 2019."),
        (">-\n    Varga T. Naps on\n    night shifts. 2019.", "Varga T. Naps on night shifts. 2019."),
        ("|\n    Varga T. Naps on\n    night shifts. 2019.", "Varga T. Naps on night shifts. 2019."),
        ("Varga T. Naps on\n    night shifts. 2019.", "Varga T. Naps on night shifts. 2019."),
        ('"Varga T. Naps on\n    night shifts. 2019."', "Varga T. Naps on night shifts. 2019."),
    ],
    ids=["double", "single", "plain", "escaped", "doubled", "folded", "literal", "plain-folded", "double-folded"],
)
def test_a_reference_is_read_in_every_way_of_quoting(read_by: ReadBy, written: str, entry: str, newline: str) -> None:
    source = f"---\ntitle: Naps\nreferences:\n  - {written}\n  - {OSEI}\n---\n\nNaps help.\n"
    page = read_by(source.replace("\n", newline), MarkdownReader)
    assert entries(page) == [entry, OSEI]
    assert prose(page) == ["Naps help."]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", "'", '"'], ids=["plain", "single", "double"])
def test_a_reference_on_one_line_is_pointed_at_where_it_stands(read_by: ReadBy, quote: str, newline: str) -> None:
    listed = [VARGA.replace(": ", ", "), OSEI]
    items = "".join(f"  - {quote}{entry}{quote}\n" for entry in listed)
    page = read_by(f"---\ntitle: Naps\nreferences:\n{items}---\n\nNaps help.\n".replace("\n", newline), MarkdownReader)
    written = [page.written(block) for block in page.document.blocks if block.region == "references"]
    assert written == listed
    assert page.written(page.span("Naps help.")) == "Naps help."


def test_a_folded_reference_is_pointed_at_from_its_first_word_to_its_last(read_by: ReadBy) -> None:
    source = "---\nreferences:\n  - >-\n    Varga T. Naps on\n    night shifts. 2019.\n---\n\nNaps help.\n"
    page = read_by(source, MarkdownReader)
    assert page.written(page.document.blocks[0]) == "Varga T. Naps on\n    night shifts. 2019."
    assert page.written(page.span("night")) == "night"


def test_an_entry_that_another_repeats_is_pointed_at_in_its_own_place(read_by: ReadBy) -> None:
    page = read_by(f"---\nsummary: {OSEI}\nreferences:\n  - {OSEI}\n  - {OSEI}\n---\n\nNaps.\n", MarkdownReader)
    first, second = page.document.blocks[:2]
    assert page.document.anchors
    assert page.written(first) == page.written(second) == OSEI
    starts = [dict(page.document.anchors)[block.start] for block in (first, second)]
    assert starts == [i for i in range(len(page.document.source)) if page.document.source.startswith(OSEI, i)][1:]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_long_list_is_pointed_at_entry_by_entry(read_by: ReadBy, newline: str) -> None:
    listed = [f"Varga T. Naps {number}." for number in range(60)]
    items = "".join(f"  - {entry}\n" for entry in listed)
    page = read_by(f"---\nreferences:\n{items}---\n\nNaps help.\n".replace("\n", newline), MarkdownReader)
    assert [page.written(block) for block in page.document.blocks if block.region == "references"] == listed


@pytest.mark.parametrize(
    "key",
    ["references", "References", "sources", "bibliography", "citations", "literature", "quellen", "referencias"],
)
def test_lists_of_references_go_by_many_names(read_by: ReadBy, key: str) -> None:
    assert entries(read_by(f"---\n{key}:\n  - {OSEI}\n---\n\nNaps help.\n", MarkdownReader)) == [OSEI]


@pytest.mark.parametrize(
    "header",
    [
        f"tags:\n  - {OSEI}",
        f"references: {OSEI}",
        "references:",
        "references: []",
        "references: refs.bib",
        "? [a]\n: b",
    ],
    ids=["tags", "string", "none", "empty", "file", "odd-key"],
)
def test_other_keys_and_what_is_no_list_hold_no_references(read_by: ReadBy, header: str) -> None:
    page = read_by(f"---\n{header}\n---\n\nNaps help.\n", MarkdownReader)
    assert entries(page) == []
    assert prose(page) == ["Naps help."]


def test_a_list_in_brackets_is_a_list(read_by: ReadBy) -> None:
    page = read_by("---\nsources: [\"Varga 2019\", 'Osei 2021']\n---\n\nNaps help.\n", MarkdownReader)
    assert entries(page) == ["Varga 2019", "Osei 2021"]
    assert [page.written(block) for block in page.document.blocks[:2]] == ["Varga 2019", "Osei 2021"]


# --- references that are mappings --------------------------------------------------------------------------------


def test_a_reference_in_fields_is_one_entry_with_all_their_values(read_by: ReadBy) -> None:
    source = (
        "---\nreferences:\n"
        "  - title: Naps on night shifts\n    author: Varga T\n    year: 2019\n    doi: 10.5555/jr.2019.11\n"
        "  - title: Naps and mood\n    url: https://naps.example/mood\n"
        "---\n\nNaps help.\n"
    )
    page = read_by(source, MarkdownReader)
    assert entries(page) == [
        "Naps on night shifts Varga T 2019 10.5555/jr.2019.11",
        "Naps and mood https://naps.example/mood",
    ]
    for value in ("Naps on night shifts", "Varga T", "10.5555/jr.2019.11", "https://naps.example/mood"):
        assert page.written(page.span(value)) == value


def test_a_list_of_authors_within_a_reference_is_part_of_it(read_by: ReadBy) -> None:
    source = "---\nreferences:\n  - author: [Varga T, Osei A]\n    title: Naps\n---\n\nThey help.\n"
    assert entries(read_by(source, MarkdownReader)) == ["Varga T Osei A Naps"]


# --- within the whole article ------------------------------------------------------------------------------------


def test_references_of_the_header_are_no_prose_of_the_article(read: ReadPage) -> None:
    header = f"---\ntitle: Naps at work\nreferences:\n  - '{VARGA}'\n  - {OSEI}\n---\n"
    page = read(f"{header}\n# Naps at work\n\nNaps of twenty minutes help nurses through the night [1].\n", ".md")
    assert entries(page) == [VARGA, OSEI]
    assert page.document.facts.title == "Naps at work"
    assert all(VARGA not in text for text in prose(page))


def test_facts_stand_beside_references(read_by: ReadBy) -> None:
    header = (
        f"title: Naps at work\nauthor:\n  - name: Ada Osei\n    role: nurse\n  - Ben Lund\ndate: 2024-03-05\n"
        f"publisher: Steady Health\nlang: en-GB\nreferences:\n  - {OSEI}"
    )
    page = read_by(f"---\n{header}\n---\n\nNaps help.\n", MarkdownReader)
    facts = Facts("Naps at work", ("Ada Osei", "Ben Lund"), "2024-03-05", "Steady Health", "en")
    assert page.document.facts == facts
    assert entries(page) == [OSEI]


@pytest.mark.parametrize("date", ["2024-13-45", "2024-02-30", "soon", "[2024]", "{year: 2024}", "''"])
def test_a_date_that_is_none_is_not_stated(read_by: ReadBy, date: str) -> None:
    page = read_by(f"---\ntitle: Naps\ndate: {date}\n---\n\nNaps help.\n", MarkdownReader)
    assert page.document.facts.published is None
    assert prose(page) == ["Naps help."]


@pytest.mark.parametrize(
    "header",
    [
        f"references:\n  - {OSEI}\n title: [",
        f"references:\n  - Varga: Naps: a trial: 2019\n  - {OSEI}",
        "references: &a\n  - *a",
        "references:\n  - *nobody",
        "references:\n  - !!python/object:os.system x",
        "a: " + "[" * 3000,
        "a: &a [x, x]\nb: &b [*a, *a]\nreferences: [*b, *b]",
        "references:\n  - &v {title: Naps, also: *v}",
        "references:\n  - [[x, [y]], {a: {b: [c]}}]\n  - a: {b: {c: d}}",
    ],
    ids=["unclosed", "colons", "itself", "unknown", "object", "deep", "aliases", "own-field", "nested"],
)
def test_no_header_keeps_the_draft_from_being_read(read_by: ReadBy, header: str) -> None:
    page = read_by(f"---\n{header}\n---\n\nNaps help.\n", MarkdownReader)
    assert prose(page)[-1] == "Naps help."
    assert page.written(page.span("Naps help.")) == "Naps help."


def test_aliases_that_name_aliases_do_not_make_the_text_grow(read_by: ReadBy) -> None:
    names = "abcdefghijklmnop"
    lines = [f"{names[0]}: &{names[0]} [Varga, Osei]"]
    lines += [f"{one}: &{one} [{', '.join([f'*{before}'] * 4)}]" for before, one in pairwise(names)]
    source = "---\n" + "\n".join([*lines, "references: *p"]) + "\n---\n\nNaps help.\n"
    page = read_by(source, MarkdownReader)
    assert prose(page)[-1] == "Naps help."
    assert len(page.document.text) < 10 * len(source)
