"""The figures of a claim against those of its source: are they there, and do they count the same thing?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, permutations

from msgspec import Struct

from citecheck.assess.groups import apart, groups_in
from citecheck.assess.quantities import Quantity, quantities
from citecheck.assess.wording import clauses, concepts, content, printed
from citecheck.expressions import expression
from citecheck.model import Contrast, NumberCheck, Span
from citecheck.text import collapse, sentences

_RELATIVE = expression(
    r"\b(?:higher|lower|greater|fewer|more|less|increase\w*|reduc\w*|decreas\w*|cut\w*|raise[sd]?|lower(?:s|ed|ing)"
    r"|odds|risk|likel\w+|drop\w*|fell|rose|double[sd]?|halv(?:e[sd]?|ing))\b",
    re.IGNORECASE,
)
_BASE = expression(
    r"\b(?:of|among|in)\s(?:[\w-]+\s){0,3}?(?:people|patients|adults|women|men|those|individuals|children|cases|sufferers"
    r"|veterans|persons|users)\b[^,;.]{0,60}",
    re.IGNORECASE,
)
"""Of whom a claim says a share: "of people diagnosed with PTSD"."""
_CHANCES = expression(r"\b(?:risks?|odds|likel\w+|chances?|hazards?|mortality|deaths?|incidence)\b", re.IGNORECASE)
_CONTROL = "arm.control"
_TOLD_APART = ("sex.", "age.", "arm.")
_ENOUGH = 3
_LONG = 250
"""Characters of a claim from which on its figures may be of several sources."""
_LEAD = expression(r"(?:in|among|of|with|for|on)\b[^,;.]{1,80},", re.IGNORECASE)
_MOST = 12
"""Figures of one kind that are looked at one by one."""
_WHOLE = expression(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.])|(?<![\d.,])\d+(?![\d.,]\d|%)")
_YEARS = expression(r"\b(?:19|20)\d\d\b")
_YEAR = 8766.0
"""Hours."""
_ORDER = 15
_BESIDE = 5
"""Words."""
_ROUNDED = 0.6
_WRITTEN_OUT = 1.5
"""How far the bounds of a share lie apart that is given in figures, and not as "about" or "a third"."""
_CLOSE = 0.07
"""How far apart two figures in proportion may be from the multiple that a claim makes of them."""


class Figure(Struct, frozen=True):
    """A quantity with the words around it."""

    quantity: Quantity
    sentence: Span
    near: frozenset[str]
    """The words of its own clause."""
    beside: frozenset[str]
    """Those of them that stand next to it."""
    after: frozenset[str]
    """Those that stand behind it, mostly of whom it is."""
    lead: frozenset[str]
    """The words with which its sentence says of whom it speaks: "In private homes, …"."""
    around: frozenset[str]
    """The words of its whole sentence."""
    groups: frozenset[str]
    """Whom its clause counts, as groups.toml has them."""
    printed: str
    quote: str
    relative: bool
    """Whether its sentence compares."""
    chances: bool
    """Whether what is compared are chances, of which papers give ratios."""


def figures(text: str) -> list[Figure]:
    """The figures of a text with their clauses."""
    found = []
    every = quantities(text)
    for sentence in sentences(text):
        first = bisect_left(every, sentence.start, key=lambda one: one.start)
        own = every[first : bisect_left(every, sentence.end, key=lambda one: one.start)]
        parts = list(clauses(text, sentence.start, sentence.end))
        whole = text[sentence.start : sentence.end]
        lead = _LEAD.match(whole)
        relative, chances = bool(_RELATIVE.search(whole)), bool(_CHANCES.search(whole))
        for one in own:
            near = " ".join(text[p.start : p.end] for p in _clause(text, parts, one))
            found.append(
                Figure(
                    quantity=one,
                    sentence=sentence,
                    near=content(near),
                    beside=content(_beside(text, parts, one)),
                    after=content(" ".join(text[one.end : sentence.end].split()[:_BESIDE])),
                    lead=content(lead.group()) if lead else frozenset(),
                    around=content(whole),
                    groups=groups_in(f"{lead.group() if lead else ''} . {near}"),
                    printed=collapse(text[one.start : one.end]),
                    quote=collapse(whole),
                    relative=relative,
                    chances=chances,
                )
            )
    return found


def _clause(text: str, parts: Sequence[Span], quantity: Quantity) -> Iterator[Span]:
    """The clause of a figure; where it is nothing but the figure in brackets, also what stands before it."""
    for i, part in enumerate(parts):
        if part.start < quantity.end and quantity.start < part.end:
            if i and text[part.start - 1] in "([":
                yield parts[i - 1]
            yield part


def _beside(text: str, parts: Sequence[Span], quantity: Quantity) -> str:
    """The few words before and behind a figure in its clause."""
    part = next((p for p in parts if p.start < quantity.end and quantity.start < p.end), None)
    if part is None:
        return ""
    start = part.start
    if text[start - 1 : start] in ("(", "["):
        start = max((p.start for p in parts if p.end < part.start), default=start)
    before = text[start : quantity.start].split()[-_BESIDE:]
    after = text[quantity.end : part.end].split()[:_BESIDE]
    return " ".join([*before, *after])


def check_numbers(claim: str, source: str, title: str, whole: bool) -> tuple[list[NumberCheck], list[Contrast]]:
    """Of each figure of a claim whether the source has it, and where it has another, or has it of something else.

    `whole` says that the source is the whole text, so that what it lacks is not somewhere else.
    """
    own, its = figures(claim)[:_MOST], figures(source)
    checks: list[NumberCheck] = []
    contrasts: list[Contrast] = []
    for figure in own:
        same = [one for one in its if _comparable(figure, one)]
        fitting = [one for one in same if may_be_same(figure, one)]
        found = bool(fitting) or _in_proportion(figure, its) or _is_printed(figure, source)
        checks.append(NumberCheck(figure.printed, found))
        if not found:
            contrasts.append(_missing(figure, claim, same, whole))
        elif fitting and not whole and (contrast := _of_another_group(figure, own, claim, same, source, title)):
            contrasts.append(contrast)
    return checks, contrasts


def _comparable(claim: Figure, source: Figure) -> bool:
    """Whether two figures are of one kind; what a claim gives as a share a paper may give as a ratio."""
    one, other = claim.quantity, source.quantity
    if one.kind in ("share", "fold") and other.kind == "ratio":
        return claim.chances or one.kind == "fold"
    if {one.kind, other.kind} == {"fold", "share"}:
        return claim.relative and source.relative
    return one.kind == other.kind and one.unit == other.unit


def may_be_same(claim: Figure, source: Figure) -> bool:
    """Whether the source's figure is one that the claim's words may stand for."""
    one, other = claim.quantity, source.quantity
    if one.kind == "share" and other.kind == "ratio":
        share = 100 * abs(1 - other.values[0])
        exact = one.high - one.low <= _WRITTEN_OUT
        return abs(share - one.values[0]) <= _ROUNDED if exact else one.low <= share <= one.high
    if one.kind == "share" and other.kind == "fold":
        return one.low <= 100 * abs(other.values[0] - 1) <= one.high
    if one.kind == "fold" and other.kind == "share":
        return any(one.low <= 1 + change / 100 <= one.high for value in other.values for change in (value, -value))
    if one.kind == "fold":
        return one.low * 0.93 <= other.values[0] <= one.high * 1.07
    if len(one.values) == 2 and len(other.values) == 2:
        return all(abs(a - b) <= 0.03 * max(b, 1) for a, b in zip(one.values, other.values, strict=True))
    if len(one.values) == 2:
        return one.low <= other.values[0] <= one.high
    if _overlap(one, other):
        return True
    # "Three quarters did not" is the same as a quarter that did.
    return one.kind == "share" and any(one.low <= 100 - value <= one.high for value in other.values)


def _overlap(one: Quantity, other: Quantity) -> bool:
    """Whether the bounds of two figures meet; those of times as far as people round them."""
    slack = 0.03 * one.high if one.kind == "time" else 1e-9
    if len(other.values) == 2:
        return other.values[0] - slack <= one.high and one.low <= other.values[1] + slack
    return one.low - slack <= other.values[0] <= one.high + slack or (
        other.low - slack <= one.values[0] <= other.high + slack and other.kind != "count"
    )


def _in_proportion(claim: Figure, its: Sequence[Figure]) -> bool:
    """Whether two figures of the source stand to one another as the claim says: "doubled" of 4 % and 8 %."""
    quantity = claim.quantity
    if quantity.kind == "share" and claim.relative:
        change = quantity.values[0] / 100
        wanted = [(one - 0.02, one + 0.02) for one in (1 - change, 1 + change)]
    elif quantity.kind == "fold":
        low = min(quantity.low, quantity.values[0] * (1 - _CLOSE))
        high = max(quantity.high, quantity.values[0] * (1 + _CLOSE))
        wanted = [(low, high), (1 / high, 1 / low)]
    else:
        return False
    for _, own in groupby(sorted(its, key=_row), key=_row):
        for a, b in permutations([one.quantity.values[0] for one in own][:_MOST], 2):
            if b and any(low <= a / b <= high for low, high in wanted):
                return True
    return False


def _row(one: Figure) -> tuple[int, str, str]:
    """By sentence and what is counted."""
    return one.sentence.start, one.quantity.kind, one.quantity.unit


def _is_printed(claim: Figure, source: str) -> bool:
    """Whether a count stands in the source with another word behind it, or a time lies between two of its years."""
    quantity = claim.quantity
    if quantity.kind == "count":
        return any(float(one.replace(",", "")) == quantity.values[0] for one in _WHOLE.findall(source))
    if quantity.kind == "time":
        years = {int(year) for year in _YEARS.findall(source)}
        return any(
            quantity.low * 0.97 <= (b - a) * _YEAR <= quantity.high * 1.03 for a in years for b in years if a < b
        )
    return False


def _missing(figure: Figure, claim: str, same: Sequence[Figure], whole: bool) -> Contrast:
    """Where the source gives another figure for the same thing, or gives such figures and not this one."""
    words = collapse(claim[figure.quantity.start : figure.quantity.end])
    like = [one for one in same if one.quantity.kind == figure.quantity.kind] or same
    best = max(like, key=lambda one: (_shared(figure, one), len(figure.near & one.near)), default=None)
    if best and _shared(figure, best):
        message = f"gives “{best.printed}” where the sentence has “{words}”"
        near = len(figure.near & best.near) if _is_of_an_order(figure, best) else 0
        sure = _shared(figure, best) >= _ENOUGH and len(claim) < _LONG and (near >= 2 or best.quantity.kind != "time")
        return Contrast("number", words, best.quote, message, 0.9 if sure else 0.7)
    if like:
        others = ", ".join(f"“{one.printed}”" for one in like[:3])
        return Contrast("number", words, like[0].quote, f"gives {others}, and not “{words}”", 0.6)
    return Contrast("number" if whole else "missing", words, "", f"does not give “{words}”", 0.8 if whole else 0.5)


def _is_of_an_order(one: Figure, other: Figure) -> bool:
    """Whether two times may be the same thing misread: minutes of a session are no weeks of a trial."""
    a, b = one.quantity.values[0], other.quantity.values[0]
    return bool(a and b) and max(a, b) <= _ORDER * min(a, b)


def _of_another_group(
    figure: Figure, own: Sequence[Figure], claim: str, same: Sequence[Figure], source: str, title: str
) -> Contrast | None:
    """Where the source has the figure, but of others than the claim says, or of another thing.

    `own` are all figures of the claim: where it has both, and this one is of no control group, both have to differ.
    """
    fitting = [one for one in same if may_be_same(figure, one)]
    best = max(fitting, key=lambda one: _shared(figure, one))
    words = collapse(claim)
    if figure.quantity.unit not in ("people", "studies"):
        base = " ".join(_BASE.findall(words))
        foreign = concepts(base) - concepts(f"{title} . {source}")
        if foreign and not (concepts(base) & concepts(best.quote)):
            message = f"has the figure “{best.printed}” of others, and does not speak of {printed(foreign, base)}"
            return Contrast("group", words, best.quote, message, 0.9)
        if all(apart(figure.groups, one.groups) for one in fitting) and any(
            not apart(figure.groups, one.groups) for one in same
        ):
            return Contrast("group", words, best.quote, f"has “{best.printed}” of another group", 0.9)
        fit = {id(one) for one in fitting}
        rivals = [one for one in same if id(one) not in fit and one.quantity.kind == best.quantity.kind]
        fitting = fitting[:_MOST]
        rivals.sort(key=lambda one: (-_shared(figure, one), -len(figure.groups & one.groups)))
        topic = content(title)
        others = [one for one in own if one != figure and _CONTROL not in figure.groups - one.groups]
        rival = next(
            (
                one
                for one in rivals[:_MOST]
                if all(_is_of(figure, fit, one, topic) for fit in fitting)
                and all(_is_of(other, one, best, topic) for other in others if may_be_same(other, one))
            ),
            None,
        )
        if rival:
            message = f"has “{best.printed}” of another group or thing, and “{rival.printed}” of this one"
            sure = figure.quantity.kind not in ("time", "dose")
            return Contrast("group", words, rival.quote, message, 0.85 if sure else 0.7)
    return None


def _is_of(figure: Figure, best: Figure, rival: Figure, topic: frozenset[str]) -> bool:
    """Whether the words by which two figures of a source are told apart are, in the claim, those of the second.

    `topic` holds the words of the title, which go with any figure.
    """
    if best.sentence == rival.sentence:
        if any(one.startswith(_TOLD_APART) for one in figure.groups & best.groups - rival.groups):
            return False
        said = figure.near | figure.lead
        if _CONTROL in figure.groups:
            return _CONTROL in rival.groups and _CONTROL not in best.groups
        theirs, its = rival.beside - best.beside, best.beside - rival.beside
        told = bool(its or best.groups) or len(said & theirs) > 1
        return bool(said & theirs) and not said & its and told
    said = figure.around
    if figure.quantity.kind in ("time", "dose") or said & best.around - topic or not best.around - said - topic:
        return False
    if len(said & rival.around) <= len(said & best.around):
        return False
    return bool(said & rival.around - topic) or len(said & rival.around) >= 2


def _shared(one: Figure, other: Figure) -> int:
    """How much of what stands around two figures is the same; what stands near them counts twice."""
    return len(one.around & other.around) + len(one.around & other.near)
