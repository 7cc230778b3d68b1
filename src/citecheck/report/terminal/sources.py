"""The references of an article, and the studies that its text names, as tables."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from citecheck.model import Evidence, Reference, Report, Resolution, Work
from citecheck.report import names

_STYLE = {
    "matched": "green",
    "mismatch": "red",
    "ambiguous": "yellow",
    "not-found": "yellow",
    "not-indexable": "dim",
    "unchecked": "dim",
}
_NARROW = 60
"""Columns below which a table would break words, so that each reference is a few lines instead."""
_WORK = 230


def references(report: Report, width: int) -> RenderableType:
    """Each reference with what became of its look-up and what evidence it is, in the order of the list."""
    audited = report.audited
    rows = [
        (
            reference.label or reference.id,
            _cited(reference, audited.resolutions[reference.id]),
            _status(audited.resolutions[reference.id], retracted=audited.assessment.evidence[reference.id].retracted),
            _evidence(audited.assessment.evidence[reference.id]),
        )
        for reference in audited.article.references
    ]
    has_levels = any(names.level(audited.assessment.evidence[r.id]) for r in audited.article.references)
    legend = [Text(names.LEVELS, "dim")] if has_levels else []
    drawn: list[RenderableType] = []
    if width >= _NARROW:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
        table.add_column("No.", justify="right")
        table.add_column("Reference", overflow="fold")
        table.add_column("Looked up", max_width=17)
        table.add_column("Evidence", max_width=17)
        for row in rows:
            table.add_row(*row)
        drawn.append(table)
    else:
        for label, cited, status, evidence in rows:
            drawn.append(Text(f"{label}. ").append(cited))
            drawn.append(Padding(Text(" · ").join([status, evidence]), (0, 0, 0, 3), expand=False))
    return Group(Text("References", "bold"), *drawn, *legend, "")


def named_studies(report: Report) -> RenderableType:
    """The studies that the text names, with what they were found to be; of several names of one the first."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
    table.add_column("Named in the text", max_width=28, overflow="fold")
    table.add_column("Work", overflow="fold")
    table.add_column("Looked up", max_width=17)
    told: set[str | None] = set()
    for i, resolution in report.audited.named.items():
        if resolution.doi and resolution.doi in told:
            continue
        told.add(resolution.doi)
        status = _status(resolution)
        works = [resolution.work] if resolution.work else [c.work for c in resolution.candidates]
        several = " or " if len(works) > 1 else ""
        if resolution.status == "ambiguous" and not several:
            status = Text("may be this work", _STYLE["ambiguous"])
        table.add_row(
            f"“{report.audited.article.attributions[i].text}”",
            Text(several).join([work_line(w) for w in works]),
            status,
        )
    return Group(Text("Named studies", "bold"), table, "")


def work_line(work: Work) -> Text:
    """A work that is new to the reader, with its address."""
    line = Text(names.short(work.csl, "", _WORK))
    return line.append(f" doi:{work.doi}", linked(names.doi_address(work.doi), "dim")) if work.doi else line


def linked(address: str | None, style: str = "") -> Style:
    """A style whose words lead somewhere, in a terminal that knows links."""
    return Style.parse(style) + Style(link=address) if address else Style.parse(style)


def _cited(reference: Reference, resolution: Resolution) -> Text:
    address = names.doi_address(resolution.doi) if resolution.status == "matched" else None
    return Text(names.short(reference.csl, reference.raw), linked(address))


def _status(resolution: Resolution, *, retracted: bool = False) -> Text:
    return Text(names.status(resolution, retracted=retracted), "bold red" if retracted else _STYLE[resolution.status])


def _evidence(evidence: Evidence) -> Text:
    level = names.level(evidence)
    known = evidence.source_type in ("article", "other") and evidence.design != "unknown"
    return Text(names.design(evidence) + (f", level {level}" if level else ""), "" if known else "dim")
