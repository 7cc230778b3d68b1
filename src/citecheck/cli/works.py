"""`citecheck works classify`: what kind of study works report, from Crossref or CSL records."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from citecheck.assess.evidence import of_work
from citecheck.cli.filters import BadLineError, add_file, run_filter
from citecheck.report.json import evidence_as_json
from citecheck.resolve.records import work_from_record


def configure(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", metavar="classify", required=True)
    classify = verbs.add_parser("classify", help='a record a line → {"DOI", "evidence"}')
    add_file(classify)
    classify.set_defaults(run=run)


def run(options: Namespace) -> int:
    return run_filter(options.file, _classified)


def _classified(row: Mapping[str, Any]) -> dict[str, Any]:
    work = work_from_record(row)
    if work is None:
        raise BadLineError("a record with neither a title nor a DOI")
    return {"DOI": work.doi, "evidence": evidence_as_json(of_work(work, None))}
