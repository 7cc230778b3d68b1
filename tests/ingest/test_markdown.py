"""Markdown: what a reader sees of it, and where each character of that stands in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest.markdown import MarkdownReader
from citecheck.model import Facts
from citecheck.text import source_offset

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy


def listed(page: Page) -> list[tuple[str, int, str, str]]:
    """Kind, level, label and text of each block."""
    return [(b.kind, b.level, b.label, page.visible(b)) for b in page.document.blocks]


def marks(page: Page) -> list[tuple[str, str, str]]:
    """Kind, text and target of each mark."""
    return [(m.kind, page.visible(m), m.target) for m in page.document.marks]


# --- blocks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("# Naps at work\n\nThey help.", [("heading", 1, "", "Naps at work"), ("paragraph", 0, "", "They help.")]),
        ("### Naps at work ###", [("heading", 3, "", "Naps at work")]),
        ("Naps\n====\n\nWork\n----", [("heading", 1, "", "Naps"), ("heading", 2, "", "Work")]),
        ("Two lines\nof one paragraph", [("paragraph", 0, "", "Two lines\nof one paragraph")]),
        (
            "- rest\n* walk\n+ read",
            [("list-item", 1, "-", "rest"), ("list-item", 1, "*", "walk"), ("list-item", 1, "+", "read")],
        ),
        ("7. rest\n8. walk", [("list-item", 1, "7.", "rest"), ("list-item", 1, "8.", "walk")]),
        ("1) rest", [("list-item", 1, "1)", "rest")]),
        (
            "- rest\n  - at noon\n    - in bed\n- walk",
            [
                ("list-item", 1, "-", "rest"),
                ("list-item", 2, "-", "at noon"),
                ("list-item", 3, "-", "in bed"),
                ("list-item", 1, "-", "walk"),
            ],
        ),
        (
            "- rest\n\n  as often as you can\n- walk",
            [
                ("list-item", 1, "-", "rest"),
                ("paragraph", 0, "", "as often as you can"),
                ("list-item", 1, "-", "walk"),
            ],
        ),
        ("-\n\nNaps help.", [("paragraph", 0, "", "Naps help.")]),
        ("> 1. said she\n\nNaps help.", [("quote", 0, "", "said she"), ("paragraph", 0, "", "Naps help.")]),
        (
            "> Naps *help*,\n> she said.\n> > Do they?",
            [("quote", 0, "", "Naps help,\nshe said."), ("quote", 0, "", "Do they?")],
        ),
        ("> Naps help,\nshe said.", [("quote", 0, "", "Naps help,\nshe said.")]),
        (
            "| Drug | Dose |\n|---|:-:|\n| Nap | 20 min |\n| | none |",
            [("table", 0, "", cell) for cell in ("Drug", "Dose", "Nap", "20 min", "none")],
        ),
        ("| a \\| b | c |\n|---|---|", [("table", 0, "", "a | b"), ("table", 0, "", "c")]),
        (
            "Naps.[^1]\n\n[^1]: Varga T. Naps.",
            [("paragraph", 0, "", "Naps.[^1]"), ("list-item", 0, "[^1]", "Varga T. Naps.")],
        ),
        (
            "[^x]: Never pointed to.\n\nNaps.",
            [("list-item", 0, "[^x]", "Never pointed to."), ("paragraph", 0, "", "Naps.")],
        ),
        (
            "As some^[*Not* all.] say^[Lind T. [Naps](u).] so.\n\nThey help.",
            [
                ("paragraph", 0, "", "As some[^1] say[^2] so."),
                ("list-item", 0, "[^1]", "Not all."),
                ("list-item", 0, "[^2]", "Lind T. Naps."),
                ("paragraph", 0, "", "They help."),
            ],
        ),
        (
            "- Naps^[Some^[Few.] do.] help.[^1]\n\n[^1]: Varga.",
            [
                ("list-item", 1, "-", "Naps[^2] help.[^1]"),
                ("list-item", 0, "[^2]", "Some[^3] do."),
                ("list-item", 0, "[^3]", "Few."),
                ("list-item", 0, "[^1]", "Varga."),
            ],
        ),
        (
            "Naps `^[help]` and 5^[6] \\^[no]",
            [
                ("paragraph", 0, "", "Naps ^[help] and 5[^1] ^[no]"),
                ("list-item", 0, "[^1]", "6"),
            ],
        ),
        (
            "<p>Naps help <b>nurses</b>.</p>\n\nThey do.",
            [("paragraph", 0, "", "Naps help nurses."), ("paragraph", 0, "", "They do.")],
        ),
        ("<p>Fish &amp; chips</p>\r\n<p>at noon</p>", [("paragraph", 0, "", "Fish & chips\nat noon")]),
    ],
)
def test_blocks_are_what_a_reader_takes_them_for(read_by: ReadBy, source: str, blocks: list[object]) -> None:
    assert listed(read_by(source, MarkdownReader)) == blocks


@pytest.mark.parametrize(
    "unseen",
    [
        "```\ncode\n```",
        "    code",
        "![a sleeping nurse](nurse.png)",
        "<!-- to do: a source -->",
        "<!--\nto do\n\na source\n-->",
        "<style>\np { color: red }\n</style>",
        "<script>\nlet x = '<p>naps</p>';\n</script>",
        "[naps]: https://naps.example",
        "***",
    ],
)
def test_what_readers_do_not_see_as_text_is_left_out(read_by: ReadBy, unseen: str) -> None:
    page = read_by(f"Naps help.\n\n{unseen}\n\nThey do.", MarkdownReader)
    assert [text for *_, text in listed(page)] == ["Naps help.", "They do."]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("Naps `help` ``a ` b`` nurses", "Naps help a ` b nurses"),
        ("Naps `help\nmany` nurses", "Naps help many nurses"),
        ('Naps ![of a nurse](n.png "asleep") help', "Naps  help"),
        ("Naps <!-- source? --> help", "Naps  help"),
        ("Naps  \nhelp\\\nnurses<br>now", "Naps\nhelp\nnurses\nnow"),
        ("5 &lt; 6 &amp;amp; &#8211; &nbsp;x &bogus;", "5 < 6 &amp; – \u00a0x &bogus;"),
        ("\\*not raised\\* and a\\_b", "*not raised* and a_b"),
        ("A *b **c** d* ___e___ f", "A b c d e f"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("As some say^[Not all do. it helps", "As some say^[Not all do. it helps"),
        ("Naps\r\nhelp\rnurses", "Naps\nhelp\nnurses"),
    ],
)
def test_inline_markup_is_read_as_it_looks(read_by: ReadBy, source: str, seen: str) -> None:
    assert [text for *_, text in listed(read_by(source, MarkdownReader))] == [seen]


# --- marks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "mark", "written"),
    [
        (
            'Read [the trial](https://naps.example/t_(1) "Naps").',
            ("link", "the trial", "https://naps.example/t_(1)"),
            None,
        ),
        (
            "Read [the trial][t].\n\n[t]: https://naps.example",
            ("link", "the trial", "https://naps.example"),
            "[the trial][t]",
        ),
        ("Read [t][].\n\n[t]: https://naps.example", ("link", "t", "https://naps.example"), "[t][]"),
        ("Read [t] now.\n\n[t]: https://naps.example", ("link", "t", "https://naps.example"), "[t]"),
        (
            "See <https://naps.example/a>.",
            ("link", "https://naps.example/a", "https://naps.example/a"),
            "<https://naps.example/a>",
        ),
        (
            "As shown [[3]](https://naps.example).",
            ("link", "[3]", "https://naps.example"),
            "[[3]](https://naps.example)",
        ),
        ("As shown.[^b2]\n\n[^b2]: Varga.", ("footnote", "[^b2]", "b2"), "[^b2]"),
        ("As shown.[^9]", ("footnote", "[^9]", "9"), "[^9]"),
        ("As shown.^[Varga [2019].] So.", ("footnote", "[^1]", "1"), "^[Varga [2019].]"),
        ("As shown.^[9] So.", ("footnote", "[^1]", "1"), "^[9]"),
        ("As shown<sup>2,3</sup>.", ("superscript", "2,3", ""), "<sup>2,3</sup>"),
        ("It *did* help.", ("emphasis", "did", ""), "*did*"),
        ("It __did__ help.", ("strong", "did", ""), "__did__"),
        (
            "[x <sup>2](https://naps.example) y</sup>",
            ("link", "x 2", "https://naps.example"),
            "[x <sup>2](https://naps.example)",
        ),
    ],
)
def test_marks_know_their_text_their_target_and_their_place(
    read_by: ReadBy, source: str, mark: tuple[str, str, str], written: str | None
) -> None:
    page = read_by(source, MarkdownReader)
    assert marks(page) == [mark]
    if written:
        assert page.written(page.document.marks[0]) == written


def test_a_link_without_text_is_no_mark(read_by: ReadBy) -> None:
    page = read_by("Naps [](https://naps.example) help **** nurses.", MarkdownReader)
    assert marks(page) == []


def test_marks_stand_in_the_order_of_the_text(read_by: ReadBy) -> None:
    page = read_by("A *b [c](https://c.example)* d[^1] e<sup>2</sup>\n\n[^1]: f", MarkdownReader)
    assert [kind for kind, _, _ in marks(page)] == ["emphasis", "link", "footnote", "superscript"]


# --- positions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("source", "phrases"),
    [
        ("# Naps and naps\n\nnaps *naps* naps more.", ["Naps and naps", "naps more"]),
        ("- one *two*\n- one [two](u) three\n  four\n", ["three", "four"]),
        ("> quoted text\n> goes on *here* ok\n", ["goes on", "ok"]),
        ("| data | a |\n|---|---|\n| aa | a b |\n", ["a b"]),
        ("| x | 5 \\| 6 | y z |\n|---|---|---|\n", ["y z"]),
        ("![x](naps.png) See naps.png here", ["naps.png here"]),
        ("[a](https://a.example/word) word", [" word"]),
        ("a &amp; b &nbsp; c &lt; after", ["after"]),
        ("Naps `co\nde` behind", ["behind"]),
        ("x<br/>y<sub>2</sub> end", [" end"]),
        ("Line one\n   indented line two\nline three", ["line two", "line three"]),
        ("Text.[^1]\n\n[^1]: Text of *the* note.\n    It goes on.", ["note.", "It goes on"]),
        ("Text.^[Text of *the* note.\nIt goes on.] More of it.", ["note.", "It goes on", "More of it."]),
        ("> As shown [see @lind2019;\n> @varga2020]. More of it.", ["[see", "@varga2020]", "More of it."]),
        ('<div>\n\n<p class="x">Inside it</p>\n\n</div>\n\nOutside it', ["Inside it", "Outside it"]),
        ("Müde 😴 Menschen\u00a0*schlafen* – kurz", ["😴 Menschen", "– kurz"]),
        ("---\ntitle: Naps\n---\n\nBody text", ["Body text"]),
    ],
)
def test_a_phrase_is_pointed_at_where_it_was_typed(
    read_by: ReadBy, source: str, phrases: list[str], newline: str
) -> None:
    page = read_by(source.replace("\n", newline), MarkdownReader)
    for phrase in phrases:
        assert page.written(page.span(phrase)) == phrase


MARKDOWN = st.lists(
    st.sampled_from(
        "naps help * ** _ ` [ ] ( ) [^1] [^1]: ^[ [@ @a2019 ]] [a](b) ![i](j) <b> </b> <sup> </sup> <!-- -->"
        " &amp; &rdquo; \\* \\ | --- # > - 1. ~~~ https://naps.example <https://naps.example> é 😴".split()
    )
    | st.sampled_from(
        [" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "\u00a0", "<p>", "</p>", "<script>", "---\n"]
    ),
    max_size=30,
).map("".join)


@given(MARKDOWN | st.text(max_size=100))
def test_no_text_is_too_much_and_every_place_lies_in_the_source(source: str) -> None:
    reading = MarkdownReader().read(source)
    assert "\r" not in reading.text
    spans = [*reading.blocks, *reading.marks]
    assert all(0 <= span.start < span.end <= len(reading.text) for span in spans)
    assert list(reading.anchors) == sorted(reading.anchors)
    for span in spans:
        assert (
            0
            <= source_offset(reading.anchors, span.start)
            <= source_offset(reading.anchors, span.end - 1)
            < len(source)
        )
    for mark in reading.marks:
        assert mark.source is not None
        assert 0 <= mark.source[0] < mark.source[1] <= len(source)


words = st.lists(st.sampled_from("naps help nurses sleep at work".split()), min_size=1, max_size=4).map(" ".join)
pieces = st.one_of(
    words,
    words.map("*{}*".format),
    words.map("**{}**".format),
    words.map("[{}](https://naps.example/naps)".format),
    words.map("<b>{}</b>".format),
    words.map("`{}`".format),
    words.map("{}[^1]".format),
    words.map("naps^[{}]".format),
    words.map("naps [@lind2019, {}]".format),
)


@given(
    st.lists(st.lists(pieces, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_letter_of_marked_up_prose_stands_where_it_is_said_to(paragraphs: list[str], newline: str) -> None:
    source = f"{newline}{newline}".join([*paragraphs, "[^1]: A note."])
    reading = MarkdownReader().read(source)
    for block in reading.blocks:
        for offset in range(block.start, block.end):
            if reading.text[offset].isalpha():
                assert source[source_offset(reading.anchors, offset)] == reading.text[offset]


# --- front matter ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "facts"),
    [
        ("title: Naps at work", Facts(title="Naps at work")),
        ("title: 2020", Facts(title="2020")),
        ("author: Ada Osei", Facts(author=("Ada Osei",))),
        ("author: [Ada Osei, Ben Lund]", Facts(author=("Ada Osei", "Ben Lund"))),
        ("authors:\n  - name: Ada Osei\n  - Ben Lund", Facts(author=("Ada Osei", "Ben Lund"))),
        ("author:", Facts()),
        ("tags: [naps]", Facts()),
        ("date: 2024-03-05", Facts(published="2024-03-05")),
        ("date: 2024-03-05 10:30:00", Facts(published="2024-03-05")),
        ("date: 5 March 2024", Facts(published="2024-03-05")),
        ("date: March 5, 2024", Facts(published="2024-03-05")),
        ("published: 2024-03", Facts(published="2024-03")),
        ("date: 2024", Facts(published="2024")),
        ("date: soon", Facts()),
        ("site: Steady Health", Facts(publisher="Steady Health")),
        ("lang: en-GB", Facts(language="en")),
        ("language: de", Facts(language="de")),
        ("lang: German", Facts()),
    ],
)
def test_front_matter_states_facts_and_is_no_text(read_by: ReadBy, header: str, facts: Facts) -> None:
    page = read_by(f"---\n{header}\n---\n\nNaps help.", MarkdownReader)
    assert page.document.facts == facts
    assert [text for *_, text in listed(page)] == ["Naps help."]


@pytest.mark.parametrize(
    "header",
    [
        "date: 2024-13-45",
        "title: [",
        "- a\n- b",
        "just text",
        "a: !!float x",
        "a: !!bool x",
        "title: {a: [b]}",
        "[" * 2000,
        "!!timestamp x: 1",
    ],
)
def test_a_broken_header_does_not_keep_the_draft_from_being_read(read_by: ReadBy, header: str) -> None:
    page = read_by(f"---\n{header}\n---\n\nNaps help.", MarkdownReader)
    assert page.document.facts == Facts()
    assert [text for *_, text in listed(page)] == ["Naps help."]
