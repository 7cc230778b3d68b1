"""JATS: the article's text, its cross-references and its list of references, and XML that is damaged."""

from __future__ import annotations

import re

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.model import Document, Facts

PROSE = "<p>Naps of twenty minutes help nurses through the night, as some of the trials have shown.</p>"
ARTICLE = '<article article-type="research-article" xmlns:xlink="http://www.w3.org/1999/xlink"'


def jats(body: str, *, meta: str = "", back: str = "", head: str = "", attributes: str = "") -> bytes:
    front = f"<front>{meta}</front>" if meta else ""
    return f"{head}{ARTICLE} {attributes}>{front}<body>{body}</body><back>{back}</back></article>".encode()


def read(data: bytes) -> Document:
    return read_bytes(data, "draft.xml", ".xml")


def blocks(document: Document, *regions: str) -> list[tuple[str, str, str]]:
    """Kind, label and text of the blocks, of some regions or of all."""
    return [
        (b.kind, b.label, document.text[b.start : b.end]) for b in document.blocks if not regions or b.region in regions
    ]


def texts(document: Document) -> list[str]:
    return [text for *_, text in blocks(document)]


def marks(document: Document, kind: str) -> list[tuple[str, str]]:
    """Text and target of each mark of a kind."""
    return [(document.text[m.start : m.end], m.target) for m in document.marks if m.kind == kind]


def entries(*refs: str) -> list[tuple[str, str, str]]:
    """What is read of a list of references, without its heading."""
    return blocks(read(jats(PROSE, back=f"<ref-list>{''.join(refs)}</ref-list>")))[2:]


def complaint(data: bytes) -> str:
    """What is said of a file that cannot be read: one sentence that begins with its name."""
    with pytest.raises(UnreadableSourceError) as problem:
        read(data)
    said = str(problem.value)
    assert re.fullmatch(r"draft\.xml [^\n]+: [^\n]+[^.\n]", said)
    return said


# --- structure ---------------------------------------------------------------------------------------------------


def test_title_abstract_and_sections_are_read_in_order_with_their_levels() -> None:
    meta = (
        "<article-meta><title-group><article-title>Naps <italic>at</italic> work</article-title></title-group>"
        f"<abstract><title>Abstract</title>{PROSE}</abstract></article-meta>"
    )
    body = (
        f"<sec><title>What is known</title>{PROSE}<sec><title>In trials</title>{PROSE}</sec></sec>"
        f"<sec><title>What is not</title>{PROSE}</sec>"
    )
    document = read(jats(body, meta=meta))
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [
        (1, "Naps at work"), (1, "Abstract"), (2, "What is known"), (3, "In trials"), (2, "What is not")
    ]  # fmt: skip
    assert len([b for b in document.blocks if b.kind == "paragraph"]) == 4


def test_white_space_is_that_of_a_reader_and_no_word_is_glued_or_split() -> None:
    body = f"{PROSE}<p>\n  Naps <bold>help</bold>\n\tnurses<italic>,</italic> in H<sub>2</sub>O\n<bold>at </bold>night.\n</p>"
    document = read(jats(body))
    assert texts(document)[1] == "Naps help nurses, in H2O at night."
    assert marks(document, "subscript") == [("2", "")]
    assert document.source == document.text


@pytest.mark.xfail(strict=True, reason="a space before markup and one within it are both written")
def test_white_space_on_both_sides_of_a_tag_is_one_space() -> None:
    assert texts(read(jats(f"{PROSE}<p>Naps <bold> help</bold> nurses.</p>")))[1] == "Naps help nurses."


@pytest.mark.xfail(strict=True, reason="the paragraph of a note ends the sentence that the note stands in")
def test_a_note_within_a_sentence_does_not_break_it() -> None:
    found = texts(read(jats(f"{PROSE}<p>Naps help<fn><p>Paid by no one.</p></fn> nurses.</p>")))
    assert {"Naps help nurses.", "Paid by no one."} < set(found)


@pytest.mark.parametrize(
    ("kind", "labels"),
    [("order", ["1.", "2."]), ("alpha-lower", ["1.", "2."]), ("bullet", ["•", "•"]), ("simple", ["•", "•"])],
)
def test_items_of_a_list_are_labelled_by_its_type(kind: str, labels: list[str]) -> None:
    items = "<list-item><p>Rest.</p></list-item><list-item><p>Walk.</p></list-item>"
    found = blocks(read(jats(f'{PROSE}<list list-type="{kind}">{items}</list>')))[1:]
    assert found == [("list-item", labels[0], "Rest."), ("list-item", labels[1], "Walk.")]


