"""Citations by author and year: "(Nguyen & Carter, 2018)", "Hollis et al. (2019)", "(cf. Dreyer, 2016, p. 14)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.dates import issued_year
from citecheck.model import Citation, Document, Reference
from citecheck.parse.names import is_body
from citecheck.text import fold

_NAME = r"[A-ZÀ-ÞŁŚŠŽ][\w'’\-]*"
_AND_OTHERS = r",? (?:et al\.?|and colleagues|and co-workers|and others)"
_AND = "and|&|und|y|e|et|og|och|en"
_OF = "of |for |the |de la |de |del |der |für "
_NAMES = rf"{_NAME}(?:(?:,? (?:{_AND}) |, | (?:{_OF})?){_NAME}){{0,7}}(?:{_AND_OTHERS})?"
_UNDATED = r"n\.\s?d\.|in press|forthcoming"
_YEAR = rf"(?P<year>(?:19|20)\d\d|{_UNDATED})(?P<letter>[a-z])?"
_PAGES = r"(?:,\s(?:pp?\.|para\.|ch\.)\s?[\d\s,–-]{1,15})?"
_GROUP = re.compile(r"\((?P<inner>[^()\n]{0,240}?(?:(?:19|20)\d\d|n\.\s?d\.|in press)[^()\n]{0,240}?)\)")
_PART = rf"(?:(?:see|cf\.|e\.g\.,?|also|for example,?|reviewed in)\s)*(?P<names>{_NAMES}),?\s{_YEAR}{_PAGES}"
_NARRATIVE = rf"(?P<names>{_NAMES})\s\({_YEAR}{_PAGES}\)"
_OTHERS = rf"{_AND_OTHERS}$"


@dataclass(frozen=True, slots=True)
class _Part:
    ids: tuple[str, ...]
    printed: str
    offset: int = 0
    """Characters before the name: "In " of "In Hollis (2019)"."""


def find_author_year(document: Document, references: Sequence[Reference]) -> list[Citation]:
    """Markers whose names and year a reference of the list has.

    Once the article is seen to cite in this way, a parenthesis of the same form that no reference answers is a marker
    too, and dangles; a name and a year in running text may be anything and is not.
    """
    known = _by_name_and_year(references)
    groups = [(m, _parts(m["inner"], known)) for m in _GROUP.finditer(document.text)]
    found = [
        _citation(document, m.start(), m.end(), parts) for m, parts in groups if parts and any(p.ids for p in parts)
    ]
    narrative = ((m, _lookup(known, m)) for m in re.finditer(_NARRATIVE, document.text))
    found += [_citation(document, m.start() + part.offset, m.end(), [part]) for m, part in narrative if part.ids]
    if found:
        found += [
            _citation(document, m.start(), m.end(), parts)
            for m, parts in groups
            if parts and not any(p.ids for p in parts) and not _is_place(document.text, m, parts)
        ]
    return found


def _is_place(text: str, found: re.Match[str], parts: Sequence[_Part]) -> bool:
    """Whether it says where and when: "in Leeds (England, 2012)"."""
    before = text[max(0, found.start() - 30) : found.start()].split()
    return len(parts) == 1 and len(parts[0].printed.split()) == 2 and bool(before) and before[-1][0].isupper()


def _by_name_and_year(references: Sequence[Reference]) -> dict[tuple[str, str], list[str]]:
    known: dict[tuple[str, str], list[str]] = {}
    for reference in references:
        names = reference.csl.get("author") or ()
        # A body's name may be read as a person's ("Coeliac UK"), so the words before the first stop count too.
        leads = {fold(reference.raw.split(".")[0].split("(")[0]).strip(" ,")}
        leads |= {fold(str(name.get("family") or name.get("literal"))) for name in names[:1]}
        leads |= {fold(acronym) for acronym in _acronyms(reference.raw)}
        for lead in leads:
            known.setdefault((lead, str(issued_year(reference.csl) or "")), []).append(reference.id)
    return known


def _acronyms(raw: str) -> set[str]:
    """How a body may be cited shortly: by the initials of its name, or by an acronym that the reference prints."""
    name = re.split(r"[.(]", raw, maxsplit=1)[0]
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return {initials, *re.findall(r"\b[A-Z]{2,6}\b", raw)} if len(initials) > 1 else set()


def _parts(inner: str, known: dict[tuple[str, str], list[str]]) -> list[_Part] | None:
    """The citations between two parentheses; None where what stands there is something else."""
    parts = []
    for piece in inner.split(";"):
        found = re.fullmatch(_PART, piece.strip())
        if not found:
            return None
        parts.append(_lookup(known, found))
    return parts


def _lookup(known: dict[tuple[str, str], list[str]], found: re.Match[str]) -> _Part:
    names = re.sub(_OTHERS, "", found["names"])
    year = found["year"] if found["year"].isdigit() else ""
    firsts = [names, re.split(r",? (?:and|&) |, ", names)[0]]
    # In running text a sentence's first word may stand before the name: "In Hollis (2019)".
    firsts += [" ".join(firsts[-1].split()[k:]) for k in range(1, len(firsts[-1].split()))]
    for name in firsts:
        ids = known.get((fold(name), year))
        if ids:
            nth = ord(found["letter"]) - ord("a") if found["letter"] and len(ids) > 1 else 0
            return _Part((ids[min(nth, len(ids) - 1)],), f"{name} {found['year']}", names.index(name))
    return _Part((), f"{names} {found['year']}")


def _citation(document: Document, start: int, end: int, parts: Sequence[_Part]) -> Citation:
    ids = tuple(dict.fromkeys(i for part in parts for i in part.ids))
    # A body may stand in the list under another name than it is cited by: it is a marker that cannot be told, no more.
    dangling = tuple(part.printed for part in parts if not part.ids and not is_body(part.printed))
    return Citation(start, end, document.text[start:end], "author-year", ids, dangling)
