"""Phrase patterns as data: what the word lists of the stages and the phrase rules are written in.

A pattern is a few terms between spaces, matched against words without regard to case, hyphens read as spaces:

    word            that word                       word*       any word that begins so
    one|two_words   either                          [a word]    may be missing
    <name>          any word of that class          ...         up to four words, no stop or bracket between
    #               a number                        *           any one word
    ^ …, … $        at the start, at the end of the text ("$ #" is a price)

In a data file a list is one literal string with a pattern a line: easy to read and to compare, and fast to load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from citecheck.expressions import expression

START, END = "^ ", " $"
"""The parts that stand for the edges of a text: no part between spaces looks so."""
_GROUP = expression(r"(?<!\S)\[(?P<words>[^\[\]]*\s[^\[\]]*)\](?!\S)")
_NO_WORD = frozenset("*[] ")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


class Term(Struct):
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


class Terms(dict[str, Term]):
    """The parts of a lexicon's patterns as terms, each read when a text first comes to it."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        super().__init__({START: Term(edge=START), END: Term(edge=END), "...": Term(gap=True)})
        self._classes = classes
        self._read: dict[str, list[str]] = {}

    def __missing__(self, part: str) -> Term:
        if part.isalnum():
            term = self[part] = _word(part)
            return term
        optional = is_optional(part)
        plainly = (part[1:-1] if optional else part).split("|")
        if "".join(plainly).isalnum() and all(plainly):
            term = self[part] = Term(frozenset(plainly), optional=optional)
            return term
        words: list[str] = []
        prefixes: list[str] = []
        number = False
        for choice in self.choices(part):
            stem = choice[:-1] if choice[-1:] == "*" else choice
            if choice == "#":
                number = True
            elif choice != "*" and not is_word(stem):
                raise PatternError(f"{part!r} holds {choice!r}: a choice is one word, a word begun and *, or #")
            elif stem != choice:
                prefixes.append(stem)
            else:
                words.append(stem)
        term = self[part] = Term(frozenset(words), tuple(prefixes), number, optional)
        return term

    def choices(self, part: str) -> list[str]:
        """The words that a part takes, those of its classes among them."""
        inner = part[1:-1] if is_optional(part) else part
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
            read = self._read[choice] = plain(" ".join(words)).split()
            if len(read) != len(words):
                spaced = next(word for word in words if len(word.split()) != 1)
                raise PatternError(f"{choice!r} holds {spaced!r}: a choice is one word, a word begun and *, or #")
        return self._read[choice]


@lru_cache(maxsize=10_000)
def _word(word: str) -> Term:
    """What takes just that word; lexicons share many."""
    return Term(frozenset((word,)))


def is_optional(part: str) -> bool:
    """Whether a part may be missing."""
    return len(part) > 2 and part[0] == "[" and part[-1] == "]"


def is_word(stem: str) -> bool:
    """Whether a choice can match: a bracket inside it, say of "a|[b", is a slip of the pen."""
    return bool(stem) and (len(stem) == 1 or _NO_WORD.isdisjoint(stem)) and stem != "*"


def plain(text: str) -> str:
    """As tokens have their words."""
    return text.lower().replace("’", "'")


def readings(pattern: str) -> list[list[str]]:
    """The parts of each way of reading a pattern, without choices and brackets of several words."""
    text = plain(pattern).replace("-", " ")
    return [_parts(text)] if "_" not in text and "[" not in text else list(map(_parts, _expanded(text)))


def _expanded(pattern: str) -> Iterator[str]:
    parts = pattern.split()
    group = _GROUP.search(pattern) if any(part[0] == "[" and "]" not in part for part in parts) else None
    if group:
        before, after = pattern[: group.start()], pattern[group.end() :]
        yield from _expanded(f"{before} {after}")
        yield from _expanded(f"{before} {group['words']} {after}")
        return
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
        parts[0] = START
    if parts[-1] == "$":
        parts[-1] = END
    return parts


def patterns_in(block: str) -> list[str]:
    """The patterns of a data file's list: one a line; a line that begins with ";" is a remark."""
    return [line for line in block.splitlines() if line.strip() and line[0] != ";"]


def classes_in(data: Mapping[str, str]) -> dict[str, list[str]]:
    """Classes by name, their words between white space."""
    return {name: words.split() for name, words in data.items()}
