"""From labelled words to CSL-JSON: which words make a field, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from citecheck import journals
from citecheck.dates import find_dates
from citecheck.parse.fields.lexicon import is_publisher
from citecheck.parse.fields.names import is_body, read_names
from citecheck.parse.fields.tokens import Label, Tokens

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_YEAR_BEHIND = re.compile(r",\s(?:19|20)\d\d[a-z]?$")
"""A year that was taken for the end of the pages: "p. 260-266, 2021b"."""
_DASH = re.compile(r"\s?[-‐‑–—−]+\s?")
_INITIAL = re.compile(r"[A-Z]\..*[ .][A-Z]$")
"""An initial at the end, whose stop belongs to it where others have theirs."""
_BRACKETS = {")": "(", "]": "["}
# The word that names a number is no part of it: "vol. 12", "Bd. 3".
_NAMED = re.compile(
    r"^(?:vol(?:ume|umen)?s?|v|bd|band|tomo?|t|jg|jahrgang|no|nos|n|nr|num(?:ber|éro)?|issue|heft|pp?|pages?|págs?|ss?|seiten?)\b\.?\s*(?=[\w(])",
    re.IGNORECASE,
)
# "30(4)", "12, no. 3", "19 Suppl 2", read as one.
_BOTH = re.compile(
    r"^(?P<volume>\w+)\s*(?:[(,.:]\s*(?:no\.?\s*)?|\s(?=suppl))(?P<issue>(?:suppl\w*\.?\s*)?\w[\w\s–-]*)$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\s*\b(?:ed(?:ition|n)?|aufl(?:age)?|éd(?:ition)?)\b.*$", re.IGNORECASE)
# What kind of text it is, where it was taken for the end of its title.
_GENRE = re.compile(
    r"[.,]?\s[\[(]?(?P<genre>(?:full |US )?prescribing information|package insert|package leaflet|patient information leaflet|fachinformation"
    r"|gebrauchsinformation|summary of product characteristics|SmPC|product monograph|press release|news release|pressemitteilung"
    r"|doctoral (?:dissertation|thesis)|master['’]s thesis|dissertation)\b[\])]?$",
    re.IGNORECASE,
)
# Names with their initials, a stop, and what is no name: a short title was taken for one.
_NAMES_THEN_TITLE = re.compile(r"(?P<names>(?:[^.,]+\s[A-Z]{1,3},\s)*[^.,]+\s[A-Z]{1,3})\.\s(?P<title>[^.,]{4,})$")
_NO_FAMILY = frozenset("Vitamin Hepatitis Type Group Factor Omega Coenzyme Protein Class Grade Phase Appendix".split())
"""What else is printed as a word and a capital letter: "Vitamin D"."""
_EDITORS = re.compile(r"[\s,.]*[(\[]?(?:editors?|eds?|hrsg|éds?|coords?|dirs?)\b\.?[)\]]?", re.IGNORECASE)
"""Behind the names at the head of a string: they edited what follows."""
# AMA's "Sleep at night. Northern Health website."
_WEBSITE = re.compile(r"(?P<title>.+?[^.\s])[.]?\s(?P<site>(?<=\.\s|[?!]\s)[A-Z][^.?!]{2,60}\swebsite)$")
_GENRE_ENDS = (
    "information", "insert", "leaflet", "characteristics", "smpc", "monograph", "release", "pressemitteilung", "thesis",
    "dissertation",
)  # fmt: skip
# The end of a book's title that counts its volumes, and a word of the kind left behind before the number.
_VOLUME_OF_BOOK = re.compile(
    r"[,.:;]\s(?:vol(?:ume)?|Bd|Band|tome?)\.?\s(?P<number>\d{1,3}|[IVX]{1,5})$", re.IGNORECASE
)
_NAMING_VOLUME = re.compile(r"[,.]?\svol(?:ume)?s?\.?$", re.IGNORECASE)
_PLACE_BEHIND = re.compile(r"\s\([A-Z][\w.]+(?:\s[\w.]+){0,2}(?:,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?\)(?=[,.;:]|\s\d)")
_IN = re.compile(r"^(?:in|dans)\s*:\s*", re.IGNORECASE)
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
_JOINING_WORDS = 2
"""Unlabelled words between two stretches of one field that it may span: "Cancer [and its] treatment"."""


class Stretches:
    """The stretches of a string by their label, each as printed."""

    def __init__(self, text: str, tokens: Tokens, labels: Sequence[Label]) -> None:
        self.text = text
        self._offsets = tokens.offsets()
        self._found: dict[Label, list[tuple[int, int]]] = {}
        before: tuple[Label, int] | None = None
        for label, group in groupby(enumerate(labels), key=itemgetter(1)):
            words = [number for number, _ in group]
            first, last = words[0], words[-1]
            spans = self._found.setdefault(label, [])
            if (
                before
                and before[0] == label
                and first - before[1] <= _JOINING_WORDS + 1
                and label in ("title", "container")
            ):
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
            if label != "other":
                before = (label, last)

    def of(self, label: Label) -> list[str]:
        """What is printed of a field, stretch by stretch, with the marks that belong to it."""
        return [self._printed(first, last) for first, last in self._found.get(label, ())]

    def are_neighbours(self, label: Label, following: Label) -> bool:
        """Whether the first stretch of one field stands right before the first of another."""
        one, other = self._found.get(label, ()), self._found.get(following, ())
        return any(first[1] + 1 == second[0] for first, second in zip(one[:1], other[:1], strict=False))

    def behind(self, label: Label) -> str:
        """What follows its first stretch; empty where there is none."""
        found = self._found.get(label)
        return self.text[self._offsets[2 * found[0][1] + 1] :] if found else ""

    def _printed(self, first: int, last: int) -> str:
        text, start, end = self.text, self._offsets[2 * first], self._offsets[2 * last + 1]
        while end < len(text) and text[end] in "%®™°+′″":
            end += 1
        for closing, opening in _BRACKETS.items():
            inside = text[start:end]
            if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
                end += 1
            elif inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
                start -= 1
        unclosed = text[start:end].rfind("[")
        if unclosed > 0 and "]" not in text[start + unclosed : end]:
            end = start + len(text[start : start + unclosed].rstrip())  # "The Opinion [blog on the Internet]"
        while end < len(text) and text[end] in "?!":
            end += 1
        if text[end : end + 1] == "." and _INITIAL.search(text[start:end]):
            end += 1
        return text[start:end]


def assemble(found: Stretches) -> dict[str, Any]:
    """CSL-JSON of what the string shows; what it does not show is left out."""
    csl = _people(found) | _titles(found) | _numbers(found)
    for label, key in _PLAIN:
        stretches = found.of(label)
        if stretches:
            csl.setdefault(key, stretches[0].strip(" ,;:"))
    if edition := found.of("edition"):
        csl["edition"] = _EDITION.sub("", edition[0]) or edition[0]
    _put_apart(csl, found)
    issued = _issued(found.of("issued")) or _issued(_left(found))
    if not issued and _YEAR.fullmatch(csl.get("volume", "")):
        issued = [int(csl.pop("volume"))]  # "Rehabil.2013; (01):6–8"
    return csl | {"issued": {"date-parts": [issued]}} if issued else csl


def _put_apart(csl: dict[str, Any], found: Stretches) -> None:
    """What the tagger took for one field or for another, seen from the fields together."""
    if csl.keys() >= {"volume", "page", "publisher"} and not csl.keys() & {"container-title", "publisher-place"}:
        csl["container-title"] = csl.pop("publisher")  # "Science; 2006; 311:88."
    container = csl.get("container-title", "")
    if container:
        _put_container_right(csl, container, found)
    numbered = csl.keys() & {"volume", "page"}
    if "title" not in csl and "container-title" in csl and not numbered:
        csl["title"] = csl.pop("container-title")  # a book, or a page, by its own name
    if not numbered and (volume := _VOLUME_OF_BOOK.search(csl.get("title", ""))):
        csl["title"], csl["volume"] = csl["title"][: volume.start()], volume["number"]
    run_on = (
        csl.get("title", "") if "author" not in csl else "" if "title" in csl else next(iter(found.of("author")), "")
    )
    if (split := _NAMES_THEN_TITLE.match(run_on)) and split["names"].split()[0] not in _NO_FAMILY:
        csl["author"], csl["title"] = read_names(split["names"]), split["title"]
    if "container-title" not in csl and is_body(csl.get("title", "")) and _is_single_word(csl.get("author", [])):
        csl["publisher"], csl["title"] = csl["title"], csl.pop("author")[0]["family"]  # "Eczema. Academy of …"


def _put_container_right(csl: dict[str, Any], container: str, found: Stretches) -> None:
    if "volume" in csl:
        container = _NAMING_VOLUME.sub("", container)
    if journals.is_journal(container) and (place := _PLACE_BEHIND.match(found.behind("container"))):
        container += place.group()  # "Lancet (London, England)", as PubMed prints it
        csl.pop("publisher-place", None)
    head, stop, tail = container.rpartition(". ")
    if stop and "title" in csl and journals.is_journal(tail) and not journals.is_journal(container):
        # "… of the body project I. Pers Soc Psychol Bull": a title's last sentence.
        csl["title"], container = f"{csl['title']}. {head}", tail
    elif stop and is_publisher(tail):
        csl.setdefault("publisher", tail)
        container = head
    csl["container-title"] = container
    if not csl.keys() & {"volume", "publisher", "editor"} and "title" in csl and is_publisher(container):
        csl["publisher"] = csl.pop("container-title")


def _is_single_word(names: list[dict[str, str]]) -> bool:
    return len(names) == 1 and names[0].keys() == {"family"}


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
    if title.endswith("website") and "container-title" not in csl and (site := _WEBSITE.match(title)):
        csl["title"], csl["container-title"] = site["title"], site["site"]
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
