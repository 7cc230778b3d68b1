"""Finds the in-text citations: every marker with the references it points to.

Styles that cannot be mistaken (footnotes, links to works, raised digits) are taken as they stand. Numbers in brackets
and digits glued to a word mean citations only in an article whose list they fit, so those are judged together: the list
says which numbers there are, and the order in which an author numbers sources tells a marker from a dose or a decade.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.model import Block, Citation, CitationStyle, Document, Mark, Reference, Span
from citecheck.parse.author_year import find_author_year
from citecheck.parse.links import find_links
from citecheck.parse.parentheses import closes, points
from citecheck.parse.reference_list import points_within
from citecheck.parse.short_forms import Repeat
from citecheck.text import plain_digits

_LIST = r"\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,9}"
_SEE = r"(?:(?:see|see also|and|cf\.|e\.g\.,?)\s)?"
_PAGE = r"(?:,?\s(?:pp?|S|ch|para|Kap)\.\s?\d{1,4}(?:[–-]\d{1,4})?)?"
_BRACKET = expression(rf"\[(?P<list>{_SEE}\d{{1,3}}(?:\s?[,;–—-]\s?{_SEE}\d{{1,3}}){{0,9}}){_PAGE}\]")
_INTERVAL = expression(r"\b(?:CI|IQR|interval|range|ranged|CrI|SD)\b[^.\[]{0,20}$|[=±]\s?\S{0,12}\s?$")
"""What stands before two numbers in brackets that are the ends of an interval."""
_TOLD = expression(
    r"[(\[](?:see\s|vgl\.\s)?(?:refs?\.?|references?|Lit\.|Quellen?|source|note)\s?"
    r"(?P<list>\d{1,3}(?:\s?(?:[,;–—-]|and|und|&|y|et)\s?\d{1,3}(?![\d%.]\d?)){0,9})(?:[,;]\s[^()\[\]\n]{1,60})?[)\]]",
    re.IGNORECASE,
)
_TELLING = ("see", "vgl.", "ref", "lit.", "quelle", "source", "note")
_PARENTHESIS = expression(rf"\((?P<list>{_LIST})\)")
# Raised digits, and what writers of plain text type for them: "pain.^2^", "pain^1,3".
_RAISED = expression(rf"(?P<list>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[⁻,–-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)|\^(?P<typed>{_LIST})(?:\^|(?![\w^]))")
_RAISING = "⁰¹²³⁴⁵⁶⁷⁸⁹^"
_POWER = expression(r"(?:^|[\s\d/(·.])(?:[µμmckd]?m|ft|in|sec|[a-zχRI]|chi|tau)$|(?:^|[^\d.,])10$")
"""What stands before digits that are an exponent: a unit, a variable, ten."""
_LABEL_WIDTH = 6
"""Characters: "[12] "."""
# Digits glued to a word, a stop, a closing quote or bracket; at the end of a word.
_GLUED = expression(
    r"(?P<before>[^\W\d_]{2,}|\d{4}s|[.,;:!?][\"'”’»)\]]{0,2}|(?<=\w)[\"'”’»)\]]|%)(?P<list>\d{1,3}(?:[,–-]\d{1,3}){0,9})"
    r"(?=[\s.,;:!?)\]\"'”’»—–]|$)"
)
_WITH_DIGIT = expression(r"(?<!\S)\S*?[^\s\d]\d\S*")
"""What stands between blanks and holds a digit behind something else: digits are glued nowhere but there."""
_NO_STOP = frozenset("p pp vol no nos fig figs ch sec art eq ver v table appendix s".split())
_NUMBER_WORDS = frozenset(
    "vitamin vitamins omega type phase stage grade covid mg mcg ml kg iu cm mm hz week weeks day days year years month"
    " months level version step chapter figure table page item option group class category factor interleukin il cd hla"
    " hiv hpv sars h n ph".split()
)
_UNMISTAKABLE: tuple[CitationStyle, ...] = ("bracket", "superscript")
_SURE = 3
"""Glued digits that follow a stop or a plain word count for themselves once as many agree with the list."""


class _Candidate(Span, frozen=True):
    style: CitationStyle
    labels: tuple[str, ...]
    certain: bool


def find_citations(
    document: Document, references: Sequence[Reference], repeats: Sequence[Repeat], lists: Sequence[Span]
) -> tuple[Citation, ...]:
    """Citations in the main text and its headings, in order; none inside the reference list."""
    entries: list[Reference | Repeat] = sorted([*references, *repeats], key=lambda e: e.start)
    by_label = _by_label(entries)
    listed = {span.start for span in lists}
    main = [b for b in document.blocks if b.region == "main" and b.start not in listed]
    linked = list(find_links(document, references))
    keyed = list(_by_key(document, by_label))
    found = [*_footnotes(document, by_label), *keyed, *linked]
    pointed = _Pointed(document, entries)
    by_author = find_author_year(document, references, lambda span: _inside(main, span), linked=bool(linked))
    named = [c for c in by_author if not pointed.within(c)]
    # Issue numbers and dates inside the list say nothing of how the text counts its sources.
    candidates = [
        c
        for find in (_told_numbers, _bracket_ranges, _brackets, _raised, _glued, _parentheses)
        for c in find(document)
        if _inside(main, c) and not any(key.overlaps(c) for key in keyed)
    ]
    numbered = list(
        _numbered(document, candidates, entries, pointed, by_name=sum(bool(c.reference_ids) for c in named))
    )
    found += [*numbered, *named, *pointed.alone([*numbered, *named])]
    return tuple(_without_overlaps(c for c in found if _inside(main, c)))


def _by_label(references: Sequence[Reference | Repeat]) -> dict[str, str]:
    """References by the label that the list prints; of several lists the first counts."""
    known: dict[str, str] = {}
    for one in references:
        if one.label:
            known.setdefault(one.label, one.id)
    return known


def _is_note(document: Document, mark: Span, place: int) -> bool:
    """Whether a link leads to a paragraph below it, not to a heading."""
    i = bisect_right(document.blocks, place + _LABEL_WIDTH, key=lambda b: b.start) - 1
    return place > mark.end and i >= 0 and document.blocks[i].kind != "heading"


class _Pointed:
    """Links within the page that lead to entries of the list, which tell beyond doubt what a marker means."""

    def __init__(self, document: Document, references: Sequence[Reference | Repeat]) -> None:
        self._document = document
        self._links: list[tuple[Span, str]] = []
        self._remarks: list[Span] = []
        """Links to notes that are no sources."""
        starts = [r.start for r in references]
        for mark, place in points_within(document):
            i = bisect_right(starts, place) - 1
            # A place may stand before its entry's label, at the beginning of the block.
            if i + 1 < len(references) and (i < 0 or place > references[i].end):
                i += 1
            if i >= 0 and references[i].start - _LABEL_WIDTH <= place <= references[i].end:
                self._links.append((mark, references[i].id))
            elif _is_note(document, mark, place):
                self._remarks.append(mark)
        self._starts = [link.start for link, _ in self._links]

    def within(self, span: Span) -> tuple[str, ...]:
        """What the links inside a marker point to, in order."""
        first = bisect_left(self._starts, span.start)
        ids = (i for link, i in self._links[first : first + 40] if span.contains(link))
        return tuple(dict.fromkeys(ids))

    def remark(self, span: Span) -> bool:
        """Whether a link inside a marker points to a note that is a remark: a marker, and of no reference."""
        i = bisect_left(self._remarks, span.start, key=lambda r: r.start)
        return i < len(self._remarks) and span.contains(self._remarks[i])

    def alone(self, markers: Sequence[Citation]) -> Iterator[Citation]:
        """The links that are markers by themselves; a raised one with all that is raised with it."""
        taken = sorted((m.start, m.end) for m in markers)
        for link, reference in self._links:
            i = bisect_right(taken, (link.start, len(self._document.text))) - 1
            if i < 0 or taken[i][1] <= link.start:
                raised = any(
                    m.kind == "superscript" and (m.contains(link) or link.contains(m)) for m in self._near(link)
                )
                printed = self._document.text[link.start : link.end]
                dated = re.search(r"[^\W\d_]{2}.*\d{4}", printed)
                style: CitationStyle = "author-year" if dated else "superscript" if raised else "bracket"
                yield Citation(link.start, link.end, printed, style, (reference,))

    def _near(self, link: Span) -> Sequence[Mark]:
        marks = self._document.marks
        i = bisect_left(marks, link.start, key=lambda m: m.start)
        return marks[max(0, i - 3) : i + 6]


def _inside(blocks: Sequence[Block], citation: Span) -> bool:
    i = bisect_right(blocks, citation.start, key=lambda b: b.start) - 1
    return i >= 0 and citation.end <= blocks[i].end


def _without_overlaps(found: Iterator[Citation]) -> list[Citation]:
    kept: list[Citation] = []
    for one in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _footnotes(document: Document, by_label: dict[str, str]) -> Iterator[Citation]:
    defined = {block.label for block in document.blocks}
    for mark in document.marks:
        if mark.kind == "footnote":
            citation = _citation(document, mark, "footnote", (mark.target,), by_label)
            # A note that is a remark and no source is not missing.
            yield replace(citation, dangling=()) if f"[^{mark.target}]" in defined else citation


def _by_key(document: Document, by_label: dict[str, str]) -> Iterator[Citation]:
    """Citations by key: in brackets they are markers, "[@lind2019]"; without, they stand for authors and year."""
    for mark in document.marks:
        if mark.kind == "citation":
            style: CitationStyle = "bracket" if document.text.startswith("[", mark.start) else "author-year"
            yield _citation(document, mark, style, mark.target.split(), by_label)


def _brackets(document: Document) -> Iterator[_Candidate]:
    for m in _BRACKET.finditer(document.text) if "[" in document.text else ():
        if not _is_interval(document.text, m):
            yield _Candidate(m.start(), m.end(), "bracket", expand(m["list"]), certain=True)


def _told_numbers(document: Document) -> Iterator[_Candidate]:
    """Numbers that say what they are: "(ref 3)", "[refs. 5 and 6]", "(see reference 7)"."""
    lower = document.text.lower()
    told = any(f"{bracket}{word}" in lower for bracket in "([" for word in _TELLING)
    for m in _TOLD.finditer(document.text) if told else ():
        listing = re.sub(r"\s?(?:and|und|&|y|et)\s?", ",", m["list"])
        yield _Candidate(m.start(), m.end(), "bracket", expand(listing), certain=True)


def _bracket_ranges(document: Document) -> Iterator[_Candidate]:
    """Two brackets with a dash, "[1]–[3]", which hold what lies between."""
    for m in re.finditer(r"\[(?P<first>\d{1,3})\]\s?[–-]\s?\[(?P<last>\d{1,3})\]", document.text):
        yield _Candidate(m.start(), m.end(), "bracket", expand(f"{m['first']}-{m['last']}"), certain=True)


def _is_interval(text: str, found: re.Match[str]) -> bool:
    return "," in found["list"] and _INTERVAL.search(text[max(0, found.start() - 40) : found.start()]) is not None


def _parentheses(document: Document) -> Iterator[_Candidate]:
    """Numbers in parentheses, but for those that count points: "for two reasons: (1) …, and (2) …"."""
    text, counting = document.text, points(document.text)
    for m in _PARENTHESIS.finditer(text):
        if not _is_interval(text, m) and m.start() not in counting:
            # A range may be one of doses or days.
            alone = closes(text, m) and not re.search(r"[–—-]", m["list"])
            yield _Candidate(m.start(), m.end(), "parenthesis", expand(m["list"]), certain=alone)


def _raised(document: Document) -> Iterator[_Candidate]:
    for m in _RAISED.finditer(document.text) if any(sign in document.text for sign in _RAISING) else ():
        before = document.text[m.start() - 1 : m.start()]
        if not _is_power(document.text, m.start()) and before.strip() and before != "⁻":
            yield _Candidate(m.start(), m.end(), "superscript", expand(m["list"] or m["typed"]), certain=True)
    for mark in document.marks:
        text = plain_digits(document.text[mark.start : mark.end]).strip("[]() ")
        if mark.kind == "superscript" and re.fullmatch(_LIST, text) and not _is_power(document.text, mark.start):
            yield _Candidate(mark.start, mark.end, "superscript", expand(text), certain=True)


def _is_power(text: str, position: int) -> bool:
    return _POWER.search(text[max(0, position - 6) : position]) is not None


def _glued(document: Document) -> Iterator[_Candidate]:
    text = document.text
    lowered = {mark.start for mark in document.marks if mark.kind == "subscript"}
    held = (_GLUED.finditer(text, *piece.span()) for piece in _WITH_DIGIT.finditer(text))
    for m in chain.from_iterable(held):
        if m.start("list") in lowered:
            continue
        before, start = m["before"], m.start("list")
        if not before[0].isalnum():
            behind = re.search(r"[\w.%]*$", text[max(0, m.start() - 24) : m.start()])
            word = behind.group() if behind else ""
            if (
                before[0] in ".,:;"
                and (word[-1:].isdigit() and not re.search(r"\d{4}s?$|[A-Za-z]\d{1,2}$", word))
                and before == before[0]
            ):
                continue  # a decimal, a ratio, a thousand: "3.5", "1,000", "2:1"
            if before[0] in ".,:" and word.lower().split(".")[-1] in _NO_STOP:
                continue
            certain = before[0] != "%"
        elif before.lower() in _NUMBER_WORDS or text[m.start() - 1 : m.start()] in ("-", "/", "_", "@", "#"):
            continue
        else:
            # A plain word in lower case, a plural of capitals ("SUDs12"), a decade ("1960s2"); not "B12", "CO2".
            certain = before[-1].islower() and len(before) > 2 and not _is_code(text, m)
        yield _Candidate(start, m.end(), "glued-superscript", expand(m["list"]), certain)


def _is_code(text: str, found: re.Match[str]) -> bool:
    """Names that hold digits inside, such as image ids and gene names."""
    word = re.search(r"\S*$", text[max(0, found.start() - 20) : found.start()])
    stem = (word.group() if word else "") + found["before"]
    return (bool(re.search(r"\d[A-Za-z]*$", stem)) and not re.search(r"\d{4}s$", stem)) or bool(
        re.search(r"[a-z][A-Z]", stem)
    )


def expand(listing: str) -> tuple[str, ...]:
    """The numbers a marker prints: "2,5-7" → ("2", "5", "6", "7"); of a range that runs too far only its ends."""
    labels: list[str] = []
    for part in re.split(r"[,;]", re.sub(r"[^\d,;-]", "", plain_digits(listing))):
        numbers = [int(n) for n in part.split("-") if n]
        if len(numbers) == 2 and 0 < numbers[1] - numbers[0] <= 30:
            labels += [str(n) for n in range(numbers[0], numbers[1] + 1)]
        else:
            labels += [str(n) for n in numbers]
    return tuple(dict.fromkeys(labels))


def _numbered(
    document: Document,
    candidates: Sequence[_Candidate],
    references: Sequence[Reference | Repeat],
    pointed: _Pointed,
    *,
    by_name: int,
) -> Iterator[Citation]:
    """The candidates that mean references; `by_name` is how many markers the article has that name authors."""
    printed = _by_label(references)
    labels = printed or {r.id: r.id for r in references}
    numbering = _Numbering(labels, candidates, by_name=by_name, listed=bool(printed))
    reached = 0
    for one in sorted((_parted(c, labels) for c in candidates), key=lambda c: c.start):
        ids = pointed.within(one)
        if len(ids) > 1 and len(one.labels) == 1:
            continue  # two notes side by side, which are markers each by itself
        if not ids and pointed.remark(one):
            yield Citation(one.start, one.end, document.text[one.start : one.end], one.style, ())
            continue
        if ids or numbering.holds(one, reached + 1, document.text[one.start - 1 : one.start]):
            reached = max([reached, *(int(label) for label in one.labels)])
            if ids and not all(label in labels for label in one.labels):
                yield Citation(one.start, one.end, document.text[one.start : one.end], one.style, ids)
            else:
                yield _citation(document, one, one.style, one.labels, labels)


def _parted(one: _Candidate, labels: Mapping[str, str]) -> _Candidate:
    """Two raised digits that stand side by side, "⁶⁷", where the list holds both and is shorter than their number."""
    if one.style == "superscript" and len(one.labels) == 1 and one.labels[0] not in labels:
        digits = tuple(one.labels[0])
        if len(digits) > 1 and list(digits) == sorted(set(digits)) and all(digit in labels for digit in digits):
            return replace(one, labels=digits)
    return one


class _Numbering:
    """How an article numbers its sources, by which a marker is told from other numbers."""

    def __init__(
        self, labels: Mapping[str, str], candidates: Sequence[_Candidate], *, by_name: int, listed: bool
    ) -> None:
        """`listed`: whether the list prints its numbers."""
        self._labels = labels
        self._highest = max((int(label) for label in labels if label.isdigit()), default=0)
        good = [c for c in candidates if c.certain and self._fits(c)]
        self._styles = {c.style for c in good}
        self._established = len([c for c in good if c.style == "glued-superscript"]) >= _SURE
        fitting = [c for c in candidates if c.style == "parenthesis" and self._fits(c)]
        closing = [c for c in fitting if c.certain]
        # Parentheses are markers where they count up, and point to sources that no other style of the article cites.
        plain = [c for c in good if c.style in _UNMISTAKABLE]
        only = {label for c in fitting for label in c.labels} - {label for c in plain for label in c.labels}
        self._parentheses = (
            bool(labels)
            and (not by_name or (listed and len(closing) > by_name))
            and len(only) >= min(2, len(labels))
            and _counts_up(fitting, min(2, len(labels)))
        )
        # Beside another style those alone are that close a statement, and with which the numbers count up.
        self._closing = listed and bool(plain) and _counts_up([*plain, *closing], 2)
        # Numbers that count 1, 2, 3 mean sources although the article lists none: every one of them dangles. Those in
        # parentheses do so where each closes a statement.
        unmistakable = [c for c in candidates if c.style in _UNMISTAKABLE]
        numbers = [c for c in candidates if c.style == "parenthesis"]
        all_close = not by_name and all(c.certain for c in numbers)
        self._list_is_lost = not labels and _counts_up(unmistakable or (numbers if all_close else []), 2)
        self._parentheses |= self._list_is_lost and not unmistakable

    def _fits(self, one: _Candidate) -> bool:
        return all(label in self._labels for label in one.labels)

    def holds(self, one: _Candidate, due: int, before: str) -> bool:
        """Whether a candidate is a marker; `due` is the next new number, `before` the character before it."""
        fits, highest = self._fits(one), max(map(int, one.labels))
        match one.style:
            case "bracket":
                # A number far beyond the list is something else.
                near = one.style in self._styles and highest <= 2 * self._highest + 10
                return fits or near or self._list_is_lost
            case "superscript":
                return fits or one.style in self._styles or self._list_is_lost
            case "parenthesis":
                alone = fits and one.certain and self._closing
                return alone or (self._parentheses and (fits or self._list_is_lost))
        if one.certain:
            return fits or (self._established and highest <= self._highest + 3 and before in ".,")
        # A name that may end in digits by itself is a marker only where the next number is due.
        return fits and self._established and one.labels[0] == str(due)


def _counts_up(candidates: Sequence[_Candidate], at_least: int) -> bool:
    """Whether the numbers of some candidates, each counted when it first comes, run 1, 2, 3."""
    seen = list(dict.fromkeys(int(label) for one in sorted(candidates, key=lambda c: c.start) for label in one.labels))
    return len(seen) >= at_least and seen == list(range(1, len(seen) + 1))


def _citation(
    document: Document, span: Span | Mark, style: CitationStyle, labels: Sequence[str], by_label: dict[str, str]
) -> Citation:
    ids = tuple(by_label[label] for label in labels if label in by_label)
    dangling = tuple(label for label in labels if label not in by_label)
    return Citation(span.start, span.end, document.text[span.start : span.end], style, ids, dangling)
