"""JATS: the article's text, its cross-references and its list of references, and XML that is damaged."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.model import Document, Facts
from citecheck.text import source_span

PROSE = "<p>Naps of twenty minutes help nurses through the night, as some of the trials have shown.</p>"
ARTICLE = '<article article-type="research-article" xmlns:xlink="http://www.w3.org/1999/xlink"'


def jats(body: str, *, meta: str = "", back: str = "", head: str = "", attributes: str = "") -> bytes:
    front = f"<front>{meta}</front>" if meta else ""
    return f"{head}{ARTICLE} {attributes}>{front}<body>{body}</body><back>{back}</back></article>".encode()


def read(data: bytes) -> Document:
    return read_bytes(data, "draft.xml", ".xml")


def tags(**texts: object) -> str:
    """Elements one after another: `tags(pub_date=2019)` is <pub-date>2019</pub-date>."""
    names = {key: key.replace("_", "-") for key in texts}
    return "".join(f"<{names[key]}>{text}</{names[key]}>" for key, text in texts.items())


def blocks(document: Document, *regions: str) -> list[tuple[str, str, str]]:
    """Kind, label and text of the blocks, of some regions or of all."""
    chosen = (block for block in document.blocks if not regions or block.region in regions)
    return [(block.kind, block.label, document.text[block.start : block.end]) for block in chosen]


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
    inner = f"<sec><title>In trials</title>{PROSE}</sec>"
    body = f"<sec><title>What is known</title>{PROSE}{inner}</sec><sec><title>What is not</title>{PROSE}</sec>"
    document = read(jats(body, meta=meta))
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [
        (1, "Naps at work"), (1, "Abstract"), (2, "What is known"), (3, "In trials"), (2, "What is not")
    ]  # fmt: skip
    assert len([b for b in document.blocks if b.kind == "paragraph"]) == 4


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\n  Naps <bold>help</bold>\n\tnurses<italic>,</italic>\n\nand me.\n", "Naps help nurses, and me."),
        ("Naps<bold> help </bold>nurses in H<sub>2</sub>O.", "Naps help nurses in H2O."),
        ("Naps<break/>help<!-- do they? --> nurses<?page 3?>.", "Naps help nurses."),
        ("5&nbsp;&lt;&nbsp;6 &amp;lt; &mdash; caf&eacute;&#8217;s", "5 < 6 &lt; — café’s"),
    ],
)
def test_text_is_read_as_it_is_shown_and_no_word_is_glued_or_split(written: str, seen: str) -> None:
    head = '<!DOCTYPE article PUBLIC "-//NLM//DTD" "journal.dtd">'
    assert texts(read(jats(f"{PROSE}<p>{written}</p>", head=head)))[1] == seen


def test_white_space_on_both_sides_of_a_tag_is_one_space() -> None:
    assert texts(read(jats(f"{PROSE}<p>Naps <bold> help</bold> nurses.</p>")))[1] == "Naps help nurses."


def test_extracted_text_is_pointed_at_where_it_stands() -> None:
    document = read(jats(f"{PROSE}<p>They do.</p>"))
    start, end = source_span(document, document.blocks[-1].start, document.blocks[-1].end)
    assert document.source[start:end] == "They do."


def test_a_note_within_a_sentence_does_not_break_it() -> None:
    found = texts(read(jats(f"{PROSE}<p>Naps help<fn><p>Paid by no one.</p></fn> nurses.</p>")))
    assert {"Naps help nurses.", "Paid by no one."} < set(found)


@pytest.mark.parametrize(("kind", "labels"), [("order", ["1.", "2."]), ("bullet", ["•", "•"])])
def test_items_of_a_list_are_labelled_by_its_type(kind: str, labels: list[str]) -> None:
    items = "<list-item><p>Rest.</p></list-item><list-item><p>Walk.</p></list-item>"
    found = blocks(read(jats(f'{PROSE}<list list-type="{kind}">{items}</list>')))[1:]
    assert found == [("list-item", labels[0], "Rest."), ("list-item", labels[1], "Walk.")]


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
        "<graphic><alt-text>A bed.</alt-text></graphic></fig>"
    )
    document = read(jats(PROSE + table))
    assert [text for kind, _, text in blocks(document) if kind == "table"] == ["Nap", "Dose", "Noon", "20 min"]
    assert "A bed." not in document.text
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


def test_cross_references_lead_to_their_entries_raised_in_brackets_or_in_words() -> None:
    body = (
        'Naps help.<sup><xref ref-type="bibr" rid="b1">1</xref>,<xref ref-type="bibr" rid="b2">2</xref></sup> They do'
        ' [<xref ref-type="bibr" rid="b2 b1">2</xref>], says <xref ref-type="bibr" rid="b1">Varga (2019)</xref>,'
        ' see <xref ref-type="fig" rid="f1">Figure 1</xref> and <ext-link xlink:href="https://n.example">here</ext-link>.'
    )
    refs = (
        '<ref id="b1"><mixed-citation>Varga T.</mixed-citation></ref>'
        '<ref id="b2"><label>2</label><mixed-citation>Osei A.</mixed-citation></ref>'
    )
    document = read(jats(f"{PROSE}<p>{body}</p>", back=f"<ref-list>{refs}</ref-list>"))
    assert texts(document)[1] == "Naps help.1,2 They do [2], says Varga (2019), see Figure 1 and here."
    assert marks(document, "superscript") == [("1,2", "")]
    assert marks(document, "link") == [
        ("1", "#b1"), ("2", "#b2"), ("2", "#b2"), ("Varga (2019)", "#b1"), ("here", "https://n.example")
    ]  # fmt: skip
    assert [document.text[document.places[name] :][:5] for name in ("b1", "b2")] == ["Varga", "Osei "]


# --- references and facts ----------------------------------------------------------------------------------------


def test_a_mixed_citation_is_read_as_it_is_printed() -> None:
    mixed = (
        '<ref id="b1"><label>[7]</label><mixed-citation><person-group><name><surname>Varga</surname> '
        "<given-names>T</given-names></name></person-group>. <article-title>Naps</article-title>. <source>J Rest"
        '</source>. <year>2019</year>;<volume>4</volume>. <ext-link xlink:href="https://n.example">online</ext-link>'
        "</mixed-citation></ref>"
    )
    assert entries(mixed) == [("list-item", "7.", "Varga T. Naps. J Rest. 2019;4. online")]


VARGA, OSEI = tags(surname="Varga", given_names="Tom J."), tags(surname="Osei", given_names="A-B")
IDENTIFIERS = '<pub-id pub-id-type="doi">10.5555/jr</pub-id><pub-id pub-id-type="pmid">99</pub-id>'


@pytest.mark.parametrize("tag", ["element-citation", "citation"])
@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        (tags(name=VARGA) + tags(name=OSEI, etal="", article_title="Do naps help?", source="J Rest", year=2019)
         + tags(volume=4, issue=2, fpage=11, lpage=19) + IDENTIFIERS,
         "Varga TJ, Osei AB, et al. Do naps help? J Rest. 2019;4(2):11-19. doi:10.5555/jr. PMID: 99."),
        (tags(collab="Nap Board", source="Naps", publisher_loc="Leeds", publisher_name="Rest", year=2020),
         "Nap Board. Naps. Leeds: Rest. 2020."),
        (tags(article_title="Naps", source="Lett", year=2021, volume=7, elocation_id="e3", pub_id="x"),
         "Naps. Lett. 2021;7:e3."),
        (tags(source="Nap page") + '<ext-link xlink:href="https://naps.example/p">here</ext-link>',
         "Nap page. https://naps.example/p."),
        (tags(string_name=VARGA, source="Naps"), "Varga TJ. Naps."),
    ],
)  # fmt: skip
def test_a_citation_of_fields_is_read_as_a_reference_is_printed(tag: str, fields: str, printed: str) -> None:
    assert entries(f"<ref><{tag}>{fields}</{tag}></ref>") == [("list-item", "1.", printed)]


MIXED = "<mixed-citation>Varga T. Naps.</mixed-citation>"


@pytest.mark.parametrize(
    "written",
    [
        f"<ref-list><title>Books</title><ref>{MIXED}</ref></ref-list>",
        tags(ref=tags(citation_alternatives=MIXED + tags(element_citation=tags(source="Naps")))),
        tags(ref=tags(mixed_citation=tags(name=tags(surname="Varga", given_names="T")) + ". Naps.")),
    ],
)
def test_no_entry_is_lost_or_glued(written: str) -> None:
    assert "Varga T. Naps." in [text for *_, text in entries(written)]


def test_references_are_numbered_by_their_label_or_their_place() -> None:
    refs = [f"<ref>{label}<mixed-citation>Naps.</mixed-citation></ref>" for label in ("", "<label>(4)</label>", "")]
    assert [label for _, label, _ in entries(*refs)] == ["1.", "4.", "3."]


def test_the_front_states_title_authors_journal_and_language() -> None:
    people = f"<contrib>{tags(name=VARGA)}</contrib>{tags(contrib=tags(collab='Nap Board'))}"
    people += f'<contrib contrib-type="editor">{tags(name=OSEI)}</contrib>'
    meta = tags(journal_title="J Rest", article_title="Naps") + people + tags(pub_date=tags(year=2019))
    facts = read(jats(PROSE, meta=meta, attributes='xml:lang="en-GB"')).facts
    assert facts == Facts("Naps", ("Tom J. Varga", "Nap Board"), "2019", "J Rest", "en")


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (tags(pub_date=tags(day=5, month=3, year=2019)), "2019-03-05"),
        (tags(pub_date=tags(month=3, year=2019)), "2019-03"),
        (tags(pub_date=tags(season="Spring", year=2019)), "2019"),
        ('<pub-date iso-8601-date="2019-03-05"><year>2019</year></pub-date>', "2019-03-05"),
        (tags(pub_date=tags(year=2020)) + tags(pub_date=tags(day=5, month=3, year=2019)), "2019-03-05"),
        ("<pub-date/>", None),
        ("", None),
    ],
)
def test_the_fullest_date_of_publication_counts(dates: str, published: str | None) -> None:
    assert read(jats(PROSE, meta=f"<article-title>Naps</article-title>{dates}")).facts.published == published


# --- what the XML is written in, and what cannot be read ---------------------------------------------------------


@pytest.mark.parametrize(
    "wrapped",
    [
        '<article xmlns="https://j.example" article-type="a"><body>{}</body></article>',
        '<j:article xmlns:j="https://j.example" article-type="a"><j:body>{}</j:body></j:article>',
        "<pmc-articleset><article><body>{}</body></article><article><body>Other.</body></article></pmc-articleset>",
    ],
)
@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_encodings_namespaces_and_wrappings_make_no_difference(wrapped: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE article>'
    assert texts(read((head + wrapped.format("<p>Renée naps.</p>")).encode(encoding))) == ["Renée naps."]


ENTITIES = '<!ENTITY a "naps naps naps">' + "".join(
    f'<!ENTITY {one} "{f"&{before};" * 20}">' for before, one in pairwise("abcdefghi")
)
FILE = '<!ENTITY i SYSTEM "file:///etc/hostname">'


@pytest.mark.parametrize(
    ("declared", "body", "said"),
    [
        ("", f"\n{PROSE}\n<p>Naps</b>", "damaged XML from line 3 on"),
        (ENTITIES, f"{PROSE}<p>&i;</p>", "damaged"),
        (FILE, f"{PROSE}<p>&i;</p>", "damaged"),
        ("", f"{PROSE}{'<sec>' * 5000}<p>Naps.</p>{'</sec>' * 5000}", "too deep"),
    ],
    ids=["unclosed", "bomb", "another file", "deep"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(declared: str, body: str, said: str) -> None:
    assert said in complaint(jats(body, head=f"<!DOCTYPE article [{declared}]>"))


def test_xml_that_is_cut_short_anywhere_is_refused_in_one_sentence() -> None:
    whole = jats(PROSE * 5, back="<ref-list><ref><mixed-citation>Naps.</mixed-citation></ref></ref-list>")
    for size in range(60, len(whole), 9):
        complaint(whole[:size])
