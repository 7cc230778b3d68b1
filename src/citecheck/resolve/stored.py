"""Works as bytes, as an index on disk keeps them."""

from __future__ import annotations

import json
from typing import NamedTuple

import msgspec

from citecheck.model import UpdateNotice, Work
from citecheck.resolve.words import doi_term, words_of

# A record may hold half of a character pair, which is no UTF-8; it has to come back as it went in.
_LENIENT = "surrogatepass"


class Entry(NamedTuple):
    """A work as the index takes it."""

    at: int
    """Which record of its file it is, from 1."""
    doi: str
    words: str
    packed: bytes


def entry_of(work: Work, at: int, *, abstract: bool) -> Entry:
    """A work, the `at`th record of its file, ready for the index."""
    return Entry(at, doi_term(work.doi or ""), words_of(work), pack(work, abstract=abstract))


def pack(work: Work, *, abstract: bool) -> bytes:
    """A work as JSON in UTF-8; its abstract is the largest part by far, and may be left out."""
    notices = [[notice.type, notice.doi, notice.date, notice.source] for notice in work.updates]
    parts = [work.csl, work.abstract if abstract else None, work.publication_types, notices, work.appeared_as]
    try:
        return msgspec.json.encode(parts)
    except UnicodeEncodeError:
        return json.dumps(parts, ensure_ascii=False).encode("utf-8", _LENIENT)


def unpack(packed: bytes) -> Work:
    """The work that was packed."""
    csl, abstract, publication_types, notices, appeared_as = json.loads(packed.decode("utf-8", _LENIENT))
    updates = tuple(UpdateNotice(*notice) for notice in notices)
    return Work(csl, abstract, tuple(publication_types), updates, tuple(appeared_as))
