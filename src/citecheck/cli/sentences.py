"""`citecheck sentences`: what single sentences claim and how they sell, judged without neighbours."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from citecheck.assess.claims import judge
from citecheck.cli.filters import add_file, run_filter, text_of
from citecheck.report.json import claim_as_json
from citecheck.rules.phrases import find_promotional


def configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    return run_filter(options.file, _answer, plain_key="text", parallel=True)


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    text = text_of(row, "text")
    promotional = [
        {"start": p.start, "end": p.end, "category": p.category, "severity": p.severity, "rule_id": p.rule.id}
        for p in find_promotional(text)
    ]
    return {"text": text, "claim": claim_as_json(judge(text)), "promotional": promotional}
