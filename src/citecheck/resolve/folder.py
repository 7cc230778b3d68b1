"""A works index on disk: a folder that `citecheck works index` made, as a source of works."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from citecheck.model import Work
from citecheck.resolve.inputs import Input, add_note, noted
from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.stored import Entry, unpack
from citecheck.resolve.words import Words, add_words, doi_term

if TYPE_CHECKING:
    import tantivy

FORMAT = 2
"""Goes up whenever an index made before could be misread."""
_ABOUT = "about.json"
_INDEX = "index"
_SPARE = 5
"""Works asked for beyond the limit: records of one DOI are one work."""


class About(Struct, frozen=True):
    """What is told of an index beside its works; `made` is a day and time in UTC, ISO 8601."""

    format: int
    version: str
    made: str
    abstracts: bool
    complete: bool = False


def schema() -> tantivy.Schema:
    """The fields of a work: its DOI and words to find it by, the work itself, and where it came from."""
    import tantivy  # only where works are searched

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("doi", tokenizer_name="raw", index_option="basic")
    add_words(builder)
    builder.add_bytes_field("work", stored=True)
    builder.add_integer_field("place", fast=True)
    add_note(builder)
    return builder.build()


def document(entry: Entry, place: int) -> tantivy.Document:
    """A work in the fields of the index."""
    import tantivy

    doi = [entry.doi] if entry.doi else []
    return tantivy.Document(doi=doi, words=entry.words, work=entry.packed, place=place)


def create(folder: Path, about: About) -> None:
    """Makes an index without works; the folder appears with all that belongs in it, or not at all.

    Raises:
        WorksFileError: the folder cannot be made, or holds something else.
    """
    import tantivy

    try:
        if folder.exists():
            if not folder.is_dir() or any(folder.iterdir()):
                raise FileExistsError("something else is there")
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            (made / _INDEX).mkdir()
            tantivy.Index(schema(), str(made / _INDEX))
            write_about(made, about)
            made.chmod(0o755)
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except (OSError, ValueError) as problem:
        if is_index(folder):
            return  # another run has made it just now
        raise WorksFileError(f"{folder} cannot be made an index of works: {problem}") from None


def is_index(folder: Path) -> bool:
    """Whether a works index was made there, by whatever version."""
    return (folder / _ABOUT).is_file()


def write_about(folder: Path, about: About) -> None:
    """Takes the place of what was told before in one step."""
    written = folder / f"{_ABOUT}.new"
    written.write_text(json.dumps(asdict(about), indent=2) + "\n", encoding="utf-8")
    written.replace(folder / _ABOUT)


def read_about(folder: Path) -> About:
    """What is told of an index.

    Raises:
        WorksFileError: the folder is none, or of a format that this version cannot read.
    """
    try:
        told = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        version, made_as = told["version"], told["format"]
        if made_as == FORMAT:
            return About(**told)
    except (OSError, ValueError, TypeError, LookupError):
        hint = "`citecheck works index FILE... --out FOLDER` makes one"
        raise WorksFileError(f"{folder} is a folder, but no index of works: {hint}") from None
    anew = "make it anew with `citecheck works index`"
    raise WorksFileError(f"{folder} was made by citecheck {version}, whose indexes this version cannot read: {anew}")


def open_index(folder: Path) -> tuple[tantivy.Index, tantivy.Searcher, About]:
    """The Tantivy index of a folder, what it held at its last commit, and what is told of it.

    Raises:
        WorksFileError: as `read_about`, or the index is damaged.
    """
    about = read_about(folder)
    try:
        try:
            return *_opened(folder / _INDEX), about
        except ValueError as problem:
            if "Lockfile" not in str(problem):
                raise
            return *_opened_for_reading(folder / _INDEX), about
    except (OSError, ValueError) as problem:
        raise WorksFileError(
            f"{folder} holds an index that cannot be read ({problem}): make it anew with `citecheck works index`"
        ) from None


def _opened(path: Path) -> tuple[tantivy.Index, tantivy.Searcher]:
    import tantivy

    index = tantivy.Index.open(str(path))
    index.config_reader("manual", 0)  # what is open stays as it is, and nothing watches the folder
    index.reload()
    return index, index.searcher()


def _opened_for_reading(path: Path) -> tuple[tantivy.Index, tantivy.Searcher]:
    """An index that somebody else keeps: Tantivy opens none in whose folder it cannot write a lock, so in another."""
    with tempfile.TemporaryDirectory() as links:
        for file in path.iterdir():
            if file.suffix != ".lock":
                (Path(links) / file.name).symlink_to(file.resolve())
        return _opened(Path(links))  # what it needs is open now


class WorksFolder:
    """The works of an index on disk as they were last committed; of records with one DOI the first counts."""

    name = "works"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index, self._searcher, self.about = open_index(folder)
        self.complete = self.about.complete
        self._words = Words(self._index, self._searcher)

    def __reduce__(self) -> tuple[type[WorksFolder], tuple[Path]]:
        return WorksFolder, (self.folder,)  # another process opens it anew

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | None]:
        return [self._first(doi_term(doi)) for doi in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work]]:
        return [self._nearest(reference, limit) for reference in references]

    def inputs(self) -> list[Input]:
        """The files that the index was made of."""
        return noted(self._index, self._searcher)

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def _first(self, doi: str) -> Work | None:
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, "doi", doi, "basic")
        ascending = tantivy.Order.Asc
        hits = self._searcher.search(query, 1, count=False, order_by_field="place", order=ascending).hits
        return unpack(self._searcher.doc(hits[0][1])["work"][0]) if hits else None

    def _nearest(self, reference: str, limit: int) -> Sequence[Work]:
        works: list[Work] = []
        places: dict[str, int] = {}
        for address in self._words.nearest(reference, limit + _SPARE):
            work = unpack(self._searcher.doc(address)["work"][0])
            doi = doi_term(work.doi or "")
            if not doi or doi not in places:
                places[doi] = len(works)
                works.append(work)
            else:
                works[places[doi]] = self._first(doi) or work
        return works[:limit]
