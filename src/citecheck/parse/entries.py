"""What an entry of a reference list looks like, and how several that stand in one paragraph are parted."""

from __future__ import annotations

import re

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.model import Block, Span
from citecheck.text import trimmed

_NUMBERED = expression(
    r"(?P<open>[(\[]?)(?P<number>\d{1,3})(?:[.)\]]+|(?=[ \t\u00a0]))[ \t\u00a0]+(?=[A-Z“\"‘'À-ÞŁŚŠŽ])"
)
_WITHIN = expression(r"(?:^|(?<=[\s.;]))[(\[]?(?P<number>\d{1,3})[.)\]]+\s+(?=[A-Z“\"‘'À-ÞŁŚŠŽ])")
UNDATED = r"n\.\s?d\.|o\.\s?J\.|s\.\s?[df]\.|in press|im Druck|forthcoming"
"""What is printed in place of a year."""
_SHORTEST = 25
"""Characters of an entry that stands in a paragraph with others."""
_LIKE = (
    expression(r"\b10\.\d{4,9}/|\bdoi\b|\bPMID\b|https?://|\bwww\.", re.IGNORECASE),
    expression(rf"\b(?:1[89]|20)\d\d[a-z]?\b|[(\[](?:{UNDATED})[)\]]"),
    expression(
        r"\b\d{1,4}\s?(?:\(\d{1,4}\))?\s?[:,]\s?(?:[eE]\d{2,}|\d{1,5}(?:\s?[-–]\s?\d{1,5})?)\b|\bvol\.|\bpp?\.\s?\d",
        re.IGNORECASE,
    ),
    expression(
        r"\bet al\b|^[A-ZÀ-Þ][\w'’\-]+,? (?:[A-Z]\.?[\s\-]?){1,3}[,.;]|^[A-ZÀ-Þ][\w'’\-]+, [A-ZÀ-Þ][\w.]+", re.MULTILINE
    ),
    expression(r"\b[Aa]ccessed\b|\b[Rr]etrieved\b|\bAvailable (?:at|from)\b|\bPublished\b"),
    expression(
        r"\bJ(?:ournal)?\b|\bAnn\b|\bRev\b|\bLancet\b|\bPress\b|\bUniversity\b|\bMed(?:icine)?\b|\b(?:Assoc|Organi[sz])"
    ),
)


class Entry(Span, frozen=True):
    """One entry of a list, without its label."""

    label: str | None
    below: Span | None = None
    """Of a "Source:" line, the part of the text that it stands below."""


def likeness(text: str) -> int:
    """How many traits of a reference a string shows, 0 to 6."""
    return sum(bool(trait.search(text)) for trait in _LIKE)


def cites_page(entry: str) -> int:
    """A date of access makes an entry a source whatever else it lacks."""
    return 2 if re.search(r"\b(?:[Aa]ccessed|[Rr]etrieved)\b", entry) and any(find_dates(entry)) else 0


def is_bare_address(text: str) -> bool:
    """Whether there is nothing but an address, or several in lines of their own."""
    return re.fullmatch(r"(?:(?:https?://|www\.)\S+(?:\n\s*|$))+", text) is not None


def is_numbered(text: str, block: Block) -> bool:
    """Whether a block begins with a number that it prints itself."""
    return _NUMBERED.match(text, block.start, block.end) is not None


def entry_of(text: str, block: Block) -> Entry:
    """A block as an entry, its printed number as label, or the key by which the text cites it."""
    if block.label.startswith("[@"):
        return Entry(block.start, block.end, block.label[2:-1])
    if block.label:
        number = re.sub(r"\D", "", block.label)
        return Entry(block.start, block.end, number or None)
    found = _NUMBERED.match(text, block.start, block.end)
    return Entry(found.end(), block.end, found["number"]) if found else Entry(block.start, block.end, None)


def parted(text: str, entry: Entry, *, lines_count: bool) -> list[Entry]:
    """The entries that one paragraph holds: "1. … 2. …", or, where its lines count, one a line."""
    if entry.label in (None, "1"):
        numbered = _numbered_within(text, entry)
        if numbered:
            return numbered
    if is_bare_address(text[entry.start : entry.end]):
        lines_count = True
    if not lines_count or "\n" not in text[entry.start : entry.end]:
        return [entry]
    lines = [m for m in re.finditer(r"[^\n]+", text[entry.start : entry.end]) if m.group().strip()]
    spans = [trimmed(text, entry.start + m.start(), entry.start + m.end()) for m in lines]
    parts = [entry_of(text, Block(*span, "paragraph")) for span in spans]
    if entry.label and parts[0].label is None:
        parts[0] = Entry(parts[0].start, parts[0].end, entry.label)  # its number was read with the block's
    alike = sum(
        (likeness(text[p.start : p.end]) >= 2 and text[p.start].isupper()) or is_bare_address(text[p.start : p.end])
        for p in parts
    )
    return parts if alike * 5 >= 4 * len(parts) else [entry]


def _numbered_within(text: str, entry: Entry) -> list[Entry]:
    """The parts of a paragraph that are numbered 1, 2, 3 and look like references."""
    begins: list[tuple[int, int]] = [(entry.start, entry.start)] if entry.label == "1" else []
    for found in _WITHIN.finditer(text, entry.start, entry.end):
        if int(found["number"]) == len(begins) + 1 and (begins or found.start() == entry.start):
            begins.append((found.start(), found.end()))
    if len(begins) < 2:
        return []
    ends = [start for start, _ in begins[1:]] + [entry.end]
    parts = [
        Entry(*trimmed(text, start, end), str(number))
        for number, ((_, start), end) in enumerate(zip(begins, ends, strict=True), 1)
    ]
    likes = [likeness(text[p.start : p.end]) for p in parts]
    whole = all(p.end - p.start >= _SHORTEST for p in parts) and all(likes)
    return parts if whole and 2 * sum(like >= 2 for like in likes) > len(likes) else []
