"""Whether a reference and a work are one: validation field by field, as pure functions.

The idea is Crossref's search-based matching with validation: candidates come from a search with the whole string, and
each must then agree in several fields of its own. A title alone never decides, nor do numbers alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from citecheck.dates import issued_year
from citecheck.journals import same_journal
from citecheck.model import Csl, Difference, Work
from citecheck.resolve.records import years
from citecheck.text import fold

ACCEPT = 0.7
"""A candidate at or above it is the work."""
_STRONG_TITLE = 0.88
_LONG_TITLE = 4
"""Words of four letters and more: a title with fewer says little."""
_CONTAINERS = ("container-title", "container-title-short")
# A name at the head of a string: "Lund KA", "Lund, Karin", "K. Lund"; "Vitamin D" is none.
_NAMES = re.compile(
    r"(?!(?:[Vv]itamin|[Hh]epatitis|[Tt]ype|[Gg]roup|[Ff]actor|[Oo]mega|[Pp]hase)\b)"
    r"[^\W\d_][\w'’\-]*(?:,? [A-ZÀ-Þ]\.?[A-ZÀ-Þ]{0,2}\b|, [A-ZÀ-Þ]|\.[ \-]?[A-ZÀ-Þ])"
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far each field agrees; None where either side does not show it."""

    title: float
    """0 to 1: how much of the work's title the reference holds."""
    title_words: int
    exact_title: float | None
    """0 to 1: of the title as parsed, which tells near namesakes apart."""
    first_author: bool | None
    authors: float | None
    year: int | None
    """Years apart."""
    volume: bool | None
    page: bool | None
    container: float | None

    @property
    def strong_title(self) -> bool:
        return self.title >= _STRONG_TITLE and self.title_words >= _LONG_TITLE

    @property
    def numbers(self) -> int:
        return (self.year == 0) + (self.volume is True) + (self.page is True)

    @property
    def certain(self) -> bool:
        """Whether a printed identifier needs no second look: no namesake could agree as far."""
        return self.strong_title and self.title >= 0.95 and self.first_author is not False and self.numbers >= 2

    @property
    def enough(self) -> bool:
        """The gate that no score overrides: several fields of different kinds agree."""
        if self.strong_title:
            return (
                self.first_author is True
                or self.numbers >= 1
                or (self.first_author is None and self.year is None and self.volume is None)
            )
        if self.title >= _STRONG_TITLE:
            return self.first_author is True and self.numbers >= 1
        return self.first_author is True and self.volume is True and self.page is True

    @property
    def score(self) -> float:
        """0 to 1, of the odds."""
        return 1 / (1 + math.exp(-self.odds / 2))

    @property
    def odds(self) -> float:
        """Weighed agreements: above nought speaks for the work, below against it."""
        odds = -3.0 + 9.0 * (self.title - 0.6) * min(1.0, self.title_words / _LONG_TITLE)
        if self.exact_title is not None:
            odds += 3.0 * (self.exact_title - 0.85)
        odds += _weigh(self.first_author, 2.0, -2.0)
        odds += 1.5 * (self.authors - 0.5) if self.authors is not None else 0.0
        odds += _weigh(self.volume, 1.5, -1.2) + _weigh(self.page, 2.2, -1.2)
        if self.year is not None:
            odds += (1.5, 0.3, -1.5)[min(self.year, 2)]
        if self.container is not None:
            odds += 2.0 * (self.container - 0.5)
        return odds


def _weigh(agrees: bool | None, yes: float, no: float) -> float:
    return 0.0 if agrees is None else yes if agrees else no


def compare(csl: Csl, raw: str, work: Work) -> Agreement:
    """The agreement of a reference, as parsed and as printed, with a work."""
    text = fold(raw)
    title = fold(work.csl.get("title", ""))
    cited_title = fold(str(csl.get("title", "")))
    similar = max(
        fuzz.partial_ratio(title, text) if len(title) <= len(text) else 0.0,
        fuzz.ratio(title, cited_title),
        fuzz.ratio(title.split(":")[0], cited_title) if len(title.split(":")[0].split()) > _LONG_TITLE else 0.0,
    )
    families = [fold(name.get("family") or name.get("literal") or "") for name in work.csl.get("author", ())]
    cited = [fold(name.get("family") or name.get("literal") or "") for name in csl.get("author", ())]
    cited_year = issued_year(csl)
    return Agreement(
        title=similar / 100,
        title_words=sum(len(word) > 3 for word in title.split()),
        exact_title=fuzz.ratio(title, cited_title) / 100 if cited_title else None,
        first_author=_holds(text, families[0]) if families and (cited or _NAMES.match(raw)) else None,
        authors=sum(_among(name, families) for name in cited) / len(cited) if cited and families else None,
        year=min((abs(cited_year - year) for year in years(work)), default=None) if cited_year else None,
        volume=_same_number(csl, work, "volume"),
        page=_same_page(csl.get("page"), work.csl.get("page")),
        container=_same_container(str(csl["container-title"]), work) if "container-title" in csl else None,
    )


