"""A reference compared with works, field by field.

Everything is compared twice where it can be: with the field as it was parsed, and with the whole string, which holds it
whatever the parser made of it. Strings are compared without their spaces, which copying loses and invents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations

from msgspec import Struct
from rapidfuzz import fuzz

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.journals import same_journal
from citecheck.model import Csl, Work
from citecheck.resolve.agreement import NOBODY, UNKNOWN, Agreement
from citecheck.resolve.records import containers, families, years
from citecheck.text import fold

_WORD = expression(r"[^\W\d_]{2,}")
# Where a work was read, and when, describes no work.
_ADDRESS = expression(
    r"(?:https?://|www\.|\bdoi:)\S+|[\[(]?\b(?:accessed|retrieved|cited|viewed)\b[^.;\])]{0,30}\d{4}[\])]?",
    re.IGNORECASE,
)
# The number of an entry in its list: no page and no volume.
_LABEL = expression(r"\A\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?(?=\s?[^\W\d_]))")
_NUMBER = expression(r"\d+")
# A number of which a letter has taken a digit's place: "1s8" for 188.
_MARK = expression(r"[a-z]{0,2}\d[a-z\d]{0,6}")
_MOST_NAMES = 8
_MOST_YEARS = 5
# A name at the head of a string: "Lund KA", "Lund, Karin", "K. Lund"; "Vitamin D" is none.
_NAMES = expression(
    r"(?!(?:[Vv]itamin|[Hh]epatitis|[Tt]ype|[Gg]roup|[Ff]actor|[Oo]mega|[Pp]hase)\b)"
    r"[^\W\d_][\w'’\-]*(?:,? [A-ZÀ-Þ]\.?[A-ZÀ-Þ]{0,2}\b|, [A-ZÀ-Þ]|\.[ \-]?[A-ZÀ-Þ])"
)
_FEW = frozenset("and the of in for on to a an et al doi pp vol no der die das und la le de los las van von".split())


class _Profile(Struct, frozen=True):
    """A work as it is compared."""

    title: str
    title_words: frozenset[str]
    families: tuple[str, ...]
    initial: str
    years: frozenset[int]
    volume: str
    issue: str
    page: str
    last_page: str
    containers: tuple[str, ...]
    printed_containers: tuple[str, ...]
    words: frozenset[str]
    numbers: frozenset[str]


class Cited:
    """A reference as it is compared: once for all its candidates."""

    def __init__(self, csl: Csl, raw: str) -> None:
        unlabelled = _LABEL.sub("", raw).lstrip()
        folded = fold(_ADDRESS.sub(" ", unlabelled))
        self.text = folded.replace(" ", "")
        self.words = _words(folded)
        self.numbers = _numbers(folded) | _numbers(self.text)
        self.fewest_numbers = _numbers(self.text)
        self.told = self.words - _FEW
        self.title = fold(str(csl.get("title", ""))).replace(" ", "")
        names = csl.get("author") or csl.get("editor") or []
        self.families = families(csl) or families(csl, "editor")
        self.names_somebody = bool(names) or _NAMES.match(unlabelled) is not None
        self.initial = fold(str(names[0].get("given", "")))[:1] if names else ""
        self.year = issued_year(csl)
        self.volume = _first_number(csl.get("volume"))
        self.page, _ = _pages(csl.get("page"))
        self.container = str(csl.get("container-title", ""))

    @cached_property
    def misprints(self) -> frozenset[str]:
        """The numbers that a letter has got into, with a dot where it stands: "1.8" for "1s8"."""
        return frozenset(
            part[:at] + "." + part[at + 1 :]
            for mark in _MARK.findall(self.text)
            if not mark.isdigit()
            for part in _whole_numbers(mark)
            for at, character in enumerate(part)
            if not character.isdigit() and (part[:at] + part[at + 1 :]).isdigit()
        )

    def _strange_words(self, its: _Profile) -> float:
        return len(self.told - its.words) / max(1, len(self.told))

    def _strange_numbers(self, its: _Profile) -> int:
        return len(self.fewest_numbers - its.numbers)

    def agreement(self, work: Work) -> Agreement:
        its = _profile_of(work)
        return Agreement(
            title=_alike(its.title, self.text),
            title_words=_share(its.title_words, self.words),
            title_length=min(len(its.title_words), 20),
            parsed_title=fuzz.ratio(its.title, self.title) / 100 if its.title and self.title else UNKNOWN,
            first_author=_named(its.families[0], self) if its.families and self.names_somebody else UNKNOWN,
            first_initial=float(its.initial == self.initial) if its.initial and self.initial else UNKNOWN,
            parsed_author=fuzz.ratio(its.families[0], self.families[0]) / 100
            if its.families and self.families
            else UNKNOWN,
            authors=_mean([_named(name, self) for name in its.families[:_MOST_NAMES]]),
            parsed_authors=_mean([float(_among(name, its.families)) for name in self.families[:_MOST_NAMES]])
            if its.families
            else UNKNOWN,
            more_authors=max(-5, min(5, len(self.families) - len(its.families))) if self.families else NOBODY,
            year=min((min(abs(self.year - year), _MOST_YEARS) for year in its.years), default=UNKNOWN)
            if self.year
            else UNKNOWN,
            year_printed=max((_stands(str(year), self) for year in its.years), default=UNKNOWN),
            volume=_equal(self.volume, its.volume),
            volume_printed=_stands(its.volume, self),
            issue_printed=_stands(its.issue, self),
            page=_equal(self.page, its.page),
            page_printed=_stands(its.page, self),
            last_page_printed=_stands(its.last_page, self),
            container=max((_alike(name, self.text) for name in its.containers), default=UNKNOWN),
            parsed_container=_container(self.container, its),
            strange_words=self._strange_words(its),
            strange_numbers=min(self._strange_numbers(its), 6),
            words=min(len(self.words), 60),
            titled=float(bool(self.title)),
        )


def _profile_of(work: Work) -> _Profile:
    return _profile(_Same(work))


class _Same:
    """A work by its identity: a record's fields cannot be hashed, and nobody changes them."""

    __slots__ = ("work",)

    def __init__(self, work: Work) -> None:
        self.work = work

    def __hash__(self) -> int:
        return id(self.work)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.work is self.work


