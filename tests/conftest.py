"""What tests of several folders share: the material beside the checkout, and documents read from a text in the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from citecheck.ingest import TextReader, read_bytes
from citecheck.model import Document, Span
from citecheck.resolve.online.service import NoAnswerError
from citecheck.resolve.online.transport import HttpTransport, Response
from citecheck.text import source_span

SHARED = Path(__file__).resolve().parents[2] / "shared"

# Without a deadline: how long an example takes says more of the machine than of the program.
settings.register_profile("citecheck", deadline=None, max_examples=150)
settings.load_profile("citecheck")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    missing = pytest.mark.skip(reason=f"{SHARED} is not there")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(missing)


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every test has an empty cache of its own, and no index but those on this machine."""
    monkeypatch.setenv("CITECHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("CROSSREF_PLUS_API_TOKEN", raising=False)
    reach = HttpTransport.get

    def get(self: HttpTransport, address: str, *asked: Any) -> Response:
        if urlsplit(address).hostname not in ("127.0.0.1", "localhost"):
            raise NoAnswerError("could not be reached")
        return reach(self, address, *asked)

    monkeypatch.setattr(HttpTransport, "get", get)


@pytest.fixture
def shared() -> Path:
    """The folder of shared material; a test that asks for it bears the marker `shared`."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@dataclass(frozen=True)
class Page:
    """A document with what tests ask of it."""

    document: Document

    def visible(self, span: Span) -> str:
        return self.document.text[span.start : span.end]

    def written(self, span: Span) -> str:
        """What stands in the source file at a span of the visible text."""
        start, end = source_span(self.document, span.start, span.end)
        return self.document.source[start:end]

    def span(self, phrase: str) -> Span:
        """Where a phrase stands in the visible text, which holds it once."""
        assert self.document.text.count(phrase) == 1, f"{phrase!r} stands {self.document.text.count(phrase)} times"
        start = self.document.text.index(phrase)
        return Span(start, start + len(phrase))

    def blocks(self, region: str | None = None) -> Iterator[tuple[str, str]]:
        """Kind and text of the blocks, of one region or of all."""
        for block in self.document.blocks:
            if region in (None, block.region):
                yield block.kind, self.visible(block)


ReadPage = Callable[..., Page]


def page(source: str, reader: type[TextReader]) -> Page:
    """What one reader makes of a source, before the article is told from the page around it."""
    reading = reader().read(source)
    document = Document(
        uri="draft",
        media_type=reader.media_type,
        encoding="utf-8",
        sha256="",
        source=source,
        text=reading.text,
        anchors=reading.anchors,
        blocks=reading.blocks,
        marks=reading.marks,
        facts=reading.facts,
    )
    return Page(document)


ReadBy = Callable[[str, type[TextReader]], Page]


@pytest.fixture(scope="session")
def read_by() -> ReadBy:
    """Reads a source with one reader: `read_by(text, MarkdownReader)`."""
    return page


@pytest.fixture(scope="session")
def read() -> ReadPage:
    """Reads an article that stands in the test: `read(text)` as plain text, `read(text, ".md")` as Markdown."""

    def article(text: str, suffix: str = ".txt") -> Page:
        return Page(read_bytes(text.encode(), f"draft{suffix}", suffix))

    return article
