"""HTML: what a reader sees of a page, and where each character of that stands in its source."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.html import HtmlReader
from citecheck.model import Span
from citecheck.text import collapse, source_offset

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy


def listed(page: Page) -> list[tuple[str, int, str, str]]:
    """Kind, level, label and text of each block."""
    return [(b.kind, b.level, b.label, page.visible(b)) for b in page.document.blocks]


def seen(page: Page) -> list[str]:
    return [text for *_, text in listed(page)]


def marks(page: Page) -> list[tuple[str, str, str]]:
    """Kind, text and target of each mark."""
    return [(m.kind, page.visible(m), m.target) for m in page.document.marks]


def as_seen(written: str) -> str:
    """What a reader sees of a piece of a page's source."""
    shown = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", "", written, flags=re.DOTALL)
    shown = re.sub(r"</?[a-z][^<>]*>", "", re.sub(r"<br\s*/?>", " ", shown))
    return collapse(re.sub("[\u00ad\u200b]", "", html.unescape(shown)))


# --- blocks ------------------------------------------------------------------------------------------------------


def paragraphs(*texts: str) -> list[tuple[str, int, str, str]]:
    return [("paragraph", 0, "", text) for text in texts]


def items(*parts: tuple[int, str, str]) -> list[tuple[str, int, str, str]]:
    return [("list-item", *part) for part in parts]


BLOCKS = {
    "headings": ("<h1>Naps</h1><h4>Work</h4>", [("heading", 1, "", "Naps"), ("heading", 4, "", "Work")]),
    "heading left open": ("<h2>Naps<p>help", [("heading", 2, "", "Naps"), *paragraphs("help")]),
    "paragraphs left open": ("<p>Naps<p>help<div>nurses", paragraphs("Naps", "help", "nurses")),
    "text beside elements": ("Naps<p>help</p>nurses<hr>now", paragraphs("Naps", "help", "nurses", "now")),
    "closing tags alone": ("Naps</b></li> help</p>nurses</br>now", paragraphs("Naps help", "nurses", "now")),
    "capitals": ("<P>Naps</P><UL><LI>help</UL>", [*paragraphs("Naps"), *items((1, "•", "help"))]),
    "items left open": (
        "<ul><li>rest<li>walk<ul><li>far</ul><li>read</ul><p>Naps",
        [*items((1, "•", "rest"), (1, "•", "walk"), (2, "•", "far"), (1, "•", "read")), *paragraphs("Naps")],
    ),
    "numbers go on behind an inner list": (
        "<ol start=3><li>a<ol><li>b</li></ol></li><li value=7>c<li>d</ol><ol><li>e</ol>",
        items((1, "3.", "a"), (2, "1.", "b"), (1, "7.", "c"), (1, "8.", "d"), (1, "1.", "e")),
    ),
    "numbers that are none": ("<ol start=x><li value=-2>a</ol>", items((1, "1.", "a"))),
    "an empty item has its number too": ("<ol><li></li><li>b</ol>", items((1, "2.", "b"))),
    "kinds of lists mixed": ("<ul><li>a<ol><li>b</ol><li>c</ul>", items((1, "•", "a"), (2, "1.", "b"), (1, "•", "c"))),
    "two paragraphs in an item": ("<ol><li><p>a</p><p>b</p></ol>", [*items((1, "1.", "a")), *paragraphs("b")]),
    "cells left open": (
        "<table><caption>Dose</caption><tr><th>Nap<td>20<tr><td>None<td>0</table>",
        [("table", 0, "", cell) for cell in ("Dose", "Nap", "20", "None", "0")],
    ),
    "terms": ("<dl><dt>Nap<dd>short sleep<dt>Bed<dd>flat</dl>", paragraphs("Nap", "short sleep", "Bed", "flat")),
    "quote": ("<blockquote>Naps</blockquote>help", [("quote", 0, "", "Naps"), *paragraphs("help")]),
    "details": ("<details><summary>More</summary><p>Naps</details>", [("heading", 3, "", "More"), *paragraphs("Naps")]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks_are_what_a_browser_shows(read_by: ReadBy, source: str, blocks: list[object]) -> None:
    assert listed(read_by(source, HtmlReader)) == blocks


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>Naps<br>help<br/>now</p>", ["Naps\nhelp\nnow"]),
        ("<p>Naps<br><br>help<br> <br>now<br></p>", ["Naps", "help", "now"]),
        ("<p><br>Naps <br>\n help", ["Naps\nhelp"]),
        ("<p>N<b>a</b>p<i>s</i> he<wbr>lp</p>", ["Naps help"]),
        ("<p>Naps\r\n\t <b> help </b> now </p>", ["Naps help now"]),
        ("<p>mag\u00adne&shy;si&#173;um he\u200blps&ZeroWidthSpace;", ["magnesium helps"]),
        ("<p>Fish &amp; chips &lt;5&#8211;6 &#x1F634; a&nbsp;b &euro;&#150;", ["Fish & chips <5–6 😴 a\u00a0b €–"]),
        ("<p>Naps&#10;&#32; help&Tab;now", ["Naps help now"]),
        ("<p>R&D, AT&T, &bogus; &amp;amp; &", ["R&D, AT&T, &bogus; &amp; &"]),
        ("<p>Na<!-- a note <p> -->ps<?php x ?> help", ["Naps help"]),
        ("<p>p < 0.05 and n <5 help", ["p < 0.05 and n <5 help"]),
        ("<p>Naps <img src=x alt='a nurse'> help", ["Naps help"]),
        ("<p>a</p><p>&nbsp;</p><p> </p><div></div><p>b", ["a", "b"]),
        ("<p>20&nbspmg and 5&nbspdays", ["20\u00a0mg and 5\u00a0days"]),
        ("<p>na&NoBreak;p&#65279;s", ["naps"]),
    ],
)  # fmt: skip
def test_text_is_read_as_it_looks(read_by: ReadBy, source: str, texts: list[str]) -> None:
    assert seen(read_by(source, HtmlReader)) == texts


