"""The boundary of ingest: what a reader of one format gives, and the error of a source that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from citecheck.model import Block, Facts, Mark


class UnreadableSourceError(Exception):
    """The message is one sentence for the user: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of the decoded source, before main text and chrome are told apart."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    facts: Facts = Facts()
    """Only what the format states as such (front matter, meta tags); the rest is found in the text."""


class Reader(Protocol):
    """Reads one format. Never raises: whatever the source holds, something can be read from it."""

    media_type: str

    def read(self, source: str) -> Reading: ...
