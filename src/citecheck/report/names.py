"""What works, statuses and kinds of evidence are called where people read them, in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from citecheck.dates import issued_year
from citecheck.model import Csl, Evidence, Resolution
from citecheck.report.wording import cut

_STATUS = {
    "matched": "found",
    "mismatch": "DOI of another work",
    "ambiguous": "several works fit",
    "not-found": "no record found",
    "not-indexable": "web page or press",
    "unchecked": "not looked up",
}
LEVELS = "Level: OCEBM 2011, 1 the strongest, for what the citing sentence asks."


def status(resolution: Resolution, *, retracted: bool = False) -> str:
    """What became of a look-up, in a few words."""
    word = _STATUS[resolution.status]
    if retracted:
        return "found: retracted"
    if resolution.mixed:
        return "parts of different works"
    if resolution.status == "matched" and resolution.differences:
        changed = list(dict.fromkeys(d.field.replace("issued", "year") for d in resolution.differences))
        return f"{word}, {' and '.join(changed)} differ{'s' if len(changed) == 1 else ''}"
    return word


def design(evidence: Evidence) -> str:
    """What kind of source it is: of an article its study design, of another its type."""
    if evidence.source_type not in ("article", "other"):
        return evidence.source_type.replace("-", " ")
    if evidence.design == "unknown":
        return "design not known"
    return {"rct": "randomised trial"}.get(evidence.design, evidence.design.replace("-", " "))


def level(evidence: Evidence) -> int | None:
    """The OCEBM level of a study whose design is known; of other sources it says nothing."""
    is_study = evidence.source_type in ("article", "other") and evidence.design != "unknown"
    return evidence.level[1] if evidence.level and is_study else None


def short(csl: Csl, raw: str, length: int = 90) -> str:
    """A reference or a work in a line; `raw` is what is printed of it."""
    names = csl.get("author") or ()
    year = str(issued_year(csl) or "")
    title = str(csl.get("title") or raw)
    lead = " ".join(part for part in (_authors(names, raw), year) if part)
    return cut(f"{lead}: {title}" if lead else title, length)


def doi_address(doi: str | None) -> str | None:
    """Where a DOI leads, as an address that holds nothing but what an address may."""
    return f"https://doi.org/{quote(doi, safe='/:;().,_-')}" if doi else None


def _authors(names: Sequence[Mapping[str, str]], raw: str) -> str:
    """As references are cited: one author, two, or the first and the others."""
    families = [name.get("family") or name.get("literal") or "" for name in names]
    if len(families) > 2 or (families and "et al" in raw):
        return f"{families[0]} et al."
    return " & ".join(families)
