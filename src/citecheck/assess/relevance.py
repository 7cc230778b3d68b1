"""Whether a work can be about what a sentence says, by the words of its title: the grade gives nothing for another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from citecheck.expressions import expression

_WORD = expression(r"[^\W\d_]{5,}")
_STEM = 6
"""Letters by which a word is known, so that "depressive" is "depression"."""
_LEAST = 2
"""Telling words that a title must have to speak against a work."""
_GENERIC = frozenset(
    (
        "above across adults advers after analys articl assess associ before below betwee cases center centre"
        " clinic cohort compar contro core correc countr curren differ diseas disord double during effect effica"
        " evalua eviden experi factor first follow functi genera genetic global group groups guidel health histor"
        " human impact improv increa interv invest journa level levels litera manage measur mechan medica medici"
        " method middle models months nation novel observ older outcom partic patien people placeb popula potent"
        " practi predic preval primar progra prospe protoc qualit random rapid recent recomm relate relati releas"
        " report resear respon result retros review safety sample scale second seriou severe signif single sourc"
        " specif standa state statem strate studie study suppor survey sympto system target term their theory"
        " therap these three throug toward treat treatm trial trials under update using value versus volunt weeks"
        " where which while within withou women years young"
    ).split()
)
"""How words begin that stand in titles on every topic."""


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    found = {word[:_STEM] for word in _WORD.findall(text.lower().replace("ae", "e").replace("oe", "e"))}
    return frozenset(found - _GENERIC)


def can_be_about(title: str, near: Sequence[str], whole: str) -> bool:
    """False where the title has words that tell a topic, and none of them is near nor two of them in the whole text."""
    telling = _stems(title)
    if len(telling) < _LEAST or any(telling & _stems(text) for text in near):
        return True
    return len(telling & _stems(whole)) >= _LEAST
