"""`citecheck works index|search|info|classify`: a works index of one's own, and what kind of study works report."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from citecheck.cli import works_index
from citecheck.cli.exits import OK, UsageError, one_line
from citecheck.cli.filters import BadLineError, add_file, run_filter
from citecheck.cli.options import open_sources
from citecheck.model import Csl, Question, Work
from citecheck.resolve import WorksFileError
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.records import work_from_record

if TYPE_CHECKING:
    from citecheck.resolve.folder import WorksFolder

_FORMATS = ("text", "json")


def configure(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", metavar="index|search|info|classify", required=True)
    works_index.configure(verbs.add_parser("index", help="make a works index on disk, or go on making one"))
    search = verbs.add_parser("search", help="look a work up by a DOI or by whatever is printed of it")
    search.add_argument("query", metavar="QUERY", help="a DOI, a reference, or words of one")
    search.add_argument(
        "--works", action="append", required=True, metavar="PATH", help="an index, or a file of works; repeatable"
    )
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (default: %(default)s)")
    _add_format(search)
    search.set_defaults(run=run_search)
    info = verbs.add_parser("info", help="tell what an index holds")
    info.add_argument("--works", required=True, metavar="FOLDER", help="the index")
    _add_format(info)
    info.set_defaults(run=run_info)
    classify = verbs.add_parser("classify", help='a record a line → {"DOI", "evidence"}')
    add_file(classify)
    classify.add_argument(
        "--question",
        choices=get_args(Question),
        help="the question that the works are to answer: gives each its level of evidence for it",
    )
    classify.set_defaults(run=run_classify)


def _add_format(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to answer (default: %(default)s)")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


def run_search(options: Namespace) -> int:
    found = _found(options)
    if options.format == "json":
        print(json.dumps([work.csl for work in found], ensure_ascii=False, indent=2))
    elif found:
        print("\n".join(one_line(_told(work.csl)) for work in found))
    else:
        print("No work fits.")
    return OK


def _found(options: Namespace) -> list[Work]:
    """The works of all sources, those of the first first; a DOI means one work."""
    from citecheck.parse.identifiers import clean_doi

    sources = open_sources(options.works)
    doi = clean_doi(options.query)
    if doi:
        answers = (source.by_doi([doi])[0] for source in sources)
        return [answer for answer in answers if isinstance(answer, Work)][:1]
    lists = (source.search([options.query], options.limit)[0] for source in sources)
    return [work for works in lists if not isinstance(works, LookupFailed) for work in works][: options.limit]


def _told(csl: Csl) -> str:
    """A work in one line, as a reference would give it."""
    names = [str(name.get("family") or name.get("literal") or "") for name in csl.get("author") or ()]
    authors = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    issued = csl.get("issued", {}).get("date-parts", [["n.d."]])[0][0]
    volume = " ".join(filter(None, [csl.get("volume"), f"({csl['issue']})" if csl.get("issue") else None]))
    placed = ", ".join(filter(None, [csl.get("container-title"), volume, csl.get("page")]))
    doi = f"doi:{csl['DOI']}" if csl.get("DOI") else ""
    head = f"{authors} ({issued})" if authors else f"({issued})"
    return ". ".join(part.rstrip(".") for part in (head, csl.get("title", "untitled"), placed, doi) if part)


def run_info(options: Namespace) -> int:
    from citecheck.resolve.folder import WorksFolder

    try:
        told = _info(WorksFolder(Path(options.works)))
    except WorksFileError as problem:
        raise UsageError(str(problem)) from None
    if options.format == "json":
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return OK
    files = works_index.count_files(told["files"])
    print(f"{one_line(options.works)}: {told['works']:,} works of {files}, {told['size']:,} bytes")
    print(f"  abstracts  {'kept' if told['abstracts'] else 'left out'}")
    print(f"  complete   {'yes: what it lacks is not found' if told['complete'] else 'no: what it lacks may exist'}")
    print(f"  made       {told['made']} by citecheck {told['version']}")
    if told["unfinished"]:
        print(f"  unfinished {', '.join(map(one_line, told['unfinished']))}")
    return OK


def _info(index: WorksFolder) -> dict[str, Any]:
    inputs, about = index.inputs(), index.about
    return {
        "works": sum(one.works for one in inputs),
        "files": len(inputs),
        "unfinished": [one.path for one in inputs if not one.whole],
        "size": index.size(),
        "abstracts": about.abstracts,
        "complete": about.complete,
        "made": about.made,
        "version": about.version,
        "format": about.format,
    }


def run_classify(options: Namespace) -> int:
    return run_filter(options.file, partial(_classified, options.question), parallel=True)


def _classified(question: Question | None, row: Mapping[str, Any]) -> dict[str, Any]:
    from citecheck.assess.evidence import of_work
    from citecheck.report.json import evidence_as_json

    work = work_from_record(row)
    if work is None:
        raise BadLineError("a record with neither a title nor a DOI")
    return {"DOI": work.doi, "evidence": evidence_as_json(of_work(work, question))}
