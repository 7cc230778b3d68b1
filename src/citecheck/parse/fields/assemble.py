"""From labelled words to CSL-JSON: which words make a field, and how it is written."""

from __future__ import annotations

import re
from typing import Any

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.parse.fields.apart import put_apart
from citecheck.parse.fields.names import read_names
from citecheck.parse.fields.stretches import Stretches
from citecheck.parse.fields.tokens import Label

_YEAR = expression(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_YEAR_BEHIND = expression(r",\s(?:19|20)\d\d[a-z]?$")
"""A year that was taken for the end of the pages: "p. 260-266, 2021b"."""
_DASH = expression(r"\s?[-‐‑–—−]+\s?")
# The word that names a number is no part of it: "vol. 12", "Bd. 3".
_NAMED = expression(
    r"^(?:vol(?:ume|umen)?s?|v|bd|band|tomo?|t|jg|jahrgang|no|nos|n|nr|num(?:ber|éro)?|issue|heft|pp?|pages?|págs?|ss?|seiten?)\b\.?\s*(?=[\w(])",
    re.IGNORECASE,
)
# "30(4)", "12, no. 3", "19 Suppl 2", read as one.
_BOTH = expression(
    r"^(?P<volume>\w+)\s*(?:[(,.:]\s*(?:no\.?\s*)?|\s(?=suppl))(?P<issue>(?:suppl\w*\.?\s*)?\w[\w\s–-]*)$",
    re.IGNORECASE,
)
_EDITION = expression(r"\s*\b(?:ed(?:ition|n)?|aufl(?:age)?|éd(?:ition)?)\b.*$", re.IGNORECASE)
# What kind of text it is, where it was taken for the end of its title.
_GENRE = expression(
    r"[.,]?\s[\[(]?(?P<genre>(?:full |US )?prescribing information|package insert|package leaflet|patient information leaflet|fachinformation"
    r"|gebrauchsinformation|summary of product characteristics|SmPC|product monograph|press release|news release|pressemitteilung"
    r"|doctoral (?:dissertation|thesis)|master['’]s thesis|dissertation)\b[\])]?$",
    re.IGNORECASE,
)
_EDITORS = expression(r"[\s,.]*[(\[]?(?:editors?|eds?|hrsg|éds?|coords?|dirs?)\b\.?[)\]]?", re.IGNORECASE)
"""Behind the names at the head of a string: they edited what follows."""
_GENRE_ENDS = (
    "information", "insert", "leaflet", "characteristics", "smpc", "monograph", "release", "pressemitteilung", "thesis",
    "dissertation",
)  # fmt: skip
_IN = expression(r"^(?:in|dans)\s*:\s*", re.IGNORECASE)
_HOLDING_NUMBERS: tuple[Label, ...] = ("title", "container", "volume", "page", "number")
_ROLES: tuple[Label, ...] = ("author", "editor")
_COUNTED: tuple[Label, ...] = ("volume", "issue", "page")
_PLAIN: tuple[tuple[Label, str], ...] = (
    ("series", "collection-title"),
    ("publisher", "publisher"),
    ("place", "publisher-place"),
    ("genre", "genre"),
    ("medium", "medium"),
    ("number", "number"),
    ("event", "event-title"),
)
_LONG: tuple[tuple[Label, str], ...] = (("title", "title"), ("container", "container-title"))


def assemble(found: Stretches) -> dict[str, Any]:
    """CSL-JSON of what the string shows; what it does not show is left out."""
    csl = _people(found) | _titles(found) | _numbers(found)
    for label, key in _PLAIN:
        stretches = found.of(label)
        if stretches:
            csl.setdefault(key, stretches[0].strip(" ,;:"))
    if edition := found.of("edition"):
        csl["edition"] = _EDITION.sub("", edition[0]) or edition[0]
    put_apart(csl, found)
    issued = _issued(found.of("issued")) or _issued(_left(found))
    if not issued and _YEAR.fullmatch(csl.get("volume", "")):
        issued = [int(csl.pop("volume"))]  # "Rehabil.2013; (01):6–8"
    return csl | {"issued": {"date-parts": [issued]}} if issued else csl


def _people(found: Stretches) -> dict[str, Any]:
    csl: dict[str, Any] = {role: names for role in _ROLES if (names := _names(found, role))}
    if "author" in csl and "editor" not in csl and _EDITORS.match(found.behind("author")):
        csl["editor"] = csl.pop("author")
    return csl


def _titles(found: Stretches) -> dict[str, Any]:
    csl: dict[str, Any] = {}
    for label, key in _LONG:
        stretches = found.of(label)
        value = max(stretches, key=len).strip(" ,;:") if stretches else ""
        if label == "container" and len(stretches) > 1 and found.are_neighbours("container", "volume"):
            value = stretches[0]  # "Nap J 44: 1752–1761, Nap Journal, 44, 1752–1761"
        if value:
            csl[key] = _IN.sub("", value) if label == "container" else value
    title = csl.get("title", "")
    if title.lower().rstrip("])").endswith(_GENRE_ENDS) and (genre := _GENRE.search(title)):
        csl["title"], csl["genre"] = csl["title"][: genre.start()], genre["genre"]
    return csl


def _names(found: Stretches, label: Label) -> list[dict[str, str]]:
    names = []
    for stretch in found.of(label):
        names += read_names(
            re.sub(r"^(?:edited by|hrsg\.? von|eds?\.|by|von|par|por)\s+", "", stretch, flags=re.IGNORECASE)
        )
    return names


def _numbers(found: Stretches) -> dict[str, str]:
    volume, issue, page = (_number(found.of(label)) for label in _COUNTED)
    both = _BOTH.match(volume) if volume and not issue else None
    if both:
        volume, issue = both["volume"], both["issue"]
    if volume and not issue and re.search(rf";\s?\({re.escape(volume)}\)\s?:", found.text):
        volume, issue = "", volume  # "2002;(2):CD001520"
    return {key: value for key, value in (("volume", volume), ("issue", issue), ("page", page)) if value}


def _number(stretches: list[str]) -> str:
    if not stretches:
        return ""
    return _DASH.sub("-", _NAMED.sub("", _YEAR_BEHIND.sub("", stretches[0]))).strip(" .,;:()[]-")


def _left(found: Stretches) -> list[str]:
    """The last year outside of what may hold another: "burden of disease study 2010. PLoS Med 2013"."""
    rest = found.text
    for label in _HOLDING_NUMBERS:
        for stretch in found.of(label):
            rest = rest.replace(_YEAR_BEHIND.sub("", stretch), " ", 1)
    return [year.group() for year in _YEAR.finditer(rest)][-1:]


def _issued(stretches: list[str]) -> list[int]:
    """Year, month and day as far as printed; the first year that is printed decides, a fuller date of it counts more."""
    best: list[int] = []
    for stretch in stretches:
        date = None if len(stretch) == 4 else next(find_dates(re.sub(r"[,()]", " ", stretch).replace("  ", " ")), None)
        year = _YEAR.search(stretch)
        parts = list(date.parts) if date else [int(year.group())] if year else []
        if parts and (not best or (parts[0] == best[0] and len(parts) > len(best))):
            best = parts
    return best
