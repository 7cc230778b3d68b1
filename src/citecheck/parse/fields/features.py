"""What the tagger sees of each word: its form, its neighbours, the punctuation around it, and where it stands.

Features are strings, as CRFsuite takes them. All that depends on one word form, or on one gap, alone is worked out once
and remembered: references repeat themselves. What is remembered, or shared by several words, is kept in UTF-8, which
CRFsuite reads faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from citecheck import journals
from citecheck.parse.fields.lexicon import lexicon
from citecheck.parse.fields.tokens import Tokens

_LIKE_ASCII = str.maketrans("“”„«»’‘–—−‐\u00a0", '"""""\'\'---- ')
_NUMERIC = "9Yy"
_BITS = 13
"""Enough to count the words of the longest string."""
_CENTURIES = ("19", "20")
_OLDER = ("15", "16", "17", "18")


class _Form(Struct, frozen=True):
    """What is known of a word form wherever it stands."""

    here: list[bytes]
    before_it: list[bytes]
    """Features of the word that follows it."""
    after_it: list[bytes]
    """Features of the word that precedes it."""
    two_before: list[bytes]
    two_after: list[bytes]
    key: str
    """Its lower case, or, for a number, its shape."""
    shape: str
    folded: str
    is_numeric: bool
    landmark: str
    """"within", "edited" or "publisher" for the words that open or name a collection, else empty."""
    counted: int
    """What is counted over a segment, `_BITS` bits each: small letters, abbreviated words, numbers, words of bodies."""


_EDGE = _Form([], [b"w-1=^"], [b"w+1=$"], [], [], "^", "^", "", False, "", 0)


def _encoded(*features: str) -> list[bytes]:
    return list(map(str.encode, features))


def _packed(small: bool, short: bool, numeric: bool, body: bool) -> int:
    return small + (short << _BITS) + (numeric << 2 * _BITS) + (body << 3 * _BITS)


class _Forms(dict[str, _Form]):
    def __init__(self) -> None:
        super().__init__()
        self.lists = lexicon()

    def __missing__(self, word: str) -> _Form:
        lower, shape = word.lower(), _shape(word)
        key = shape if word.isdigit() else lower
        folded = journals.fold_word(word)
        here = [f"w={key}", f"s={shape}"]
        if word[0].isalpha():
            here += (f"p3={lower[:3]}", f"p4={lower[:4]}", f"x3={lower[-3:]}", f"sx={shape}|{lower[-2:]}")
            here.append(
                "ja" if journals.is_abbreviated_word(folded) else "jf" if journals.is_journal_word(folded) else "j0"
            )
        lists = self.lists
        if lower in lists["months"]:
            here.append("l=M")
        elif lower in lists["particles"]:
            here.append("l=P")
        is_publisher = shape[0] == "A" and lower in lists["publishers"]
        if is_publisher:
            here.append("pub")
        is_body = shape[0] == "A" and lower in lists["bodies"]
        if is_body:
            here.append("bod")
        if shape[0] == "A" and lower in lists["places"]:
            here.append("plc")
        form = self[word] = _Form(
            _encoded(*here),
            _encoded(f"w-1={key}"),
            _encoded(f"w+1={key}"),
            _encoded(f"w-2={key}", f"s-2={shape}"),
            _encoded(f"w+2={key}", f"s+2={shape}"),
            key,
            shape,
            folded,
            shape[0] in _NUMERIC,
            "within"
            if lower in lists["within"]
            else "edited"
            if lower in lists["edited"]
            else "publisher" * is_publisher,
            _packed(shape[0] == "a", "ja" in here, shape[0] in _NUMERIC, is_body),
        )
        return form


class _Gaps(dict[str, str]):
    def __missing__(self, gap: str) -> str:
        plain = gap.translate(_LIKE_ASCII)
        short = " ".join(plain.split())
        if short:
            short = (" " if plain[0].isspace() else "") + short + (" " if plain[-1].isspace() else "")
        elif plain:
            short = " "
        short = self[gap] = short[:5]
        return short


class _Punctuation(dict[tuple[str, str, str, str, str], list[bytes]]):
    """Features of a word's shape, its neighbours' and the gaps between, by these five."""

    def __missing__(self, key: tuple[str, str, str, str, str]) -> list[bytes]:
        before, gap, shape, next_gap, after = key
        found = self[key] = _encoded(
            f"s-1={before}",
            f"s+1={after}",
            f"b={gap}",
            f"a={next_gap}",
            f"bs={gap}{shape}",
            f"as={shape}{next_gap}",
            f"bsa={gap}{shape}{next_gap}",
            f"sbs={before}{gap}{shape}",
            f"sas={shape}{next_gap}{after}",
        )
        return found


