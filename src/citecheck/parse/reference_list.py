"""Finds the reference list of an article: under a heading or, without one, as a numbered run of references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.dates import find_dates
from citecheck.lexicon import word_list
from citecheck.model import Block, Document, Span

_HEADINGS = Path(__file__).parents[1] / "headings.toml"
_NUMBERED = re.compile(r"(?P<open>[(\[]?)(?P<number>\d{1,3})(?:[.)\]]+|(?=[ \t ]))[ \t ]+(?=[A-Z“\"‘'À-ÞŁŚŠŽ])")
_FIRST_MARKER = re.compile(r"\[1\]|¹|(?<=[a-z.,])1(?=[\s.,])")
_DOUBTFUL = 2
"""Entries in a row that show little."""
_LONG_ENTRY = 45
"""Words."""
_FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]]+)\]")
_LIKE = (
    re.compile(r"\b10\.\d{4,9}/|\bdoi\b|\bPMID\b|https?://|\bwww\.", re.IGNORECASE),
    re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b"),
    re.compile(
        r"\b\d{1,4}\s?(?:\(\d{1,4}\))?\s?[:,]\s?(?:[eE]\d{2,}|\d{1,5}(?:\s?[-–]\s?\d{1,5})?)\b|\bvol\.|\bpp?\.\s?\d",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bet al\b|^[A-ZÀ-Þ][\w'’\-]+,? (?:[A-Z]\.?[\s\-]?){1,3}[,.;]|^[A-ZÀ-Þ][\w'’\-]+, [A-ZÀ-Þ][\w.]+", re.MULTILINE
    ),
    re.compile(r"\b[Aa]ccessed\b|\b[Rr]etrieved\b|\bAvailable (?:at|from)\b|\bPublished\b"),
    re.compile(
        r"\bJ(?:ournal)?\b|\bAnn\b|\bRev\b|\bLancet\b|\bPress\b|\bUniversity\b|\bMed(?:icine)?\b|\b(?:Assoc|Organi[sz])"
    ),
)
_ADDRESS = ("http", "doi", "DOI", "10.", "www.", "PMID", "Available")


@dataclass(frozen=True, slots=True)
class Entry(Span):
    """One entry of a list, without its label."""

    label: str | None


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The entries of all lists of an article."""

    entries: tuple[Entry, ...]
    spans: tuple[Span, ...]
    """What the lists take up, headings included."""


def find_list(document: Document) -> ReferenceList:
    """All reference lists; no list is an answer."""
    blocks, text = document.blocks, document.text
    notes = _footnotes(text, blocks)
    entries, spans = [e for e, _ in notes], [b for _, b in notes]
    taken = set(spans)
    i = 0
    while i < len(blocks):
        stop = i + 1
        if blocks[i].region == "main" and blocks[i] not in taken:
            heading = _is_heading(text, blocks[i])
            if heading and stop < len(blocks) and blocks[stop] in taken:
                spans.append(blocks[i])
            found = _under_heading(text, blocks, i) if heading else _run(text, blocks, i)
            if found:
                entries += found
                stop = next((k for k in range(i + 1, len(blocks)) if blocks[k].start >= found[-1].end), len(blocks))
                spans.append(blocks[i])
                spans += [b for b in blocks[i:stop] if b.start < found[-1].end]
        i = stop
    return ReferenceList(tuple(entries), tuple(Span(b.start, b.end) for b in sorted(set(spans), key=lambda b: b.start)))


def likeness(text: str) -> int:
    """How many traits of a reference a string shows, 0 to 7."""
    return sum(bool(trait.search(text)) for trait in _LIKE)


def _is_heading(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    return not block.label and len(line.split()) <= 6 and line.rstrip(": ") in word_list(_HEADINGS)


def _footnotes(text: str, blocks: Sequence[Block]) -> list[tuple[Entry, Block]]:
    """Definitions of Markdown footnotes, wherever they stand; notes that are prose and no source are left out."""
    notes = []
    for block in blocks:
        found = _FOOTNOTE.fullmatch(block.label)
        if found and (likeness(text[block.start : block.end]) >= 1 or _short_title(text[block.start : block.end])):
            notes.append((Entry(block.start, block.end, found["name"]), block))
    return notes


def _short_title(text: str) -> bool:
    return len(text.split()) <= 25


def _entry(text: str, block: Block) -> Entry:
    """A block as an entry, its printed number as label."""
    if block.label:
        number = re.sub(r"\D", "", block.label)
        return Entry(block.start, block.end, number or None)
    found = _NUMBERED.match(text, block.start, block.end)
    return Entry(found.end(), block.end, found["number"]) if found else Entry(block.start, block.end, None)


def _under_heading(text: str, blocks: Sequence[Block], i: int) -> list[Entry]:
    """The entries behind a heading, up to what is no entry any more.

    An entry that shows little (a body, a title, "in press") is one where entries that show more follow.
    """
    entries: list[Entry] = []
    doubtful: list[Entry] = []
    for block in blocks[i + 1 :]:
        if _FOOTNOTE.fullmatch(block.label):
            continue  # an entry already
        if entries and not block.label and _is_address(text, block):
            entries[-1] = Entry(entries[-1].start, block.end, entries[-1].label)  # its address, on a line of its own
            continue
        if block.region != "main" or (block.kind == "heading" and _is_plain_heading(text, block)):
            break
        entry = _entry(text, block)
        like = likeness(text[entry.start : entry.end])
        numbered = entry.label is not None and (not entries or entries[-1].label is not None)
        bulleted = bool(block.label) and (not entries or like >= 1)
        if numbered or bulleted or like >= 2:
            entries += [*doubtful, entry]
            doubtful = []
        elif like >= 1 and len(doubtful) < _DOUBTFUL and len(text[entry.start : entry.end].split()) <= _LONG_ENTRY:
            doubtful.append(entry)
        else:
            break
    return entries


def _is_plain_heading(text: str, block: Block) -> bool:
    """Whether a line is the heading of what comes next, not an entry without a stop."""
    return likeness(text[block.start : block.end]) < 2 and not _NUMBERED.match(text, block.start, block.end)


def _is_address(text: str, block: Block) -> bool:
    return text.startswith(_ADDRESS, block.start) and likeness(text[block.start : block.end]) > 0


def _run(text: str, blocks: Sequence[Block], i: int) -> list[Entry]:
    """A list without a heading: blocks numbered from one, most of them like references."""
    entries: list[Entry] = []
    for block in blocks[i:]:
        entry = _entry(text, block)
        if block.region != "main" or entry.label != str(len(entries) + 1):
            break
        entries.append(entry)
    likes = [likeness(text[e.start : e.end]) + _cites_page(text[e.start : e.end]) for e in entries]
    if len(entries) == 1:
        # A single source ends the article, and shows more than a numbered remark does.
        ends = not any(b.region == "main" and b.start > entries[0].end for b in blocks)
        cited = _FIRST_MARKER.search(text, 0, entries[0].start) is not None
        return entries if ends and cited and likes[0] >= 3 else []
    return entries if sum(like >= 2 for like in likes) * 3 >= 2 * len(entries) else []


def _cites_page(entry: str) -> int:
    """A date of access makes an entry a source whatever else it lacks."""
    return 2 if re.search(r"\b(?:[Aa]ccessed|[Rr]etrieved)\b", entry) and any(find_dates(entry)) else 0
