"""Where an article says two things that cannot both be so: another share of the same people, an effect and none.

Two sources may well differ, and a good article tells so. So only plain statements count, of the same words but for the
figure or the "not", and none that compares, hedges, or names a study, a year or a place of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from citecheck.assess.effects import Effect, effects, opposed
from citecheck.assess.figures import Figure, figures, may_be_same
from citecheck.assess.groups import groups_in
from citecheck.assess.wording import content
from citecheck.expressions import expression
from citecheck.model import Claim, Sentence

_TELLS_APART = expression(
    r"\b(?:another|other|others|however|but|although|though|while|whereas|contrast|earlier|later|now|then|once|today"
    r"|previous\w*|compared|than|rose|fell|from|if|unless|only|except|myth|wrong|contrary|claim\w*|believe\w*|thought"
    r"|may|might|could|some|sometimes|certain|according|stud(?:y|ies)|trials?|surveys?|reviews?|research\w*|report\w*"
    r"|estimat\w+|between|after|before|during|without|(?:19|20)\d\d|first|second|third|severe|mild|long-term"
    r"|short-term|high|low|dos(?:e|es)|in [A-Z]\w+|question|opponents|critics|supporters)\b|\?"
)
_SHARED, _SHARE = 3, 0.8
"""Words that both have, and how many of all that either has."""


class Clash(Struct, frozen=True):
    """Two sentences, by their index, and what each says."""

    first: int
    second: int
    one: str
    other: str


def clashes(sentences: Sequence[Sentence], claims: Sequence[Claim]) -> Iterator[Clash]:
    """The pairs of an article, in the order of the second."""
    seen: list[tuple[int, frozenset[str], frozenset[str]]] = []
    for i, (sentence, claim) in enumerate(zip(sentences, claims, strict=True)):
        if claim.is_claim:
            text = sentence.text
            words, groups = content(text), groups_in(text)
            for before, its, others in seen:
                both = (sentences[before].text, text)
                alike = groups == others and _alike(words, its)
                if alike and not any(map(_TELLS_APART.search, both)) and (said := _clash(*both)):
                    yield Clash(before, i, *said)
            seen.append((i, words, groups))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED and shared >= _SHARE * len(one | other)


def _clash(one: str, other: str) -> tuple[str, str] | None:
    return _other_figure(figures(one), figures(other)) or _other_effect(effects(one), effects(other))


def _other_figure(one: Sequence[Figure], other: Sequence[Figure]) -> tuple[str, str] | None:
    """Where each gives one share, of the same thing, and both cannot be it."""
    if len(one) != 1 or len(other) != 1:
        return None
    a, b = one[0], other[0]
    if a.quantity.kind != "share" or b.quantity.kind != "share" or may_be_same(a, b) or may_be_same(b, a):
        return None
    if a.after != b.after or a.lead != b.lead:
        return None  # of those with the one some have the other: the other way round it is another share
    return a.printed, b.printed


def _other_effect(one: Sequence[Effect], other: Sequence[Effect]) -> tuple[str, str] | None:
    """Where each says one effect, and they exclude one another."""
    if len(one) != 1 or len(other) != 1 or not opposed(one[0], other[0]):
        return None
    return one[0].verb, other[0].verb
