"""Notes that mean what an earlier note means, and notes that only look so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest import read_bytes
from citecheck.ingest.markdown import MarkdownReader
from citecheck.parse.article import parse_document
from citecheck.parse.short_forms import is_same_again, own_part

if TYPE_CHECKING:
    from tests.conftest import ReadBy

NAPS = "Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110."
TRIAL = "Varga T. A trial of naps in three wards of one hospital. Nordic Shift J. 2019;12(1):1-9."
LIGHT = "Lund KA. Light in three wards of one hospital. Nordic Shift J. 2020;13(1):1-9."
TRUST = "Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021."


def meant(read_by: ReadBy, *notes: str) -> list[tuple[str, ...]]:
    """What the marker of each note points to."""
    body = " ".join(f"Nurses nap on {i} nights of the week.[^{i}]" for i in range(1, len(notes) + 1))
    defined = "\n".join(f"[^{i}]: {note}" for i, note in enumerate(notes, 1))
    article = parse_document(read_by(f"# Why nurses nap\n\n{body}\n\n{defined}\n", MarkdownReader).document)
    assert not any("bid" in sentence.text for sentence in article.sentences)
    return [citation.reference_ids for citation in article.citations]


@pytest.mark.parametrize("same", ["Ibid.", "ibid.", "Ibidem.", "Ibid., p. 12", "Ibid., pp. 12–14.", "Ebd., S. 12."])
def test_the_same_again_means_the_note_before(read_by: ReadBy, same: str) -> None:
    assert meant(read_by, NAPS, TRIAL, same, same) == [("1",), ("2",), ("2",), ("2",)]


@pytest.mark.parametrize(
    "short",
    [
        'Lund and Osei, "Naps on night shifts", p. 14.',
        "Lund & Osei, “Naps on night shifts,” 14.",
        "Lund, “Naps on Night Shifts”.",
        "Lund and Osei, op. cit., p. 14.",
        "Lund et al., supra note 1, p. 14",
    ],
)
def test_a_short_form_means_the_note_that_has_it_in_full(read_by: ReadBy, short: str) -> None:
    assert meant(read_by, NAPS, TRIAL, short, "Ibid.") == [("1",), ("2",), ("1",), ("1",)]


@pytest.mark.parametrize(
    "own",
    [
        pytest.param('Varga, "A trial of naps in four wards", p. 3.', id="another title"),
        pytest.param('Brandt and Osei, "Naps on night shifts", p. 14.', id="another author"),
        pytest.param('Osei, "Naps on night shifts", p. 14.', id="not the first author"),
        pytest.param('Lund, "Naps on night shifts", Northby Times, 2021.', id="another work, with a year"),
        pytest.param("Lund, op. cit., p. 14.", id="two works of one author"),
    ],
)
def test_a_note_that_may_mean_another_work_stays_one(read_by: ReadBy, own: str) -> None:
    assert meant(read_by, NAPS, LIGHT, TRIAL, own)[-1] == ("4",)


def test_a_body_is_named_shortly_too(read_by: ReadBy) -> None:
    assert meant(read_by, TRUST, NAPS, "Steady Health Trust, “Sleep at night”.") == [("1",), ("2",), ("1",)]


@pytest.mark.parametrize(
    "prose", ["Ibid means the same.", "Identical twins.", "ID 12", "Ibid., p. 9; see Lund.", "IDs."]
)
def test_prose_that_begins_alike_is_not_the_same_again(prose: str) -> None:
    assert not is_same_again(prose)


def test_a_work_that_is_named_behind_the_same_again_is_read_alone() -> None:
    assert own_part(f"Ibid., p. 9; see also {NAPS}") == NAPS
    assert own_part(NAPS) == NAPS


def test_the_numbers_of_a_list_stay_what_they_are() -> None:
    listed = f"1. {NAPS}\n2. Ibid.\n3. {TRIAL}\n"
    text = f"Why nurses nap\n\nThey are tired [1]. Naps help [2]. So does light [3].\n\nReferences\n\n{listed}"
    article = parse_document(read_bytes(text.encode(), "draft.txt", ".txt"))
    assert [citation.reference_ids for citation in article.citations] == [("1",), ("1",), ("3",)]
    assert [reference.id for reference in article.references] == ["1", "3"]


def test_a_link_to_the_same_again_points_to_what_it_means() -> None:
    notes = "".join(f'<li id="n{i}">{note}</li>' for i, note in enumerate((NAPS, "Ibid., p. 3.", TRIAL), 1))
    marked = " ".join(f'Nurses nap at night.<sup><a href="#n{i}">{i}</a></sup>' for i in (1, 2, 3))
    page = f"<article><h1>Why nurses nap</h1><p>{marked}</p><h2>Notes</h2><ol>{notes}</ol></article>"
    article = parse_document(read_bytes(page.encode(), "draft.html", ".html"))
    assert [citation.reference_ids for citation in article.citations] == [("1",), ("1",), ("3",)]