@pytest.mark.parametrize("inner", ["div", "p"])
def test_a_heading_stays_one_around_what_it_holds(read_by: ReadBy, inner: str) -> None:
    page = read_by(f"<h2><{inner}>References</{inner}></h2><p>Naps", HtmlReader)
    assert listed(page) == [("heading", 2, "", "References"), *paragraphs("Naps")]


# --- marks and places --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>The <a href='/t?a=1&amp;b=2'>trial</a>.", [("link", "trial", "/t?a=1&b=2")]),
        ("<p>The<a href=' t '> trial </a>.", [("link", "trial", "t")]),
        ("<a href=t><h2>Naps</h2><p>help</p></a>now", [("link", "Naps", "t"), ("link", "help", "t")]),
        ("<p>Naps <a href=t>help<p>now</a> and then", [("link", "help", "t"), ("link", "now", "t")]),
        ("<p><a href=t>Naps <a href=u>help</a> now</a>", [("link", "Naps", "t"), ("link", "help", "u")]),
        ("<p>Naps<a href=t><img src=x></a> help<sup></sup>", []),
        ("<p>10<sup>9</sup> H<sub>2</sub>O", [("superscript", "9", ""), ("subscript", "2", "")]),
        ("<p>a<span style='color:red;vertical-align: SUPER'>2</span>", [("superscript", "2", "")]),
        ("<p>a<sup style='vertical-align:sub'>2</sup>", [("subscript", "2", "")]),
        ("<p>a<span style='vertical-align: superb'>2</span>", []),
        (
            "<p><em>a</em><i>b</i><strong>c</strong><b>d</b><cite>e</cite>",
            [("strong" if t in "cd" else "emphasis", t, "") for t in "abcde"],
        ),
        ("<p>a<sup><a href=#n>[1]</a></sup>", [("superscript", "[1]", ""), ("link", "[1]", "#n")]),
        ("<p>a<b>b<i>c</b>d</i>", [("strong", "bc", ""), ("emphasis", "cd", "")]),
        ("<p>a<sup>2</p><p>b", [("superscript", "2", "")]),
    ],
)
def test_marks_know_their_text_and_their_target(read_by: ReadBy, source: str, found: list[object]) -> None:
    assert sorted(marks(read_by(source, HtmlReader))) == sorted(found, key=str)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Varga T. Naps. <a href='#r1'>↩︎</a>", "Varga T. Naps."),
        ("<a href='#r1'>^</a> Varga T. Naps.", "Varga T. Naps."),
        ("<a href='#r1'>^</a> <a href='#r2'>↑</a> Varga T. Naps.", "Varga T. Naps."),
        ("<span class='mw-cite-backlink'><b><a href='#r1'>a b</a></b></span> Varga T. Naps.", "Varga T. Naps."),
        ("Varga T. <a href='#r1'>Naps</a>", "Varga T. Naps"),
        ("Varga T. <a href='https://naps.example'>^</a>", "Varga T. ^"),
        ("Varga T. <a href='#r1'>↩</a> Naps.", "Varga T. Naps."),
    ],
)
def test_arrows_back_to_the_text_are_no_part_of_a_note(read_by: ReadBy, note: str, text: str) -> None:
    page = read_by(f"<ol><li>{note}</li><li>Lund B. Night work.</li></ol>", HtmlReader)
    assert seen(page) == [text, "Lund B. Night work."]