@cache
def _punctuation() -> _Punctuation:
    return _Punctuation()


@cache
def _forms() -> _Forms:
    return _Forms()


@cache
def _gaps() -> _Gaps:
    return _Gaps()


def _shape(word: str) -> str:  # noqa: PLR0911 - one class a line reads best
    """A class of word forms: "Y" a year, "9…" a number by its length, "a…" small letters first, "A…" a capital."""
    first = word[0]
    if word.isdigit():
        if len(word) == 4 and word.startswith(_CENTURIES + _OLDER):
            return "Y" if word.startswith(_CENTURIES) else "y"
        return "9" * len(word) if len(word) < 6 else "9+"
    if word.isalpha():
        if word.islower():
            return "a" if len(word) < 4 else "aa"
        if word.isupper():
            return "A" * len(word) if len(word) < 5 else "A+"
        if first.isupper():
            return "AaA" if not word[1:].islower() else "Aa" if len(word) > 3 else "Ab"
        return "aA"
    if "\ue000" <= first <= "\ue0ff":
        return first
    if not word.isalnum():
        return "A-" if first.isupper() else "a-"
    return "9a" if first.isdigit() else "A9" if first.isupper() else "a9"


# Numbers as coarse as they matter: 0 to 3, then 4, 6, 9, 14 and 20 for themselves and what follows.
_BUCKETS = (0, 1, 2, 3, 4, 4, 6, 6, 6, *(9,) * 5, *(14,) * 6, 20)


def _bucket(number: int) -> int:
    return _BUCKETS[number] if number < 20 else 20


class _Layout(Struct, frozen=True):
    """Where each word stands: one entry a word."""

    segment: list[int]
    starts: list[int]
    """Where each segment begins, and the number of words."""
    in_quotes: list[int]
    in_brackets: list[int]
    until_number: list[int]
    """Words until the next number, at most 9; one more entry than words."""
    journal: list[str]
    """"O" outside of known journals' names, else the place within one, and its length."""


def _layout(words: list[str], forms: list[_Form], gaps: list[str], printed: Sequence[str]) -> _Layout:
    segment, starts, in_quotes, in_brackets = [], [0], [], []
    number = quoted = bracketed = 0
    for i, gap in enumerate(gaps[:-1]):
        if gap != " ":
            if i and _parts(gap, words[i - 1]):
                number += 1
                starts.append(i)
            for c in gap:
                if c == '"':
                    quoted = 1 - quoted
                elif c in "([":
                    bracketed = 1
                elif c in ")]":
                    bracketed = 0
        segment.append(number)
        in_quotes.append(quoted)
        in_brackets.append(bracketed)
    until = [9] * (len(words) + 1)
    for i in range(len(words) - 1, -1, -1):
        until[i] = 0 if forms[i].is_numeric else min(until[i + 1] + 1, 9)
    known = ["O"] * len(words)
    for found in journals.find_journals([form.folded for form in forms], printed):
        length = found.end - found.start
        size = "l" if length > 3 else str(length)
        if length == 1:
            known[found.start] = "J1"
        else:
            known[found.start : found.end] = [f"B{size}", *[f"I{size}"] * (length - 2), f"E{size}"]
    return _Layout(segment, [*starts, len(words)], in_quotes, in_brackets, until, known)


def _parts(gap: str, before: str) -> bool:
    """Whether a gap ends a segment; the stop of an initial does not."""
    if "." in gap and (len(before) > 1 or not before.isupper()):
        return True
    return '"' in gap or "?" in gap or ";" in gap or ":" in gap


def _segments(forms: list[_Form], starts: list[int]) -> list[str]:
    """Of each segment how long it is, and how much of it is in small letters or abbreviated as journals are."""
    described = []
    counted, mask = [form.counted for form in forms], (1 << _BITS) - 1
    for start, end in pairwise(starts):
        length = end - start
        total = sum(counted[start:end])
        small, short, numeric, body = (total >> _BITS * place & mask for place in range(4))
        described.append(
            f"{_bucket(length)}|{4 * small // length}|{int(numeric > 0)}|{3 * short // length}{'b' if body else ''}"
            if length
            else "0"
        )
    return [*described, "$"]


