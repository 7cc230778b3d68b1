"""Citations by author and year, in all the forms that writers give them, and parentheses that only look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.plain import PlainReader
from citecheck.parse.article import parse_document

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy

    from citecheck.model import Citation

WORKS = {
    "a": "Lund, K. A., & Osei, B. (2018a). Naps on night shifts. Nordic Shift Journal, 11(2), 101-110.",
    "b": "Lund, K. A., & Osei, B. (2018b). Naps on day shifts. Nordic Shift Journal, 11(3), 201-210.",
    "trial": "Varga, T. (2016). A trial of naps in three wards. Nordic Shift Journal, 12(1), 1-9.",
    "light": "Varga, T., & Brandt, L. (2020). Light in three wards. Nordic Shift Journal, 13(1), 1-9.",
    "noise": "Varga, T., & Ferro, M. (2020). Noise in three wards. Nordic Shift Journal, 13(2), 1-9.",
    "who": "World Health Organization (2021). Sleep in all countries. https://world.example/sleep.",
    "nice": "National Institute for Health and Care Excellence (2019). Sleep: a guideline. https://nice.example/ng1.",
    "old": "Dreyer, H. (1961). Vom Schlaf. Northby: Northby University Press, pp. 1-90.",
    "undated": "Ferro, M. (n.d.). On resting well. Northby University Press. https://ferro.example/rest.",
    "press": "Okafor, J. (in press). Masks on wards. Nordic Shift Journal.",
    "coming": "Abel, K. (forthcoming). Bran and stools. Nordic Shift Journal.",
    "dark": "van der Berg, P. (2017). Dark rooms. Nordic Shift Journal, 10(1), 5-9.",
    "plugs": "O'Hara, S. (2015). Ear plugs. Nordic Shift Journal, 8(1), 5-9.",
    "german": "Müller, A. (o. J.). Schlaf im Dienst. Northby University Press.",
    "union": "Northby Sleepers’ Union (NAPSU). (2013). Rest for all. https://union.example/rest.",
    "trust": "Steady Health Trust [SHT]. (2014). Sleep at night. https://steady.example/sleep.",
}
NAMES = {str(number): name for number, name in enumerate(WORKS, 1)}
KNOWN = "Naps help most nurses (Varga, 2016)."
Cited = list[tuple[str, list[str]]]


def article(read_by: ReadBy, body: str, works: str = "\n\n".join(WORKS.values())) -> tuple[Page, list[Citation]]:
    page = read_by(f"Why nurses nap\n\n{body}\n\nReferences\n\n{works}\n", PlainReader)
    found = list(parse_document(page.document).citations)
    assert all(page.written(c) == c.text for c in found)
    return page, found


def cited(read_by: ReadBy, body: str) -> Cited:
    found = article(read_by, body)[1]
    assert all(c.style == "author-year" and not c.dangling for c in found)
    return [(c.text, [NAMES[i] for i in c.reference_ids]) for c in found]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        pytest.param("(Varga, 2016)", ["trial"], id="comma"),
        pytest.param("(VARGA 2016)", ["trial"], id="capitals, no comma"),
        pytest.param("(Varga, 2016, p. 14f.)", ["trial"], id="page"),
        pytest.param("(Abel, forthcoming)", ["coming"], id="not yet out"),
        pytest.param("(Dreyer 1961: 14)", ["old"], id="page behind a colon"),
        pytest.param("(vgl. Varga 2016, S. 12)", ["trial"], id="German"),
        pytest.param("(Varga u. a., 2016)", ["trial"], id="German others"),
        pytest.param("(as cited in Varga, 2016)", ["trial"], id="second hand"),
        pytest.param("(see Varga, 2016; cf. Dreyer, 1961, pp. 3-5)", ["trial", "old"], id="two with words before"),
        pytest.param("(Lund & Osei, 2018a, 2018b)", ["a", "b"], id="two years"),
        pytest.param("(Lund & Osei, 2018a, b)", ["a", "b"], id="two letters"),
        pytest.param("(Lund and Osei, 2018b)", ["b"], id="the second letter"),
        pytest.param("(Varga & Brandt, 2020)", ["light"], id="told by the second author"),
        pytest.param("(Varga & Ferro, 2020)", ["noise"], id="told by the other second author"),
        pytest.param("(Dreyer, 1923/1961)", ["old"], id="first printed"),
        pytest.param("(Ferro, n.d.)", ["undated"], id="no date"),
        pytest.param("(Müller, o. J.)", ["german"], id="no date, German"),
        pytest.param("(Okafor, in press)", ["press"], id="in press"),
        pytest.param("(WHO, 2021; Abel, forthcoming)", ["who", "coming"], id="forthcoming, behind another"),
        pytest.param("(van der Berg, 2017)", ["dark"], id="particles"),
        pytest.param("(O’Hara, 2015)", ["plugs"], id="apostrophe"),
        pytest.param("(Muller, o. J.)", ["german"], id="without its dots"),
        pytest.param("(World Health Organization [WHO], 2021)", ["who"], id="acronym in brackets"),
        pytest.param("(World Health Organization (WHO), 2021)", ["who"], id="acronym in parentheses"),
        pytest.param("(WHO, 2021)", ["who"], id="initials"),
        pytest.param("(NICE, 2019)", ["nice"], id="some of the initials"),
        pytest.param("(SHT, 2014)", ["trust"], id="acronym of the list"),
        pytest.param("(Union of Sleepers [NAPSU], 2013)", ["union"], id="acronym behind another name"),
        pytest.param("(NAPSU, 2013)", ["union"], id="acronym that the initials do not give"),
    ],
)
def test_a_parenthesis_names_works(read_by: ReadBy, text: str, works: list[str]) -> None:
    assert cited(read_by, f"Sleep matters to all of them {text}.") == [(text, works)]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("Varga (2016)", ["trial"]),
        ("Varga (2016, p. 4)", ["trial"]),
        ("Varga's (2016)", ["trial"]),
        ("Varga’s (2016)", ["trial"]),
        ("Varga and colleagues (2016)", ["trial"]),
        ("Varga et al. (2016)", ["trial"]),
        ("Lund and Osei (2018a, 2018b)", ["a", "b"]),
        ("Varga and Ferro (2020)", ["noise"]),
        ("Van der Berg (2017)", ["dark"]),
        ("World Health Organization (2021)", ["who"]),
        ("NICE (2019)", ["nice"]),
        ("Ferro (n.d.)", ["undated"]),
        ("Varga et al.  (2016)", ["trial"]),
        ("(cf.  Varga, 2016, p.  4)", ["trial"]),
    ],
)
def test_a_name_in_the_text_has_its_year_behind(read_by: ReadBy, text: str, works: list[str]) -> None:
    assert cited(read_by, f"Last year {text} told of wards and what is done in them.") == [(text, works)]


@pytest.mark.parametrize(
    ("before", "marker"), [("In Varga", "Varga (2016)"), ("As Van der Berg", "Van der Berg (2017)")]
)
def test_a_word_that_begins_the_sentence_is_no_name(read_by: ReadBy, before: str, marker: str) -> None:
    year = marker[-6:]
    assert [text for text, _ in cited(read_by, f"{before} {year} says, naps help.")] == [marker]


@pytest.mark.parametrize(
    ("text", "dangling"),
    [
        pytest.param("(Varga, 2017)", ("Varga 2017",), id="another year"),
        pytest.param("(Okafor, 2012)", ("Okafor 2012",), id="dated, listed without date"),
        pytest.param("(Sundqvist et al., 2011)", ("Sundqvist 2011",), id="nobody in the list"),
        pytest.param("(CDC, 2011)", (), id="a body may have another name"),
        pytest.param("(Northby Sleep Society, 2011)", (), id="a society"),
    ],
)
def test_a_work_that_is_not_listed(read_by: ReadBy, text: str, dangling: tuple[str, ...]) -> None:
    last = article(read_by, f"{KNOWN} Masks help most of them {text}.")[1][-1]
    assert (last.text, last.reference_ids, last.dangling) == (text, (), dangling)


def test_a_work_in_press_is_not_of_the_year_before_it(read_by: ReadBy) -> None:
    found = article(read_by, "Masks help most of them (Okafor, 2012, in press).")[1]
    assert [([NAMES[i] for i in c.reference_ids], c.dangling) for c in found] == [(["press"], ("Okafor 2012",))]


def test_one_of_two_works_may_be_missing(read_by: ReadBy) -> None:
    found = article(read_by, "Naps help (e.g., Varga, 2016; Sundqvist, 2012).")[1]
    assert [([NAMES[i] for i in c.reference_ids], c.dangling) for c in found] == [(["trial"], ("Sundqvist 2012",))]


@pytest.mark.parametrize(
    "text",
    [
        "The first ward was opened in Leeds (England, 2012) by a nurse.",
        "They met in Leeds (London, 2012).",
        "As Sundqvist (2011) told us, nobody napped.",
        "Nobody napped (as seen in 2019).",
        "Nobody napped (n = 2016) at all.",
        "Of 2016 (Varga) we know little.",
        "Varga [2016] is a street in Northby.",
        "The ward (built by Osei; opened in 2018) was small.",
        "A second trial (Results forthcoming) was run.",
        "The second trial (Paper in press) was small.",
        "The trial (the forthcoming one) is larger.",
    ],
)
def test_what_is_no_marker_though_it_has_a_year(read_by: ReadBy, text: str) -> None:
    assert cited(read_by, f"{KNOWN} {text}") == [("(Varga, 2016)", ["trial"])]


@pytest.mark.parametrize("text", ["(June 2019)", "(January, 2012)", "(Summer 2019)", "(Since 2019)", "(Updated 2019)"])
def test_a_date_is_no_author(read_by: ReadBy, text: str) -> None:
    assert cited(read_by, f"{KNOWN} A new ward {text} was opened.") == [("(Varga, 2016)", ["trial"])]


@pytest.mark.parametrize("marker", ["(Winter, 2016)", "(May, 2016; Lund, 2018)", "(Lund, 2018; August, 2016)"])
def test_an_author_may_be_called_like_a_month(read_by: ReadBy, marker: str) -> None:
    names = ["Lund, K. A. (2018)", *(f"{name}, T. (2016)" for name in ("Winter", "May", "August"))]
    works = "\n\n".join(f"{name}. Naps in wards. Nordic Shift Journal, 11(2), 101-110." for name in names)
    found = article(read_by, f"Naps help most of them {marker}.", works)[1]
    assert [(c.text, len(c.reference_ids)) for c in found] == [(marker, marker.count(";") + 1)]


def test_the_list_itself_does_not_tell_how_the_article_cites(read_by: ReadBy) -> None:
    numbered = f"1. {WORKS['who']}\n2. {WORKS['trial']}"
    found = article(read_by, "Naps help [1]. Light helps [2]. A ward was opened (Boston, 2012).", numbered)[1]
    assert [c.text for c in found] == ["[1]", "[2]"]


def test_a_body_is_known_by_its_name_without_the_acronym(read_by: ReadBy) -> None:
    text = "Steady Health Trust (2014)"
    assert cited(read_by, f"{text} says that sleep matters.") == [(text, ["trust"])]


@pytest.mark.parametrize("count", [4, 200])
def test_each_of_many_markers_finds_its_own_work(read_by: ReadBy, count: int) -> None:
    names = [f"Lund{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(count)]
    works = "\n\n".join(f"{name}, K. (2018). Naps. Nordic Shift Journal, 11(2), 101-110." for name in names)
    body = " ".join(f"Naps help in one ward ({name}, 2018), says {name} (2018)." for name in names)
    found = article(read_by, body, works)[1]
    assert [c.reference_ids for c in found] == [(str(n // 2 + 1),) for n in range(2 * count)]


@pytest.mark.parametrize(
    ("marker", "ids"),
    [
        ("[Varga, 2016]", ["trial"]),
        ("(see Varga, 2016, p. 3; but cf. Varga, 2016)", ["trial"]),
        ("(Varga, 2016, 2nd ed.)", ["trial"]),
    ],
)
def test_markers_in_other_brackets_and_with_other_words(read_by: ReadBy, marker: str, ids: list[str]) -> None:
    assert cited(read_by, f"Naps help {marker}.") == [(marker, ids)]


def test_a_name_may_be_left_out_before_its_second_year(read_by: ReadBy) -> None:
    works = (
        "Lind, T. (2019). Naps. Nordic Shift Journal, 1, 1-9.\n\nLind, T. (2021). Light. Nordic Shift Journal, 3, 2-8."
    )
    assert [c.reference_ids for c in article(read_by, "Naps help (Lind, 2019; 2021).", works)[1]] == [("1", "2")]


def test_authors_may_be_parted_by_semicolons(read_by: ReadBy) -> None:
    works = (
        "SILVA, R.; SOUZA, T. Sono. Revista, v. 3, p. 1-9, 2019.\n\nALBUQUERQUE, P. Luz. Revista, v. 2, p. 4-8, 2016."
    )
    found = article(read_by, "Naps help (SILVA; SOUZA, 2019; ALBUQUERQUE, 2016).", works)[1]
    assert [c.reference_ids for c in found] == [("1", "2")]
