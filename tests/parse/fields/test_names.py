"""Author lists as reference styles print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.parse.fields.names import is_body, read_names


def families(text: str) -> list[str]:
    return [name.get("family") or f"[{name['literal']}]" for name in read_names(text)]


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
        # without a comma between them
        ("Lund KA Osei B van der Berg HB Sanchez M-J", ["Lund", "Osei", "van der Berg", "Sanchez"]),
        (" ".join(["Lund KA Osei B"] * 20), ["Lund", "Osei"] * 20),
        # a group behind those who are not named
        ("Lund KA, Osei B, et al; Nap Study Group", ["Lund", "Osei", "[Nap Study Group]"]),
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
        ("Lund KA, et al., for the NAPS Study Group", ["Lund", "[NAPS Study Group]"]),
        ("International Agency for Research on Cancer", ["[International Agency for Research on Cancer]"]),
        ("Department of Health, Education, and Welfare", ["[Department of Health, Education, and Welfare]"]),
        ("Nordica Pharma Inc., & Osei Laboratories, Ltd.", ["[Nordica Pharma Inc.]", "[Osei Laboratories, Ltd.]"]),
        (
            "Northern Heart Foundation and Southern Sleep Society of Ghana",
            ["[Northern Heart Foundation]", "[Southern Sleep Society of Ghana]"],
        ),
        (
            "Northby Institute for Health and Sleep Care (NIHSC)",
            ["[Northby Institute for Health and Sleep Care (NIHSC)]"],
        ),
        (
            "Northby Institute for Health and Sleep Care Trust (SCT)",
            ["[Northby Institute for Health]", "[Sleep Care Trust (SCT)]"],
        ),
        ("Medicines Regulator of Great Northby", ["[Medicines Regulator of Great Northby]"]),
        ("Union of Lund", ["[Union of Lund]"]),
        ("Glowberry Nutrition", ["[Glowberry Nutrition]"]),
        ("Verbraucherzentrale Lund", ["[Verbraucherzentrale Lund]"]),
        # as they are spoken, run together, misprinted, alone
        ("Karin Lund, Ben Osei, Tamás Varga", ["Lund", "Osei", "Varga"]),
        ("K. A. Lund and B. Osei", ["Lund", "Osei"]),
        ("K.A.Lund, B.Osei", ["Lund", "Osei"]),
        ("Karin van den Berg, Ana de la Cruz", ["van den Berg", "de la Cruz"]),
        ("Lund KA Osei B Varga TJ", ["Lund", "Osei", "Varga"]),
        ("Lund Y Osei B Varga TJ", ["Lund", "Osei", "Varga"]),
        ("Lund Ka, Osei BB, Varga TJ", ["Lund", "Osei", "Varga"]),
        ("Van der Kolk", ["Van der Kolk"]),
        ("Lund, Osei & Varga", ["Lund", "Osei", "Varga"]),
        ("García Márquez, G., & Lund, K.", ["García Márquez", "Lund"]),
        ("Burke Lund, Karin", ["Burke Lund"]),
        ("Lund, Karin; Osei, B", ["Lund", "Osei"]),
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
    assert [name["given"] for name in read_names(text)] == given_names


@pytest.mark.parametrize("text", ["", " ., ", "…", "12", "---"])
def test_what_holds_no_letter_names_nobody(text: str) -> None:
    assert read_names(text) == []


@given(st.text(alphabet="LundKA Osei,.;&-’é and", max_size=60) | st.text(max_size=60))
def test_any_text_gives_whole_names(text: str) -> None:
    for name in read_names(text):
        assert name.keys() - {"suffix"} in ({"family", "given"}, {"family"}, {"literal"})
        assert all(part.strip() for part in name.values())


def test_a_suffix_is_kept_apart() -> None:
    assert read_names("King, M. L., Jr., & Lund, K. A.") == [
        {"family": "King", "given": "M. L.", "suffix": "Jr"},
        {"family": "Lund", "given": "K. A."},
    ]
    assert read_names("Lund KA 3rd")[0] == {"family": "Lund", "given": "KA", "suffix": "3rd"}


@pytest.mark.parametrize(
    "name",
    [
        "Naps Task Force",
        "Fjordline A/S",
        "Universität Lund",
        "Institut Nord",
        "Nap Biotherapeutics",
        "Bundesamt",
        "Lund Centre",
        "Organización Norte",
    ],
)
def test_a_body_is_told_by_a_word_of_its_name(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize(
    "name", ["Lund Karin", "Bundes-Blatt", "Centered Naps", "Karin Forceful", "Annals of Naps", "Nordic Nutrition"]
)
def test_what_only_looks_like_such_a_word_is_none(name: str) -> None:
    assert not is_body(name)
