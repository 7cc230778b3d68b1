"""Works of the user's own files, searchable: a Tantivy index in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

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

    def __init__(self, works: Iterable[Work], name: str = "works") -> None:
        self.name = name
        # A work without a DOI stands for itself.
        self._works: dict[object, Work] = {}
        for work in works:
            self._works.setdefault(doi_term(work.doi) if work.doi else id(work), work)

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        return [self._works.get(doi_term(doi)) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:
        return [self._nearest(reference, limit) for reference in references]

    def _nearest(self, reference: str, limit: int) -> Sequence[Work]:
        works = self._in_order
        return [works[document["place"][0]] for document in self._words.nearest(reference, limit)]

    @cached_property
    def _in_order(self) -> list[Work]:
        return list(self._works.values())

    @cached_property
    def _words(self) -> Words:
        """Made when a reference is first searched for: those with a DOI may need none."""
        import tantivy  # only where works are searched

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("place", stored=True)
        add_words(schema)
        index = tantivy.Index(schema.build())
        prepare(index)
        index.config_reader("manual", 0)  # anything else waits a tenth of a second for a file watcher
        writer = index.writer(_HEAP, 1)
        for place, work in enumerate(self._in_order):
            writer.add_document(tantivy.Document(place=place, words=words_of(work)))
        writer.commit()
        index.reload()
        return Words(index, index.searcher())


def load_works(path: Path) -> list[Work]:
    """The works of a file: a JSON array or a Crossref answer (.json), JSON Lines (.jsonl), either with .gz.

    Raises:
        WorksFileError: one sentence that names the file, the line and what is wrong.
    """
    works = [work for record in Records(path, fast_parse()) if (work := work_from_record(record))]
    if not works:
        raise WorksFileError(holds_no_works(path))
    return works
