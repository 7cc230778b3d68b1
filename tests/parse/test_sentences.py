"""Which sentences an article has, and what introduces the items of its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.markdown import MarkdownReader
from citecheck.ingest.plain import PlainReader
from citecheck.parse.article import parse_document
from citecheck.text import collapse

if TYPE_CHECKING:
    from tests.conftest import ReadBy

    from citecheck.model import Sentence


def found(read_by: ReadBy, text: str, *, markdown: bool = False) -> tuple[Sentence, ...]:
    reader = MarkdownReader if markdown else PlainReader
    return parse_document(
        read_by(f"# Naps\n\n{text}\n" if markdown else f"Naps\n\n{text}\n", reader).document
    ).sentences


def texts(read_by: ReadBy, text: str, *, markdown: bool = False) -> list[str]:
    return [s.text for s in found(read_by, text, markdown=markdown)]


def introduced(sentences: tuple[Sentence, ...]) -> list[tuple[str, str]]:
    """The items with what introduces them."""
    return [(s.text, sentences[s.lead_in].text) for s in sentences if s.lead_in is not None]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. J. R. Osei of St. Anne's gave 4.5 mg, i.e. half a dose, vs. none.",
        "The U.S. Food and Drug Administration met Acme Inc. officials at 9 a.m. on Monday.",
        "Moen et al. gave naps (approx. 20 min.) to nurses.",
        "Sen. Lee and Brig. Gen. Marsh met doctors of Mass. General.",
        "See Fig. 2 and no. 5 of vol. 3, p. 17.",
        "He lives in Washington, D.C., and works for N. Bell, Ph.D., at night.",
        "The dose is 0.5 to 1.5 mg/kg in No. 3 of the series.",
    ],
)
def test_an_abbreviation_ends_no_sentence(read_by: ReadBy, text: str) -> None:
    assert texts(read_by, text) == [text]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Naps help.[3] They are short.", "They are short."),
        ("Naps help.3 They are short.", "They are short."),
        ("Naps help.⁴⁻⁶ They are short.", "They are short."),
        ("Naps help [3, 4]. They are short.", "They are short."),
        ("Naps help (Moen et al., 2019). They are short.", "They are short."),
        ("It was given in 2019.4 Later it was not.", "Later it was not."),
        ("“Naps help.” They are short.", "They are short."),
        ("“Naps help,” said Dr. Bell.“They are short.", "“They are short."),
        ("Do naps help? They are short.", "They are short."),
        ("He works for Acme Inc. The firm is small.", "The firm is small."),
        ("Older people lack vitamin D. Older men lack more.", "Older men lack more."),
        ("She did her last rep. Rest came later.", "Rest came later."),
    ],
)
def test_a_marker_or_a_quotation_mark_stays_with_the_sentence_it_ends(read_by: ReadBy, text: str, second: str) -> None:
    assert texts(read_by, text)[1:] == [second]


LIST = """
## References

1. Moen T. A trial of naps. Nordic Shift J. 2019;12(1):1-9.
2. Bell N. Light in three wards. Nordic Shift J. 2018;11(2):5-9.
"""
NAMED = """
## References

Bell, N. (2018). Light in three wards. Nordic Shift Journal, 11(2), 5-9.

