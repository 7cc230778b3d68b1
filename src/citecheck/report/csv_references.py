"""The references of all articles as a table: what is printed, which work it was found to be, and of what kind."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.dates import issued_year
from citecheck.model import Csl, Report
from citecheck.report.csv import Cell, table
from citecheck.report.results import Results

COLUMNS = (
    *("uri", "id", "label", "raw", "cited", "status", "reason", "doi", "score", "source", "differences"),
    *("update_notices", "type", "title", "author", "container_title", "year", "volume", "issue", "page"),
    *("design", "level", "question", "source_type", "issuer", "retracted"),
)


def render(results: Results) -> str:
    """A header and a row for each reference; the bibliographic fields are the work's where one is matched."""
    return table(COLUMNS, (row for r in results.reports if isinstance(r, Report) for row in _rows(r)))


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    article = report.audited.article
    for reference in article.references:
        found = report.audited.resolutions[reference.id]
        evidence = report.audited.assessment.evidence[reference.id]
        csl = found.work.csl if found.status == "matched" and found.work else reference.csl
        question, level = evidence.level or (None, None)
        notices = found.work.updates if found.work else ()
        yield (
            *(article.document.uri, reference.id, reference.label, reference.raw, reference.id in article.cited),
            *(found.status, found.reason, found.doi, None if found.score is None else round(found.score, 4)),
            *(found.source, "; ".join(f"{d.field}: {d.cited} / {d.found}" for d in found.differences)),
            *("; ".join(" ".join(filter(None, (n.type, n.date, n.doi))) for n in notices), csl.get("type")),
            *(csl.get("title"), _authors(csl), csl.get("container-title"), issued_year(csl), csl.get("volume")),
            *(csl.get("issue"), csl.get("page"), evidence.design, level, question, evidence.source_type),
            *(evidence.issuer, evidence.retracted),
        )


def _authors(csl: Csl) -> str:
    """Such as "Osei, Berta; Lund, K.; Office of Plain Facts"."""
    names = csl.get("author") or ()
    return "; ".join(
        ", ".join(filter(None, (name.get("family") or name.get("literal"), name.get("given")))) for name in names
    )
