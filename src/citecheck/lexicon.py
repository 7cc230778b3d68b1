"""Phrase patterns as data: what the word lists of the stages and the phrase rules are written in.

A pattern is a few terms between spaces, matched against words without regard to case, hyphens read as spaces:

    word            that word                       word*       any word that begins so
    one|two_words   either                          [a word]    may be missing
    <name>          any word of that class          ...         up to four words, no stop or bracket between
    #               a number                        *           any one word
    ^  $            the first and the last word of the text

Matching walks word by word with an index over first words, so a lexicon of a thousand patterns costs little more than
reading the text, and no input makes it slow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[^\s\-‐‑]")
_GROUP = re.compile(r"(?<!\S)\[(?P<words>[^\[\]]*\s[^\[\]]*)\](?!\S)")
_BREAKS = frozenset(".;:!?()[]{}…")
_GAP = 4
_T = TypeVar("_T")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str
    """Lower case, straight apostrophes."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[_T]):
    """One match: its span in the text, its tokens (end exclusive) and what the pattern stands for."""

    start: int
    end: int
    first: int
    last: int
    value: _T


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[Token, ...]:
    """Words, numbers and single punctuation marks; hyphens separate and are dropped.

    Remembered: every stage asks for the tokens of the same sentences.
    """
    return tuple(Token(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in _TOKEN.finditer(text))


@dataclass(frozen=True, slots=True)
class _Term:
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    number: bool = False
    optional: bool = False
    gap: bool = False
    edge: str = ""

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes)) or (self.number and word[0].isdigit())


_NONE = _Term()


