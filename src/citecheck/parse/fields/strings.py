"""A reference string made ready: what rules read with certainty is taken out, each leaving a placeholder behind."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from msgspec import Struct

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.parse.fields.tokens import UNDATED
from citecheck.parse.identifiers import find_identifiers
from citecheck.text import collapse

_LONGEST = 5000
"""Characters of a string that are read: no reference is longer."""
# What copying leaves behind: control characters, soft hyphens, zero-width spaces; and the placeholders' own range.
_INVISIBLE = expression(r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200d\u2060\ufeff\ue000-\ue0ff]")
# The number a list prints before its entry: "[3] Smith J", "(3) Smith J", "3. Smith J".
_PRINTED_LABEL = expression(r"^(?:\[\d{1,3}\]|\((?:\d{1,3}|[a-z])\)|\d{1,3}[.)])\s*(?=[^\W\d_]|[“\"'‘])")
# What a web page prints behind an entry, each word a link of its own: "[PubMed] [Google Scholar]", glued together or not.
_LINKS = expression(
    r"[\s\[(|]*(?:\b(?:(?:View |Full )?Article|Abstract|CAS|DOI|Full [Tt]ext|PDF|Ref list)[\])|.]?\s?[\[(|]?)*"
    r"(?:(?:View Article|PubMed(?: Central)?|PMC free article|Cross[Rr]ef|Google Scholar|Web of Science|Medline|Scopus)"
    r"(?: (?:Full [Tt]ext|PDF))?[\])|.,;]*\s?[\[(|]?)+[\s.]*$"
)
_LONGEST_LINKS = 120
"""Characters from the end."""
_LINKING = ("PubMed", "Cross", "Scholar", "View Art", "PMC free", "of Science", "Medline", "Scopus")
_YEAR = expression(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ACCESSED = expression(
    r"[\[(]?(?<!\w)(?:(?:last\s|date\s)?(?:accessed|retrieved|viewed|visited)|cited|citado|access(?:ed)? date"
    r"|(?:zuletzt |letzter )?(?:abgerufen|aufgerufen|zugriff|abruf|zugegriffen)|(?:page )?consultée?|consultado|consultato|consulta"
    r"|acess?ado|acesso|accesso|geraadpleegd|bezocht|dostęp)"
    r"(?:\s(?:on|am|vom|le|el|il|em|op|in|date|the|en))?\s?:?\s"
    r"(?P<date>[^\])\ue000-\ue0ff]{0,24}?(?:(?:19|20)\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2})\b(?:[/-]\d\d?){0,2}"
    r"(?:\s[A-Z][a-z]{2,8}\.?(?:\s\d{1,2})?(?![\w/]))?)"
    r"(?:,?\s(?:from|at|de|von)\b:?)?[\])]?(?=[\s.,;:]|$)[.,;]?",
    re.IGNORECASE,
)
_KINDS = {"DOI": "\ue000", "PMID": "\ue001", "PMCID": "\ue002", "URL": "\ue003"}
_DATE_OF_ACCESS, _BOOK_NUMBER, _EPRINT = "\ue004", "\ue005", "\ue006"
# What is printed in place of a year; "in press" without brackets may be a title's.
_WITHOUT_YEAR = expression(
    r"[(\[](?:n\.\s?d\.?|o\.\s?J\.?|s\.\s?[adf]\.?|no date|sin fecha|in press|im Druck|sous presse|en prensa|forthcoming|accepted)[)\]]"
    # Small letters alone: "S.F." is somebody's initials.
    r"|(?<![\w.])(?-i:no date|n\.\s?d\.|o\.\s?J\.|s\.\s?[adf]\.)(?=[\s,;.])",
    re.IGNORECASE,
)
# An address as MLA prints it, without "https://"; a name like "healthline.com" is one only with what it leads to, or at
# the end, one like "ehgartner.blogspot.com" anywhere.
_BARE_ADDRESS = expression(
    r"(?<![\w@/.-])(?:[a-z0-9-]{1,60}\.){1,4}(?:com|org|net|gov|edu|int|info|health|eu|uk|us|de|fr|es|it|nl|ca|au|ch|at|io)"
    r"(?:/[^\s\ue000-\ue0ff]*[^\s.,;)\]\ue000-\ue0ff]|/|(?=[.,;]?\s?$))"
    r"|(?<![\w@/.-])(?:[a-z0-9-]{1,60}\.){2,4}(?:com|org|net|gov|edu|int|eu|uk|de|fr|es|it|nl)(?=[.,;]?\s)"
)
_ISBN = expression(
    r"\bISBN(?:[-‐ ]?1[03])?\s?:?\s?(?P<isbn>(?:97[89][-‐– ]?)?\d(?:[-‐– ]?\d){8}[-‐– ]?[\dX])\b", re.IGNORECASE
)
_ARXIV = expression(
    r"\barXiv\s?:\s?(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,8}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?(?:\s?\[[\w.-]{2,12}\])?",
    re.IGNORECASE,
)


# The seventh edition of MLA's style prints it behind the medium: "Web. 9 Feb. 2021."
_WEB = expression(r"\bWeb\.\s(?P<date>\d{1,2}\s[A-Z][a-z]{2,8}\.?\s(?:19|20)\d\d)\b")


# Part of every wording that the expressions above read; looking for these first is many times faster.
_STEMS = (
    "cess",
    "trieved",
    "iewed",
    "isited",
    "cited",
    "citado",
    "onsult",
    "rufen",
    "riff",
    "abruf",
    "geraadpl",
    "bezocht",
    "dost",
)
_DOMAINS = tuple(
    f".{end}" for end in "com org net gov edu int info health eu uk us de fr es it nl ca au ch at io".split()
)
_SIGNS = ("10.", "http", "www.", "pmid", "pmc", "ncbi")


class Prepared(Struct, frozen=True):
    """The string to be tagged, and what was read of it already."""

    text: str
    csl: dict[str, Any]
    printed: str
    """The string as it was, clean and no longer than is read."""


def clean(raw: str) -> str:
    """As printed, without what copying leaves behind and without the number of its list."""
    composed = unicodedata.normalize("NFC", raw[:_LONGEST])  # a letter and its accent are one
    text = _PRINTED_LABEL.sub("", collapse(_INVISIBLE.sub("", composed)))
    tail = text[-_LONGEST_LINKS:]
    return text[:-_LONGEST_LINKS] + _LINKS.sub("", tail) if any(map(tail.__contains__, _LINKING)) else text


def prepare(raw: str) -> Prepared:
    """Identifiers, addresses and the date of access, each replaced by a placeholder."""
    printed = clean(raw)
    text, csl = _without_identifiers(printed)
    lower = text.lower()
    if "URL" not in csl and any(map(lower.__contains__, _DOMAINS)) and (found := _BARE_ADDRESS.search(text)):
        csl["URL"], text = found.group(), _replaced(text, found, _KINDS["URL"])
    if "DOI" in csl:
        csl.setdefault("URL", f"https://doi.org/{csl['DOI']}")
    if "ISBN" in text and (found := _ISBN.search(text)):
        csl["ISBN"], text = re.sub(r"[^\dXx]", "", found["isbn"]), _replaced(text, found, _BOOK_NUMBER)
    if "arxiv" in lower and (found := _ARXIV.search(text)):
        csl["archive"], csl["archive_location"] = "arXiv", found["id"]
        text = _replaced(text, found, _EPRINT)
    text = _WITHOUT_YEAR.sub(UNDATED, text)
    dated = _ACCESSED.search(text) if any(map(lower.__contains__, _STEMS)) else None
    in_mla = _WEB.search(text) if "Web. " in text else None
    if (found := dated or in_mla) and (parts := _date(found["date"])):
        csl["accessed"], text = {"date-parts": [parts]}, _replaced(text, found, _DATE_OF_ACCESS)
    return Prepared(text, csl, printed)


def _without_identifiers(printed: str) -> tuple[str, dict[str, Any]]:
    csl: dict[str, Any] = {}
    lower = printed.lower()
    if not any(map(lower.__contains__, _SIGNS)):
        return printed, csl
    pieces: list[str] = []
    last = 0
    for one in find_identifiers(printed):
        csl.setdefault(one.kind, one.value)
        pieces += (printed[last : one.start], _KINDS[one.kind])
        last = one.end
    return "".join(pieces) + printed[last:], csl


def _replaced(text: str, found: re.Match[str], placeholder: str) -> str:
    return text[: found.start()] + placeholder + text[found.end() :]


def _date(printed: str) -> list[int] | None:
    date = next(find_dates(printed), None)
    if date:
        return list(date.parts)
    year = _YEAR.search(printed)
    return [int(year.group())] if year else None
