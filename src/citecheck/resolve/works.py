"""Works of the user's own files, searchable: a Tantivy index in memory."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from citecheck.lexicon import tokens
from citecheck.model import Work
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.records import families, work_from_record, years
from citecheck.text import fold

_RUN_TOGETHER = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Between the end of a word and a capital, and between letters and digits."""
_HEAP = 15_000_000
"""Bytes, the least that Tantivy takes; an index of this kind holds thousands of works, not millions."""


class LocalWorks:
    """Works of files; of records with one DOI the first counts. What it does not hold may well exist elsewhere."""

    complete = False

    def __init__(self, works: Sequence[Work], name: str = "works") -> None:
        self.name = name
        self._works = works
        self._by_doi = {work.doi.lower(): work for work in reversed(works) if work.doi}

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        return [self._by_doi.get(doi.lower()) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:
        return [self._nearest(reference, limit) for reference in references]

    def _nearest(self, reference: str, limit: int) -> Sequence[Work]:
        printed = _words(reference)
        # Copying tears words apart and runs them together: neighbours are looked for as one word, "ofMarketing" as two.
        apart = _words(_RUN_TOGETHER.sub(" ", reference))
        words = list(dict.fromkeys([*printed, *apart, *map("".join, pairwise(printed))]))
        return [self._works[place] for place in self._index.nearest(words, limit)] if words and self._works else []

    @cached_property
    def _index(self) -> _Index:
        """Made when a reference is first searched for: those with a DOI may need none."""
        return _Index(_words(_searchable(work)) for work in self._works)


class _Index:
    """Documents of words in a Tantivy index in memory."""

    def __init__(self, documents: Iterable[list[str]]) -> None:
        import tantivy  # only where works are searched

        self._query = tantivy.Query
        self._should = tantivy.Occur.Should
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("place", stored=True)
        schema.add_text_field("words", index_option="freq", tokenizer_name="whitespace")
        index = tantivy.Index(schema.build())
        index.config_reader("manual", 0)  # anything else waits a tenth of a second for a file watcher
        writer = index.writer(_HEAP, 1)
        for place, words in enumerate(documents):
            writer.add_document(tantivy.Document(place=place, words=" ".join(words)))
        writer.commit()
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    def nearest(self, words: Sequence[str], limit: int) -> list[int]:
        """The places of the documents that share most with some words, best first."""
        terms = [(self._should, self._query.term_query(self._schema, "words", word)) for word in words]
        hits = self._searcher.search(self._query.boolean_query(terms), limit, count=False).hits
        return [self._searcher.doc(address)["place"][0] for _, address in hits]


def load_works(path: Path) -> list[Work]:
    """The works of a file: a JSON array or a Crossref answer (.json), JSON Lines (.jsonl), either with .gz.

    Raises:
        WorksFileError: one sentence that names the file, the line and what is wrong.
    """
    works = [work for record in _records(path) if (work := work_from_record(record))]
    if not works:
        raise WorksFileError(
            f"{path} holds no works: it should have one Crossref record a line (.jsonl) or a list of them (.json)"
        )
    return works


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        text = data.decode("utf-8-sig")
    except IsADirectoryError:
        raise WorksFileError(f"{path} is a folder: give a file of works (.json, .jsonl or .jsonl.gz)") from None
    except FileNotFoundError:
        raise WorksFileError(f"{path} is not there: check --works and `works` in citecheck.toml") from None
    except (OSError, EOFError, zlib.error) as problem:
        raise WorksFileError(f"{path} cannot be read as works: {problem}") from None
    except UnicodeDecodeError:
        raise WorksFileError(f"{path} is not UTF-8: works come as JSON in UTF-8") from None
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                where = f"{path}, line {number}"
                yield _record(_parsed(line, where), where)
        return
    yield from _listed(_parsed(text, str(path)), path)


def _parsed(text: str, where: str) -> Any:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise WorksFileError(f"{where} is no JSON ({problem}): Crossref records are expected there") from None
    return value


def _record(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        kind = {list: "a list", str: "a string", type(None): "null"}.get(type(value), "a number")
        raise WorksFileError(f"{where} holds {kind} where a Crossref record is expected")
    return value


def _listed(value: Any, path: Path) -> Iterator[Mapping[str, Any]]:
    """A list of records, or Crossref's answers: {"message": {"items": […]}}, {"items": […]}, {"message": {…}}."""
    if isinstance(value, dict):
        value = value.get("message", value)
        value = value.get("items", [value]) if isinstance(value, dict) else value
    for record in value if isinstance(value, list) else [value]:
        yield _record(record, str(path))


def _searchable(work: Work) -> str:
    csl = work.csl
    numbers = [*map(str, sorted(years(work))), *(str(csl.get(key, "")) for key in ("volume", "issue", "page"))]
    return " ".join(
        [
            csl.get("title", ""),
            *families(csl),
            csl.get("container-title", ""),
            csl.get("container-title-short", ""),
            *numbers,
        ]
    )


def _words(text: str) -> list[str]:
    """The terms of a string, the same way for works and for references: folded words and numbers."""
    return [token.word for token in tokens(fold(text)) if token.word[0].isalnum()]
