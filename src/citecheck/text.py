"""Positions, normalisation and sentences: what every stage needs of plain strings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from citecheck.model import Document, Span

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(SUPERSCRIPT_DIGITS + "⁻‐‑‒–—−", "0123456789" + "-" * 7)
_TO_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})


def plain_digits(text: str) -> str:
    """Raised digits as ordinary ones and every dash as a hyphen: "²⁻⁴" → "2-4"."""
    return text.translate(_TO_DIGITS)


def collapse(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """For comparing: no diacritics, no case, straight quotes and hyphens, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_TO_ASCII))
    return collapse("".join(c for c in decomposed if not unicodedata.combining(c)).casefold())


class Lines:
    """Line and column of an offset, both 1-based; knows "\\n", "\\r\\n" and "\\r"."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def source_offset(anchors: Sequence[tuple[int, int]], offset: int) -> int:
    """An offset of the visible text as one of the source; the same where there are no anchors."""
    if not anchors:
        return offset
    visible, source = anchors[max(0, bisect_right(anchors, offset, key=lambda pair: pair[0]) - 1)]
    return source + offset - visible


def source_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """A span of the visible text as a span of the source: from its first character to just after its last."""
    if end <= start:
        position = source_offset(document.anchors, start)
        return position, position
    return source_offset(document.anchors, start), source_offset(document.anchors, end - 1) + 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- sentences ---------------------------------------------------------------------------------------------------

_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs etc al approx ca cf e.g i.e eg ie no nos vol pp p fig figs ed eds jr sr inc ltd co dept"
    " est jan feb mar apr jun jul aug sep sept oct nov dec resp incl max min ref refs sect".split()
)
_NEVER_LAST = frozenset("dr mr mrs ms prof vs e.g i.e eg ie approx ca cf no nos vol pp p fig figs st".split())
_INITIALISM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?$")
_STARTERS = frozenset(
    "the this that these those it its they there he she we you i in on at for from as if when while although though"
    " however but and so many most some all people patients doctors researchers studies another both each one no not"
    " what how why who a an".split()
)
# The stop, closing quotes and brackets, raised or bracketed markers, then space: what follows begins a sentence.
_STOP = re.compile(
    r"(?P<stop>[.!?…]+)"
    r"(?P<close>[\"'”’»)\]]{0,3})"
    r"(?P<marker>(?:\[\^?[\w,;\-–  ]{1,20}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻,–-]{1,12}|\d{1,3}(?:[,–-]\d{1,3}){0,6}(?=\s)){0,6}"
    r"(?:[ \t](?:\[\^?[\w,;\-–]{1,20}\]){1,6})?)"
    r"(?P<space>\s+)"
    r"(?=[\"'“‘«(\[]{0,3}(?P<next>\w))"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of one paragraph; citation markers after a stop belong to the sentence they follow.

    Bounds are trimmed of white space. Growth is linear: every pattern is bounded.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for found in _STOP.finditer(text, start, end):
        if found.start() > begin and _ends_sentence(text, begin, found):
            first, last = trimmed(text, begin, found.start("space"))
            if last > first:
                spans.append(Span(first, last))
            begin = found.end()
    first, last = trimmed(text, begin, end)
    if last > first:
        spans.append(Span(first, last))
    return spans


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    follows = found["next"]
    if found["marker"] and found["marker"][0].isdigit() and text[found.start() - 1].isdigit():
        return False  # a decimal: "3.5 The"
    if found["stop"] != ".":
        return not follows.islower()
    if follows.islower():
        return False
    word = text[max(begin, found.start() - 12) : found.start()].split()
    last = word[-1].lstrip("(\"'“‘[").lower() if word else ""
    if found["close"] or found["marker"].strip():
        return True
    if last in _NEVER_LAST or (len(last) == 1 and last.isalpha() and last != "i" and not _single_letter_ends(text, found)):
        return False
    if last in _ABBREVIATIONS or _INITIALISM.match(last + "."):
        return _next_word(text, found).lower() in _STARTERS
    if last.isdigit() and follows.isdigit():
        return False
    return True


def _next_word(text: str, found: re.Match[str]) -> str:
    following = re.match(r"\w+", text[found.start("next") : found.start("next") + 20])
    return following.group() if following else ""


def _single_letter_ends(text: str, found: re.Match[str]) -> bool:
    """ "vitamin C. The" ends a sentence, "J. Smith" does not."""
    return _next_word(text, found).lower() in _STARTERS
