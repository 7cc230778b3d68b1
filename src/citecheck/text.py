"""Positions, normalisation and sentences: what every stage needs of plain strings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from citecheck.expressions import expression
from citecheck.model import Document, Span

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(SUPERSCRIPT_DIGITS + "⁻‐‑‒–—−", "0123456789" + "-" * 7)
_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"'}
_TO_TYPED = str.maketrans(_STRAIGHT | {"…": "..."})
_TO_ASCII = str.maketrans(_STRAIGHT | {"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})


class _Folded(dict[int, str]):
    """What characters are in a folded text, worked out where they are first met: few are, and some of them often."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(_TO_ASCII))
        folded = self[code] = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        return folded


_FOLDED = _Folded()
_QUOTED = expression(r"[“\"][^“”\"]{1,600}(?:[”\"]|$)|^[^“”\"]{1,600}”")
"""A quotation, or the part of one that begins or ends in another sentence."""
_SECRET = expression(r"([?&][^=&#]*(?:token|key|sig|secret|pass|auth|session|credential)[^=&#]*=)[^&#]*", re.IGNORECASE)


def plain_digits(text: str) -> str:
    """Raised digits as ordinary ones and every dash as a hyphen: "²⁻⁴" → "2-4"."""
    return text.translate(_TO_DIGITS)


def shown_address(address: str) -> str:
    """An address without name, password, parameters and fragment, which may be secret."""
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit(address)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "an address that cannot be read"


def without_secrets(address: str) -> str:
    """A web address without name, password and the values of parameters that let in whoever has them."""
    if not address.lower().startswith(("http://", "https://")):
        return address
    return _SECRET.sub(r"\1…", re.sub(r"(?<=//)[^/?#@]*@", "", address))


