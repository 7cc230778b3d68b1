"""Author lists as reference styles print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.parse.names import parse_names


def families(text: str) -> list[str]:
    return [name.get("family") or f"[{name['literal']}]" for name in parse_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Vancouver
        ("Lund KA, Osei B, Varga T", ["Lund", "Osei", "Varga"]),
        ("Lund KA; Osei B", ["Lund", "Osei"]),
        ("Lund KA,Osei B", ["Lund", "Osei"]),
        ("Lund K.A., Osei B.", ["Lund", "Osei"]),
        ("Lund KA and Osei B", ["Lund", "Osei"]),
        ("LUND KA, OSEI B", ["LUND", "OSEI"]),
        ("Müller H-J, Ng E", ["Müller", "Ng"]),
        # APA, Harvard
        ("Lund, K. A., Osei, B., & Varga, T.", ["Lund", "Osei", "Varga"]),
        ("Lund, K. and Osei, B.", ["Lund", "Osei"]),
        ("Lund, K.; Osei, B.", ["Lund", "Osei"]),
        ("Lund, K., Osei, B., ... Varga, T.", ["Lund", "Osei", "Varga"]),
        # MLA, Chicago
        ("Lund, Karin", ["Lund"]),
        ("Lund, Karin, and Ben Osei", ["Lund", "Osei"]),
        ("Lund, Karin A, and Ben J. Osei", ["Lund", "Osei"]),
        # there are more of them
        ("Lund KA, et al.", ["Lund"]),
        ("Lund KA, Osei B et al", ["Lund", "Osei"]),
        ("Lund, K. A., et al.", ["Lund"]),
        ("Lund, Karin A et al", ["Lund"]),
        ("Lund KA, Osei B, and others", ["Lund", "Osei"]),
        # particles, hyphens, apostrophes, letters beyond ASCII, suffixes
        ("van der Berg J, de Souza M, Le Roux C", ["van der Berg", "de Souza", "Le Roux"]),
        ("van der Berg, J., & O'Neill, P.", ["van der Berg", "O'Neill"]),
        ("D’Angelo R, McDonald RM", ["D’Angelo", "McDonald"]),
        ("García-López M, Osei-Bonsu KA", ["García-López", "Osei-Bonsu"]),
        ("Żak P, Łoś M, Šimić T, Đurić V", ["Żak", "Łoś", "Šimić", "Đurić"]),
        ("Lund KA Jr, Osei B 3rd", ["Lund", "Osei"]),
        # bodies
        ("World Health Organization.", ["[World Health Organization]"]),
        ("Centers for Disease Control and Prevention", ["[Centers for Disease Control and Prevention]"]),
        ("NHS", ["[NHS]"]),
        ("Mayo Clinic staff", ["[Mayo Clinic staff]"]),
        ("The Northern Sleep Trial Group", ["[The Northern Sleep Trial Group]"]),
        ("Lund KA, Osei B, for the NAPS Investigators", ["Lund", "Osei", "[NAPS Investigators]"]),
        ("Lund KA, Osei B; Northern Sleep Group", ["Lund", "Osei", "[Northern Sleep Group]"]),
    ],
)
def test_an_author_list_is_read_in_any_style(text: str, names: list[str]) -> None:
    assert families(text) == names


@pytest.mark.parametrize(
    ("text", "given_names"),
    [
        ("Lund KA, Osei B", ["KA", "B"]),
        ("Lund, K. A., & Osei, B. J.", ["K. A.", "B. J."]),
        ("Lund, Karin A, and Ben Osei", ["Karin A", "Ben"]),
        ("Lund, K.", ["K."]),
        ("Lund KA.", ["KA"]),
        ("Lund K.A., Osei B.", ["K.A.", "B."]),
    ],
)
def test_given_names_are_kept_as_printed(text: str, given_names: list[str]) -> None:
    assert [name["given"] for name in parse_names(text)] == given_names


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin D",
        "Hepatitis B",
        "Coenzyme Q",
        "Omega 3",
        "Type I",
        "Vitamin D, Calcium K",
        "Sleep and health",
        "A trial of naps",
        "Network meta-analysis of sleeping pills",
        "Group therapy for insomnia: a randomised trial",
        "Hospital admissions of night workers",
        "Karin Lund, Ben Osei, Tamás Varga",
        "Lund",
        "",
        " ., ",
    ],
)
def test_what_cannot_be_read_as_names_to_its_end_gives_no_author(text: str) -> None:
    assert parse_names(text) == []


@given(st.text(alphabet="LundKA Osei,.;&-’é and", max_size=60) | st.text(max_size=60))
def test_any_text_gives_whole_names_or_none(text: str) -> None:
    for name in parse_names(text):
        assert name.keys() in ({"family", "given"}, {"literal"})
        assert all(part.strip() for part in name.values())