Moen, T. (2019). A trial of naps. Nordic Shift Journal, 12(1), 1-9.
"""
APART = [
    pytest.param(" [1]", LIST, id="a space"),
    pytest.param("  [1]", LIST, id="two spaces"),
    pytest.param(" [1][2]", LIST, id="two markers"),
    pytest.param(" [1], [2]", LIST, id="two markers and a comma"),
    pytest.param(" [1].", LIST, id="a second stop"),
    pytest.param("” [1]", LIST, id="a quotation mark"),
    pytest.param("(1, 2)", LIST, id="parentheses"),
    pytest.param(" (1)", LIST, id="parentheses and a space"),
    pytest.param("\n(1)", LIST, id="a wrapped line"),
    pytest.param("<sup>1, 2</sup>", LIST, id="raised"),
    pytest.param(" <sup>1</sup>", LIST, id="raised and a space"),
    pytest.param(" (Moen, 2019)", NAMED, id="a name"),
    pytest.param(" [see Moen, 2019; Bell, 2018, pp. 3-5]", NAMED, id="two names"),
]


@pytest.mark.parametrize(("marker", "works"), APART)
def test_a_marker_that_stands_apart_stays_with_the_sentence_before(read_by: ReadBy, marker: str, works: str) -> None:
    body = f"Naps help.{marker} Light helps nurses (1). They are short (2).{marker}\n{works}"
    shown = marker.replace("<sup>", "").replace("</sup>", "")
    expected = [f"Naps help.{shown}", "Light helps nurses (1).", f"They are short (2).{shown}"]
    assert texts(read_by, body, markdown=True) == [collapse(one) for one in expected]


@pytest.mark.parametrize(
    ("second", "works"),
    [
        ("(Moen and Bell, 2019, found the opposite.)", NAMED),
        ("Moen (2019) found the opposite.", NAMED),
        ("[1] found the opposite, and so did [2].", NAMED),
        ("[2019 Trial](https://doi.org/10.5555/naps.1) Results were the opposite.", LIST),
    ],
)
def test_what_only_begins_like_a_marker_is_a_sentence(read_by: ReadBy, second: str, works: str) -> None:
    body = f"Naps help most nurses. {second} They are short.\n{works}"
    shown = second.replace("[2019 Trial](https://doi.org/10.5555/naps.1)", "2019 Trial")
    assert texts(read_by, body, markdown=True) == ["Naps help most nurses.", shown, "They are short."]


def test_a_marker_behind_et_al_ends_no_sentence(read_by: ReadBy) -> None:
    body = "Naps help (1). In the trial by Moen et al. (2) Canadian nurses slept less."
    assert texts(read_by, f"{body}\n{LIST}", markdown=True) == ["Naps help (1).", body.partition(". ")[2]]


def test_a_number_that_counts_points_begins_a_sentence(read_by: ReadBy) -> None:
    points = ["Naps help.", "(1) They rest.", "Light helps, too.", "(2) It wakes."]
    assert texts(read_by, f"{' '.join(points)}\n{LIST}", markdown=True) == points


def test_a_heading_is_no_sentence(read_by: ReadBy) -> None:
    assert texts(read_by, "Naps help.\n\n## How long\n\nThey are short.", markdown=True) == [
        "Naps help.",
        "They are short.",
    ]


def test_an_item_knows_what_introduces_it(read_by: ReadBy) -> None:
    sentences = found(read_by, "Naps reduce:\n\n- mistakes\n- thefts\n\nThey are short.", markdown=True)
    assert introduced(sentences) == [("mistakes", "Naps reduce:"), ("thefts", "Naps reduce:")]


def test_a_marker_behind_the_colon_does_not_hide_it(read_by: ReadBy) -> None:
    sentences = found(read_by, "Naps reduce [3]:\n\n- mistakes\n", markdown=True)
    assert introduced(sentences) == [("mistakes", "Naps reduce [3]:")]


@pytest.mark.parametrize("bullet", ["• ", "●", "✓ ", "▪ ", "- ", "* "])
def test_items_whose_lines_were_lost_are_items(read_by: ReadBy, bullet: str) -> None:
    sentences = found(read_by, f"Naps reduce: {bullet}Mistakes at night. {bullet}Thefts of time. {bullet}Falls.")
    assert introduced(sentences) == [
        ("Mistakes at night.", "Naps reduce:"),
        ("Thefts of time.", "Naps reduce:"),
        ("Falls.", "Naps reduce:"),
    ]


def test_what_follows_the_last_of_them_is_none(read_by: ReadBy) -> None:
    sentences = found(read_by, "Naps reduce: • mistakes • thefts. They are short.")
    assert [s.text for s in sentences][-1] == "They are short."
    assert introduced(sentences) == [("mistakes", "Naps reduce:"), ("thefts.", "Naps reduce:")]


def test_bullets_that_nothing_introduces_part_their_items(read_by: ReadBy) -> None:
    sentences = found(read_by, "Why naps • Fewer mistakes • Fewer thefts", markdown=True)
    assert [s.text for s in sentences] == ["Why naps", "Fewer mistakes", "Fewer thefts"]
    assert introduced(sentences) == []


@pytest.mark.parametrize(
    "text", ["Health • five minutes to read", "Naps - as short as they are - help.", "At 3 * 20 mg it was safe."]
)
def test_a_lone_sign_parts_nothing(read_by: ReadBy, text: str) -> None:
    assert texts(read_by, text, markdown=True) == [text]
