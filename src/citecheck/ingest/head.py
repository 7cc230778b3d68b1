"""What a page's head states: title, authors, date, publisher and language, from JSON-LD, Open Graph and meta tags."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from citecheck.dates import iso_date
from citecheck.expressions import expression
from citecheck.ingest.facts import primary_tag
from citecheck.ingest.tags import Tag
from citecheck.model import Facts
from citecheck.text import collapse

_TITLES = ("citation_title", "og:title", "twitter:title", "dc.title")
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "pubdate", "publish-date", "sailthru.date",
)  # fmt: skip
_ADDRESSES = ("og:url", "twitter:url", "citation_public_url")
_PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "application-name")
_ARTICLES = expression(r"(?:Article|BlogPosting|Report)$")
_SITE = expression(r"\s+[|»•·–—-]\s+(?!.*\s[|»•·–—-]\s)\S.{1,39}$")
"""What a page's <title> adds to the headline: " | Name of the site"."""


class Head:
    """Collects what tags say while the page is read; `facts` is asked at its end."""

    def __init__(self) -> None:
        self._meta: dict[str, list[str]] = {}
        self._linked: list[Mapping[str, Any]] = []
        self._title = self._language = self._canonical = ""
        self._script = False

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
        authors = tuple(_names(item.get("author"))) or tuple(next((names for names in signed if names), ()))
        dated = [str(item.get("datePublished") or ""), *(d for name in _DATES for d in self._meta.get(name, ()))]
        return Facts(
            title=_plain(item.get("headline")) or self._first(_TITLES) or _SITE.sub("", self._title) or None,
            author=authors,
            published=next((iso for iso in map(iso_date, dated) if iso), None),
            publisher=next(iter(_names(item.get("publisher"))), None) or self._first(_PUBLISHERS),
            language=primary_tag(self._language),
            address=self._canonical or self._first(_ADDRESSES),
        )

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
