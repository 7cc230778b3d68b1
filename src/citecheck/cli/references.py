"""`citecheck references parse|resolve|format`: reference strings to CSL-JSON, to works, and into a journal's style."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from citecheck.cli.exits import BAD_USAGE, OK, UsageError
from citecheck.cli.filters import BadLineError, add_file, read_rows, run_filter, run_together, text_of
from citecheck.csl import checked
from citecheck.model import Csl
from citecheck.parse.fields import parse_reference
from citecheck.report.bibliography import AND_OTHERS, IDENTIFIERS


def configure(parser: ArgumentParser) -> None:
    from citecheck.cli.options import add_common
    from citecheck.report.styles import STYLES

    verbs = parser.add_subparsers(dest="what", metavar="parse|resolve|format", required=True)
    parse = verbs.add_parser("parse", help='{"raw": …} or a plain string a line → {"raw", "csl"}')
    add_file(parse)
    parse.set_defaults(run=run_parse)
    resolve = verbs.add_parser("resolve", help='the same → {"raw", "csl", "resolution"}')
    add_file(resolve)
    add_common(resolve)
    resolve.set_defaults(run=run_resolve)
    style = verbs.add_parser("format", help='the same, or what the two print, → {…, "style", "formatted"}')
    add_file(style)
    style.add_argument("--style", choices=tuple(STYLES), required=True, help="the style of the list")
    style.add_argument(
        "--list", action="store_true", help="print the list itself: numbered, or sorted by author, as the style asks"
    )
    style.set_defaults(run=run_format)


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
    looking = Looking(options, config, open_works(config, searched=True))
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


def run_format(options: Namespace) -> int:
    from citecheck.report.results import FormatError
    from citecheck.report.styles import Styled

    try:
        styled = Styled(options.style)
    except FormatError as problem:
        raise UsageError(str(problem)) from None

    def answer(row: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return {**row, "style": options.style, "formatted": styled.format(*_described(row))}
        except FormatError as problem:
            raise BadLineError(str(problem)) from None

    if not options.list:
        return run_filter(options.file, answer, plain_key="raw")
    code, formatted = OK, []
    for line, row in read_rows(options.file, plain_key="raw"):
        try:
            formatted.append(answer(row())["formatted"])
        except BadLineError as problem:
            print(f"citecheck: line {line}: {problem}", file=sys.stderr)
            code = BAD_USAGE
    sys.stdout.writelines(f"{reference}\n" for reference in styled.listed(formatted))
    return code


def _described(row: Mapping[str, Any]) -> tuple[Csl, str]:
    """What to print of a line: the work it was matched with, its own fields, or those that its string is read to have.

    An identifier that belongs to another work is left out.

    Raises:
        BadLineError: none of these is there.
    """
    raw = str(row.get("raw", ""))
    resolution = row.get("resolution")
    resolution = resolution if isinstance(resolution, Mapping) else {}
    own, whole = row.get("csl"), row if "type" in row and "title" in row else None
    for csl in (resolution.get("work"), own, whole):
        if isinstance(csl, Mapping):
            is_wrong = csl is own and resolution.get("status") == "mismatch"
            fields = checked({k: v for k, v in csl.items() if not (is_wrong and k in IDENTIFIERS)})
            return (_with_others(fields, raw) if csl is own else fields), raw
    raw = text_of(row, "raw")
    return _with_others(parse_reference(raw), raw), raw


def _with_others(csl: Csl, raw: str) -> Csl:
    """The fields of a string that names its authors in part only: what is made of them may not look complete."""
    names = csl.get("author")
    return {**csl, "author": [*names, {"literal": AND_OTHERS}]} if names and AND_OTHERS.rstrip(".") in raw else csl
