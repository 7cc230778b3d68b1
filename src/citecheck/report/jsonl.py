"""JSON Lines: one article a line, as the JSON report has it under `reports`; what concerns the run is not in it."""

from __future__ import annotations

import json

from citecheck.report.json import report_as_json
from citecheck.report.results import Results


def render(results: Results) -> str:
    """A line for each article, in the order given."""
    reports = (report_as_json(report, results.help_uris) for report in results.reports)
    return "".join(f"{json.dumps(report, ensure_ascii=False)}\n" for report in reports)
