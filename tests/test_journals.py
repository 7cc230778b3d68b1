"""When two printed names mean one journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citecheck
from citecheck.journals import find_journals, fold_name, fold_word, is_journal, same_journal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Arch Gen Psychiatry", "Archives of General Psychiatry"),
        ("N. Engl. J. Med.", "New England Journal of Medicine"),
        ("The Lancet", "Lancet (London, England)"),
        ("PLoS One", "PLOS ONE"),
        ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences of the United States of America"),
        ("Proc. Natl. Acad. Sci. U.S.A.", "Proc Natl Acad Sci U S A"),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
        ("Cochrane Database Syst Rev", "Cochrane Database of Systematic Reviews"),
        ("Z Psychosom Med Psychother", "Zeitschrift für Psychosomatische Medizin und Psychotherapie"),
        # In no table: by the rules of abbreviation.
        ("Nordic Shift J", "Nordic Shift Journal"),
        ("Intl J Nordic Naps", "International Journal of Nordic Naps"),
        ("Ultrason. Imaging", "Ultrasonic Imaging"),
    ],
)
def test_an_abbreviation_and_its_title_are_one(one: str, other: str) -> None:
    assert same_journal(one, other)
    assert same_journal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J Clin Psychol", "Journal of Clinical Psychiatry"),
        ("Sleep", "Sleep Medicine"),
        ("Br J Psychiatry", "British Journal of Psychology"),
        ("Am J Psychiatry", "Australian Journal of Psychiatry"),
        ("Lancet", "Lancet Psychiatry"),
        ("Lancet", ""),
    ],
)
def test_neighbours_stay_apart(one: str, other: str) -> None:
    assert not same_journal(one, other)
    assert not same_journal(other, one)


def test_known_names_are_found_in_a_row_of_words() -> None:
    words = "naps at night sleep med rev 2018".split()
    joined = ["", *[" "] * len(words)]
    assert [(m.start, m.end) for m in find_journals(words, joined)] == [(3, 6)]
    ampersand = ["social", "science", "medicine"]
    assert [(m.start, m.end) for m in find_journals(ampersand, ["", " ", " & "])] == [(0, 3)]


def test_a_name_is_known_however_it_is_printed() -> None:
    assert is_journal("JAMA")
    assert is_journal("Sleep Med. Rev.")
    assert is_journal("Social Science & Medicine")
    assert not is_journal("Nordic Shift Journal")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert same_journal(one, other) == same_journal(other, one)
    assert same_journal(one, one)
    assert fold_name(fold_name(one)) == fold_name(one)
    assert fold_word(one) == fold_word(fold_word(one))


def test_the_table_of_names_holds_those_of_the_pairs() -> None:
    package = Path(citecheck.__file__).parent
    _, pairs = (package / "journals.tsv").read_text(encoding="utf-8").split("\n\n")
    _, full_words, short_words, names = (package / "journal_names.tsv").read_text(encoding="utf-8").split("\n\n")
    full, short = zip(*(line.split("\t") for line in pairs.splitlines()), strict=True)
    found = dict(line.split("\t", 1) for line in names.splitlines())
    assert {name for line in found.values() for name in line.split("\t")} == {*full, *short}
    assert set(full_words.split()) == {word for name in full for word in name.split()}
    assert set(short_words.split()) == {word for name in short for word in name.split()} - set(full_words.split())
    for head, line in found.items():
        first, lengths = head.split(":")
        assert {name.split(" ")[0] for name in line.split("\t")} == {first}
        assert {len(name.split(" ")) for name in line.split("\t")} == {int(length) for length in lengths.split(",")}
