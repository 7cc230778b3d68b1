"""What is said of a reference that no work was found for."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Csl, Resolution
from citecheck.resolve.interface import LookupFailed, WorkSource

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


def is_page(csl: Csl) -> bool:
    """Whether a reference is of a kind that no index of works holds, and bears no identifier of one."""
    return csl.get("type") in _UNINDEXED and not any(key in csl for key in ("DOI", "PMID", "PMCID"))


def unmatched(csl: Csl, sources: Sequence[WorkSource], failed: Sequence[LookupFailed], *, offline: bool) -> Resolution:
    """`not-found` only of an index that would have to hold the work; a look-up that failed says nothing of it."""
    if is_page(csl):
        return Resolution("not-indexable", "a page, a press item or grey literature: no index of works need hold it")
    if failed:
        return Resolution("unchecked", f"the look-up failed: {failed[0].reason}", failed=True)
    if any(source.complete for source in sources):
        return Resolution("not-found", "no record of the index fits it")
    among = "not among the works given" if sources else "no works were given"
    if offline:
        return Resolution("unchecked", f"{among}, and looking elsewhere is switched off")
    return Resolution("unchecked", f"{among}, and this version does not look works up on the network yet", failed=True)
