"""Reads a page as a browser would, and says where it holds what no page of ours may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TAGS = frozenset(
    "html head meta title style body header main footer nav section div form label input p span bdi strong em sup sub"
    " kbd a mark ul ol li h1 h2 h3 h4 h5 h6 blockquote pre details summary table thead tbody tfoot tr th td meter del"
    " ins script".split()
)
VOID = frozenset({"meta", "input"})
ATTRIBUTES = frozenset(
    "lang dir charset http-equiv content name id class href rel title tabindex role scope type checked hidden open min"
    " max value".split()
)


@dataclass
class Seen:
    """What a reader of the page gets."""

    words: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    policy: str = ""
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words, without white space."""
        return "".join("".join(self.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        self.seen.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert name in ATTRIBUTES or name.startswith(("data-", "aria-")), (tag, name)
            if name == "id":
                self.seen.ids.append(value or "")
            if name == "href":
                self.seen.links.append(value or "")
            if name == "content" and ("http-equiv", "Content-Security-Policy") in attrs:
                self.seen.policy = value or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        kept = {"script": self.seen.scripts, "style": self.seen.styles}.get(self.open[-1] if self.open else "")
        (self.seen.words if kept is None else kept).append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def read(page: str) -> Seen:
    """The page, after a look at its tags, attributes and links."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    seen = reader.seen
    assert not reader.open
    assert len(seen.ids) == len(set(seen.ids))
    for link in seen.links:
        assert link.startswith(("https://", "http://", "#")), link
        assert not link.startswith("#") or link[1:] in seen.ids, link
    return seen


def check(page: str) -> None:
    """Raises AssertionError where a page holds what it may not."""
    read(page)
