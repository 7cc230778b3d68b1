"""Links and addresses that cite: to works by identifier, and to pages that could stand in a list of references."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from citecheck.expressions import expression
from citecheck.model import Citation, CitationStyle, Document, Mark, Reference, Span
from citecheck.parse.identifiers import IdentifierKind, find_identifiers, host, link_identifier, unquoted

_NO_SOURCES = expression(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|tiktok|youtube|pinterest|linkedin|whatsapp|reddit|amazon|ebay|etsy|calendly"
    r"|newsramp|wiktionary|merriam-webster|dictionary|patreon|eventbrite|strava|spotify|apple|amzn)\.(?:com?\.)?\w+$|^(?:youtu\.be|t\.co|goo\.gl)$"
    r"|^(?:shop|store|buy|my|account|login|book|booking)\."
)
"""Hosts of networks, shops and dictionaries."""
_NO_PAGES = expression(
    r"/(?:shop|store|products?|cart|basket|collections|buy|checkout|pricing|book(?:ing)?|appointments?|login|subscribe"
    r"|donate|authors?|staff|people|profiles?|team|our-team|about(?:-us|-me)?|contact)(?:[/?#]|$)",
    re.IGNORECASE,
)
"""Pages that sell, or that are about a person, not about what is known."""
_OWN_PAGES = expression(
    r"/(?:shop|store|products?|cart|basket|collections|checkout|pricing|book(?:ing)?|appointments?|subscribe|authors?"
    r"|contact(?:-us)?)(?:[/?#]|$)",
    re.IGNORECASE,
)
"""Pages to which an article links on the site where it is published."""
_OWN_HOSTS = expression(r"^(?:shop|store|booking|blog)\.")
_SHARED = expression(r"[?&](?:url|u|link)=(?P<url>https?[^&]+)")
_SECOND_LEVEL = frozenset({"co", "com", "org", "ac", "gov", "net", "nhs", "edu"})
_BESIDE = 6
"""Characters that may stand beside a link that is all its paragraph says."""


def find_links(document: Document, references: Sequence[Reference]) -> Iterator[Citation]:
    """Links to works and addresses of works in the text; a link to any other page is a source of its own kind."""
    known = {_key(str(r.csl[key])): r.id for r in references for key in ("DOI", "PMID", "PMCID", "URL") if key in r.csl}
    links = [m for m in document.marks if m.kind == "link"]
    own = _own_sites(document, links)

    def citation(span: Span, kind: IdentifierKind, value: str) -> Citation:
        style: CitationStyle = "doi" if kind == "DOI" else "hyperlink" if kind == "URL" else "pmid"
        ids = (known[_key(value)],) if _key(value) in known else ()
        return Citation(span.start, span.end, document.text[span.start : span.end], style, ids, target=value)

    for link in links:
        target = link_identifier(link.target)
        if target and (target[0] != "URL" or (_is_source(target[1], own) and not _is_button(document, link))):
            yield citation(link, *target)
    starts = [link.start for link in links]
    for block in document.blocks:
        for one in find_identifiers(document.text[block.start : block.end]) if block.region == "main" else ():
            span = Span(block.start + one.start, block.start + one.end)
            i = bisect_left(starts, span.end)
            linked = i > 0 and links[i - 1].overlaps(span)
            if not linked and (one.kind != "URL" or _is_source(one.value, own)):
                yield citation(span, one.kind, one.value)


def _key(value: str) -> str:
    """An identifier or address as it is compared: however the address begins and whether or not a stroke ends it."""
    return re.sub(r"^https?://(?:www\.)?", "", value.lower()).rstrip("/")


def _is_source(url: str, own: frozenset[str]) -> bool:
    """Whether a link may vouch for something: none to the site's own pages, to a network, a shop or a person."""
    name = host(url)
    # A link to the whole of a site names a body and no page of it.
    own_page = _site(name) in own or _path(url) == "/"
    return bool(name) and not own_page and not _NO_SOURCES.search(name) and not _NO_PAGES.search(_path(url))


def _own_sites(document: Document, links: Sequence[Mark]) -> frozenset[str]:
    """Where the article is published, as its page states it, its byline, shop and contact links, and what it shares."""
    found = {host(document.facts.address or "")}
    byline = [b for b in document.blocks if b.region in ("metadata", "author-box")]
    for link in links:
        name, shared = host(link.target), _SHARED.search(link.target)
        if _OWN_PAGES.search(_path(link.target)) or _OWN_HOSTS.search(name) or any(b.contains(link) for b in byline):
            found.add(name)
        elif shared and _NO_SOURCES.search(name):
            found.add(host(unquoted(shared["url"])))
    return frozenset(_site(name) for name in found if name and not _NO_SOURCES.search(_OWN_HOSTS.sub("", name)))


def _site(name: str) -> str:
    """A host without what stands before the name that was registered: "shop.clinic.co.uk" → "clinic.co.uk"."""
    labels = name.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2:])


def _path(url: str) -> str:
    """What stands behind the host."""
    return "/" + (url.partition("//")[2] or url).partition("/")[2]


def _is_button(document: Document, link: Span) -> bool:
    """Whether a link is all that its paragraph says, in a few words: "Reuse this content"."""
    blocks = document.blocks
    block = blocks[max(0, bisect_right(blocks, link.start, key=lambda b: b.start) - 1)]
    return block.end - block.start - (link.end - link.start) < _BESIDE and link.end - link.start < 60
