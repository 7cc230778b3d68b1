"""A page that shows a wall, a door or nothing in place of an article is refused; what speaks of them is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes, read_source

SENTENCE = "A short walk after dinner lowered blood sugar by a tenth in one trial of ninety adults."
TEASER = f"<h1>Walks after meals</h1><p>{SENTENCE}</p>"
# Of twenty words each.
PARAGRAPHS = [f"{SENTENCE} Group {n} agreed." for n in range(6)]
LINKS = "".join(f"<li><a href='/{n}'>Stories of every kind from all of our desks</a></li>" for n in range(40))


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Walks</title>{head}</head><body>{body}</body></html>".encode()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as problem:
        read_bytes(data, "page.html", ".html")
    said = str(problem.value)
    assert said.startswith("page.html ")
    assert said.endswith("save the page from your browser once it shows the article, and name the file")
    return said


def visible(data: bytes) -> str:
    return read_bytes(data, "page.html", ".html").text


# --- what is shown in place of an article ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe to continue reading.",
        "Subscribe now to read the rest.",
        "A subscription to unlock it costs 4 a month.",
        "This article is for subscribers only.",
        "This story is reserved for members.",
        "Become a member to read on.",
        "You have reached your limit of free articles.",
        "You have no free articles left.",
        "Already a subscriber? Welcome back.",
        "Purchase access for a day.",
    ],
)
def test_a_wall_behind_the_first_sentences_is_a_paywall(wall: str) -> None:
    assert "shows a paywall in place of the article" in refusal(page(f"<article>{TEASER}<p>{wall}</p></article>"))


@pytest.mark.parametrize("value", ['"isAccessibleForFree": "False"', '"isAccessibleForFree":false'])
def test_a_page_that_says_it_is_not_free_is_a_paywall(value: str) -> None:
    said = f'<script type="application/ld+json">{{"@type": "NewsArticle", {value}}}</script>'
    assert "a paywall" in refusal(page(f"<article>{TEASER}</article>", said))


@pytest.mark.parametrize(
    "door",
    [
        "<p>Please log in.</p>",
        "<p>Sign in to view the page that you asked for.</p>",
        "<p>You must be logged in for this.</p>",
        "<p>Forgotten your password? Write to us.</p>",
        '<form><input name="who"><input name="word" type="password"></form><p>Use the address that we know.</p>',
        "<form><input type=password></form><p>Use the address that we know.</p>",
    ],
)
def test_a_form_or_a_request_to_log_in_is_a_login(door: str) -> None:
    assert "shows a login in place of the article" in refusal(page(f"<main><h1>Welcome</h1>{door}</main>"))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Please enable JavaScript and reload this page.</p>",
        "<h1>Just a moment...</h1><p>We are checking your browser before you go on.</p>",
        "<p>The page is on its way to you.</p><div id='root'></div><script src='/app.js'></script>",
        "<p>The page is on its way to you.</p><noscript><b>Turn on</b> JavaScript for more.</noscript>",
    ],
    ids=["words", "check", "script", "noscript"],
)
def test_a_page_that_is_made_by_its_scripts_is_told_as_such(body: str) -> None:
    assert "shows nothing without running its scripts" in refusal(page(body))


@pytest.mark.parametrize(
    "body",
    [
        "<div id='root'></div><script src='/app.js'></script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>",
    ],
    ids=["script", "noscript"],
)
def test_a_page_without_any_text_is_told_as_made_by_its_scripts(body: str) -> None:
    assert "shows nothing without running its scripts" in refusal(page(body))


def test_the_words_of_menus_and_tables_do_not_hide_a_wall() -> None:
    table = "<table>" + "<tr><td>walks</td><td>ninety adults in one trial</td></tr>" * 40 + "</table>"
    wall = f"<article>{TEASER}{table}<p>Subscribe to continue reading.</p></article>"
    assert "a paywall" in refusal(page(f"<nav><ul>{LINKS}</ul></nav>{wall}<footer><ul>{LINKS}</ul></footer>"))


def test_a_page_saved_to_a_file_without_a_name_for_it_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "walks"
    path.write_bytes(page("<main><p>Please log in.</p></main>"))
    with pytest.raises(UnreadableSourceError, match="shows a login"):
        read_source(str(path))


# --- articles ----------------------------------------------------------------------------------------------------


def test_a_long_article_that_speaks_of_walls_doors_and_scripts_is_read_whole() -> None:
    spoken = (
        "Please log in to continue, said one page, and another: enable JavaScript. This article is for subscribers "
        "only, said a third, and you must be logged in. Forgot your password? Just a moment."
    )
    paragraphs = [*PARAGRAPHS, spoken]
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    head = '<script>{"isAccessibleForFree": false}</script>'
    text = visible(page(f"<article><h1>Walks</h1>{body}<form><input type=password></form></article>", head))
    assert [one for one in paragraphs if one not in text] == []


def test_120_words_are_the_beginning_of_an_article_and_one_less_is_not() -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    kept = page(f"<article><h1>Walks</h1>{body}</article>", '<script>{"isAccessibleForFree": false}</script>')
    assert PARAGRAPHS[-1] in visible(kept)
    assert "a paywall" in refusal(kept.replace(b"Group 3 agreed", b"They agreed"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Nurses who subscribe to a magazine on walking walked more than those who did not.",
        "Free articles for reading were handed out to all members of the club.",
        "Each of them signed in at the clinic and logged their steps in a diary.",
        "Members alone were weighed, and none forgot to come back.",
        "For a moment the script of the interview was just put aside.",
    ],
)
def test_a_short_article_with_words_that_are_alike_is_read(sentence: str) -> None:
    assert sentence in visible(page(f"<article>{TEASER}<p>{sentence}</p></article>"))


def test_a_short_article_on_a_page_with_scripts_that_says_it_is_free_is_read() -> None:
    head = '<script type="application/ld+json">{"isAccessibleForFree": true}</script><script src="/count.js"></script>'
    assert visible(page(f"<article>{TEASER}<p>{SENTENCE}</p></article>", head)).count(SENTENCE) == 2


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_text_that_is_no_page_has_no_wall(suffix: str) -> None:
    text = f"Please log in, it said. Subscribe to continue reading. {SENTENCE}"
    assert read_bytes(text.encode(), f"draft{suffix}", suffix).text.strip() == text
