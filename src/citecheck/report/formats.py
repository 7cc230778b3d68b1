"""The formats of a report: the one list from which the command line, its help and the docs take them."""

from __future__ import annotations

from msgspec import Struct


class Format(Struct, frozen=True):
    """A format by the name that `--format` takes."""

    name: str
    module: str
    """In this package; it has `render(results)`, which gives the whole report. Imported only when it is asked for."""
    media_type: str
    what: str
    """What it is and whom it is for, in a few words."""
    one_file: bool = False
    """Whether it is a binary file made of one article, not text."""


_ALL = (
    Format("terminal", "terminal", "text/plain", "what matters most, for the writer; the default"),
    Format("text", "text", "text/plain", "one line a finding, for editors' problem matchers"),
    Format("json", "json", "application/json", "everything, as one object"),
    Format("jsonl", "jsonl", "application/jsonl", "everything, one line an article"),
    Format("sarif", "sarif", "application/sarif+json", "SARIF 2.1.0, for code scanning and editors"),
    Format("html", "html", "text/html", "a page for the editor: the article with its findings, sources and grade"),
    Format("markdown", "markdown", "text/markdown", "a comment for a pull request"),
    Format("github", "github", "text/plain", "annotations of a GitHub workflow"),
    Format("junit", "junit", "application/xml", "JUnit XML, for builds that read nothing else"),
    Format("csv", "csv", "text/csv", "the findings as a table"),
    Format("csv-references", "csv_references", "text/csv", "the references as a table"),
    Format("csl-json", "csl_json", "application/vnd.citationstyles.csl+json", "the references as CSL-JSON"),
    Format("bibtex", "bibtex", "application/x-bibtex", "the references as BibTeX"),
    Format("ris", "ris", "application/x-research-info-systems", "the references as RIS"),
    Format(
        "docx",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a copy of a Word file with the findings as comments",
        one_file=True,
    ),
    Format("queries", "queries", "text/plain", "the questions that only the author can answer"),
)
FORMATS = {format_.name: format_ for format_ in _ALL}
DEFAULT = "terminal"
