"""Citations by author and year: "(Nguyen & Carter, 2018)", "Hollis et al. (2019)", "(cf. Dreyer, 2016, p. 14)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.model import Citation, Document, Reference, Span
from citecheck.parse.entries import UNDATED
from citecheck.parse.fields.names import is_body
from citecheck.text import collapse, fold

_NAME = r"(?:(?:van|von|de|der|den|del|da|dos|di|le|la|al|el|ten|ter|zu|zur|af|av)\s){0,3}[A-ZÀ-ÞŁŚŠŽŐŰČĆĐ][\w'’\-]*"
_AND_OTHERS = (
    r",? (?:et al\.?|and colleagues|and co-workers|and others|u\.\s?a\.|y cols?\.?|e cols?\.?|et coll\.?|m\.\s?fl\.)"
)
_AND = "and|&|und|y|e|et|og|och|en"
_OF = "of |for |the |de |la |de la |del |der |für |on "
_SHORT_FORM = r"(?: [\[(][A-Z][\w.-]{1,12}[\])])?"
_NAMES = (
    rf"{_NAME}(?:(?:,? (?:{_AND}) (?:the )?|, | (?:{_OF})?){_NAME}){{0,9}}(?:{_AND_OTHERS})?{_SHORT_FORM}(?:['’]s?)?"
)
_ONE_YEAR = rf"(?:(?:1[89]|20)\d\d(?:/(?:19|20)\d\d)?[a-z]?|(?:{UNDATED}))"
_YEARS = rf"(?P<years>{_ONE_YEAR}(?:,\s?(?:{_ONE_YEAR}|[a-z]\b)){{0,4}})"
_PAGES = (
    r"(?:[,:]\s?(?:pp?\.|para\.|ch\.|chapter|Kap\.|S\.|fig\.|table)?\s?[\d\s,–-]{1,15}f{0,2}\.?"
    r"|,\s\d(?:st|nd|rd|th) edn?\.?)?"
)
_DATED = rf"(?:(?:1[89]|20)\d\d|{UNDATED})"
_GROUP = expression(
    rf"\((?P<inner>[^()\n]{{0,240}}?(?:\([A-Z][\w.-]{{1,12}}\))?[^()\n]{{0,240}}?{_DATED}[^()\n]{{0,240}}?)\)"
    rf"|\[(?P<squared>[^\[\]()\n]{{0,240}}?{_DATED}[^\[\]()\n]{{0,240}}?)\](?!\()"
)
_PREFIX = (
    r"(?:(?:(?:but |and )?(?:see|siehe|vgl\.|s\.|voir)(?: also| auch| dazu| aussi)?|(?:but )?cf\.|e\.\s?g\.,?"
    r"|i\.\s?e\.,?|also|for example,?|for a review,? see|reviewed (?:in|by)|z\.\s?B\.|cf|véase|ver|se|as cited in"
    r"|after|from|data from|adapted from),?\s){0,3}"
)
_PART = rf"{_PREFIX}(?P<names>{_NAMES}),?\s{_YEARS}{_PAGES}(?:,? (?:emphasis|translation|but see).{{0,30}})?"
_NARRATIVE = expression(rf"(?P<names>{_NAMES})\s{{1,2}}\({_YEARS}{_PAGES}\)")
_YEAR_IN_BRACKETS = expression(rf"\s\({_ONE_YEAR}")
"""What no marker of the running text is without."""
_NO_AUTHORS = frozenset(
    "january february march april may june july august september october november december spring summer autumn fall"
    " winter early mid late since until updated reviewed published accessed revised version in by from januar februar"
    " märz mai juni juli oktober dezember seit stand".split()
)
"""Words before a year that name nobody."""
_ANY_YEAR = "*"
_OTHERS = rf"{_AND_OTHERS}$"
_OTHERS_DATED = expression(rf"\bet al\.?,? {_ONE_YEAR}")
_LINE_END = expression(r"(?<!\n)\n(?!\n)")
_LETTERED = expression(r"\b(?P<year>(?:1[89]|20)\d\d)(?P<letter>[a-z])\b")


class _Part(Struct, frozen=True):
    ids: tuple[str, ...]
    printed: str
    offset: int = 0
    """Characters before the name: "In " of "In Hollis (2019)"."""


def find_author_year(
    document: Document, references: Sequence[Reference], inside: Callable[[Span], bool], *, linked: bool
) -> list[Citation]:
    """Markers whose names and year a reference of the list has; `inside` tells the text from the list and the page.

    Once the article is seen to cite in this way, a parenthesis of the same form that no reference answers is a marker
    too, and dangles; a name and a year in running text may be anything and is not. Where there is no list, nor a link
    to a source that might stand for one (`linked`), "et al." before a year shows that the article cites so.
    """
    known = _by_name_and_year(references)
    text = _LINE_END.sub(" ", document.text)  # a line that was wrapped within a marker
    groups = [
        (m, _parts(collapse(m["inner"] or m["squared"]), known))
        for m in _GROUP.finditer(text)
        if inside(Span(*m.span()))
    ]
    found = [
        _citation(document, m.start(), m.end(), parts) for m, parts in groups if parts and any(p.ids for p in parts)
    ]
    dated = any(inside(Span(*m.span())) for m in _YEAR_IN_BRACKETS.finditer(text))
    told = _NARRATIVE.finditer(text) if dated else ()
    narrative = ((m, _lookup(known, m)) for m in told if inside(Span(*m.span())))
    found += [
        _citation(document, m.start() + parts[0].offset, m.end(), parts) for m, parts in narrative if parts[0].ids
    ]
    if found or (
        not references and not linked and any(parts and _OTHERS_DATED.search(m.group()) for m, parts in groups)
    ):
        found += [
            _citation(document, m.start(), m.end(), parts)
            for m, parts in groups
            if parts and not any(p.ids for p in parts) and not _is_place(text, m, parts)
        ]
    return found


def _is_place(text: str, found: re.Match[str], parts: Sequence[_Part]) -> bool:
    """Whether it says where and when: "in Leeds (England, 2012)"."""
    before = text[max(0, found.start() - 30) : found.start()].split()
    return len(parts) == 1 and len(parts[0].printed.split()) == 2 and bool(before) and before[-1][0].isupper()


class _Known(Struct, frozen=True):
    """A reference as it may be cited."""

    id: str
    letter: str
    """Of "2018a" the "a"."""
    folded: str


def _by_name_and_year(references: Sequence[Reference]) -> dict[tuple[str, str], list[_Known]]:
    known: dict[tuple[str, str], list[_Known]] = {}
    for reference in references:
        names = reference.csl.get("author") or ()
        # A body's name may be read as a person's ("Coeliac UK"), so the words before the first stop count too.
        leads = {fold(re.split(rf"[{stop}(\[]", reference.raw)[0]).strip(" ,") for stop in ".,"}
        leads |= {fold(str(name.get("family") or name.get("literal"))) for name in names[:1]}
        leads |= {fold(acronym) for acronym in _acronyms(reference.raw)}
        lettered = _LETTERED.search(reference.raw)
        year = "" if re.search(UNDATED, reference.raw[:160]) else str(issued_year(reference.csl) or "")
        one = _Known(reference.id, lettered["letter"] if lettered else "", fold(reference.raw))
        for lead in leads:
            known.setdefault((lead, year), []).append(one)
            known.setdefault((lead, _ANY_YEAR), []).append(one)
    return known


def _acronyms(raw: str) -> set[str]:
    """How a body may be cited shortly: by the initials of its name, or by an acronym that the reference prints."""
    name = re.split(r"[.(]", raw, maxsplit=1)[0]
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return {initials, *re.findall(r"\b[A-Z]{2,6}\b", raw)} if len(initials) > 1 else set()


def _parts(inner: str, known: dict[tuple[str, str], list[_Known]]) -> list[_Part] | None:
    """The citations between two parentheses; None where what stands there is something else."""
    parts: list[_Part] = []
    names = ""
    authors = ""
    for printed in inner.split(";"):
        if re.fullmatch(rf"{_PREFIX}{_NAME}", printed.strip()):
            authors += f"{printed.strip()} & "  # "SILVA; SOUZA, 2019", as they print it in Brazil
            continue
        piece, authors = authors + printed.strip(), ""
        found = re.fullmatch(_PART, piece)
        if not found and names and re.fullmatch(_YEARS, piece):
            found = re.fullmatch(_PART, f"{names}, {piece}")  # "Lind, 2019; 2021"
        meant = _lookup(known, found) if found else []
        if not found or (not meant[0].ids and _names_nobody(found)):
            return None
        names = found["names"]
        parts += meant
    return parts if not authors else None


def _names_nobody(found: re.Match[str]) -> bool:
    """Whether what stands before a year is no author: "(Updated 2019)", "(Results forthcoming)"."""
    apart = found.string[found.end("names") : found.start("years")].strip()
    return found["names"].lower() in _NO_AUTHORS or not (apart or found["years"][0].isdigit())


def _lookup(known: dict[tuple[str, str], list[_Known]], found: re.Match[str]) -> list[_Part]:
    """One part a year: "Whitlock, 2017a, 2017b" are two."""
    names = re.sub(r"['’]s?$", "", found["names"])
    short = re.search(r" [\[(](?P<form>[^\])]+)[\])]$", names)
    names = re.sub(_OTHERS, "", names[: short.start()] if short else names)
    parts = []
    last = ""
    for printed in re.split(r",\s?", found["years"]):
        year = re.match(r"(?:\d{4}/)?(?P<issued>\d{4})", printed)  # of "1923/1961" the edition that was used
        last = year["issued"] if year else last
        letter = printed[-1] if re.search(r"\d[a-z]$|^[a-z]$", printed) else ""
        parts.append(_one(known, names, short["form"] if short else "", last if year or letter else "", letter))
    return parts


def _one(known: dict[tuple[str, str], list[_Known]], names: str, short: str, year: str, letter: str) -> _Part:
    authors = re.split(rf",? (?:{_AND}) |, ", names)
    firsts = [names, authors[0]]
    # In running text a sentence's first word may stand before the name: "In Hollis (2019)".
    firsts += [" ".join(authors[0].split()[k:]) for k in range(1, len(authors[0].split()))]
    for name in [*firsts, short]:
        works = known.get((fold(name), year), []) if name else []
        if not works and year:  # the year may stand where no parser looks for it
            works = [work for work in known.get((fold(name), _ANY_YEAR), []) if year in work.folded]
        if works:
            work = _meant(works, letter, authors[1:])
            return _Part((work.id,), f"{name} {year}{letter}", max(0, names.find(name)))
    ids = {work.id for work in _spelt_out(known, short or names, year)}
    return _Part(tuple(ids) if len(ids) == 1 else (), f"{names} {year}{letter}".strip())


def _spelt_out(known: dict[tuple[str, str], list[_Known]], acronym: str, year: str) -> list[_Known]:
    """The works of bodies whose name an acronym may stand for: NICE for the National Institute … Care Excellence."""
    if not re.fullmatch(r"[A-Z]{3,6}", acronym):
        return []
    found = []
    for (lead, issued), works in known.items():
        initials = iter("".join(word[0] for word in lead.split()))
        spelt = len(lead.split()) >= len(acronym) and all(letter in initials for letter in acronym.lower())
        if issued == year and spelt and lead[0] == acronym[0].lower():
            found += works
    return found


def _meant(works: Sequence[_Known], letter: str, others: Sequence[str]) -> _Known:
    """Of several works of a name and year the one with that letter, or with the other authors named."""
    if letter:
        exact = [w for w in works if w.letter == letter]
        nth = min(ord(letter) - ord("a"), len(works) - 1)
        return exact[0] if exact else works[nth]
    return max(works, key=lambda w: sum(fold(other) in w.folded for other in others))


def _citation(document: Document, start: int, end: int, parts: Sequence[_Part]) -> Citation:
    ids = tuple(dict.fromkeys(i for part in parts for i in part.ids))
    # A body may stand in the list under another name than it is cited by: it is a marker that cannot be told, no more.
    dangling = tuple(part.printed for part in parts if not part.ids and not is_body(part.printed))
    return Citation(start, end, document.text[start:end], "author-year", ids, dangling)
