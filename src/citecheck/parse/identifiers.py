"""Identifiers of works and addresses, as they stand in text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression

IdentifierKind = Literal["DOI", "PMID", "PMCID", "URL"]

# DOI names end where white space does (no-break and zero-width too); closing punctuation belongs to the sentence.
# The one form that holds angle brackets is Wiley's of the 1990s: "10.1002/(SICI)…82:1<15::AID-CNCR2>3.0.CO;2-X".
_DOI = expression(
    r"(?:\bdoi:?\s{0,2})?(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/\s?)?"
    r"(?P<doi>10\.\d{4,9}(?:/|%2F)(?:[^\s\"“”<>|{}^\[\]\u200b-\u200d\u2060\ufeff]|<\d{1,6}::[\w.-]{1,30}>)+)",
    re.IGNORECASE,
)
_PMID = expression(
    r"\bPMID\s*:?\s*(?P<pmid>\d{1,8})\b|pubmed\.ncbi\.nlm\.nih\.gov/(?P<page>\d{1,8})"
    r"|ncbi\.nlm\.nih\.gov/pubmed/(?P<old>\d{1,8})",
    re.IGNORECASE,
)
_PMCID = expression(
    r"\b(?:PMCID\s*:?\s*|ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/|europepmc\.org/articles?/)?(?P<pmcid>PMC\d{4,9})\b",
    re.IGNORECASE,
)
_URL = expression(r"\b(?:https?://|www\.)[^\s<>\"“”|{}^`\u200b-\u200d\u2060\ufeff]+", re.IGNORECASE)
_TRAILING = ".,;:!?…*'\"”’»)]}>"
# Addresses of medRxiv and bioRxiv add the version to the DOI.
_PREPRINT_VERSION = expression(r"(?P<doi>10\.1101/[\d.]+)v\d+\S*")


class Identifier(Struct, frozen=True):
    """An identifier in a text, as what it names: without prefix, a DOI in lower case."""

    kind: IdentifierKind
    value: str
    start: int
    """With its prefix: "doi:", "https://doi.org/"."""
    end: int


def find_identifiers(text: str) -> Iterator[Identifier]:
    """DOIs, PMIDs, PMCIDs and addresses in order; what lies within one already found is left out."""
    found: list[Identifier] = []
    lower = text.lower()  # most texts hold none, and need not be searched
    for m in _DOI.finditer(text) if "10." in text else ():
        doi = clean_doi(m["doi"])
        if doi:
            found.append(Identifier("DOI", doi, m.start(), m.start("doi") + len(_unended(m["doi"]))))
    for m in _PMID.finditer(text) if "pmid" in lower or "pubmed" in lower else ():
        found.append(Identifier("PMID", m["pmid"] or m["page"] or m["old"], m.start(), m.end()))
    for m in _PMCID.finditer(text) if "pmc" in lower else ():
        found.append(Identifier("PMCID", m["pmcid"].upper(), m.start(), m.end()))
    for m in _URL.finditer(text) if "://" in text or "www." in lower else ():
        found.append(Identifier("URL", _unended(m.group()), m.start(), m.start() + len(_unended(m.group()))))
    named = sorted((o for o in found if o.kind != "URL"), key=lambda i: i.start)
    taken = 0
    for one in sorted(found, key=lambda i: (i.start, i.kind == "URL", -i.end)):
        if one.start >= taken:
            yield _meant(one, named)
            taken = one.end


def _meant(one: Identifier, named: list[Identifier]) -> Identifier:
    """An address that holds an identifier is that identifier, whole."""
    i = bisect_left(named, one.start, key=lambda n: n.start)
    if one.kind != "URL" or i == len(named) or named[i].end > one.end:
        return one
    return replace(named[i], start=one.start, end=one.end)


def clean_doi(text: str) -> str | None:
    """A DOI name in lower case without closing punctuation or address parts; None where it is none."""
    name = _unended(unquoted(text)).split("?")[0].split("#")[0].lower()
    for tail in ("/full", "/abstract", "/pdf", "/epdf", ".pdf", "/meta"):
        name = name.removesuffix(tail)
    version = _PREPRINT_VERSION.fullmatch(name)
    name = version["doi"] if version else name
    return name if re.fullmatch(r"10\.\d{4,9}/\S+", name) else None


def link_identifier(href: str) -> tuple[IdentifierKind, str] | None:
    """What an address points at: a DOI, a PMID, a PMCID, else the address itself; None for a place within the page."""
    if not href.lower().startswith(("http://", "https://", "//", "www.")):
        return None
    for one in find_identifiers(unquoted(href)):
        if one.kind != "URL":
            return one.kind, one.value
    return "URL", href


def unquoted(text: str) -> str:
    """A part of an address with its percent signs read."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def host(url: str) -> str:
    """The host of an address without "www."; empty where it has none."""
    from urllib.parse import urlsplit  # for articles that hold addresses

    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def _unended(text: str) -> str:
    """Without the punctuation that closes a sentence; a closing bracket stays if it was opened inside."""
    while text and text[-1] in _TRAILING:
        if text[-1] == ")" and text.count("(") >= text.count(")"):
            break
        text = text[:-1]
    return text
