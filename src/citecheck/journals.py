"""Names of journals: which words are one, and whether an abbreviation and a full name mean the same journal.

journals.tsv holds pairs of a full title and its abbreviation, both folded: titles and title abbreviations of the
National Library of Medicine's catalogue, and the `container-title` and `short-container-title` of Crossref's records
(training/compile_journals.py compiles it and says from what). journal_names.tsv holds what can be worked out from the
pairs and is needed wherever a reference is read: all names, those that begin with one word on one line. A journal
that it lacks is judged by the rules of ISO 4: every abbreviated word begins, or is drawn together from, a word of the
full title, in order, and small words are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from citecheck.expressions import expression

_PAIRS = Path(__file__).with_suffix(".tsv")
_NAMES = Path(__file__).with_name("journal_names.tsv")
_APOSTROPHES = str.maketrans("", "", "'’")
_WORD = expression(r"[^\W_]+")
_SUBTITLE = expression(r"\s*[(\[:=/]|\s[-–—]\s")
# What ISO 4 leaves out of an abbreviation, and what "&" and a bracketed place of publication amount to.
_SMALL = frozenset(
    (
        "a an and at by das de del della der des di die du e el et for fur y i in la le les los of on og och the to und"
        " van voor"
    ).split()
)


class _Table(Struct, frozen=True):
    by_first: dict[bytes, bytes]
    """By first word, the names with tabs between; in bytes, since few are ever looked at. Before them stands how many
    words they have, longest first, with commas between."""
    full_words: frozenset[str]
    short_words: frozenset[str]
    """Words that only abbreviations hold: "psychol"."""


class _Names(Struct, frozen=True):
    """Those that begin with one word."""

    names: frozenset[str]
    lengths: Sequence[int]
    """How many words they have, longest first."""


class Match(Struct, frozen=True):
    """A known journal's name among the words of a string, `end` exclusive."""

    start: int
    end: int


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """A name for comparing: words in lower case without diacritics, "and" for "&"."""
    return " ".join(filter(None, map(fold_word, name.replace("&", " and ").split())))


def fold_word(word: str) -> str:
    """One printed word in the same form; empty where it has no letter or digit, several where a hyphen joins them."""
    word = word.lower().translate(_APOSTROPHES)
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.replace("ß", "ss")).lower()
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return word if word.isalnum() else " ".join(_WORD.findall(word))


@cache
def _table() -> _Table:
    _, full_words, short_words, names = _NAMES.read_bytes().split(b"\n\n")
    parts = names.replace(b":", b"\n").splitlines()  # no name holds a colon
    return _Table(
        dict(zip(parts[::2], parts[1::2], strict=True)),
        frozenset(full_words.decode().split()),
        frozenset(short_words.decode().split()),
    )


@lru_cache(maxsize=10_000)
def _beginning_with(first: str) -> _Names:
    line = _table().by_first.get(first.encode())
    if line is None:
        return _Names(frozenset(), ())
    lengths, *names = line.decode().split("\t")
    return _Names(frozenset(names), [int(length) for length in lengths.split(",")])


@cache
def _abbreviations() -> dict[str, set[str]]:
    """By folded name, full or abbreviated: the abbreviations that it has."""
    found: dict[str, set[str]] = {}
    _, pairs = _PAIRS.read_text(encoding="utf-8").split("\n\n")
    for line in pairs.splitlines():
        full, short = line.split("\t")
        found.setdefault(full, set()).add(short)
        found.setdefault(short, set()).add(short)
    return found


def is_journal(name: str) -> bool:
    """Whether the table holds the name, in full or abbreviated, or that without its bracketed place."""
    return _is_name(fold_name(name)) or (name.endswith(")") and _is_name(fold_name(name[: name.rfind("(")])))


def _is_name(folded: str) -> bool:
    return folded in _beginning_with(folded.partition(" ")[0]).names


def is_abbreviated_word(word: str) -> bool:
    """Whether a folded word is known only from abbreviations."""
    return word in _table().short_words


def is_journal_word(word: str) -> bool:
    """Whether a folded word stands in some journal's full title."""
    return word in _table().full_words


def find_journals(folded: Sequence[str], joined_by: Sequence[str]) -> Iterator[Match]:
    """Known names in a sequence of folded words, longest first, left to right, without overlaps.

    `joined_by[i]` is what is printed before word i; an ampersand there counts as the word "and".
    """
    words: list[str] = []
    printed: list[int] = []
    for number, word in enumerate(folded):
        pieces = word.split(" ") if " " in word else [word]
        if number and "&" in joined_by[number]:
            pieces = ["and", *pieces]
        words += pieces
        printed += [number] * len(pieces)
    printed.append(len(folded))
    position = 0
    while position < len(words):
        length = _longest(words, position)
        # A name ends where a printed word ends, hyphens and all.
        if length and printed[position + length] != printed[position + length - 1]:
            yield Match(printed[position], printed[position + length - 1] + 1)
            position += length
        else:
            position += 1


def _longest(words: list[str], start: int) -> int:
    """How many words the longest known name has that begins here; 0 for none."""
    left = len(words) - start
    known = _beginning_with(words[start])
    for length in known.lengths:
        if length <= left and " ".join(words[start : start + length]) in known.names:
            return length
    return 0


@lru_cache(maxsize=10_000)
def same_journal(one: str, other: str) -> bool:
    """Whether two printed names mean one journal: by the table, else by the rules of abbreviation."""
    mine, theirs = fold_name(one), fold_name(other)
    if mine == theirs:
        return True
    names = _abbreviations()
    if names.get(mine, set()) & names.get(theirs, set()):
        return True
    short, long = sorted((_weighty(mine), _weighty(theirs)), key=lambda words: sum(map(len, words)))
    if not short or len(short) != len(long):
        return (_without_subtitle(one) != one and same_journal(_without_subtitle(one), other)) or (
            _without_subtitle(other) != other and same_journal(one, _without_subtitle(other))
        )
    return all(_abbreviates(part, word) for part, word in zip(short, long, strict=True))


@lru_cache(maxsize=10_000)
def _weighty(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in _SMALL]


@lru_cache(maxsize=10_000)
def _without_subtitle(name: str) -> str:
    """Without what explains the title: "Sleep: Journal of …", "Lancet (London, England)"."""
    return _SUBTITLE.split(name, maxsplit=1)[0] or name


def _abbreviates(part: str, word: str) -> bool:
    """Whether a word is shortened to `part`: cut off ("psychol"), or drawn together ("natl", "intl", "hlth")."""
    if word.startswith(part):
        return True
    letters = iter(word)
    return len(part) > 2 and part[0] == word[0] and part[-1] in word[2:] and all(letter in letters for letter in part)
