"""What rules take out of a reference string before it is tagged, and the words that are left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.parse.fields.strings import prepare
from citecheck.parse.fields.tokens import tokenize


def day(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("raw", "csl"),
    [
        ("Lund K. Naps. Accessed 3 May 2021. https://naps.example/a", {"accessed": day(2021, 5, 3)}),
        ("Lund K. Naps [cited 2021 May 3]. Available from: https://naps.example/a", {"accessed": day(2021, 5, 3)}),
        ("Lund, K. Naps. Retrieved May 3, 2021, from https://naps.example/a", {"accessed": day(2021, 5, 3)}),
        (
            "Lund K (2019) Naps. Available at: https://naps.example/a (Accessed: 3 May 2021).",
            {"accessed": day(2021, 5, 3)},
        ),
        ("Lund K. Naps. Web. 3 May 2021.", {"accessed": day(2021, 5, 3)}),
        ("Lund K. Schlaf. Abgerufen am 3. Mai 2021 von https://naps.example/a", {"accessed": day(2021, 5, 3)}),
        ("Lund K. Sommeil. Consulté le 3 janv. 2021. https://naps.example/a", {"accessed": day(2021, 1, 3)}),
        ("Lund K. Sueño. Consultado el 3 de mayo de 2021. https://naps.example/a", {"accessed": day(2021, 5, 3)}),
        ("Lund K. Naps. Northby: Northby Press; 2019. ISBN 978-0-306-40615-7.", {"ISBN": "9780306406157"}),
        ("Lund K. Naps. arXiv:2101.01234v2 [q-bio.NC]. 2021.", {"archive": "arXiv", "archive_location": "2101.01234"}),
        ("“Naps.” Northern Health, 2019, www.northern.example/naps.", {"URL": "www.northern.example/naps"}),
        ("“Naps.” Northern Health, 2019, northern-health.org/naps.", {"URL": "northern-health.org/naps"}),
        ("“Naps.” Nightnurses.com, 2019.", {}),
        ("Lund, Karin. “Naps.” 16 Dec. 2019, night.nurses.com. Print.", {"URL": "night.nurses.com"}),
        ("Lund K. Naps. PMID: 12345678", {"PMID": "12345678"}),
    ],
)
def test_what_is_certain_is_read_by_rules(raw: str, csl: dict[str, Any]) -> None:
    found = prepare(raw).csl
    assert {key: found.get(key) for key in csl} == csl
    if not csl:
        assert found == {}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("[3] Lund K. Naps.", "Lund K. Naps."),
        ("(b) Lund K. Naps.", "Lund K. Naps."),
        ("12. “Naps.”", "“Naps.”"),
        ("2020 vision of sleep", "2020 vision of sleep"),
        ("Lund K (in press) Naps.", "Lund K \ue007 Naps."),
        ("Lund K. (n.d.). Naps.", "Lund K. \ue007. Naps."),
        ("Lund, S.F., Osei, N.D. Naps.", "Lund, S.F., Osei, N.D. Naps."),
        ("Naps accepted by nurses in 2019", "Naps accepted by nurses in 2019"),
    ],
)
def test_what_is_left_is_what_is_printed(raw: str, text: str) -> None:
    assert prepare(raw).text == text


def test_a_placeholder_in_the_string_itself_is_nothing() -> None:
    assert prepare("Lund\ue000 K. Naps\ue003.") == prepare("Lund K. Naps.")


@given(st.text(max_size=80))
def test_words_and_gaps_are_the_string(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.gaps) == len(tokens.words) + 1
    pieces = [tokens.gaps[0]]
    for word, gap in zip(tokens.words, tokens.gaps[1:], strict=True):
        pieces += [word, gap]
    assert "".join(pieces) == text
    offsets = tokens.offsets()
    assert [text[offsets[2 * i] : offsets[2 * i + 1]] for i in range(len(tokens.words))] == tokens.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Neill-Lund KA. Naps: 62(6):617-27.", ["O'Neill-Lund", "KA", "Naps", "62", "6", "617", "27"]),
        ("pp33-48, p.5, e0123456, 2016a", ["pp", "33", "48", "p", "5", "e0123456", "2016a"]),
    ],
)
def test_words_are_what_a_field_can_begin_with(text: str, words: list[str]) -> None:
    assert tokenize(text).words == words


@pytest.mark.parametrize(
    "links",
    [
        "View ArticlePubMedGoogle Scholar",
        "[PubMed] [CrossRef] [Google Scholar]",
        "[DOI] [PMC free article] [PubMed] [Google Scholar]",
        "Article CAS PubMed PubMed Central Google Scholar",
        "PubMed",
        "Full Text (PDF) [Web of Science].",
    ],
)
def test_links_that_a_web_page_prints_behind_an_entry_are_left_out(links: str) -> None:
    assert prepare(f"Lund K. Naps. Nap J. 2019;1:2–3. {links}").text == "Lund K. Naps. Nap J. 2019;1:2–3."


@pytest.mark.parametrize("raw", ["Lund K. What PubMed cannot find. Nap J. 2019;1:2.", "Lund K. Naps. An article."])
def test_their_names_elsewhere_stay(raw: str) -> None:
    assert prepare(raw).text == raw


def test_a_letter_and_its_accent_are_one() -> None:
    assert prepare("Kopa\u0301c\u030cek J. Naps.").text == "Kopáček J. Naps."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("W(h)ither naps? 1970;306-D: 2", ["W(h)ither", "naps", "1970", "306-D", "2"]),
        ("child(ren) pp12-A", ["child", "ren", "pp", "12", "A"]),
    ],
)
def test_words_hold_what_is_printed_within_them(text: str, words: list[str]) -> None:
    assert tokenize(text).words == words
