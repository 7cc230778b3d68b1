"""The works that every service answers from: one or several files of Crossref's records, as JSON Lines.

Keys that begin with an underscore are ours and never leave the server, but for these, which say where else a work is:

* `_agency` is who registered the DOI: "Crossref" where nothing is said, else "DataCite", "mEDRA", "JaLC", …
* `_pubmed` is what PubMed has of it: `{"pmid", "pmcid", "publication_types"}`. Without a PMID it is not in PubMed.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Source = str | Path | Mapping[str, Any]

_WORD = re.compile(r"\w+")
# The usual parameters of BM25: how soon a repeated word stops counting, and how much a long record is held back.
_SATURATION, _LENGTH = 1.2, 0.75


def words(text: str) -> list[str]:
    """The words of a text, without case and accents, in order."""
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold())


def agency(record: Record) -> str:
    """Who registered a work's DOI."""
    return str(record.get("_agency", "Crossref"))


def pubmed(record: Record) -> Record:
    """What PubMed has of a work: nothing where it has no PMID there."""
    entry = record.get("_pubmed")
    return entry if isinstance(entry, dict) and entry.get("pmid") else {}


def first(value: Any) -> str:
    """The first of a list of strings, or nothing."""
    return str(value[0]) if isinstance(value, list) and value else ""


def issued(record: Record) -> list[int]:
    """Year, month and day of a work, as far as they are known."""
    parts = record.get("issued", {}).get("date-parts", [[]])[0]
    return [int(part) for part in parts if part]


class Works:
    """The works, found by DOI, by PubMed's identifiers, and by shared words."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.records = [record for source in sources for record in _read(source)]
        self._by_doi = {str(r["DOI"]).casefold(): r for r in self.records}
        self._by_pubmed = {
            str(value).casefold(): record
            for record in self.records
            for value in (pubmed(record).get("pmid"), pubmed(record).get("pmcid"))
            if value
        }
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths: list[int] = []
        for number, record in enumerate(self.records):
            found = words(" ".join(_searched(record)))
            self._lengths.append(len(found))
            for word, times in Counter(found).items():
                self._postings[word].append((number, times))
        self._mean_length = sum(self._lengths) / max(1, len(self._lengths))

    def __len__(self) -> int:
        return len(self.records)

    def doi(self, doi: str) -> Record | None:
        """The work of a DOI, in whatever case it is written."""
        return self._by_doi.get(doi.casefold())

    def pubmed(self, identifier: str) -> Record | None:
        """The work of a PMID or a PMCID."""
        return self._by_pubmed.get(identifier.casefold())

    def ranked(self, query: str) -> list[tuple[float, Record]]:
        """All works that share a word with the query, best first, with their score.

        The score has no upper bound and says little by itself, as that of Crossref.
        """
        scores: dict[int, float] = defaultdict(float)
        for word in set(words(query)):
            postings = self._postings.get(word, [])
            rarity = math.log(1 + (len(self.records) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, times in postings:
                length = 1 - _LENGTH + _LENGTH * self._lengths[number] / self._mean_length
                scores[number] += rarity * times * (_SATURATION + 1) / (times + _SATURATION * length)
        order = sorted(scores, key=lambda number: (-scores[number], number))
        return [(round(scores[number], 6), self.records[number]) for number in order]

    def of_prefix(self, prefix: str) -> Record | None:
        """Some work whose DOI has this prefix."""
        return next((record for record in self.records if str(record["DOI"]).startswith(f"{prefix}/")), None)

    def another(self, record: Record) -> Record:
        """Another work of the same agency, in PubMed too if this one is: the next in the file, always the same."""
        here = next(number for number, other in enumerate(self.records) if other is record)
        for other in self.records[here + 1 :] + self.records[:here]:
            if agency(other) == agency(record) and bool(pubmed(other)) == bool(pubmed(record)):
                return other
        raise LookupError(f"the works hold no other like {record['DOI']}")


def _read(source: Source) -> Iterator[Record]:
    if isinstance(source, Mapping):
        yield dict(source)
        return
    path = Path(source)
    stored = path.read_bytes()
    lines = gzip.decompress(stored) if path.suffix == ".gz" else stored
    yield from (json.loads(line) for line in lines.splitlines() if line.strip())


def _searched(record: Record) -> Iterator[str]:
    """What Crossref's bibliographic query looks at: titles, names, numbers, year; not the abstract."""
    for key in ("title", "subtitle", "container-title", "short-container-title", "ISSN"):
        yield from map(str, record.get(key, ()))
    for key in ("author", "editor"):
        for name in record.get(key, ()):
            yield from (str(name[part]) for part in ("given", "family", "name") if part in name)
    yield from (str(record[key]) for key in ("volume", "issue", "page", "article-number") if key in record)
    yield from map(str, issued(record)[:1])
