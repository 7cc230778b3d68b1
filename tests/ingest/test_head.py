"""What a page's head states of its article, in JSON-LD, Open Graph and meta tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from citecheck.ingest.html import HtmlReader
from citecheck.model import Facts

if TYPE_CHECKING:
    from tests.conftest import ReadBy, ReadPage


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def stated(head: str) -> dict[str, object]:
    """The facts that a page with this head states."""
    facts = HtmlReader().read(f"<html><head>{head}</head><body><p>Naps help.</p></body></html>").facts
    return {name: value for name, value in asdict(facts).items() if value}


# --- JSON-LD -----------------------------------------------------------------------------------------------------

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Naps &amp;  nurses",
    "author": [{"@type": "Person", "name": "Ada Osei"}, "Ben Lund"],
    "datePublished": "2024-03-05T10:00:00+01:00",
    "publisher": {"@type": "Organization", "name": "Steady Health"},
}
STATED = {
    "title": "Naps & nurses",
    "author": ("Ada Osei", "Ben Lund"),
    "published": "2024-03-05",
    "publisher": "Steady Health",
}
SITE = {"@type": "WebSite", "headline": "Steady", "name": "Steady", "author": "Nobody", "datePublished": "1999-01-01"}
PAGE = {"@type": "MedicalWebPage", "headline": "The page", "author": "Cy Varga"}


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE,
        [SITE, ARTICLE],
        {"@context": "https://schema.org", "@graph": [SITE, PAGE, ARTICLE]},
        {"@graph": {"@graph": [ARTICLE]}},
        {"@type": "WebPage", "headline": "The page", "mainEntity": ARTICLE},
        {"@type": "WebPage", "mainEntityOfPage": [ARTICLE]},
        [[SITE], [[ARTICLE, {**ARTICLE, "headline": "A second one"}]]],
        {**ARTICLE, "@type": ["Thing", "BlogPosting"]},
        {**ARTICLE, "@type": "https://schema.org/MedicalScholarlyArticle"},
        {**ARTICLE, "mainEntityOfPage": "https://naps.example"},
    ],
    ids=[
        "alone", "in a list", "in a graph", "in a graph's graph", "of a page", "of a page, in a list", "lists in lists",
        "of two types", "of a full address", "with an address",
    ],
)  # fmt: skip
def test_the_article_is_found_however_it_is_wrapped(data: object) -> None:
    assert stated(linked(data)) == STATED


def test_a_page_that_names_no_article_speaks_for_itself_and_a_site_does_not() -> None:
    assert stated(linked([SITE, PAGE])) == {"title": "The page", "author": ("Cy Varga",)}
    assert stated(linked(SITE)) == {}


def test_several_scripts_are_read_and_the_first_article_counts() -> None:
    second = {**ARTICLE, "headline": "Another"}
    assert stated(linked(SITE) + linked(ARTICLE) + linked(second)) == STATED


def test_the_article_s_own_data_outrank_the_meta_tags_and_these_fill_the_gaps() -> None:
    meta = (
        "<meta property=og:title content='For sharing'><meta name=author content='Dee Roy'>"
        "<meta name=date content=2020-01-02><meta property=og:site_name content=Sharer>"
    )
    assert stated(meta + linked(ARTICLE)) == STATED
    assert stated(meta + linked({"@type": "Article", "author": {"@type": "Person"}, "datePublished": None})) == {
        "title": "For sharing",
        "author": ("Dee Roy",),
        "published": "2020-01-02",
        "publisher": "Sharer",
    }


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "Broken",}',
        '{"@type": "Article", "headline": "Bro',
        "[" * 100_000,
        '{"@graph":' * 5_000,
        "1" * 10_000,
        "null",
        '"Article"',
        "<!-- nothing -->",
        "",
        '{"@type": {"a": 1}, "headline": "No type"}',
        '{"@type": "Article", "headline": ["a"], "author": [[{"name": "b"}], 5], "publisher": 7, "datePublished": 20}',
        '{"@type": "Article", "author": {"name": {"x": 1}}, "datePublished": "2024-13-45"}',
    ],
    ids=[
        "comma too many", "cut off", "deep lists", "deep objects", "huge number", "null", "string", "comment", "empty",
        "odd type", "odd values", "odd names and days",
    ],
)  # fmt: skip
def test_broken_data_does_not_keep_the_page_from_being_read(script: str) -> None:
    head = f"<script type='application/ld+json'>{script}</script><meta property=og:title content=Naps>"
    assert stated(head) == {"title": "Naps"}


def test_line_breaks_in_strings_are_forgiven() -> None:
    script = (
        '<script type="Application/LD+JSON; charset=utf-8">{"@type":"Article","headline":"Naps\n\tat work"}</script>'
    )
    assert stated(script) == {"title": "Naps at work"}


def test_only_scripts_that_say_so_hold_data() -> None:
    script = json.dumps(ARTICLE)
    assert stated(f"<script>{script}</script><script type=text/javascript>{script}</script>") == {}
    assert stated(f"<script type=application/ld+json></script><script>{script}</script>") == {}


JSON = st.recursive(
    st.none() | st.integers() | st.sampled_from(["Article", "WebPage", "Ada Osei", "2024-03-05", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("@type @graph headline author name datePublished publisher mainEntity".split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(JSON)
def test_any_data_can_be_read(data: object) -> None:
    facts = HtmlReader().read(linked(data)).facts
    assert all(type(name) is str and name for name in facts.author)
    assert all(value is None or (type(value) is str and value) for value in (facts.title, facts.publisher))


# --- meta tags ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("<title>Naps at work</title>", {"title": "Naps at work"}),
        ("<title>\n Fish &amp; chips\n | Steady Health </title>", {"title": "Fish & chips"}),
        ("<title>Naps: a well-kept secret - Steady Health</title>", {"title": "Naps: a well-kept secret"}),
        ("<title>Naps</title><svg><title>Menu</title></svg>", {"title": "Naps"}),
        ("<title>Naps <b>x</b></title>", {"title": "Naps <b>x</b>"}),
        ("<meta property='og:title' content=' Fish &amp;  chips '><title>T</title>", {"title": "Fish & chips"}),
        ("<meta name=citation_title content=A><meta property=og:title content=B>", {"title": "A"}),
        ("<meta name=author content='Ada O'><meta name=author content='Ben L'>", {"author": ("Ada O", "Ben L")}),
        ("<META NAME=Author CONTENT='Ada Osei'>", {"author": ("Ada Osei",)}),
        ("<meta name=author content='By Ada Osei'>", {"author": ("Ada Osei",)}),
        ("<meta name=byl content='by Byron Lund'>", {"author": ("Byron Lund",)}),
        ("<meta property=article:author content=https://naps.example/ada>", {}),
        ("<meta property=article:published_time content=2024-03-05T23:00:00Z>", {"published": "2024-03-05"}),
        ("<meta itemprop=datePublished content=2024-03>", {"published": "2024-03"}),
        ("<time itemprop=datePublished datetime=2024-03-05>March</time>", {"published": "2024-03-05"}),
        ("<time datetime=2024-03-05>March</time>", {}),
        ("<meta name=date content='5 March 2024'>", {"published": "2024-03-05"}),
        ("<meta name=date content=soon>", {}),
        ("<meta property=og:site_name content='Steady Health'>", {"publisher": "Steady Health"}),
        ("<link rel=canonical href='https://naps.example/?a=1&amp;b'>", {"address": "https://naps.example/?a=1&b"}),
        (
            "<meta property=og:url content=https://b.example><link rel='Canonical' href=https://a.example>",
            {"address": "https://a.example"},
        ),
        ("<meta property=og:url content=https://b.example><link rel=icon href=i.png>", {"address": "https://b.example"}),
        ("<meta name=author><meta content=x><meta name=date content=''><link rel=canonical>", {}),
        ("<svg><title>Menu</title></svg>", {}),
        ("<title></title>Naps", {}),
        ("<title>Naps - what nurses say - Steady Health</title>",
            {"title": "Naps - what nurses say"}),
        ("<meta name=date content=soon><meta name=dc.date content=2024-03-05>",
            {"published": "2024-03-05"}),
        ("<meta property=article:author content=https://a.example/ada><meta name=parsely-author content='Ada Osei'>",
            {"author": ("Ada Osei",)}),
    ],
)  # fmt: skip
def test_the_head_states_facts(head: str, facts: dict[str, object]) -> None:
    assert stated(head) == facts


def test_the_shown_headline_outranks_what_the_head_calls_it(read: ReadPage) -> None:
    page = read(
        "<html><head><title>Nap guide</title></head><body><h1>Why nurses nap</h1><p>Nurses who took a nap in the middle"
        " of the night made fewer slips than those who did not.</p>",
        ".html",
    )
    assert page.document.facts.title == "Why nurses nap"


# --- language ----------------------------------------------------------------------------------------------------

GERMAN = "Wer in der Nacht wacht, der schläft am Tag zwei Stunden weniger, und das ist nicht so gut für den Kopf."
ENGLISH = (
    "People who sleep in the day get two hours less than others, and their sleep is light and of little use to them."
)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("lang=en-GB", "en"),
        ("lang='DE'", "de"),
        ("lang=en_US", "en"),
        ("xml:lang=fr", "fr"),
        ("lang=gsw", "gsw"),
        ("lang=''", None),
        ("lang=german", None),
        ("lang=x", None),
        ("", None),
    ],
)
def test_a_short_text_has_the_language_that_its_page_says(read_by: ReadBy, written: str, language: str | None) -> None:
    page = read_by(f"<html {written}><body><p>Naps help.", HtmlReader)
    assert page.document.facts == Facts(language=language)


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (ENGLISH, "en")], ids=["German", "English"])
@pytest.mark.parametrize("said", ["lang=en", "lang=de-AT", "lang=fr", ""])
def test_the_text_tells_its_language_whatever_the_template_says(
    read_by: ReadBy, said: str, text: str, language: str
) -> None:
    assert read_by(f"<html {said}><body><p>{text}", HtmlReader).document.facts.language == language


@pytest.mark.parametrize("part", ["<footer>{}</footer>", "<nav>{}</nav>", "<ol><li>{}</ol>"])
def test_menus_and_lists_do_not_tell_the_language(read_by: ReadBy, part: str) -> None:
    source = f"<html lang=fr><body><p>{ENGLISH}</p><p>{ENGLISH}</p>{part.format(GERMAN + GERMAN)}"
    assert read_by(source, HtmlReader).document.facts.language == "en"


# --- where the head ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<html><head><title>T</title></head><body><p>Naps help.</body></html>",
        "<!doctype html><html><head><title>T</title><body><p>Naps help.",
        "<!doctype html><head><title>T</title><p>Naps help.",
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><script src='a.js'/></head><body><p>Naps help.</p></body>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><script src='a.js'/><p>Naps help.</p></body></html>",
        "<html><head><noscript>Switch scripts on.</noscript><title>T</title></head><body><p>Naps help.",
    ],
    ids=["closed", "body opens", "text opens", "XHTML", "XHTML with a script in the body", "noscript"],
)
def test_the_head_ends_where_the_body_begins(read_by: ReadBy, source: str) -> None:
    assert [text for _, text in read_by(source, HtmlReader).blocks()] == ["Naps help."]


# --- what the body marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<span itemprop=author>Ada Osei</span>", ("Ada Osei",)),
        ("<div itemprop=author itemscope><a rel='author me' href=/a>By <b>Ada Osei</b></a></div>", ("Ada Osei",)),
        ("<p><a rel=author>Ada Osei</a> and <a rel=author>Ben Lund</a></p>", ("Ada Osei", "Ben Lund")),
        ("<p itemprop=author>Ada Osei, RN</p>", ("Ada Osei",)),
        ("<p itemprop=author>Ada Osei and Ben Lund</p>", ("Ada Osei", "Ben Lund")),
        ("<p itemprop=author>Admin</p>", ()),
        ("<p itemprop=author>Ada Osei has written on sleep for twenty years</p>", ()),
        ("<p itemprop=author></p>", ()),
        ("<div class=related-posts><p rel=author>Ada Osei</p></div>", ()),
        ("<div class=sponsor><p itemprop=author>Ada Osei</p></div>", ()),
    ],
)
def test_names_marked_below_the_headline_are_the_authors(read_by: ReadBy, below: str, authors: tuple[str, ...]) -> None:
    body = "<p>Naps help nurses.</p>" * 20
    page = read_by(f"<h1>Why nurses nap</h1>{below}{body}<p><a rel=author>Cy Varga</a></p><p>", HtmlReader)
    assert page.document.facts.author == (authors or ("Cy Varga",))


@pytest.mark.parametrize(
    ("behind", "authors"),
    [
        ("<footer><p>By <a class='p-author h-card'>Ada Osei</a></p></footer>", ("Ada Osei",)),
        ("<p rel=author>Ada Osei</p><p>Naps</p><p rel=author>Ada Osei</p>", ("Ada Osei",)),
        ("<p rel=author>Ada Osei</p><p>Ten teas</p><p rel=author>Ben Lund</p>", ()),
        ("<p itemprop=author>A reader</p><p itemprop=author>Ada Osei</p>", ()),
        ("<div class=comments><p rel=author>Ada Osei</p></div>", ()),
    ],
)
def test_names_marked_behind_the_article_count_where_they_agree(
    read_by: ReadBy, behind: str, authors: tuple[str, ...]
) -> None:
    page = read_by(f"<h1>Why nurses nap</h1>{'<p>Naps help nurses.</p>' * 20}{behind}", HtmlReader)
    assert page.document.facts.author == authors


@pytest.mark.parametrize(
    ("source", "published"),
    [
        (
            "{}<footer><time class='x dt-published' datetime=2024-02-08T09:00:00Z>A day ago</time></footer>",
            "2024-02-08",
        ),
        ("{}<div class=related><time class=dt-published datetime=2024-02-08>A day ago</time></div>", None),
        ("{}<time datetime=2024-02-08>A day ago</time>", None),
    ],
)
def test_the_date_that_is_marked_as_that_of_publication_counts(
    read_by: ReadBy, source: str, published: str | None
) -> None:
    page = read_by(source.format("<h1>Why nurses nap</h1><p>Naps help nurses.</p>"), HtmlReader)
    assert page.document.facts.published == published
