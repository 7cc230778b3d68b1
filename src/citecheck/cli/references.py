"""`citecheck references parse|resolve`: reference strings to CSL-JSON, and to works."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from citecheck.cli.filters import add_file, run_filter, run_together, text_of
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
    from citecheck.cli.exits import one_line
    from citecheck.cli.looking import Looking
    from citecheck.cli.options import configured, open_works
    from citecheck.report.json import resolution_as_json
    from citecheck.resolve import resolve_all

    config = configured(options, None)
    looking = Looking(options, config, open_works(config))
    offline = config.network == "off"

    def answer(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        if looking.session.interrupted:
            raise KeyboardInterrupt
        parsed = [_parsed(row) for row in rows]
        references = [(row["csl"], row["raw"]) for row in parsed]
        found = resolve_all(
            references, looking.sources, looking.session, offline=offline, retractions=looking.retractions
        )
        looking.note(references, found)
        return [{**row, "resolution": resolution_as_json(one)} for row, one in zip(parsed, found, strict=True)]

    if offline and not looking.rehearses:
        # Nothing is gained by asking together, and much by using all processors.
        code = run_filter(options.file, lambda row: answer([row])[0], plain_key="raw", parallel=True)
    else:
        code = run_together(options.file, answer, plain_key="raw")
    looking.show()
    for note in looking.notifications():
        print(f"citecheck: {one_line(note.message)}", file=sys.stderr)
    looking.close()
    return looking.exit_code(code)