@pytest.mark.xfail(strict=True, reason="the label becomes an item of its own and takes the label of the item")
def test_a_label_that_an_item_prints_is_its_label_and_no_text() -> None:
    items = "<list-item><label>3)</label><p>Rest.</p></list-item>"
    assert blocks(read(jats(f'{PROSE}<list list-type="simple">{items}</list>')))[1:] == [("list-item", "3)", "Rest.")]


def test_a_list_within_a_paragraph_leaves_what_stands_before_and_behind_it() -> None:
    body = "<p>Nurses should<list><list-item><p>rest</p><p>at noon</p></list-item></list>and go home.</p>"
    found = blocks(read(jats(PROSE + body)))[1:]
    assert [(kind, text) for kind, _, text in found] == [
        ("paragraph", "Nurses should"), ("list-item", "rest"), ("list-item", "at noon"), ("paragraph", "and go home.")
    ]  # fmt: skip


def test_cells_are_apart_and_captions_are_no_sentences_of_the_article() -> None:
    rows = "<tr><th>Nap</th><th>Dose</th></tr><tr><td><p>Noon</p></td><td>20 min</td></tr>"
    table = (
        f"<table-wrap><label>Table 1</label><caption><p>Naps cure nurses of all.</p></caption><table>{rows}</table>"
        "</table-wrap><fig><label>Figure 1</label><caption><title>A nap.</title><p>Seen from above.</p></caption>"
        '<graphic xlink:href="nap.png"/></fig>'
    )
    document = read(jats(PROSE + table))
    assert [text for kind, _, text in blocks(document) if kind == "table"] == ["Nap", "Dose", "Noon", "20 min"]
    assert [text for *_, text in blocks(document, "other")] == [
        "Table 1", "Naps cure nurses of all.", "Figure 1", "A nap.", "Seen from above."
    ]  # fmt: skip


def test_quotes_footnotes_and_thanks_are_kept_and_licences_are_not() -> None:
    meta = "<article-meta><permissions><p>All rights belong to nobody.</p></permissions></article-meta>"
    back = (
        "<ack><p>We thank the nurses.</p></ack><fn-group><fn><p>Paid by no one.</p></fn></fn-group>"
        "<app-group><app><title>More</title><p>More naps.</p></app></app-group>"
    )
    body = f"{PROSE}<disp-quote><p>They helped me.</p></disp-quote><p>So <tex-math>x_2</tex-math>they say.</p>"
    document = read(jats(body, meta=meta, back=back))
    assert ("quote", "", "They helped me.") in blocks(document)
    assert texts(document)[2:] == ["So they say.", "We thank the nurses.", "Paid by no one.", "More", "More naps."]


# --- cross-references --------------------------------------------------------------------------------------------


def test_cross_references_lead_to_their_entries_raised_in_brackets_or_in_words() -> None:
    body = (
        'Naps help.<sup><xref ref-type="bibr" rid="b1">1</xref>,<xref ref-type="bibr" rid="b2">2</xref></sup> They do'
        ' [<xref ref-type="bibr" rid="b2 b1">2</xref>], says <xref ref-type="bibr" rid="b1">Varga (2019)</xref>,'
        ' see <xref ref-type="fig" rid="f1">Figure 1</xref>.'
    )
    refs = '<ref id="b1"><mixed-citation>Varga T.</mixed-citation></ref>' \
           '<ref id="b2"><label>2</label><mixed-citation>Osei A.</mixed-citation></ref>'  # fmt: skip
    document = read(jats(f"{PROSE}<p>{body}</p>", back=f"<ref-list>{refs}</ref-list>"))
    assert texts(document)[1] == "Naps help.1,2 They do [2], says Varga (2019), see Figure 1."
    assert marks(document, "superscript") == [("1,2", "")]
    assert marks(document, "link") == [("1", "#b1"), ("2", "#b2"), ("2", "#b2"), ("Varga (2019)", "#b1")]
    assert document.text[document.places["b1"] :].startswith("Varga T.")
    assert document.text[document.places["b2"] :].startswith("Osei A.")


def test_addresses_are_links_with_the_target_that_stands_behind_them() -> None:
    body = (
        '<p>See <ext-link xlink:href="https://naps.example/t">the trial</ext-link> or <uri>https://o.example</uri>.</p>'
    )
    document = read(jats(PROSE + body))
    assert marks(document, "link") == [
        ("the trial", "https://naps.example/t"),
        ("https://o.example", "https://o.example"),
    ]


