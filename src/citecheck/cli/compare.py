"""`citecheck compare`: what a source says to a claim, both given as text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from citecheck.assess.support import Source, compare
from citecheck.cli.filters import add_file, run_filter, text_of
from citecheck.report.json import support_as_json


def configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    return run_filter(options.file, _answer, parallel=True)


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    claim, title = text_of(row, "text"), text_of(row, "title_b") if "title_b" in row else ""
    return {"text": claim, "support": support_as_json(compare(claim, Source(text_of(row, "text_b"), title)))}
