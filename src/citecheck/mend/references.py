"""What is to be changed in a reference: its DOI put in, its year, volume, issue and pages as in the record.

Only where it is certain which work is meant: the reference prints its DOI, or it was matched with a high probability,
and title, authors and journal are the work's. A change is kept where the reference with it is read as it should be, and
all its other fields as before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.mend.edits import Edit, edited
from citecheck.model import Article, Csl, Document, Reference, Resolution, Span, Work
from citecheck.parse.fields import parse_reference
from citecheck.text import collapse

CERTAIN = 0.9
"""The least probability of a match whose reference is changed, where it does not print the work's DOI itself."""
_MENDED = {"issued": "year", "volume": "volume", "issue": "issue", "page": "pages"}
_NAMES = {"container-title": "journal", "author": "authors"}
_DOI = expression(r"(?P<lead>https?://(?:dx\.)?doi\.org/|doi:?\s?)10\.\d{4,9}/", re.IGNORECASE)
_IDENTIFIER = expression(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S+")
_DASH = r"\s?[-‐‑‒–—−]+\s?"


class Change(Struct, frozen=True):
    """What is changed for one reason, all of it or nothing."""

    what: str
    """For the user: "reference 3: volume 14 for 4"."""
    edits: tuple[Edit, ...]
    reference: str | None = None
    """The id of the reference that is changed."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What it has to be read to have afterwards, by CSL's names."""


class Left(Struct, frozen=True):
    """What was not changed, and why; one sentence for the user."""

    why: str


def mend_references(article: Article, resolutions: Mapping[str, Resolution]) -> Iterator[Change | Left]:
    """The changes of an article's references, in order, with what is left to the author."""
    lead = _usual_lead(article)
    for reference in article.references:
        resolution = resolutions[reference.id]
        work = resolution.work
        if resolution.status != "matched" or work is None or resolution.mixed:
            continue
        wrong = [difference for difference in resolution.differences if difference.field in _MENDED]
        others = [difference.field for difference in resolution.differences if difference.field not in _MENDED]
        lacks_doi = _lacks_doi(reference, work)
        if not (wrong or lacks_doi):
            continue
        name = f"reference {reference.label or reference.id}"
        if reference.start in article.document.stated:
            yield Left(f"{name} is given in fields and differs from its record: change it where they stand")
            continue
        if others:
            told = ", ".join(dict.fromkeys(_NAMES.get(one, one) for one in others))
            yield Left(f"{name} differs from its record in more than numbers ({told}): see which work is meant")
            continue
        if not _is_certain(reference, resolution, work):
            yield Left(f"{name} was matched with a probability of {resolution.score or 0:.2f}: see which work is meant")
            continue
        text = article.document.text[reference.start : reference.end]
        for difference in wrong:
            key, new = difference.field, _new_value(difference.field, work)
            change = _corrected(article, reference, text, key, difference.cited, new)
            told = f"{_MENDED[key]} {new} for {difference.cited}"
            yield (
                Change(f"{name}: {told}", change, reference.id, {key: new})
                if change
                else Left(f"{name}: its record has the {_MENDED[key]} {new}: change it by hand")
            )
        if lacks_doi and work.doi:
            yield _with_doi(article, reference, name, work.doi, lead)


def _lacks_doi(reference: Reference, work: Work) -> bool:
    return bool(work.doi) and "DOI" not in reference.csl and str(work.doi).lower() not in reference.raw.lower()


def _is_certain(reference: Reference, resolution: Resolution, work: Work) -> bool:
    prints_it = bool(work.doi) and str(reference.csl.get("DOI", "")).lower() == str(work.doi).lower()
    return prints_it or (resolution.score or 0) >= CERTAIN


def _new_value(key: str, work: Work) -> str:
    return str(issued_year(work.csl)) if key == "issued" else str(work.csl[key])


# --- numbers -----------------------------------------------------------------------------------------------------


def _corrected(
    article: Article, reference: Reference, text: str, key: str, cited: str, new: str
) -> tuple[Edit, ...] | None:
    """The change of one field; None where it cannot be told which figures of the reference are meant."""
    identifiers = [Span(*found.span()) for found in _IDENTIFIER.finditer(text)]
    for found in re.finditer(_printed(key, cited), text):
        if any(found.start() < one.end and one.start < found.end() for one in identifiers):
            continue
        edits = _figures(found, new) if key == "page" else [Edit(*found.span(), new)]
        if _reads(text, edits, reference.csl, key, new):
            placed = tuple(Edit(reference.start + e.start, reference.start + e.end, e.replacement) for e in edits)
            return placed + tuple(_markers(article, reference, cited, new) if key == "issued" else ())
    return None


def _printed(key: str, cited: str) -> str:
    """An expression for how a value may be printed: pages with any dash, and the last one shortened."""
    if key != "page":
        return rf"(?<![\w]){re.escape(cited)}(?!\d)"
    first, *rest = re.split(r"\s?[-–]\s?", cited, maxsplit=1)
    last = rf"(?:{_DASH}\w{{1,{len(rest[0])}}})?" if rest else ""
    return rf"(?<!\w){re.escape(first)}{last}(?!\w)"


def _figures(found: re.Match[str], new: str) -> list[Edit]:
    """Only the figures that differ, so that the dash between them stays as it is printed."""
    printed = list(re.finditer(r"\w+", found.group()))
    pages = re.findall(r"\w+", new)
    if len(printed) != len(pages):
        dash = re.search(_DASH, found.group())
        return [Edit(*found.span(), (dash.group() if dash else "-").join(pages))]
    was = [one.group() for one in printed]
    if len(was) == 2 and len(was[1]) < len(was[0]):
        pages = [pages[0], _shortened(*pages)]
    return [
        Edit(found.start() + one.start(), found.start() + one.end(), page)
        for one, page in zip(printed, pages, strict=True)
        if one.group() != page
    ]


def _shortened(first: str, last: str) -> str:
    """The last page without what it has in common with the first: 617-627 is 617-27."""
    if len(first) != len(last):
        return last
    same = next((i for i, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), 0)
    return last[same:]


def _markers(article: Article, reference: Reference, cited: str, new: str) -> Iterator[Edit]:
    """The year in the markers that name author and year and mean this reference alone."""
    for citation in article.citations:
        if citation.style == "author-year" and citation.reference_ids == (reference.id,):
            printed = article.document.text[citation.start : citation.end]
            for found in re.finditer(rf"(?<!\d){re.escape(cited)}(?!\d)", printed):
                yield Edit(citation.start + found.start(), citation.start + found.end(), new)


# --- DOIs --------------------------------------------------------------------------------------------------------


def _usual_lead(article: Article) -> str:
    """How the list prints DOIs: "https://doi.org/", or "doi:" as it does."""
    leads = Counter(found["lead"] for reference in article.references for found in _DOI.finditer(reference.raw))
    usual = leads.most_common(1)[0][0] if leads else ""
    return usual if usual.lower().startswith("doi") else "https://doi.org/"


def _with_doi(article: Article, reference: Reference, name: str, doi: str, lead: str) -> Change | Left:
    text = article.document.text[reference.start : reference.end]
    for style in dict.fromkeys((lead, "https://doi.org/")):
        put_in = _separator(article.document, reference, text) + style + doi
        if _reads(text, [Edit(len(text), len(text), put_in)], reference.csl, "DOI", doi):
            edit = Edit(reference.end, reference.end, put_in, Span(reference.start, reference.end))
            return Change(f"{name}: DOI {doi} put in", (edit,), reference.id, {"DOI": doi})
    return Left(f"{name} has the DOI {doi}: put it in by hand")


def _separator(document: Document, reference: Reference, text: str) -> str:
    """What stands between the end of a reference and its DOI: a stop where none is, and a line's end where it wraps."""
    in_link = any(m.kind == "link" and m.start < reference.end <= m.end for m in document.marks)
    ends = text[-1:] in ".!?,;:" or in_link or _IDENTIFIER.search(text.rsplit(maxsplit=1)[-1])
    *above, last = text.split("\n")
    if above and document.media_type == "text/plain":
        return ("" if ends else ".") + "\n" + last[: len(last) - len(last.lstrip())]
    return " " if ends else ". "


def _reads(text: str, edits: Sequence[Edit], csl: Csl, key: str, new: str) -> bool:
    """Whether the reference with the change is read with the new value, and else as before."""
    return same_but_for(csl, parse_reference(collapse(edited(text, edits))), {key: new}, _others(csl))


def _others(csl: Csl) -> Iterable[str]:
    """The fields that the string alone shows; a link's target may add an address."""
    return (key for key in csl if key not in ("type", "URL", "DOI", "PMID", "PMCID"))


def same_but_for(before: Csl, after: Csl, fields: Mapping[str, str], keys: Iterable[str]) -> bool:
    """Whether these fields of a reference have these values, and its other fields, of those named, what they had."""
    return all(_value(after, key) == _wanted(key, value) for key, value in fields.items()) and all(
        key in fields or before.get(key) == after.get(key) for key in keys
    )


def _value(csl: Csl, key: str) -> str:
    if key == "issued":
        return str(issued_year(csl))
    value = str(csl.get(key, "")).lower()
    return _in_full(value) if key == "page" else value


def _wanted(key: str, value: str) -> str:
    return _in_full(value.lower()) if key == "page" else value.lower()


def _in_full(pages: str) -> str:
    """Pages with the last one written out: "617-27" is "617-627"."""
    first, *rest = re.findall(r"\w+", pages) or [""]
    return "-".join([first, *(first[: max(0, len(first) - len(last))] + last for last in rest)])