# --- references --------------------------------------------------------------------------------------------------


def test_a_mixed_citation_is_read_as_it_is_printed() -> None:
    mixed = (
        '<ref id="b1"><label>[7]</label><mixed-citation><person-group><name><surname>Varga</surname> '
        "<given-names>T</given-names></name></person-group>. <article-title>Naps</article-title>. <source>J Rest"
        '</source>. <year>2019</year>;<volume>4</volume>. <ext-link xlink:href="https://n.example">online</ext-link>'
        "</mixed-citation></ref>"
    )
    assert entries(mixed) == [("list-item", "7.", "Varga T. Naps. J Rest. 2019;4. online")]


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        (
            "<person-group><name><surname>Varga</surname><given-names>Tom J.</given-names></name><name><surname>Osei"
            "</surname><given-names>A-B</given-names></name><etal/></person-group><article-title>Do naps help?"
            "</article-title><source>J Rest</source><year>2019</year><volume>4</volume><issue>2</issue><fpage>11</fpage>"
            '<lpage>19</lpage><pub-id pub-id-type="doi">10.5555/jr.2019</pub-id><pub-id pub-id-type="pmid">99</pub-id>',
            "Varga TJ, Osei AB, et al. Do naps help? J Rest. 2019;4(2):11-19. doi:10.5555/jr.2019. PMID: 99.",
        ),
        (
            "<collab>Nap Board</collab><source>Naps</source><publisher-loc>Leeds</publisher-loc><publisher-name>Rest"
            "</publisher-name><year>2020</year>",
            "Nap Board. Naps. Leeds: Rest. 2020.",
        ),
        (
            "<article-title>Naps</article-title><source>Lett</source><year>2021</year><volume>7</volume>"
            "<elocation-id>e3</elocation-id><pub-id pub-id-type='other'>x</pub-id>",
            "Naps. Lett. 2021;7:e3.",
        ),
        (
            '<source>Nap page</source><ext-link xlink:href="https://naps.example/p">here</ext-link>',
            "Nap page. https://naps.example/p.",
        ),
    ],
    ids=["article", "book", "electronic", "page"],
)
@pytest.mark.parametrize("tag", ["element-citation", "citation"])
def test_a_citation_of_fields_is_read_as_a_reference_is_printed(tag: str, fields: str, printed: str) -> None:
    assert entries(f"<ref><{tag}>{fields}</{tag}></ref>") == [("list-item", "1.", printed)]


@pytest.mark.xfail(strict=True, reason="elements that the reader of references does not know are left out or glued")
@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (
            "<ref-list><title>Books</title><ref><mixed-citation>Varga T. Naps.</mixed-citation></ref></ref-list>",
            "Varga T. Naps.",
        ),
        (
            "<ref><citation-alternatives><mixed-citation>Varga T. Naps.</mixed-citation><element-citation>"
            "<source>Naps</source></element-citation></citation-alternatives></ref>",
            "Varga T. Naps.",
        ),
        (
            "<ref><element-citation><string-name><surname>Varga</surname> <given-names>T</given-names></string-name>"
            "<source>Naps</source></element-citation></ref>",
            "Varga T. Naps.",
        ),
        (
            "<ref><mixed-citation><name><surname>Varga</surname><given-names>T</given-names></name>. Naps."
            "</mixed-citation></ref>",
            "Varga T. Naps.",
        ),
    ],
    ids=["list within the list", "alternatives", "names as strings", "names without spaces"],
)
def test_no_entry_and_no_author_is_lost(written: str, printed: str) -> None:
    assert printed in [text for *_, text in entries(written)]


def test_references_are_numbered_by_their_label_or_their_place() -> None:
    refs = [f"<ref>{label}<mixed-citation>Naps.</mixed-citation></ref>" for label in ("", "<label>(4)</label>", "")]
    assert [label for _, label, _ in entries(*refs)] == ["1.", "4.", "3."]


def test_a_list_without_a_title_is_headed_and_one_with_a_title_keeps_it() -> None:
    ref = "<ref><mixed-citation>Naps.</mixed-citation></ref>"
    assert texts(read(jats(PROSE, back=f"<ref-list>{ref}</ref-list>")))[1] == "References"
    assert texts(read(jats(PROSE, back=f"<ref-list><title>Works</title>{ref}</ref-list>")))[1] == "Works"


