"""The references of an article: the entries of its list, each with its fields."""

from __future__ import annotations

from citecheck.expressions import expression
from citecheck.model import Document, Reference
from citecheck.parse.fields import parse_reference
from citecheck.parse.reference_list import ReferenceList
from citecheck.parse.short_forms import Repeat, meant_again, own_part
from citecheck.text import collapse

_BROKEN = expression(r"((?:https?://|www\.|\b10\.\d{4,9}/)\S*[/_=.-])\n[ \t]*(?=\S)")
"""An address that goes on in the next line."""


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
        own = own_part(raw)
        csl = parse_reference(" ".join([own, *(link for link in links if link.startswith("http") and link not in raw)]))
        references.append(Reference(entry.start, entry.end, last, entry.label, raw, csl, entry.below))
    return tuple(references), tuple(repeats)
