"""Word files: the text that Word shows, its raised runs, links, lists and notes, and files that are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.ingest.docx import DocxReader
from citecheck.model import Document, Facts

OOXML = "http://schemas.openxmlformats.org"
TYPE = f"{OOXML}/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{OOXML}/wordprocessingml/2006/main" xmlns:r="{TYPE}"'
TYPES = f"""<Types xmlns="{OOXML}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
NUMBERED = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def packed(files: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def related(*relationships: tuple[str, str, str]) -> str:
    """A part's relationships: name, type and target of each."""
    return f'<Relationships xmlns="{OOXML}/package/2006/relationships">' + "".join(
        f'<Relationship Id="{name}" Type="{TYPE}/{kind}" Target="{target}"/>' for name, kind, target in relationships
    ) + "</Relationships>"  # fmt: skip


def word(body: str, links: Mapping[str, str] | None = None, /, core: str = "", head: str = "", **parts: str) -> bytes:
    """A Word file: the body of its document, addresses by the names of their relationships, and its other parts."""
    linked = [(name, "hyperlink", target) for name, target in (links or {}).items()]
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": related(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": f"{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": related(*linked, *((part, part, f"{part}.xml") for part in parts)),
        **{f"word/{part}.xml": f"<w:{part} {NAMES}>{content}</w:{part}>" for part, content in parts.items()},
        **({"docProps/core.xml": core} if core else {}),
    }
    return packed(files)


def read(data: bytes) -> Document:
    return read_bytes(data, "draft.docx", ".docx")


def blocks(document: Document) -> list[tuple[str, int, str, str]]:
    """Kind, level, label and text of each block."""
    return [(b.kind, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for *_, text in blocks(document)]


def marks(document: Document, kind: str) -> list[tuple[str, str, str]]:
    """What stands just before each mark of a kind, its text and its target."""
    return [(document.text[:m.start][-6:], document.text[m.start : m.end], m.target)
            for m in document.marks if m.kind == kind]  # fmt: skip


def complaint(data: bytes) -> str:
    """What is said of a file that cannot be read: one sentence that begins with its name."""
    with pytest.raises(UnreadableSourceError) as problem:
        read(data)
    said = str(problem.value)
    assert re.fullmatch(r"draft\.docx [^\n]+: [^\n]+[^.\n]", said)
    return said


NAPS = p(r("Naps of twenty minutes help nurses through the night, as some of the trials have shown."))

# --- text and structure ------------------------------------------------------------------------------------------


def test_styles_make_headings_and_quotes_of_paragraphs() -> None:
    names = {"T": "Title", "H": "heading 2", "Q": "Quote"}
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/></w:style>'.format
    styles = "".join(style(*one) for one in names.items())
    title, heading, quote = (p(r(names[key]), properties=f'<w:pStyle w:val="{key}"/>') for key in names)
    found = blocks(read(word(title + NAPS + heading + quote, styles=styles)))
    kinds = [("heading", 1), ("paragraph", 0), ("heading", 2), ("quote", 0)]
    assert [(kind, level) for kind, level, *_ in found] == kinds


def test_runs_are_put_together_without_a_character_more_or_less() -> None:
    broken = r("Naps ", "<w:b/>") + r("hel") + r("p", "<w:i/>") + r(" &lt; &amp; ") + r("Renée’s 😴 nurses.")
    document = read(word(NAPS + p(broken)))
    assert texts(document)[1] == "Naps help < & Renée’s 😴 nurses."
    assert (document.source, document.anchors) == (document.text, ())
    assert [text for _, text, _ in marks(document, "strong")] == ["Naps"]
    assert [text for _, text, _ in marks(document, "emphasis")] == ["p"]


def sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


CODE = '<w:r><w:instrText> ADDIN ZOTERO_ITEM {"id":1} </w:instrText></w:r>'
SHORT = f'<w:fldSimple w:instr=" REF ref1 ">{r(" [1]")}</w:fldSimple>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<w:r><w:t>at</w:t><w:tab/><w:t>noon</w:t><w:br/><w:t>or</w:t></w:r>", "Naps at noon\nor."),
        ("<w:r><w:t>mid</w:t><w:noBreakHyphen/><w:t>day</w:t></w:r>", "Naps mid\u2011day."),
        ('<w:r><w:sym w:font="Symbol" w:char="F062"/></w:r>', "Naps β."),
        (f'<w:ins w:id="1" w:author="A">{r("help")}</w:ins>', "Naps help."),
        ('<w:del w:id="1" w:author="A"><w:r><w:delText>always</w:delText></w:r></w:del>', "Naps ."),
        (f'<w:moveFrom w:id="1">{r("gone")}</w:moveFrom><w:moveTo w:id="2">{r("here")}</w:moveTo>', "Naps here."),
        (f"<w:sdt><w:sdtContent>{r('help')}</w:sdtContent></w:sdt>", "Naps help."),
        (r("help") + sign("begin") + CODE + sign("separate") + r(" [1]") + sign("end"), "Naps help [1]."),
        (r("help") + SHORT, "Naps help [1]."),
    ],
    ids="break hyphen symbol insertion deletion move control field short-field".split(),
)
def test_a_paragraph_reads_as_word_shows_it_with_all_changes_accepted(written: str, shown: str) -> None:
    assert texts(read(word(NAPS + p(r("Naps "), written, r(".")))))[1:] == [shown]


