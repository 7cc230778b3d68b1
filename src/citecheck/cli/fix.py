"""`citecheck fix`: mends references, and wordings that are accepted; shows the difference, and writes it if told to."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from citecheck.cli.exits import BAD_USAGE, INTERRUPTED, OK, UsageError, one_line
from citecheck.cli.looking import Looking
from citecheck.cli.options import add_common, configured, listed, open_works
from citecheck.config import ConfigError
from citecheck.mend import Mended, MendError, difference, plan, write
from citecheck.model import Report, Unreadable
from citecheck.pipeline import Auditor, is_complete
from citecheck.rules import RuleError, book, unknown_rules

_KINDS = {
    "application/pdf": "a PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word file",
}


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("articles", nargs="+", metavar="ARTICLE", help="an article: a txt, md or html file")
    add_common(parser)
    parser.add_argument("--write", action="store_true", help="write the files; without it they are only shown")
    parser.add_argument(
        "--rule",
        type=listed,
        action="extend",
        default=[],
        metavar="RULES",
        help="also take over the wordings that these rules propose: ids, names or families, with commas",
    )
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    config = configured(options, options.articles[0])
    if unknown := unknown_rules(options.rule, config):
        raise UsageError(f"no rule is called {', '.join(unknown)}: `citecheck rules` lists them")
    accepted = {rule.id for rule in book(config).values() if {*rule.names} & {*options.rule}}
    looking = Looking(options, config, open_works(config))
    code = OK
    reports = []
    try:
        auditor = Auditor(config, looking.sources, looking.session, looking.retractions)
        for source in options.articles:
            report = auditor.audit(source)
            reports.append(report)
            if isinstance(report, Report):
                article = report.audited.article
                references = [(reference.csl, reference.raw) for reference in article.references]
                looking.note(references, report.audited.resolutions.values())
            try:
                _mend(report, source, accepted, writes=options.write)
            except MendError as problem:
                _tell(str(problem))
                code = BAD_USAGE
            if looking.session.interrupted:
                return INTERRUPTED
    except (ConfigError, RuleError) as problem:
        raise UsageError(str(problem)) from None
    finally:
        looking.show()
        looking.close()
    for note in looking.notifications():
        _tell(note.message)
    return code if is_complete(reports) or config.allow_incomplete else BAD_USAGE


def _mend(report: Report | Unreadable, source: str, accepted: set[str], *, writes: bool) -> None:
    if isinstance(report, Unreadable):
        raise MendError(report.error)
    document = report.audited.article.document
    if source == "-" or source.lower().startswith(("http://", "https://")):
        raise MendError(f"{document.uri} is no file: save the article and name it")
    if not document.anchors:
        kind = _KINDS.get(document.media_type, "JATS")
        raise MendError(f"{document.uri} is {kind}, and txt, md and html are mended: change its references by hand")
    path = Path(source)
    data = path.read_bytes()
    mended = plan(report, data, path.suffix.lower(), accepted)
    sys.stdout.writelines(difference(mended.before, mended.after, one_line(document.uri)))
    if writes and mended.data != data:
        write(path, data, mended.data)
    _summarise(mended, document.uri, written=writes)


def _summarise(mended: Mended, uri: str, *, written: bool) -> None:
    for what in mended.changes:
        _tell(f"{uri}: {what}")
    for why in mended.left:
        _tell(f"{uri}: left as it is: {why}")
    if not mended.changes:
        _tell(f"{uri}: nothing to mend")
    elif not written:
        _tell(f"{uri}: nothing is written yet: --write does it")


def _tell(message: str) -> None:
    print(f"citecheck: {one_line(message)}", file=sys.stderr)
