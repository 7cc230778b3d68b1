"""A reference compared with works, field by field.

Everything is compared twice where it can be: with the field as it was parsed, and with the whole string, which holds it
whatever the parser made of it. Strings are compared without their spaces, which copying loses and invents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.journals import same_journal
from citecheck.model import Csl, Work
from citecheck.resolve.agreement import NOBODY, UNKNOWN, Agreement
from citecheck.resolve.profile import Profile, first_number, numbers_in, pages, profile_of, signs_of, words_in
from citecheck.resolve.records import families
from citecheck.text import fold

# Where a work was read, and when, describes no work.
_ADDRESS = expression(
    r"(?:https?://|www\.|\bdoi:)\S+|[\[(]?\b(?:accessed|retrieved|cited|viewed)\b[^.;\])]{0,30}\d{4}[\])]?",
    re.IGNORECASE,
)
_STEMS = ("http", "www.", "doi:", "accessed", "retrieved", "cited", "viewed")
"""Part of all that the expression finds; looking for these first is many times faster."""
# The number of an entry in its list: no page and no volume.
_LABEL = expression(r"\A\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?(?=\s?[^\W\d_]))")
# A number of which a letter has taken a digit's place: "1s8" for 188.
_MARK = expression(r"[a-z]{0,2}\d[a-z\d]{0,6}")
_LETTER = expression(r"[a-z]")
_MOST_NAMES = 8
_MOST_YEARS = 5
_MISSPELT, _SAME_NAME = 75, 85
"""How alike, of 100, two names are at least of which one may be the other, and is."""
# A name at the head of a string: "Lund KA", "Lund, Karin", "K. Lund"; "Vitamin D" is none.
_NAMES = expression(
    r"(?!(?:[Vv]itamin|[Hh]epatitis|[Tt]ype|[Gg]roup|[Ff]actor|[Oo]mega|[Pp]hase)\b)"
    r"[^\W\d_][\w'’\-]*(?:,? [A-ZÀ-Þ]\.?[A-ZÀ-Þ]{0,2}\b|, [A-ZÀ-Þ]|\.[ \-]?[A-ZÀ-Þ])"
)
_FEW = frozenset("and the of in for on to a an et al doi pp vol no der die das und la le de los las van von".split())


class Cited:
    """A reference as it is compared: once for all its candidates."""

    def __init__(self, csl: Csl, raw: str) -> None:
        unlabelled = _LABEL.sub("", raw).lstrip()
        addressed = any(map(unlabelled.lower().__contains__, _STEMS))
        folded = fold(_ADDRESS.sub(" ", unlabelled) if addressed else unlabelled)
        self.text = folded.replace(" ", "")
        self.words = words_in(folded)
        self.fewest_numbers = numbers_in(self.text)
        self.numbers = numbers_in(folded) | self.fewest_numbers
        self.told = self.words - _FEW
        self.title = fold(str(csl.get("title", ""))).replace(" ", "")
        names = csl.get("author") or csl.get("editor") or []
        self.families = families(csl) or families(csl, "editor")
        self.names_somebody = bool(names) or _NAMES.match(unlabelled) is not None
        self.initial = fold(str(names[0].get("given", "")))[:1] if names else ""
        self.year = issued_year(csl)
        self.volume = first_number(csl.get("volume"))
        self.page, _ = pages(csl.get("page"))
        self.container = str(csl.get("container-title", ""))

    @cached_property
    def misprints(self) -> frozenset[str]:
        """The numbers that a letter has got into, with a dot where it stands: "1.8" for "1s8"."""
        return frozenset(
            f"{before}.{after}"
            for mark in _MARK.findall(self.text)
            for before, after in pairwise(_LETTER.split(mark))
            if before or after
        )

    @cached_property
    def folded_container(self) -> str:
        """As titles are compared: folded, without spaces."""
        return fold(self.container).replace(" ", "")

    def shares_a_sign(self, work: Work) -> bool:
        """Whether anything is printed by which the work is known: half of its title, its first author, or a number."""
        known = signs_of(work)
        return (
            known.volume in self.numbers
            or known.page in self.numbers
            or not self.numbers.isdisjoint(known.printed_years)
            or (bool(known.first_author) and known.first_author.replace(" ", "") in self.text)
            or 0 < len(known.title_words) <= 2 * len(known.title_words & self.words)
        )

    def _strange_words(self, its: Profile) -> float:
        return len(self.told - its.words) / max(1, len(self.told))

    def _strange_numbers(self, its: Profile) -> int:
        return len(self.fewest_numbers - its.numbers)

    def agreement(self, work: Work) -> Agreement:
        its = profile_of(work)
        known = its.signs
        named = [_named(name, self) for name in its.families[:_MOST_NAMES]]
        return Agreement(
            title=_alike(known.title, self.text),
            title_words=_share(known.title_words, self.words),
            title_length=min(len(known.title_words), 20),
            parsed_title=fuzz.ratio(known.title, self.title) / 100 if known.title and self.title else UNKNOWN,
            first_author=named[0] if named and self.names_somebody else UNKNOWN,
            first_initial=float(its.initial == self.initial) if its.initial and self.initial else UNKNOWN,
            parsed_author=fuzz.ratio(its.families[0], self.families[0]) / 100
            if its.families and self.families
            else UNKNOWN,
            authors=_mean(named),
            parsed_authors=_mean([float(_among(name, its.families)) for name in self.families[:_MOST_NAMES]])
            if its.families
            else UNKNOWN,
            more_authors=max(-5, min(5, len(self.families) - len(its.families))) if self.families else NOBODY,
            year=min([_MOST_YEARS, *(abs(self.year - year) for year in known.years)])
            if self.year and known.years
            else UNKNOWN,
            year_printed=max([_stands(year, self) for year in known.printed_years], default=UNKNOWN),
            volume=_equal(self.volume, known.volume),
            volume_printed=_stands(known.volume, self),
            issue_printed=_stands(its.issue, self),
            page=_equal(self.page, known.page),
            page_printed=_stands(known.page, self),
            last_page_printed=_stands(known.last_page, self),
            container=max([_alike(name, self.text) for name in its.containers], default=UNKNOWN),
            parsed_container=_container(self, its),
            strange_words=self._strange_words(its),
            strange_numbers=min(self._strange_numbers(its), 6),
            words=min(len(self.words), 60),
            titled=float(bool(self.title)),
        )


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
    if not cited.families:
        return fuzz.partial_ratio(family, cited.text, score_cutoff=_MISSPELT) / 100
    return max([fuzz.ratio(family, name, score_cutoff=_MISSPELT) for name in cited.families]) / 100


def _among(name: str, others: Sequence[str]) -> bool:
    return name in others or any(fuzz.ratio(name, other, score_cutoff=_SAME_NAME) for other in others)


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
    return 0.0 if cited.misprints.isdisjoint(_misprinted(number)) else 0.5


@lru_cache(maxsize=20_000)
def _misprinted(number: str) -> tuple[str, ...]:
    """The number with a dot for each of its digits in turn."""
    return tuple(f"{number[:at]}.{number[at + 1 :]}" for at in range(len(number)))


def _container(cited: Cited, its: Profile) -> float:
    if not cited.container or not its.containers:
        return UNKNOWN
    if any(same_journal(cited.container, name) for name in its.printed_containers):
        return 1.0
    return max([fuzz.ratio(cited.folded_container, name) for name in its.containers]) / 100