def test_numbered_items_have_their_numbers_and_nested_ones_their_level() -> None:
    body = NAPS + item("Rest.") + item("At noon.", 1) + item("Walk.") + NAPS
    assert blocks(read(word(body, numbering=NUMBERED)))[1:-1] == [
        ("list-item", 1, "1.", "Rest."), ("list-item", 2, "•", "At noon."), ("list-item", 1, "2.", "Walk.")
    ]  # fmt: skip


@pytest.mark.xfail(strict=True, reason="each run of items is counted from 1")
@pytest.mark.parametrize(
    ("between", "start", "labels"), [(NAPS, "", ["1.", "2."]), ("", '<w:start w:val="5"/>', ["5.", "6."])]
)
def test_items_are_counted_as_word_counts_them(between: str, start: str, labels: list[str]) -> None:
    numbering = NUMBERED.replace('<w:numFmt w:val="decimal"/>', f'{start}<w:numFmt w:val="decimal"/>')
    document = read(word(NAPS + item("Rest.") + between + item("Walk."), numbering=numbering))
    assert [label for kind, _, label, _ in blocks(document) if kind == "list-item"] == labels


def test_the_cells_of_a_table_are_apart() -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{p(r(cell))}</w:tc>" for cell in ("Noon", "20 min")) + "</w:tr>"
    document = read(word(f"{NAPS}<w:tbl>{row}{row}</w:tbl>"))
    assert [text for kind, _, _, text in blocks(document) if kind == "table"] == ["Noon", "20 min"] * 2


def test_comments_and_their_signs_are_no_text() -> None:
    comments = f'<w:comment w:id="0" w:author="A" w:initials="AO">{p(r("Is that so?"))}</w:comment>'
    sign = '<w:r><w:commentReference w:id="0"/></w:r>'
    document = read(word(NAPS + p(r("Naps help"), sign, r(".")), comments=comments))
    assert texts(document)[1:] == ["Naps help."]
    assert marks(document, "link") == []


# --- raised runs, links, notes and facts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:vertAlign w:val="superscript"/>', "superscript"),
        ('<w:vertAlign w:val="subscript"/>', "subscript"),
        ('<w:position w:val="8"/><w:sz w:val="14"/>', "superscript"),
        ('<w:position w:val="12" />', "superscript"),
        ('<w:position w:val="-6"/>', None),
        ('<w:position w:val="0"/>', None),
        ('<w:vertAlign w:val="baseline"/>', None),
    ],
)
def test_a_run_is_raised_by_its_alignment_or_by_points(properties: str, kind: str | None) -> None:
    document = read(word(NAPS + p(r("Naps help nurses."), r("2,3", properties), r(" They do."))))
    assert texts(document)[1] == "Naps help nurses.2,3 They do."
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == ([(kind, "2,3")] if kind else [])


def test_links_know_their_address_and_their_place_within() -> None:
    outer, inner = (
        f'<w:hyperlink r:id="l1">{r("tri")}{r("al")}</w:hyperlink>',
        '<w:hyperlink w:anchor="ref1">{}</w:hyperlink>',
    )
    body = p(r("As a "), outer, r(" says, see "), inner.format(r("1")), r("."))
    entry = p('<w:bookmarkStart w:id="0" w:name="ref1"/>', r("Varga T. Naps. 2019."), '<w:bookmarkEnd w:id="0"/>')
    document = read(word(NAPS + body + entry, {"l1": "https://naps.example/t?a=1&amp;b=2"}))
    assert marks(document, "link") == [("\nAs a ", "trial", "https://naps.example/t?a=1&b=2"), (", see ", "1", "#ref1")]
    assert document.text[document.places["ref1"] :].startswith("Varga T.")


