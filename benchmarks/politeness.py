"""How many requests articles cost, whether the limits are kept, and how much longer it takes than the limits demand.

    python -m benchmarks.politeness [--write]

Whole runs of the command against the services of tests/services, which answer after 0.15 seconds, allow what Crossref
allows, and count who goes past it. "The limits demand" is the time between the first and the last request of somebody
who sends as many as allowed, evenly. `--write` puts the table into benchmarks/politeness.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services import Services, serve

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".md")
LATENCY = 0.15
MOST_REQUESTS, MOST_TIME = 32, 1.15
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Measured:
    """One run: requests by service, what it took and what the limits demand, in seconds."""

    name: str
    references: int
    requests: Mapping[str, int]
    repeated: int
    violations: int
    took: float
    demanded: float

    @property
    def row(self) -> str:
        asked = ", ".join(f"{count} {name}" for name, count in self.requests.items()) or "none"
        ratio = f"{self.took / self.demanded:.2f}" if self.demanded else ""
        demanded = f"{self.demanded:.1f} s" if self.demanded else ""
        return (
            f"| {self.name} | {self.references} | {asked} | {self.repeated} | {self.violations} "
            f"| {self.took:.1f} s | {demanded} | {ratio} |"
        )


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--write", action="store_true", help="write the table to benchmarks/politeness.md")
    write = cli.parse_args().write
    records = invented(150)
    runs = []
    for pool, options in (("polite", ("--mailto", "desk@clinic.example")), ("public", ())):
        with prepared(records) as (services, folder):
            one = folder / "one.txt"
            one.write_text(article(records[:60], 0), encoding="utf-8")
            runs += [
                run(f"one article, {pool} pool", services, folder, [one], options),
                run(f"the same again, {pool} pool", services, folder, [one], options),
            ]
    with prepared(records) as (services, folder):
        several = [folder / f"{number}.txt" for number in range(10)]
        for number, path in enumerate(several):
            path.write_text(article(records[number * 10 : number * 10 + 60], number), encoding="utf-8")
        runs.append(
            run("ten articles that share works", services, folder, several, ("--mailto", "desk@clinic.example"))
        )
    table = written(runs)
    print(table)
    if write:
        TABLE.write_text(table, encoding="utf-8")
    held = all(
        one.violations == one.repeated == 0 and one.took <= MOST_TIME * one.demanded for one in runs if one.demanded
    )
    few = all(sum(one.requests.values()) <= MOST_REQUESTS for one in runs if one.references == 60)
    return 0 if held and few and not any(sum(one.requests.values()) for one in runs if "again" in one.name) else 1


def written(runs: Sequence[Measured]) -> str:
    return "\n".join(
        [
            "# What look-ups cost",
            "",
            "<!-- Written by `python -m benchmarks.politeness --write`. Do not edit. -->",
            "",
            "Whole runs of `citecheck audit` against the services of `tests/services`, each answer after 0.15 seconds.",
            "Half of an article's 60 references have a DOI. The bars: at most 32 requests for an article, no violation",
            "of the limits, at most 1.15 times the time that the limits demand, and nothing asked twice.",
            "",
            "| run | references | requests | asked twice | violations | took | the limits demand | ratio |",
            "|---|---:|---|---:|---:|---:|---:|---:|",
            *(one.row for one in runs),
            "",
        ]
    )


def invented(count: int) -> list[Record]:
    """Works that differ in all that a reference shows."""
    families = "Abara Brenner Castellan Drozd Eklund Ferreira Garrick Haddad Ito Jansen Kovacs Lindqvist Moreau".split()
    things = "walking chess gardening singing fasting napping knitting rowing ginger magnesium yoghurt".split()
    where = "knees memory sleep asthma gout migraine appetite grip nausea balance mood hearing vision".split()
    who = ("nurses", "runners", "elders")
    return [
        {
            "DOI": f"10.5555/bench.{n}",
            "type": "journal-article",
            "title": [f"{things[n % 11].capitalize()} and {where[n % 13]} in {who[n % 3]} aged {20 + n // 3}"],
            "author": [{"family": families[(n + k) % 13], "given": given} for k, given in ((0, "Rosa"), (5, "Tom"))],
            "container-title": [f"Journal of {where[(n + 4) % 13].capitalize()} Trials"],
            "issued": {"date-parts": [[1970 + n % 50]]},
            "volume": str(n + 3),
            "page": f"{n * 7 + 1}-{n * 7 + 6}",
        }
        for n in range(count)
    ]


def article(records: Sequence[Record], number: int) -> str:
    """An article that cites these works; those with an even number by their DOI too."""
    said = [f"Claim {i} of article {number} was tested in a trial last year [{i}]." for i in range(1, len(records) + 1)]
    listed = [f"{i}. {_printed(record)}" for i, record in enumerate(records, 1)]
    return f"What trials say, part {number}\n\n{' '.join(said)}\n\nReferences\n\n" + "\n".join(listed) + "\n"


def _printed(record: Record) -> str:
    names = ", ".join(f"{name['family']} {name['given'][0]}" for name in record["author"])
    numbers = f"{record['issued']['date-parts'][0][0]};{record['volume']}:{record['page']}"
    text = f"{names}. {record['title'][0]}. {record['container-title'][0]}. {numbers}."
    return text if int(record["volume"]) % 2 else f"{text} doi:{record['DOI']}"


@contextmanager
def prepared(records: Sequence[Record]) -> Iterator[tuple[Services, Path]]:
    """The services, and a folder with settings that point to them and an empty cache."""
    with serve(records, latency=LATENCY) as services, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "citecheck.toml").write_text(
            f'crossref-url = "{services.crossref_url}"\ndoi-url = "{services.doi_url}"\ncache = "cache"\n'
            f'datacite-url = "{services.datacite_url}"\npubmed-url = "{services.eutils_url}"\n',
            encoding="utf-8",
        )
        yield services, folder


def run(name: str, services: Services, folder: Path, sources: Sequence[Path], options: Sequence[str]) -> Measured:
    """One run of the command; raises SystemExit where a reference is not matched."""
    services.requests.clear()
    services.violations.clear()
    command = [sys.executable, "-m", "citecheck", "audit", *map(str, sources), "--format", "json", *options]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env={**os.environ, "no_proxy": "*"})
    took = time.perf_counter() - began
    report = json.loads(done.stdout)
    found = [r["resolution"]["status"] for one in report["reports"] for r in one["references"]]
    if set(found) != {"matched"}:
        raise SystemExit(f"{name}: {Counter(found)}, {report['run']['notifications']}")
    return Measured(
        name,
        len(found),
        report["run"]["requests"],
        _repeated(services),
        len(services.violations),
        took,
        _demanded(services, polite=bool(options)),
    )


def _repeated(services: Services) -> int:
    """How many DOIs and strings were asked for more than once."""
    asked: Counter[str] = Counter()
    for request in services.requests:
        asked.update((request.parameter("filter") or "").split(",") if request.parameter("filter") else ())
        asked.update([text] if (text := request.parameter("query.bibliographic")) else ())
    return sum(count - 1 for count in asked.values())


def _demanded(services: Services, *, polite: bool) -> float:
    lists = sum(request.service == "crossref" and request.path == "/works" for request in services.requests)
    return max(0, lists - 1) / (3 if polite else 1)


if __name__ == "__main__":
    sys.exit(main())
