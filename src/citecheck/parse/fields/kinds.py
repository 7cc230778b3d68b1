"""The CSL type of a reference: it decides whether an index of works can be expected to hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from citecheck import journals
from citecheck.expressions import expression
from citecheck.parse.fields.names import is_body
from citecheck.parse.identifiers import host
from citecheck.tables import load

_NAMING = ("container-title", "publisher", "genre", "medium", "collection-title")
# In lower case, as what they are searched in is made: without regard to case they take three times as long to compile.
_MEETING = expression(
    r"\b(?:proceedings|conference|congress|symposium|annual meeting|meeting|workshop|kongress|tagung|congrès|congreso|abstracts?)\b"
)
# An abstract of a meeting in a journal's supplement: "[abstract]", "P521".
_ABSTRACT = expression(r"[\[(](?:meeting |conference )?abstract[^\])]{0,20}[\])]", re.IGNORECASE)
_ABSTRACT_PAGE = expression(r"(?:P|O|PS|OP)\d+$")
_DATED_ADDRESS = expression(r"/(?:19|20)\d\d/[01]?\d/")
_HOME = expression(r"(?:https?://)?[^/]+/?$")
_REPORT = expression(r"\breport\b", re.IGNORECASE)
_REPORTED = expression(
    r"\b(?:report|working paper|technical|white paper|guidelines?|guidance|guideline|recommendations?|statistics|bericht|leitlinie|rapport|informe|relatório|rapporto|statement|strategy|survey|prise en charge|ng\d+|cg\d+)\b"
)
_INQUIRY = expression(r"\b(?:Review|Inquiry|Enquiry|Treasury|Parliament)$")
"""Of who publishes: a body that was set up for its report, or to which it was made."""
_BOOKISH = expression(r"\b(?:(?:hand|text)books?|manual|classification|pharmacopoeia|formulary)\b")
"""Of a title: a book, though a body wrote and publishes it."""
_DATED_BEHIND = expression(r",\s(?:\w{3,5}\.?\s)?(?:19|20)\d\d\b")
_OPENING = ('"', "“", "«", "„", "‘")
_PUBLISHING = expression(
    r"\b(?:press|publish\w+|books|verlag|editions|éditions|elsevier|springer|wiley|routledge|penguin|harper\w*|guilford|norton|sage|thieme)\b"
)


class _Kind(Struct, frozen=True):
    type: str
    patterns: Mapping[str, str]
    """By the place that is searched, which is in lower case; compiled when they are first asked for."""
    signs: tuple[str, ...]
    """One of these stands in what any of the patterns finds."""
    names: frozenset[str]
    """Of containers, in lower case and without "The"."""
    without: tuple[str, ...]

    def fits(self, csl: Mapping[str, Any], searched: Mapping[str, str]) -> bool:
        return not any(key in csl for key in self.without) and (
            self.holds(searched["container"]) or any(self.finds(place, searched[place]) for place in self.patterns)
        )

    def holds(self, container: str) -> bool:
        """Whether a container's name in lower case is one of the kind."""
        return container in self.names or container.removeprefix("the ") in self.names

    def finds(self, place: str, text: str) -> bool:
        """Whether the pattern of a place finds something in a text."""
        return any(sign in text for sign in self.signs) and _compiled(self.patterns[place]).search(text) is not None


_PRESS = ("article-newspaper", "article-magazine")
_PLACES = ("says", "named", "address", "container")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _kinds() -> tuple[_Kind, ...]:
    declared = load(Path(__file__).with_name("kinds.toml"))["kind"]
    kinds = []
    for kind in declared:
        written = {place: kind[place] for place in _PLACES if place in kind}
        if "container" in written:
            written["container"] = rf"^(?:the )?(?:{written['container']})$"
        names = frozenset(kind["names"].split("|") if "names" in kind else ())
        kinds.append(_Kind(kind["type"], written, tuple(kind["signs"]), names, tuple(kind.get("without", ()))))
    return tuple(kinds)


def is_press(name: str) -> bool:
    """Whether a name is that of a newspaper or a magazine."""
    lower = name.lower()
    kinds = (kind for kind in _kinds() if "container" in kind.patterns and kind.type in _PRESS)
    return any(kind.holds(lower) or kind.finds("container", lower) for kind in kinds)


