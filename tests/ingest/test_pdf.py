"""PDF: whole files as readers see them, lines put together to paragraphs, and files that cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.ingest.interface import Reading
from citecheck.ingest.paging import read_lines
from citecheck.ingest.pdf import Glyph, Line
from citecheck.model import Document
from citecheck.text import source_span

FIXTURES = Path(__file__).parents[2] / "fixtures/reading"
NAMES = ["brief-hearing", "columns-pain", "memo-burnout"]


def listed(document: Document | Reading, *regions: str) -> list[tuple[str, str, str]]:
    """Kind, label and text of the blocks, of some regions or of all."""
    chosen = (block for block in document.blocks if not regions or block.region in regions)
    return [(block.kind, block.label, document.text[block.start : block.end]) for block in chosen]


def texts(document: Document | Reading, *regions: str) -> list[str]:
    return [text for *_, text in listed(document, *regions)]


def marks(document: Document | Reading, kind: str) -> list[tuple[str, str]]:
    """Text and target of each mark of a kind."""
    return [(document.text[m.start : m.end], m.target) for m in document.marks if m.kind == kind]


def whole(name: str) -> Document:
    return read_bytes((FIXTURES / f"articles/dev/{name}.pdf").read_bytes(), f"{name}.pdf", ".pdf")


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_is_one_item_with_its_number(name: str) -> None:
    gold = json.loads((FIXTURES / f"gold/dev/{name}.json").read_text(encoding="utf-8"))
    expected = [str(reference["text"]) for reference in gold["references"]]
    items = [block for block in listed(whole(name), "main") if block[0] == "list-item"][-len(expected) :]
    assert [label.strip("[].") for _, label, _ in items] == [str(n) for n in range(1, len(expected) + 1)]
    assert [text for *_, text in items] == expected


def test_extracted_text_is_pointed_at_where_it_stands() -> None:
    document = whole("memo-burnout")
    assert document.source == document.text
    spans = [(block.start, block.end) for block in document.blocks]
    assert [source_span(document, *span) for span in spans] == spans


def test_columns_are_read_one_after_the_other_and_the_heads_apart() -> None:
    document = whole("columns-pain")
    headings = [text for kind, _, text in listed(document, "main") if kind == "heading"]
    assert headings[1:] == ["What words do", "Say this, not that", "Moving again", "A sentence to keep", "References"]
    running = ["Drummond-Bear & Ghoshal", "Prairie Physiotherapy Bulletin, March 2021, 12(1): 31-33"]
    assert texts(document, "other")[-6:] == [*running, "31", *running, "32"]
    raised = [text for text, _ in marks(document, "superscript")]
    assert raised == "1 2 3 4–6 2 st 7 5,8 9 6 10 11".split()


def test_a_link_over_several_lines_is_one_mark_with_its_whole_address() -> None:
    links = marks(whole("brief-hearing"), "link")
    assert [text for text, _ in links] == [target for _, target in links]
    assert (len(links), max(len(text) for text, _ in links)) == (7, 144)


# --- lines to paragraphs -----------------------------------------------------------------------------------------

FULL = "night shifts are long and naps help the nurses who work"


@dataclass
class Press:
    """Sets lines on pages; a glyph is half as wide as the type is high, and what stands in braces is raised."""

    lines: list[Line] = field(default_factory=list)
    page: int = 0
    base: float = 700.0

    def set(
        self, *printed: str, left: float = 72.0, first: float = 0.0, gap: float = 0.0, size: float = 10.0,
        bold: bool = False, wide: bool = False, target: str = "",
    ) -> Press:  # fmt: skip
        """Lines that fill the column, but for the last unless `wide`; the first is set in and has a gap above."""
        self.base -= gap
        for i, text in enumerate(printed):
            x = left + (0.0 if i else first)
            width = (360.0 - x) / len(text) if wide or i < len(printed) - 1 else 0.5 * size
            line = Line(self.page, base=self.base, size=size)
            raised = spaced = False
            for character in text:
                if character in "{}":
                    raised = character == "{"
                    continue
                if character != " ":
                    glyph = Glyph(character, x, x + width, self.base, size, bold, spaced and bool(line.glyphs))
                    glyph.raised, glyph.target = int(raised), target
                    line.glyphs.append(glyph)
                spaced = character == " "
                x += width
            self.lines.append(line)
            self.base -= 1.2 * size
        return self

    def turn(self, *, page: bool = True) -> Press:
        """Goes on at the top of the next page, or of the next column."""
        self.page, self.base = self.page + page, 700.0
        return self

    def read(self) -> Reading:
        return read_lines(self.lines, [800.0] * (self.page + 1))


def body(*, wide: bool = False) -> Press:
    """A paragraph, so that the type and the width of the column are known."""
    return Press().set(*[FULL] * 6, f"{FULL}." if wide else "at last.", wide=wide)


@pytest.mark.parametrize(
    "layout",
    [{"first": 12.0}, {"wide": False}, {"gap": 8.0}, {"size": 12.0}, {"gap": 2.0, "bold": True}],
    ids=["indent", "short last line", "gap", "larger type", "bold type"],
)
def test_a_paragraph_ends_where_the_page_shows_it(layout: Mapping[str, Any]) -> None:
    set_in = {key: layout[key] for key in layout if key != "wide"}
    assert texts(body(wide=layout.get("wide", True)).set(FULL, "they do.", **set_in).read())[1:] == [f"{FULL} they do."]
    assert len(texts(body(wide=True).set(FULL, "they do.").read())) == 1


@pytest.mark.parametrize("page", [True, False], ids=["page", "column"])
@pytest.mark.parametrize(
    ("end", "begin", "blocks"),
    [(FULL, "in the dark.", 1), (FULL, "In Leeds they do.", 1), (f"{FULL}.", "They do.", 2), (f"{FULL}.", "etc.", 1)],
    ids=["within a sentence", "before a name", "after a sentence", "after an abbreviation"],
)
def test_a_sentence_goes_on_over_the_end_of_a_page_or_column(page: bool, end: str, begin: str, blocks: int) -> None:
    reading = Press().set(*[FULL] * 6, end, wide=True).turn(page=page).set(begin, FULL, "at last.").read()
    assert len(texts(reading)) == blocks
    assert texts(reading)[-1].endswith(f"{begin} {FULL} at last.")


def test_headings_are_apart_and_know_whether_they_are_the_title() -> None:
    press = Press().set("Naps at work", size=20.0).set(*[FULL] * 4, f"{FULL}.", wide=True)
    reading = press.set("What is known", bold=True, gap=6.0).set(*[FULL] * 3, "at last.").read()
    found = [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks]
    assert found[0::2] == [("heading", 1, "Naps at work"), ("heading", 2, "What is known")]


@pytest.mark.parametrize("labels", [["•", "•"], ["1.", "2."], ["[9]", "[10]"], ["(1)", "(2)"]], ids=" ".join)
def test_printed_labels_begin_items_and_what_hangs_below_belongs_to_them(labels: list[str]) -> None:
    press = body()
    for label in labels:
        press.set(f"{label} Rest, since", left=72.0, gap=2.0, wide=True).set("nights are long.", left=90.0)
    reading = press.read()
    assert listed(reading)[1:] == [("list-item", label, "Rest, since nights are long.") for label in labels]


def test_an_item_goes_on_over_a_page_where_the_next_number_follows() -> None:
    press = body().set("1. Abel T. Naps. 2018.").set("2. Varga T. Naps.").turn()
    reading = press.set("J Rest. 2019.").set("3. Osei A. Naps.").read()
    assert texts(reading)[1:] == ["Abel T. Naps. 2018.", "Varga T. Naps. J Rest. 2019.", "Osei A. Naps."]


def test_paragraphs_set_in_behind_a_colon_are_items_whose_bullets_are_drawn() -> None:
    press = body().set("What helped them:", gap=8.0)
    press.set("Rest at noon.", left=96.0, gap=8.0).set("A walk.", left=96.0, gap=8.0)
    found = listed(press.set(FULL, "they do.", gap=8.0).read())[2:]
    items = [("list-item", "•", "Rest at noon."), ("list-item", "•", "A walk.")]
    assert found == [*items, ("paragraph", "", f"{FULL} they do.")]


def test_a_semicolon_ends_a_drawn_item_and_no_sentence_elsewhere() -> None:
    first = f"{FULL[:-1]};"
    items = body().set("What helped them:", gap=8.0).set(first, "a walk.", left=96.0, wide=True)
    assert listed(items.read())[2:] == [("list-item", "•", first), ("list-item", "•", "a walk.")]
    assert texts(Press().set(*[FULL] * 4, first, "a walk.", wide=True).read()) == [
        f"{' '.join([FULL] * 4)} {first} a walk."
    ]


def test_a_hanging_indent_parts_references_without_numbers() -> None:
    press = body()
    for name in ("Abel T.", "Osei A.", "Varga T."):
        press.set(f"{name} {FULL}"[: len(FULL)], wide=True).set(FULL[:50], "2019;4:1-9.", left=90.0, wide=True)
    assert [text[:4] for text in texts(press.read())[1:]] == ["Abel", "Osei", "Varg"]


def test_footnotes_are_read_behind_the_text_so_that_sentences_stay_whole() -> None:
    press = Press().set(*[FULL] * 6, wide=True).set("{1} Varga T. Naps.", size=8.0)
    press.set("{2} Osei A. Naps and mood,", size=8.0).set("second edition.", size=8.0)
    reading = press.turn().set(FULL, "at last.").read()
    notes = [("list-item", "1", "Varga T. Naps."), ("list-item", "2", "Osei A. Naps and mood, second edition.")]
    assert listed(reading) == [("paragraph", "", f"{' '.join([FULL] * 7)} at last."), *notes]


def test_what_repeats_in_the_margins_is_told_apart_and_not_lost() -> None:
    press = Press()
    for page, foot in enumerate(["1", "– 2 –", "Page 3 of 3"]):
        press.page, press.base = page, 760.0
        press.set(f"Naps at Work {page + 11}").turn(page=False).set("What it means", bold=True)
        press.set(*[FULL] * 6, f"{page}. at last.", gap=9.0)
        press.base = 30.0
        press.set(foot)
    press.base = 60.0
    reading = press.set("A last word, said once in the margin.").read()
    heads = [f"Naps at Work {number}" for number in (11, 12, 13)]
    assert texts(reading, "other") == [heads[0], "1", heads[1], "– 2 –", heads[2], "Page 3 of 3"]
    assert (texts(reading, "main").count("What it means"), reading.text.count(FULL)) == (3, 18)
    assert texts(reading, "main")[-1] == "A last word, said once in the margin."


@pytest.mark.parametrize(
    ("end", "begin", "elsewhere", "read"),
    [
        ("a random-", "ised trial", "", "a randomised trial"),
        ("the night-", "shift nurses", "night-shift", "the night-shift nurses"),
        ("a self-", "made bed", "", "a self-made bed"),
        ("a self-", "ish nurse", "selfish", "a selfish nurse"),
        ("the omega-", "3 capsules", "", "the omega-3 capsules"),
        ("by Varga-", "Osei alone", "", "by Varga-Osei alone"),
        ("a random\u00ad", "ised trial", "", "a randomised trial"),
        ("the 7 -", "9 hours", "", "the 7 - 9 hours"),
        ("2019;4:77\u2013", "85 alone", "", "2019;4:77\u201385 alone"),
        ("a nap \u2013", "or two", "", "a nap \u2013 or two"),
        ("see https://naps.example/", "trial now", "", "see https://naps.example/trial now"),
        ("see https://naps.example/a-", "nap-2 now", "", "see https://naps.example/a-nap-2 now"),
        ("see doi:10.5555/jr.", "2019.11 now", "", "see doi:10.5555/jr.2019.11 now"),
        ("see https://naps.example", "and others", "", "see https://naps.example and others"),
        ("at www.naps.example,", "2019 or so", "", "at www.naps.example, 2019 or so"),
        ("they do.{2,}", "{3} Others", "", "they do.2,3 Others"),
        ("they do.", "{2,3} Others", "", "they do.2,3 Others"),
        ("they do.", "2 others", "", "they do. 2 others"),
    ],
)
def test_what_a_line_end_broke_is_mended_and_nothing_else(end: str, begin: str, elsewhere: str, read: str) -> None:
    line = f"{FULL[: 54 - len(end)].strip()} "
    reading = Press().set(*[f"{elsewhere} {FULL}"] * 5, line + end, f"{begin} {FULL}", "at last.").read()
    assert texts(reading) == [reading.text.strip()]
    assert f"{line}{read} {FULL} at last." in reading.text


# --- files that cannot be read -----------------------------------------------------------------------------------


def complaint(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as problem:
        read_bytes(data, "draft.pdf", ".pdf")
    said = str(problem.value)
    assert re.fullmatch(r"draft\.pdf [^\n]+: [^\n]+[^.\n]", said)
    return said


BLANK = (
    b"%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj 2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj"
    b" 3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>> endobj trailer <</Root 1 0 R %s>>"
)
LOCK = b"/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>>> /ID [<00> <00>]" % (b"ab" * 32, b"cd" * 32)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BLANK % LOCK, "encrypted"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 9, "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (BLANK % b"", "no text, as scans do"),
    ],
    ids=["encrypted", "noise", "no pages", "scan"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in complaint(data)


def test_a_book_is_refused_with_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.ingest.pdf._MOST", 1_000)
    assert "more than 1,000 characters" in complaint((FIXTURES / "articles/dev/memo-burnout.pdf").read_bytes())


def test_a_file_that_is_cut_short_or_has_a_broken_byte_is_read_or_refused_in_one_sentence() -> None:
    data = (FIXTURES / "articles/dev/memo-burnout.pdf").read_bytes()
    for place in range(9, len(data), len(data) // 12):
        for broken in (data[:place], data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]):
            try:
                said = f"draft.pdf {read_bytes(broken, 'draft.pdf', '.pdf').text.split()[0]}"
            except UnreadableSourceError as problem:
                said = str(problem)
            assert re.fullmatch(r"draft\.pdf [^\n]+", said)
