"""Which of the sources that the writer holds is which reference: by identifier, else by title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.model import Article, HeldSource, Reference, Resolution
from citecheck.text import fold

_LEAST = 25
"""Characters of a title that is surely one work's; "Depression" is many's."""
_HEAD = 3000
"""Characters at the beginning of a source among which its title stands."""


def match_held(
    article: Article, resolutions: Mapping[str, Resolution], held: Sequence[HeldSource]
) -> Mapping[str, HeldSource]:
    """By reference id, the source that the writer holds; where two fit alike, neither."""
    found = {}
    for reference in article.references if held else ():
        names, titles = _identifiers(reference, resolutions.get(reference.id)), _titles(reference, resolutions)
        fitting = [one for one in held if names & one.identifiers] or [one for one in held if _is_titled(one, titles)]
        if len(fitting) == 1:
            found[reference.id] = fitting[0]
    return found


def _identifiers(reference: Reference, resolution: Resolution | None) -> frozenset[str]:
    records = [reference.csl]
    if resolution and resolution.status == "matched" and resolution.work:
        records.append(resolution.work.csl)
    return frozenset(
        f"{key.lower()}:{str(record[key]).lower()}" for record in records for key in ("DOI", "PMID") if record.get(key)
    )


def _titles(reference: Reference, resolutions: Mapping[str, Resolution]) -> list[str]:
    resolution = resolutions.get(reference.id)
    work = resolution.work if resolution and resolution.status == "matched" else None
    said = [reference.csl.get("title"), work.csl.get("title") if work else None]
    return [title for one in said if one and len(title := fold(str(one)).strip(" .")) >= _LEAST]


def _is_titled(source: HeldSource, titles: Sequence[str]) -> bool:
    head = fold(f"{source.title} {source.text[:_HEAD]}")
    return any(title in head for title in titles)
