"""Where the fields of a gold record stand in its string: from values to labels of words.

The gold gives values ("volume": "12"), a tagger learns from labels of words. Values are found without regard to case,
punctuation and diacritics; of several places the one is taken that a reference's order makes likely: the journal behind
the title, the volume behind the journal, issue and page behind the volume.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from citecheck.parse.fields.tokens import Label, Tokens


class Span(NamedTuple):
    """A stretch of the string with its label."""

    start: int
    end: int
    label: Label


_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$", re.IGNORECASE)
_OTHERS = re.compile(r"[\s,;.]*(?:and |& )?(?:et\.? ?al\b\.?|and others|u\. ?a\.|and colleagues)", re.IGNORECASE)
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV)\b")
_ROLE_BEFORE = re.compile(r"^(?:in:?|edited by|hrsg\.? von|eds?\.|translated by|trans\.)\s+", re.IGNORECASE)
_ROLE_BEHIND = re.compile(r"[\s,(]*(?:\(?eds?\.?\)?|\(?hrsg\.?\)?|editors?)$", re.IGNORECASE)
_NAMED = re.compile(
    r"^(?:vol(?:ume)?s?|v|bd|band|tome?|t|no|nos|n|nr|num(?:ber)?|issue|iss|heft|jg|jahrgang|年|第)\.?\s*(?=\d)",
    re.IGNORECASE,
)
_DATED_VOLUME = re.compile(r"((?:1[5-9]|20)\d\d)\s*[;.,:]\s*(.+)")
_BOTH = re.compile(r"(?:[^\W\d]+\.?\s*)?(\w*\d\w*)\s*[\s(,.:/;]+(?:[^\W\d]+\.?\s*)?(\d[\w/–-]*)\)?")
# What else the gold tags, and the label it gets; the first that fits a place keeps it.
_OTHER_FIELDS: tuple[tuple[str, Label], ...] = (
    ("editor", "editor"), ("translator", "editor"), ("publisher", "publisher"), ("institution", "publisher"),
    ("location", "place"), ("edition", "edition"), ("series", "series"), ("collection", "series"),
    ("collaboration", "author"), ("genre", "genre"), ("report", "number"), ("report_number", "number"),
    ("arxiv", "number"), ("note", "note"), ("notes", "note"), ("medium", "medium"), ("director", "author"),
    ("producer", "other"), ("source", "note"), ("label", "other"), ("url", "other"), ("doi", "other"),
    ("idno", "number"), ("isbn", "other"),
)  # fmt: skip
_MOST_PLACES = 8
_FAR = 60
"""Characters behind which one field is no nearer to another."""


class Folded:
    """A string's letters and digits in lower case without diacritics, and where each stood."""

    def __init__(self, text: str) -> None:
        self.source = text
        letters, self.at = [], []
        for position, printed in enumerate(text):
            for c in unicodedata.normalize("NFKD", printed):
                if c.isalnum() and not unicodedata.combining(c):
                    letters.append(c.lower())
                    self.at.append(position)
        self.text = "".join(letters)

    def places(self, value: object) -> list[tuple[int, int]]:
        """Where a value stands, as whole words or whole numbers."""
        wanted = Folded(str(value)).text if value else ""
        found, index = [], self.text.find(wanted) if wanted else -1
        while index >= 0:
            start, end = self.at[index], self.at[index + len(wanted) - 1] + 1
            if self._ends(start - 1) and self._ends(end - 1):
                found.append((start, end))
            index = self.text.find(wanted, index + 1)
        return found

    def _ends(self, before: int) -> bool:
        """Whether a word or a number ends behind this position."""
        if before < 0 or before + 1 >= len(self.source):
            return True
        one, other = self.source[before], self.source[before + 1]
        return not (one.isalnum() and other.isalnum() and one.isdigit() == other.isdigit())


def labelled(tokens: Tokens, spans: Iterable[Span]) -> list[Label]:
    """One label a word; months and days beside a year belong to the date."""
    offsets = tokens.offsets()
    spans = list(spans)
    labels: list[Label] = []
    for number in range(len(tokens.words)):
        start, end = offsets[2 * number], offsets[2 * number + 1]
        labels.append(next((s.label for s in spans if s.start < end and start < s.end), "other"))
    _widen_dates(tokens.words, labels)
    return labels


