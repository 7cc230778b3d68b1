"""Entries of a reference list: their labels and looks, several in one paragraph, and the lists of a page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.markdown import MarkdownReader
from citecheck.model import Block
from citecheck.parse.entries import Entry, cites_page, entry_of, is_numbered, likeness, parted
from citecheck.parse.reference_list import find_list

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy, ReadPage

NAPS = "Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110."
TRIAL = "Varga T. A trial of naps in three wards. Nordic Shift J. 2019;12(1):1-9. doi:10.5555/nsj.2019.1"
PAGE = "Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021."
PROSE = "Night work is hard on the body, and people who sleep in the day get two hours less of it than others do."
Labelled = list[tuple[str | None, str]]


def entry(text: str, label: str = "") -> tuple[str | None, str]:
    """Label and text of a block's entry, which stands behind other text."""
    whole = f"Sources\n\n{text}"
    block = Block(len(whole) - len(text), len(whole), "list-item" if label else "paragraph", label=label)
    found = entry_of(whole, block)
    return found.label, whole[found.start : found.end]


def parts(text: str, *, lines_count: bool = True) -> Labelled:
    """Labels and texts of what one paragraph holds, as the list reads it."""
    whole = f"Sources\n\n{text}"
    block = Block(len(whole) - len(text), len(whole), "paragraph")
    found = parted(whole, entry_of(whole, block), lines_count=lines_count)
    return [(one.label, whole[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (f"12. {NAPS}", "12"),
        (f"[3] {NAPS}", "3"),
        (f"(3) {NAPS}", "3"),
        (f"7 {NAPS}", "7"),
        (f"7.\u00a0{NAPS}", "7"),
        (f"1. “{NAPS}", "1"),
        (NAPS, None),
        ("2018 was the year of naps.", None),
        ("1.5 hours of sleep are too few.", None),
        ("20 nurses and their naps.", None),
    ],
)
def test_the_number_that_a_block_prints_is_its_label(text: str, printed: str | None) -> None:
    label, rest = entry(text)
    assert label == printed
    assert rest == (text if printed is None else text[text.index(printed) + len(printed) :].lstrip(".)] \u00a0"))
    assert is_numbered(text, Block(0, len(text), "paragraph")) == (printed is not None)


@pytest.mark.parametrize(
    ("label", "read"), [("3.", "3"), ("[12]", "12"), ("•", None), ("[^4]", "4"), ("[^lund]", None)]
)
def test_the_label_of_an_item_is_read_before_its_text(label: str, read: str | None) -> None:
    assert entry(f"7. {NAPS}", label) == (read, f"7. {NAPS}")


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("The nurses are thanked for their time.", 0),
        ("https://steady.example/sleep", 1),
        ("Sleep at night, 2021", 1),
        ("Retrieved from the trust", 1),
        ("Sleep at night. Northby University, 2012", 2),
        (NAPS, 4),
        (TRIAL, 5),
    ],
)
def test_traits_of_a_reference_are_counted(text: str, traits: int) -> None:
    assert likeness(text) == traits


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Sleep at night. Accessed March 3, 2021.", True),
        ("Sleep at night. Retrieved 2021-03-03.", True),
        ("Sleep at night. Accessed by phone.", False),
        ("Sleep at night. March 3, 2021.", False),
    ],
)
def test_only_a_dated_access_tells_a_page(text: str, *, counts: bool) -> None:
    assert bool(cites_page(text)) == counts


