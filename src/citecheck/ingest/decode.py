"""Bytes to text, or one clear sentence why not."""

from __future__ import annotations

import codecs

from msgspec import Struct

from citecheck.ingest.interface import UnreadableSourceError

MAX_BYTES = 5_000_000
"""Five megabytes of plain text are some 800,000 words: longer than any article."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLDER = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_15", "shift_jis", "gb18030", "big5", "euc_kr"]


class Decoded(Struct, frozen=True):
    """A file as text."""

    text: str
    encoding: str
    guessed: bool
    """The file does not say so itself: worth a remark, since a wrong guess garbles names."""


def decode(data: bytes, name: str, size: int | None = None, declared: str | None = None) -> Decoded:
    """Byte order mark, then UTF-8, then UTF-16 by its zero bytes, then an older single-byte encoding by its letters.

    `declared` is the encoding that the source or who sent it names: it comes behind UTF-8, which is never right by
    chance, and before any guess.

    Raises:
        UnreadableSourceError: empty, too large, binary, or UTF-8 that is damaged.
    """
    if not data.strip():
        raise UnreadableSourceError(f"{name} is empty: there is nothing to audit")
    size = len(data) if size is None else size
    if size > MAX_BYTES:
        raise UnreadableSourceError(
            f"{name} has {size / 1e6:.0f} MB and articles of up to {MAX_BYTES / 1e6:.0f} MB are read: "
            "give each article as a file of its own"
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data.removeprefix(bom), encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        said = _as_declared(data, declared)
        return _checked(said, name) if said else _older(data, name, problem)
    if "\0" in text:
        return _utf16_without_mark(data, name)
    return _checked(Decoded(text, "utf-8", guessed=False), name)


def is_encoding(name: str | None) -> bool:
    """Whether a name is one of an encoding that is known."""
    try:
        return bool(name and codecs.lookup(name))
    except (LookupError, ValueError):
        return False


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    """The text in the encoding that is named; damaged characters are shown as such, as browsers do."""
    try:
        known = codecs.lookup(declared or "").name
        # Pages that name Latin-1 or ASCII mean their extension by Windows, and none in single bytes is UTF-16.
        encoding = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(known, known)
        if encoding.startswith(("utf-16", "utf-32", "utf-7", "unicode", "raw", "punycode", "idna")):
            return None
        text = data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return Decoded(text, encoding, guessed="\ufffd" in text)


def _strictly(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        return _checked(Decoded(data.decode(encoding), encoding, guessed=False), name)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(encoding, errors="replace").count("\n") + 1
        raise UnreadableSourceError(
            f"{name} begins as {encoding} and is damaged in line {line}: mend that place or save it again as UTF-8"
        ) from None


def _utf16_without_mark(data: bytes, name: str) -> Decoded:
    """In UTF-16 every second byte of Western text is zero, always on the same side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > len(head) // 4 and min(even, odd) <= len(head) // 50:
        try:
            encoding = "utf-16-be" if even > odd else "utf-16-le"
            return _checked(Decoded(data.decode(encoding), encoding, guessed=True), name)
        except UnicodeDecodeError:
            pass
    raise _binary(name)


def _older(data: bytes, name: str, problem: UnicodeDecodeError) -> Decoded:
    if 0 in data[:4096]:
        return _utf16_without_mark(data, name)
    damaged = data.decode("utf-8", errors="replace").count("�")
    whole = sum(1 for byte in data if byte >= 0xC2) - damaged
    if whole > damaged:
        line = data.count(b"\n", 0, problem.start) + 1
        raise UnreadableSourceError(
            f"{name} is UTF-8 with a damaged character in line {line} (byte {problem.start}): mend it and save it again"
        )
    from charset_normalizer import from_bytes

    results = from_bytes(data, cp_isolation=_OLDER)
    best = results.best()
    if best is None:
        raise _binary(name)
    # What fits the Western code page as well is in it: no count of letters tells "£" from "Ł" or "ï" from "ď".
    western = next((m for m in results if "cp1252" in m.could_be_from_charset and m.chaos <= best.chaos), None)
    encoding = "cp1252" if western else best.encoding.replace("_", "-")
    return _checked(Decoded(str(western or best), encoding, guessed=True), name)


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Control characters in number are the mark of a binary file that happens to decode."""
    head = decoded.text[:20_000]
    control = sum(1 for c in head if (c < " " and c not in "\t\n\r\f\v") or c == "\x7f")
    if control > max(3, len(head) // 100):
        raise _binary(name)
    if not decoded.text.strip():
        raise UnreadableSourceError(f"{name} holds nothing but white space: there is nothing to audit")
    return decoded


def _binary(name: str) -> UnreadableSourceError:
    return UnreadableSourceError(f"{name} holds binary data, not a text: give the article as .txt or .md")