def _widen_dates(words: Sequence[str], labels: list[Label]) -> None:
    for number in [n for n, label in enumerate(labels) if label == "issued"]:
        for step in (-1, 1):
            reach, month, at = number, False, number + step
            while 0 <= at < len(words) and abs(at - number) < 4 and labels[at] in ("other", "note"):
                if _MONTHS.match(words[at]):
                    reach, month = at, True
                elif not (words[at].isdigit() and len(words[at]) < 3):
                    break
                elif month:
                    reach = at
                at += step
            for at in range(min(number, reach), max(number, reach) + 1):
                labels[at] = "issued"


def first(value: Any) -> str:
    """A value, or the first of several."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def every(value: Any) -> list[str]:
    """A value, or several, as a list of strings."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v]


def align(fields: Mapping[str, Any], text: str) -> list[Span] | None:
    """Where each field stands; None where one that matters is not found."""
    found = _Aligner(text)
    title, container = (
        first(fields.get("title")),
        first(fields.get("container") or fields.get("journal") or fields.get("container-title")),
    )
    numbered = fields.get("volume") or fields.get("pages") or fields.get("fpage")
    if not title and container and (fields.get("publisher") or not numbered):
        title, container = container, ""  # JATS and GROBID tag a book's title as what it is in
    complete = found.take(title, "title") and found.take(re.sub(r"^[Ii]n:?\s+", "", container), "container")
    if not complete or not found.take_authors(fields.get("author")):
        return None
    for key, label in _OTHER_FIELDS:
        for value in every(fields.get(key)):
            bare = _ROLE_BEHIND.sub("", _ROLE_BEFORE.sub("", value)) if label == "editor" else value
            found.take(bare, label, last=label in ("publisher", "place"))
    return sorted(found.spans) if found.take_numbers(fields) else None


class _Aligner:
    """Takes places of a string, one field after the other; no place twice."""

    def __init__(self, text: str) -> None:
        self.folded = Folded(text)
        self.spans: list[Span] = []

    def _free(self, value: object) -> list[tuple[int, int]]:
        return [p for p in self.folded.places(value) if all(p[1] <= s.start or s.end <= p[0] for s in self.spans)]

    def _start(self, label: Label) -> int | None:
        return next((span.start for span in self.spans if span.label == label), None)

    def take(self, value: str, label: Label, *, last: bool = False) -> bool:
        """The first (or last) place of a value, behind the title if there is one; True where there is no value."""
        if not value:
            return True
        places = self._free(value)
        title = next((span.end for span in self.spans if span.label == "title"), 0)
        places = [p for p in places if p[0] >= title] or places
        if places:
            self.spans.append(Span(*places[-1 if last else 0], label))
        return bool(places)

    def take_authors(self, authors: Any) -> bool:
        if authors and isinstance(authors[0], Mapping):
            return self._take_people(authors)
        for block in every(authors):
            places = self._free(block)
            if not places:
                if any(c.isalnum() for c in block):
                    return False
                continue
            start, end = places[0]
            more = _OTHERS.match(self.folded.source, end)
            self.spans.append(Span(start, more.end() if more else end, "author"))
        return True

    def _take_people(self, people: Sequence[Mapping[str, str]]) -> bool:
        """Names one by one into blocks: those behind the title are a book's editors."""
        title = self._start("title")
        blocks: list[tuple[int, int]] = []
        reached = 0
        for person in people:
            start, end = next(
                (p for p in self.folded.places(_family(person)) if p[0] >= reached),
                (-1, -1),
            )
            if start < 0:
                continue
            for given in self.folded.places(person.get("given")):
                if 0 <= given[0] - end <= 4 or (reached <= given[0] and 0 <= start - given[1] <= 4):
                    start, end = min(start, given[0]), max(end, given[1])
                    break
            suffix = _SUFFIX.match(self.folded.source, end)
            reached = end = suffix.end() if suffix else end
            between = self.folded.source[blocks[-1][1] : start] if blocks else ""
            parted_by_title = title is not None and bool(blocks) and blocks[-1][0] < title <= start
            dated = any(map(str.isdigit, between))  # "Kidney Consortium (2010) Lund K, Osei B, et al. (2010)"
            if blocks and len(between) <= 14 and not parted_by_title and not dated:
                blocks[-1] = (blocks[-1][0], end)
            else:
                blocks.append((start, end))
        for number, (start, end) in enumerate(blocks):
            if any(start < s.end and s.start < end for s in self.spans):
                if number == 0:
                    return False
                continue
            role: Label = "editor" if number and (title is None or title < start) else "author"
            more = _OTHERS.match(self.folded.source, end) if role == "author" else None
            self.spans.append(Span(start, more.end() if more else end, role))
        return bool(blocks)

    def take_numbers(self, fields: Mapping[str, Any]) -> bool:
        """Year, volume, issue and pages: of all combinations of their places the likeliest."""
        values = _numbers(fields)
        places: dict[Label, list[tuple[int, int]]] = {}
        for label, wanted in values.items():
            found = next((free for value in wanted if (free := self._free(value))), [])
            if wanted and not found:
                return False
            if found:
                places[label] = found[:_MOST_PLACES] if label == "issued" else found[-_MOST_PLACES:]
        labels = list(places)
        anchor = next((s.end for s in self.spans if s.label == "container"), None)
        anchor = anchor if anchor is not None else next((s.end for s in self.spans if s.label == "title"), None)
        best: tuple[float, dict[Label, tuple[int, int]]] | None = None
        for combination in itertools.product(*places.values()):
            ordered = sorted(combination)
            if any(one[1] > other[0] for one, other in itertools.pairwise(ordered)):
                continue
            chosen = dict(zip(labels, combination, strict=True))
            cost = _cost(chosen, anchor) + (
                0.01 * places["issued"].index(chosen["issued"]) if "issued" in chosen else 0
            )
            if best is None or cost < best[0]:
                best = cost, chosen
        if best is None:
            return not labels
        self.spans += [Span(*place, label) for label, place in best[1].items()]
        for value in every(fields.get("date"))[1:]:
            self.spans += [Span(*place, "issued") for place in self._free(value)[:1]]
        return True


