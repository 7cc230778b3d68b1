"""Makes files of works as large as one likes from the real ones of the shared gold, in the shape of Crossref's dump.

Titles, people, journals, volumes, pages and years are drawn apart from one another, so that each made work shares its
parts with many real ones. Their DOIs are under 10.5555. Records are as long as Crossref's: with abstracts, licences,
links and the lists of references that an index of works has to read past.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from fields import GOLD

REAL = GOLD / "works.jsonl.gz"
A_FILE = 5000
"""Records of one file, as in Crossref's public data file."""
WITH_ABSTRACT = 0.25
WITH_REFERENCES = 0.45
Record = dict[str, Any]


def real_works() -> list[Record]:
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def make_files(folder: Path, count: int) -> None:
    """`count` works in `folder`, the real ones among them; half of the files are lists, half are JSON Lines."""
    real = real_works()
    starts = range(0, count, A_FILE)
    shares = [real[at :: len(starts)] for at in range(len(starts))]
    with ProcessPoolExecutor(initializer=_prepare, initargs=(real,)) as pool:
        for _ in pool.map(
            _make_file, [folder] * len(starts), starts, [min(A_FILE, count - at) for at in starts], shares
        ):
            pass


class _Parts:
    """What works are put together of."""

    def __init__(self, real: Sequence[Record]) -> None:
        titles = [record["title"][0].split() for record in real if record.get("title")]
        self.words = [word for title in titles for word in title]
        self.lengths = [len(title) for title in titles]
        self.people = [person for record in real for person in record.get("author", ())]
        self.numbers_of_people = [len(record.get("author", ())) for record in real]
        self.records = real
        chance = random.Random(0)  # noqa: S311 - nothing secret
        self.cited = [self.reference(number, chance) for number in range(20_000)]

    def reference(self, number: int, chance: random.Random) -> Record:
        return {
            "key": f"ref{number % 60}",
            "doi-asserted-by": "publisher",
            "DOI": f"10.5555/cited.{number}",
            "article-title": self.title(chance),
            "author": chance.choice(self.people).get("family", ""),
            "volume": str(chance.randrange(300)),
            "first-page": str(chance.randrange(2000)),
            "year": str(chance.randrange(1960, 2025)),
        }

    def title(self, chance: random.Random) -> str:
        return " ".join(chance.choices(self.words, k=chance.choice(self.lengths)))

    def record(self, doi: str, chance: random.Random) -> Record:
        journal, dated, numbered = chance.choices(self.records, k=3)
        made = {
            "DOI": doi,
            "title": [self.title(chance)],
            "author": chance.choices(self.people, k=chance.choice(self.numbers_of_people)),
        }
        made |= _taken(journal, "type", "container-title", "short-container-title", "ISSN", "publisher")
        made |= _taken(dated, "issued", "published-print", "published-online")
        made |= _taken(numbered, "volume", "issue", "page")
        return made

    def lengthened(self, record: Record, chance: random.Random) -> Record:
        """A record with what Crossref says beside what identifies a work."""
        doi = record["DOI"]
        stamp = {"date-parts": [[2024, 3, 4]], "date-time": "2024-03-04T05:06:07Z", "timestamp": 1709528767000}
        record = record | {
            "indexed": stamp,
            "created": stamp,
            "deposited": stamp,
            "prefix": doi.partition("/")[0],
            "member": str(chance.randrange(20_000)),
            "source": "Crossref",
            "license": [
                {"start": stamp, "content-version": "vor", "delay-in-days": 0, "URL": f"https://l.example/{doi}"}
            ],
            "link": [
                {"URL": f"https://link.example/{doi}.pdf", "content-type": "application/pdf", "content-version": "vor"}
            ],
            "URL": f"https://doi.org/{doi}",
            "is-referenced-by-count": chance.randrange(100),
        }
        if chance.random() < WITH_ABSTRACT:
            record["abstract"] = f"<jats:p>{' '.join(chance.choices(self.words, k=200))}</jats:p>"
        if chance.random() < WITH_REFERENCES:
            record["reference"] = chance.sample(self.cited, k=chance.randrange(5, 60))
        return record


_parts: _Parts


def _prepare(real: Sequence[Record]) -> None:
    global _parts  # noqa: PLW0603 - what every file of a process is made of is read once
    _parts = _Parts(real)


def _make_file(folder: Path, start: int, count: int, share: Sequence[Record]) -> None:
    chance = random.Random(start)  # noqa: S311 - nothing secret
    records = _records(start, count, share[:count], chance)
    number = start // A_FILE
    if number % 2:
        with gzip.open(folder / f"{number}.jsonl.gz", "wt", encoding="utf-8", compresslevel=3) as out:
            out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        return
    with gzip.open(folder / f"{number}.json.gz", "wt", encoding="utf-8", compresslevel=3) as out:
        out.write(json.dumps({"items": list(records)}, ensure_ascii=False))


def _records(start: int, count: int, share: Sequence[Record], chance: random.Random) -> Iterator[Record]:
    for record in share:
        yield _parts.lengthened(record, chance)
    for number in range(start, start + count - len(share)):
        yield _parts.lengthened(_parts.record(f"10.5555/made.{number}", chance), chance)


def _taken(record: Mapping[str, Any], *keys: str) -> Record:
    return {key: record[key] for key in keys if key in record}