@lru_cache(maxsize=20_000)
def _profile(same: _Same) -> _Profile:
    work, csl = same.work, same.work.csl
    title = fold(str(csl.get("title", "")))
    names = csl.get("author", ())
    named, printed = families(csl), containers(work)
    held = tuple(dict.fromkeys(map(fold, printed)))
    page, last_page = _pages(csl.get("page"))
    title_words = _words(title)
    given = [str(name.get("given", "")) for name in names]
    besides = " ".join([*named, *held, fold(" ".join([*given, str(csl.get("publisher", ""))]))])
    their_years = frozenset(years(work))
    numbers = [*map(str, their_years), *(str(csl.get(key, "")) for key in ("volume", "issue", "page"))]
    return _Profile(
        title=title.replace(" ", ""),
        title_words=title_words,
        families=tuple(named),
        initial=fold(given[0])[:1] if given else "",
        years=their_years,
        volume=_first_number(csl.get("volume")),
        issue=_first_number(csl.get("issue")),
        page=page,
        last_page=last_page,
        containers=tuple(name.replace(" ", "") for name in held),
        printed_containers=tuple(printed),
        words=title_words | _words(besides),
        numbers=_numbers(" ".join([title, besides, *numbers])),
    )


def _words(folded: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.lstrip("0") or "0" for number in _NUMBER.findall(text))


def _first_number(value: object) -> str:
    found = _NUMBER.search(str(value or ""))
    return found.group().lstrip("0") if found else fold(str(value or ""))


def _pages(value: object) -> tuple[str, str]:
    """First and last page as numbers; the last is empty where there is one only, and "617-27" ends on 627."""
    numbers = [number.lstrip("0") for number in _NUMBER.findall(str(value or ""))]
    first = numbers[0] if numbers else fold(str(value or ""))
    last = numbers[-1] if len(numbers) > 1 else ""
    return first, last


def _whole_numbers(mark: str) -> Iterator[str]:
    """The parts of a run of letters and digits that no digit goes on: of "d28" not "d2"."""
    for first, last in combinations(range(len(mark) + 1), 2):
        if not (mark[first - 1 : first].isdigit() or mark[last : last + 1].isdigit()):
            yield mark[first:last]


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else UNKNOWN


def _alike(part: str, text: str) -> float:
    """How much like `part` some stretch of a text is."""
    if not part:
        return UNKNOWN
    if part in text:
        return 1.0
    return (fuzz.partial_ratio(part, text) if len(part) <= len(text) else fuzz.ratio(part, text)) / 100


def _named(family: str, cited: Cited) -> float:
    """Whether a family name stands in a string; part of it where letters are wrong."""
    if not family:
        return UNKNOWN
    if family in cited.words:
        return 1.0
    if len(family) < 4:
        return 0.0
    if family.replace(" ", "") in cited.text:
        return 1.0
    # Where no author was read, a misspelt one stands somewhere in the string.
    alike = (
        max(fuzz.ratio(family, name) for name in cited.families)
        if cited.families
        else fuzz.partial_ratio(family, cited.text)
    )
    return alike / 100 if alike >= 75 else 0.0


def _among(name: str, others: Sequence[str]) -> bool:
    return name in others or any(fuzz.ratio(name, other) >= 85 for other in others)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else UNKNOWN


def _equal(cited: str, found: str) -> float:
    return float(cited == found) if cited and found else UNKNOWN


def _stands(number: str, cited: Cited) -> float:
    """Whether a number is printed; half where a letter stands for one of its digits."""
    if not number:
        return UNKNOWN
    if number in cited.numbers:
        return 1.0
    return 0.5 if any(f"{number[:at]}.{number[at + 1 :]}" in cited.misprints for at in range(len(number))) else 0.0


def _container(cited: str, its: _Profile) -> float:
    if not cited or not its.containers:
        return UNKNOWN
    if any(same_journal(cited, name) for name in its.printed_containers):
        return 1.0
    folded = fold(cited).replace(" ", "")
    return max(fuzz.ratio(folded, name) for name in its.containers) / 100