# --- facts -------------------------------------------------------------------------------------------------------


def test_the_front_states_title_authors_journal_and_language() -> None:
    meta = (
        "<journal-meta><journal-title>J Rest</journal-title></journal-meta><article-meta><article-title>Naps</article-title>"
        '<contrib contrib-type="author"><name><surname>Osei</surname><given-names>Ada</given-names></name></contrib>'
        '<contrib contrib-type="editor"><name><surname>Lund</surname></name></contrib>'
        "<contrib><collab>Nap Board</collab></contrib><pub-date><year>2019</year></pub-date></article-meta>"
    )
    facts = read(jats(PROSE, meta=meta, attributes='xml:lang="en-GB"')).facts
    assert facts == Facts("Naps", ("Ada Osei", "Nap Board"), "2019", "J Rest", "en")


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<pub-date><day>5</day><month>3</month><year>2019</year></pub-date>", "2019-03-05"),
        ("<pub-date><month>3</month><year>2019</year></pub-date>", "2019-03"),
        ('<pub-date iso-8601-date="2019-03-05"><year>2019</year></pub-date>', "2019-03-05"),
        ("<pub-date><year>2020</year></pub-date><pub-date><day>5</day><month>3</month><year>2019</year></pub-date>",
         "2019-03-05"),
        ("<pub-date><season>Spring</season><year>2019</year></pub-date>", "2019"),
        ("<pub-date><month>March</month><year>2019</year></pub-date>", "2019"),
        ("<pub-date/>", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_fullest_date_of_publication_counts(dates: str, published: str | None) -> None:
    meta = f"<article-meta><article-title>Naps</article-title>{dates}</article-meta>"
    assert read(jats(PROSE, meta=meta)).facts.published == published


# --- what the XML is written in ----------------------------------------------------------------------------------


def test_entities_that_only_a_missing_dtd_names_are_read() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD" "journal.dtd">'
    body = f"{PROSE}<p>5&nbsp;&lt;&nbsp;6 &amp;lt; &mdash; caf&eacute;&#8217;s</p>"
    assert texts(read(jats(body, head=head)))[1] == "5 < 6 &lt; — café’s"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_the_encoding_that_the_file_names_is_the_one_it_is_read_in(encoding: str) -> None:
    text = jats(f"{PROSE}<p>Renée naps.</p>").decode()
    data = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    assert texts(read(data))[1] == "Renée naps."


@pytest.mark.parametrize(
    "wrapped",
    [
        '<article xmlns="https://j.example" article-type="a"><body>{}</body></article>',
        '<j:article xmlns:j="https://j.example" article-type="a"><j:body xmlns="https://j.example">{}</j:body></j:article>',
        '<pmc-articleset><article article-type="a"><body>{}</body></article><article><body><p>Other.</p></body></article>'
        "</pmc-articleset>",
    ],
    ids=["default", "prefix", "set"],
)
def test_namespaces_and_wrappings_make_no_difference(wrapped: str) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE article>'
    assert texts(read((head + wrapped.format(PROSE)).encode())) == [PROSE[3:-4]]


# --- XML that cannot be read -------------------------------------------------------------------------------------


def test_damaged_xml_is_told_by_its_line() -> None:
    assert "from line 3 on" in complaint(jats(f"\n{PROSE}\n<p>Naps</b>"))


def test_xml_that_is_cut_short_anywhere_is_refused_in_one_sentence() -> None:
    whole = jats(PROSE * 5, back="<ref-list><ref><mixed-citation>Naps.</mixed-citation></ref></ref-list>")
    for size in range(60, len(whole), 9):
        complaint(whole[:size])


def test_entities_that_multiply_are_refused() -> None:
    declared = '<!ENTITY a "naps naps naps naps">' + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 20}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
    )
    head = f'<?xml version="1.0"?><!DOCTYPE article [{declared}]>'
    assert "damaged" in complaint(jats(f"{PROSE}<p>&i;</p>", head=head))


def test_a_file_beside_it_is_not_read_into_the_article() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY other SYSTEM "file:///etc/hostname">]>'
    assert "damaged" in complaint(jats(f"{PROSE}<p>Naps &other;.</p>", head=head))


def test_elements_without_end_within_one_another_are_refused_as_too_deep() -> None:
    assert "too deep" in complaint(jats(f"{PROSE}{'<sec>' * 5000}<p>Naps.</p>{'</sec>' * 5000}"))