class Lexicon(Generic[_T]):
    """Patterns with what each stands for; `find` gives the longest match at each place, left to right."""

    def __init__(self, patterns: Iterable[tuple[str, _T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._by_word: dict[str, list[tuple[tuple[_Term, ...], _T]]] = {}
        self._by_prefix: dict[str, list[tuple[tuple[_Term, ...], _T]]] = {}
        self._anywhere: list[tuple[tuple[_Term, ...], _T]] = []
        known = {name: _word_term(words, f"<{name}>") for name, words in (classes or {}).items()}
        for pattern, value in patterns:
            for single in _expanded(pattern):
                self._add(tuple(_terms(single, known)), value)

    def _add(self, terms: tuple[_Term, ...], value: _T) -> None:
        entry = (terms, value)
        for lead in terms:
            if lead.edge:
                continue
            for word in lead.words:
                self._by_word.setdefault(word, []).append(entry)
            for prefix in lead.prefixes:
                if not prefix:
                    raise PatternError("a pattern that begins with any word would match everywhere")
                self._by_prefix.setdefault(prefix[:3], []).append(entry)
            if lead.number:
                self._anywhere.append(entry)
            if not lead.optional:
                return

    def find(self, text: str, words: Sequence[Token] | None = None) -> Iterator[Hit[_T]]:
        """Matches that do not overlap, in order. `words` saves tokenising a text twice."""
        words = tokens(text) if words is None else words
        i = 0
        while i < len(words):
            best: tuple[int, _T] | None = None
            for terms, value in self._starting(words[i].word):
                end = _match(terms, 0, words, i, i)
                if end is not None and end > i and (best is None or end > best[0]):
                    best = (end, value)
            if best is None:
                i += 1
                continue
            yield Hit(words[i].start, words[best[0] - 1].end, i, best[0], best[1])
            i = best[0]

    def first(self, text: str, words: Sequence[Token] | None = None) -> Hit[_T] | None:
        return next(self.find(text, words), None)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.first(text) is not None

    def _starting(self, word: str) -> Iterator[tuple[tuple[_Term, ...], _T]]:
        yield from self._by_word.get(word, ())
        for size in (3, 2, 1):
            yield from self._by_prefix.get(word[:size], ()) if len(word) >= size else ()
        if word[0].isdigit():
            yield from self._anywhere


def _match(terms: tuple[_Term, ...], k: int, words: Sequence[Token], i: int, start: int) -> int | None:
    """The token after the match of `terms[k:]` at token i, the longest way; None where they do not match."""
    while k < len(terms):
        term = terms[k]
        if term.edge == "^":
            if any(w.word not in _OPENING for w in words[:start]):
                return None
        elif term.edge == "$":
            if any(w.word not in _CLOSING for w in words[i:]):
                return None
        elif term.gap:
            for skip in range(_GAP, -1, -1):
                if any(w.word in _BREAKS for w in words[i : i + skip]) or i + skip > len(words):
                    continue
                end = _match(terms, k + 1, words, i + skip, start)
                if end is not None:
                    return end
            return None
        elif term.optional:
            if i < len(words) and term.takes(words[i].word):
                end = _match(terms, k + 1, words, i + 1, start)
                if end is not None:
                    return end
        elif i < len(words) and term.takes(words[i].word):
            i += 1
        else:
            return None
        k += 1
    return i


_OPENING = frozenset("\"'“‘«(•*·")
_CLOSING = frozenset(".!?\"'”’»):")


def _expanded(pattern: str) -> Iterator[str]:
    """The pattern without choices and brackets of several words: one pattern for each way of reading them."""
    group = _GROUP.search(pattern)
    if group:
        before, after = pattern[: group.start()], pattern[group.end() :]
        yield from _expanded(f"{before} {after}")
        yield from _expanded(f"{before} {group['words']} {after}")
        return
    parts = pattern.split()
    for place, part in enumerate(parts):
        if "_" not in part:
            continue
        before, after = parts[:place], parts[place + 1 :]
        optional = part.startswith("[")
        choices = part.strip("[]").split("|")
        single = "|".join(choice for choice in choices if "_" not in choice)
        if single or optional:
            middle = [f"[{single}]" if optional else single] if single else []
            yield from _expanded(" ".join([*before, *middle, *after]))
        for choice in choices:
            if "_" in choice:
                yield from _expanded(" ".join([*before, choice.replace("_", " "), *after]))
        return
    yield pattern


def _terms(pattern: str, classes: Mapping[str, _Term]) -> Iterator[_Term]:
    # Hyphens separate words in the text, so they do in a pattern; "..." is kept whole.
    parts = pattern.lower().replace("’", "'").replace("-", " ").split()
    if not parts:
        raise PatternError("an empty pattern")
    for part in parts:
        if part in ("^", "$"):
            yield _Term(edge=part)
        elif part == "...":
            yield _Term(gap=True)
        elif part.startswith("[") and part.endswith("]") and len(part) > 2:
            yield _one(part[1:-1], classes, pattern, optional=True)
        else:
            yield _one(part, classes, pattern, optional=False)


def _one(part: str, classes: Mapping[str, _Term], pattern: str, *, optional: bool) -> _Term:
    words: set[str] = set()
    prefixes: list[str] = []
    number = False
    for choice in part.split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in classes:
                raise PatternError(f"{pattern!r} names the class {choice}, which is not there")
            members = classes[choice[1:-1]]
            words |= members.words
            prefixes += members.prefixes
            number = number or members.number
        elif choice == "#":
            number = True
        else:
            one = _word_term([choice], pattern)
            words |= one.words
            prefixes += one.prefixes
    return _Term(frozenset(words), tuple(prefixes), number, optional)


def _word_term(choices: Iterable[str], where: str) -> _Term:
    words, prefixes = set(), []
    for choice in choices:
        if choice == "#":
            return _Term(number=True)
        if choice == "*":
            return _Term(prefixes=("",))
        text = choice.lower().replace("’", "'")
        stem = text.removesuffix("*")
        if not stem or "*" in stem or " " in stem:
            raise PatternError(f"{where} holds {choice!r}: one word, a word begun and *, or #")
        if text.endswith("*"):
            prefixes.append(stem)
        else:
            words.add(stem)
    return _Term(frozenset(words), tuple(prefixes))


@cache
def load(path: Path) -> Mapping[str, Any]:
    """A data file of the package, read once."""
    with path.open("rb") as file:
        return tomllib.load(file)


def word_lists(path: Path) -> dict[str, Lexicon[str]]:
    """The lists of a data file as lexicons by name; its table `classes` holds words that patterns name in <>."""
    data = load(path)
    classes = data.get("classes", {})
    return {name: Lexicon(((p, name) for p in patterns), classes) for name, patterns in data.items() if name != "classes"}
