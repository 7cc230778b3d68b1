"""Facts of the article that a page prints rather than states: date, authors, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.model import Block, Facts
from citecheck.tables import load
from citecheck.text import collapse

_NAME = r"(?:(?:Dr|Prof)\.?[ \t]+)?[A-ZÀ-Þ][\w.'’\-]*(?:[ \t]+[A-ZÀ-Þ][\w.'’\-]*){0,3}"
_BYLINE = expression(
    r"(?:(?:[Ww]ritten|[Ww]ords|[Rr]eporting|[Pp]osted)?[ \t]*\b[Bb]y:?|BY|Por|Von|Par|Door|Av|Author:)[ \t]+"
    rf"(?P<names>{_NAME}(?:(?:,[ \t]+{_NAME})*,?[ \t]+(?:and|&)[ \t]+{_NAME})?)"
)
_SIGNED = expression(rf"\b(?:19|20)\d\d[ \t]+by[ \t]+(?P<names>{_NAME})")
"""A byline behind its date: "Posted on June 8, 2022 by Ada Osei"."""
_DEGREE = r"(?:MD|MBBS|PhD|RN|RDN?|RPh|PharmD|DPhil|MSc|MPH|[MF]RC[A-Z]+)\b"
_TITLED = expression(
    rf"(?P<names>(?:Dr|Prof)\.?[ \t]+{_NAME}|{_NAME}(?=,[ \t]+{_DEGREE}))"
    r"(?:,[ \t]+[\w.]{2,15}(?:[ \t][\w.]{2,15}){0,3})*[ \t]+[|•·–—][ \t]"
)
"""A name that says what it is by a doctor's title or a degree, ahead of its date: a place or a section has neither."""
_FULL_NAME = rf"(?=[^\s,]+[ \t]+[A-ZÀ-Þ]){_NAME}"
_SIGNATURE = expression(
    rf"(?:[Bb]y:?[ \t]+)?(?P<names>{_FULL_NAME}(?:(?:,|[ \t]+(?:and|&))[ \t]+{_FULL_NAME})*)"
    r"(?:,[ \t]+[A-Z][\w.]{1,9})*$"
)
_JOINED = expression(r"\s+(?:and|&)\s+|,\s*")
_WORDS = expression(r"[^\W\d_]+")
_ENOUGH_WORDS = 20
_ENOUGH_FOR_NONE = 60
"""Words: a shorter text may hold hardly any of the commonest words by chance."""
_CHANGED = ("updated", "reviewed", "review", "modified", "due")


def complete(
    stated: Facts, text: str, blocks: Sequence[Block], title: int | None, *, as_printed: bool = False
) -> Facts:
    """What the format states, and for the rest what the page's metadata lines print.

    `as_printed`: a headline that the page shows comes before what its head calls it.
    """
    metadata = [text[b.start : b.end] for b in blocks if b.region == "metadata"]
    main = [b for b in blocks if b.region == "main"]
    body = " ".join(text[b.start : b.end] for b in main)
    # Without the items of lists, which may be references to works in other languages.
    prose = " ".join(text[b.start : b.end] for b in main if not b.label)
    headline = collapse(text[blocks[title].start : blocks[title].end]) if title is not None else None
    shown = as_printed and headline and " " in headline and headline != stated.publisher
    return Facts(
        title=headline if shown else stated.title or headline,
        author=stated.author or _authors(metadata) or _avatar(text, blocks),
        published=stated.published or _date(metadata),
        publisher=stated.publisher,
        language=stated.language or language(prose if len(prose.split()) >= _ENOUGH_WORDS else body or text),
        address=stated.address,
    )


def signed_by(printed: str) -> tuple[str, ...]:
    """The names in a text that a page marks as its author's; none where it holds more, or a name of one word."""
    found = _SIGNATURE.match(printed)
    return tuple(_JOINED.split(found["names"])) if found else ()


def primary_tag(printed: str | None) -> str | None:
    """The primary tag of a language as formats state it: "en" of "en-GB"."""
    found = re.match(r"[a-z]{2,3}(?![a-z])", (printed or "").lower())
    return found.group() if found else None


def likely_language(text: str, stated: str | None) -> str | None:
    """What a text shows comes before what a template that it was put into says of it."""
    found = language(text)
    return stated if stated and found in (None, "und") else found


def language(text: str) -> str | None:
    """The language whose commonest words are the commonest here; "und" where none stands out, None in a short text."""
    words = [w.lower() for w in _WORDS.findall(text[:20_000])]
    if len(words) < _ENOUGH_WORDS:
        return None
    counts = Counter(words)
    shares = {
        tag: sum(counts[w] for w in common.split()) / len(words)
        for tag, common in load(Path(__file__).with_name("languages.toml")).items()
    }
    best = max(shares, key=lambda tag: shares[tag])
    if shares[best] >= 0.08:
        return best
    return "und" if len(words) >= _ENOUGH_FOR_NONE else None


def _authors(lines: Sequence[str]) -> tuple[str, ...]:
    for line in lines:
        found = _BYLINE.match(line.strip()) or _SIGNED.search(line) or _TITLED.match(line.strip())
        if found:
            return tuple(name.strip() for name in _JOINED.split(found["names"]) if name.strip())
    return ()


def _avatar(text: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Author boxes begin with the picture's text: "Avatar of Jane Doe"."""
    for block in blocks:
        found = re.match(r"Avatar of (?P<name>.{3,60})$", text[block.start : block.end])
        if block.region == "author-box" and found:
            return (found["name"].strip(),)
    return ()


def _date(lines: Sequence[str]) -> str | None:
    """The first date of the metadata; one said to be an update only where there is no other."""
    dated = []
    before = ""  # what the date is may stand on a line of its own above it
    for line in lines:
        begin = 0
        for date in find_dates(line):
            said = line[begin : date.start].lower() or before
            dated.append((any(word in said for word in _CHANGED), date))
            begin = date.end
        before = "" if begin else line.lower()
    return min(dated, key=lambda pair: pair[0])[1].iso if dated else None
