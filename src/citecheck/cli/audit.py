"""`citecheck audit`: audits articles and prints the report."""

from __future__ import annotations

import os
import re
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import IO, get_args

from citecheck.cli.exits import BAD_USAGE, FALLS_SHORT, INTERRUPTED, OK, UsageError, one_line
from citecheck.cli.living import Living, add_living
from citecheck.cli.looking import Looking
from citecheck.cli.options import add_common, configured, listed, open_held, open_works
from citecheck.config import Config, ConfigError, FailOn
from citecheck.model import GRADES, Genre, Notification, Report, Run, Unreadable
from citecheck.pipeline import Auditor, is_complete
from citecheck.report.formats import DEFAULT, FORMATS
from citecheck.report.results import FormatError, Results
from citecheck.rules import RuleError, selected


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "articles",
        nargs="+",
        metavar="SOURCE",
        help="an article: a file (txt, md, html, docx, pdf, JATS xml), an http(s) address, or - for standard input",
    )
    add_common(parser)
    parser.add_argument(
        "--sources",
        action="append",
        metavar="DIR",
        help="folder of sources that you hold (pdf, xml, docx, html, txt), to compare with; never sent; repeatable",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        dest="allow_hosts",
        metavar="NAME",
        help="fetch articles from this host even if it is this machine or in a private network; repeatable",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default=DEFAULT,
        metavar="FORMAT",
        help=f"how to report: {', '.join(FORMATS)} (default: %(default)s)",
    )
    parser.add_argument("--output", metavar="FILE", help="write the report there, not to standard output")
    parser.add_argument(
        "--select", type=listed, metavar="RULES", help="run only these rules: ids, names or families, with commas"
    )
    parser.add_argument("--ignore", type=listed, metavar="RULES", help="do not run these rules")
    parser.add_argument(
        "--fail-on", choices=get_args(FailOn), help="the lowest level that gives exit code 1 (default: error)"
    )
    parser.add_argument("--min-grade", choices=GRADES, help="exit code 1 below this grade")
    parser.add_argument("--min-confidence", type=_share, metavar="0..1", help="leave out findings below it")
    parser.add_argument("--genre", choices=get_args(Genre), help="the kind of article, where it should not be inferred")
    parser.add_argument(
        "--suggest",
        action="store_true",
        default=None,
        help="propose works to read for sentences without a source; with --network all Crossref's too",
    )
    add_living(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help="every finding, not only what matters most")
    parser.add_argument("-q", "--quiet", action="store_true", help="the summary alone")
    parser.add_argument("--no-color", action="store_true", help="no colour, as NO_COLOR does")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    began = time.perf_counter()
    _check_output(options)
    config = configured(options, options.articles[0])
    living = Living(options, config)
    looking = Looking(options, config, open_works(config))
    session = looking.session
    held, passed_over = open_held(config)
    try:
        auditor = Auditor(config, looking.sources, session, looking.retractions, held)
        reports, interrupted = _audit_all(options.articles, auditor)
        reports = living.applied(reports, options.articles, auditor)
    except (ConfigError, RuleError) as problem:
        raise UsageError(str(problem)) from None
    for report in reports:
        if isinstance(report, Report):
            article = report.audited.article
            references = [(reference.csl, reference.raw) for reference in article.references]
            main_text = (sentence.text for sentence in article.sentences)
            looking.note(references, report.audited.resolutions.values(), main_text, report.audited.named.values())
    notes = (*passed_over, *_notifications(reports, looking, len(options.articles) if interrupted else None))
    outcome = Run(
        is_complete(reports),
        config.network,
        time.perf_counter() - began,
        session.requests,
        session.cache_hits,
        notes,
    )
    looking.show()
    looking.close()
    unread = [report.error for report in reports if isinstance(report, Unreadable)]
    for message in (*unread, *(note.message for note in notes)):
        print(f"citecheck: {one_line(message)}", file=sys.stderr)
    results = Results(reports, outcome, {rule.id: rule for rule in selected(config)}, config, options.verbose)
    _write(options, results)
    code = INTERRUPTED if interrupted else exit_code(results)
    if code == FALLS_SHORT and options.format == "terminal":
        print(f"citecheck: exit code 1: {_short_of(config)}", file=sys.stderr)
    return code


def _short_of(config: Config) -> str:
    """What the exit code was asked to insist on."""
    floor = f", or a grade below {config.min_grade}" if config.min_grade else ""
    return f"a finding of level {config.fail_on} or above{floor}"


