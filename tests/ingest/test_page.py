"""The article told from the page around it by the page's own markup, and by what trafilatura keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.html import HtmlReader

if TYPE_CHECKING:
    from tests.conftest import ReadBy, ReadPage

NIGHT = "Nurses who took a nap of twenty minutes in the middle of the night made fewer slips than those who did not."
TRIAL = "In one of the trials the nap came at three in the morning, and the nurses were awake and able again at six."
COFFEE = "Who works at night is tired because the body wants to sleep, and no lamp and no coffee can talk it out of it."
ARTICLE = f"<h1>Why nurses nap</h1><p>{NIGHT}</p><p>{TRIAL}</p><p>{COFFEE}</p>"
MENU = "<div><a href=/a>Beds</a> <a href=/b>Teas</a></div>"
DEEP = "<div>" * 201
"""So deep that trafilatura is not asked."""


def regions(read_by: ReadBy, source: str) -> dict[str, str]:
    """The region of each block by its text."""
    page = read_by(source, HtmlReader)
    return {page.visible(block): block.region for block in page.document.blocks}


# --- parts by their names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrapped", ["<body>{}", f"<body>{DEEP}{{}}"], ids=["with trafilatura", "without"])
@pytest.mark.parametrize(
    ("part", "region"),
    [
        ("<nav>{}</nav>", "navigation"),
        ("<menu><li>{}</menu>", "navigation"),
        ("<button>{}</button>", "navigation"),
        ("<div class='post-navigation'>{}</div>", "navigation"),
        ("<ul role=navigation><li>{}</ul>", "navigation"),
        ("<table class=navbox><tr><td>{}</table>", "navigation"),
        ("<aside>{}</aside>", "related"),
        ("<section id=relatedPosts>{}</section>", "related"),
        ("<div class='c-1 left_SIDEBAR'>{}</div>", "related"),
        ("<div class='mostReadBox'>{}</div>", "related"),
        ("<div class='elementor-element elementor-widget-posts'>{}</div>", "related"),
        ("<div class='et_pb_module et_pb_posts'>{}</div>", "related"),
        ("<section class='read-next'>{}</section>", "related"),
        ("<div class='elementor-widget-post-info'>{}</div>", "metadata"),
        ("<div class='elementor-widget-author-box'>{}</div>", "author-box"),
        ("<div class=authorBox>{}</div>", "author-box"),
        ("<aside class='about-the-author'>{}</aside>", "author-box"),
        ("<div class=byline>{}</div>", "metadata"),
        ("<header class='entry-meta'>{}</header>", "metadata"),
        ("<div class='newsletter-box'>{}</div>", "call-to-action"),
        ("<div id='sign-up'>{}</div>", "call-to-action"),
        ("<footer>{}</footer>", "other"),
        ("<form>{}</form>", "other"),
        ("<fieldset>{}</fieldset>", "other"),
        ("<dialog>{}</dialog>", "other"),
        ("<figure><figcaption>{}</figcaption></figure>", "other"),
        ("<div id=comments><p>{}</p></div>", "other"),
        ("<div role=contentinfo>{}</div>", "other"),
        ("<div class='cookie-consent'>{}</div>", "other"),
        ("<article class='comment'><div><p>{}</div></article>", "other"),
    ],
)
def test_parts_of_the_page_are_told_by_their_names(read_by: ReadBy, part: str, region: str, wrapped: str) -> None:
    found = regions(read_by, wrapped.format(f"{ARTICLE}{part.format('Ten teas for you')}<p>{NIGHT} So it is.</p>"))
    assert found.pop("Ten teas for you") == region
    assert set(found.values()) == {"main"}


@pytest.mark.parametrize(
    "part",
    [
        "<div class=renavigate>{}</div>",
        "<div class='shared-decision readmit'>{}</div>",
        "<div data-type=nav title=footer>{}</div>",
        "<ul><li class=menu>{}</ul>",
        "<p>As <span class=popular>{}</span></p>",
        "<main class=sidebar>{}</main>",
    ],
)
def test_a_word_within_a_word_or_on_an_item_names_no_part(read_by: ReadBy, part: str) -> None:
    found = regions(read_by, f"{ARTICLE}{part.format(COFFEE + ' So it is.')}<p>{NIGHT} So it is.</p>")
    assert set(found.values()) == {"main"}


@pytest.mark.parametrize("wrapped", ["{}", f"{DEEP}{{}}"], ids=["with trafilatura", "without"])
@pytest.mark.parametrize(
    "wrapper",
    ["<div class='page has-sidebar'>", "<section id=popup-content>", "<article class='post tags-sleep'>", "<aside>"],
)
def test_a_name_on_the_wrapper_of_the_whole_article_is_not_believed(
    read_by: ReadBy, wrapper: str, wrapped: str
) -> None:
    source = f"{wrapper}{ARTICLE}<div class=related><p>Ten teas for you</p></div>"
    found = regions(read_by, wrapped.format(source))
    assert found.pop("Ten teas for you") == "related"
    assert list(found) == ["Why nurses nap", NIGHT, TRIAL, COFFEE]
    assert set(found.values()) == {"main"}


def test_names_on_body_and_html_are_not_asked(read_by: ReadBy) -> None:
    source = "<html class='no-js popup'><body class='widget has-sidebar nav'><p>Naps help nurses.</p>"
    assert regions(read_by, source) == {"Naps help nurses.": "main"}


@pytest.mark.parametrize("element", ["nav", "dialog", "menu"])
def test_a_menu_is_one_however_much_it_holds(read_by: ReadBy, element: str) -> None:
    links = " ".join(f"All that we know of naps in ward {k}" for k in range(40))
    found = regions(read_by, f"{DEEP}<{element}><p>{links}</p></{element}><p>{NIGHT}</p>")
    assert found == {links: "navigation" if element != "dialog" else "other", NIGHT: "main"}


def test_the_innermost_name_counts(read_by: ReadBy) -> None:
    source = (
        f"{ARTICLE}<footer>Mind<div class=related>Teas<nav>Top</nav></div><div class=bio>Ada</div>All rights</footer>"
    )
    found = regions(read_by, source)
    told = {text: found[text] for text in ("Mind", "Teas", "Top", "Ada", "All rights")}
    assert list(told.values()) == ["other", "related", "navigation", "author-box", "other"]


def test_a_form_around_the_page_does_not_take_the_article(read_by: ReadBy) -> None:
    found = regions(read_by, f"<body><form method=post id=aspnetForm>{ARTICLE}</form>")
    assert set(found.values()) == {"main"}


# --- lists of references -----------------------------------------------------------------------------------------

LISTS = {
    "items": "<ol><li>Varga T. Naps. 2018.</li><li>Lund B. Night work. 2019.</li></ol>",
    "printed numbers": "<p>1. Varga T. Naps. 2018.</p><p>2. Lund B. Night work. 2019.</p>",
    "brackets": "<p>[1] Varga T. Naps. 2018.</p><p>[2] Lund B. Night work. 2019.</p>",
}


@pytest.mark.parametrize("foot", ["<footer>{}</footer>", "<div class='site-footer'>{}</div>"], ids=["element", "name"])
@pytest.mark.parametrize("references", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("heading", ["<h2>References</h2>", "<p>Sources:</p>", "<h3>Quellen</h3>"])
def test_a_list_of_references_in_the_foot_of_the_page_is_kept(
    read_by: ReadBy, heading: str, references: str, foot: str
) -> None:
    found = regions(read_by, ARTICLE + foot.format(f"<p>Share this page</p>{heading}{references}"))
    assert found.pop("Share this page") == "other"
    assert set(found.values()) == {"main"}
    assert len(found) == 7


@pytest.mark.parametrize(
    "held",
    [
        "<h2>Sources</h2><p>Our library</p><p>Our letters</p>",
        "<h2>Explore</h2><ol><li>Naps 2018</li><li>Night work 2019</li></ol>",
        "<h2>References</h2><p>2. Varga</p><p>3. Lund</p>",
        "<h2>References</h2>",
    ],
    ids=["no numbers", "another heading", "not from 1", "nothing"],
)
def test_what_only_looks_like_a_list_of_references_stays_in_the_foot(read_by: ReadBy, held: str) -> None:
    found = regions(read_by, f"{ARTICLE}<footer>{held}</footer>")
    assert {region for text, region in found.items() if text not in ("Why nurses nap", NIGHT, TRIAL, COFFEE)} == {
        "other"
    }


BOXES = ["<aside>{}</aside>", "<div role=tablist>{}</div>", "<div class=sidebar>{}</div>", "<nav>{}</nav>"]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("references", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("heading", ["<h2>References</h2>", "<p>References (2)</p>", "<div role=button>Sources:</div>"])
def test_a_list_of_references_in_any_box_is_kept(read_by: ReadBy, heading: str, references: str, box: str) -> None:
    found = regions(read_by, ARTICLE + box.format(f"<p>Ten teas</p>{heading}{references}<p>Our letters</p>"))
    assert found["Ten teas"] != "main"
    assert [region for text, region in found.items() if "Varga" in text or "Lund" in text] == ["main", "main"]
    assert "items" not in references or found["Our letters"] != "main"


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(
    "held",
    [
        "<h2>Further reading</h2><ol><li>Ten teas for you</li><li>Why doctors nap</li></ol>",
        "<h2>Read more</h2><ol><li>Naps in 2018</li><li>Night work in 2019</li></ol>",
        "<h2>Sources</h2><p>Our library</p><p>Our letters</p>",
    ],
    ids=["stories without years", "another heading", "no numbers"],
)
def test_what_only_looks_like_a_list_of_references_stays_in_its_box(read_by: ReadBy, held: str, box: str) -> None:
    found = regions(read_by, ARTICLE + box.format(held))
    assert "main" not in {
        region for text, region in found.items() if text not in ("Why nurses nap", NIGHT, TRIAL, COFFEE)
    }


@pytest.mark.parametrize("name", ["references", "reflist columns", "wp-block-footnotes", "fussnoten", "citation-list"])
@pytest.mark.parametrize("around", ["aside", "footer"])
def test_a_part_named_as_references_is_main_wherever_it_stands(read_by: ReadBy, name: str, around: str) -> None:
    listed = f"<ol class='{name}'><li>Varga T. Naps.</li></ol>"
    found = regions(read_by, f"{ARTICLE}<{around}><p>Ten teas for you</p>{listed}</{around}>")
    assert found["Varga T. Naps."] == "main"
    assert found["Ten teas for you"] != "main"


# --- without names -----------------------------------------------------------------------------------------------


def test_lines_before_the_main_text_are_the_page_s_and_its_headings_are_not(read_by: ReadBy) -> None:
    found = regions(read_by, f"<body>{MENU}<div>{ARTICLE}</div>")
    assert found["Beds Teas"] == "other"
    assert found["Why nurses nap"] == "main"
    assert regions(read_by, f"<body>{DEEP}{MENU}<div>{ARTICLE}</div>")["Beds Teas"] == "main"  # nobody was asked


@pytest.mark.parametrize("line", ["<p>February 8, 2024</p>", "<ul><li>Written by: Ada Osei, RN<li>8 June 2022</ul>"])
def test_names_and_dates_below_the_headline_are_facts(read: ReadPage, line: str) -> None:
    document = read(f"<body>{ARTICLE.replace('</h1>', f'</h1>{line}')}", ".html").document
    assert document.facts.published in {"2024-02-08", "2022-06-08"}
    assert document.facts.author == (("Ada Osei",) if "Ada" in line else ())
    assert "other" not in {block.region for block in document.blocks}


def test_a_list_with_a_date_above_the_headline_is_the_page_s(read: ReadPage) -> None:
    document = read(f"<body><ul><li>Naps<li>8 June 2022</ul><div>{ARTICLE}</div>", ".html").document
    assert document.facts.published is None


def test_references_before_the_main_text_are_kept(read_by: ReadBy) -> None:
    listed = "<div class='references sidebar'><a href=/v>Varga</a> <a href=/l>Lund</a></div>"
    assert regions(read_by, f"<body>{listed}<div>{ARTICLE}</div>")["Varga Lund"] == "main"


@pytest.mark.parametrize(
    "source",
    [
        "<p>Naps help.",
        "Naps help.",
        "<body><div><p>Naps help.</div>",
        "<h1>Naps</h1><p>Naps help.",
        "<div class='page has-sidebar'><p>Naps help.</div>",
    ],
)
def test_a_very_small_page_is_all_article(read_by: ReadBy, source: str) -> None:
    assert set(regions(read_by, source).values()) == {"main"}


@pytest.mark.parametrize("source", ["", " ", "<p>", "<nav></nav><footer>", "<!-- x -->", "<script>x", "&nbsp;"])
def test_a_page_without_text_has_no_blocks(read_by: ReadBy, source: str) -> None:
    assert regions(read_by, source) == {}


@pytest.mark.parametrize("name", ["div", "span", "blockquote", "ul", "b", "table"])
def test_a_page_of_any_depth_is_read(read_by: ReadBy, name: str) -> None:
    page = read_by(f"<{name}>" * 3000 + ARTICLE + "<nav>Home</nav>", HtmlReader)
    assert {text for _, text in page.blocks("main")} == {"Why nurses nap", NIGHT, TRIAL, COFFEE}
    assert [text for _, text in page.blocks("navigation")] == ["Home"]


def test_a_page_of_any_length_is_judged_by_its_names_alone(read_by: ReadBy) -> None:
    source = f"<body>{MENU}<aside>Ten teas for you</aside><!-- {'naps ' * 400_001} --><div>{ARTICLE}</div>"
    found = regions(read_by, source)
    assert found.pop("Ten teas for you") == "related"
    assert set(found.values()) == {"main"}


def test_the_whole_page_is_read_as_its_article(read: ReadPage) -> None:
    page = read(
        f"<html lang=en><head><title>Why nurses nap | Steady Health</title></head><body class=has-sidebar>"
        f"<header><nav><a href=/>Home</a></nav></header><div class='wrap has-sidebar'><article>{ARTICLE}"
        f"<div class=newsletter><p>Get our letter each week</p></div><p>{NIGHT} So it is.</p></article>"
        f"<aside><p>Ten teas for you</p></aside></div><footer><p>All rights kept.</p><h2>References</h2>"
        f"{LISTS['items']}</footer></body></html>",
        ".html",
    )
    assert [text for _, text in page.blocks("main")] == [
        "Why nurses nap", NIGHT, TRIAL, COFFEE, f"{NIGHT} So it is.",
        "References", "Varga T. Naps. 2018.", "Lund B. Night work. 2019.",
    ]  # fmt: skip


# --- what is never seen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>let p = '<p>no</p>' < 5;</script>",
        "<style>p::before { content: '<b>' }</style>",
        "<noscript>no <b>script</b></noscript>",
        "<template>no <i>yet</i></template>",
        "<svg><title>no</title><text>no</text></svg>",
        "<textarea>no</textarea>",
        "<iframe>no</iframe>",
        "<b hidden>no</b>",
        "<span style='color: red; display:none'>no</span>",
        "<span style='VISIBILITY: hidden'>no</span>",
        "<span class='sr-only'>no</span>",
        "<b class='u-visuallyHidden'>no</b>",
        "<i class='x screen-reader-text y'>no</i>",
        "<b hidden>no<i class='sr-only'>no</i>no <br><a href='#x'>no</a></b>",
        "<span hidden>no <span>no</span> no</span>",
        "<noscript><div>no</div></noscript>",
        "<svg class=i />",
    ],
)
def test_what_readers_do_not_see_is_left_out_and_nothing_behind_it(read_by: ReadBy, unseen: str) -> None:
    page = read_by(f"<p>Naps {unseen}help.</p><p>They do.</p>", HtmlReader)
    assert [text for _, text in page.blocks()] == ["Naps help.", "They do."]
    assert page.document.marks == ()


@pytest.mark.parametrize(
    "folded",
    [
        "<div class='accordion-body' hidden>Naps help.</div>",
        "<div class=faq style='display: none'><p>Naps help.</div>",
        "<ol class=references hidden><li>Naps help.</ol>",
        "<details><p>Naps help.</p></details>",
    ],
)
def test_what_is_folded_away_can_be_opened_and_is_read(read_by: ReadBy, folded: str) -> None:
    page = read_by(f"{folded}<p hidden>Not this.</p>", HtmlReader)
    assert [text for _, text in page.blocks()] == ["Naps help."]


@pytest.mark.parametrize("source", ["<p hidden>no<p>{}", "<ul><li hidden>no<li>{}</ul>", "<tr><td hidden>no<td>{}"])
def test_what_is_hidden_and_left_open_ends_where_the_next_begins(read_by: ReadBy, source: str) -> None:
    page = read_by(source.format("Naps help."), HtmlReader)
    assert [text for _, text in page.blocks()] == ["Naps help."]


def test_what_a_page_builder_calls_its_boxes_says_nothing(read_by: ReadBy) -> None:
    boxes = "".join(
        f"<div class='elementor-element elementor-widget'><div class='elementor-widget-container'><p>{text}</div></div>"
        for text in (NIGHT, TRIAL, COFFEE)
    )
    folded = "<div class='elementor-tab-content' style='display: none'>Lund KA. Naps. Shift J. 2018;1:5-9.</div>"
    found = regions(read_by, f"<body><h1>Why nurses nap</h1>{boxes}{folded}")
    assert [found[text] for text in (NIGHT, TRIAL, COFFEE)] == ["main"] * 3
    assert any(text.startswith("Lund KA.") for text in found)
