"""What is said of a reference that no work was found for."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Csl, Resolution
from citecheck.resolve.interface import LeftOpen, LookupFailed, WorkSource

_UNINDEXED = frozenset(
    {
        "webpage",
        "post",
        "post-weblog",
        "article-newspaper",
        "article-magazine",
        "broadcast",
        "motion_picture",
        "entry-encyclopedia",
        "entry-dictionary",
        "report",
        "speech",
        "personal_communication",
        "pamphlet",
    }
)
_INDEXED = frozenset({"article-journal"})
"""What an index would have to hold; many books, theses and talks have no record anywhere."""


def is_page(csl: Csl) -> bool:
    """Whether a reference is of a kind that no index of works holds, and bears no identifier of one."""
    return csl.get("type") in _UNINDEXED and not any(key in csl for key in ("DOI", "PMID", "PMCID"))


def unmatched(csl: Csl, sources: Sequence[WorkSource], failed: Sequence[LookupFailed], *, offline: bool) -> Resolution:
    """`not-found` only of an index that would have to hold the work; a look-up that failed says nothing of it."""
    if is_page(csl):
        return Resolution("not-indexable", "a page, a press item or grey literature: no index of works need hold it")
    whole = next((source.name for source in sources if source.complete), None)
    for problem in failed:
        if not isinstance(problem, LeftOpen):
            return Resolution("unchecked", f"the look-up failed: {problem.reason}", failed=True)
    if failed:
        return Resolution("unchecked", failed[0].reason)
    if whole and csl.get("type") in _INDEXED:
        return Resolution("not-found", "no record of the index fits it", source=whole)
    if whole:
        return Resolution("unchecked", "no record of the index fits it, which need not hold works of this kind")
    names = {source.name for source in sources}
    among = "not among the works given" if names - {"cache"} else "not in the cache" if names else "no works were given"
    if offline:
        return Resolution("unchecked", f"{among}, and looking elsewhere is switched off")
    return Resolution("unchecked", f"{among}, and there was no index to ask", failed=True)
