"""What happens to the references of an article when the indexes fail, for every fault that tests/services can produce.

    python -m benchmarks.faults [FAULT ...] [--write]

Each fault befalls PubMed at once and Crossref after its second answer, and lasts. All works that the article cites
exist, so that "not found" would be a wrong accusation. After the fault the same article is audited again with the same
cache, which must then hold nothing of the fault. `--write` puts the table into benchmarks/faults.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services import FAULTS, Services, serve

TABLE = Path(__file__).with_suffix(".md")
DEADLINE = 4
"""Seconds for the look-ups of the article: servers that never answer are given up then."""
STOPPED = "stopped"
ONLY = {"another": "10.5555/"}
"""What the requests must hold that a fault befalls."""
Record = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of the references under one fault."""

    fault: str
    says: str
    statuses: Mapping[str, int]
    reasons: Sequence[str]
    code: int
    allowed_code: int
    healed: Mapping[str, int]
    problem: str

    @property
    def row(self) -> str:
        found = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        reasons = "; ".join(self.reasons)
        healed = ", ".join(f"{count} {status}" for status, count in sorted(self.healed.items()))
        return (
            f"| {self.fault} | {self.says} | {found} | {reasons} | {self.code} | {self.allowed_code} "
            f"| {healed} | {self.problem or 'as it should'} |"
        )


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("faults", nargs="*", metavar="FAULT", help="only these")
    cli.add_argument("--write", action="store_true", help="write the table to benchmarks/faults.md")
    options = cli.parse_args()
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(outcome, options.faults or [*FAULTS, STOPPED]))
    table = written(outcomes)
    print(table)
    if options.write:
        TABLE.write_text(table, encoding="utf-8")
    return int(any(one.problem for one in outcomes))


def written(outcomes: Sequence[Outcome]) -> str:
    wrong = sum(bool(one.problem) for one in outcomes)
    return "\n".join(
        [
            "# When the indexes fail",
            "",
            "<!-- Written by `python -m benchmarks.faults --write`. Do not edit. -->",
            "",
            "An article cites twelve works by DOI, by string and by PMID, all of which exist. Each fault befalls",
            "PubMed at once and Crossref after its second answer, and lasts; then the article is audited again",
            "without the fault and with the same cache. As it should: what was answered is matched, the rest is",
            "`unchecked` with a reason, nothing is said not to exist, the exit code is 2 where look-ups failed and 0",
            "with `--allow-incomplete`, and once the fault is gone every work is found.",
            "",
            "`another` befalls only requests for DOIs: a search that is answered with other works is no different from",
            "one for a work that does not exist.",
            "",
            f"{len(outcomes)} faults, {wrong} with another outcome.",
            "",
            "| fault | what it is | references | reasons | exit code | allowed | afterwards | |",
            "|---|---|---|---|---:|---:|---|---|",
            *(one.row for one in outcomes),
            "",
        ]
    )


def works() -> list[Record]:
    """Twelve works that have nothing in common."""
    families = "Abara Brenner Castellan Drozd Eklund Ferreira Garrick Haddad Ito Jansen Kovacs Lindqvist".split()
    things = "Walking Chess Gardening Singing Fasting Napping Knitting Rowing Ginger Magnesium Yoghurt Archery".split()
    where = "knees memory sleep asthma gout migraine appetite grip nausea balance mood hearing".split()
    return [
        {
            "DOI": f"10.5555/fault.{n}",
            "type": "journal-article",
            "title": [f"{things[n]} and {where[n]}: a randomised trial in {200 + n * 7} adults"],
            "author": [{"family": families[n], "given": "Rosa"}, {"family": families[n - 5], "given": "Tom"}],
            "container-title": [f"Journal of {where[n - 3].capitalize()} Studies"],
            "issued": {"date-parts": [[1990 + n]]},
            "volume": str(n + 3),
            "page": f"{n * 17 + 1}-{n * 17 + 6}",
            "abstract": "It helped.",
            **({"_pubmed": {"pmid": str(31000000 + n)}} if n % 3 == 2 else {}),
        }
        for n in range(12)
    ]


