"""Entries of a reference list: their labels, their looks, and several of them in one paragraph."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Block
from citecheck.parse.entries import Entry, cites_page, entry_of, is_numbered, likeness, parted

NAPS = "Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110."
TRIAL = "Varga T. A trial of naps in three wards. Nordic Shift J. 2019;12(1):1-9. doi:10.5555/nsj.2019.1"
PAGE = "Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021."
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
        ("The ward was accessed by 20 people on March 3, 2021.", False),
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
        pytest.param(f"1. {NAPS} 2. Thanks to all.", id="a short remark"),
        pytest.param(f"1. {NAPS} 2. Thanks go to all of the nurses who gave their time.", id="a long remark"),
        pytest.param("1. Sleep in the day in 2018 and in 2019. 2. Eat before the shift as of 2020.", id="steps with years"),
    ],
)  # fmt: skip
def test_numbers_that_part_nothing(text: str) -> None:
    assert [rest for _, rest in parts(text)] == [text[3:]]


def test_an_entry_with_another_number_holds_no_list() -> None:
    text = f"5. {NAPS} 2. {TRIAL}"
    assert parts(text) == [("5", text[3:])]


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


@pytest.mark.xfail(strict=True, reason="the first line was read without its number before the lines are parted")
def test_lines_with_bare_numbers_keep_them_all() -> None:
    assert [label for label, _ in parts(f"1 {NAPS}\n2 {TRIAL}\n3 {PAGE}")] == ["1", "2", "3"]


@pytest.mark.parametrize("count", [3, 120])
def test_as_many_entries_come_out_as_are_numbered(count: int) -> None:
    text = " ".join(f"{n}. Lund KA. Naps in ward {n}. Nordic Shift J. 2018;{n}(2):5-9." for n in range(1, count + 1))
    assert [label for label, _ in parts(text)] == [str(n) for n in range(1, count + 1)]


PIECES = [NAPS, TRIAL, PAGE, "1. ", "2. ", "3. ", "[1] ", "(2) ", "1 ", "\n", " ", "Thanks to all. ", "2018"]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_parting_loses_nothing_but_labels(pieces: list[str], lines_count: bool) -> None:  # noqa: FBT001
    text = "".join(pieces).strip()
    whole = entry_of(text, Block(0, len(text), "paragraph"))
    found = parted(text, whole, lines_count=lines_count)
    assert all(one.end <= other.start for one, other in pairwise(found))
    bounds = [whole.start, *(position for one in found for position in (one.start, one.end)), whole.end]
    between = [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
    assert not any(character.isalpha() for gap in between for character in gap)
    assert isinstance(found[0], Entry)
