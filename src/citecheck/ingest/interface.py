"""The boundary of ingest: what a reader of one format gives, and the error of a source that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field

from citecheck.model import Block, Comment, Csl, Facts, Mark


class UnreadableSourceError(Exception):
    """The message is one sentence for the user: what, where, what to do."""


class Reading(Struct, frozen=True):
    """What a reader makes of the decoded source, before main text and chrome are told apart."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    facts: Facts = Facts()
    """Only what the format states as such (front matter, meta tags); the rest is found in the text."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Names that links within the page can point to, and the offset that each stands for."""
    cut_short: bool = False
    """The source ends where it cannot end: what comes last may be missing."""
    pages: tuple[tuple[int, int], ...] = ()
    """Of a file with pages, offsets and the page, from 1, of what follows each."""
    comments: tuple[Comment, ...] = ()
    stated: Mapping[int, Csl] = field(default_factory=dict)
    """The fields of references that are given in fields, by where their block begins."""
    remark: str = ""
    """What could not be looked at beside the source, to follow its name."""


class TextReader(Protocol):
    """Reads one format that is text. Never raises: whatever the source holds, something can be read from it."""

    media_type: str

    def read(self, source: str) -> Reading: ...


class DocumentReader(Protocol):
    """Reads one format that is a file of its own; its readings have no anchors, since its text is extracted."""

    media_type: str

    def read(self, data: bytes, name: str) -> Reading:
        """Reads a file's bytes; `name` is what the user calls it.

        Raises:
            UnreadableSourceError: damaged, encrypted, or too large to be an article.
        """