def article(records: Sequence[Record]) -> str:
    """An article that cites them: a third by DOI, a third by string alone, a third by PMID."""
    said = [f"Claim {i} was tested in a trial of its own [{i}]." for i in range(1, len(records) + 1)]
    listed = [f"{i}. {_printed(record, i - 1)}" for i, record in enumerate(records, 1)]
    return f"What trials say\n\n{' '.join(said)}\n\nReferences\n\n" + "\n".join(listed) + "\n"


def _printed(record: Record, number: int) -> str:
    names = ", ".join(f"{name['family']} {name['given'][0]}" for name in record["author"])
    numbers = f"{record['issued']['date-parts'][0][0]};{record['volume']}:{record['page']}"
    identifier = ("", f" doi:{record['DOI']}", f" PMID: {31000000 + number}")[number % 3]
    return f"{names}. {record['title'][0]}. {record['container-title'][0]}. {numbers}.{identifier}"


def outcome(fault: str) -> Outcome:
    """Three audits: with the fault, with it and an empty cache and --allow-incomplete, and without it."""
    records = works()
    with serve(records, seconds=0.3) as services, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "article.txt").write_text(article(records), encoding="utf-8")
        _plan(services, fault)
        code, report = audit(services, folder, "cache")
        services.start()
        services.heal()
        _plan(services, fault)
        allowed_code, _ = audit(services, folder, "other", "--allow-incomplete")
        services.start()
        services.heal()
        healed_code, healed = audit(services, folder, "cache")
    found = [r["resolution"] for r in report["reports"][0]["references"]]
    statuses = Counter(one["status"] for one in found)
    reasons = sorted({one["reason"] for one in found if one["status"] == "unchecked"})
    after = Counter(r["resolution"]["status"] for r in healed["reports"][0]["references"])
    problem = wrong(statuses, reasons, code, allowed_code) or (
        "" if (healed_code, after) == (0, {"matched": 12}) else "not all is found afterwards"
    )
    says = FAULTS[fault].says if fault in FAULTS else "the server goes away"
    return Outcome(fault, says, statuses, reasons, code, allowed_code, after, problem)


def wrong(statuses: Mapping[str, int], reasons: Sequence[str], code: int, allowed_code: int) -> str:
    """What is not as it should be; empty where all is."""
    if set(statuses) - {"matched", "unchecked"}:
        return "a work that exists is called something else"
    if not all(reasons):
        return "no reason is given"
    if code != (2 if statuses.get("unchecked") else 0) or allowed_code != 0:
        return "the exit code is wrong"
    return ""


def _plan(services: Services, fault: str) -> None:
    if fault == STOPPED:
        services.stop(after=2)
        return
    for service, after in (("crossref", 2), ("doi.org", 0), ("datacite", 0), ("pubmed", 0)):
        services.fail(fault, service=service, containing=ONLY.get(fault, ""), after=after if fault not in ONLY else 0)


def audit(services: Services, folder: Path, cache: str, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of one run; raises SystemExit where there is none."""
    (folder / "citecheck.toml").write_text(
        f'crossref-url = "{services.crossref_url}"\ndoi-url = "{services.doi_url}"\ncache = "{cache}"\n'
        f'datacite-url = "{services.datacite_url}"\npubmed-url = "{services.eutils_url}"\ndeadline = {DEADLINE}\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "citecheck", "audit", "article.txt", "--format", "json", "--fail-on", "none"]
    # With a token, whose limits are wide: this is not about how long it takes.
    env = {**os.environ, "no_proxy": "*", "CROSSREF_PLUS_API_TOKEN": "token"}
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, check=False, env=env)
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr or not done.stdout:
        raise SystemExit(f"{done.returncode}: {done.stderr.decode(errors='replace')}")
    report: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, report


if __name__ == "__main__":
    sys.exit(main())
