"""What was taken for one field or for another, put apart where all fields together show it."""

from __future__ import annotations

import re
from typing import Any

from citecheck import journals
from citecheck.expressions import expression
from citecheck.parse.fields.kinds import is_press
from citecheck.parse.fields.lexicon import is_publisher
from citecheck.parse.fields.names import is_body, read_names
from citecheck.parse.fields.stretches import Stretches

# Names with their initials, a stop, and what is no name: a short title was taken for one.
_NAMES_THEN_TITLE = expression(
    r"(?P<names>(?:[^.,]+\s[A-Z]{1,3},\s)*[^.,]+\s[A-Z]{1,3})\.\s(?!et al)(?P<title>[^.,]{4,})$"
)
_NO_FAMILY = frozenset("Vitamin Hepatitis Type Group Factor Omega Coenzyme Protein Class Grade Phase Appendix".split())
"""What else is printed as a word and a capital letter: "Vitamin D"."""
# AMA's "Sleep at night. Northern Health website."
_WEBSITE = expression(r"(?P<title>.+?[^.\s])[.]?\s(?P<site>(?<=\.\s|[?!]\s)[A-Z][^.?!]{2,60}\swebsite)$")
# The end of a book's title that counts its volumes, and a word of the kind left behind before the number.
_VOLUME_OF_BOOK = expression(
    r"[,.:;]\s(?:vol(?:ume)?|Bd|Band|tome?)\.?\s(?P<number>\d{1,3}|[IVX]{1,5})$", re.IGNORECASE
)
_NAMING_VOLUME = expression(r"[,.]?\svol(?:ume)?s?\.?$", re.IGNORECASE)
# A series of reports, at the end of a title or by itself: "HCUP Statistical Brief #180".
_SERIES = expression(
    r"(?:^|\.\s)(?P<series>[A-Z][^.]{3,60}?\s(?:Brief|Publication|Series|Working Paper|Technical Report)s?)"
    r"(?:,?\s(?:no\.?\s?|number\s|#)?(?P<number>\d+))?$",
    re.IGNORECASE,
)
# A sentence that says what the work is, at the end of its title: "A report commissioned by the Northern Council".
_SAID = expression(
    r"(?:(?:An?|The|Final|Interim|Joint)\s){1,2}(?:[a-z]+\s)?(?:report|review|briefing|study)\s(?:by|for|of|on|to|commissioned|prepared)\b"
)
_AHEAD = expression(
    r"[.:,]?\s(?:(?:advance online|online|epub|published) (?:publication|ahead of print|first|online)|epub)$",
    re.IGNORECASE,
)
_LONGEST_ACRONYM = 8
_GUIDELINE_NUMBER = expression(r"(?:NG|CG|QS|TA|PH|DG)\s?\d+")
_PLACE_BEHIND = expression(r"\s\([A-Z][\w.]+(?:\s[\w.]+){0,2}(?:,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?\)(?=[,.;:]|\s\d)")


def put_apart(csl: dict[str, Any], found: Stretches) -> None:
    """Changes fields in place."""
    _container_of_body(csl)
    _publisher(csl)
    _site_in_title(csl)
    _container(csl, found)
    numbered = csl.keys() & {"volume", "page"}
    if "title" not in csl and "container-title" in csl and not numbered:
        csl["title"] = csl.pop("container-title")  # a book, or a page, by its own name
    if not numbered and (volume := _VOLUME_OF_BOOK.search(csl.get("title", ""))):
        csl["title"], csl["volume"] = csl["title"][: volume.start()], volume["number"]
    _series(csl)
    _names(csl, found)


def _container_of_body(csl: dict[str, Any]) -> None:
    """A guideline's number, or its author's acronym, that was taken for what it stands in."""
    container = csl.get("container-title", "")
    if not container or "title" not in csl or csl.keys() & {"volume", "page", "editor"}:
        return
    if _GUIDELINE_NUMBER.fullmatch(container):
        csl.setdefault("number", csl.pop("container-title"))
    elif "publisher" not in csl and any(
        _abbreviates(container, who.get("literal", "")) for who in csl.get("author", ())
    ):
        csl["publisher"] = csl.pop("container-title")


def _abbreviates(short: str, name: str) -> bool:
    """Whether a body is known by these letters: "NICE" for National Institute for Health and Care Excellence."""
    if not (short.isalpha() and short.isupper() and 1 < len(short) < _LONGEST_ACRONYM):
        return False
    initials = iter(word[0] for word in name.upper().split())
    return short[0] == name[:1].upper() and all(letter in initials for letter in short)


def _publisher(csl: dict[str, Any]) -> None:
    """A guideline's number or a journal that was taken for who publishes it."""
    if "publisher" not in csl or csl.keys() & {"container-title", "publisher-place"}:
        return
    if _GUIDELINE_NUMBER.fullmatch(csl["publisher"]):
        csl.setdefault("number", csl.pop("publisher"))
    elif csl.keys() >= {"volume", "page"} or ("issue" in csl and journals.is_journal(csl["publisher"])):
        csl["container-title"] = csl.pop("publisher")  # "Science; 2006; 311:88."


def _site_in_title(csl: dict[str, Any]) -> None:
    """A website, a newspaper or a magazine that was taken for a title's last sentence."""
    if "container-title" in csl:
        return
    title = csl.get("title", "")
    head, stop, tail = title.rpartition(". ")
    if title.endswith("website") and (site := _WEBSITE.match(title)):
        csl["title"], csl["container-title"] = site["title"], site["site"]
    elif stop and not csl.keys() & {"volume", "publisher"} and is_press(tail):
        csl["title"], csl["container-title"] = head, tail  # "Letting go. The New Yorker."


def _container(csl: dict[str, Any], found: Stretches) -> None:
    container = _AHEAD.sub("", csl.get("container-title", ""))
    if not container:
        return
    if _SAID.match(container) and "title" in csl and not csl.keys() & {"volume", "page", "editor"}:
        csl["title"] = f"{csl['title']}. {csl.pop('container-title')}"
        return
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


def _series(csl: dict[str, Any]) -> None:
    """A series that was taken for what its report stands in, or for the end of the report's title."""
    if "volume" in csl or "author" not in csl:
        return
    for key in ("container-title", "title"):
        series = _SERIES.search(csl.get(key, ""))
        if not series or (key == "title" and not series.start()):
            continue
        csl.setdefault("collection-title", series["series"])
        if series["number"]:
            csl.setdefault("number", series["number"])
        if series.start():
            csl[key] = csl[key][: series.start()]
        else:
            del csl[key]


def _names(csl: dict[str, Any], found: Stretches) -> None:
    """Authors and a title of which one was taken for part of the other."""
    run_on = (
        csl.get("title", "") if "author" not in csl else "" if "title" in csl else next(iter(found.of("author")), "")
    )
    if (split := _NAMES_THEN_TITLE.match(run_on)) and split["names"].split()[0] not in _NO_FAMILY:
        csl["author"], csl["title"] = read_names(split["names"]), split["title"]
    names = csl.get("author", [])
    alone = len(names) == 1 and names[0].keys() == {"family"} and found.behind("author").startswith(". ")
    if alone and "container-title" not in csl and is_body(csl.get("title", "")):
        csl["publisher"], csl["title"] = csl["title"], csl.pop("author")[0]["family"]  # "Eczema. Academy of …"
