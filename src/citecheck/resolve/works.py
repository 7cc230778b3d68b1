"""Works of the user's own files, searchable: a Tantivy index in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import cast

from citecheck.model import Work
from citecheck.resolve.files import Records, fast_parse, holds_no_works
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.records import work_from_record
from citecheck.resolve.words import Words, add_words, doi_term, prepare, words_of

_HEAP = 60_000_000
"""Bytes, the least that Tantivy takes; an index of this kind holds thousands of works, not millions."""


class LocalWorks:
    """Works of files; of records with one DOI the first counts. What it does not hold may well exist elsewhere."""

    complete = False

    def __init__(self, works: Iterable[Work], name: str = "works", *, searched: bool = False) -> None:
        """`searched` says that searches will follow: then the index is made beside reading the works."""
        self.name = name
        # A work without a DOI stands for itself.
        self._works: dict[object, Work] = {}
        index = _Index() if searched else None
        for work in works:
            key: object = doi_term(work.doi) if work.doi else id(work)
            if key not in self._works:
                self._works[key] = work
                if index:
                    index.add(work)
        if index:
            self._words = index.made()

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        return [self._works.get(doi_term(doi)) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:
        return [self._nearest(reference, limit) for reference in references]

    def _nearest(self, reference: str, limit: int) -> Sequence[Work]:
        works, words = self._in_order, self._words
        places = words.searcher.fast_field_values("place", words.nearest(reference, limit))
        return [works[place] for place in cast("list[int]", places)]

    @cached_property
    def _in_order(self) -> list[Work]:
        return list(self._works.values())

    @cached_property
    def _words(self) -> Words:
        """Made when a reference is first searched for: those with a DOI may need none."""
        index = _Index()
        for work in self._in_order:
            index.add(work)
        return index.made()


class _Index:
    """An index in the making; Tantivy works in a thread of its own while the next works come."""

    def __init__(self) -> None:
        import tantivy  # only where works are searched

        self._document = tantivy.Document
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("place", fast=True)
        add_words(schema)
        self._index = tantivy.Index(schema.build())
        prepare(self._index)
        self._index.config_reader("manual", 0)  # anything else waits a tenth of a second for a file watcher
        self._writer = self._index.writer(_HEAP, 1)
        self._count = 0

    def add(self, work: Work) -> None:
        self._writer.add_document(self._document(place=self._count, words=words_of(work)))
        self._count += 1

    def made(self) -> Words:
        self._writer.commit()
        self._index.reload()
        return Words(self._index, self._index.searcher())


def load_works(path: Path) -> list[Work]:
    """The works of a file, as `read_works`."""
    return list(read_works(path))


def read_works(path: Path) -> Iterator[Work]:
    """The works of a file: a JSON array or a Crossref answer (.json), JSON Lines (.jsonl), either with .gz.

    Raises:
        WorksFileError: one sentence that names the file, the line and what is wrong.
    """
    empty = True
    for record in Records(path, fast_parse()):
        if work := work_from_record(record):
            empty = False
            yield work
    if empty:
        raise WorksFileError(holds_no_works(path))
