"""Which files an index on disk was made of: written into the index itself, with the commit that holds their works.

So the two can never disagree, whenever the machine stops. The works of an input, and the note of it, have places of
their own: its number, then the number of the record. The note stands at record 0.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, replace

if TYPE_CHECKING:
    import tantivy

RECORDS = 1 << 32
"""Places that an input has: more than any file has records."""
_NOTE = "input"


class Input(Struct, frozen=True):
    """A file of works, as far as the index has taken it in; sizes in bytes, times in nanoseconds since 1970."""

    number: int
    path: str
    size: int
    modified: int
    digest: str
    read: int = 0
    """Records read."""
    works: int = 0
    whole: bool = False

    def is_at(self, path: Path) -> bool:
        """Whether the file that lies there now is, by its size and time, the one that was read."""
        try:
            stat = path.stat()
        except FileNotFoundError:
            return False
        return (self.path, self.size, self.modified) == (str(path.resolve()), stat.st_size, stat.st_mtime_ns)

    def place(self, record: int) -> int:
        return self.number * RECORDS + record


class Inputs:
    """The inputs of an index, found by their number, path or content."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        self._held: dict[int, Input] = {}
        self._by_path: dict[str, set[int]] = defaultdict(set)
        self._by_digest: dict[str, int] = {}
        self._last = 0
        for one in inputs:
            self.put(one)

    def __getitem__(self, number: int) -> Input:
        return self._held[number]

    def put(self, one: Input) -> None:
        """Takes the place of what was known of the input before."""
        self.drop(one.number)
        self._held[one.number] = one
        self._by_path[one.path].add(one.number)
        self._by_digest[one.digest] = one.number
        self._last = max(self._last, one.number)

    def drop(self, number: int) -> None:
        one = self._held.pop(number, None)
        if one:
            self._by_path[one.path].discard(number)
            self._by_digest.pop(one.digest, None)

    def get(self, number: int) -> Input | None:
        return self._held.get(number)

    def older(self, path: Path, than: Input) -> list[Input]:
        """What lay at a path before its present content did."""
        return [self._held[number] for number in self._by_path[str(path.resolve())] if number != than.number]

    def of(self, path: Path) -> Input:
        """What is known of the file at a path; one that was moved or copied is known by its content."""
        known = (self._held[number] for number in self._by_path[str(path.resolve())])
        here = next((one for one in known if one.is_at(path)), None)
        if here:
            return here
        digest = digest_of(path)
        stat = path.stat()
        same = self._held.get(self._by_digest.get(digest, -1))
        if same and same.is_at(Path(same.path)):
            return same
        if same:
            return replace(same, path=str(path.resolve()), modified=stat.st_mtime_ns)
        return Input(self._last + 1, str(path.resolve()), stat.st_size, stat.st_mtime_ns, digest)


def digest_of(path: Path) -> str:
    """Tells contents apart; raises OSError where the file cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def add_note(schema: tantivy.SchemaBuilder) -> None:
    """Adds the fields of the notes to a schema."""
    schema.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    schema.add_bytes_field("note", stored=True)


def write_note(writer: tantivy.IndexWriter, taken: Input) -> None:
    """Adds the note of an input to what the next commit holds."""
    import tantivy

    note = json.dumps(asdict(taken)).encode()
    writer.add_document(tantivy.Document(kind=_NOTE, note=note, place=taken.place(0)))


def remove(writer: tantivy.IndexWriter, schema: tantivy.Schema, first: int, last: int) -> None:
    """Takes what stands at these places, works and notes, out of what the next commit holds."""
    import tantivy

    places = tantivy.Query.range_query(schema, "place", tantivy.FieldType.Integer, first, last)
    writer.delete_documents_by_query(places)


def noted(index: tantivy.Index, searcher: tantivy.Searcher) -> list[Input]:
    """The inputs whose works an index holds, in the order in which they were begun."""
    import tantivy

    query = tantivy.Query.term_query(index.schema, "kind", _NOTE, "basic")
    hits = searcher.search(query, max(1, searcher.doc_freq("kind", _NOTE)), count=False).hits
    found = (json.loads(searcher.doc(address)["note"][0]) for _, address in hits)
    return sorted((Input(**one) for one in found), key=lambda one: one.number)