# --- several in one paragraph ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}. {}", "[{}] {}", "({}) {}", "{}) {}"])
@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_numbered_paragraph_is_parted(form: str, between: str) -> None:
    text = between.join(form.format(n, one) for n, one in enumerate([NAPS, TRIAL, PAGE], 1))
    assert parts(text) == [("1", NAPS), ("2", TRIAL), ("3", PAGE)]
    assert parts(text, lines_count=False) == [("1", NAPS), ("2", TRIAL), ("3", PAGE)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"1. {NAPS} 3. {TRIAL}", id="a number is left out"),
        pytest.param(f"2. {NAPS} 3. {TRIAL}", id="not from one"),
        pytest.param("1. Lund KA. Sleep in wards, part 2. Northby University Press, 2018;11:5-9.", id="a part"),
        pytest.param(f"1. {NAPS} 2. {TRIAL} 3. See also 2019.", id="a short remark"),
        pytest.param(f"1. {NAPS} 2. {TRIAL} 3. Thanks go to the nurses who gave their time.", id="a long remark"),
        pytest.param("1. Sleep in the day in 2018 and in 2019. 2. Eat before the shift as of 2020.", id="steps"),
    ],
)
def test_numbers_that_part_nothing(text: str) -> None:
    assert [rest for _, rest in parts(text)] == [text[3:]]


def test_words_before_the_first_number_are_not_lost() -> None:
    text = f"Naps were new then, see 1. {NAPS} 2. {TRIAL}"
    assert parts(text) == [(None, text)]


def test_an_entry_with_another_number_holds_no_list() -> None:
    text = f"1. {NAPS} 2. {TRIAL}"
    assert parted(text, Entry(0, len(text), "5"), lines_count=True) == [Entry(0, len(text), "5")]


def test_lines_are_entries_where_they_count() -> None:
    text = f"{NAPS}\n  {TRIAL} \n{PAGE}"
    assert parts(text) == [(None, NAPS), (None, TRIAL), (None, PAGE)]
    assert parts(text, lines_count=False) == [(None, text)]


def test_a_line_that_goes_on_is_no_entry() -> None:
    text = NAPS.replace(" Nordic", "\nNordic")
    assert parts(text) == [(None, text)]


def test_one_line_of_five_may_show_little() -> None:
    lines = [NAPS, TRIAL, PAGE, NAPS, "Northby Sleep Charter"]
    assert [rest for _, rest in parts("\n".join(lines))] == lines
    assert len(parts("\n".join(lines[1:]))) == 1


def test_lines_with_bare_numbers_keep_them_all() -> None:
    assert [label for label, _ in parts(f"1 {NAPS}\n2 {TRIAL}\n3 {PAGE}")] == ["1", "2", "3"]


@pytest.mark.parametrize("count", [3, 120])
def test_as_many_entries_come_out_as_are_numbered(count: int) -> None:
    text = " ".join(f"{n}. Lund KA. Naps in ward {n}. Nordic Shift J. 2018;{n}(2):5-9." for n in range(1, count + 1))
    assert [label for label, _ in parts(text)] == [str(n) for n in range(1, count + 1)]


PIECES = [NAPS, TRIAL, PAGE, "1. ", "2. ", "3. ", "[1] ", "(2) ", "1 ", "\n", " ", "Thanks to all. ", "2018"]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_parting_loses_nothing_but_labels(pieces: list[str], lines_count: bool) -> None:
    text = "".join(pieces).strip()
    whole = entry_of(text, Block(0, len(text), "paragraph"))
    found = parted(text, whole, lines_count=lines_count)
    assert all(one.end <= other.start for one, other in pairwise(found))
    bounds = [whole.start, *(position for one in found for position in (one.start, one.end)), whole.end]
    between = [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
    assert not any(character.isalpha() for gap in between for character in gap)
    assert isinstance(found[0], Entry)


# --- on a page --------------------------------------------------------------------------------------------------------


def html(references: str, body: str = "") -> str:
    return f"<html><body><article><h1>Why nurses nap</h1><p>{PROSE}</p>{body}{references}</article></body></html>"


def listed(page: Page) -> Labelled:
    return [(one.label, " ".join(page.visible(one).split())) for one in find_list(page.document).entries]


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        pytest.param(f"<p>{NAPS}<br>{TRIAL}<br>{PAGE}</p>", [None] * 3, id="br"),
        pytest.param(f"<p>{NAPS}<br><br>{TRIAL}<br><br>{PAGE}</p>", [None] * 3, id="two br"),
        pytest.param(f"<p>1. {NAPS}<br>2. {TRIAL}<br>3. {PAGE}</p>", ["1", "2", "3"], id="numbers and br"),
        pytest.param(f"<p>[1] {NAPS} [2] {TRIAL} [3] {PAGE}</p>", ["1", "2", "3"], id="one paragraph"),
        pytest.param(f'<ol start="4"><li>{NAPS}<li>{TRIAL}<li>{PAGE}</ol>', ["4", "5", "6"], id="items left open"),
    ],
)
def test_a_list_of_a_page_is_a_list(read: ReadPage, form: str, labels: list[str | None]) -> None:
    assert listed(read(html(f"<h2>References</h2>{form}"), ".html")) == list(
        zip(labels, [NAPS, TRIAL, PAGE], strict=True)
    )