def _notifications(
    reports: Sequence[Report | Unreadable], looking: Looking, wanted: int | None
) -> tuple[Notification, ...]:
    """Remarks on the run; `wanted` is how many articles there were, where Ctrl-C ended it."""
    audited = [report.audited for report in reports if isinstance(report, Report)]
    notes = [note for one in audited for note in one.article.document.notifications]
    notes += [note for report in reports if isinstance(report, Report) for note in report.notifications]
    notes += looking.notifications()
    if wanted is not None:
        notes.append(Notification("warning", f"interrupted: {len(reports)} of {wanted} articles were audited"))
    return tuple(notes)


def _audit_all(sources: Sequence[str], auditor: Auditor) -> tuple[list[Report | Unreadable], bool]:
    """The reports, and whether Ctrl-C ended the run: then they are those made so far."""
    reports: list[Report | Unreadable] = []
    try:
        for source in sources:
            reports.append(auditor.audit(source))
            if auditor.session and auditor.session.interrupted:
                return reports, True
    except KeyboardInterrupt:
        return reports, True
    return reports, False


def exit_code(results: Results) -> int:
    """2 for what could not be read or looked up, 1 for what falls short, else 0."""
    if any(isinstance(report, Unreadable) for report in results.reports) or not results.is_complete:
        return BAD_USAGE
    audited = (report for report in results.reports if isinstance(report, Report))
    short = any(results.is_below(report) or any(map(results.fails, report.findings)) for report in audited)
    return FALLS_SHORT if short else OK


def _check_output(options: Namespace) -> None:
    """Before anything is looked up: whether the report has a place to go to.

    Raises:
        UsageError: it would be written over an article, or is a file of one article and there are several, or would be
            shown by a terminal.
    """
    chosen = FORMATS[options.format]
    if options.output and any(_is_same(options.output, source) for source in options.articles):
        raise UsageError(f"{options.output} is the article itself: write the report to another file")
    if chosen.one_file and len(options.articles) > 1:
        raise UsageError(f"--format {chosen.name} makes one file of one article: name a single source")
    if chosen.one_file and not options.output and is_terminal():
        raise UsageError(f"--format {chosen.name} makes a file that a terminal cannot show: name one with --output")


def is_terminal() -> bool:
    """Whether somebody looks at standard output."""
    return sys.stdout.isatty()


def _is_same(output: str, source: str) -> bool:
    try:
        return Path(output).samefile(source)
    except (OSError, ValueError):
        return False


def _write(options: Namespace, results: Results) -> None:
    """The report is made before its file is opened, so that one that cannot be made leaves the old file as it was."""
    report = None if options.format == DEFAULT else _rendered(options.format, results)
    if not options.output:
        _print(options, results, report, sys.stdout)
        sys.stdout.flush()  # what cannot be written is told alone
        return
    try:
        if isinstance(report, bytes):
            Path(options.output).write_bytes(report)
            return
        with Path(options.output).open("w", encoding="utf-8", errors="backslashreplace") as file:
            _print(options, results, report, file)
    except OSError as problem:
        raise UsageError(f"{options.output} cannot be written: {problem.strerror}") from None


def _rendered(name: str, results: Results) -> str | bytes:
    module = import_module(f"citecheck.report.{FORMATS[name].module}")
    try:
        report: str | bytes = module.render(results)
    except FormatError as problem:
        raise UsageError(str(problem)) from None
    return report


def _print(options: Namespace, results: Results, report: str | bytes | None, file: IO[str]) -> None:
    if isinstance(report, bytes):
        sys.stdout.buffer.write(report)
        return
    if report is not None:
        file.write(report)
        return
    from rich.console import Console

    from citecheck.report.terminal import draw

    # Without a terminal rich takes 80 columns. Under NO_COLOR it would still print bold and the like.
    plain = options.no_color or bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=file, color_system=None if plain else "auto", no_color=plain, highlight=False, emoji=False, markup=False
    )
    with nullcontext() if console.legacy_windows else console.capture() as drawn:
        draw(
            console,
            results.reports,
            results.run,
            rules=results.rules,
            verbose=options.verbose,
            quiet=options.quiet,
        )
    if drawn and console.is_terminal:
        file.write(re.sub(r"(?<=\x1b]8;)id=\d+", "", drawn.get()))  # links have random names, other than their address
    elif drawn:
        file.writelines(f"{line.rstrip()}\n" for line in drawn.get().splitlines())  # rich fills lines up with blanks


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value
