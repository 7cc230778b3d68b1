"""An article at a glance, and how its grade is made."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.model import Report, Score
from citecheck.report.results import active
from citecheck.report.summary import lowered, sourcing
from citecheck.report.wording import count, levels

GRADE_STYLE = {"A": "bold green", "B": "green", "C": "yellow", "D": "red", "F": "bold red"}
_BAR = 20
"""Characters that stand for 100 points."""


def head(report: Report) -> RenderableType:
    """Title, grade, findings and sources: what one looks at when there is time for nothing else."""
    facts, article = report.audited.article.document.facts, report.audited.article
    uri, genre = article.document.uri, report.audited.assessment.genre
    known = [
        "standard input" if uri == "-" else uri,
        genre.replace("-", " ") if genre != "unknown" else "",
        ", ".join(facts.author),
        facts.published or "",
        count(sum(len(s.text.split()) for s in article.sentences), "word"),
    ]
    return Group(
        "",
        Text(facts.title or "(no headline)", "bold"),
        Text(" · ".join(part for part in known if part), "dim"),
        "",
        _graded(report.score).append(levels(active(report))),
        Text(sourcing(report)),
        "",
    )


def arithmetic(score: Score) -> RenderableType:
    """The components with their points, and what would raise the grade most."""
    table = Table(box=None, pad_edge=False, show_header=False, expand=False)
    for column in ("", "points", ""):
        table.add_column(column, justify="right" if column else "left", no_wrap=bool(column))
    for name, part in score.components.items():
        points = f"{part.value * part.weight / 100:.0f} of {part.weight:.0f}"
        table.add_row(f"  {name}", points, Text(part.explanation, "dim"))
    raised = Text("Would raise it: ", "bold").append("; ".join(score.raise_by) + ".", "default")
    told = [Text(lowered(score))] if lowered(score) else []
    parts: list[RenderableType] = [table, *told, *([raised] if score.raise_by else [])]
    return Group(Text(f"What grade {score.grade} is made of", "bold"), *parts, "")


def _graded(score: Score) -> Text:
    if score.grade is None or score.value is None:
        return Text(f"No grade: {score.reason}; ", "bold")
    style = GRADE_STYLE[score.grade]
    full = round(score.value * _BAR / 100)
    text = Text("Grade ", "bold").append(score.grade, style).append(f" ({int(score.value)} of 100) ", "default")
    return text.append("━" * full, style).append("─" * (_BAR - full), "dim").append("  ")
