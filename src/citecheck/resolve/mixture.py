"""Which part of a reference agrees with which work, where its parts are of several works.

A slip spoils a part; a part that is whole and another work's is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from citecheck.model import Candidate, Work
from citecheck.resolve.agreement import Agreement
from citecheck.resolve.cited import Cited

Part = str
"""In CSL's names: title; author, for all of them; container-title, with volume and page."""
_NAMES = {"title": "title", "author": "authors", "container-title": "journal, volume and pages"}
_WORDS = 5
"""A shorter title may be that of several works."""
_LETTERS = 25
_AUTHORS = 2
"""One name may be that of several people."""
_MOST, _FEW = 0.75, 0.25
_UNLIKE_TITLE = 0.7


def agreeing_parts(cited: Cited, agreement: Agreement) -> tuple[Part, ...]:
    """The parts that agree with a work so far that they can hardly be another's."""
    titled = agreement.title_length >= _WORDS and agreement.titled_alike
    named = len(cited.families) >= _AUTHORS and agreement.named and agreement.parsed_authors >= _MOST
    placed = agreement.contained and agreement.volume_printed == 1 and agreement.page_printed == 1
    found = (("title", titled), ("author", named), ("container-title", placed))
    return tuple(part for part, holds in found if holds)


def other_parts(cited: Cited, agreement: Agreement) -> frozenset[Part]:
    """The parts that the reference shows and that are not the work's, nor a slip away from it."""
    title = len(cited.title) >= _LETTERS and max(agreement.title, agreement.title_words) < _UNLIKE_TITLE
    # Where the book is named and none was read, it was read as the title.
    title = title and not (agreement.contained and not cited.container)
    named = agreement.authors > _FEW  # whatever was read as the authors
    authors = len(cited.families) >= _AUTHORS and 0 <= agreement.parsed_authors <= _FEW and not named
    place = 0 <= agreement.parsed_container < 1 and max(agreement.volume_printed, agreement.page_printed) < 1
    found = (("title", title), ("author", authors), ("container-title", place))
    return frozenset(part for part, holds in found if holds)


def works_of_parts(
    cited: Cited, missing: frozenset[Part], works: Iterable[Work]
) -> list[tuple[Work, tuple[Part, ...]]]:
    """The works, in their order, that the missing parts are of, each part once."""
    found = []
    for work in works if missing else ():
        its = tuple(part for part in agreeing_parts(cited, cited.agreement(work)) if part in missing)
        if its:
            found.append((work, its))
            missing -= set(its)
    return found


def told(candidates: Sequence[Candidate]) -> str:
    """In words, which part is whose."""
    of = [
        f"{_listed(candidate.agrees)} of “{candidate.work.csl.get('title', 'untitled')}”"
        f" ({candidate.work.doi or 'without a DOI'})"
        for candidate in candidates
    ]
    if len(of) > 1:
        return f"its parts agree with different works: the {', the '.join(of)}"
    others = _listed([part for part in _NAMES if part not in candidates[0].agrees])
    return f"it has the {of[0]}; the {others} are others than in the record"


def _listed(parts: Sequence[Part]) -> str:
    return " and the ".join(_NAMES[part] for part in parts)
