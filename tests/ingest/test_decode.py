"""Bytes to text, or one sentence why not."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.ingest import UnreadableSourceError
from citecheck.ingest.decode import MAX_BYTES, decode

NAME = "naps.txt"
TEXT = "Renée’s café in Zürich cost £12 – “never a crumb”, she said.\nThe naïve reader may doubt it.\n"


def complaint(data: bytes, size: int | None = None) -> str:
    """What is said of bytes that cannot be read: one sentence that begins with the file's name."""
    with pytest.raises(UnreadableSourceError) as problem:
        decode(data, NAME, size)
    said = str(problem.value)
    assert said.startswith(f"{NAME} ")
    assert "\n" not in said
    assert ": " in said, "says what to do, too"
    assert not said.endswith(".")
    return said


# --- what can be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(bom: bytes, encoding: str) -> None:
    decoded = decode(bom + TEXT.encode(encoding), NAME)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, encoding, False)


def test_utf8_without_a_mark_is_no_guess() -> None:
    decoded = decode(TEXT.encode(), NAME)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, "utf-8", False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding), NAME)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, encoding, True)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", TEXT),
        ("cp1252", "Café"),
        ("cp1252", "Dr. Søren Kjær and Åsa Öberg found naïve results."),
        ("cp1252", "Zolmo® costs £12, or €14, at 5 µg per ½ dose ±2 °C."),
        ("cp1252", "Sleep lasts 7–9 hours – or so “they” say. It’s what we’d expect."),
        ("latin-1", "Die Häufigkeit der Müdigkeit nach Grippe überrascht viele Ärzte, größere Studien fehlen."),
        ("cp1250", "Częstość bólu głowy wśród dorosłych jest większa niż sądzono, a leczenie często zawodzi."),
        ("cp1251", "Частота головной боли у взрослых выше, чем считалось раньше, и лечение часто не помогает."),
        ("cp1253", "Η συχνότητα του πονοκεφάλου στους ενήλικες είναι μεγαλύτερη από ό,τι πιστευόταν."),
        ("shift_jis", "日本語の文章です。睡眠は健康にとって大切です。"),
        ("gb18030", "睡眠对健康很重要。研究人员发现睡眠不足与肥胖有关。"),
    ],
)
def test_an_older_encoding_is_guessed_and_the_guess_is_told(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), NAME)
    assert decoded.text == text
    assert decoded.guessed


@pytest.mark.parametrize(
    "text", ["One\r\nTwo\rThree\n", "a\tb\x0c\nc\x0bd", "  indented\n\n\n", "naps\u00a0help\u2028us"]
)
def test_line_ends_and_spaces_come_through_as_they_are(text: str) -> None:
    assert decode(text.encode(), NAME).text == text


def test_a_few_stray_control_characters_are_no_reason_to_refuse_a_text() -> None:
    text = "Naps help nurses on long shifts.\x07 They said so.\x08\n"
    assert decode(text.encode(), NAME).text == text


def test_the_largest_article_that_is_allowed_is_read() -> None:
    assert len(decode(b"naps " * (MAX_BYTES // 5), NAME).text) == MAX_BYTES


def test_the_encoding_that_is_named_goes_before_a_guess() -> None:
    text = "Die Müdigkeit nach der Grippe – so naïve Ärzte."
    decoded = decode(text.encode("mac-roman"), NAME, declared="macintosh")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "mac-roman", False)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "shift_jis", "utf-16", "no-such-encoding"])
def test_utf8_is_read_as_such_whatever_is_named(declared: str) -> None:
    decoded = decode(TEXT.encode(), NAME, declared=declared)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, "utf-8", False)


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "windows-1252", "ISO_8859-1"])
def test_who_names_latin_1_means_its_dashes_and_quotes_too(declared: str) -> None:
    decoded = decode(TEXT.encode("cp1252"), NAME, declared=declared)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, "cp1252", False)


@pytest.mark.parametrize("declared", ["no-such-encoding", "", "rot13", "hex", "zip", "idna", "undefined", "a\0b"])
def test_an_encoding_that_is_none_leaves_the_guess(declared: str) -> None:
    decoded = decode(TEXT.encode("cp1252"), NAME, declared=declared)
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, "cp1252", True)


def test_what_the_named_encoding_cannot_read_is_shown_as_damaged_and_told() -> None:
    decoded = decode(b"Sleep for M\xfcde.\n", NAME, declared="utf-8")
    assert (decoded.text, decoded.guessed) == ("Sleep for M\ufffdde.\n", True)


def test_who_names_us_ascii_and_writes_accents_means_the_western_code_page() -> None:
    assert decode(TEXT.encode("cp1252"), NAME, declared="us-ascii").text == TEXT


def test_a_page_that_names_utf16_in_single_bytes_is_no_utf16() -> None:
    text = f'<meta charset="utf-16"><p>{TEXT}</p>'
    assert decode(text.encode("cp1252"), NAME, declared="utf-16").text == text


# --- what cannot be read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b" \n", codecs.BOM_UTF16_LE, "\u3000\n".encode()]
)
def test_nothing_or_white_space_is_nothing_to_audit(data: bytes) -> None:
    assert "nothing to audit" in complaint(data)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 50,
        b"naps\x00help",
        ("naps\x01\x02\x03\x04" * 40).encode(),
        TEXT.encode("utf-16-le")[:-1],
        b"\x7fELF\x02\x01\x01" + bytes(64),
    ],
)
def test_other_bytes_are_called_binary(data: bytes) -> None:
    assert "binary" in complaint(data)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (b"Schlaf f\xc3r M\xc3\xbcde und \xc3\x84ltere\n", 1),
        (b"Schlaf\nf\xc3\xbcr M\xc3\xbcde\nund \xe2\x80\n\xc3\x84ltere\n", 3),
        (b"Schlaf f\xc3\xbcr M\xc3\xbcde\r\nhier \xff endet \xc3\x84rger\r\n", 2),
    ],
)
def test_utf8_with_a_damaged_character_is_told_by_its_line_and_never_garbled(broken: bytes, line: int) -> None:
    assert f"in line {line} " in complaint(broken)
    assert f"in line {line}:" in complaint(codecs.BOM_UTF8 + broken)


def test_utf16_that_breaks_off_is_told_by_its_line() -> None:
    assert "in line 3" in complaint(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"n")


def test_more_than_the_limit_is_told_with_its_size_and_not_decoded() -> None:
    assert "6 MB" in complaint(b"naps", 6_000_000)
    assert "MB" in complaint(b"n" * (MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_one_sentence(data: bytes) -> None:
    refusal = ""
    try:
        assert decode(data, NAME).text.strip()
    except UnreadableSourceError as problem:
        refusal = str(problem)
    assert re.fullmatch(rf"({re.escape(NAME)} [^\n]+)?", refusal)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_saved_as_utf8_comes_back_unchanged(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode(text.encode(), NAME).text == text