def collapse(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return " ".join(text.split())


def typed(text: str) -> str:
    """As it would be typed: straight quotation marks, three stops for an ellipsis, single spaces."""
    return collapse(text if text.isascii() else text.translate(_TO_TYPED))


def lowered(text: str) -> str:
    """In lower case, letter for letter: every place keeps its offset.

    Expressions over lists of words are searched in this, for without regard to case they take far longer to compile.
    """
    return text.replace("İ", "I").lower()


def unquoted(text: str) -> str:
    """With blanks for what stands in quotation marks, so that every place keeps its offset."""
    if not any(mark in text for mark in '“”"'):
        return text
    return _QUOTED.sub(lambda found: " " * len(found.group()), text)


def fold(text: str) -> str:
    """For comparing: no diacritics, no case, straight quotes and hyphens, single spaces."""
    if text.isascii():
        return collapse(text.casefold())
    return collapse(text.translate(_FOLDED))


def occurrences(text: str, words: str) -> Iterator[Span]:
    """Where words stand in a text, whatever their case, their white space and the form of quotes and dashes."""
    pattern = r"\s+".join(map(re.escape, words.translate(_TO_ASCII).split()))
    if pattern:
        for found in re.finditer(pattern, text.translate(_TO_ASCII), re.IGNORECASE):
            yield Span(*found.span())


class Lines:
    r"""Line and column of an offset, both 1-based; knows "\n", "\r\n" and "\r"."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


_ENTITY = expression(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


def entity(source: str, position: int) -> tuple[str, int] | None:
    """The character, or two, that an entity stands for, and where it ends; None where there is none.

    Old pages leave the semicolon out: "20&nbspmg" holds an entity, "&about" none.
    """
    found = _ENTITY.match(source, position)
    if not found:
        return None
    import html  # its table of entities is large, and only marked-up sources need it
    from html.entities import html5

    written = found.group()
    if written.endswith(";") or written[1] == "#":
        characters = html.unescape(written)
        return (characters, found.end()) if characters != written else None
    for end in range(len(written), 2, -1):
        if written[1:end] in html5:
            return html5[written[1:end]], position + end
    return None


def source_offset(anchors: Sequence[tuple[int, int]], offset: int) -> int:
    """An offset of the visible text as one of the source; the same where there are no anchors."""
    if not anchors:
        return offset
    visible, source = anchors[max(0, bisect_right(anchors, offset, key=lambda pair: pair[0]) - 1)]
    return source + offset - visible


def source_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """A span of the visible text as a span of the source: from its first character to just after its last.

    Markup whose whole text lies within is part of it: a linked phrase is the link, not the words in its brackets.
    """
    if end <= start:
        position = source_offset(document.anchors, start)
        return position, position
    first, last = source_offset(document.anchors, start), _after(document, end - 1)
    for mark in document.marks[bisect_left(document.marks, start, key=lambda m: m.start) :]:
        if mark.start >= end:
            break
        if mark.source and mark.end <= end:
            first, last = min(first, mark.source[0]), max(last, mark.source[1])
    return first, last


def _after(document: Document, offset: int) -> int:
    """Where the source goes on behind a visible character."""
    position = source_offset(document.anchors, offset)
    source, character = document.source, document.text[offset]
    if source[position : position + 2] == f"\\{character}":
        return position + 2
    written = entity(source, position) if source[position : position + 1] == "&" else None
    return written[1] if written and written[0].endswith(character) else position + 1


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
# Written with a capital these stand before a name: "Sen. Lee", "Mass. General"; small they are words: "the last rep."
_BEFORE_NAMES = frozenset("sen rep gov gen brig capt col cmdr lt sgt rev hon pres supt mass".split())
_INITIALISM = expression(r"(?:[A-Za-z]\.)+[A-Za-z]?$")
# A figure whose stop is a decimal point; behind a year stands a marker: "in 2019.4 Later".
_DECIMAL = expression(r"(?<!\d)(?!(?:19|20)\d\d$)\d+$")
# "vitamin D. Older people" ends a sentence where "J. Smith" does not.
_LETTERED = frozenset(
    "vitamin hepatitis influenza type group grade class stage phase category factor option part".split()
)
_STARTERS = frozenset(
    "the this that these those it its they there he she we you i in on at for from as if when while although though"
    " however but and so many most some all people patients doctors researchers studies another both each one no not"
    " what how why who a an".split()
)
_MARKER = "\ue000"
"""Stands for every character of a marker that is known; of those for private use, so that no text holds it."""
# The stop, closing quotes and brackets, raised or bracketed markers, then space: what follows begins a sentence.
_STOP = expression(
    r"(?P<stop>[.!?…]+)"
    r"(?P<close>[\"'”’»)\]]{0,3})"
    rf"(?P<marker>{_MARKER}*+"
    r"(?:\[[\^@]?[\w,;\-–  ]{1,20}\]|\(\d{1,3}(?:[,;–-]\s?\d{1,3}){0,6}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹⁻,–-]{0,11}"
    r"|\^\d{1,3}(?:[,;–-]\s?\d{1,3}){0,6}(?:\^|(?=\s))|\d{1,3}(?:[,–-]\d{1,3}){0,6}(?=\s)){0,6}"
    r"(?:[ \t](?:\[[\^@]?[\w,;\-–]{1,20}\]){1,6}(?!\s+[a-z]))?)"
    r"(?P<space>\s+|(?=“))"
    r"(?=[\"'“‘«(\[]{0,3}(?P<next>@(?=\w)|\w))"
)
_BEHIND_STOP = expression(r"[.!?…][\"'”’»)\]]{0,3}(?P<space>\s{0,4})\Z")
_SEPARATES = expression(r"[\s,;]{0,3}")


def with_markers(text: str, markers: Sequence[Span]) -> str:
    """For `sentences`: the text with each marker that stands behind a stop made known as such, and the space before it.

    A marker that words in lower case follow begins a sentence, as "(1) found" does. Every place keeps its offset.
    """
    pieces: list[str] = []
    reached = 0
    for run in _runs(text, markers):
        stop = _BEHIND_STOP.search(text, max(0, run.start - 8), run.start)
        follows = text[run.end : run.end + 4].lstrip()[:1]
        if stop and not text[run.end : run.end + 1].isalnum() and not (stop["space"] and follows.islower()):
            pieces += [text[reached : stop.start("space")], _MARKER * (run.end - stop.start("space"))]
            reached = run.end
    return "".join([*pieces, text[reached:]]) if pieces else text


def _runs(text: str, markers: Sequence[Span]) -> Iterator[Span]:
    """Markers, in order, of which those that stand side by side are one."""
    run: Span | None = None
    for one in markers:
        if run and _SEPARATES.fullmatch(text, run.end, one.start):
            run = Span(run.start, one.end)
            continue
        if run:
            yield run
        run = one
    if run:
        yield run


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
    behind = text[max(begin, found.start() - 24) : found.start()]
    if found["marker"][:1].isdigit() and _DECIMAL.search(behind):
        return False
    begins = found["next"].startswith("@") or not found["next"].islower()  # a key: "@lund2018 followed 300 nurses"
    if found["stop"] != "." or not begins:
        return begins
    if found["close"] or found["marker"].strip():
        return not behind.endswith("et al")  # the marker is the name's: "by Nguyen et al. [3] Canadian nurses"
    following = re.compile(r"@?\w{1,20}").match(text, found.start("next"))
    shouted = text[begin : found.start()].isupper()
    return not _is_shortened(behind.split(), following.group() if following else "", shouted=shouted)


def _is_shortened(behind: Sequence[str], following: str, *, shouted: bool) -> bool:
    """Whether the stop belongs to the last of these words, whatever word follows: "Dr. Osei", "J. Smith", "no. 5"."""
    printed = behind[-1].lstrip("(\"'“‘[") if behind else ""
    last = printed.lower()
    if last in ("no", "nos") or (last.isdigit() and len(last) < 4):
        return following[:1].isdigit()
    if len(printed) > 1 and printed.isupper() and "." not in printed and not shouted:
        return False  # initials without stops are names of things: "people with MS. Its cause"
    begins = following.lower() in _STARTERS
    if len(last) == 1 and last.isalpha() and last != "i":
        return not begins and behind[-2:][0].lower() not in _LETTERED
    if last in _BEFORE_NAMES and printed[:1].isupper():
        return not begins
    if last in _ABBREVIATIONS or _INITIALISM.match(last + "."):
        return last in _NEVER_LAST or not begins
    return False
