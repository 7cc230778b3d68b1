"""Phrase patterns as data: what the word lists of the stages and the phrase rules are written in.

A pattern is a few terms between spaces, matched against words without regard to case, hyphens read as spaces:

    word            that word                       word*       any word that begins so
    one|two_words   either                          [a word]    may be missing
    <name>          any word of that class          ...         up to four words, no stop or bracket between
    #               a number                        *           any one word
    ^ …, … $        at the start, at the end of the text ("$ #" is a price)

Matching walks word by word with an index over first words, so a lexicon of a thousand patterns costs little more than
reading the text, and no input makes it slow.

In a data file a list is one literal string with a pattern a line: easy to read and to compare, and fast to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.tables import load

_TOKEN = expression(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[^\s\-‐‑]")
_GROUP = expression(r"(?<!\S)\[(?P<words>[^\[\]]*\s[^\[\]]*)\](?!\S)")
_BREAKS = frozenset(".;:!?()[]{}…")
_START, _END = "^ ", " $"  # no part between spaces looks so
_NO_WORD = frozenset("*[] ")
_NO_HEAD = frozenset("[_-^")  # with one of these, more than the first part tells what a match begins with
_GAP = 4
_HEAD = 3
"""Letters of a word begun that it is indexed by."""
_T = TypeVar("_T")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


class Token(NamedTuple):
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


class Tokens(tuple[Token, ...]):
    """The tokens of a text, with what tells at once that a lexicon holds nothing of it."""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset([token.word for token in self])

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first letters of the words: one, two and three."""
        return frozenset([word[:size] for word in self.words for size in range(1, _HEAD + 1)])

    @cached_property
    def numbered(self) -> bool:
        return any(word[0].isdigit() for word in self.words)


