"""The references of an article: the entries of its list, each with its fields."""

from __future__ import annotations

from citecheck.expressions import expression
from citecheck.model import Document, Reference
from citecheck.parse.fields import parse_reference
from citecheck.parse.reference_list import ReferenceList
from citecheck.text import collapse

_BROKEN = expression(r"((?:https?://|www\.|\b10\.\d{4,9}/)\S*[/_=.-])\n[ \t]*(?=\S)")
"""An address that goes on in the next line."""


def read_references(document: Document, found: ReferenceList) -> tuple[Reference, ...]:
    """One Reference an entry, in list order; its `id` is its place in the list."""
    references = []
    for number, entry in enumerate(found.entries, 1):
        raw = collapse(_BROKEN.sub(r"\1", document.text[entry.start : entry.end]))
        links = [m.target for m in document.marks if m.kind == "link" and entry.contains(m)]
        csl = parse_reference(" ".join([raw, *(link for link in links if link.startswith("http") and link not in raw)]))
        references.append(Reference(entry.start, entry.end, str(number), entry.label, raw, csl, entry.below))
    return tuple(references)
