"""A work as references are compared with it: folded once, and remembered.

In two steps, since most of the works that a search finds share nothing with the reference by which a work is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citecheck.expressions import expression
from citecheck.model import Work
from citecheck.resolve.records import containers, families, years
from citecheck.text import fold

_WORD = expression(r"[^\W\d_]{2,}")
_NUMBER = expression(r"\d+")
_REMEMBERED = 20_000
"""Works, the last that were looked at."""


class Signs(NamedTuple):
    """By what a work is known."""

    title: str
    """Without its spaces."""
    title_words: frozenset[str]
    first_author: str
    """The family name; empty where the work has no author."""
    years: frozenset[int]
    printed_years: tuple[str, ...]
    volume: str
    page: str
    last_page: str


class Profile(NamedTuple):
    """All of a work that is compared."""

    signs: Signs
    families: tuple[str, ...]
    initial: str
    issue: str
    containers: tuple[str, ...]
    """Without their spaces."""
    printed_containers: tuple[str, ...]
    words: frozenset[str]
    numbers: frozenset[str]


class _Same:
    """A work by its identity: a record's fields cannot be hashed, and nobody changes them."""

    __slots__ = ("work",)

    def __init__(self, work: Work) -> None:
        self.work = work

    def __hash__(self) -> int:
        return id(self.work)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.work is self.work


def signs_of(work: Work) -> Signs:
    """By what a work is known."""
    return _signs(_Same(work))


def profile_of(work: Work) -> Profile:
    """All of a work that is compared."""
    return _profile(_Same(work))


@lru_cache(maxsize=_REMEMBERED)
def _signs(same: _Same) -> Signs:
    csl = same.work.csl
    title = fold(str(csl.get("title", "")))
    named = families({"author": csl.get("author", ())[:1]})
    their_years = frozenset(years(same.work))
    page, last_page = pages(csl.get("page"))
    return Signs(
        title=title.replace(" ", ""),
        title_words=words_in(title),
        first_author=named[0] if named else "",
        years=their_years,
        printed_years=tuple(map(str, their_years)),
        volume=first_number(csl.get("volume")),
        page=page,
        last_page=last_page,
    )


@lru_cache(maxsize=_REMEMBERED)
def _profile(same: _Same) -> Profile:
    work, csl = same.work, same.work.csl
    signs = _signs(same)
    named, printed = families(csl), containers(work)
    held = tuple(dict.fromkeys(map(fold, printed)))
    given = [str(name.get("given", "")) for name in csl.get("author", ())]
    besides = " ".join([*named, *held, fold(" ".join([*given, str(csl.get("publisher", ""))]))])
    numbers = [*signs.printed_years, *(str(csl.get(key, "")) for key in ("volume", "issue", "page"))]
    return Profile(
        signs=signs,
        families=tuple(named),
        initial=fold(given[0])[:1] if given else "",
        issue=first_number(csl.get("issue")),
        containers=tuple(name.replace(" ", "") for name in held),
        printed_containers=tuple(printed),
        words=signs.title_words | words_in(besides),
        numbers=numbers_in(" ".join([fold(str(csl.get("title", ""))), besides, *numbers])),
    )


def words_in(folded: str) -> frozenset[str]:
    """The words of a folded text, single letters aside."""
    return frozenset(_WORD.findall(folded))


def numbers_in(text: str) -> frozenset[str]:
    """The runs of digits in a text, without leading zeros."""
    return frozenset(number.lstrip("0") or "0" for number in _NUMBER.findall(text))


def first_number(value: object) -> str:
    """The first number of a field; one that has none is compared whole."""
    found = _NUMBER.search(str(value or ""))
    return found.group().lstrip("0") if found else fold(str(value or ""))


def pages(value: object) -> tuple[str, str]:
    """First and last page as numbers; the last is empty where there is one only, and "617-27" ends on 627."""
    numbers = [number.lstrip("0") for number in _NUMBER.findall(str(value or ""))]
    first = numbers[0] if numbers else fold(str(value or ""))
    last = numbers[-1] if len(numbers) > 1 else ""
    return first, last
