"""Markers in the text: which numbers and names point to references, and which are something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.markdown import MarkdownReader
from citecheck.ingest.plain import PlainReader
from citecheck.parse.article import parse_document
from citecheck.parse.citations import expand

if TYPE_CHECKING:
    from tests.conftest import ReadBy

    from citecheck.model import Citation

LIST = """

References

1. Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110.
2. Varga T. A trial of naps in three wards of one hospital. Nordic Shift J. 2019;12(1):1-9.
3. Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021.
4. Aoki N, Brandt L, Ferro M. Light and sleep: a randomised trial. Nordic Shift J. 2020;13(4):200-209.
"""
BARE = LIST.replace("\n1. ", "\n").replace("\n2. ", "\n\n").replace("\n3. ", "\n\n").replace("\n4. ", "\n\n")
Cited = list[tuple[str, tuple[str, ...]]]


def found(read_by: ReadBy, body: str, references: str = LIST, *, markdown: bool = False) -> list[Citation]:
    page = read_by(f"Why nurses nap\n\n{body}{references}", MarkdownReader if markdown else PlainReader)
    return list(parse_document(page.document).citations)


def cited(citations: list[Citation]) -> Cited:
    return [(c.text, c.reference_ids) for c in citations]


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        ("Naps help [1]. Light helps more [2,4].", [("[1]", ("1",)), ("[2,4]", ("2", "4"))]),
        ("Naps help [1–3]. Light helps more [see 4].", [("[1–3]", ("1", "2", "3")), ("[see 4]", ("4",))]),
        ("Naps help.¹ Light helps more.²⁻⁴", [("¹", ("1",)), ("²⁻⁴", ("2", "3", "4"))]),
        ("Naps help.^1^ Light helps more.^2,4^", [("^1^", ("1",)), ("^2,4^", ("2", "4"))]),
        ("Naps help^1. Light helps more^2,4.", [("^1", ("1",)), ("^2,4", ("2", "4"))]),
        ("Naps help.1 Light helps more.2-4", [("1", ("1",)), ("2-4", ("2", "3", "4"))]),
        ("Naps help1, light helps2 and dark rooms do.3 So do masks.4", [(str(n), (str(n),)) for n in range(1, 5)]),
        ("In the 1960s1, nobody napped.2 Now they do.3", [(str(n), (str(n),)) for n in range(1, 4)]),
        ("Naps help (1). Light helps more (2).", [("(1)", ("1",)), ("(2)", ("2",))]),
    ],
)
def test_numbers_in_every_style(read_by: ReadBy, body: str, markers: Cited) -> None:
    assert cited(found(read_by, body)) == markers


@pytest.mark.parametrize(
    "body",
    [
        "They slept for 7.5 hours and took 1,000 steps.",
        "The ratio was 2:1, and about 3 of 4 nurses napped.",
        "Rooms of 12 m² and 3 cm³ of blood; up to 10^3 and 12 m^2, with a χ² of 4 and r^2 of 0.2.",
        "They took vitamin B12, omega-3 and CO2 was 2 percent.",
        "The odds were higher (odds ratio 1.4, 95% CI [1, 2]).",
        "Use it in phase 2, then in week 3 and at stage 4.",
        "See Fig. 2 and vol. 3 of the book.",
        "The score fell from 4 (2) to 3 (1) in a month.",
    ],
)
def test_numbers_that_are_no_markers(read_by: ReadBy, body: str) -> None:
    assert cited(found(read_by, body)) == []


def test_a_marker_beyond_the_list_dangles(read_by: ReadBy) -> None:
    last = found(read_by, "Naps help [1]. Light helps more [2]. Masks help [3, 9].")[-1]
    assert (last.text, last.reference_ids, last.dangling) == ("[3, 9]", ("3",), ("9",))


def test_a_number_far_beyond_the_list_is_something_else(read_by: ReadBy) -> None:
    assert cited(found(read_by, "Naps help [1]. The ward had beds [150].")) == [("[1]", ("1",))]


def test_markers_of_a_list_that_is_lost_dangle(read_by: ReadBy) -> None:
    citations = found(read_by, "Naps help [1]. Light helps more [2].", "\n")
    assert [(c.text, c.dangling) for c in citations] == [("[1]", ("1",)), ("[2]", ("2",))]


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        ("Naps help (Varga, 2019).", [("(Varga, 2019)", ("2",))]),
        ("Naps help (Lund & Osei, 2018; Varga, 2019).", [("(Lund & Osei, 2018; Varga, 2019)", ("1", "2"))]),
        ("As Aoki et al. (2020) say, light helps.", [("Aoki et al. (2020)", ("4",))]),
        ("Light helps (see Aoki, Brandt and Ferro, 2020, p. 201).", [
            ("(see Aoki, Brandt and Ferro, 2020, p. 201)", ("4",)),
        ]),
        ("Light helps (in London, 2012). Naps were new in Leeds (2019).", []),
    ],
)  # fmt: skip
def test_names_and_years(read_by: ReadBy, body: str, markers: Cited) -> None:
    assert cited(found(read_by, body, BARE)) == markers


def test_a_name_and_year_that_no_reference_has_dangles_where_the_article_cites_so(read_by: ReadBy) -> None:
    citations = found(read_by, "Naps help (Varga, 2019). Masks help (Okafor, 2017).", BARE)
    assert [(c.text, c.dangling) for c in citations] == [
        ("(Varga, 2019)", ()),
        ("(Okafor, 2017)", ("Okafor 2017",)),
    ]
    assert found(read_by, "Masks help (Okafor, 2017).", BARE) == []


def test_links_to_works_and_to_pages(read_by: ReadBy) -> None:
    body = (
        "Naps [help](https://doi.org/10.5555/nap.1), light [helps](https://pubmed.ncbi.nlm.nih.gov/99000001/), masks"
        " [help](https://steady.example/masks), and [we](https://www.facebook.com/steady) tell you."
    )
    citations = found(read_by, body, "\n", markdown=True)
    assert [(c.style, c.target) for c in citations] == [
        ("doi", "10.5555/nap.1"),
        ("pmid", "99000001"),
        ("hyperlink", "https://steady.example/masks"),
    ]


def test_a_link_to_a_page_of_the_list_points_to_it(read_by: ReadBy) -> None:
    body = "Sleep [is good](https://steady.example/sleep) for you [1]."
    assert cited(found(read_by, body, markdown=True))[0][1] == ("3",)


def test_nothing_inside_the_list_is_a_marker(read_by: ReadBy) -> None:
    assert cited(found(read_by, "Naps help [1].", LIST.replace("cohort study.", "cohort study [2]."))) == [
        ("[1]", ("1",))
    ]


MORE = LIST + "".join(f"{n}. Ferro M. Naps in ward {n}. Nordic Shift J. 2021;{n}(2):5-9.\n" for n in range(5, 8))


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        pytest.param("Air of 10⁶ germs per m², at 25 kg/m², helps.¹", [("¹", ("1",))], id="powers and units"),
        pytest.param("From 10⁴–10⁶ cells in 5 m³, CO₂ on the 1st day [2].", [("[2]", ("2",))], id="range of powers"),
        pytest.param("In 2019¹ nurses aged 65² napped.", [("¹", ("1",)), ("²", ("2",))], id="behind a year and an age"),
        pytest.param("Of 60% of them1, half nap%2.", [("1", ("1",))], id="behind a percentage"),
        pytest.param(
            "Naps did in 2019.1 Light did in 2020.2 Masks in 2021.3",
            [("1", ("1",)), ("2", ("2",)), ("3", ("3",))],
            id="behind a year and a stop",
        ),
        pytest.param("Naps help.⁶⁷ Light, too.¹", [("⁶⁷", ("6", "7")), ("¹", ("1",))], id="two notes side by side"),
        pytest.param("Naps help.¹²³ Light, too.", [("¹²³", ("1", "2", "3"))], id="three notes side by side"),
    ],
)
def test_raised_digits_and_what_stands_before_them(read_by: ReadBy, body: str, markers: Cited) -> None:
    assert cited(found(read_by, body, MORE)) == markers


@pytest.mark.parametrize("raised", ["⁷⁶", "⁶⁸"])
def test_raised_digits_that_do_not_count_up_are_one_number(read_by: ReadBy, raised: str) -> None:
    first = found(read_by, f"Naps help.{raised} Light, too.¹", MORE)[0]
    assert (first.reference_ids, len(first.dangling)) == ((), 1)


@pytest.mark.parametrize("power", ["10⁻³ g", "5 kg·m⁻²", "8 s⁻¹"])
def test_a_negative_power_is_no_marker(read_by: ReadBy, power: str) -> None:
    assert cited(found(read_by, f"Naps help [4], and {power} was given.")) == [("[4]", ("4",))]


@pytest.mark.parametrize(
    ("marker", "ids"),
    [
        ("[1, p. 6]", ("1",)),
        ("[2 pp. 11-14]", ("2",)),
        ("[3, S. 5]", ("3",)),
        ("[4, ch. 2]", ("4",)),
        ("[see also 2]", ("2",)),
        ("[1; 3]", ("1", "3")),
        ("[2, 2, 1]", ("2", "1")),
    ],
)
def test_a_bracket_with_more_than_numbers(read_by: ReadBy, marker: str, ids: tuple[str, ...]) -> None:
    assert cited(found(read_by, f"Naps help {marker} most of them.")) == [(marker, ids)]


def test_a_range_between_two_brackets_holds_what_lies_between(read_by: ReadBy) -> None:
    ids = [i for c in found(read_by, "Naps help [1]–[4] most of them.") for i in c.reference_ids]
    assert sorted(ids) == ["1", "2", "3", "4"]


def test_a_range_beyond_reason_holds_its_ends_alone(read_by: ReadBy) -> None:
    one = found(read_by, "Naps help [1]. Light helps [2-14].")[-1]
    assert (one.reference_ids, one.dangling) == (("2", "3", "4"), tuple(str(n) for n in range(5, 15)))
    assert expand("2-140") == ("2", "140")


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        pytest.param("There are two reasons: (1) naps rest, and (2) light wakes.", [], id="points"),
        pytest.param("Naps help them. (1) They rest. Light helps, too. (2) It wakes.", [], id="sentences"),
        pytest.param(
            "Naps help them. (1) Light helps, too. (2) So does rest. (2)",
            [("(1)", ("1",)), ("(2)", ("2",)), ("(2)", ("2",))],
            id="markers behind the stops",
        ),
        pytest.param(
            "For two reasons, (1) rest and (2) light, naps help. (1) Light does. (2)",
            [("(1)", ("1",)), ("(2)", ("2",))],
            id="points, then markers behind the stops",
        ),
        pytest.param("(1) Naps rest. So does rest. (2) Light wakes.", [], id="points from the start"),
        pytest.param("Nap (1) and wake (2) in the dark.", [("(1)", ("1",)), ("(2)", ("2",))], id="markers"),
        pytest.param("Naps help (1, 2). Light does (3–4).", [("(1, 2)", ("1", "2")), ("(3–4)", ("3", "4"))], id="two"),
        pytest.param(
            "For two reasons, (1) rest and (2) light, naps help (1). Light does (2).",
            [("(1)", ("1",)), ("(2)", ("2",))],
            id="points, then markers",
        ),
        pytest.param("Naps help (2). Light does (1).", [], id="not in order"),
        pytest.param("Naps help [1], [2]: men (1), women (2).", [("[1]", ("1",)), ("[2]", ("2",))], id="beside"),
    ],
)
def test_numbers_in_parentheses_cite_or_count(read_by: ReadBy, body: str, markers: Cited) -> None:
    assert cited(found(read_by, body)) == markers


BESIDE = [
    pytest.param("(Steady Health Trust, 2021)", id="a name in brackets"),
    pytest.param("as Aoki et al. (2020) say", id="a name in the text"),
]


@pytest.mark.parametrize("named", BESIDE)
@pytest.mark.parametrize(
    ("numbered", "markers"),
    [
        ("Naps help nurses (1). Light does (2).", ["(1)", "(2)"]),
        ("Naps help nurses.(1) Light does.(1,2)", ["(1)", "(1,2)"]),
        ("Naps help (1), and light does. Men nap (2), women (1) and nurses (2) do.", []),
        ("Naps help nurses (1) and light does (2). Masks do (1). So do plugs (2).", ["(1)", "(2)", "(1)", "(2)"]),
    ],
)
def test_a_name_among_numbers_in_parentheses_does_not_switch_them_off(
    read_by: ReadBy, named: str, numbered: str, markers: list[str]
) -> None:
    citations = found(read_by, f"{numbered} They are short {named}.")
    assert [c.text for c in citations if c.style == "parenthesis"] == markers
    assert [c.style for c in citations].count("author-year") == 1


@pytest.mark.parametrize(
    "numbers", ["Of them nurses (1) and doctors (2) nap.", "They came from wards (1), (2) and (3).", "Few nap (2)."]
)
def test_an_article_that_cites_by_name_may_print_numbers_in_parentheses(read_by: ReadBy, numbers: str) -> None:
    named = "Naps help (Varga, 2019). Light does (Aoki et al., 2020)."
    assert [c.style for c in found(read_by, f"{numbers} {named}")] == ["author-year"] * 2


def test_an_article_whose_list_prints_no_numbers_cites_by_none_where_it_cites_by_name(read_by: ReadBy) -> None:
    body = "Naps help nurses (1). Light does (2). They are short (Varga, 2019)."
    assert [c.text for c in found(read_by, body, BARE)] == ["(Varga, 2019)"]


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        ("Naps help [1]. Light does [2]. Masks help (1,2).", ["[1]", "[2]", "(1,2)"]),
        ("Naps help^1. Light does (2). Masks help more than light (2).", ["^1", "(2)", "(2)"]),
        ("Naps help [1]. Within three days light does (2), too.", ["[1]", "(2)"]),
        ("Naps help.(1) Light does.(2) Masks do [1].", ["(1)", "(2)", "[1]"]),
    ],
)
def test_numbers_in_parentheses_that_close_a_statement_are_markers_beside_others(
    read_by: ReadBy, body: str, markers: list[str]
) -> None:
    assert [c.text for c in found(read_by, body)] == markers


@pytest.mark.parametrize(
    "text",
    [
        "Men (1) and women (2) napped.",
        "It goes from never (0) to always (2).",
        "The mean was 5 (2).",
        "Of them 40% (2).",
        "They took two (2).",
        "The evidence is of grade (2).",
        "They slept for some days (2–3).",
        "The water was H(2).",
        "It follows from f(2), where f falls.",
        "They slept (2) or napped.",
        "It began in (2).",
        "Naps help more (4).",
        "It matters for two reasons: (1) naps rest, and (2) light wakes.",
    ],
)
def test_other_numbers_in_parentheses_are_none_beside_them(read_by: ReadBy, text: str) -> None:
    assert [c.text for c in found(read_by, f"Naps help [1]. Light does [2]. {text}")] == ["[1]", "[2]"]


def test_points_are_counted_within_a_paragraph(read_by: ReadBy) -> None:
    apart = "They say: (1) naps rest.{}We say: (2) light wakes."
    assert cited(found(read_by, apart.format(" "))) == []
    assert cited(found(read_by, apart.format("\n\n"))) == [("(1)", ("1",)), ("(2)", ("2",))]


def test_a_note_that_is_a_remark_neither_dangles_nor_counts(read_by: ReadBy) -> None:
    notes = "\n\n[^1]: Names have been changed.\n[^2]: Varga T. A trial of naps. Nordic Shift J. 2019;12(1):1-9.\n"
    citations = found(read_by, "They nap.[^1] It helps.[^2] So does light.[^3]", notes, markdown=True)
    assert [(c.text, c.reference_ids, c.dangling) for c in citations] == [
        ("[^1]", (), ()),
        ("[^2]", ("1",), ()),
        ("[^3]", (), ("3",)),
    ]


@pytest.mark.parametrize("key", ["lind20", "lind2019", "1", "[@lind20, p. 1]"])
def test_what_stands_in_a_citation_by_key_is_no_other_marker(read_by: ReadBy, key: str) -> None:
    written = key if key.startswith("[") else f"[@{key}]"
    header = (
        "---\nreferences:\n" + "".join(f"- {{id: {i}, title: Naps}}\n" for i in ("lind20", "lind2019", "1")) + "---\n"
    )
    article = parse_document(read_by(f"{header}\nNaps help {written}.", MarkdownReader).document)
    assert [(c.text, c.style, len(c.reference_ids)) for c in article.citations] == [(written, "bracket", 1)]


def test_of_two_lists_with_the_same_numbers_the_first_is_meant(read_by: ReadBy) -> None:
    further = "\nFurther reading\n\n1. Ferro M. Noise in wards. Nordic Shift J. 2021;14(1):5-9.\n"
    assert cited(found(read_by, "Naps help [1].", LIST + further)) == [("[1]", ("1",))]


@pytest.mark.parametrize("count", [4, 250])
@pytest.mark.parametrize("form", ["[{}]", "^{}^", " ({})"])
def test_every_one_of_many_markers_is_found(read_by: ReadBy, form: str, count: int) -> None:
    body = " ".join(f"Naps help in wards{form.format(n)}." for n in range(1, count + 1))
    entries = "\n".join(
        f"{n}. Lund KA. Naps in ward {n}. Nordic Shift J. 2018;{n}(2):5-9." for n in range(1, count + 1)
    )
    citations = found(read_by, body, f"\n\nReferences\n\n{entries}\n")
    assert [c.reference_ids for c in citations] == [(str(n),) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("marker", "ids"),
    [
        ("(ref 3)", ("3",)),
        ("(refs 1, 3)", ("1", "3")),
        ("[refs. 1 and 2]", ("1", "2")),
        ("(Refs 2-4)", ("2", "3", "4")),
        ("(see reference 4)", ("4",)),
        ("[ref. 2, page 11]", ("2",)),
        ("(ref 3; 95% CI 1.6, 2.7)", ("3",)),
    ],
)
def test_a_number_may_say_that_it_is_a_reference(read_by: ReadBy, marker: str, ids: tuple[str, ...]) -> None:
    assert cited(found(read_by, f"Naps help {marker}, as nurses say; reference 2 does not.")) == [(marker, ids)]
