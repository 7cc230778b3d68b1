"""The references as CSL-JSON, as Zotero, pandoc and citeproc read it."""

from __future__ import annotations

import json

from citecheck.report.bibliography import bibliography
from citecheck.report.results import Results


def render(results: Results) -> str:
    """A list of items; `note` says whether an item is the matched work's record."""
    items = [{"id": entry.key, **entry.csl, "note": entry.note} for entry in bibliography(results.reports)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"
