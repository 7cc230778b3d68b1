"""Links that cite works and pages, links that cite nothing, and links within the page that lead to entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.markdown import MarkdownReader
from citecheck.ingest.plain import PlainReader
from citecheck.parse.article import parse_document

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy, ReadPage

    from citecheck.model import Citation

ENTRIES = (
    "Lund KA, Osei B. Naps on night shifts: a cohort study. Nordic Shift J. 2018;11(2):101-110.",
    "Varga T. A trial of naps in three wards. Nordic Shift J. 2019;12(1):1-9. doi:10.5555/nsj.2019.1",
    "Steady Health Trust. Sleep at night. https://steady.example/sleep. Accessed March 3, 2021.",
    "Aoki N, Brandt L, Ferro M. Light and sleep: a randomised trial. Nordic Shift J. 2020;13(4):200-209.",
)
LIST = "<h2>References</h2><ol>" + "".join(f'<li id="c{n}">{one}</li>' for n, one in enumerate(ENTRIES, 1)) + "</ol>"
PROSE = "Night work is hard on the body, and people who sleep in the day get two hours less of it than others do."
Targets = list[tuple[str, str, str]]


def html(body: str, references: str = "", head: str = "") -> str:
    return (
        f"<html><head><title>Why nurses nap</title>{head}</head><body><article><h1>Why nurses nap</h1>"
        f"<p>{PROSE}</p>{body}{references}</article></body></html>"
    )


def citations(page: Page) -> list[Citation]:
    return list(parse_document(page.document).citations)


def targets(page: Page) -> Targets:
    return [(c.text, c.style, c.target) for c in citations(page)]


def linked(address: str) -> str:
    return f"Naps, as the nurses of many wards know well, [help]({address}) most people who work at night.\n"


# --- to works and pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "style", "target"),
    [
        ("https://doi.org/10.5555/Nap.1", "doi", "10.5555/nap.1"),
        ("https://doi.org/10.5555/shop/1", "doi", "10.5555/shop/1"),
        ("https://nordic.example/doi/full/10.5555/nap.1", "doi", "10.5555/nap.1"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/", "pmid", "PMC7654321"),
        ("https://steady.example/sleep", "hyperlink", "https://steady.example/sleep"),
        ("//steady.example/sleep", "hyperlink", "//steady.example/sleep"),
        ("https://steady.example/shopping-habits", "hyperlink", "https://steady.example/shopping-habits"),
        ("https://netflix.example/sleep", "hyperlink", "https://netflix.example/sleep"),
    ],
)
def test_a_link_cites_a_work_or_a_page(read_by: ReadBy, address: str, style: str, target: str) -> None:
    assert targets(read_by(linked(address), MarkdownReader)) == [("help", style, target)]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://m.facebook.com/steady", id="network, on its mobile host"),
        pytest.param("https://x.com/steady", id="network of one letter"),
        pytest.param("https://www.amazon.com/pillow", id="shop"),
        pytest.param("https://shop.steady.example/pillow", id="shop by its host"),
        pytest.param("https://steady.example/Products/pillow", id="shop by its path, in capitals"),
        pytest.param("https://steady.example/cart?item=3", id="cart"),
        pytest.param("https://en.wiktionary.org/wiki/nap", id="dictionary"),
        pytest.param("https://steady.example/authors/ada-osei", id="a person's page"),
        pytest.param("https://steady.example/team/", id="team"),
        pytest.param("https://steady.example/about-us", id="about"),
        pytest.param("https://steady.example/donate#now", id="donations"),
        pytest.param("mailto:ada@steady.example", id="mail"),
        pytest.param("/sleep", id="a path"),
        pytest.param("#top", id="within the page"),
        pytest.param("https://", id="no host"),
    ],
)
def test_a_link_that_vouches_for_nothing(read_by: ReadBy, address: str) -> None:
    assert targets(read_by(linked(address), MarkdownReader)) == []


@pytest.mark.parametrize("address", ["https://www.amazon.co.uk/pillow", "https://youtu.be/nap"])
def test_a_shop_and_a_network_under_their_other_hosts(read_by: ReadBy, address: str) -> None:
    assert targets(read_by(linked(address), MarkdownReader)) == []


def test_the_site_of_the_article_is_no_source_of_it(read: ReadPage) -> None:
    body = (
        '<p>Naps help, as <a href="https://nightly.example/sleep">we</a> and'
        ' <a href="https://steady.example/sleep">others</a> told you; see https://nightly.example/more for that.</p>'
    )
    page = read(html(body, head='<link rel="canonical" href="https://www.nightly.example/naps">'), ".html")
    assert targets(page) == [("others", "hyperlink", "https://steady.example/sleep")]
    assert [text for text, *_ in targets(read(html(body), ".html"))] == ["we", "others", "https://nightly.example/more"]


@pytest.mark.parametrize(
    ("page", "sources"),
    [("shop/pillow", []), ("contact", []), ("authors/osei", []), ("team/osei", ["sleep"]), ("naps", ["sleep", "more"])],
)
def test_a_shop_or_a_contact_tells_whose_site_it_is(read_by: ReadBy, page: str, sources: list[str]) -> None:
    text = (
        "The nurses of many wards [sleep](https://nightly.example/sleep) in the day.\n\n"
        f"There is [more](https://nightly.example/{page}) of it to be had at any time of the day.\n"
    )
    assert [text for text, *_ in targets(read_by(text, MarkdownReader))] == sources


@pytest.mark.parametrize(
    ("paragraph", "cites"),
    [
        pytest.param("[Sleep at night](https://steady.example/sleep)", False, id="button"),
        pytest.param("[Sleep at night](https://steady.example/sleep) ›", False, id="button with an arrow"),
        pytest.param("- [Sleep at night](https://steady.example/sleep)", False, id="item"),
        pytest.param("Read this: [Sleep at night](https://steady.example/sleep)", True, id="words before"),
        pytest.param(
            "[Sleep at night, as the nurses of three wards of one hospital see it](https://steady.example/sleep)",
            True,
            id="a whole sentence",
        ),
        pytest.param("[The trial](https://doi.org/10.5555/nap.1)", True, id="a work"),
    ],
)
def test_a_link_that_is_all_its_paragraph_says_is_a_button(read_by: ReadBy, paragraph: str, *, cites: bool) -> None:
    assert bool(targets(read_by(f"{PROSE}\n\n{paragraph}\n\n{PROSE}\n", MarkdownReader))) == cites


def test_addresses_in_the_text_cite_what_they_name(read_by: ReadBy) -> None:
    text = (
        "Naps help (doi:10.5555/nap.1, PMID: 99000001); see www.steady.example/sleep, or https://steady.example/shop.\n"
    )
    page = read_by(text, PlainReader)
    assert targets(page) == [
        ("doi:10.5555/nap.1", "doi", "10.5555/nap.1"),
        ("PMID: 99000001", "pmid", "99000001"),
        ("www.steady.example/sleep", "hyperlink", "www.steady.example/sleep"),
    ]
    assert [page.written(c) for c in citations(page)] == [text for text, *_ in targets(page)]


@pytest.mark.parametrize(
    "text",
    [
        "Naps help, see [doi:10.5555/nap.1](https://doi.org/10.5555/nap.1) and more.",
        "Naps help, see doi:[10.5555/nap.1](https://doi.org/10.5555/nap.1) and more.",
        "Naps help, see <https://doi.org/10.5555/nap.1> and more.",
    ],
)
def test_an_address_that_is_linked_counts_once(read_by: ReadBy, text: str) -> None:
    assert [target for *_, target in targets(read_by(text, MarkdownReader))] == ["10.5555/nap.1"]


def test_links_and_addresses_of_a_listed_work_point_to_it(read: ReadPage) -> None:
    body = (
        '<p>Naps <a href="https://doi.org/10.5555/NSJ.2019.1">help</a>, as <a href="https://steady.example/sleep">they'
        "</a> say, and so says doi:10.5555/nsj.2019.1 again.</p>"
    )
    assert [c.reference_ids for c in citations(read(html(body, LIST), ".html"))] == [("2",), ("3",), ("2",)]


def test_links_around_the_article_cite_nothing(read: ReadPage) -> None:
    body = (
        '<nav><a href="https://steady.example/a">Elsewhere in the world of sleep</a></nav><p>Naps help, as'
        ' <a href="https://steady.example/b">others</a> say.</p>'
    )
    page = read(html(body) + '<footer><p>We read <a href="https://steady.example/c">it</a> here.</p></footer>', ".html")
    assert [target for *_, target in targets(page)] == ["https://steady.example/b"]


@pytest.mark.parametrize("address", ["https://[broken", "http://[::1", "//", "www.", "http://\u2100.example/"])
def test_a_damaged_address_cites_nothing_and_stops_nothing(read: ReadPage, address: str) -> None:
    body = f'<p>Naps <a href="{address}">help</a>, as <a href="https://steady.example/b">others</a> say of them.</p>'
    assert [target for *_, target in targets(read(html(body), ".html"))] == ["https://steady.example/b"]


@pytest.mark.parametrize("count", [3, 300])
def test_every_one_of_many_links_cites(read_by: ReadBy, count: int) -> None:
    text = "\n\n".join(f"{PROSE} Ward [number {n}](https://ward{n}.example/naps) has it." for n in range(count))
    assert [t for *_, t in targets(read_by(text, MarkdownReader))] == [
        f"https://ward{n}.example/naps" for n in range(count)
    ]


# --- within the page ---------------------------------------------------------------------------------------------


def note(number: int, printed: str = "") -> str:
    return f'<a href="#c{number}">{printed or number}</a>'


@pytest.mark.parametrize(
    ("body", "markers"),
    [
        pytest.param(f"Naps help.<sup>{note(1)}</sup>", [("1", "superscript", ("1",))], id="raised"),
        pytest.param(f"Naps help.{note(1, '<sup>1</sup>')}", [("1", "superscript", ("1",))], id="raised within"),
        pytest.param(f"Naps help [{note(4)}].", [("[4]", "bracket", ("4",))], id="brackets around"),
        pytest.param(f"Naps help {note(4, '[4]')}.", [("[4]", "bracket", ("4",))], id="brackets within"),
        pytest.param(f"Naps help [{note(1)}, {note(3)}].", [("[1, 3]", "bracket", ("1", "3"))], id="group"),
        pytest.param(f"Naps help [{note(2)}–{note(4)}].", [("[2–4]", "bracket", ("2", "3", "4"))], id="range"),
        pytest.param(
            f"Naps help.<sup>{note(1)},{note(4)}</sup>", [("1,4", "superscript", ("1", "4"))], id="raised two"
        ),
        pytest.param(
            f"Naps help.<sup>{note(1)}</sup><sup>{note(2)}</sup>",
            [("1", "superscript", ("1",)), ("2", "superscript", ("2",))],
            id="two side by side",
        ),
        pytest.param(f"Naps help.<sup>{note(1)}{note(2)}</sup>", [("12", "superscript", ("1", "2"))], id="two as one"),
        pytest.param(f"Naps help ({note(3)}).", [("(3)", "parenthesis", ("3",))], id="parenthesis"),
        pytest.param(f"Naps help{note(2, '*')}.", [("*", "bracket", ("2",))], id="sign"),
        pytest.param(
            f"Naps help ({note(1, 'Lund &amp; Osei, 2018')}).",
            [("Lund & Osei, 2018", "author-year", ("1",))],
            id="name and year",
        ),
        pytest.param(f"Naps help, see {note(2, 'the trial')}.", [], id="words"),
        pytest.param('Naps help.<sup><a href="#nowhere">9 lives</a></sup>', [], id="nowhere"),
    ],
)
def test_a_link_to_an_entry_is_a_marker(read: ReadPage, body: str, markers: list[tuple[str, str, tuple[str]]]) -> None:
    found = citations(read(html(f"<p>{body} They are short.</p>", LIST), ".html"))
    assert [(c.text, c.style, c.reference_ids) for c in found] == markers
    assert not any(c.dangling for c in found)


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param("<p>" + "<br>".join(f'<a id="c{n}"></a>{n}. {e}' for n, e in enumerate(ENTRIES, 1)), id="br"),
        pytest.param("<p>" + " ".join(f'<a name="c{n}">{n}.</a> {e}' for n, e in enumerate(ENTRIES, 1)), id="in a row"),
        pytest.param("<p>" + "<br>".join(f'<b id="c{n}">{e}</b>' for n, e in enumerate(ENTRIES, 1)), id="no number"),
        pytest.param(
            "".join(f'<p id="c{n}"><a href="#m{n}">[{n}]</a> {e}</p>' for n, e in enumerate(ENTRIES, 1)), id="back"
        ),
    ],
)
def test_a_link_finds_its_entry_in_any_list(read: ReadPage, entries: str) -> None:
    body = f'<p>Light helps [{note(4)}]. <b id="m2">Naps</b> do, too.<sup>{note(2)}</sup> Trust us{note(3, "*")}.</p>'
    page = read(html(body, f"<h2>References</h2>{entries}"), ".html")
    assert [(c.text, c.reference_ids) for c in citations(page)] == [("[4]", ("4",)), ("2", ("2",)), ("*", ("3",))]


def test_a_marker_is_pointed_at_with_its_markup(read: ReadPage) -> None:
    page = read(html(f"<p>Naps&nbsp;help.<sup>{note(1)}</sup> So does light [{note(4)}].</p>", LIST), ".html")
    assert [page.written(c) for c in citations(page)] == [f"<sup>{note(1)}</sup>", f"[{note(4)}]"]


@pytest.mark.parametrize(
    "contents",
    [
        '<ul><li><a href="#s1">1</a></li><li><a href="#s2">2</a></li></ul>',
        '<p>On this page: <a href="#s1">1</a>, <a href="#s2">2</a>.</p>',
        '<p>On this page: <a href="#p1">1</a>, <a href="#p2">Light in 2019</a>.</p>',
    ],
)
def test_a_table_of_contents_is_no_marker(read: ReadPage, contents: str) -> None:
    parts = (
        f'<h2 id="s1">Naps</h2><p id="p1">Naps help those who work at night.<sup>{note(2)}</sup></p>'
        '<h2 id="s2">Light</h2><p id="p2">Light helps most of them, too.</p>'
    )
    article = parse_document(read(html(contents + parts, LIST), ".html").document)
    assert [(c.text, c.reference_ids) for c in article.citations] == [("2", ("2",))]
    assert [r.label for r in article.references] == ["1", "2", "3", "4"]


def test_the_marker_of_a_remark_does_not_dangle(read: ReadPage) -> None:
    notes = f'<ol><li id="c1">{ENTRIES[0]}</li><li id="c2">Names of the nurses have been changed.</li></ol>'
    body = f"<p>Naps help most of them.<sup>{note(1)}</sup> Ada says so, too.<sup>{note(2)}</sup></p>"
    assert [(c.text, c.dangling) for c in citations(read(html(body, notes), ".html")) if c.dangling] == []


def test_a_short_name_and_year_that_is_linked_is_a_name_and_year(read: ReadPage) -> None:
    found = citations(read(html(f"<p>Naps help most people ({note(2, 'Varga, 2019')}).</p>", LIST), ".html"))
    assert [(c.style, c.reference_ids) for c in found] == [("author-year", ("2",))]


@pytest.mark.parametrize("count", [5, 200])
def test_many_links_within_the_page_each_find_their_own(read: ReadPage, count: int) -> None:
    body = "".join(f"<p>Naps help most nurses of this ward.<sup>{note(n)}</sup></p>" for n in range(1, count + 1))
    notes = "".join(
        f'<p id="c{n}">{n}. Lund KA. Naps in ward {n}. Nordic Shift J. 2018;11(2):{n}-{n + 9}.</p>'
        for n in range(1, count + 1)
    )
    article = parse_document(read(html(body, notes), ".html").document)
    assert [r.label for r in article.references] == [str(n) for n in range(1, count + 1)]
    assert [c.reference_ids for c in article.citations] == [(str(n),) for n in range(1, count + 1)]


@pytest.mark.parametrize("address", ["https://steady.example", "https://steady.example/", "http://www.steady.example"])
def test_a_link_to_the_whole_of_a_site_names_a_body_and_no_page(read_by: ReadBy, address: str) -> None:
    page = read_by(f"{PROSE} So says [the trust]({address}) of our town, and so do we.\n", MarkdownReader)
    assert targets(page) == []
