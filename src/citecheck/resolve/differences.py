"""Where a reference gives something else than the record of the work that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import Any

from rapidfuzz import fuzz

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.journals import same_journal
from citecheck.model import Csl, Difference, Work
from citecheck.resolve.records import containers, years
from citecheck.text import fold

_ADDRESS = expression(r"\S*10\.\d{4,9}/\S+|https?://\S+")
_SHOWN = 8
"""Names."""
_MISPRINT = 80
"""How alike, of 100, two names are of which one is the other, misspelt."""


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
    held = years(work)
    if year and held and year not in held and not _is_printed(held, text):
        found.append(Difference("issued", str(year), "/".join(map(str, sorted(held)))))
    for key in ("volume", "issue"):
        if _same_number(csl, work, key) is False:
            found.append(Difference(key, str(csl[key]), str(work.csl[key])))
    if _same_page(csl.get("page"), work.csl.get("page")) is False:
        found.append(Difference("page", str(csl["page"]), str(work.csl["page"])))
    found += _other_authors(csl, text, work)
    if "DOI" in csl and work.doi and str(csl["DOI"]).lower() != work.doi.lower():
        found.append(Difference("DOI", str(csl["DOI"]), work.doi))
    if (
        "container-title" in csl
        and not any(_stands_in(text, fold(name)) for name in containers(work))
        and (_same_container(str(csl["container-title"]), work) or 1.0) < 0.5
    ):
        found.append(
            Difference("container-title", str(csl["container-title"]), str(work.csl.get("container-title", "")))
        )
    return tuple(found)


def _is_printed(years: Iterable[int], text: str) -> bool:
    """Whether one of the years stands in a string, beside its addresses."""
    printed = _ADDRESS.sub(" ", text)
    return any(_stands_in(printed, str(one)) for one in years)


def _stands_in(text: str, printed: str) -> bool:
    """Whether it is printed there as whole words."""
    at = text.find(printed)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(printed) : at + len(printed) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(printed, at + 1)
    return False


def _is_another(cited: str, title: str, text: str) -> bool:
    """Whether a title as parsed and a record's differ by more than form: "… in adults" and "… in children" do.

    `text` is the whole string: where the record's title stands in it, more or less, it was only parsed otherwise.
    """
    mine, theirs = re.findall(r"\w+", cited), re.findall(r"\w+", title)
    if fuzz.token_set_ratio(" ".join(mine), " ".join(theirs)) < 90:
        return fuzz.partial_ratio(title, text) < 90
    pairs = zip(mine, theirs, strict=True) if len(mine) == len(theirs) else ()
    return any(min(len(one), len(other)) > 3 and fuzz.ratio(one, other) < 50 for one, other in pairs)


def _other_authors(csl: Csl, text: str, work: Work) -> list[Difference]:
    """The authors cited who are none of the work's; all in one where none of them is.

    A name is the work's where any word of it is part of a family name there: sources disagree on which part of a name
    that is. A given name alone is enough where the family name is printed too, and was read as somebody else's.
    """
    theirs: set[str] = set()
    for name in work.csl.get("author", ()):
        family = _words_of(str(name.get("family") or name.get("literal") or ""))
        theirs.update(family)
        if any(word in text for word in family):
            theirs.update(_words_of(str(name.get("given", ""))))
    cited = [(name, words) for name in csl.get("author", ()) if (words := _words_of(" ".join(map(str, name.values()))))]
    others = [name for name, words in cited if theirs and not any(_among(word, theirs) for word in words)]
    if not others:
        return []
    held = ", ".join(_printed(name) for name in work.csl["author"][:_SHOWN])
    if len(others) == len(cited) > 1:
        return [Difference("author", ", ".join(map(_printed, others[:_SHOWN])), held)]
    return [Difference("author", _printed(name), held) for name in others]


def _words_of(name: str) -> list[str]:
    """The words of a name that are no initials, folded."""
    return [word for word in re.findall(r"\w+", fold(name)) if len(word) > 1]


def _printed(name: Mapping[str, Any]) -> str:
    return str(name.get("literal") or " ".join(str(name[k]) for k in ("given", "family") if k in name))


def _among(word: str, others: Set[str]) -> bool:
    return word in others or (
        len(word) > 3 and any(fuzz.ratio(word, other, score_cutoff=_MISPRINT) for other in others)
    )


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
    names = containers(work)
    if not names:
        return None
    if any(same_journal(cited, name) for name in names):
        return 1.0
    mine = fold(cited)
    return max(fuzz.token_set_ratio(mine, fold(name)) / 100 for name in names)