@pytest.mark.parametrize("arrow", ["<a href='#r1'><sup>↩</sup></a>", "<a href='#r1'><b>^</b></a>"])
def test_an_arrow_back_leaves_no_mark(read_by: ReadBy, arrow: str) -> None:
    page = read_by(f"<ol><li>{arrow} Varga T. {arrow}</li><li>Lund B.</li></ol>", HtmlReader)
    assert marks(page) == []


@pytest.mark.parametrize(
    ("source", "name", "behind"),
    [
        ("<p>Naps<p id=n1>help", "n1", "help"),
        ("<p>Naps</p> <ol id='n1'> <li>help", "n1", "help"),
        ("<p>Naps <a name='n1'></a>help", "n1", "help"),
        ("<p>Naps <sup id=n1>help", "n1", "help"),
        ("<p>Naps<br><b id=n1>help", "n1", "help"),
        ("<p id='f&ouml;hn'>help", "föhn", "help"),
        ("<p>Naps<p id=n1>help<p id=n1>now", "n1", "help"),
        ("<p>Naps<input id=n1 hidden>help", "n1", "help"),
        ("<p> <a id=n1></a>help", "n1", "help"),
    ],
)
def test_a_place_is_where_its_text_begins(source: str, name: str, behind: str) -> None:
    reading = HtmlReader().read(source)
    assert reading.text[reading.places[name] :].startswith(behind)


def test_names_of_fields_and_empty_names_are_no_places() -> None:
    assert HtmlReader().read("<p id=''>Naps <meta name=author content=x><input name=q> help").places == {}


def test_a_document_turned_into_html_has_no_chrome() -> None:
    reading = HtmlReader(extracted=True).read("<nav>Naps</nav><footer>help</footer>")
    assert [block.region for block in reading.blocks] == ["main", "main"]


