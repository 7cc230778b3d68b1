"""HTML split into tags and text: what is markup, what is none, and where each piece stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.tags import Remark, Tag, Text, tokens


def pieces(source: str) -> list[str]:
    """The source of each token but comments; a raw text in brackets."""
    return [
        f"[{source[t.start : t.end]}]" if isinstance(t, Text) and t.raw else source[t.start : t.end]
        for t in tokens(source)
        if not isinstance(t, Remark)
    ]


def first_tag(source: str) -> Tag:
    return next(token for token in tokens(source) if isinstance(token, Tag))


# --- what is a tag -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("<p>Naps</p> help", ["<p>", "Naps", "</p>", " help"]),
        ("Naps<br/>help<hr />now", ["Naps", "<br/>", "help", "<hr />", "now"]),
        ("<p\n class=x\n>Naps</p\n>", ["<p\n class=x\n>", "Naps", "</p\n>"]),
        ("<p><b><i></i></b>", ["<p>", "<b>", "<i>", "</i>", "</b>"]),
        ("Naps", ["Naps"]),
        ("", []),
    ],
    ids=["tags and texts", "self-closing", "over lines", "no texts between", "text alone", "nothing"],
)
def test_every_character_belongs_to_a_tag_or_a_text(source: str, parts: list[str]) -> None:
    assert pieces(source) == parts


@pytest.mark.parametrize(
    "text",
    ["p < 0.05 and n <5", "naps <3 nurses", "1 << 2 <", "<- back", 'a <"b" c', "<é", "4 > 3 >= 2 &lt; 5"],
)
def test_a_less_than_sign_is_text_unless_a_name_follows(text: str) -> None:
    assert pieces(text) == [text]
    assert pieces(f"<p>{text}</p>") == ["<p>", text, "</p>"]


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("<a href=\"x y\" id='z'>", {"href": "x y", "id": "z"}),
        ("<a href=/x?a=1&b=2 id=z>", {"href": "/x?a=1&b=2", "id": "z"}),
        ("<a HREF = 'x'\n ID\n=\nz>", {"href": "x", "id": "z"}),
        ('<a href="x"id="z">', {"href": "x", "id": "z"}),
        ('<p hidden class="">', {"hidden": "", "class": ""}),
        ("<p class=one class=two>", {"class": "one"}),
        ('<p title="it\'s a > b" id=z>', {"title": "it's a > b", "id": "z"}),
        ("<p title='say \"naps\"'>", {"title": 'say "naps"'}),
        ('<a title="5 &lt; 6 &amp; on">', {"title": "5 &lt; 6 &amp; on"}),
        ("<a data-x:y.z=1 / id=z / >", {"data-x:y.z": "1", "id": "z"}),
        ("<p>", {}),
    ],
    ids=[
        "both quotes", "unquoted", "spaces and capitals", "glued", "without a value", "said twice", "end in quotes",
        "quotes in quotes", "entities as written", "odd names and slashes", "none",
    ],
)  # fmt: skip
def test_attributes_are_read_as_written_up_to_the_end_of_the_tag(tag: str, attributes: dict[str, str]) -> None:
    source = f"{tag}Naps"
    assert first_tag(source).attributes == attributes
    assert pieces(source) == [tag, "Naps"]


def test_names_are_lowered_and_closing_tags_known() -> None:
    found = [(t.name, t.closing) for t in tokens("<H1>Naps</H1><my-Box/>") if isinstance(t, Tag)]
    assert found == [("h1", False), ("h1", True), ("my-box", False)]


# --- what is no text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unseen",
    [
        "<!doctype html>",
        "<!-- a note -->",
        "<!-- <p>not this</p> -->",
        "<!-- a -- b > c -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<?xml version='1.0'?>",
        "<![CDATA[a > b <p>c</p>]]>",
        "</>",
        "</ p>",
        "</3>",
        "<!-- a note --!>",
    ],
)
def test_comments_and_declarations_are_left_out_and_nothing_behind_them(unseen: str) -> None:
    source = f"Naps{unseen}<p>help"
    assert pieces(source) == ["Naps", "<p>", "help"]


@pytest.mark.parametrize("name", ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"])
def test_elements_that_hold_no_tags_end_only_at_their_own_closing_tag(name: str) -> None:
    held = f"if (a<b) '<p>x</p>' <!-- </{name}x> </ {name}> "
    source = f"<{name}>{held}</{name.upper()} >Naps"
    assert pieces(source) == [f"<{name}>", f"[{held}]", f"</{name.upper()} >", "Naps"]


def test_a_closing_tag_of_a_script_opens_none() -> None:
    assert pieces("</script><p>Naps</p></style >") == ["</script>", "<p>", "Naps", "</p>", "</style >"]


# --- damaged pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("Naps<p class=x", ["Naps", "<p class=x"]),
        ('Naps<p class="x>help', ["Naps", '<p class="x>help']),
        ("Naps<!-- help", ["Naps"]),
        ("Naps<script>help", ["Naps", "<script>", "[help]"]),
        ("Naps</", ["Naps"]),
        ("Naps<", ["Naps<"]),
        ("<b<i>Naps", ["<b<i>", "Naps"]),
    ],
    ids=["tag", "quotes", "comment", "script", "closing tag", "sign", "tag within a tag"],
)
def test_what_never_closes_reaches_to_the_end(source: str, parts: list[str]) -> None:
    assert pieces(source) == parts


@pytest.mark.parametrize(
    "damage", ["<", "<a ", "<a '", "<a\"'", "</", "<!", "<!--", "<![CDATA[", "<script>", "<a/=", "&"]
)
def test_damage_repeated_gives_no_more_tokens_than_there_is_of_it(damage: str) -> None:
    for times in (1, 100, 20_000):
        assert len(list(tokens(damage * times))) <= times + 1


HOSTILE = st.text("<>/!-?='\"ab \n&;[]", max_size=80) | st.lists(
    st.sampled_from(["<p>", "</p>", "<script>", "</script", "<!--", "-->", "<a href='", '"', ">", "x", " ", "é", "😴"]),
    max_size=20,
).map("".join)


@given(HOSTILE)
def test_tokens_follow_one_another_within_the_source(source: str) -> None:
    reached = 0
    for token in tokens(source):
        assert reached <= token.start <= token.end <= len(source)
        assert token.end > token.start or (isinstance(token, Text) and token.raw)
        if isinstance(token, Tag):
            assert source.startswith("</" if token.closing else "<", token.start)
            assert source[token.start + 1 + token.closing :].lower().startswith(token.name)
        reached = token.end


@given(st.lists(st.text("05 <>é😴&;'\n", min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_text_between_tags_is_lost(texts: list[str]) -> None:
    source = "<p>".join(texts)
    assert [source[t.start : t.end] for t in tokens(source) if isinstance(t, Text)] == texts
