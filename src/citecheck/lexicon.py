"""Looks for phrase patterns in texts; patterns.py says how they are written.

Matching walks word by word with an index over first words, so a lexicon of a thousand patterns costs little more than
reading the text, and no input makes it slow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.patterns import (
    END,
    START,
    PatternError,
    Terms,
    classes_in,
    is_optional,
    is_word,
    patterns_in,
    plain,
    readings,
)
from citecheck.tables import load

_TOKEN = expression(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[^\s\-‐‑]")
_BREAKS = frozenset(".;:!?()[]{}…")
_OPENING = frozenset("\"'“‘«(•*·")
_CLOSING = frozenset(".!?\"'”’»):")
_NO_HEAD = frozenset("[^")  # with one of these, more than the first part tells what a match begins with
_SEVERAL = frozenset("_-")
_GAP = 4
_HEAD = 3
"""Letters of a word begun that it is indexed by."""
_T = TypeVar("_T")


class Token(Struct, frozen=True):
    """A word, a number or a punctuation mark."""

    start: int
    end: int
    word: str
    """Lower case, straight apostrophes."""


class Hit(Struct, Generic[_T], frozen=True):
    """One match: its span in the text, its tokens (end exclusive) and what the pattern stands for."""

    start: int
    end: int
    first: int
    last: int
    value: _T

    def overlaps_any(self, others: Iterable[Hit[_T]]) -> bool:
        """Whether it shares a token with one of some hits in the same text."""
        return any(self.first < other.last and other.first < self.last for other in others)


class Tokens(tuple[Token, ...]):
    """The tokens of a text, with what tells at once where the patterns of a lexicon may begin."""

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """By word, where it stands."""
        places: dict[str, list[int]] = {}
        for i, token in enumerate(self):
            places.setdefault(token.word, []).append(i)
        return places

    def begun(self, size: int) -> Mapping[str, Sequence[str]]:
        """The words by so many of their first letters."""
        if size not in self._begun:
            words = self._begun[size] = {}
            for word in self.places:
                words.setdefault(word[:size], []).append(word)
        return self._begun[size]

    @cached_property
    def _begun(self) -> dict[int, dict[str, list[str]]]:
        return {}

    @cached_property
    def numbers(self) -> Sequence[str]:
        return [word for word in self.places if word[0].isdigit()]


@lru_cache(maxsize=1024)
def tokens(text: str) -> Tokens:
    """Words, numbers and single punctuation marks; hyphens separate and are dropped.

    Remembered: every stage asks for the tokens of the same sentences.
    """
    if text.isascii():  # nothing changes its length in lower case, and there is no curly apostrophe
        return Tokens([Token(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text.lower())])
    return Tokens([Token(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in _TOKEN.finditer(text)])


class _Pattern(Struct, Generic[_T]):
    """One way of reading a pattern, without choices and brackets of several words."""

    parts: list[str]
    value: _T
    met: int
    """How many of its parts a text has met where the pattern may begin."""


class _Unread(Struct, Generic[_T]):
    """A pattern as it is written: there are thousands, and a text needs those that begin with a word of it."""

    text: str
    value: _T
    _patterns: list[_Pattern[_T]] | None = None

    @property
    def patterns(self) -> list[_Pattern[_T]]:
        if self._patterns is None:
            several = readings(self.text)
            # What only one way of reading it begins with has been met, unless that is an edge or may be missing.
            met = int(len(several) == 1 and several[0][0] not in (START, END) and not is_optional(several[0][0]))
            self._patterns = [_Pattern(parts, self.value, met) for parts in several]
        return self._patterns

    @property
    def seconds(self) -> Sequence[str]:
        """The words one of which has to stand behind the one that a match begins with, where they are told unread."""
        parts = self.text.removeprefix("^ ").split(None, 2) if self._patterns is None else ()
        if len(parts) < 2 or not _SEVERAL.isdisjoint(parts[0]):
            return ()
        words = parts[1].lower().split("|")
        return words if "".join(words).isalpha() and all(words) else ()


class _Starting(Struct, Generic[_T]):
    """The patterns that may begin with a word, numbered in their order."""

    before: dict[str, list[tuple[int, _Unread[_T]]]]
    """By the word that has to follow."""
    others: list[tuple[int, _Pattern[_T], frozenset[str] | None]]
    """The others, with the words one of which has to follow; None where more than these may."""


class Lexicon(Generic[_T]):
    """Patterns with what each stands for; matches are the longest at each place, left to right.

    Raises:
        PatternError: for the first word of a pattern when it is made, for the rest when a text first needs it.
    """

    def __init__(self, patterns: Iterable[tuple[str, _T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._by_word: dict[str, list[_Unread[_T]]] = defaultdict(list)
        self._by_prefix: dict[str, list[tuple[str, _Unread[_T]]]] = defaultdict(list)
        self._by_number: list[_Unread[_T]] = []
        self._starting: dict[str, _Starting[_T]] = {}
        self._beginning: dict[tuple[str, str], list[_Pattern[_T]]] = {}
        self._terms = Terms(classes or {})
        for text, value in patterns:
            unread = _Unread(text, value)
            head = text.partition(" ")[0]
            choices = head.split("|")
            if "".join(choices).isalpha() and head.islower() and all(choices):  # plain words, as of most patterns
                for word in choices:
                    self._by_word[word].append(unread)
            else:
                self._add(unread)
        self._sizes = sorted({len(letters) for letters in self._by_prefix})

    def _add(self, unread: _Unread[_T]) -> None:
        """Indexes a pattern under every word that a match may begin with; mostly its first part alone tells them."""
        parts = plain(unread.text.removeprefix("^ ")).replace("-", " ").split(None, 1)
        if not parts:
            raise PatternError("an empty pattern")
        head = parts[0]
        if _NO_HEAD.isdisjoint(head) and (len(parts) > 1 or head != "$"):
            # Of choices of several words the first.
            firsts = dict.fromkeys(choice.strip("_").partition("_")[0] for choice in head.split("|"))
            self._begin("|".join(firsts) if "_" in head else head, unread)
            return
        for pattern in unread.patterns:
            for part in pattern.parts:
                if part in (START, END):
                    continue
                self._begin(part, _Unread(unread.text, unread.value, [pattern]))
                if part[0] != "[" or len(part) == 1:
                    break

    def _begin(self, part: str, unread: _Unread[_T]) -> None:
        by_word = self._by_word
        for choice in self._terms.choices(part):
            if choice.isalnum():
                by_word[choice].append(unread)
            elif choice == "#":
                self._by_number.append(unread)
            elif choice in ("*", "..."):
                raise PatternError(f"{unread.text!r} begins with any word and would match everywhere")
            elif not is_word(choice.removesuffix("*")):
                raise PatternError(f"{unread.text!r} holds {choice!r}: a choice is one word, a word begun and *, or #")
            elif choice[-1] == "*":
                self._by_prefix[choice[:-1][:_HEAD]].append((choice[:-1], unread))
            else:
                by_word[choice].append(unread)

    def find(self, text: str, words: Sequence[Token] | None = None) -> Iterator[Hit[_T]]:
        """Matches that do not overlap, in order. `words` saves tokenising a text twice."""
        words = _tokens(text, words)
        beginnings = self._beginnings(words)
        return self._find(words, beginnings) if beginnings else iter(())

    def _find(self, words: Tokens, beginnings: Iterable[str]) -> Iterator[Hit[_T]]:
        last = 0
        for i, patterns in self._places(words, beginnings):
            if i < last:
                continue
            best: tuple[int, _T] | None = None
            for pattern in patterns:
                end = self._match(pattern.parts, pattern.met, words, i + pattern.met, i)
                if end is not None and end > (best[0] if best else i):
                    best = (end, pattern.value)
            if best:
                last = best[0]
                yield Hit(words[i].start, words[last - 1].end, i, last, best[1])

    def find_each(self, text: str, words: Sequence[Token] | None = None) -> dict[_T, list[Hit[_T]]]:
        """For each value its own matches: they do not overlap one another, whatever other values match there."""
        words = _tokens(text, words)
        found: dict[_T, list[Hit[_T]]] = {}
        for i, patterns in self._places(words, self._beginnings(words)):
            longest: dict[_T, int] = {}
            for pattern in patterns:
                end = self._match(pattern.parts, pattern.met, words, i + pattern.met, i)
                if end is not None and end > longest.get(pattern.value, i):
                    longest[pattern.value] = end
            for value, end in longest.items():
                hits = found.setdefault(value, [])
                if not hits or hits[-1].last <= i:
                    hits.append(Hit(words[i].start, words[end - 1].end, i, end, value))
        return found

    def read_all(self) -> None:
        """Reads every pattern to its end now, so that a slip in one is told before a text needs it.

        Raises:
            PatternError: as for the lexicon itself.
        """
        by_prefix = (unread for pairs in self._by_prefix.values() for _, unread in pairs)
        by_word = (unread for several in self._by_word.values() for unread in several)
        for unread in (*by_word, *by_prefix, *self._by_number):
            for pattern in unread.patterns:
                for part in pattern.parts:
                    self._terms[part]

    def first(self, text: str, words: Sequence[Token] | None = None) -> Hit[_T] | None:
        return next(self.find(text, words), None)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.first(text) is not None

    def _beginnings(self, words: Tokens) -> set[str]:
        """The words of a text that a match may begin with: of most texts and most lexicons there is none."""
        found = self._by_word.keys() & words.places.keys()
        for size in self._sizes:
            begun = words.begun(size)
            for letters in self._by_prefix.keys() & begun.keys():
                found.update(begun[letters])
        if self._by_number:
            found.update(words.numbers)
        return found

    def _places(self, words: Tokens, beginnings: Iterable[str]) -> Iterator[tuple[int, Sequence[_Pattern[_T]]]]:
        """The places where a match may begin, with the patterns that may begin there."""
        for i in sorted([place for word in beginnings for place in words.places[word]]):
            pair = (words[i].word, words[i + 1].word if i + 1 < len(words) else "")
            if pair not in self._beginning:  # remembered, since articles repeat words
                self._beginning[pair] = self._beginning_with(*pair)
            patterns = self._beginning[pair]
            if patterns:
                yield i, patterns

    def _beginning_with(self, word: str, following: str) -> list[_Pattern[_T]]:
        """The patterns that may begin with a word where another follows it; "" where none does."""
        if word not in self._starting:
            self._starting[word] = self._starting_with(word)
        starting = self._starting[word]
        found = [(n, p) for n, p, second in starting.others if second is None or following in second]
        unread = starting.before.get(following)
        if unread:
            found = sorted([*found, *((n, p) for n, one in unread for p in one.patterns)], key=itemgetter(0))
        return [pattern for _, pattern in found]

    def _starting_with(self, word: str) -> _Starting[_T]:
        found = list(self._by_word.get(word, ()))
        for size in self._sizes:
            found += [unread for begun, unread in self._by_prefix.get(word[:size], ()) if word.startswith(begun)]
        if self._by_number and word[0].isdigit():
            found += self._by_number
        starting: _Starting[_T] = _Starting({}, [])
        for n, unread in enumerate(found):
            seconds = unread.seconds
            if seconds:
                for second in seconds:
                    starting.before.setdefault(second, []).append((n, unread))
            else:
                starting.others.extend((n, pattern, self._second(pattern.parts)) for pattern in unread.patterns)
        return starting

    def _second(self, parts: list[str]) -> frozenset[str] | None:
        """The words one of which has to follow the first; None where more than these may."""
        place = 1 if parts[0] == START else 0
        if len(parts) < place + 2 or is_optional(parts[place]) or parts[place] == "...":
            return None
        second = self._terms[parts[place + 1]]
        return second.words if second.words and not (second.prefixes or second.number or second.optional) else None

    def _match(self, parts: list[str], k: int, words: Sequence[Token], i: int, start: int) -> int | None:
        """The token after the match of `parts[k:]` at token i, the longest way; None where they do not match."""
        terms, count = self._terms, len(words)
        for place in range(k, len(parts)):
            part = parts[place]
            if part.isalnum():  # a plain word, as most are
                if i >= count or words[i].word != part:
                    return None
                i += 1
                continue
            term = terms[part]
            if term.edge:
                if not _at_edge(term.edge, words, i, start):
                    return None
                continue
            if term.gap:
                return self._after_gap(parts, place + 1, words, i, start)
            takes = i < count and term.takes(words[i].word)
            if term.optional:
                end = self._match(parts, place + 1, words, i + 1, start) if takes else None
                if end is not None:
                    return end
            elif takes:
                i += 1
            else:
                return None
        return i

    def _after_gap(self, parts: list[str], k: int, words: Sequence[Token], i: int, start: int) -> int | None:
        most = min(_GAP, len(words) - i)
        reach = 0
        while reach < most and words[i + reach].word not in _BREAKS:
            reach += 1
        after = self._terms[parts[k]] if k < len(parts) else None
        tried = after if after and (after.words or after.prefixes or after.number) and not after.optional else None
        for skip in range(reach, -1, -1):
            if tried and not (i + skip < len(words) and tried.takes(words[i + skip].word)):
                continue
            end = self._match(parts, k, words, i + skip, start)
            if end is not None:
                return end
        return None


def _at_edge(edge: str, words: Sequence[Token], i: int, start: int) -> bool:
    """Whether nothing but punctuation lies before the match, or behind it."""
    if edge == START:
        return all(words[k].word in _OPENING for k in range(start))
    return all(words[k].word in _CLOSING for k in range(i, len(words)))


def _tokens(text: str, words: Sequence[Token] | None) -> Tokens:
    """The tokens of a text, where they are not known."""
    if words is None:
        return tokens(text)
    return words if isinstance(words, Tokens) else Tokens(words)


@cache
def word_list(path: Path, *names: str) -> Lexicon[str]:
    """Lists of a data file as one lexicon, all of them where none is named; a match stands for the name of its list.

    The file's table `classes` holds the words that its patterns name in <>.
    """
    data = load(path)
    chosen = names or tuple(name for name in data if name != "classes")
    patterns = ((pattern, name) for name in chosen for pattern in patterns_in(data[name]))
    return Lexicon(patterns, classes_in(data.get("classes", {})))
