"""A reference string into CSL-JSON: certain marks first (identifiers, dates, numbers), then title, names and container."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from citecheck.dates import find_dates
from citecheck.parse.identifiers import find_identifiers, host
from citecheck.parse.names import parse_names
from citecheck.text import collapse

_DASH = r"\s?[-–—]\s?"
_PAGE = rf"(?:[A-Za-z]{{0,2}}\d{{1,7}}(?:{_DASH}[A-Za-z]{{0,2}}\d{{1,7}})?|[ivxl]{{1,6}}{_DASH}[ivxl]{{1,6}})"
_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_ISSUE = r"(?:\s?\((?P<issue>[^()]{1,20})\))?"
# The numbers of a journal article, one form a style; the first that fits is taken.
_NUMBERS = (
    # 2005 Jun;62(6):617-27
    rf"(?P<year>{_YEAR})(?:,?\s(?:{_MONTH})(?:[-–/ ]{_MONTH})?(?:\s\d{{1,2}})?)?\s?[;,]\s?(?P<volume>[A-Z]?\d{{1,4}}){_ISSUE}\s?:\s?(?P<page>{_PAGE})",
    # 2002;(2):CD001520
    rf"(?P<year>{_YEAR})\s?;\s?\((?P<issue>[^()]{{1,20}})\)\s?:\s?(?P<page>{_PAGE})",
    # vol. 9,1 48-60. 4 Jan. 2019   vol. 43,10 (2018): 2154-2160   vol. 10 612. 29 Nov. 2016
    rf"\bvol\.\s?(?P<volume>\d{{1,4}})(?:,\s?(?P<issue>[\w/]{{1,8}}?))?\s(?:\((?P<year>{_YEAR})\):\s)?(?P<page>{_PAGE})\b",
    # vol. 12, no. 3, 2015, pp. 20-31
    rf"\bvol\.\s?(?P<volume>\d{{1,4}}),?\s(?:no|issue|iss)\.?\s?(?P<issue>[\w–-]{{1,10}}),?\s(?:{_MONTH}\s)?(?P<year>{_YEAR}),?\spp?\.\s?(?P<page>{_PAGE})",
    # vol. 4, no. 2, pp. 55–61, 2016   vol. 11, no. 2, pp. 101-110
    rf"\bvol\.\s?(?P<volume>\d{{1,4}}),\s(?:(?:no|issue|iss)\.?\s?(?P<issue>[\w–-]{{1,10}}),\s)?pp?\.\s?(?P<page>{_PAGE})"
    rf"(?:,\s(?:{_MONTH}\s)?(?P<year>{_YEAR}))?",
    # 11, no. 2 (2018): 101-10
    rf"\b(?P<volume>\d{{1,4}}),\sno\.\s?(?P<issue>[\w–-]{{1,10}})\s\((?:{_MONTH}\s)?(?P<year>{_YEAR})\)\s?:\s?(?P<page>{_PAGE})",
    # 21 (2015): 50-62   11 (2018) 101–110
    rf"\b(?P<volume>\d{{1,4}})(?:\.(?P<issue>\d{{1,3}}))?\s\((?P<year>{_YEAR})\)(?:\s?[,:])?\s(?P<page>{_PAGE})",
    # 11, 101–110 (2018)
    rf"\s(?P<volume>\d{{1,4}}),\s(?P<page>{_PAGE})\s\((?P<year>{_YEAR})\)",
    # (2014) 156:24-35
    rf"\((?P<year>{_YEAR})\)[.,]?\s(?P<volume>\d{{1,4}}){_ISSUE}\s?[:,]\s?(?P<page>{_PAGE})",
    # 62(6):617-27   8(2), 101-110   12(3):e45
    rf"\b(?P<volume>\d{{1,4}})\s?\((?P<issue>[^()]{{1,20}})\)\s?[,:]\s?(?:pp?\.\s?|Article\s)?(?P<page>{_PAGE})",
    # Journal, 8, 212305.
    rf",\s(?P<volume>\d{{1,4}}),\s(?:pp?\.\s?|Article\s)?(?P<page>{_PAGE})(?=\.?\s*$|\.\s)",
    # Journal 8: 212-20
    rf"\s(?P<volume>\d{{1,4}})\s?:\s?(?P<page>{_PAGE})(?=\W|$)",
    # 2019;8(2).   2013;10.
    rf"(?P<year>{_YEAR})\s?;\s?(?P<volume>\d{{1,4}}){_ISSUE}",
)
_ACCESSED = re.compile(
    r"[\[(]?\b(?:(?:last\s)?accessed|retrieved|viewed|cited)(?:\s?(?:on|:))?\s(?P<date>[^\])]{0,24}?(?:(?:19|20)\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2})\b(?:[/-]\d\d?){0,2})(?:,?\sfrom\b:?)?[\])]?(?=[\s.,;]|$)[.,;]?",
    re.IGNORECASE,
)
_AVAILABLE = re.compile(r"\b(?:available (?:at|from)|retrieved from|online at|url)\s?:?(?=\s|$)", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{4,400})[”\"]|(?<!\w)[‘'](?P<single>[^“”\"]{4,400}?)[’'](?=[,.](?:\s|$))")
_APA_YEAR = re.compile(
    rf"\((?:(?P<year>{_YEAR})[a-z]?(?:,\s[^()]{{1,25}})?|n\.\s?d\.|o\.\s?J\.|s\.\s?[df]\.|in press|im Druck|forthcoming)\)[.,:]?\s",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(rf"(?<![\d/.\-–]){_YEAR}(?![\d/\-–])")
_LAST_YEAR = re.compile(rf"[\s,.]+\(?(?P<year>{_YEAR})[a-z]?\)?[\s,.:]*$")
_FIRST_YEAR = re.compile(rf"\(?(?P<year>{_YEAR})[a-z]?\)?[.,:]\s+")
# What copying leaves behind: control characters, soft hyphens, zero-width spaces.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200d\u2060\ufeff]")
# A stop ends a part; behind an initial only where names end there (see _named).
_PART_END = re.compile(
    r"(?<![\s.(][A-ZÀ-Þ])(?<!\bvol)(?<!\bno)(?<!\bpp)(?<!\bSt)(?<!\bed)(?<!\bEd)(?P<stop>[.?!]+)[\"”’]?\s+(?=[^\s(])|\s\.\s+"
)
_ANY_STOP = re.compile(r"\.\s+(?=[^\s(])")
# Behind a stop that does not end the names: another initial, "& Osei, B."
_NAMES_GO_ON = re.compile(r"[A-ZÀ-Þ](?:\.|,|$)|(?:&|and)\s")
# The end of a name that is not inverted, and the next: "Karin A. Lund, Ben Osei".
_NATURAL = re.compile(r"[A-ZÀ-Þ][\w'’\-]+,\s[A-ZÀ-Þ][\w'’\-]+\s[A-ZÀ-Þ][\w'’\-]+")
# The number a list prints before its entry: "[3] Smith J", "(3) Smith J", "3. Smith J".
_PRINTED_LABEL = re.compile(r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+(?=\S)")
_HOSTLIKE = re.compile(
    r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|int|edu|info|health|nih|nhs|uk|de|eu|ca|au|io|co)(?:\.\w{2})?$",
    re.IGNORECASE,
)
_PRESS = re.compile(r"\b(?:press release|news release|newsroom|media release)\b", re.IGNORECASE)
_BOOK = re.compile(
    r"\bISBN\b|\b(?:\d+(?:st|nd|rd|th)|[Rr]ev(?:ised)?) ed(?:ition|n|\.)|\b(?:Press|Publish\w+|Books|Verlag|Elsevier|Springer|Wiley|Routledge|Penguin)\b"
)
_KINDS = (
    ("thesis", re.compile(r"\b(?:dissertation|doctoral thesis|master'?s thesis|PhD thesis)\b", re.IGNORECASE)),
    ("pamphlet", re.compile(r"\b(?:leaflet|brochure|pamphlet|factsheet|fact sheet|package insert)\b", re.IGNORECASE)),
    ("report", re.compile(r"\b(?:technical report|working paper|report no\.?)\b", re.IGNORECASE)),
)


@dataclass(slots=True)
class _Rest:
    """What is not read yet of the string, and the fields read so far."""

    text: str
    csl: dict[str, Any] = field(default_factory=dict)

    def cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " + self.text[end:]


def parse_reference(raw: str) -> dict[str, Any]:
    """CSL-JSON of one reference; what the string does not show is left out. Never raises."""
    rest = _Rest(_PRINTED_LABEL.sub("", collapse(_INVISIBLE.sub("", raw[:5000]))))
    _identifiers(rest)
    _accessed(rest)
    numbers = _numbers(rest)
    head, tail = _split(rest, numbers)
    _names_and_title(rest, head, tail)
    _year(rest)
    rest.csl = {"type": _type(rest, raw), **rest.csl}
    return rest.csl


def _identifiers(rest: _Rest) -> None:
    for one in reversed(list(find_identifiers(rest.text))):
        rest.csl.setdefault(one.kind, one.value)
        rest.cut(one.start, one.end)
    if "DOI" in rest.csl and "URL" not in rest.csl:
        rest.csl["URL"] = f"https://doi.org/{rest.csl['DOI']}"
    rest.text = collapse(_AVAILABLE.sub(" ", rest.text))


def _accessed(rest: _Rest) -> None:
    found = _ACCESSED.search(rest.text)
    if found:
        date = next(find_dates(found["date"]), None)
        year = _ANY_YEAR.search(found["date"])
        if date or year:
            rest.csl["accessed"] = {"date-parts": [list(date.parts) if date else [int(year.group())] if year else []]}
            rest.cut(found.start(), found.end())


def _numbers(rest: _Rest) -> re.Match[str] | None:
    for form in _NUMBERS:
        matches = list(re.finditer(form, rest.text))
        if matches:
            found = matches[-1]  # a title may hold numbers, the journal's come after it
            for key in ("volume", "issue", "page"):
                value = found.groupdict().get(key)
                if value:
                    rest.csl[key] = re.sub(_DASH, "-", value.strip())
            if found.groupdict().get("year"):
                rest.csl["issued"] = {"date-parts": [[int(found["year"])]]}
            return found
    return None


def _split(rest: _Rest, numbers: re.Match[str] | None) -> tuple[str, str]:
    """What stands before the numbers (names, title, container) and after them (a printed date, a publisher)."""
    if not numbers:
        return rest.text, ""
    return rest.text[: numbers.start()].strip(), rest.text[numbers.end() :].strip(" .,;")


def _names_and_title(rest: _Rest, head: str, tail: str) -> None:
    quoted = _QUOTED.search(head)
    apa = _APA_YEAR.search(head)
    if quoted:
        _put(rest, head[: quoted.start()], quoted["title"] or quoted["single"], head[quoted.end() :])
    elif apa and (names := parse_names(head[: apa.start()])):
        title, container = _parted(head[apa.end() :])
        if apa["year"]:
            rest.csl["issued"] = {"date-parts": [[int(apa["year"])]]}
        _put(rest, "", title, container)
        rest.csl["author"] = names
    else:
        names_end = _named(head)
        authors, others = head[:names_end], head[names_end:].lstrip(" .")
        dated = _FIRST_YEAR.match(others) if names_end else None
        if dated:
            rest.csl.setdefault("issued", {"date-parts": [[int(dated["year"])]]})
            others = others[dated.end() :]
        title, container = _parted(others)
        _put(rest, authors, title, container)
    _printed_date(rest, tail)


def _named(text: str) -> int:
    """Where the author list at the head of a string ends; 0 where there is none."""
    for stop in itertools.islice(_ANY_STOP.finditer(text), 12):
        names = _LAST_YEAR.sub("", text[: stop.start()])
        natural = "," not in names and _NATURAL.match(text, stop.end())
        if not natural and not _NAMES_GO_ON.match(text, stop.end()) and parse_names(names + " "):
            return stop.end()
    return 0


def _parted(text: str) -> tuple[str, str]:
    """The first part up to its stop, and what follows; a question mark stays with its part."""
    found = _PART_END.search(text)
    if not found:
        return text, ""
    stop = found["stop"] or ""
    if stop[:1] in ("?", "!"):
        # "Does it help? A cohort study. Nordic Headache J": the title goes on behind its question.
        further = _PART_END.search(text, found.end())
        if further and text[further.end()].isalpha():
            return text[: further.start()], text[further.end() :]
        return text[: found.start() + len(stop)], text[found.end() :].lstrip(" .")
    return text[: found.start()], text[found.end() :].lstrip(" .")


def _put(rest: _Rest, authors: str, title: str, container: str) -> None:
    last_year = _LAST_YEAR.search(authors)
    if last_year:
        authors = authors[: last_year.start()]
        rest.csl.setdefault("issued", {"date-parts": [[int(last_year["year"])]]})
    names = parse_names(authors)
    if names:
        rest.csl["author"] = names
    cleaned = collapse(title.rsplit(" » ", 1)[-1]).strip(' ,;"“”').removesuffix(".").rstrip()
    if cleaned:
        rest.csl["title"] = cleaned
    _printed_date(rest, container)
    journal = _ANY_YEAR.split(container, maxsplit=1)[0]
    dated = next(find_dates(container), None)
    journal = container[: min(len(journal), dated.start if dated else len(journal))]
    journal = re.sub(
        r"^\s*(?:In:?\s)|\((?:Print|Online)\)|\b(?:Last )?(?:Updated|Published|Reviewed):?\s*$", "", journal
    ).strip(" .,;:()[]")
    if journal and any(c.isalpha() for c in journal):
        rest.csl["container-title"] = journal


def _printed_date(rest: _Rest, text: str) -> None:
    dates = list(find_dates(text))
    if dates and "issued" not in rest.csl:
        rest.csl["issued"] = {"date-parts": [list(dates[-1].parts)]}


def _year(rest: _Rest) -> None:
    """A year outside the title, else none: "burden of disease study 2010. PLoS Med 2013" was issued in 2013."""
    if "issued" in rest.csl:
        return
    years = [m.group() for m in _ANY_YEAR.finditer(rest.text.replace(rest.csl.get("title", "\0"), " "))]
    if years:
        rest.csl["issued"] = {"date-parts": [[int(years[-1])]]}


def _type(rest: _Rest, raw: str) -> str:
    csl = rest.csl
    for kind, pattern in _KINDS:
        if pattern.search(raw):
            return kind
    container = str(csl.get("container-title", ""))
    if _PRESS.search(raw):
        return "webpage"
    if "DOI" in csl or "PMID" in csl or ("volume" in csl and "page" in csl):
        return "article-journal"
    site = host(str(csl.get("URL", "")))
    if "accessed" in csl or site or any(_HOSTLIKE.match(part.strip()) for part in container.split(",")):
        return "webpage"
    if _BOOK.search(raw):
        return "book"
    if "volume" in csl:
        return "article-journal"
    return "article-journal" if container and "issued" in csl and "author" in csl else "document"
