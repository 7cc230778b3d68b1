"""`citecheck audit`: audits articles and prints the report."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import IO, Any, get_args

from citecheck.cli.exits import BAD_USAGE, FALLS_SHORT, INTERRUPTED, OK, UsageError, one_line
from citecheck.config import Config, ConfigError, FailOn, load_config
from citecheck.model import GRADES, LEVELS, Genre, Network, Notification, Report, Run, Unreadable
from citecheck.pipeline import Auditor, is_complete
from citecheck.resolve import WorksFileError, WorkSource
from citecheck.rules import RuleError, rules, unknown_rules

_FORMATS = ("terminal", "json")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an article (.txt, .md), or - for standard input")
    add_common(parser)
    parser.add_argument("--format", choices=_FORMATS, default="terminal", help="how to report (default: %(default)s)")
    parser.add_argument("--output", metavar="FILE", help="write the report there, not to standard output")
    parser.add_argument("--select", metavar="RULES", help="run only these rules: ids, names or families, with commas")
    parser.add_argument("--ignore", metavar="RULES", help="do not run these rules")
    parser.add_argument(
        "--fail-on", choices=get_args(FailOn), help="the lowest level that gives exit code 1 (default: error)"
    )
    parser.add_argument("--min-grade", choices=GRADES, help="exit code 1 below this grade")
    parser.add_argument("--min-confidence", type=_share, metavar="0..1", help="leave out findings below it")
    parser.add_argument("--genre", choices=get_args(Genre), help="the kind of article, where it should not be inferred")
    parser.add_argument(
        "--allow-incomplete", action="store_true", default=None, help="look-ups that failed do not give exit code 2"
    )
    parser.add_argument("--show-queries", action="store_true", help="print what is or would be sent to an index")
    parser.add_argument("-v", "--verbose", action="store_true", help="every finding, not only what matters most")
    parser.add_argument("-q", "--quiet", action="store_true", help="the summary alone")
    parser.add_argument("--no-color", action="store_true", help="no colour, as NO_COLOR does")
    parser.set_defaults(run=run)


def add_common(parser: ArgumentParser) -> None:
    """The options of every verb that looks works up."""
    parser.add_argument("--config", metavar="FILE", help="settings, in place of the nearest citecheck.toml")
    parser.add_argument(
        "--works", action="append", metavar="FILE", help="works to match against (.json, .jsonl, .jsonl.gz); repeatable"
    )
    parser.add_argument(
        "--network", choices=get_args(Network), help="what may be asked on the network (default: references)"
    )
    parser.add_argument("--offline", action="store_const", const="off", dest="network", help="short for --network off")
    parser.add_argument("--mailto", metavar="ADDRESS", help="your address, for Crossref's polite pool")


def run(options: Namespace) -> int:
    began = time.perf_counter()
    try:
        config = configured(options, options.sources[0])
        sources = open_works(config)
        if options.show_queries:
            _show_queries(options.sources, config)
        reports, interrupted = _audit_all(options.sources, Auditor(config, sources))
    except (ConfigError, WorksFileError, RuleError) as problem:
        raise UsageError(str(problem)) from None
    complete = is_complete(reports)
    notes = [n for r in reports if isinstance(r, Report) for n in r.audited.article.document.notifications]
    if not complete:
        unchecked = sum(x.failed for r in reports if isinstance(r, Report) for x in r.audited.resolutions.values())
        notes.append(
            Notification(
                "warning",
                f"{unchecked} references could not be looked up: this version asks no index on the network yet"
                " (--works adds your own files, --offline does without)",
            )
        )
    if interrupted:
        notes.append(
            Notification("warning", f"interrupted: {len(reports)} of {len(options.sources)} articles were audited")
        )
    outcome = Run(complete, config.network, time.perf_counter() - began, notifications=tuple(notes))
    for report in reports:
        if isinstance(report, Unreadable):
            print(f"citecheck: {one_line(report.error)}", file=sys.stderr)
    for note in notes:
        print(f"citecheck: {one_line(note.message)}", file=sys.stderr)
    _write(options, reports, outcome)
    return INTERRUPTED if interrupted else exit_code(reports, outcome, config)


def configured(options: Namespace, article: str | None) -> Config:
    """citecheck.toml with the options of the command line over it.

    Raises:
        UsageError: a rule that does not exist.
    """
    config = load_config(article, Path(options.config) if options.config else None)
    given: dict[str, Any] = {}
    for one in fields(Config):
        value = getattr(options, one.name, None)
        if value is not None and value != []:
            given[one.name] = (
                tuple(_listed(value))
                if one.name in ("select", "ignore")
                else tuple(value)
                if one.name == "works"
                else value
            )
    config = replace(config, **given)
    unknown = unknown_rules([*config.select, *config.ignore, *config.levels])
    if unknown:
        raise UsageError(f"no rule is called {', '.join(unknown)}: `citecheck rules` lists them")
    return config


def open_works(config: Config) -> list[WorkSource]:
    if not config.works:
        return []
    from citecheck.resolve.works import LocalWorks, load_works  # the index is a library of its own

    return [LocalWorks([work for name in config.works for work in load_works(Path(name))])]


def _audit_all(sources: Sequence[str], auditor: Auditor) -> tuple[list[Report | Unreadable], bool]:
    """The reports, and whether Ctrl-C ended the run: then they are those made so far."""
    reports: list[Report | Unreadable] = []
    try:
        for source in sources:
            reports.append(auditor.audit(source))
    except KeyboardInterrupt:
        return reports, True
    return reports, False


def exit_code(reports: Sequence[Report | Unreadable], run: Run, config: Config) -> int:
    """2 for what could not be read or looked up, 1 for what falls short, else 0."""
    if any(isinstance(r, Unreadable) for r in reports) or not (run.complete or config.allow_incomplete):
        return BAD_USAGE
    return FALLS_SHORT if any(_falls_short(r, config) for r in reports if isinstance(r, Report)) else OK


def _falls_short(report: Report, config: Config) -> bool:
    if config.fail_on != "none":
        floor = LEVELS.index(config.fail_on)
        if any(LEVELS.index(f.level) >= floor and not f.suppressed for f in report.findings):
            return True
    if config.min_grade is None or report.score.grade is None:
        return False
    return GRADES.index(report.score.grade) > GRADES.index(config.min_grade)


def _write(options: Namespace, reports: Sequence[Report | Unreadable], outcome: Run) -> None:
    if not options.output:
        _print(options, reports, outcome, sys.stdout)
        return
    try:
        with Path(options.output).open("w", encoding="utf-8", errors="backslashreplace") as file:
            _print(options, reports, outcome, file)
    except OSError as problem:
        raise UsageError(f"{options.output} cannot be written: {problem.strerror}") from None


def _print(options: Namespace, reports: Sequence[Report | Unreadable], outcome: Run, file: IO[str]) -> None:
    if options.format == "json":
        from citecheck.report.json import render

        file.write(render(reports, outcome, {rule.id: rule.help_uri for rule in rules().values()}))
        return
    from rich.console import Console

    from citecheck.report.terminal import draw

    # Without a terminal rich takes 80 columns. Under NO_COLOR it would still print bold and the like.
    plain = options.no_color or bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=file, color_system=None if plain else "auto", no_color=plain, highlight=False, emoji=False, markup=False
    )
    draw(console, reports, outcome, verbose=options.verbose, quiet=options.quiet)


def _show_queries(sources: Sequence[str], config: Config) -> None:
    del sources
    print(
        f"citecheck: network {config.network}: nothing is sent; this version asks no index on the network yet",
        file=sys.stderr,
    )


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value
