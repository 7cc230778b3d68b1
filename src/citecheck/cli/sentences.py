"""`citecheck sentences`: what single sentences claim and how they sell, judged without neighbours."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from citecheck.assess.claims import judge
from citecheck.cli.filters import add_file, run_filter, text_of
from citecheck.cli.options import house_settings
from citecheck.report.json import claim_as_json
from citecheck.rules.phrases import Finder, finder


def configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--config", metavar="FILE", help="settings whose rule packs and phrases are taken in")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    phrases = finder(house_settings(options))
    return run_filter(options.file, lambda row: _answer(row, phrases), plain_key="text", parallel=True)


def _answer(row: Mapping[str, Any], phrases: Finder) -> dict[str, Any]:
    text = text_of(row, "text")
    promotional = [
        {"start": p.start, "end": p.end, "category": p.category, "severity": p.severity, "rule_id": p.rule.id}
        for p in phrases.find(text)
    ]
    return {"text": text, "claim": claim_as_json(judge(text, alone=True)), "promotional": promotional}
