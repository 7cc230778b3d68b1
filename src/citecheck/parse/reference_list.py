"""Finds the reference lists of an article: under a heading, at the end of links within the page, or by their looks.

A list is known, in this order, by what cannot be mistaken: footnotes of the format; references in a front matter;
entries that markers of the text link to; a heading that says so; a run of paragraphs numbered from one; and, where
there is nothing of this, the last paragraphs if they look like references, and lines that begin with "Source:".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Block, Document, Span
from citecheck.parse.entries import Entry, cites_page, entry_of, is_bare_address, is_numbered, likeness, parted
from citecheck.parse.short_forms import is_same_again
from citecheck.text import plain_digits

_HEADINGS = Path(__file__).parents[1] / "headings.toml"
_FIRST_MARKER = expression(r"\[1\]|¹|(?<=[a-z.,])1(?=[\s.,])")
_DOUBTFUL = 2
"""Entries in a row that show little."""
_LONG_ENTRY = 45
"""Words."""
_LONGEST_HEADING = 7
"""Words."""
_SHORTEST_LIST = 3
_SHORT_NOTE = 25
"""Words."""
_NAMED = expression(r"^(?:See|Siehe|Voir|Véase|Cf\.)\b|[“\"«]|\b[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ][\w'’-]+")
"""A note that names something: a title in quotes, a name of several words."""
_IN_A_YEAR = expression(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring) (?:1[89]|20)\d\d\b(?! ?[,;]? ?\d)")
"""A year that a sentence speaks of, which is no trait of a reference."""
_FOOTNOTE = expression(r"\[\^(?P<name>[^\]]+)\]")
_ADDRESS = ("http", "doi", "DOI", "10.", "www.", "PMID", "Available")
_MARKER = expression(
    r"[(\[]?\s*\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\s*[)\]]?|.{2,80}\b(?:1[89]|20)\d\d[a-z]?\)?|[*†‡§¶]{1,3}"
)
"""What a link to a reference of the same page reads: a number, a name and a year, a sign."""
_SOURCE = expression(r"(?:Sources?|References?|Quellen?|Fuentes?|Bron|Källa|Fonte|Kilde)\s?:\s+(?=\S)")


class ReferenceList(Struct, frozen=True):
    """The entries of all lists of an article, in order."""

    entries: tuple[Entry, ...]
    spans: tuple[Span, ...]
    """What the lists take up, headings included."""


def find_list(document: Document) -> ReferenceList:
    """All reference lists; no list is an answer."""
    return _Search(document).result()


def points_within(document: Document) -> Iterator[tuple[Span, int]]:
    """Links of the main text that read like markers, each with the offset of the place in the page that it leads to."""
    for mark in document.marks:
        if mark.kind == "link" and mark.target.startswith("#"):
            place = document.places.get(mark.target[1:])
            printed = plain_digits(document.text[mark.start : mark.end]).strip()
            if place is not None and _MARKER.fullmatch(printed):
                yield mark, place


class _Search:
    """Looks through the blocks of a document once for every kind of list; a block is taken once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text, self.blocks = document.text, document.blocks
        self._lines_count = document.media_type != "text/plain"
        self._taken: set[int] = set()
        self._linked = [m.start for m in document.marks if m.kind == "link" and m.target.startswith("http")]
        self._entries: list[Entry] = []

    def result(self) -> ReferenceList:
        for find in (self._footnotes, self._front_matter, self._pointed):
            self._take(find())
        for i, block in enumerate(self.blocks):
            if block.region != "main" or i in self._taken:
                continue
            heading = _is_heading(self.text, block)
            if heading and (i + 1) in self._taken:
                self._taken.add(i)
            found = self._under_heading(i) if heading else self._run(i)
            if found:
                self._taken.add(i)
                self._take(found)
        for find in (self._at_the_end, self._items, self._source_lines):
            if not self._entries:  # beside a list, "Source:" below a table or picture cites and lists nothing
                self._take(find())
        spans = (Span(self.blocks[i].start, self.blocks[i].end) for i in sorted(self._taken))
        return ReferenceList(tuple(sorted(self._entries, key=lambda e: e.start)), tuple(spans))

    def _take(self, found: Sequence[tuple[int, Entry]]) -> None:
        for i, entry in found:
            self._taken.add(i)
            self._entries += parted(self.text, entry, lines_count=self._lines_count)

    def _printed(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _like(self, i: int) -> int:
        return likeness(self._printed(self.blocks[i]))

    def _words(self, i: int) -> int:
        return len(self._printed(self.blocks[i]).split())

    def _footnotes(self) -> list[tuple[int, Entry]]:
        """Definitions of Markdown footnotes, wherever they stand; notes that are prose and no source are left out."""
        notes = []
        for i, block in enumerate(self.blocks):
            found = _FOOTNOTE.fullmatch(block.label)
            if found and _is_source(self._printed(block)):
                notes.append((i, Entry(block.start, block.end, found["name"])))
        return notes

    def _front_matter(self) -> list[tuple[int, Entry]]:
        """What the format itself states as references."""
        return [(i, entry_of(self.text, b)) for i, b in enumerate(self.blocks) if b.region == "references"]

    def _pointed(self) -> list[tuple[int, Entry]]:
        """The blocks that markers link to, and those between them of the same kind."""
        starts = [block.start for block in self.blocks]
        hit: set[int] = set()
        for mark, place in points_within(self.document):
            i = bisect_right(starts, place) - 1
            i += i + 1 < len(starts) and place > self.blocks[i].end  # the place stands before its block
            here = bisect_right(starts, mark.start) - 1
            if here < i and self.blocks[here].region == "main" and self.blocks[i].kind != "heading":
                # Some pages set the number of a note as a paragraph of its own.
                hit.add(i + 1 if self._is_number(i) and i + 1 < len(starts) else i)
        if not hit:
            return []
        found = []
        for i in range(min(hit), len(self.blocks)):
            follows = i in hit or self._follows(i)
            if follows and (i in hit or i < max(hit) or self._like(i) >= 1):
                source = i in hit and (self._like(i) >= 1 or _is_source(self._printed(self.blocks[i])))
                if source or self._like(i) >= 2:
                    found.append((i, self._numbered_apart(i)))
            elif i > max(hit):
                break
        return found if sum(self._like(i) >= 1 for i, _ in found) * 2 >= len(found) else []

    def _is_number(self, i: int) -> bool:
        return re.fullmatch(r"[\[(]?\d{1,3}[\])]?\.?", self._printed(self.blocks[i])) is not None

    def _is_next(self, i: int, last: Entry | None) -> bool:
        """Whether a block is nothing but the number that is due behind the last entry, of the first 1."""
        before = (last.label or "") if last else "0"
        return before.isdigit() and self._is_number(i) and self._number(i) == str(int(before) + 1)

    def _number(self, i: int) -> str:
        return self._printed(self.blocks[i]).strip("[().]")

    def _numbered_apart(self, i: int) -> Entry:
        """A block as an entry; its number may stand in the paragraph before."""
        entry = entry_of(self.text, self.blocks[i])
        if entry.label is None and i and self._is_number(i - 1):
            self._taken.add(i - 1)
            return Entry(entry.start, entry.end, self._number(i - 1))
        return entry

    def _follows(self, i: int) -> bool:
        """Whether a block goes on with the numbering of the one before."""
        before, label = entry_of(self.text, self.blocks[i - 1]).label, entry_of(self.text, self.blocks[i]).label
        return bool(before and label and before.isdigit() and label.isdigit() and int(label) == int(before) + 1)

    def _under_heading(self, i: int) -> list[tuple[int, Entry]]:
        """The entries behind a heading, up to what is no entry any more.

        An entry that shows little (a body, a title, "in press") is one where entries that show more follow.
        """
        entries: list[tuple[int, Entry]] = []
        doubtful: list[tuple[int, Entry]] = []
        for k in range(i + 1, len(self.blocks)):
            block = self.blocks[k]
            if k in self._taken:
                continue  # an entry already
            last = entries[-1][1] if entries else None
            due = self._is_next(k - 1, last)
            if last and not due and not block.label and self._adds_address(last, block):
                entries.append((k, Entry(last.start, block.end, last.label)))  # its address, on a line of its own
                del entries[-2]
                self._taken.add(k - 1)
                continue
            if block.region != "main" or (block.kind == "heading" and self._is_plain_heading(block)):
                break
            if self._is_number(k):
                continue  # of the note in the next block, or of a page
            entry = self._numbered_apart(k) if due else entry_of(self.text, block)
            like = likeness(self._printed(entry)) + self._is_linked(block)
            numbered = entry.label is not None and (last is None or last.label is not None)
            bulleted = bool(block.label) and (last is None or like >= 1)
            if numbered or bulleted or like >= 2 or is_bare_address(self._printed(entry)):
                entries += [*doubtful, (k, entry)]
                doubtful = []
            elif like >= 1 and len(doubtful) < _DOUBTFUL and self._words(k) <= _LONG_ENTRY:
                doubtful.append((k, entry))
            else:
                break
        return entries

    def _is_linked(self, block: Block) -> bool:
        """Whether a link's words hide an address, which counts as if it were printed."""
        i = bisect_left(self._linked, block.start)
        hidden = i < len(self._linked) and self._linked[i] < block.end
        return hidden and "://" not in self._printed(block)

    def _adds_address(self, last: Entry, block: Block) -> bool:
        """Whether a line is the address of the entry before, which has none."""
        address = self.text.startswith(_ADDRESS, block.start) and likeness(self._printed(block)) > 0
        return address and not re.search(r"https?://|www\.", self._printed(last))

    def _is_plain_heading(self, block: Block) -> bool:
        """Whether a line is the heading of what comes next, not an entry without a stop."""
        return likeness(self._printed(block)) < 2 and not is_numbered(self.text, block)

    def _run(self, i: int) -> list[tuple[int, Entry]]:
        """A list without a heading: blocks numbered from one, most of them like references."""
        found: list[tuple[int, Entry]] = []
        for k in range(i, len(self.blocks)):
            entry = entry_of(self.text, self.blocks[k])
            if self.blocks[k].region != "main" or entry.label != str(len(found) + 1):
                break
            found.append((k, entry))
        if not found:
            return []
        entries = [entry for _, entry in found]
        likes = [self._shows(entry) for entry in entries]
        if len(entries) == 1:
            # A single source, or a paragraph of several, ends the article, and shows more than a numbered remark does.
            ends = not any(b.region == "main" and b.start > entries[0].end for b in self.blocks)
            cited = _FIRST_MARKER.search(self.text, 0, entries[0].start) is not None
            return found if ends and cited and likes[0] >= 3 else []
        return found if sum(like >= 2 for like in likes) * 3 >= 2 * len(entries) else []

    def _shows(self, entry: Entry) -> int:
        text = self._printed(entry)
        return likeness(text) + cites_page(text) + 2 * is_same_again(text)

    def _at_the_end(self) -> list[tuple[int, Entry]]:
        """A list that neither heading nor number announces: the last paragraphs, if they all look like references."""
        found: list[tuple[int, Entry]] = []
        for i in reversed(range(len(self.blocks))):
            block = self.blocks[i]
            if block.region != "main":
                continue
            entry = entry_of(self.text, block)
            headed = block.kind == "heading" and self._is_plain_heading(block)
            if headed or self._shows(entry) < 3 or self._words(i) > _LONG_ENTRY:
                break
            found.append((i, entry))
        labels = [entry.label for _, entry in reversed(found)]
        counted = all(label is None for label in labels) or labels[0] == "1"
        return found[::-1] if len(found) > 1 and counted else []

    def _items(self) -> list[tuple[int, Entry]]:
        """The last list of at least three items that all look like references or link to what they name."""
        last: list[tuple[int, Entry]] = []
        found: list[tuple[int, Entry]] = []
        for i, block in enumerate(self.blocks):
            entry = entry_of(self.text, block)
            alike = self._shows(entry) + self._is_linked(block) >= 2 and self._words(i) <= _LONG_ENTRY
            if block.kind == "list-item" and block.region == "main" and alike:
                found.append((i, entry))
                last = found if len(found) >= _SHORTEST_LIST else last
            else:
                found = []
        return last

    def _source_lines(self) -> list[tuple[int, Entry]]:
        """What stands behind "Source:" at the beginning of a line, if it is a work or a page and not only a name."""
        found = []
        begun = 0
        for i, block in enumerate(self.blocks):
            if block.kind == "heading":
                begun = block.end
            begins = _SOURCE.match(self.text, block.start, block.end)
            if not begins or i in self._taken or block.region not in ("main", "metadata", "other"):
                continue
            entry = Entry(begins.end(), block.end, None, Span(begun, block.start))
            if (
                self._shows(entry) >= 2
                or self._is_linked(block)
                or re.match(r"https?://|www\.|doi|10\.\d", self._printed(entry))
            ):
                found.append((i, entry))
                begun = block.end
        return found


def _is_heading(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    return not block.label and len(line.split()) <= _LONGEST_HEADING and line.rstrip(": ") in word_list(_HEADINGS)


def _is_source(note: str) -> bool:
    """Whether a footnote is a source: it looks like one, or is a short title; "Names have been changed." is neither."""
    short = len(note.split()) <= _SHORT_NOTE
    return likeness(_IN_A_YEAR.sub("", note)) >= 1 or is_same_again(note) or (short and bool(_NAMED.search(note)))