def _landmarks(words: list[str], forms: list[_Form], gaps: list[str]) -> tuple[int, int, int]:
    """Where "In:", "editors" and the first word of a publisher's name stand; behind the string where they do not."""
    within = edited = published = len(words)
    for i in [i for i, form in enumerate(forms) if form.landmark and i > 2][::-1]:
        match forms[i].landmark:
            case "edited":
                edited = i
            case "publisher":
                published = i
            case _ if words[i][0] == "I" or gaps[i] != " ":
                within = i
    return within, edited, published


def features(tokens: Tokens) -> list[list[str | bytes]]:
    """The features of each word, in order."""
    words = tokens.words
    count = len(words)
    if not count:
        return []
    known_forms, known_gaps, punctuation = _forms(), _gaps(), _punctuation()
    forms = [known_forms[word] for word in words]
    gaps = [known_gaps[gap] for gap in tokens.gaps]
    gaps[0], gaps[-1] = "^" + gaps[0], gaps[-1] + "$"
    layout = _layout(words, forms, gaps, tokens.gaps)
    starts = layout.starts
    segments = _segments(forms, starts)
    edges = [f"{gaps[a][:3]}|{gaps[b][:3]}" for a, b in pairwise(starts)]
    year = next((i for i, form in enumerate(forms) if form.shape in ("Y", "y")), None)
    quotes = int(any('"' in gap for gap in gaps))
    within, edited, published = _landmarks(words, forms, gaps)
    shared, quoted, dated = [], [], []
    for part, edge in enumerate(edges):
        place = min(part, 6)
        shared.append(
            _encoded(
                f"sg={segments[part]}",
                f"sg+={segments[part + 1]}",
                f"sg-={segments[part - 1] if part else '^'}",
                f"fw={forms[starts[part]].key}",
                f"fw+={forms[starts[part + 1]].key if part + 1 < len(edges) else '$'}",
                f"sp={min(part, 8)}|{min(len(edges) - 1 - part, 6)}",
                f"bn={edge}",
            )
        )
        quoted.append(_encoded(f"q=0{quotes}|{place}", f"q=1{quotes}|{place}"))
        opens = "-" if year is None else "(" if "(" in gaps[year] else "."
        dated.append(_encoded(*(f"y={opens}{side}|{min(part, 3)}" for side in "<=>")))
    year = count if year is None else year
    journal = ["O", *layout.journal, "O"]
    around = [_EDGE, _EDGE, *forms, _EDGE, _EDGE]
    gaps_around = ["", *gaps, ""]
    items = []
    for i, form in enumerate(forms):
        before, after = around[i + 1], around[i + 3]
        gap, next_gap, shape, key, part = gaps[i], gaps[i + 1], form.shape, form.key, layout.segment[i]
        item: list[str | bytes] = [
            *form.here,
            *before.before_it,
            *after.after_it,
            *around[i].two_before,
            *around[i + 4].two_after,
            *punctuation[before.shape, gap, shape, next_gap, after.shape],
            *shared[part],
            quoted[part][layout.in_quotes[i]],
            dated[part][(i >= year) + (i > year)],
            f"bb={gaps_around[i]}_{gap}",
            f"aa={next_gap}_{gaps_around[i + 3]}",
            f"ws={key}{next_gap}",
            f"bw={gap}{key}",
            f"ww={before.key} {key}",
            f"pr={layout.in_brackets[i]}{shape}",
            f"i={_bucket(i)}|{10 * i // count}",
            f"si={_bucket(i - starts[part])}{segments[part]}",
            f"to={_bucket(starts[part + 1] - i)}{segments[part + 1]}",
            f"nx={layout.until_number[i]}{layout.until_number[i + 1]}{shape}{next_gap}",
            f"fl={(i > within) - (i < within)}{(i > edited) - (i < edited)}{(i > published) - (i < published)}",
        ]
        if (known := journal[i + 1]) != "O":
            item += (f"j={known}", f"jba={known}{gap}{next_gap}")
        if (known := journal[i]) != "O":
            item += (f"j-={known}", f"j-s={known}{gap}")
        if (known := journal[i + 2]) != "O":
            item += (f"j+={known}", f"j+s={known}{next_gap}")
        items.append(item)
    return items