@lru_cache(maxsize=1024)
def tokens(text: str) -> Tokens:
    """Words, numbers and single punctuation marks; hyphens separate and are dropped.

    Remembered: every stage asks for the tokens of the same sentences.
    """
    if text.isascii():  # nothing changes its length in lower case, and there is no curly apostrophe
        return Tokens([Token(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text.lower())])
    return Tokens([Token(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in _TOKEN.finditer(text)])


class _Term(Struct):
    """What one part of a pattern takes."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    number: bool = False
    optional: bool = False
    gap: bool = False
    edge: str = ""

    def takes(self, word: str) -> bool:
        if word in self.words:
            return True
        return (bool(self.prefixes) and word.startswith(self.prefixes)) or (self.number and word[0].isdigit())


class _Terms(dict[str, _Term]):
    """The parts of a lexicon's patterns as terms, each read when a text first comes to it."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        super().__init__({_START: _Term(edge=_START), _END: _Term(edge=_END), "...": _Term(gap=True)})
        self._classes = classes
        self._read: dict[str, list[str]] = {}

    def __missing__(self, part: str) -> _Term:
        if part.isalnum():
            term = self[part] = _word(part)
            return term
        optional = len(part) > 2 and part[0] == "[" and part[-1] == "]"
        words: list[str] = []
        prefixes: list[str] = []
        number = False
        for choice in self.choices(part):
            stem = choice[:-1] if choice[-1:] == "*" else choice
            if choice == "#":
                number = True
            elif choice != "*" and not _is_word(stem):
                raise PatternError(f"{part!r} holds {choice!r}: a choice is one word, a word begun and *, or #")
            elif stem != choice:
                prefixes.append(stem)
            else:
                words.append(stem)
        term = self[part] = _Term(frozenset(words), tuple(prefixes), number, optional)
        return term

    def choices(self, part: str) -> list[str]:
        """The words that a part takes, those of its classes among them."""
        inner = part[1:-1] if len(part) > 2 and part[0] == "[" and part[-1] == "]" else part
        choices = inner.split("|")
        if "<" not in part:
            return choices
        return [
            word
            for choice in choices
            for word in (self._class(choice, part) if choice[:1] == "<" and choice[-1:] == ">" else (choice,))
        ]

    def _class(self, choice: str, part: str) -> list[str]:
        if choice not in self._read:
            words = self._classes.get(choice[1:-1])
            if words is None:
                raise PatternError(f"{part!r} names the class {choice}, which is not there")
            spaced = next((word for word in words if len(word.split()) != 1), None)
            if spaced is not None:
                raise PatternError(f"{choice!r} holds {spaced!r}: a choice is one word, a word begun and *, or #")
            self._read[choice] = [_plain(word) for word in words]
        return self._read[choice]


@lru_cache(maxsize=10_000)
def _word(word: str) -> _Term:
    """What takes just that word; lexicons share many."""
    return _Term(frozenset((word,)))


def _is_word(stem: str) -> bool:
    """Whether a choice can match: a bracket inside it, say of "a|[b", is a slip of the pen."""
    return bool(stem) and (len(stem) == 1 or _NO_WORD.isdisjoint(stem)) and stem != "*"


class _Pattern(Struct, Generic[_T]):
    """One way of reading a pattern, without choices and brackets of several words."""

    parts: list[str]
    value: _T


class _Unread(Struct, Generic[_T]):
    """A pattern as it is written: there are thousands, and a text needs those that begin with a word of it."""

    text: str
    value: _T
    _patterns: list[_Pattern[_T]] | None = None

    @property
    def patterns(self) -> list[_Pattern[_T]]:
        if self._patterns is None:
            plain = _plain(self.text).replace("-", " ")
            self._patterns = [_Pattern(_parts(single), self.value) for single in _expanded(plain)]
        return self._patterns


# The patterns that may begin with a word: by the word that has to follow, and those for any other word.
_Starting = tuple[Mapping[str, Sequence[_Pattern[_T]]], Sequence[_Pattern[_T]]]


class Lexicon(Generic[_T]):
    """Patterns with what each stands for; matches are the longest at each place, left to right.

    Raises:
        PatternError: for the first word of a pattern when it is made, for the rest when a text first needs it.
    """

    def __init__(self, patterns: Iterable[tuple[str, _T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._by_word: dict[str, list[_Unread[_T]]] = {}
        self._by_prefix: dict[str, list[tuple[str, _Unread[_T]]]] = {}
        self._by_number: list[_Unread[_T]] = []
        self._starting: dict[str, _Starting[_T] | None] = {}
        self._terms = _Terms(classes or {})
        for text, value in patterns:
            unread = _Unread(text, value)
            head = text.partition(" ")[0]
            if head.isalpha() and head.islower():  # most patterns begin with a plain word
                self._by_word.setdefault(head, []).append(unread)
            else:
                self._add(unread)
        self._sizes = sorted({len(head) for head in self._by_prefix})

    def _add(self, unread: _Unread[_T]) -> None:
        """Indexes a pattern under every word that a match may begin with; mostly its first part alone tells them."""
        if not unread.text.strip():
            raise PatternError("an empty pattern")
        head = unread.text.split(None, 1)[0].lower()
        if head.isascii() and _NO_HEAD.isdisjoint(head):
            self._begin(head, unread)
            return
        for pattern in unread.patterns:
            for part in pattern.parts:
                if part in (_START, _END):
                    continue
                self._begin(part, _Unread(unread.text, unread.value, [pattern]))
                if part[0] != "[" or len(part) == 1:
                    break

    def _begin(self, part: str, unread: _Unread[_T]) -> None:
        for choice in self._terms.choices(part):
            if choice.isalnum():
                self._by_word.setdefault(choice, []).append(unread)
            elif choice == "#":
                self._by_number.append(unread)
            elif choice in ("*", "..."):
                raise PatternError(f"{unread.text!r} begins with any word and would match everywhere")
            elif not _is_word(choice.removesuffix("*")):
                raise PatternError(f"{unread.text!r} holds {choice!r}: a choice is one word, a word begun and *, or #")
            elif choice[-1] == "*":
                self._by_prefix.setdefault(choice[:-1][:_HEAD], []).append((choice[:-1], unread))
            else:
                self._by_word.setdefault(choice, []).append(unread)

    def find(self, text: str, words: Sequence[Token] | None = None) -> Iterator[Hit[_T]]:
        """Matches that do not overlap, in order. `words` saves tokenising a text twice."""
        words = tokens(text) if words is None else words
        return iter(()) if self._is_foreign_to(words) else self._find(words)

    def _find(self, words: Sequence[Token]) -> Iterator[Hit[_T]]:
        last = 0
        for i, patterns in self._places(words):
            if i < last:
                continue
            best: tuple[int, _T] | None = None
            for pattern in patterns:
                end = self._match(pattern.parts, 0, words, i, i)
                if end is not None and end > (best[0] if best else i):
                    best = (end, pattern.value)
            if best:
                last = best[0]
                yield Hit(words[i].start, words[last - 1].end, i, last, best[1])

    def find_each(self, text: str, words: Sequence[Token] | None = None) -> dict[_T, list[Hit[_T]]]:
        """For each value its own matches: they do not overlap one another, whatever other values match there."""
        words = tokens(text) if words is None else words
        found: dict[_T, list[Hit[_T]]] = {}
        for i, patterns in () if self._is_foreign_to(words) else self._places(words):
            longest: dict[_T, int] = {}
            for pattern in patterns:
                end = self._match(pattern.parts, 0, words, i, i)
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

    def _places(self, words: Sequence[Token]) -> Iterator[tuple[int, Sequence[_Pattern[_T]]]]:
        """The places where a match may begin, with the patterns that may begin there."""
        starting = self._starting
        for i, token in enumerate(words):
            if token.word not in starting:  # remembered, since articles repeat words
                starting[token.word] = self._by_following(token.word)
            known = starting[token.word]
            if known is None:  # most words
                continue
            patterns = known[0].get(words[i + 1].word if i + 1 < len(words) else "", known[1])
            if patterns:
                yield i, patterns

    def _is_foreign_to(self, words: Sequence[Token]) -> bool:
        """Whether it is sure that no pattern begins with any word of a text, as for most texts and most lexicons."""
        return (
            isinstance(words, Tokens)
            and self._by_word.keys().isdisjoint(words.words)
            and self._by_prefix.keys().isdisjoint(words.beginnings)
            and not (self._by_number and words.numbered)
        )

    def _by_following(self, word: str) -> _Starting[_T] | None:
        """The patterns that begin with a word; None where none does."""
        found = list(self._by_word.get(word, ()))
        for size in self._sizes:
            found += [unread for prefix, unread in self._by_prefix.get(word[:size], ()) if word.startswith(prefix)]
        if self._by_number and word[0].isdigit():
            found += self._by_number
        if not found:
            return None
        starting = [pattern for unread in found for pattern in unread.patterns]
        seconds = [self._second(pattern.parts) for pattern in starting]
        named = frozenset[str]().union(*filter(None, seconds))
        if not named:
            return {}, starting
        return {
            one: [p for p, second in zip(starting, seconds, strict=True) if second is None or one in second]
            for one in named
        }, [p for p, second in zip(starting, seconds, strict=True) if second is None]

    def _second(self, parts: list[str]) -> frozenset[str] | None:
        """The words one of which has to follow the first; None where more than these may."""
        place = 1 if parts[0] == _START else 0
        if len(parts) < place + 2 or self._terms[parts[place]].optional:
            return None
        second = self._terms[parts[place + 1]]
        return second.words if second.words and not (second.prefixes or second.number or second.optional) else None

    def _match(self, parts: list[str], k: int, words: Sequence[Token], i: int, start: int) -> int | None:
        """The token after the match of `parts[k:]` at token i, the longest way; None where they do not match."""
        terms, count = self._terms, len(words)
        for place in range(k, len(parts)):
            term = terms[parts[place]]
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
    if edge == _START:
        return all(words[k].word in _OPENING for k in range(start))
    return all(words[k].word in _CLOSING for k in range(i, len(words)))


_OPENING = frozenset("\"'“‘«(•*·")
_CLOSING = frozenset(".!?\"'”’»):")


def _expanded(pattern: str) -> Iterator[str]:
    """The pattern without choices and brackets of several words: one pattern for each way of reading them."""
    group = _GROUP.search(pattern) if "[" in pattern else None
    if group:
        before, after = pattern[: group.start()], pattern[group.end() :]
        yield from _expanded(f"{before} {after}")
        yield from _expanded(f"{before} {group['words']} {after}")
        return
    parts = pattern.split() if "_" in pattern else []
    for place, part in enumerate(parts):
        if "_" not in part:
            continue
        ahead, behind = parts[:place], parts[place + 1 :]
        optional = part.startswith("[")
        choices = part.strip("[]").split("|")
        single = "|".join(choice for choice in choices if "_" not in choice)
        if single or optional:
            middle = [f"[{single}]" if optional else single] if single else []
            yield from _expanded(" ".join([*ahead, *middle, *behind]))
        for choice in choices:
            if "_" in choice:
                yield from _expanded(" ".join([*ahead, choice.replace("_", " "), *behind]))
        return
    yield pattern


def _parts(pattern: str) -> list[str]:
    """The parts between spaces; the signs of the edges are such at the edges only."""
    parts = pattern.split()
    if parts[0] == "^":
        parts[0] = _START
    if parts[-1] == "$":
        parts[-1] = _END
    return parts


def _plain(text: str) -> str:
    """As tokens have their words."""
    return text.lower().replace("’", "'")


def patterns_in(block: str) -> list[str]:
    """The patterns of a data file's list: one a line; a line that begins with ";" is a remark."""
    return [line for line in block.splitlines() if line.strip() and line[0] != ";"]


def classes_in(data: Mapping[str, str]) -> dict[str, list[str]]:
    """Classes by name, their words between white space."""
    return {name: words.split() for name, words in data.items()}


@cache
def word_list(path: Path, *names: str) -> Lexicon[str]:
    """Lists of a data file as one lexicon, all of them where none is named; a match stands for the name of its list.

    The file's table `classes` holds the words that its patterns name in <>.
    """
    data = load(path)
    chosen = names or tuple(name for name in data if name != "classes")
    patterns = ((pattern, name) for name in chosen for pattern in patterns_in(data[name]))
    return Lexicon(patterns, classes_in(data.get("classes", {})))
