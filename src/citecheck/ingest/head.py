"""What a page states: title, authors, date, publisher and language, from JSON-LD, Open Graph and meta tags.

Names and dates that its body marks as the article's fill the gaps.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from citecheck.dates import iso_date
from citecheck.expressions import expression
from citecheck.ingest.facts import primary_tag, signed_by
from citecheck.ingest.tags import Tag
from citecheck.model import Facts
from citecheck.text import collapse

_TITLES = ("citation_title", "og:title", "twitter:title", "dc.title")
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "pubdate", "publish-date", "sailthru.date", "dt-published",
)  # fmt: skip
_ADDRESSES = ("og:url", "twitter:url", "citation_public_url")
_PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "application-name")
_ARTICLES = expression(r"(?:Article|BlogPosting|Report)$")
_SITE = expression(r"\s+[|»•·–—-]\s+(?!.*\s[|»•·–—-]\s)\S.{1,39}$")
"""What a page's <title> adds to the headline: " | Name of the site"."""
_BY = expression(r"^by:?\s+(?=\S)", re.IGNORECASE)
_TAGS = expression(r"<[^<>]*>")
_LONGEST_NAMES = 400
"""Characters of source that names may take, with the tags within them."""
_BELOW_HEADLINE = 6
"""Blocks."""


class Head:
    """Collects what tags say while the page is read; `facts` is asked at its end."""

    def __init__(self) -> None:
        self._meta: dict[str, list[str]] = {}
        self._linked: list[Mapping[str, Any]] = []
        self._title = self._language = self._canonical = ""
        self._script = False
        self._headline: int | None = None
        self._signed: dict[int, list[str]] = {}

    def tag(self, tag: Tag) -> None:
        if not tag.attributes:
            return
        said = tag.attributes
        if tag.name == "html":
            self._language = self._language or said.get("lang", said.get("xml:lang", ""))
        elif tag.name == "link" and "canonical" in said.get("rel", "").lower():
            self._canonical = html.unescape(said.get("href", ""))
        elif tag.name == "script":
            self._script = "ld+json" in said.get("type", "").lower()
        name = said.get("property") or said.get("name") or said.get("itemprop") or ""
        if tag.name in ("meta", "time") and name and (content := said.get("content") or said.get("datetime")):
            self._meta.setdefault(name.lower(), []).append(collapse(html.unescape(content)))

    def shown(self, tag: Tag, source: str, block: int) -> None:
        """A tag of the body: the headline, or what is marked as the article's; `block` counts the blocks before it."""
        said = tag.attributes
        classes = said.get("class", "").split()
        if tag.name == "h1" and self._headline is None:
            self._headline = block
        elif tag.name == "time" and "dt-published" in classes and "datetime" in said:
            self._meta.setdefault("dt-published", []).append(said["datetime"])
        # What is only called an author may have written a review or a work that is cited.
        sure = "p-author" in classes or "author" in said.get("rel", "").split()
        near = self._headline is not None and block - self._headline <= _BELOW_HEADLINE
        if sure or (near and said.get("itemprop") == "author"):
            end = source.find(f"</{tag.name}", tag.end, tag.end + _LONGEST_NAMES)
            names = signed_by(collapse(html.unescape(_TAGS.sub(" ", source[tag.end : max(end, tag.end)]))))
            if names:
                self._signed.setdefault(block, []).extend(names)

    def text(self, element: str, text: str) -> None:
        """The text behind a tag of that name."""
        if element == "title":
            self._title = self._title or collapse(html.unescape(text))
        elif element == "script" and self._script:
            self._script = False
            with suppress(ValueError, RecursionError):  # broken metadata is no reason not to read the page
                self._linked += _items(json.loads(text, strict=False))

    def facts(self) -> Facts:
        """What is stated; a language only as a primary tag, a date only as ISO 8601."""
        item = _best(self._linked)
        signed = ([a for a in self._meta.get(name, ()) if "/" not in a] for name in _AUTHORS)
        stated = list(_names(item.get("author"))) or next((names for names in signed if names), [])
        dated = [str(item.get("datePublished") or ""), *(d for name in _DATES for d in self._meta.get(name, ()))]
        return Facts(
            title=_plain(item.get("headline")) or self._first(_TITLES) or _SITE.sub("", self._title) or None,
            author=tuple(_BY.sub("", name, count=1) if _BY.match(name) else name for name in stated)
            or self._signatures(),
            published=next((iso for iso in map(iso_date, dated) if iso), None),
            publisher=next(iter(_names(item.get("publisher"))), None) or self._first(_PUBLISHERS),
            language=primary_tag(self._language),
            address=self._canonical or self._first(_ADDRESSES),
        )

    def _signatures(self) -> tuple[str, ...]:
        """The names marked below the headline, or wherever any are; others elsewhere are those of other stories."""
        head = self._headline
        first = next((k for k in self._signed if head is not None and 0 <= k - head <= _BELOW_HEADLINE), None)
        places = [tuple(dict.fromkeys(self._signed[k])) for k in (self._signed if first is None else [first])]
        return places[0] if len(set(places)) == 1 else ()

    def _first(self, names: tuple[str, ...]) -> str | None:
        """What the first of the names that is there says."""
        return next((self._meta[name][0] for name in names if name in self._meta), None)


def _items(data: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD script, however they are wrapped."""
    if isinstance(data, list) and depth < 4:
        for one in data:
            yield from _items(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if depth < 4 and isinstance(data.get(key), dict | list):
                yield from _items(data[key], depth + 1)


def _best(items: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The item that is the article: of an article's type, else one that names author or date of a page."""

    def rank(item: Mapping[str, Any]) -> int:
        types = item.get("@type")
        printed = [str(t) for t in (types if isinstance(types, list) else [types])]
        if any(_ARTICLES.search(t) for t in printed):
            return 2
        return int(any(t.endswith("WebPage") for t in printed))

    ranked = [item for item in items if rank(item)]
    return max(ranked, key=rank, default={})


def _names(value: object) -> Iterator[str]:
    """Names of persons or bodies: strings, objects with a name, or lists of them."""
    for one in value if isinstance(value, list) else [value]:
        name = _plain(one.get("name")) if isinstance(one, dict) else _plain(one)
        if name:
            yield name


def _plain(value: object) -> str:
    return collapse(html.unescape(value)) if isinstance(value, str) else ""
