"""An article in a sentence or two: how it is sourced, and what is good about it."""

from __future__ import annotations

from citecheck.model import Report, Score
from citecheck.report.wording import count

_MOST = 6
"""Good points that are told."""
_ROUNDED = 0.2
"""What rounding may make of a value."""


def lowered(score: Score) -> str:
    """Why the value is not the sum of its components; empty where it is."""
    if score.value is None or round(score.points, 1) - score.value < _ROUNDED:
        return ""
    return f"The sum is {score.points:.1f}; without any source it counts for {score.value:.1f}."


def sourcing(report: Report) -> str:
    """How many references there are, and how many statements have a source."""
    article, verdicts = report.audited.article, report.audited.assessment.verdicts
    listed = f"{count(len(article.references), 'reference')}, {count(len(article.citations), 'citation')}."
    if not article.document.facts.in_english:
        return f"{listed} Claims and wording are judged in English only, and were not judged here."
    kinds = [verdict.kind for verdict in verdicts]
    sourced = sum(kind in ("supported", "cited", "weak-source") for kind in kinds)
    named, wanting = kinds.count("attributed"), kinds.count("missing-citation")
    differing = kinds.count("contradicted") + kinds.count("overstated")
    if not article.references and not article.citations and not any(a.identifiable for a in article.attributions):
        if not wanting:
            return "This article gives no source, and no statement in it was found to need one."
        return f"This article gives no source at all: {count(wanting, 'statement')} in it would need one."
    parts = [f"{sourced} cited"]
    parts += [f"{differing} cited and said otherwise there"] if differing else []
    parts += [f"{named} with a named source"] if named else []
    parts += [f"{wanting} without a source"]
    needing = count(sourced + differing + named + wanting, "statement")
    return f"{listed} Of {needing} that need a source: {', '.join(parts)}."


def good(report: Report) -> list[str]:
    """What an article does well, the references first."""
    points = [item.explanation for item in report.checklist if item.verdict == "satisfactory"]
    found = sum(resolution.status == "matched" for resolution in report.audited.resolutions.values())
    if found:
        points.insert(0, f"{found} of {count(len(report.audited.article.references), 'reference')} found")
    return points[:_MOST]