LINKED = '<p>Naps help most of them.<sup><a href="#a">1</a></sup> Light does, too.<sup><a href="#c">3</a></sup></p>'


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        pytest.param(
            f'<p id="a">1 {NAPS}</p><p>2 {TRIAL}</p><p id="c">3 {PAGE}</p><p>Thanks to all.</p>',
            [("1", NAPS), ("2", TRIAL), ("3", PAGE)],
            id="between two that are linked",
        ),
        pytest.param(
            f'<p id="a">1. {NAPS}</p><p id="c">2. {TRIAL}</p><p>3. {PAGE}</p><p>{NAPS}</p>',
            [("1", NAPS), ("2", TRIAL), ("3", PAGE)],
            id="numbered on",
        ),
        pytest.param(
            f'<p id="a">1. {NAPS}</p><p id="c">2. {TRIAL}</p><p>Thanks.</p><p>7. In 2018.</p><p>8. In 2019, p. 3.</p>',
            [("1", NAPS), ("2", TRIAL)],
            id="numbers behind",
        ),
        pytest.param(
            f'<p><a id="a"></a>{NAPS}</p><p><a id="c"></a>Names of the nurses have been changed.</p>',
            [(None, NAPS)],
            id="remark",
        ),
        pytest.param(f'<h3 id="a">{NAPS}</h3><h3 id="c">{TRIAL}</h3><p>That is all of it.</p>', [], id="headings"),
        pytest.param('<p id="a">Naps are short.</p><p id="c">Light is dim.</p>', [], id="paragraphs of the text"),
    ],
)
def test_what_markers_link_to_is_a_list_without_a_heading(
    read: ReadPage, notes: str, found: list[tuple[str | None, str]]
) -> None:
    assert listed(read(html(notes, LINKED), ".html")) == found


def test_a_link_back_to_the_text_lists_nothing(read: ReadPage) -> None:
    body = f'<p id="a">In 2018 naps helped, vol. 2, pp. 3-4.</p>{LINKED}'
    assert listed(read(html("<p>That is all of it.</p>", body), ".html")) == []


@pytest.mark.parametrize("form", ["- {}", "{}\n", "1. {}"])
def test_a_list_of_bare_addresses_is_a_list(read_by: ReadBy, form: str) -> None:
    addresses = ["https://steady.example/sleep", "https://naps.example/a", "www.light.example/b"]
    lines = "\n".join(form.format(one) for one in addresses)
    page = read_by(f"{PROSE}\n\n## Sources\n\n{lines}\n", MarkdownReader)
    assert [text for _, text in listed(page)] == addresses


def test_a_list_of_linked_titles_is_a_list(read_by: ReadBy) -> None:
    links = "- [Sleep at night](https://steady.example/sleep)\n- [Naps at work](https://naps.example/a)\n"
    found = listed(read_by(f"{PROSE}\n\n## Sources\n\n{links}", MarkdownReader))
    assert found == [(None, "Sleep at night"), (None, "Naps at work")]


