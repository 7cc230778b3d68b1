"""The references of a run as they go into a reference manager: the record of the work where one is matched.

What is not matched goes out as it is cited, and its note says so. An identifier that belongs to another work is left
out: whoever follows it would land there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from string import ascii_lowercase
from typing import Any

from msgspec import Struct

from citecheck.dates import issued_year
from citecheck.model import Csl, Reference, Report, Resolution, Unreadable, UpdateNotice
from citecheck.report.wording import one_line
from citecheck.text import fold

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset"
    " document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software song speech standard thesis"
    " treaty webpage".split()
)
"""Of CSL 1.0.2."""
_OTHER_TYPES = {"journal": "periodical", "peer-review": "review", "posted-content": "article", "proceedings": "book"}
_VARIABLES = (
    *("title", "author", "editor", "translator", "container-title", "container-title-short", "collection-title"),
    *("issued", "accessed", "edition", "volume", "issue", "page", "number", "genre", "publisher", "publisher-place"),
    *("event-title", "language", "ISBN", "ISSN", "URL", "DOI", "PMID", "PMCID"),
)
"""The variables that go out, in this order; others that a record holds are none of CSL's or of no use there."""
IDENTIFIERS = ("DOI", "PMID", "PMCID")
AND_OTHERS = "et al."
"""Stands as the last author where a reference leaves the others out: CSL has no way to say so."""
_ISSUED = ("issued", "published-print", "published-online", "published")
_WHY = {
    "mismatch": "its identifier, left out here, belongs to another work",
    "ambiguous": "several works fit",
    "not-found": "no record was found",
    "not-indexable": "a page, a press item or the like, which indexes do not hold",
    "unchecked": "not looked up",
}
_WHERE = {
    "works": "the works given", "cache": "an index", "crossref": "Crossref", "datacite": "DataCite", "pubmed": "PubMed",
}  # fmt: skip


class Entry(Struct, frozen=True):
    """One entry: `csl` has no `id` and no `note`, which are here."""

    key: str
    """The first author and the year: "osei2019"; unique, ASCII letters and digits."""
    csl: Csl
    note: str


def bibliography(reports: Sequence[Report | Unreadable]) -> list[Entry]:
    """The references of all articles in their order; a work that several cite, once."""
    entries: dict[str, tuple[Csl, str]] = {}
    for reference, resolution in _references(reports):
        csl, note = _described(reference, resolution)
        identity = resolution.doi.lower() if resolution.status == "matched" and resolution.doi else reference.raw
        entries.setdefault(identity, (csl, note))
    taken: set[str] = set()
    return [Entry(_key(csl, taken), csl, note) for csl, note in entries.values()]


def _references(reports: Sequence[Report | Unreadable]) -> Iterator[tuple[Reference, Resolution]]:
    for report in reports:
        if isinstance(report, Report):
            for reference in report.audited.article.references:
                yield reference, report.audited.resolutions[reference.id]


def _described(reference: Reference, resolution: Resolution) -> tuple[Csl, str]:
    """The metadata and the note of a reference."""
    work = resolution.work
    cited = f"Cited as: {reference.raw}"
    if work and resolution.status in ("matched", "mismatch"):
        where = _WHERE.get(resolution.source or "", "an index")
        kept = {} if resolution.status == "mismatch" else {k: v for k, v in reference.csl.items() if k in IDENTIFIERS}
        aside = "" if resolution.status == "matched" else " The identifier printed belongs to another work."
        told = f"Record of the matched work, from {where}.{aside}{_taken_back(work.retractions)} {cited}"
        return tidy(kept | dict(work.csl), reference.raw), told
    csl = {k: v for k, v in reference.csl.items() if resolution.status != "mismatch" or k not in IDENTIFIERS}
    if resolution.status == "mismatch" and "doi.org/" in str(csl.get("URL", "")):
        del csl["URL"]
    return tidy(csl, reference.raw), f"Not matched with a work ({_WHY[resolution.status]}). {cited}"


def _taken_back(notices: Sequence[UpdateNotice]) -> str:
    """A retraction belongs into the reference list of whoever cites the work again."""
    if not notices:
        return ""
    parts = (notices[0].date and f" on {notices[0].date}", notices[0].doi and f" (notice: {notices[0].doi})")
    return f" Retracted{''.join(part for part in parts if part)}."


def tidy(csl: Csl, raw: str = "") -> Csl:
    """An item of CSL-JSON with CSL's own types and variables alone; `raw` is its title where it has none."""
    kind = str(csl.get("type") or "document")
    item: dict[str, Any] = {"type": kind if kind in TYPES else _OTHER_TYPES.get(kind, "document")}
    issued = next((csl[key] for key in _ISSUED if csl.get(key)), None)
    known = {**csl, "issued": issued}
    cleaned = {key: one_line(v) if isinstance(v := known.get(key), str) else v for key in _VARIABLES}
    item |= {key: value for key, value in cleaned.items() if value}
    return item if item.get("title") or not raw else item | {"title": raw}


def _key(csl: Csl, taken: set[str]) -> str:
    """The first key of this author and year that is not taken: "osei2019", "osei2019a" and so on."""
    names = csl.get("author") or csl.get("editor") or ()
    first = str(names[0].get("family") or names[0].get("literal") or "") if names else str(csl.get("title", ""))
    word = "".join(re.findall(r"[a-z0-9]", next(iter(fold(first).split()), "")))
    base = f"{word or 'work'}{issued_year(csl) or ''}"
    letters = ("".join(end) for length in range(1, 6) for end in product(ascii_lowercase, repeat=length))
    key = base if base not in taken else next(f"{base}{end}" for end in letters if f"{base}{end}" not in taken)
    taken.add(key)
    return key