# --- positions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<h1 title='a > b'>Naps &amp; <i>nurses</i></h1>\r\n<p class=x>They <b>he</b>lp<!-- naps --> nurses.</p>",
        "<p>Naps<br>help <a href='/a?b&amp;c'>some <em>night</em> nurses</a>, &lt;5&nbsp;of&#160;9 t&#xE9;.<p>Now",
        "<ol><li>ma&shy;g\u00adne&#173;sium <li>Varga&nbsp;T. <a href=#r>^</a><li><a href=#r>↑</a> Lund&ndash;Osei",
        "<table><tr><td> a <td>b\n c</table><script>'naps'</script>naps<style>naps</style> 5 < 6 &bogus; 😴 &#x1F634;!",
        "<a href=t>Naps<p>help <sup>2,<b>3</b></sup></p></a><p>&euro;5 &amp;amp; R&D x",
    ],
    ids=["inline", "entities", "hyphens and arrows", "cells and scripts", "across blocks"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_pointed_at_in_the_source_reads_as_the_text(read_by: ReadBy, source: str, newline: str) -> None:
    page = read_by(source.replace("\n", newline), HtmlReader)
    assert page.document.blocks
    for span in [*page.document.blocks, *page.document.marks]:
        assert as_seen(page.written(span)) == collapse(page.visible(span))
    for word in re.finditer(r"\S+", page.document.text):
        assert as_seen(page.written(Span(*word.span()))) == collapse(word.group())


@pytest.mark.parametrize(
    ("source", "phrase", "written"),
    [
        ("<p>Naps &lt;help&gt; now", "<help>", "&lt;help&gt;"),
        ("<p>Naps <b>he</b>lp now", "help", "<b>he</b>lp"),
        ("<p>a <a href=t>Naps</a> b", "Naps", "<a href=t>Naps</a>"),
        ("<p>a <a href=t>long naps</a> b", "naps", "naps"),
        ("<p>ma&shy;gne&shy;sium", "gnesium", "gne&shy;sium"),
        ("<p>Naps<br>\n help", "Naps\nhelp", "Naps<br>\n help"),
        ("<p>Naps &copy now", "©", "&copy"),
        ("<p>a &NotEqualTilde; b", "≂̸", "&NotEqualTilde;"),
    ],
)
def test_a_span_is_reported_with_the_markup_that_lies_in_it(
    read_by: ReadBy, source: str, phrase: str, written: str
) -> None:
    page = read_by(source, HtmlReader)
    assert page.written(page.span(phrase)) == written


def test_a_mark_across_blocks_lies_in_no_one_piece(read_by: ReadBy) -> None:
    page = read_by("<a href=t>Naps<p>help</a> now<p><a href=u>Varga<a href=v>Lund</a>", HtmlReader)
    assert [mark.source for mark in page.document.marks] == [None, None, None, (47, 65)]


def test_white_space_stands_where_it_was_typed() -> None:
    reading = HtmlReader().read("<p>Naps  <b>help</b> all <br>now")
    assert reading.text.startswith("Naps help all\nnow")
    assert [source_offset(reading.anchors, at) for at in (4, 9, 13)] == [7, 20, 25]


HOSTILE = st.text("<>/!-='\"&;#xpab \n", max_size=80) | st.lists(
    st.sampled_from(
        "naps help <p> </p> <b> </b> <sup> </sup> <li> <ol> </ol> <td> <table> </table> <div> </div> <br> &amp; &nbsp;"
        " &shy; &copy &#8211; &bogus; < > ↑ ^ é 😴 <!-- --> <script> </script> <h2> </a> <nav> </nav> <footer>".split()
    )
    | st.sampled_from(["<a href='#x'>", "<a id=x>", "<b hidden>", " ", "\n", "\r\n", "\u00a0", "\u00ad", "<p class='"]),
    max_size=30,
).map("".join)  # fmt: skip


@given(HOSTILE)
def test_no_page_is_too_much_and_every_place_lies_in_the_source(source: str) -> None:
    reading = HtmlReader().read(source)
    assert "\r" not in reading.text
    assert list(reading.anchors) == sorted(reading.anchors)
    assert all(0 <= at <= len(reading.text) and 0 <= where < len(source) + 1 for at, where in reading.anchors)
    for span in [*reading.blocks, *reading.marks]:
        assert 0 <= span.start < span.end <= len(reading.text)
        first, last = (source_offset(reading.anchors, at) for at in (span.start, span.end - 1))
        assert 0 <= first <= last < len(source)
    for mark in reading.marks:
        assert mark.source is None or 0 <= mark.source[0] < mark.source[1] <= len(source)


PIECES = st.lists(
    st.sampled_from(
        ["naps", "<b>he</b>lp", "&amp;", "&shy;", "<br>", "<sup>2</sup>", " ", "\n", "<!-- x -->", "<p>",
         "</p>", "<li>", "é", "<a href=t>nurses</a>", "<i hidden>no</i>", "<td>", "<script>no</script>", "😴",
         "<a href=#r>^</a>"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(PIECES)
def test_every_letter_stands_where_it_is_said_to(source: str) -> None:
    reading = HtmlReader().read(source)
    for block in reading.blocks:
        for offset in range(block.start, block.end):
            if reading.text[offset].isalnum():
                assert source[source_offset(reading.anchors, offset)] == reading.text[offset]


def test_markup_left_open_does_not_multiply() -> None:
    reading = HtmlReader().read("<b>" * 100 + "<p>naps" * 100)
    assert len(reading.marks) <= 1000


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<p><strong>Who should nap</strong></p>", "heading"),
        ("<div><b>Sources</b></div>", "heading"),
        ("<p><em>By the ward's own staff</em></p>", "paragraph"),
        ("<p><strong>Naps help.</strong></p>", "paragraph"),
        ("<p><strong>Naps</strong> help</p>", "paragraph"),
        ("<li><b>Sleep by day</b></li>", "list-item"),
    ],
)
def test_a_paragraph_in_bold_type_is_a_heading(read_by: ReadBy, source: str, kind: str) -> None:
    assert [block[0] for block in listed(read_by(source, HtmlReader))] == [kind]