def reference_type(csl: Mapping[str, Any], raw: str) -> str:
    """The CSL type of a reference with these fields; "document" where nothing tells."""
    container = str(csl.get("container-title", ""))
    numbered = bool(container) and ("volume" in csl or "issue" in csl) and not _MEETING.search(container.lower())
    if numbered and (_ABSTRACT.search(raw) or _ABSTRACT_PAGE.match(str(csl.get("page", "")))):
        return "paper-conference"
    counted = numbered and ("page" in csl or "DOI" in csl or "PMID" in csl)
    if counted and journals.is_journal(container.removeprefix("The ")):
        return "article-journal"
    searched = {
        "says": raw.lower(),
        "named": " | ".join(str(csl[key]) for key in _NAMING if key in csl).lower(),
        "address": str(csl.get("URL", "")).lower(),
        "container": container.lower(),
    }
    for kind in _kinds():
        if kind.fits(csl, searched):
            return kind.type
    return _by_fields(csl, container, raw)


def _by_fields(csl: Mapping[str, Any], container: str, raw: str) -> str:
    people = any("family" in name for name in csl.get("author", ()))
    if people and "DOI" not in csl and "volume" not in csl:
        address = str(csl.get("URL", ""))
        if _DATED_ADDRESS.search(address):
            return "post-weblog"
        # Of a site that many write for the page's own address is given.
        own = bool(container) and "issued" in csl and not csl.keys() & {"publisher", "number"}
        if own and _HOME.match(address) and not is_body(container) and "given" in csl["author"][0]:
            return "post-weblog"
    if container:
        return _contained(csl, container)
    if "event-title" in csl:
        return "speech"
    if "PMID" in csl or "PMCID" in csl:
        return "article-journal"
    return _whole(csl, raw)


def _contained(csl: Mapping[str, Any], container: str) -> str:
    """The type of what stands in something else: a journal, a book, proceedings, a site."""
    in_journal = journals.is_journal(container)
    if _MEETING.search(container.lower()) and not in_journal:
        return "paper-conference"
    if "editor" in csl or ("publisher" in csl and ("page" in csl or "edition" in csl)):
        return "chapter"
    if "volume" in csl or in_journal or (("DOI" in csl or "PMID" in csl) and "publisher" not in csl):
        return "article-journal"
    if is_body(container) and _REPORTED.search(str(csl.get("title", "")).lower()):
        return "report"  # its publisher was taken for what it stands in
    if "URL" in csl or "accessed" in csl or ("." in container and "." in host(container)):
        return "webpage"
    if "publisher" in csl or "publisher-place" in csl:
        return "chapter"
    return "article-journal" if "issued" in csl and "author" in csl and not is_body(container) else "document"


def _whole(csl: Mapping[str, Any], raw: str) -> str:
    """The type of what stands by itself: a report, a book, a page."""
    publisher = str(csl.get("publisher", ""))
    bodies = " ".join(name["literal"] for name in csl.get("author", ()) if "literal" in name)
    own = bool(bodies) and any(word in bodies for word in publisher.split() if len(word) > 2)
    title = str(csl.get("title", raw))
    edited = "editor" in csl and "author" not in csl and "publisher-place" in csl and not _REPORT.search(title)
    placed = bool(publisher) and "publisher-place" in csl
    if edited or ("editor" in csl and "edition" in csl) or (placed and _BOOKISH.search(title.lower())):
        return "book"
    publishes = is_body(publisher) or _INQUIRY.search(publisher) is not None
    by_body = own or bool(bodies) or (bool(publisher) and publishes and not _PUBLISHING.search(publisher.lower()))
    if by_body and ("number" in csl or (_REPORTED.search(title.lower()) and ("issued" in csl or bodies))):
        return "report"
    if "edition" in csl or "ISBN" in csl:
        return "book"
    named = publisher and _REPORT.search(str(csl.get("title", ""))) and not _PUBLISHING.search(publisher.lower())
    if named or (bodies and publisher and _stands_alone(title, publisher, raw)):
        return "report"
    if ("URL" in csl and "DOI" not in csl) or "accessed" in csl:
        if by_body and "publisher-place" in csl and any("family" in name for name in csl.get("author", ())):
            return "report"
        return "webpage" if not publisher or "publisher-place" not in csl or by_body else "book"
    if publisher or "publisher-place" in csl:
        return "report" if own or (by_body and not _PUBLISHING.search(publisher.lower())) else "book"
    return "article-journal" if "DOI" in csl else "document"


def _stands_alone(title: str, publisher: str, raw: str) -> bool:
    """Whether MLA prints a work of its own: without quotation marks, and with "publisher, year" behind; a page has them."""
    before, _, behind = raw.partition(title)
    behind = behind.lstrip(" .?!")
    dated = behind.startswith(publisher) and _DATED_BEHIND.match(behind, len(publisher)) is not None
    return dated and not before.rstrip().endswith(_OPENING)