def note(kind: str, number: int, text: str) -> str:
    return f'<w:{kind} w:id="{number}">{p(f"<w:r><w:{kind}Ref/></w:r>", r(text))}</w:{kind}>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_items_behind_the_text_and_their_markers_lead_to_them(kind: str) -> None:
    def marker(number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    notes = (
        f'<w:{kind} w:type="separator" w:id="0">{p("<w:r><w:separator/></w:r>")}</w:{kind}>'
        + note(kind, 2, "Varga T. Naps [2] at night.")
        + note(kind, 3, "Osei A. Naps and mood.")
    )
    body = NAPS + p(r("Naps help."), marker(2), r(" They do [7]."), marker(3)) + NAPS
    document = read(word(body, **{f"{kind}s": notes}))
    assert texts(document)[1] == "Naps help.1 They do [7].2"
    assert blocks(document)[-2:] == [
        ("list-item", 1, "1.", "Varga T. Naps [2] at night."),
        ("list-item", 1, "2.", "Osei A. Naps and mood."),
    ]
    assert marks(document, "superscript") == [(" help.", "1", ""), ("o [7].", "2", "")]
    starts = [document.places[target.removeprefix("#")] for *_, target in marks(document, "link")]
    assert [document.text[start:][:5] for start in starts] == ["Varga", "Osei "]


@pytest.mark.parametrize(
    ("core", "facts"),
    [
        ("<dc:title>Naps &amp; I</dc:title><dc:creator>Ada Osei</dc:creator><dc:language>en-GB</dc:language>",
         Facts("Naps & I", ("Ada Osei",), language="en")),
        ("<dc:title> </dc:title><dc:creator></dc:creator><dc:language>English</dc:language>", Facts()),
        ("<dcterms:created>2019-01-02T03:04:05Z</dcterms:created>", Facts()),
        ("not even XML <dc:title", Facts()),
        ("", Facts()),
    ],
    ids=["stated", "empty", "date of the file", "damaged", "missing"],
)  # fmt: skip
def test_the_properties_state_title_author_and_language_but_no_date(core: str, facts: Facts) -> None:
    assert DocxReader().read(word(NAPS, core=core), "draft.docx").facts == facts


# --- files that cannot be read -----------------------------------------------------------------------------------


ENTITIES = '<!ENTITY a "naps naps naps">' + "".join(
    f'<!ENTITY {one} "{f"&{before};" * 12}">' for before, one in pairwise("abcdefghi")
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word file"),
        (packed({"word/styles.xml": "<w:styles/>"}), "without a text"),
        (word(""), "no sentence"),
        (word(p(r("  "))), "no sentence"),
        *((word(NAPS + body), "damaged") for body in ("<w:p><w:r>", "</w:p>", "<x:p/>", "&undefined;", "\x00")),
        (word(NAPS + p(r("&i;")), head=f"<!DOCTYPE x [{ENTITIES}]>"), "damaged"),
        (word("<w:tbl><w:tr><w:tc>" * 3000 + NAPS + "</w:tc></w:tr></w:tbl>" * 3000), "damaged"),
    ],
    ids="encrypted part-less empty blank unclosed unopened foreign entity zero bomb deep".split(),
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in complaint(data)


def test_a_file_that_is_cut_short_anywhere_is_refused_in_one_sentence() -> None:
    whole = word(NAPS * 30, footnotes=note("footnote", 2, "Varga."), numbering=NUMBERED)
    for size in range(4, len(whole) - 22, len(whole) // 40):
        complaint(whole[:size])


def test_a_file_with_a_broken_byte_is_read_or_refused_in_one_sentence() -> None:
    whole = word(NAPS * 30 + item("Rest."), numbering=NUMBERED)
    for place in range(0, len(whole), 7):
        try:
            said = f"draft.docx {texts(read(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]))[0]}"
        except UnreadableSourceError as problem:
            said = str(problem)
        assert re.fullmatch(r"draft\.docx [^\n]+", said)


@pytest.mark.parametrize("part", ["document", "footnotes", "styles", "numbering"])
def test_a_part_that_unpacks_to_more_than_any_article_is_refused_unread(part: str) -> None:
    large = " " * 7_000_000
    data = word(NAPS + large) if part == "document" else word(NAPS, **{part: large})
    assert len(data) < 100_000
    assert "unpacks to more than 6 MB" in complaint(data)
