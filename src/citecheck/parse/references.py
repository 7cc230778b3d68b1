"""The references of an article: the entries of its list, each with its fields."""

from __future__ import annotations

import re

from citecheck.expressions import expression
from citecheck.model import Csl, Document, Reference
from citecheck.parse.fields import parse_reference
from citecheck.parse.fields.kinds import reference_type
from citecheck.parse.identifiers import clean_doi
from citecheck.parse.reference_list import ReferenceList
from citecheck.parse.short_forms import Repeat, meant_again, own_part
from citecheck.text import collapse

_BROKEN = expression(r"((?:https?://|www\.|\b10\.\d{4,9}/)\S*[/_=.-])\n[ \t]*(?=\S)")
"""An address that goes on in the next line."""
_BEFORE_DOI = expression(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def read_references(document: Document, found: ReferenceList) -> tuple[tuple[Reference, ...], tuple[Repeat, ...]]:
    """One Reference an entry, in list order, but for those that repeat an earlier one; its `id` is its place."""
    references: list[Reference] = []
    repeats: list[Repeat] = []
    last = None
    for number, entry in enumerate(found.entries, 1):
        raw = collapse(_BROKEN.sub(r"\1", document.text[entry.start : entry.end]))
        again = meant_again(raw, references, last)
        last = again or str(number)
        if again:
            repeats.append(Repeat(entry.start, entry.end, entry.label, again))
            continue
        links = [m.target for m in document.marks if m.kind == "link" and entry.contains(m)]
        linked = [link for link in links if link.startswith("http") and link not in raw]
        stated = document.stated.get(entry.start)
        csl = _typed(stated, raw) if stated else parse_reference(" ".join([own_part(raw), *linked]))
        references.append(Reference(entry.start, entry.end, last, entry.label, raw, csl, entry.below))
    return tuple(references), tuple(repeats)


def _typed(stated: Csl, raw: str) -> Csl:
    """The fields that the article states, with a DOI in the usual form and a type."""
    doi = clean_doi(_BEFORE_DOI.sub("", str(stated.get("DOI", ""))))
    csl = {key: value for key, value in stated.items() if key != "DOI"} | ({"DOI": doi} if doi else {})
    return {"type": reference_type(csl, raw)} | csl