@pytest.mark.parametrize(
    ("source", "suffix"),
    [
        (html("<h2>Sources</h2><p>https://steady.example/sleep<br>https://naps.example/a</p>"), ".html"),
        (f"Naps\n\n{PROSE}\n\nSources\n\nhttps://steady.example/sleep\n\nhttps://naps.example/a\n", ".txt"),
        (f"Naps\n\n{PROSE}\n\nSources\n\nhttps://steady.example/sleep\nhttps://naps.example/a\n", ".txt"),
    ],
)
def test_bare_addresses_are_a_list_in_every_form(read: ReadPage, source: str, suffix: str) -> None:
    found = listed(read(source, suffix))
    assert found == [(None, "https://steady.example/sleep"), (None, "https://naps.example/a")]


@pytest.mark.parametrize("count", [3, 300])
def test_a_long_list_has_as_many_entries_as_it_prints(read: ReadPage, count: int) -> None:
    lines = [f"Lund KA. Naps in ward {n}. Nordic Shift J. 2018;{n}(2):5-9." for n in range(1, count + 1)]
    printed = "<br>".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    found = listed(read(html(f"<h2>References</h2><p>{printed}</p>"), ".html"))
    assert found == [(str(n), line) for n, line in enumerate(lines, 1)]


def test_the_number_of_a_note_may_stand_in_a_paragraph_of_its_own(read: ReadPage) -> None:
    notes = "".join(
        f"<div class=footnote><a id=n{n} href='#a{n}'>{n}</a><div><p>Lund KA. Naps in ward {n}. Shift J. 2018;{n}:5."
        "</div></div>"
        for n in (1, 2)
    )
    body = f"<p>{PROSE}<a id=a1 href='#n1'>1</a></p><p>{PROSE}<a id=a2 href='#n2'>2</a></p>"
    assert listed(read(html(body + notes), ".html")) == [
        (str(n), f"Lund KA. Naps in ward {n}. Shift J. 2018;{n}:5.") for n in (1, 2)
    ]


def test_number_and_text_of_a_note_may_be_parts_of_one_item(read: ReadPage) -> None:
    notes = "".join(f"<li><span>{n}</span><div>{note}</div>" for n, note in enumerate((NAPS, TRIAL, PAGE), 1))
    page = read(html(f"<p>{PROSE}</p><h3>Footnotes</h3><ul>{notes}</ul>"), ".html")
    assert listed(page) == [("1", NAPS), ("2", TRIAL), ("3", PAGE)]
    assert [page.visible(span) for span in find_list(page.document).spans] == [
        "Footnotes", "1", NAPS, "2", TRIAL, "3", PAGE
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(f"<p>{NAPS}<p>12<p>{TRIAL}", [(None, NAPS), (None, TRIAL)], id="of a page"),
        pytest.param(f"<p>{NAPS}<p>12<p>{PROSE}", [(None, NAPS)], id="of a page behind the list"),
        pytest.param(f"<p>1. {NAPS}<p>7<p>{PROSE}", [("1", NAPS)], id="not the next"),
    ],
)
def test_a_number_alone_is_no_entry_and_not_any_entry_s_label(read: ReadPage, body: str, found: Labelled) -> None:
    assert listed(read(html(f"<p>{PROSE}</p><h2>References</h2>{body}"), ".html")) == found


@pytest.mark.parametrize(("items", "entries"), [(2, 0), (3, 3)])
def test_a_list_of_linked_works_needs_no_heading_to_be_one(read: ReadPage, items: int, entries: int) -> None:
    works = "".join(
        f"<li>Lund KA, et al. (201{n}). <a href='https://doi.org/10.5555/nap.{n}'>Naps in ward {n}.</a>"
        for n in range(items)
    )
    page = html(
        f"<p>{PROSE}</p><ul><li>Sleep by day<li>Eat late</ul><ul>{works}</ul><p>We keep our pages up to date.</p>"
    )
    assert len(listed(read(page, ".html"))) == entries
