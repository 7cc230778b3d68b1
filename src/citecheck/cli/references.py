"""`citecheck references parse|resolve`: reference strings to CSL-JSON, and to works."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from citecheck.cli.filters import add_file, run_filter, text_of
from citecheck.parse.fields import parse_reference


def configure(parser: ArgumentParser) -> None:
    from citecheck.cli.options import add_common

    verbs = parser.add_subparsers(dest="what", metavar="parse|resolve", required=True)
    parse = verbs.add_parser("parse", help='{"raw": …} or a plain string a line → {"raw", "csl"}')
    add_file(parse)
    parse.set_defaults(run=run_parse)
    resolve = verbs.add_parser("resolve", help='the same → {"raw", "csl", "resolution"}')
    add_file(resolve)
    add_common(resolve)
    resolve.set_defaults(run=run_resolve)


def run_parse(options: Namespace) -> int:
    return run_filter(options.file, _parsed, plain_key="raw", parallel=True)


def _parsed(row: Mapping[str, Any]) -> dict[str, Any]:
    raw = text_of(row, "raw")
    return {"raw": raw, "csl": parse_reference(raw)}


def run_resolve(options: Namespace) -> int:
    from citecheck.cli.options import configured, open_works
    from citecheck.report.json import resolution_as_json
    from citecheck.resolve import resolve

    config = configured(options, None)
    sources = open_works(config)

    def answer(row: Mapping[str, Any]) -> dict[str, Any]:
        parsed = _parsed(row)
        found = resolve(parsed["csl"], parsed["raw"], sources, offline=config.network == "off")
        return {**parsed, "resolution": resolution_as_json(found)}

    return run_filter(options.file, answer, plain_key="raw", parallel=True)
