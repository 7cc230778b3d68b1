"""Notes that name no work of their own but one that an earlier note gives in full: "Ibid., p. 9", "Lund, op. cit."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.expressions import expression
from citecheck.model import Csl, Reference, Span
from citecheck.text import fold

_PAGES = r"(?:,?\s(?:at\s)?(?:(?:pp?|S|ff?|para|paras|ch|sec|vol|Kap|Rn)\b\.?|§)?\s?\d[\d\s,–-]{0,15}f{0,2}\.?)?\.?"
_IBIDEM = rf"(?:ibid(?:em)?|ebd|ebenda|idem|id(?=\.))\b\.?{_PAGES}"
_SAME = expression(_IBIDEM, re.IGNORECASE)
_SAME_AND_MORE = expression(rf"{_IBIDEM};\s(?:(?:see|and|cf\.|siehe|vgl\.)\s)?(?:also\s|auch\s)?", re.IGNORECASE)
_SHORT = expression(
    r"(?P<names>[^\W\d_][^\d“”\"«»:;()]{1,80}?),?\s(?:"
    r"(?:op\.\s?cit|loc\.\s?cit|a\.\s?a\.\s?O|supra(?:\snote\s\d{1,3}|\sn\.\s?\d{1,3})?)\.?"
    rf"|[“\"«](?P<quoted>[^”\"»]{{4,200}}?)[,.]?[”\"»]){_PAGES}"
)
_SAME_BEGINS = ("ibid", "ebd", "ebenda", "idem", "id.")
_SHORT_SAYS = ("op.", "loc.", "a. a.", "a.a.", "supra")
_QUOTES = '”"»'
_LONGEST_PAGES = 60
"""Characters behind a short title, which only pages follow."""
_PARTICLES = frozenset("and und y et en al others".split())


class Repeat(Span, frozen=True):
    """A note that means the same as an earlier one."""

    label: str | None
    id: str
    """Of the reference that it means."""


def is_same_again(note: str) -> bool:
    """Whether a note says nothing but that it means the one before: "Ibid.", "Ebd., S. 12"."""
    return note[:6].lower().startswith(_SAME_BEGINS) and _SAME.fullmatch(note) is not None


def own_part(note: str) -> str:
    """A note without the "Ibid., p. 9; see also" that it begins with."""
    more = _SAME_AND_MORE.match(note) if note[:6].lower().startswith(_SAME_BEGINS) else None
    return note[more.end() :] if more else note


def meant_again(note: str, earlier: Sequence[Reference], last: str | None) -> str | None:
    """The id of the reference that a note only repeats; `last` is what the note before it means.

    A short form has the names of one earlier reference, and the beginning of its title or a word that says so.
    """
    if is_same_again(note):
        return last
    short = _SHORT.fullmatch(note) if _may_be_short(note) else None
    if not short:
        return None
    names = [name for name in re.findall(r"[^\W\d_][\w'’-]+", fold(short["names"])) if name not in _PARTICLES]
    title = fold(short["quoted"] or "")
    same = {
        one.id for one in earlier if names and _is_by(one, names) and fold(str(one.csl.get("title"))).startswith(title)
    }
    return same.pop() if len(same) == 1 else None


def _may_be_short(note: str) -> bool:
    """Whether it is worth while to look: few lists hold a short form, and what finds it takes time to compile."""
    closed = max(map(note.rfind, _QUOTES))
    return any(map(note.__contains__, _SHORT_SAYS)) or (closed >= 0 and len(note) - closed <= _LONGEST_PAGES)


def _is_by(reference: Reference, names: Sequence[str]) -> bool:
    """Whether the first of some names is the first author's, and the reference prints all of them."""
    authors: Sequence[Csl] = reference.csl.get("author") or ({},)
    lead = fold(str(authors[0].get("family") or authors[0].get("literal") or "")).split()
    printed = set(re.findall(r"[\w'’-]+", fold(reference.raw)))
    return bool(lead) and names[0] in lead and printed.issuperset(names)