def _family(person: Mapping[str, str]) -> str | None:
    return person.get("family") or person.get("collab") or person.get("literal")


def _numbers(fields: Mapping[str, Any]) -> dict[Label, list[str]]:
    """The values to look for, each in the forms to try in turn."""
    date, year = first(fields.get("date")), first(fields.get("year"))
    volume = first(fields.get("volume_norm")) or first(fields.get("volume"))
    issue = first(fields.get("issue")) or (first(fields.get("issue_norm")) if "volume_norm" in fields else "")
    if dated := _DATED_VOLUME.fullmatch(volume):
        date, year, volume = "", dated[1], dated[2]
    if (both := _BOTH.fullmatch(volume)) and not issue:
        volume, issue = both[1], both[2]
    page, last = first(fields.get("fpage")), first(fields.get("lpage"))
    whole = re.sub(r"^\s*(?:pp?|S|pages?)\.?\s*(?=[A-Za-z]?\d)", "", first(fields.get("pages")) or page)
    forms: dict[Label, list[str]] = {
        "issued": [date, year],
        "volume": [_NAMED.sub("", volume)],
        "issue": [_NAMED.sub("", issue)],
        "page": [whole, page, last] if page else [whole],
    }
    return {label: [form for form in wanted if form] for label, wanted in forms.items() if any(wanted)}


def _cost(chosen: Mapping[Label, tuple[int, int]], anchor: int | None) -> float:
    def behind(end: int | None, place: tuple[int, int] | None, weight: float) -> float:
        if end is None or place is None:
            return 0.0
        gap = place[0] - end
        return weight * min(gap, _FAR) / _FAR if gap >= 0 else weight * 3

    volume, issue, page = chosen.get("volume"), chosen.get("issue"), chosen.get("page")
    cost = behind(anchor, volume, 1)
    cost += behind(volume[1] if volume else None, issue, 3)
    numbers = issue or volume
    return cost + behind(numbers[1] if numbers else anchor, page, 1)