def differences(csl: Csl, raw: str, work: Work) -> tuple[Difference, ...]:
    """Where a reference gives something else than the record; what differs only in form is none.

    A title or journal that stands in the string as printed is there, whatever was made of it when it was parsed.
    """
    found: list[Difference] = []
    text = fold(raw)
    title, cited = str(work.csl.get("title", "")), str(csl.get("title", ""))
    if cited and title and not _stands_in(text, fold(title)) and _is_another(fold(cited), fold(title), text):
        found.append(Difference("title", cited, title))
    year = issued_year(csl)
    if year and years(work) and year not in years(work):
        found.append(Difference("issued", str(year), "/".join(map(str, sorted(years(work))))))
    for key in ("volume", "issue"):
        if _same_number(csl, work, key) is False:
            found.append(Difference(key, str(csl[key]), str(work.csl[key])))
    if _same_page(csl.get("page"), work.csl.get("page")) is False:
        found.append(Difference("page", str(csl["page"]), str(work.csl["page"])))
    families = [fold(name.get("family") or name.get("literal") or "") for name in work.csl.get("author", ())]
    for name in csl.get("author", ()) if families else ():
        family = str(name.get("family") or name.get("literal") or "")
        if not _among(fold(family), families):
            printed = " ".join(part for part in (family, str(name.get("given", ""))) if part)
            found.append(Difference("author", printed, ", ".join(_printed(n) for n in work.csl["author"][:8])))
    if "DOI" in csl and work.doi and str(csl["DOI"]).lower() != work.doi.lower():
        found.append(Difference("DOI", str(csl["DOI"]), work.doi))
    journals = [fold(str(work.csl[key])) for key in _CONTAINERS if key in work.csl]
    printed_there = any(_stands_in(text, journal) for journal in journals)
    if (
        "container-title" in csl
        and not printed_there
        and (_same_container(str(csl["container-title"]), work) or 1.0) < 0.5
    ):
        found.append(
            Difference("container-title", str(csl["container-title"]), str(work.csl.get("container-title", "")))
        )
    return tuple(found)


def _stands_in(text: str, printed: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(printed)}(?!\w)", text) is not None


def _is_another(cited: str, title: str, text: str) -> bool:
    """Whether a title as parsed and a record's differ by more than form: "… in adults" and "… in children" do.

    `text` is the whole string: where the record's title stands in it, more or less, it was only parsed otherwise.
    """
    mine, theirs = re.findall(r"\w+", cited), re.findall(r"\w+", title)
    if fuzz.token_set_ratio(" ".join(mine), " ".join(theirs)) < 90:
        return fuzz.partial_ratio(title, text) < 90
    pairs = zip(mine, theirs, strict=True) if len(mine) == len(theirs) else ()
    return any(min(len(one), len(other)) > 3 and fuzz.ratio(one, other) < 50 for one, other in pairs)


def _printed(name: Mapping[str, Any]) -> str:
    return str(name.get("literal") or " ".join(str(name[k]) for k in ("given", "family") if k in name))


def _holds(text: str, family: str) -> bool:
    return bool(family) and (
        re.search(rf"(?<!\w){re.escape(family)}(?!\w)", text) is not None
        or (len(family) > 5 and fuzz.partial_ratio(family, text[:80]) >= 88)
    )


def _among(name: str, families: list[str]) -> bool:
    return any(name == f or fuzz.ratio(name, f) >= 85 or name.split()[-1:] == f.split()[-1:] for f in families)


def _same_number(csl: Csl, work: Work, key: str) -> bool | None:
    cited, found = csl.get(key), work.csl.get(key)
    if not cited or not found:
        return None
    return re.findall(r"\d+", str(cited))[:1] == re.findall(r"\d+", str(found))[:1]


def _same_page(cited: object, found: object) -> bool | None:
    """By first page or article number: "617-27" and "617-627" are one."""
    if not cited or not found:
        return None
    first, other = (fold(str(page)).split("-")[0].strip().lstrip("e0") for page in (cited, found))
    return first == other


def _same_container(cited: str, work: Work) -> float | None:
    """0 to 1: 1 where the names are one journal's, in full or abbreviated; else how alike they are."""
    names = [str(work.csl[key]) for key in _CONTAINERS if key in work.csl]
    if not names:
        return None
    if any(same_journal(cited, name) for name in names):
        return 1.0
    mine = fold(cited)
    return max(fuzz.token_set_ratio(mine, fold(name)) / 100 for name in names)
