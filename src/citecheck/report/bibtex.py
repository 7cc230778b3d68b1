"""The references as BibTeX, in UTF-8.

The note stands in `annote`, which the usual styles do not print; `note` they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from citecheck.dates import issued_year
from citecheck.expressions import expression
from citecheck.model import Csl
from citecheck.report.bibliography import Entry, bibliography
from citecheck.report.results import Results
from citecheck.report.wording import one_line

_TYPES = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper", "review", "review-book"), "article"),
    **dict.fromkeys(("chapter", "entry-encyclopedia", "entry-dictionary"), "incollection"),
    **dict.fromkeys(("book", "collection", "classic"), "book"),
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
}
_CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution", "misc": "howpublished", "booklet": "howpublished"}
_PLAIN = (("volume", "volume"), ("number", "issue"), ("edition", "edition"), ("address", "publisher-place"))
_AS_IT_IS = (("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("isbn", "ISBN"), ("issn", "ISSN"), ("url", "URL"))
_RANGE = expression(r"[-–]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# A lone brace ends a field or runs to the end of the file, even behind a backslash.
_SPECIAL = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_VERBATIM = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
"""Of addresses and identifiers, which LaTeX takes as they are."""


def render(results: Results) -> str:
    """An entry for each reference, with an empty line between two."""
    return "\n".join(_entry(entry) for entry in bibliography(results.reports))


def _entry(entry: Entry) -> str:
    kind = _TYPES.get(entry.csl["type"], "misc")
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry, kind))
    return f"@{kind}{{{entry.key},\n{fields}}}\n"


def _fields(entry: Entry, kind: str) -> Iterator[tuple[str, str]]:
    csl = entry.csl
    for role in ("author", "editor"):
        if csl.get(role):
            yield role, f"{{{_names(csl[role])}}}"
    if csl.get("title"):
        yield "title", f"{{{{{_text(csl['title'])}}}}}"  # a second pair keeps the capitals of names
    if csl.get("container-title"):
        yield _CONTAINER.get(kind, "series"), f"{{{_text(csl['container-title'])}}}"
    if year := issued_year(csl):
        yield "year", f"{{{year}}}"
        if month := _month(csl):
            yield "month", month
    if csl.get("page"):
        yield "pages", f"{{{_RANGE.sub('--', _text(csl['page']))}}}"
    if csl.get("publisher"):
        yield _PUBLISHER.get(kind, "publisher"), f"{{{_text(csl['publisher'])}}}"
    yield from ((name, f"{{{_text(csl[key])}}}") for name, key in _PLAIN if csl.get(key))
    yield from (
        (name, f"{{{one_line(str(csl[key])).translate(_VERBATIM)}}}") for name, key in _AS_IT_IS if csl.get(key)
    )
    yield "annote", f"{{{_text(entry.note)}}}"


def _names(names: Sequence[Mapping[str, str]]) -> str:
    """Such as "Osei, Berta and {Office of Plain Facts}": braces keep whole what is no person's name."""
    return " and ".join(_name(name) for name in names)


def _name(name: Mapping[str, str]) -> str:
    family, given = _text(name.get("family") or name.get("literal") or ""), _text(name.get("given") or "")
    if not name.get("family") or not given:
        return f"{{{family}}}"
    whole = any(mark in f" {part} ".lower() for part in (family, given) for mark in (",", " and "))
    return f"{{{family}}}, {{{given}}}" if whole else f"{family}, {given}"


def _month(csl: Csl) -> str | None:
    parts = csl["issued"]["date-parts"][0]
    return _MONTHS[parts[1] - 1] if len(parts) > 1 and 1 <= parts[1] <= len(_MONTHS) else None


def _text(value: object) -> str:
    return one_line(str(value)).translate(_SPECIAL)
