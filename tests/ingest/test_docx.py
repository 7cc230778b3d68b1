"""Word files: the text that Word shows, its raised runs, links, lists and notes, and files that are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.ingest.docx import DocxReader
from citecheck.model import Document

OOXML = "http://schemas.openxmlformats.org"
NAMES = f'xmlns:w="{OOXML}/wordprocessingml/2006/main" xmlns:r="{OOXML}/officeDocument/2006/relationships"'
TYPES = f"""<Types xmlns="{OOXML}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
MAIN = f"""<Relationships xmlns="{OOXML}/package/2006/relationships">
<Relationship Id="d" Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
PARTS = ("footnotes", "endnotes", "numbering", "styles", "comments")
NUMBERED = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def word(body: str, links: Mapping[str, str] | None = None, core: str = "", **parts: str) -> bytes:
    """A Word file: the body of its document, addresses by the names of their relationships, and its other parts."""
    related = "".join(
        f'<Relationship Id="{part}" Type="{OOXML}/officeDocument/2006/relationships/{part}" Target="{part}.xml"/>'
        for part in parts
    ) + "".join(
        f'<Relationship Id="{name}" Type="{OOXML}/officeDocument/2006/relationships/hyperlink" Target="{target}"'
        ' TargetMode="External"/>'
        for name, target in (links or {}).items()
    )
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": MAIN,
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{OOXML}/package/2006/relationships">{related}'
        "</Relationships>",
        **{f"word/{part}.xml": f"<w:{part} {NAMES}>{content}</w:{part}>" for part, content in parts.items()},
    }
    if core:
        files["docProps/core.xml"] = core
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


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
    styled = '<w:pStyle w:val="{}"/>'.format
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("T", "Title"), ("H", "heading 2"), ("Q", "Quote"))
    )
    body = (
        p(r("Naps at work"), properties=styled("T"))
        + NAPS
        + p(r("What is known"), properties=styled("H"))
        + p(r("They helped me."), properties=styled("Q"))
    )
    assert [(kind, level, text) for kind, level, _, text in blocks(read(word(body, styles=styles)))] == [
        ("heading", 1, "Naps at work"),
        ("paragraph", 0, "Naps of twenty minutes help nurses through the night, as some of the trials have shown."),
        ("heading", 2, "What is known"),
        ("quote", 0, "They helped me."),
    ]


def test_runs_are_put_together_without_a_character_more_or_less() -> None:
    broken = r("Naps ", "<w:b/>") + r("hel") + r("p", "<w:i/>") + r(" &lt; &amp; ") + r("Renée’s 😴 nurses.")
    document = read(word(NAPS + p(broken)))
    assert texts(document)[1] == "Naps help < & Renée’s 😴 nurses."
    assert document.source == document.text
    assert document.anchors == ()
    assert all(mark.source is None for mark in document.marks)
    assert [text for _, text, _ in marks(document, "emphasis")] == ["Naps", "p"]


def test_tabs_breaks_and_hyphens_part_and_join_words_as_they_do_in_word() -> None:
    run = "<w:r><w:t>Naps</w:t><w:tab/><w:t>help</w:t><w:br/><w:t>night</w:t><w:noBreakHyphen/><w:t>nurses.</w:t></w:r>"
    assert texts(read(word(NAPS + p(run))))[1] == "Naps help\nnight‑nurses."


def test_numbered_items_have_their_numbers_and_nested_ones_their_level() -> None:
    body = NAPS + item("Rest.") + item("At noon.", 1) + item("Walk.") + NAPS
    found = blocks(read(word(body, numbering=NUMBERED)))
    assert [block for block in found if block[0] == "list-item"] == [
        ("list-item", 1, "1.", "Rest."),
        ("list-item", 2, "•", "At noon."),
        ("list-item", 1, "2.", "Walk."),
    ]


def test_the_cells_of_a_table_are_apart() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in cells)}</w:tr>"

    document = read(word(f"{NAPS}<w:tbl>{row('Nap', 'Dose')}{row('Noon', '20 min')}</w:tbl>"))
    assert [text for kind, _, _, text in blocks(document) if kind == "table"] == ["Nap", "Dose", "Noon", "20 min"]


def test_text_boxes_and_content_controls_are_not_lost() -> None:
    control = f"<w:sdt><w:sdtContent>{p(r('Within a control.'))}</w:sdtContent></w:sdt>"
    inline = p(r("Naps "), f"<w:sdt><w:sdtContent>{r('really ')}</w:sdtContent></w:sdt>", r("help."))
    assert texts(read(word(NAPS + control + inline)))[1:] == ["Within a control.", "Naps really help."]


# --- changes, comments and what Word does not print --------------------------------------------------------------


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    changed = p(
        r("Naps "),
        f'<w:ins w:id="1" w:author="A">{r("often ")}</w:ins>',
        '<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">always </w:delText></w:r></w:del>',
        r("help."),
    )
    assert texts(read(word(NAPS + changed)))[1:] == ["Naps often help."]


@pytest.mark.xfail(strict=True, reason="the style map puts comments into the text instead of leaving them out")
def test_comments_and_their_signs_are_no_text() -> None:
    comments = f'<w:comment w:id="0" w:author="A" w:initials="AO">{p(r("Is that so?"))}</w:comment>'
    sign = '<w:r><w:commentReference w:id="0"/></w:r>'
    document = read(word(NAPS + p(r("Naps help"), sign, r(".")), comments=comments))
    assert texts(document)[1:] == ["Naps help."]
    assert marks(document, "link") == []


def test_what_a_field_shows_is_text_and_its_code_is_not() -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> ADDIN ZOTERO_ITEM {"id":1} </w:instrText></w:r>'
    field = sign("begin") + code + sign("separate") + r(" [1]") + sign("end")
    assert texts(read(word(NAPS + p(r("Naps help"), field, r(".")))))[1:] == ["Naps help [1]."]


# --- raised runs and links ---------------------------------------------------------------------------------------


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
    ids=["superscript", "subscript", "points", "more points", "lowered", "no points", "baseline"],
)
def test_a_run_is_raised_by_its_alignment_or_by_points(properties: str, kind: str | None) -> None:
    document = read(word(NAPS + p(r("Naps help nurses."), r("2,3", properties), r(" They do."))))
    assert texts(document)[1] == "Naps help nurses.2,3 They do."
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == ([(kind, "2,3")] if kind else [])


def test_links_know_their_address_and_their_place_within() -> None:
    body = p(
        r("As a "),
        f'<w:hyperlink r:id="l1">{r("tri")}{r("al")}</w:hyperlink>',
        r(" says, see "),
        f'<w:hyperlink w:anchor="ref1">{r("1")}</w:hyperlink>',
        r("."),
    ) + p('<w:bookmarkStart w:id="0" w:name="ref1"/>', r("Varga T. Naps. 2019."), '<w:bookmarkEnd w:id="0"/>')
    document = read(word(NAPS + body, {"l1": "https://naps.example/t?a=1&amp;b=2"}))
    assert marks(document, "link") == [("\nAs a ", "trial", "https://naps.example/t?a=1&b=2"), (", see ", "1", "#ref1")]
    assert document.text[document.places["ref1"] :].startswith("Varga T.")


# --- notes -------------------------------------------------------------------------------------------------------


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


# --- facts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("core", "facts"),
    [
        (
            "<dc:title>Naps &amp; nurses</dc:title><dc:creator>Ada Osei</dc:creator><dc:language>en-GB</dc:language>",
            ("Naps & nurses", ("Ada Osei",), "en"),
        ),
        ("<dc:title> </dc:title><dc:creator></dc:creator><dc:language>English</dc:language>", (None, (), None)),
        ("not even XML <dc:title", (None, (), None)),
        ("", (None, (), None)),
    ],
    ids=["stated", "empty", "damaged", "missing"],
)
def test_the_properties_state_title_author_and_language_but_no_date(
    core: str, facts: tuple[str | None, tuple[str, ...], str | None]
) -> None:
    created = "<dcterms:created>2019-01-02T03:04:05Z</dcterms:created>" if core else ""
    found = DocxReader().read(word(NAPS, core=core + created), "draft.docx").facts
    assert (found.title, found.author, found.language) == facts
    assert found.published is None


# --- files that cannot be read -----------------------------------------------------------------------------------


def test_an_encrypted_file_is_an_old_container_and_told_from_a_damaged_one() -> None:
    assert "Word file" in complaint(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_file_that_is_cut_short_anywhere_is_refused_in_one_sentence() -> None:
    whole = word(NAPS * 30, footnotes=note("footnote", 2, "Varga."), numbering=NUMBERED)
    for size in range(4, len(whole) - 22, len(whole) // 40):
        complaint(whole[:size])


def test_a_file_with_a_broken_byte_is_read_or_refused_in_one_sentence() -> None:
    whole = word(NAPS * 30 + item("Rest."), numbering=NUMBERED)
    read_or_refused = 0
    for place in range(0, len(whole), 7):
        broken = whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]
        try:
            assert "Naps" in read(broken).text
        except UnreadableSourceError as problem:
            assert re.fullmatch(r"draft\.docx [^\n]+", str(problem))
        read_or_refused += 1
    assert read_or_refused == len(range(0, len(whole), 7))


@pytest.mark.parametrize(
    "body",
    ["<w:p><w:r>", "</w:p>", "<x:p/>", "&undefined;", "\x00"],
    ids=["unclosed", "unopened", "foreign", "entity", "zero"],
)
def test_damaged_xml_within_a_whole_archive_is_refused(body: str) -> None:
    assert "damaged" in complaint(word(NAPS + body))


def test_an_archive_without_the_text_is_no_article() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/styles.xml", "<w:styles/>")
    assert "without a text" in complaint(out.getvalue())


@pytest.mark.parametrize("body", ["", p(), p(r("  "))], ids=["nothing", "a paragraph", "spaces"])
def test_a_file_without_words_holds_nothing_to_audit(body: str) -> None:
    assert "no sentence" in complaint(word(body))


@pytest.mark.parametrize("part", ["document", "footnotes", "styles", "numbering"])
def test_a_part_that_unpacks_to_more_than_any_article_is_refused_unread(part: str) -> None:
    large = " " * 7_000_000
    data = word(NAPS + large) if part == "document" else word(NAPS, **{part: large})
    assert len(data) < 100_000
    assert "unpacks to more than 6 MB" in complaint(data)


def test_pictures_count_for_nothing_however_large_they_are() -> None:
    out = BytesIO(word(NAPS))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(9_000_000))
    assert len(texts(read(out.getvalue()))) == 1


def test_entities_that_multiply_are_refused() -> None:
    entities = '<!ENTITY a "naps naps naps">' + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 12}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive, ZipFile(BytesIO(word(NAPS + p(r("&i;"))))) as whole:
        for info in whole.infolist():
            declared = f"<!DOCTYPE x [{entities}]>".encode() if info.filename == "word/document.xml" else b""
            archive.writestr(info.filename, declared + whole.read(info))
    assert "damaged" in complaint(out.getvalue())


def test_tables_within_tables_without_end_are_read_or_refused() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 3000 + p(r("Naps.")) + "</w:tc></w:tr></w:tbl>" * 3000
    assert "damaged" in complaint(word(NAPS + nested))
