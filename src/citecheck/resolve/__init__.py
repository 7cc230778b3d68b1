"""From references to what became of each."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Csl, Resolution
from citecheck.resolve.interface import WorksFileError, WorkSource
from citecheck.resolve.unmatched import unmatched

__all__ = ["WorkSource", "WorksFileError", "resolve"]


def resolve(csl: Csl, raw: str, sources: Sequence[WorkSource], *, offline: bool) -> Resolution:
    """What became of one reference. Never raises and never accuses: a look-up that failed is `unchecked`.

    `sources` are asked in order; the first that holds the work answers.
    """
    if not sources:
        return unmatched(csl, sources, (), offline=offline)
    from citecheck.resolve.engine import look_up  # fuzzy matching is imported where there is something to match

    return look_up(csl, raw, sources, offline=offline)
